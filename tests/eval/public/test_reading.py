"""Reading comprehension: what belongs to what, kinds of questions, and figures worked out by hand."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.reading import CJRC, CMRC, LAWBENCH, Comprehension, contexts, holds, lawbench, measured, read, scored
from eval.public.shelving import Reader
from index.embeddings import load_embedder
from tests.eval.public.published import LANTERN, PAPER, context, published

WHO = Comprehension("who", "造纸坊由谁创办？", "d", ("李四", "由李四"))
NOTHING = Comprehension("nothing", "造纸坊缴多少税？", "d", ("", "", ""))
VERDICT = Comprehension("verdict", "造纸坊停工吗？", "d", ("YES", "YES", "NO"))


def test_questions_keep_their_passage(tmp_path: Path) -> None:
    """Two passages of one title are two documents; CJRC's number is no title, its case is."""
    asked = [
        context(LANTERN, ("1", "在哪", ["东街"]), title="坊"),
        context(PAPER, ("2", "谁", ["李四"]), title="7", casename="案"),
    ]
    found = contexts(published(tmp_path / "cjrc" / "dev.jsonl.gz", asked), "dev.jsonl.gz")
    assert found.documents == (Reader("cjrc-1", "坊", (LANTERN,)), Reader("cjrc-2", "案", (PAPER,)))
    assert [(one.id, one.document_id, one.references) for one in found.questions] == [
        ("1", "cjrc-1", ("东街",)),
        ("2", "cjrc-2", ("李四",)),
    ]


def test_a_sample_says_of_how_many(tmp_path: Path) -> None:
    """Of three questions two; all passages stay in the index."""
    asked = [context(PAPER, *((str(number), "谁", ["李四"]) for number in range(3)))]
    found = contexts(published(tmp_path / "drcd" / "dev.jsonl.gz", asked), "dev.jsonl.gz", 2)
    assert (len(found.questions), found.available, len(found.documents)) == (2, 3, 1)


def test_an_id_stands_once(tmp_path: Path) -> None:
    """Two questions of one id: file, line and field are named."""
    row = context(PAPER, ("1", "谁", ["李四"]))
    with pytest.raises(DatasetError, match=r"dev\.jsonl\.gz, line 2: field qas\.id: '1' stands"):
        contexts(published(tmp_path / "dev.jsonl.gz", [row, row]), "dev.jsonl.gz")


def test_lawbench_is_taken_apart(tmp_path: Path) -> None:
    """Passage and question at the last 问题:, the reference without its label; another form is refused."""
    row = {"idx": 4, "question": f"段落:争议问题:{PAPER}问题:谁创办？", "answer": "回答:李四"}
    (tmp_path / "bench").mkdir()
    found, scores = read("lawbench", published(tmp_path / "lawbench" / "2-5.jsonl.gz", [row]).parent)
    assert found.documents[0].passages == (f"争议问题:{PAPER}",)
    assert found.questions[0] == Comprehension("lawbench-2-5-4", "谁创办？", "lawbench-2-5-4", ("李四",))
    assert scores is LAWBENCH
    with pytest.raises(DatasetError, match=r"2-5\.jsonl\.gz, line 1: field question"):
        lawbench(published(tmp_path / "2-5.jsonl.gz", [row | {"question": "谁？"}]))


def test_kinds_follow_the_references() -> None:
    """A verdict, a span, or nothing: one YES among the references makes a verdict."""
    assert [one.kind for one in (WHO, NOTHING, VERDICT)] == ["span", "unanswerable", "yes or no"]


def test_silence_is_right_where_the_passage_is_silent() -> None:
    """Empty predictions: right for the unanswerable, wrong for the others; a failure is not scored."""
    found = scored([WHO, NOTHING, VERDICT], {"who": "", "nothing": "", "verdict": None}, CJRC)
    assert found["unanswerable"]["EM"]["value"] == found["unanswerable"]["F1"]["value"] == 1.0
    assert found["span"]["EM"]["value"] == 0.0
    assert (found["all"]["EM"]["value"], found["all"]["EM"]["unscored"]) == (0.5, 1)


def test_a_sentence_holds_what_a_span_is() -> None:
    """A whole sentence is no exact match, overlaps by half, and holds the reference; a blank in it does not matter."""
    found = scored([WHO], {"who": "由李四办。"}, CMRC)
    assert found["all"]["EM"]["value"] == 0.0
    assert found["all"]["F1"]["value"] == round(2 * 3 / (3 + 4), 4)
    assert found["holds a reference"]["span"]["value"] == 1.0
    assert holds(("", "李四"), "李 四") == 1.0
    assert holds(("", "李四"), "") == 0.0


def test_traditional_characters_are_characters() -> None:
    """In the official segmentation each traditional character stands alone too."""
    asked = Comprehension("q", "位於哪裡", "d", ("臨江東街",))
    assert scored([asked], {"q": "臨江"}, CMRC)["all"]["F1"]["value"] == round(2 * 2 / 6, 4)


def test_both_ways_are_measured(tmp_path: Path) -> None:
    """A real index, the real assistant: selection takes the sentence, the assistant the short article of 3 + 8 + 10 signs."""
    row = context(PAPER, ("1", "造纸作坊每年检查几次？", ["两次"]), ("2", "造纸坊缴纳多少税款？", [""]))
    whole = contexts(published(tmp_path / "cjrc" / "dev.jsonl.gz", [row]), "dev.jsonl.gz")
    found = measured(whole, CJRC, tmp_path / "work", load_embedder("static"))
    assert found["outcomes"]["answered"]["value"] == 0.5
    assert found["systems"]["assistant"]["all"]["F1"]["value"] == round((2 * 2 / (2 + 21) + 1) / 2, 4)
    assert found["systems"]["selection"]["unanswerable"]["F1"]["value"] == 0.0
