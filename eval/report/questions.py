"""Single questions as a report shows them: what was asked, what was expected, and what each run made of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from assistant.messages import Turn
from eval.cases import Case
from eval.dataset import Item
from eval.metrics import nuggets
from eval.metrics.spans import Span, overlaps
from eval.report import names
from eval.report.chart import color
from eval.report.markup import Marks, highlighted, markdown
from eval.report.outcomes import Outcome, outcome
from eval.report.scored import Scored
from eval.runs import Passage
from eval.scores import Values
from eval.texts import Clause, Texts

SHOWN: Final = 10
"""Passages listed; those below are listed where they are right."""
VALUES: Final = ("facts_vital", "facts_all", "citation_recall", "citation_precision", "support", "search_recall@10")
"""Measures that stand beside an answer."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A key fact: its spellings, and whether it is in the answer."""

    words: str
    vital: bool
    found: bool


@dataclass(frozen=True, slots=True)
class GoldClause:
    """A clause that answers the question, its key facts marked."""

    title: str
    path: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a gold clause: its rank in the search (None: not found), and whether it was cited."""

    title: str
    path: str
    rank: int | None
    cited: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation. `right` is None where the question has no gold clauses; `faults` say what is wrong with it itself."""

    n: int
    anchor: str
    title: str
    path: str
    state: str
    text: str
    right: bool | None
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was retrieved."""

    rank: int
    title: str
    path: str
    score: float
    retriever: str
    right: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What one run made of a question."""

    run: str
    color: str
    outcome: Outcome
    answer: Markup
    error: str | None
    abstained: bool
    expected: Sequence[Expected]
    forbidden: Sequence[str]
    fates: Sequence[Fate]
    citations: Sequence[Cited]
    passages: Sequence[Found]
    retrieved: int
    baseless: Sequence[str]
    values: Sequence[tuple[str, str, str]]
    """Measure, title, value."""
    times: str

    @property
    def missing(self) -> Sequence[Expected]:
        """The vital facts that the answer lacks."""
        return [fact for fact in self.expected if fact.vital and not fact.found]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answers of the runs, the base first."""

    anchor: str
    item: Item
    as_of: date
    history: Sequence[Turn]
    kind: str
    about: Sequence[str]
    golds: Sequence[GoldClause]
    answers: Sequence[Answered]

    @property
    def failed(self) -> bool:
        """Whether any run fails at it."""
        return any(one.outcome.failed for one in self.answers)

    @property
    def right(self) -> bool:
        """Whether no run fails, and at least one was found right."""
        return not self.failed and any(one.outcome is Outcome.RIGHT for one in self.answers)

    @property
    def classes(self) -> str:
        """The outcomes as names of classes, each once."""
        return " ".join(dict.fromkeys(f"is-{one.outcome}" for one in self.answers))


def asked(reports: Sequence[Scored]) -> list[Asked]:
    """Every question that any run answered, in the order of the dataset."""
    answers = [
        {case.item.id: (case, question.values) for case, question in zip(one.cases, one.scores.questions, strict=True)}
        for one in reports
    ]
    return [
        _asked(
            number,
            [(one, *table[item.id]) for one, table in zip(reports, answers, strict=True) if item.id in table],
            reports,
        )
        for number, item in enumerate(reports[0].dataset.items, 1)
        if any(item.id in table for table in answers)
    ]


def by_kind(questions: Iterable[Asked]) -> dict[str, list[Asked]]:
    """Questions by their kind, in the order in which the kinds come."""
    groups: dict[str, list[Asked]] = {}
    for question in questions:
        groups.setdefault(question.item.kind, []).append(question)
    return groups


def _asked(number: int, answers: Sequence[tuple[Scored, Case, Values]], reports: Sequence[Scored]) -> Asked:
    _, case, _ = answers[0]
    places = {id(one): place for place, one in enumerate(reports)}
    return Asked(
        f"q{number}",
        case.item,
        case.row.as_of,
        case.item.history,
        names.kind(case.item.kind),
        _about(case),
        [_gold(clause, case) for clause in case.clauses],
        [_answered(one, case, values, places[id(one)], f"q{number}") for one, case, values in answers],
    )


def _about(case: Case) -> list[str]:
    """What else the answer depends on, in words."""
    item, filters = case.item, case.item.filters
    narrowed = {"地区": filters.region, "年度": filters.year, "种类": filters.kind, "文件": filters.document_id}
    made = [f"提问日 {case.row.as_of}", f"提问者 {_ASKERS[item.asker]}"]
    made += [f"行为日 {item.conduct_date}"] if item.conduct_date else []
    made += [f"限{name} {value}" for name, value in (narrowed | {"效力": filters.state}).items() if value]
    return [*made, {True: "有答案", False: "无答案，应拒答", None: "未注明有无答案"}[item.answerable]]


_ASKERS: Final = {"visitor": "访客", "officer": "执法人员", "evaluator": "评测人员", "admin": "管理员"}


def _gold(clause: Clause, case: Case) -> GoldClause:
    words = [variant for fact in case.item.key_facts for variant in fact.variants]
    return GoldClause(title(case.texts, clause.document_id), clause.path, highlighted(_close(clause.text), words))


def _close(text: str) -> str:
    """A text without its empty lines."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def title(texts: Texts, document_id: str) -> str:
    """What a document is called; its id where it is not loaded."""
    edition = texts.edition(document_id)
    return (edition.metadata.short_title or edition.metadata.title) if edition else document_id


