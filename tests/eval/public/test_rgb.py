"""RGB: which passages a question is given, and figures worked out by hand."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.asking import Said
from eval.public.rgb import Trial, Verdict, figures, judged, measured, trials
from eval.public.sets import run
from index.embeddings import load_embedder
from tests.eval.public.published import published, refine

ASKED = Trial("t", "noise", 0, "几名", ("三十", ("工人", "员工")), ("甲",))


def _bench(tmp_path: Path, **changed: object) -> Path:
    """The three files; `changed` replaces fields of the first one's line."""
    first = refine()
    halves = [["第一半甲", "第一半乙", "第一半丙"], ["第二半甲", "第二半乙"]]
    folder = published(tmp_path / "rgb_zh" / "zh_refine.jsonl.gz", [first | changed])
    published(folder / "zh_int.jsonl.gz", [refine(2, positive=halves)])
    planted = {"fakeanswer": "四十", "positive_wrong": ["有工人四十名。"] * 2, "answer": "三十"}
    published(folder / "zh_fact.jsonl.gz", [refine(3) | planted])
    return folder


def test_each_share_of_noise_has_five_passages(tmp_path: Path) -> None:
    """From no noise to nothing but noise: the first positive and negative passages, as RGB takes them."""
    found = [one for one in trials(_bench(tmp_path)) if one.id.startswith("refine")]
    assert [sum("造纸坊" in passage for passage in one.passages) for one in found] == [0, 1, 2, 3, 4, 5]
    assert [one.task for one in found] == ["noise"] * 5 + ["rejection"]
    row = refine()
    assert set(found[2].passages) == {*row["positive"][:3], *row["negative"][:2]}


def test_integration_brings_both_halves(tmp_path: Path) -> None:
    """In turn from each half, as many as are left beside the noise; too few are filled up with noise."""
    found = [one for one in trials(_bench(tmp_path)) if one.task == "integration"]
    assert [sum("半" in passage for passage in one.passages) for one in found] == [5, 4, 3]
    assert {passage for passage in found[2].passages if "半" in passage} == {"第一半甲", "第二半甲", "第一半乙"}


def test_the_order_is_the_same_each_time(tmp_path: Path) -> None:
    """Seeded by the question, and not simply positive before negative."""
    folder = _bench(tmp_path)
    assert trials(folder) == trials(folder)
    noisy = next(one for one in trials(folder) if one.id == "refine-1-2")
    assert list(noisy.passages) != [*refine()["positive"][:3], *refine()["negative"][:2]]


def test_planted_errors_come_alone(tmp_path: Path) -> None:
    """Only passages with the error, as many as there are up to five."""
    (found,) = (one for one in trials(_bench(tmp_path)) if one.task == "counterfactual")
    assert (found.passages, found.planted, found.answers) == (("有工人四十名。",) * 2, "四十", "三十")


def test_too_few_passages_are_refused(tmp_path: Path) -> None:
    """Four negatives cannot make a rejection of five."""
    with pytest.raises(DatasetError, match=r"zh_refine\.jsonl\.gz, line 1: field positive, negative: fewer than 5"):
        trials(_bench(tmp_path, negative=["甲"] * 4))


@pytest.mark.parametrize(
    ("text", "abstained", "right"),
    [("三 十名员工", False, True), ("三十名", False, False), ("三十名工人", True, False)],
)
def test_every_group_must_occur(text: str, right: bool, abstained: bool) -> None:  # noqa: FBT001
    """One of the alternatives of each group; blanks do not count; a refusal is never right."""
    verdict = judged(ASKED, Said(text, abstained, ""))
    assert verdict is not None
    assert (verdict.reply.right, verdict.reply.rejected, verdict.repeated) == (right, abstained, False)


def test_a_failure_is_not_judged() -> None:
    """No reply is neither right nor a rejection."""
    assert judged(ASKED, None) is None


def test_figures_by_hand() -> None:
    """One right and one rejected reply to noise, one rejection that fails, and an error repeated."""
    whole = [
        Trial("a", "noise", 1, "几名", "三十", ()),
        Trial("b", "noise", 1, "几名", "三十", ()),
        Trial("c", "rejection", 5, "几名", "三十", ()),
        Trial("d", "counterfactual", 0, "几名", "三十", (), "四十"),
    ]
    said = {name: Said(text, not text, "") for name, text in {"a": "三十", "b": "", "c": "三十", "d": "四十"}.items()}
    found = figures(whole, said)
    assert (found["noise 0.2"]["accuracy"]["value"], found["noise 0.2"]["rejected"]["value"]) == (0.5, 0.5)
    assert found["rejection"]["rejection rate"]["value"] == 0.0
    wrong = found["counterfactual"]
    assert (wrong["error repeated"]["value"], wrong["error detection"]["value"]) == (1.0, 0.0)
    assert wrong["error correction"]["value"] is None
    assert isinstance(judged(whole[3], said["d"]), Verdict)


def test_the_assistant_is_asked(tmp_path: Path) -> None:
    """A real index: it quotes the positive passage where there is one, and refuses where all five are noise."""
    found = measured(trials(_bench(tmp_path)), tmp_path / "work", load_embedder("static"))["systems"]["assistant"]
    assert found["noise 0.0"]["accuracy"]["value"] == found["noise 0.8"]["accuracy"]["value"] == 1.0
    assert found["rejection"]["rejection rate"]["value"] == 1.0


def test_the_folder_is_the_published_one(tmp_path: Path) -> None:
    """The set rgb-zh is read from rgb_zh."""
    with pytest.raises(DatasetError, match="rgb_zh: no such folder"):
        run("rgb-zh", tmp_path, tmp_path / "work")
