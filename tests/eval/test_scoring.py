"""A run is scored by what it recorded: measured on hand-made rows over the made-up library."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.messages import Timing
from eval.cases import Case
from eval.dataset import Dataset, Gold, Item, KeyFact
from eval.errors import DatasetError, RunError
from eval.measures import MEASURES, values
from eval.runs import Cited, DatasetFacts, Passage, Run, RunMeta, RunRow, SystemFacts
from eval.scoring import cases, estimate, score
from eval.texts import Texts
from tests.library import Office

DAY = date(2026, 11, 21)
ITEM = Item(
    "a",
    "无证卖灯笼罚多少",
    "penalty",
    True,
    as_of=DAY,
    key_facts=(KeyFact(("5万元", "五万元")), KeyFact(("责令改正",), vital=False)),
    forbidden=("十万元",),
    gold=(Gold("lantern-2020", "第四条"),),
    line=1,
)
NONE = Item("b", "灯笼税率多少", "none", False, as_of=DAY, line=2)


@pytest.fixture(scope="module")
def texts(office: Office) -> Texts:
    """The made-up library's texts."""
    with office.library.pin() as generation:
        return Texts(generation.catalog, generation.name, "made up")


def citation(texts: Texts, path: str, number: int = 1, document: str = "lantern-2020") -> Cited:
    """A right citation of a whole clause."""
    clause = texts.clause(Gold(document, path))
    edition = texts.edition(document)
    assert clause
    assert edition
    return Cited(
        number,
        edition.work_id,
        document,
        clause.version_id,
        "official",
        edition.metadata.title,
        None,
        path,
        clause.text,
        clause.start,
        clause.end,
        None,
        "现行有效",
        edition.metadata.effective_from,
        edition.effective_to,
        "0" * 64,
        "/",
    )


def passage(texts: Texts, path: str, rank: int, document: str = "lantern-2020") -> Passage:
    """A whole clause as retrieved."""
    clause = texts.clause(Gold(document, path))
    assert clause
    return Passage(document, clause.version_id, path, clause.start, clause.end, clause.text, 1.0, rank, "lexical")


def case(texts: Texts, answer: str, item: Item = ITEM, **given: object) -> Case:
    """A question answered so."""
    row = RunRow(item.id, item.question, (), DAY, answer, **given)  # type: ignore[arg-type]
    return Case(item, row, texts.golds(item, Path("d.jsonl")), texts)


def test_a_right_answer_scores_full(texts: Texts) -> None:
    """Fact, citation and passage are all there; the second fact, which is not vital, is not."""
    cited, seen = (citation(texts, "第四条"),), (passage(texts, "第一条", 1), passage(texts, "第四条", 2))
    found = values(case(texts, "可以处五万元以下的罚款。[1]", citations=cited, passages=seen))
    ones = (
        "right",
        "facts_vital",
        "forbidden_free",
        "citation_recall",
        "citation_precision",
        "citation_valid",
        "support",
    )
    assert {name: found[name] for name in ones} == dict.fromkeys(ones, 1.0)
    assert (found["facts_all"], found["all_facts"], found["search_mrr@10"]) == (0.5, 0.0, 0.5)


@pytest.mark.parametrize(
    ("answer", "given", "measure"),
    [
        ("可以处六万元以下的罚款。[1]", {}, "facts_vital"),
        ("可以处六万元以下的罚款。[1]", {}, "support"),
        ("可以处五万元以下的罚款，也有十万元的。[1]", {}, "forbidden_free"),
        ("可以处五万元以下的罚款。[1]", {"abstained": True}, "refusal_right"),
        ("可以处五万元以下的罚款。[1]", {"abstained": True}, "right"),
    ],
)
def test_one_fault_costs_its_measure(texts: Texts, answer: str, given: dict[str, object], measure: str) -> None:
    """The same answer with one thing wrong."""
    found = values(case(texts, answer, citations=(citation(texts, "第四条"),), **given))
    assert found[measure] is not None
    assert found[measure] < 1


