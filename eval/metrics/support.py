"""Hard-fact support: does every date, number, deadline, article, organ and modal word stand in what is cited for it?

Needs no model and nothing of the assistant's own checks. A statement with markers rests on the spans it cites and on
what is known of their documents, and on what can be computed from these (a count, days left). One without markers rests
on metadata alone; the system's notices, in block quotes, on metadata and the question.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from assistant.messages import Citation
from eval.facts import Fact, facts, squeezed
from eval.metrics.citing import SupportTest
from eval.metrics.evidence import Evidence, metadata, on_day
from eval.metrics.markdown import Statement, blocks, statements
from index.documents import Edition
from index.editions import state

_NOTICES: Final = frozenset({"quote", "heading", "header"})
"""Blocks in the system's own words."""
_COUNTED: Final = re.compile(r"(\d+)(?:[份个项条款种类部家篇处点]|方面)?")
_MAPPED: Final = re.compile(r"对应|大致见于|另见于")
"""Where a clause of one edition stands in another: a comparison of texts, which neither span nor metadata tells."""
_SEARCHED: Final = re.compile(r"(?:已载入的)?(?:文件|方案|法规)中")
"""How many documents were searched is told by no citation."""
_QUOTED: Final = re.compile("“[^”]*”")
_TITLE_SIGNS: Final = str.maketrans("", "", "《》")
_FULL_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SPAN: Final = re.compile(r"(\d+)(日|周|个月|年)")
_RELATIVE_YEARS: Final = {"今年": 0, "本年": 0, "去年": -1, "明年": 1}


@dataclass(frozen=True, slots=True)
class Support:
    """How many hard facts an answer has, how many of them are borne out, and those that are not.

    `unchecked` facts of notices can be held against nothing at hand (the title of a document that is not cited, without
    a catalog); they count nowhere else.
    """

    facts: int
    supported: int
    unsupported: tuple[Fact, ...]
    unchecked: tuple[Fact, ...] = ()

    @property
    def rate(self) -> float | None:
        """Share of the facts that are borne out; None where there are none."""
        return self.supported / self.facts if self.facts else None


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer with all that its statements may rest on."""

    citations: dict[int, Citation]
    question: str
    as_of: date
    editions: tuple[Edition, ...]
    items: int
    rows: int


def support(
    answer: str, citations: Sequence[Citation], question: str, as_of: date, editions: Sequence[Edition] = ()
) -> Support:
    """Check every hard fact of an answer.

    Args:
        answer: Markdown with markers [n].
        citations: what the markers mean.
        question: as it was asked; notices may repeat its words.
        as_of: the day of asking.
        editions: the catalog's documents, for notices on documents that are not cited.
    """
    read = blocks(answer)
    kinds = [block.kind for block in read]
    given = {citation.n: citation for citation in citations}
    whole = _Answer(given, question, as_of, tuple(editions), kinds.count("item"), kinds.count("row"))
    notices = [line for block in read if block.kind in _NOTICES for line in block.text.split("\n")]
    verdicts = [_statement(statement, whole) for statement in statements(answer)]
    verdicts += [_notice(line, whole) for line in notices]
    return Support(
        sum(one.facts for one in verdicts),
        sum(one.supported for one in verdicts),
        tuple(fact for one in verdicts for fact in one.unsupported),
        tuple(fact for one in verdicts for fact in one.unchecked),
    )


def hard_facts(statement: str, texts: Sequence[str]) -> bool | None:
    """Whether the texts together bear out every hard fact of a statement; None where it has none."""
    found = facts(statement)
    evidence = Evidence.of(texts)
    return all(evidence.bears_out(fact, statement) for fact in found) if found else None


def texts(citations: Iterable[Citation], editions: Sequence[Edition] = ()) -> dict[int, str]:
    """What each citation can bear out: its span, and below it what is known of its document."""
    return {one.n: "\n".join((one.cited_text, *_about([one], editions))) for one in citations}


HARD_FACTS: Final = SupportTest("hard_facts", lambda statement, text: hard_facts(statement, [text]))
"""The support test for ALCE's measures: says nothing of statements without a hard fact."""


