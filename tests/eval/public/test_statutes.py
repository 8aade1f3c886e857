"""LawBench and LexEval over statutes: questions as they are asked, choices, ROUGE-L as it is published."""

from pathlib import Path

import pytest

from eval.errors import DatasetError
from eval.public.shelving import statutes
from eval.public.statutes import (
    CIVIL_CODE,
    Choosing,
    Legal,
    choice,
    choices,
    chosen,
    essays,
    lawbench,
    lawbench_rouge,
    lexeval_rouge,
    recited,
)
from index.embeddings import load_embedder
from tests.eval.public.published import published

OPTIONS = {"A": "作坊应当登记", "B": "纸张可以出售", "C": "船舶悬挂号灯", "D": "灯笼不得外借"}
INPUT = f"{CIVIL_CODE}第二条的内容是:\n" + "\n".join(f"{letter}: {text} " for letter, text in OPTIONS.items())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a civil code of two articles."""
    folder, law = tmp_path_factory.mktemp("statutes"), f"{CIVIL_CODE}典"
    texts = {"第一条": "为了灯笼，制定本法。", "第二条": "纸张可以出售。"}
    rows = [{"law": law, "article": article, "text": text} for article, text in texts.items()]
    published(folder / "bulk" / "statutes.jsonl.gz", rows)
    return statutes(folder, folder / "work", load_embedder("static"))


def test_only_the_label_of_recitations_is_left_out(tmp_path: Path) -> None:
    """LawBench's script takes 答案: away, and 回答: of consultations stays."""
    row = {"idx": 3, "question": "甲法第一条的内容是什么？"}
    folder = published(tmp_path / "1-1.jsonl.gz", [row | {"answer": "答案:甲"}])
    published(folder / "3-8.jsonl.gz", [row | {"answer": "回答:乙"}])
    assert lawbench(folder, "1-1") == [Legal("1-1-3", "甲法第一条的内容是什么？", "甲")]
    assert lawbench(folder, "3-8")[0].reference == "回答:乙"


def test_choices_are_taken_apart(tmp_path: Path) -> None:
    """The article asked for, its law, four options without blanks at their ends."""
    folder = published(tmp_path / "1_2.jsonl.gz", [{"idx": 7, "input": INPUT, "answer": "B"}])
    assert choices(folder) == [Choosing("1_2-7", CIVIL_CODE, f"{CIVIL_CODE}第二条", OPTIONS, "B")]


@pytest.mark.parametrize("text", [INPUT.replace("民法", "商法"), INPUT.replace("D:", "E:"), "甲是什么\nA: 乙"])
def test_other_questions_are_refused(tmp_path: Path, text: str) -> None:
    """Another law, three options, no article: file, line and field are named."""
    folder = published(tmp_path / "1_2.jsonl.gz", [{"idx": 7, "input": text, "answer": "B"}])
    with pytest.raises(DatasetError, match=r"1_2\.jsonl\.gz, line 1: field input"):
        choices(folder)


def test_essays_are_asked_whole(tmp_path: Path) -> None:
    """Case and question stand in one field."""
    folder = published(tmp_path / "5_4.jsonl.gz", [{"idx": 1, "input": "案情:甲。问题:乙？", "answer": "丙"}])
    assert essays(folder) == [Legal("5_4-1", "案情:甲。问题:乙？", "丙")]


@pytest.mark.parametrize(
    ("text", "letter"),
    [("第二条　纸张可以出售。", "B"), ("纸张可以买卖", "B"), ("纸张买卖", ""), ("", "")],
)
def test_the_option_that_is_said_is_chosen(text: str, letter: str) -> None:
    """Half of an option's five pairs of characters is 2.5: three are enough, one is not; silence chooses nothing."""
    assert choice(OPTIONS, text) == letter


def test_rouge_counts_words() -> None:
    """商标 and 专利 are words to jieba: one of two in common; punctuation counts for LawBench, not for LexEval."""
    assert lawbench_rouge("商标 专利", "商标") == 2 * 1 / 3
    assert lawbench_rouge("商标。", "商标") == 2 * 1 / 3
    assert lexeval_rouge("商标。", "商标") == 1.0


def test_rouge_is_lawbenchs() -> None:
    """The library that LawBench uses gives the same figure, for several sentences, and for what it takes for silence."""
    rouge, jieba = pytest.importorskip("rouge_chinese"), pytest.importorskip("jieba")
    reference = "专利权人应当缴纳年费。,未缴的，专利权终止。"
    for answer in ("第四十三条　专利权人应当自授予专利权的当年开始缴纳年费。专利权终止。", "无内容"):
        cut = [" ".join(jieba.cut(text)) for text in (answer, reference)]
        (theirs,) = rouge.Rouge().get_scores(cut[:1], cut[1:])
        assert lawbench_rouge(reference, answer) == pytest.approx(theirs["rouge-l"]["f"], abs=1e-7)


def test_what_is_quoted_is_scored(data: Path, tmp_path: Path) -> None:
    """A named article is quoted with its number: four of five words are the reference; the search found it too."""
    asked = [Legal("q", f"{CIVIL_CODE}典第二条的内容是什么？", "第二条　纸张可以出售。")]
    found = recited(asked, data, tmp_path / "run.jsonl", load_embedder("static"), score=lawbench_rouge)
    assert found["systems"]["assistant"]["ROUGE-L"]["value"] == 1.0
    assert found["systems"]["first clause"]["ROUGE-L"]["value"] == 1.0
    assert found["outcomes"]["answered"]["value"] == 1.0


def test_the_civil_code_is_asked_by_both_names(data: Path, tmp_path: Path) -> None:
    """民法 names no loaded document, 民法典 does: both are reported, per law."""
    asked = [Choosing("q", CIVIL_CODE, f"{CIVIL_CODE}第二条", OPTIONS, "B")]
    found = chosen(asked, data, tmp_path / "run.jsonl", load_embedder("static"))["systems"]
    assert found["assistant, 民法 asked as 民法典"]["民法"]["accuracy"]["value"] == 1.0
    assert found["assistant"]["all"]["accuracy"]["value"] == 0.0
    assert found["assistant"]["刑法"]["accuracy"]["n"] == 0
