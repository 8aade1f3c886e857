"""Runs made by hand over the made-up library, for the report's tests."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.messages import Timing, Turn
from eval.dataset import Dataset, Gold, Item, KeyFact
from eval.report.scored import Scored
from eval.runs import Cited, DatasetFacts, Passage, Run, RunMeta, RunRow, SystemFacts
from eval.scoring import cases, score
from eval.texts import Texts

DAY = date(2026, 11, 21)
FINE = Item(
    "fine",
    "没登记就卖灯笼，罚多少？",
    "penalty",
    answerable=True,
    history=(Turn("user", "灯笼能随便卖吗"), Turn("assistant", "要先登记。")),
    key_facts=(KeyFact(("5万元", "五万元")), KeyFact(("责令改正",), vital=False)),
    forbidden=("十万元",),
    gold=(Gold("lantern-2020", "第四条"),),
)
DAYS = Item(
    "days",
    "登记要等几天？",
    "deadline",
    answerable=True,
    key_facts=(KeyFact(("二十日",)),),
    gold=(Gold("lantern-2020", "第五条"),),
)
TAX = Item("tax", "灯笼的税率？", "none", answerable=False)
OPEN = Item("open", "灯笼好看吗？", "none")
ITEMS = (FINE, DAYS, TAX, OPEN)


def citation(texts: Texts, path: str, number: int = 1) -> Cited:
    """A right citation of a whole clause of the law of 2020."""
    clause, edition = texts.clause(Gold("lantern-2020", path)), texts.edition("lantern-2020")
    assert clause
    assert edition
    place, known = (clause.text, clause.start, clause.end), (edition.metadata.effective_from, edition.effective_to)
    head = (number, edition.work_id, "lantern-2020", clause.version_id, "official", edition.metadata.title, None, path)
    return Cited(*head, *place, None, "现行有效", *known, "0" * 64, "/")


def passages(texts: Texts, *paths: str, score: float = 0.9) -> tuple[Passage, ...]:
    """Clauses of the law of 2020 as retrieved, in this order."""
    found = [texts.clause(Gold("lantern-2020", path)) for path in paths]
    return tuple(
        Passage(
            one.document_id, one.version_id, one.path, one.start, one.end, one.text, score - rank / 10, rank, "lexical"
        )
        for rank, one in enumerate(found, 1)
        if one
    )


def good(texts: Texts) -> list[RunRow]:
    """All right: answers with their citations, and a refusal."""
    return [
        row(
            FINE,
            "责令改正，可以处五万元以下的罚款。[1]",
            citations=(citation(texts, "第四条"),),
            passages=passages(texts, "第一条", "第四条"),
        ),
        row(
            DAYS, "二十日内。[1]", citations=(citation(texts, "第五条"),), passages=passages(texts, "第五条", score=0.8)
        ),
        row(TAX, "> 没有找到。", abstained=True, passages=passages(texts, "第一条", score=0.5)),
        row(OPEN, "好看。", passages=passages(texts, "第二条", score=0.4)),
    ]


def bad(texts: Texts) -> list[RunRow]:
    """The first answer lacks its fact and cites another clause, the second failed, the third should be a refusal."""
    fine, _, tax, free = good(texts)
    wrong = replace(fine, answer="处六万元罚款[1]，没有[7]。", citations=(citation(texts, "第五条"),))
    return [wrong, row(DAYS, "", error="TimeoutError: 30 s"), replace(tax, answer="百分之五。", abstained=False), free]


def row(item: Item, answer: str, **given: object) -> RunRow:
    """A question answered so."""
    timing = None if "error" in given else Timing(10, 20)
    return RunRow(item.id, item.question, item.history, DAY, answer, timing=timing, **given)  # type: ignore[arg-type]


def scored(texts: Texts, rows: Sequence[RunRow], items: Sequence[Item] = ITEMS, name: str = "run") -> Scored:
    """A run of these rows, scored."""
    dataset = Dataset(Path("made-dev.jsonl"), "d" * 64, tuple(items))
    system = SystemFacts("in process", texts.generation, texts.fingerprint, "m", "extractive", "0.1")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    run = Run(Path(f"{name}.jsonl"), tuple(rows), RunMeta(DatasetFacts.of(dataset), system, None, now, now, 1))
    asked = cases(run, dataset, texts)
    return Scored(run, dataset, asked, score(run, dataset, asked))


def closed(one: Scored, *, opened: bool = False) -> Scored:
    """The same run as one of a frozen test half."""
    return replace(one, scores=replace(one.scores, closed=True, opened=opened))
