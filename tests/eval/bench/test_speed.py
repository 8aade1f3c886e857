"""The speed bench end to end on a corpus of three made-up laws."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from eval.bench.growth import GROWTH, growth_rows
from eval.bench.peers.protocol import Caps, write_rows
from eval.bench.processes import ROOT
from eval.bench.slices import STATUTES
from eval.bench.speed import measured

CAPS = Caps(questions=10, seconds=5, clients=(1, 2), client_seconds=0.1)
SIGNS = "一二三四五六七八九"
SUBJECTS = "灯笼风筝陶罐竹席木梳铜镜瓷盘漆盒纸伞"
PEERS_PYTHON = ROOT / ".venv-peers" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@pytest.fixture
def statutes(tmp_path: Path) -> Path:
    """A corpus of 27 articles."""
    path = tmp_path / "corpus" / STATUTES
    path.parent.mkdir(parents=True)
    texts = [f"经营{SUBJECTS[2 * n : 2 * n + 2]}的，应当向登记机关提交" for n in range(9)]
    rows = (
        {
            "law": f"{law}省登记条例",
            "article": f"第{sign}条",
            "text": f"{texts[n]}{law}{sign}号申请书和{n + 2}份副本，并说明用途。",
        }
        for law in "甲乙丙"
        for n, sign in enumerate(SIGNS)
    )
    write_rows(path, rows)
    return tmp_path / "corpus"


@pytest.mark.slow
def test_without_peers_all_of_ours_is_measured(statutes: Path, tmp_path: Path) -> None:
    """Two sizes by whole laws, everything found, every figure of the table there, and no text in the record."""
    figures = measured(statutes, [10], None, CAPS, tmp_path / "work")
    (size,) = figures["sizes"]
    ours = size["ours"]
    assert (size["articles"], size["laws"], size["peers"]) == (18, 2, {})
    assert figures["peers"].startswith("not measured")
    assert (ours["hit_rate"], ours["added_was_found"], ours["clauses"]) == (1.0, True, 18)
    assert set(ours["served"]["questions_per_second"]) == {"1", "8", "32"}
    assert len(growth_rows(figures)[1]) == len(GROWTH)
    assert not re.search("[\u4e00-\u9fff]", json.dumps(figures, ensure_ascii=False))


@pytest.mark.slow
def test_an_interrupted_run_goes_on(statutes: Path, tmp_path: Path) -> None:
    """What was measured is taken from the work folder; a peer that cannot be had is recorded, and tried again."""
    once = measured(statutes, [10], None, CAPS, tmp_path / "work")
    again = measured(statutes, [10], Path(sys.executable), CAPS, tmp_path / "work")
    assert again["sizes"][0]["ours"] == once["sizes"][0]["ours"]
    assert "No module named 'haystack'" in again["sizes"][0]["peers"]["haystack"]["error"]
    assert sorted(path.name for path in (tmp_path / "work" / "10").glob("*.json")) == ["caps.json", "ours.json"]


@pytest.mark.slow
@pytest.mark.skipif(not PEERS_PYTHON.exists(), reason="needs the peers' environment: make .venv-peers")
def test_peers_are_measured_beside_us(statutes: Path, tmp_path: Path) -> None:
    """Each finds what it should, added articles too, and has its ratios."""
    figures = measured(statutes, [10], PEERS_PYTHON, CAPS, tmp_path / "work")
    peers = figures["sizes"][0]["peers"]
    assert {name: peer.get("error") for name, peer in peers.items()} == dict.fromkeys(
        ("langchain", "llamaindex", "haystack")
    )
    assert {peer["hit_rate"] for peer in peers.values()} == {1.0}
    assert all(peer["added_was_found"] and peer["ratios"]["query_p50"] > 0 for peer in peers.values())