def test_a_wrong_clause_is_no_right_citation(texts: Texts) -> None:
    """It exists and is verbatim, so it is valid; it is not gold."""
    found = values(case(texts, "第五条。[1]", citations=(citation(texts, "第五条"),)))
    assert (found["citation_recall"], found["citation_precision"], found["citation_valid"]) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "change",
    [{"cited_text": "罚款六万元"}, {"state": "已废止"}, {"version_id": "f" * 64}, {"end_char_index": 10**6}],
)
def test_a_citation_that_says_something_untrue_is_not_valid(texts: Texts, change: dict[str, object]) -> None:
    """Other words, another state, a revision that is not there, a place outside the text."""
    cited = replace(citation(texts, "第四条"), **change)  # type: ignore[arg-type]
    assert values(case(texts, "可以处五万元以下的罚款。[1]", citations=(cited,)))["citation_valid"] == 0


def test_what_must_be_refused_is_right_when_refused(texts: Texts) -> None:
    """Facts and citations are not scored where there are none to expect."""
    found = values(case(texts, "没有找到。", NONE, abstained=True))
    assert (found["right"], found["refusal_right"], found["facts_vital"], found["citation_recall"]) == (
        1.0,
        1.0,
        None,
        None,
    )
    assert values(case(texts, "税率百分之五。", NONE))["right"] == 0


def test_an_error_is_not_scored_but_counted(texts: Texts) -> None:
    """An error is neither a refusal nor a wrong answer; `answered` falls."""
    found = values(case(texts, "", error="TimeoutError"))
    assert found == {name: 0.0 if name == "answered" else None for name in MEASURES}


def run_of(rows: list[RunRow], dataset: Dataset, texts: Texts) -> Run:
    """A run in process."""
    system = SystemFacts("in process", texts.generation, texts.fingerprint, "m", "extractive", "0.1")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    return Run(Path("r.jsonl"), tuple(rows), RunMeta(DatasetFacts.of(dataset), system, None, now, now, 1))


def test_totals_and_kinds(texts: Texts, tmp_path: Path) -> None:
    """Two questions of two kinds: one right, one wrongly answered; a third is missing in the run."""
    dataset = Dataset(tmp_path / "d.jsonl", "hash", (ITEM, NONE, replace(NONE, id="c")))
    timing = Timing(1.0, 3.0)
    rows = [
        RunRow("a", "", (), DAY, "处五万元。[1]", citations=(citation(texts, "第四条"),), timing=timing),
        RunRow("b", "", (), DAY, "百分之五。", timing=replace(timing, total_ms=5.0)),
    ]
    run = run_of(rows, dataset, texts)
    scores = score(run, dataset, cases(run, dataset, texts))
    assert (scores.totals["right"].value, scores.kinds["penalty"]["right"].value) == (0.5, 1.0)
    assert (scores.totals["facts_vital"].n, scores.totals["facts_vital"].unscored) == (1, 1)
    assert (scores.totals["refusal_recall"].value, scores.totals["over_refusal"].value) == (0.0, 0.0)
    assert (scores.totals["total_ms_p50"].value, scores.about["missing"]) == (4.0, 1)


def test_a_run_of_another_index_or_dataset_is_refused(texts: Texts, tmp_path: Path) -> None:
    """Its citations and gold clauses would be compared with other texts."""
    dataset = Dataset(tmp_path / "d.jsonl", "hash", (ITEM,))
    run = run_of([], dataset, texts)
    other = replace(run, meta=replace(run.meta, system=replace(run.meta.system, texts="0" * 64)))
    with pytest.raises(RunError, match=r"system\.texts"):
        cases(other, dataset, texts)
    with pytest.raises(RunError, match=r"dataset\.sha256"):
        cases(run, replace(dataset, sha256="changed"), texts)


def test_a_gold_clause_that_is_not_there_names_line_and_field(texts: Texts) -> None:
    """The dataset or the index is the wrong one."""
    item = replace(ITEM, gold=(Gold("lantern-2020", "第四十条"),))
    with pytest.raises(DatasetError, match=r"d\.jsonl, line 1: field gold\.0: .*第四十条"):
        texts.golds(item, Path("d.jsonl"))


def test_an_estimate_counts_what_could_not_be_scored_apart() -> None:
    """None is not 0; without values there is no figure."""
    made = estimate([1.0, None, 0.0, 1.0, 0.0])
    assert (made.value, made.n, made.unscored) == (0.5, 4, 1)
    assert (estimate([None]).value, estimate([None]).low, estimate([]).n) == (None, None, 0)