def _answered(report: Scored, case: Case, values: Values, place: int, question: str) -> Answered:
    anchor, row = f"{question}-r{place + 1}", case.row
    citations = _citations(case, anchor)
    return Answered(
        report.name,
        color(place),
        outcome(case, values["right"]),
        markdown(row.answer, _marks(citations)),
        row.error,
        row.abstained,
        [
            Expected(" ／ ".join(fact.variants), fact.vital, nuggets.found(fact.variants, row.answer))
            for fact in case.item.key_facts
        ],
        nuggets.forbidden_found(case.item.forbidden, row.answer),
        _fates(case),
        citations,
        _passages(case),
        len(row.passages),
        [] if row.error else list(dict.fromkeys(fact.text for fact in case.support.unsupported)),
        [
            (name, names.measure(name), names.figure(name, value))
            for name in VALUES
            if (value := values[name]) is not None
        ],
        f"首字{row.timing.first_ms:.0f}毫秒，全文{row.timing.total_ms:.0f}毫秒" if row.timing else "",
    )


def _marks(citations: Sequence[Cited]) -> Marks:
    """Where a marker leads: to the first citation of its number."""
    return {one.n: one.anchor for one in reversed(citations)}


def _citations(case: Case, anchor: str) -> list[Cited]:
    return [
        Cited(
            one.n,
            f"{anchor}-c{place}",
            one.document_title,
            one.clause_path,
            one.state,
            _close(one.cited_text),
            any(overlaps(span, gold) for gold in case.gold) if case.gold else None,
            _faults(case, place),
        )
        for place, (one, span) in enumerate(zip(case.row.citations, case.cited, strict=True))
    ]


def _faults(case: Case, place: int) -> list[str]:
    """What is wrong with a citation itself."""
    check, one = case.checks[place], case.row.citations[place]
    state = case.state_of(one.document_id)
    faults = {
        "没有这个文本": not check.exists,
        "与原文不一致": check.exists and not check.verbatim,
        f"效力应为{state or '未知'}": check.exists and one.state != state,
    }
    return [words for words, wrong in faults.items() if wrong]


def _fates(case: Case) -> list[Fate]:
    return [
        Fate(
            title(case.texts, clause.document_id),
            clause.path,
            next((passage.rank for passage, span in _spans(case) if overlaps(span, gold)), None),
            any(overlaps(span, gold) for span in case.cited),
        )
        for clause, gold in zip(case.clauses, case.gold, strict=True)
    ]


def _spans(case: Case) -> list[tuple[Passage, Span]]:
    return [(one, Span(one.document_id, one.version_id, one.start, one.end)) for one in case.row.passages]


def _passages(case: Case) -> list[Found]:
    """The first passages, and those below that are right."""
    found = [
        Found(
            one.rank,
            title(case.texts, one.document_id),
            one.clause_path,
            one.score,
            names.retriever(one.retriever),
            any(overlaps(span, gold) for gold in case.gold),
        )
        for one, span in _spans(case)
    ]
    return [*found[:SHOWN], *(one for one in found[SHOWN:] if one.right)]
