"""The measures of an answer, by name. Each gives a value per question, the higher the better unless said otherwise.

None: the question cannot be scored by it (no gold, nothing cited, an error instead of an answer); counted apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import mean
from typing import Final

from eval.cases import Case
from eval.metrics import citing, nuggets, ranking, spans

Value = Callable[[Case], float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A value per question, with its name in Chinese and what it says. `unit` is empty for shares."""

    title: str
    meaning: str
    value: Value
    unit: str = ""


def values(case: Case) -> dict[str, float | None]:
    """Every measure of a question; all but `answered` are None where there is an error instead of an answer."""
    if case.row.error is not None:
        return {name: 0.0 if name == "answered" else None for name in MEASURES}
    return {name: measure.value(case) for name, measure in MEASURES.items()}


def _right(case: Case) -> float | None:
    """What is vital is there, nothing forbidden is, and refused is only what must be."""
    if case.item.answerable is None:
        return None
    clean = not nuggets.forbidden_found(case.item.forbidden, case.row.answer)
    if not case.item.answerable:
        return float(clean and case.row.abstained)
    vital = nuggets.recall(case.item.key_facts, case.row.answer, vital=True)
    return None if vital is None else float(clean and vital == 1 and not case.row.abstained)


def _vital_facts(case: Case) -> float | None:
    return nuggets.recall(case.item.key_facts, case.row.answer, vital=True)


def _facts(case: Case) -> float | None:
    return nuggets.recall(case.item.key_facts, case.row.answer)


def _all_facts(case: Case) -> float | None:
    found = nuggets.all_found(case.item.key_facts, case.row.answer)
    return None if found is None else float(found)


def _forbidden_free(case: Case) -> float | None:
    if not case.item.forbidden:
        return None
    return float(not nuggets.forbidden_found(case.item.forbidden, case.row.answer))


def _refusal_right(case: Case) -> float | None:
    return None if case.item.answerable is None else float(case.item.answerable is not case.row.abstained)


def _citation_valid(case: Case) -> float | None:
    """Exists, verbatim, and says itself which state its document is in on the day of asking."""
    told = [one.state == case.state_of(one.document_id) for one in case.row.citations]
    good = [check.exists and check.verbatim and right for check, right in zip(case.checks, told, strict=True)]
    return mean(good) if good else None


def _in_force(case: Case) -> float | None:
    known = [check.in_force for check in case.checks if check.in_force is not None]
    return mean(known) if known else None


def _support(case: Case) -> float | None:
    return case.support.rate


def _citation_precision(case: Case) -> float | None:
    return citing.precision(case.cited, case.gold)


def _span_precision(case: Case) -> float | None:
    return spans.precision(case.cited, case.gold)


def _alce_recall(case: Case) -> float | None:
    return case.attribution.recall


def _alce_precision(case: Case) -> float | None:
    return case.attribution.precision


def _searched(name: str) -> Value:
    """A measure of the search; None where there is no gold, or where a server was asked that shows no passages."""
    measure = ranking.named(name)

    def value(case: Case) -> float | None:
        hidden = bool(case.row.citations) and not case.row.passages
        return measure(case.wanted, case.ranked) if case.gold and not hidden else None

    return value


MEASURES: Final[Mapping[str, Measure]] = {
    "right": Measure("答对", "all vital facts, nothing forbidden; refused where it must be and only there", _right),
    "facts_vital": Measure("必需事实", "share of the vital key facts in the answer", _vital_facts),
    "facts_all": Measure("全部事实", "share of all key facts in the answer", _facts),
    "all_facts": Measure("事实齐全", "1 where every key fact is there", _all_facts),
    "forbidden_free": Measure("无禁用内容", "1 where nothing forbidden is in the answer", _forbidden_free),
    "refusal_right": Measure("该答则答", "1 where refused what is unanswerable, and only that", _refusal_right),
    "citation_recall": Measure("引用召回", "share of the gold clauses cited", lambda c: citing.recall(c.cited, c.gold)),
    "citation_precision": Measure("引用精确", "share of the citations that are gold clauses", _citation_precision),
    "citation_valid": Measure("引用有效", "exists, verbatim, its state on the day told rightly", _citation_valid),
    "citation_in_force": Measure("引用现行", "share of the citations in force on the day of asking", _in_force),
    "support": Measure("硬事实有据", "share of the hard facts that stand in what is cited for them", _support),
    "span_recall": Measure("字符召回", "share of the gold characters cited", lambda c: spans.recall(c.cited, c.gold)),
    "span_precision": Measure("字符精确", "share of the cited characters in gold clauses", _span_precision),
    "alce_recall": Measure("ALCE 召回", "statements that their citations support (hard facts)", _alce_recall),
    "alce_precision": Measure("ALCE 精确", "citations that are needed (hard facts)", _alce_precision),
    "search_recall@5": Measure("检索召回@5", "share of the gold clauses among the first 5", _searched("Recall@5")),
    "search_recall@10": Measure("检索召回@10", "share of the gold clauses among the first 10", _searched("Recall@10")),
    "search_success@3": Measure("检索命中@3", "1 where a gold clause is among the first 3", _searched("Success@3")),
    "search_success@10": Measure("检索命中@10", "1 where a gold clause is among the first 10", _searched("Success@10")),
    "search_mrr@10": Measure("检索 MRR@10", "1 / rank of the first gold clause", _searched("MRR@10")),
    "search_ndcg@10": Measure("检索 nDCG@10", "of the gold clauses", _searched("nDCG@10")),
    "answered": Measure("无错误", "1 where there is an answer or a refusal, 0 for an error", lambda _: 1.0),
    "answer_chars": Measure("答案字数", "length; no quality by itself", lambda c: float(len(c.row.answer)), "字"),
    "citation_chars": Measure("引文字数", "mean length of a citation", lambda c: citing.mean_length(c.cited), "字"),
}