def _verdict(found: Sequence[Fact], failed: Sequence[Fact], unchecked: Sequence[Fact] = ()) -> Support:
    scored = len(found) - len(unchecked)
    return Support(scored, scored - len(failed), tuple(failed), tuple(unchecked))


def _statement(statement: Statement, whole: _Answer) -> Support:
    """A sentence or row against the spans that it cites, or where it cites none against metadata alone."""
    found = facts(statement.text)
    cited = [whole.citations[n] for n in statement.citations if n in whole.citations]
    known = _about(cited, whole.editions) if statement.citations else _named_in(statement.text, whole)
    evidence = Evidence.of((one.cited_text for one in cited), known)
    unknown = [fact for fact in found if _SEARCHED.match(statement.text, fact.end)] if cited else []
    tallied = set(_numbers(found)) if len(cited) > 1 and statement.text.startswith("共") else set()
    failed = [fact for fact in found if fact in tallied or not evidence.bears_out(fact, statement.text)]
    failed = [fact for fact in failed if fact not in unknown]
    if statement.citations:
        failed = [fact for fact in _uncounted(failed, cited, whole) if not _computed(fact, evidence, whole.as_of)]
    return _verdict(found, failed, unknown)


def _notice(line: str, whole: _Answer) -> Support:
    """A line of the system's own against the metadata of the documents that it names, the question and the day.

    Where it names none that is known, what is borne out by nothing stays unchecked: it may be true of that document.
    So does how many documents were searched, which a run does not tell, and the number that a clause has in another
    edition: the correspondence has a measure of its own.
    """
    found = facts(line)
    titles = [fact for fact in found if fact.kind == "title"]
    editions = [edition for edition in whole.editions if any(_names(edition, fact) for fact in titles)]
    texts = [text for edition in editions for text in (*metadata(edition), *_states(edition, whole))]
    known = Evidence.of([], texts or _about(tuple(whole.citations.values()), whole.editions))
    asked = Evidence.of([], _asked(whole))
    failed = [fact for fact in found if not known.bears_out(fact, line)]
    failed = [fact for fact in failed if not (_may_ask(fact, line, titles) and asked.bears_out(fact, line))]
    named = bool(editions) or (bool(whole.citations) and not any(fact in failed for fact in titles))
    unknown = not named and not whole.editions
    mapped = bool(_MAPPED.search(line))
    unchecked = [
        f
        for f in failed
        if unknown or _of_before(f, asked) or _SEARCHED.match(line, f.end) or (mapped and f.kind == "article")
    ]
    return _verdict(found, [fact for fact in failed if fact not in unchecked], unchecked)


def _may_ask(fact: Fact, line: str, titles: Sequence[Fact]) -> bool:
    """Whether a notice may have it from the question: a clause, a title, a quotation, all of a line on no document."""
    quoted = any(match.start() <= fact.start < match.end() for match in _QUOTED.finditer(line))
    return not titles or quoted or fact.kind in {"article", "title"}


def _of_before(fact: Fact, asked: Evidence) -> bool:
    """Whether it may be of an earlier question: a clause, while this question names no article (第三款呢)."""
    return fact.kind == "article" and not any("条" in value for value in asked.values("article"))


def _named_in(text: str, whole: _Answer) -> list[str]:
    """The names of documents that stand in a statement which cites nothing: all that such a statement may say."""
    names = {one.document_title for one in whole.citations.values()}
    names |= {name for edition in whole.editions for name in _all_names(edition)}
    return [f"《{name}》\n{name}" for name in names if name in text]


