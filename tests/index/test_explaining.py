"""`search --explain` says in words what found a passage, what gave its score, and what was added to the question."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.__main__ import app
from index.reranking import Trees

LAW = "某市商品办法\n第一条　为了保护商标，制定本办法。\n第二条　假冒注册商标的，处五万元罚款。\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of one law of two clauses."""
    folder = tmp_path_factory.mktemp("explained")
    (folder / "law.txt").write_text(LAW, encoding="utf-8")
    CliRunner().invoke(app, ["add", str(folder), "--data", str(folder / "data"), "--access", "public"])
    return folder / "data"


def explained(data: Path, text: str) -> str:
    """What the command says."""
    return CliRunner().invoke(app, ["search", text, "--explain", "--data", str(data)], catch_exceptions=False).stdout


def test_what_was_added_is_told_with_its_reason(data: Path) -> None:
    """山寨 is no word of laws: what stands for it there is searched too, and why."""
    told = explained(data, "卖山寨货怎么罚")
    assert "searched: 卖山寨货怎么罚" in told
    assert "假冒" in told.split("added: ", 1)[1].splitlines()[0]
    assert "(for 山寨" in told


def test_what_decides_is_named_with_its_weights(data: Path) -> None:
    """The same name that `check` shows."""
    assert f"ordered by: {Trees().name}" in explained(data, "假冒商标罚多少")
    assert Trees().name in CliRunner().invoke(app, ["check", "--data", str(data)]).stderr


def test_each_passage_says_what_gave_its_score(data: Path) -> None:
    """In words, the clause with the fine first; a long cell goes on in the next lines."""
    told = explained(data, "假冒商标罚多少")
    first = next(line for line in told.splitlines() if line.startswith("1 "))
    assert "第二条" in first
    assert "thesearch'sownorder+" in "".join(told.split())


def test_none_tells_the_two_sides(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """INDEX_RERANKER=none: signs and nearness."""
    monkeypatch.setenv("INDEX_RERANKER", "none")
    told = explained(data, "假冒商标罚多少")
    assert "ordered by: none" in told
    assert "shared characters +" in told


def test_a_misspelt_re_ranker_is_one_line(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what may stand there instead."""
    monkeypatch.setenv("INDEX_RERANKER", "treez")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(Exception, match=r"'treez' is neither `trees`, `none`") as told:
        explained(data, "假冒")
    assert "\n" not in str(told.value)