def _about(cited: Sequence[Citation], editions: Sequence[Edition]) -> list[str]:
    """What is known of cited documents, as texts."""
    ids = {one.document_id for one in cited}
    texts = [text for edition in editions if edition.document_id in ids for text in metadata(edition)]
    for one in cited:
        days = (on_day(one.effective_from), on_day(one.effective_to))
        named = (f"《{one.document_title}》", one.document_title, one.document_number, one.clause_path.replace("/", ""))
        texts += [text for text in (*named, *days, f"效力状态{one.state}") if text]
    return texts


def _names(edition: Edition, title: Fact) -> bool:
    """Whether a title is one of a document's names."""
    return any(squeezed(name)[0] == title.value for name in _all_names(edition))


def _all_names(edition: Edition) -> list[str]:
    known = edition.metadata
    return [name for name in (known.title, known.short_title, *known.aliases) if name]


def _states(edition: Edition, whole: _Answer) -> set[str]:
    """A document's state on the day of asking and on each day of the question."""
    days = [date(*map(int, day)) for day in _FULL_DAY.findall(_dates_of(whole.question))]
    return {f"效力状态{state(edition, day)}" for day in (whole.as_of, *days)}


def _asked(whole: _Answer) -> list[str]:
    """The question, its 今年 and 去年 as years, and how many documents there are."""
    years = [f"{whole.as_of.year + off}年" for word, off in _RELATIVE_YEARS.items() if word in whole.question]
    loaded = [f"{len(whole.editions)}份文件"] if whole.editions else []
    titles = whole.question.translate(_TITLE_SIGNS)  # a notice may name a document in other signs than the question
    return [whole.question, titles, *years, *loaded]


def _uncounted(open_facts: Sequence[Fact], cited: Sequence[Citation], whole: _Answer) -> list[Fact]:
    """The facts that are no count of what is cited or listed: 5份, 共4项，下分12项 (16 items)."""
    counts = {len(cited), len({one.document_id for one in cited}), whole.items, whole.rows}
    numbers = _numbers(open_facts)
    if sum(numbers.values()) in counts:
        return [fact for fact in open_facts if fact not in numbers]
    return [fact for fact in open_facts if numbers.get(fact) not in counts]


def _numbers(found: Sequence[Fact]) -> dict[Fact, int]:
    """The facts that may be counts, with their numbers."""
    counts = ((fact, _COUNTED.fullmatch(fact.value)) for fact in found if fact.kind == "number")
    return {fact: int(match[1]) for fact, match in counts if match}


def _computed(fact: Fact, evidence: Evidence, as_of: date) -> bool:
    """Whether it is the day of asking, the days from it to a known day, or a known day and a known length together."""
    if fact.kind not in {"date", "duration"}:
        return False
    days = [as_of, *_days(evidence, as_of)]
    if fact.kind == "duration":
        return fact.value in {f"{abs((day - as_of).days)}日" for day in days}
    lengths = [match for value in evidence.values("duration") if (match := _SPAN.fullmatch(value))]
    ends = {on_day(_later(day, int(length[1]), length[2])) for day in days for length in lengths}
    return fact.value in ends | {on_day(as_of)}


def _days(evidence: Evidence, as_of: date) -> Iterator[date]:
    """The known days; one without a year in the year of asking."""
    for value in evidence.values("date"):
        if match := _FULL_DAY.fullmatch(value if value[:4].isdecimal() else f"{as_of.year}年{value}"):
            with suppress(ValueError):  # there may be no such day in that year
                yield date(*map(int, match.groups()))


def _later(day: date, length: int, unit: str) -> date | None:
    """The day a length of time later; a month later ends with the month where that has no such day."""
    if unit in {"日", "周"}:
        return day + timedelta(days=length * (7 if unit == "周" else 1))
    months = day.year * 12 + day.month - 1 + length * (12 if unit == "年" else 1)
    year, month = divmod(months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _dates_of(text: str) -> str:
    return " ".join(fact.value for fact in facts(text) if fact.kind == "date")
