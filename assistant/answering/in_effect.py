"""Whether a document that the question names is in force, and from which day: its own clause, its state that day."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answering import Task, particulars
from assistant.answering.conduct import nothing_in_force
from assistant.answering.pieces import in_a_row, quote
from assistant.answering.sentences import Span, children
from assistant.facts import plain
from assistant.loosely_named import behind_name, loosely_named
from assistant.messages import Text
from assistant.notices import notice
from assistant.parts import asks, pieces
from assistant.periods import Period, absolute, blanked, periods
from assistant.places import without
from assistant.scope import editions_meant
from assistant.standing import state_told
from assistant.words import load_words
from index.documents import Document, Edition
from index.references import Reference

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_LEFT = 4
"""Signs of content that may be left: with more the question is about something else than the document itself."""
_NEW = re.compile(r"新|修订|修改|改[后过了]")
_OLD = re.compile(r"(?:老|旧|原来?)的?(?:那[部份个])?$")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)年(?=版|那[部份个]|这[部份个]|修|的?老)")
_THEN = re.compile(r"的?(?:案|事|时候|那会|那时|当时|那年)")
"""Behind a year alone: it is of a case, not of an edition."""
_OF_TEXT = re.compile(r"\u3000|它|版|[新老旧改]|[这那][部份个套]|生效|施行|废止|失效|起用|启用|办法|规定|条例|令")
"""Says that a piece is about the text: its name, blanked out, a word for it, or what is said of texts alone."""
_WHICH_TEXT = re.compile(r"哪[个部份一]{0,2}(?:文件|法|规定|办法|版|依据)")
_LENGTH = re.compile(r"(?<!哪)[一二两三四五六七八九十半]+(?:年|天|个月|个工作日)|(?<!\d)\d(?:年|天|个月)")
"""How long something lasts (这三年从哪天算起): no day on which a text takes effect."""
_FROM_WHEN = re.compile(r"[哪几]一?[年月天日号时]|什么时候|何时|啥时")
_UNTIL_WHEN = re.compile(r"失效|废止|作废|过期|到期|还能|还用|现行")
_MOST = 2
_CENTURY = 2000


def in_effect(task: Task) -> list[Text] | None:
    """The clause from which a document takes effect, behind its state; None where that is not asked."""
    asked = task.asked
    if asked.articles or not load_words().in_force.search(asked.content):
        return None
    if not _asks_nothing_else(task):
        return _not_yet(task)
    named = dict.fromkeys(name for reference in asked.titles for name in _meant(task, reference))
    named = named or dict.fromkeys(_of_the_day(task, loosely_named(asked.content, task.shelf)))
    return list(in_a_row(_told(task, task.shelf.by_id[name]) for name in list(named)[:_MOST])) or None


def _not_yet(task: Task) -> list[Text] | None:
    """That what is to be used was not in force on the day, with the clause that says from when."""
    named = dict.fromkeys(name for reference in task.asked.titles for name in _meant(task, reference))
    editions = [task.shelf.by_id[name] for name in list(named)[:_MOST] if _published(task, task.shelf.by_id[name])]
    if editions and (said := nothing_in_force(task)):
        return list(in_a_row([said, *(_clause(task, one, _spans(task, one)) for one in editions)]))
    then = _period(task)
    early = then and all("not_in_force_then" in _then(task, one, _spans(task, one), then) for one in editions)
    return list(in_a_row(_told(task, one) for one in editions)) or None if early else None


def _asks_nothing_else(task: Task) -> bool:
    """Whether all that is asked is if a text counts; what else is told is the case."""
    rest = blanked(without(absolute(task.asked.text, task.as_of), _named_in(task)))
    asking = [piece for piece in pieces(rest) if load_words().in_force.search(piece)]
    others = [piece for piece in pieces(rest) if piece not in asking and asks(piece)]
    if _LENGTH.search(rest) or not any(_OF_TEXT.search(piece) for piece in asking):
        return False
    if any(edition.metadata.region for edition in _scoped(task)):  # a plan sets days for much else
        return sum(_left(piece) for piece in pieces(rest)) < _MOST_LEFT
    if not task.asked.titles:
        asking = [behind_name(piece) for piece in asking]
    return all(_left(piece) <= _MOST_LEFT for piece in asking) and all(_WHICH_TEXT.search(one) for one in others)


def _scoped(task: Task) -> Iterator[Edition]:
    return (task.shelf.by_id[name] for name in task.scope.document_ids)


def _named_in(task: Task) -> tuple[Reference, ...]:
    """The references of the question where they stand once its relative years are written out."""
    return tuple(task.shelf.names.find(absolute(task.asked.text, task.as_of)))


def _left(piece: str) -> int:
    """Signs of content beside what asks whether a text is in force."""
    words = load_words()
    return len(_HAN.findall(words.beside_force.sub("", words.in_force.sub("", piece))))


def _meant(task: Task, reference: Reference) -> tuple[str, ...]:
    """The edition of a year that is named, the one before where it is called old, the newest of those called new."""
    editions = [task.shelf.by_id[name] for name in reference.document_ids if name in task.shelf.by_id]
    before = task.asked.text[: reference.start]
    years = {_CENTURY + int(year) for year in _SHORT_YEAR.findall(task.asked.text)}
    if former := _former(task, editions, years, old=bool(_OLD.search(before))):
        return former
    starts = {one.document_id: one.metadata.effective_from for one in editions if one.metadata.effective_from}
    if _NEW.search(task.asked.text) and not task.asked.years and len(starts) > 1:
        return (max(starts, key=lambda name: starts[name]),)
    return editions_meant(reference, task.asked, task.shelf, task.scope.day)


def _former(task: Task, editions: Sequence[Edition], years: set[int], *, old: bool) -> tuple[str, ...]:
    """What the editions have replaced, as far as it is of one of the years, or the last one where it is called old."""
    ids = {one.document_id for one in editions}
    earlier = [one for one in task.shelf.editions if one.replaced_by in ids]
    of_years = [
        one.document_id for one in earlier if one.metadata.promulgated and one.metadata.promulgated.year in years
    ]
    same_work = [one for one in earlier if one.work_id in {edition.work_id for edition in editions}]
    last = max(same_work, key=lambda one: one.metadata.effective_from or date.min, default=None)
    return tuple(of_years[:1]) or ((last.document_id,) if old and last else ())


def _of_the_day(task: Task, names: tuple[str, ...]) -> tuple[str, ...]:
    """Of texts that followed one another the newest where it is called new, else the one of the day."""
    if len(names) > 1 and _NEW.search(task.asked.text):
        return tuple(name for name in names if task.shelf.by_id[name].replaced_by not in names)
    return task.shelf.of_the_day(names, task.scope.day)[:1]


def _told(task: Task, edition: Edition) -> Iterator[Text]:
    """The state of a document; the clause that says from when it is in force, or of an ended one what ended it."""
    then = _period(task)
    day = then.first if then else min(task.scope.day, task.as_of)
    ended = None if _wants_its_start(task) else _ending(task, edition, day)
    name, spans = ended or (edition.document_id, _spans(task, edition))
    if not spans or not _published(task, edition):
        return
    lead = list(state_told(edition, task.shelf, day)) if ended else []
    title = task.shelf.title(edition.document_id)
    if then and not ended:
        lead += [notice(one, title=title) for one in _then(task, edition, spans, then)]
    elif (state := task.shelf.state(edition.document_id, day)) == "现行有效":
        lead.append(notice("in_force", title=title, state=state))
    yield from (Text(n, "notice", one) for n, one in enumerate(lead))
    yield from (Text(n, "paragraph", quote(task, name, *one)) for n, one in enumerate(spans, len(lead)))


def _wants_its_start(task: Task) -> bool:
    """Whether it is asked from when a document has been in force, whatever became of it."""
    return bool(_FROM_WHEN.search(task.asked.content)) and not _UNTIL_WHEN.search(task.asked.content)


def _then(task: Task, edition: Edition, spans: Sequence[Span], then: Period) -> Iterator[str]:
    """Whether the document was in force in a span of time that is named: the day is the one in its own clause."""
    document = task.shelf.document(edition.document_id)
    written = next(periods(plain(document.text[slice(*spans[0])])), None) if spans else None
    begins = written.period.first if written else edition.metadata.effective_from
    if begins and then.last < begins:
        yield "not_in_force_then"
    elif begins and begins <= then.first:
        yield "in_force_then"


def _period(task: Task) -> Period | None:
    """The time of which it is asked whether the text was in force: a year alone only where it is of a case."""
    text = without(absolute(task.asked.text, task.as_of), _named_in(task))
    named = (one for one in periods(text) if not one.bare or _THEN.match(text, one.end))
    return next((one.period for one in named if one.period.first <= task.as_of), None)


def _published(task: Task, edition: Edition) -> bool:
    """Whether the text was known on the day of asking."""
    published, start = edition.metadata.promulgated, edition.metadata.effective_from
    return published is None or published <= task.as_of or bool(start and start < published)


def _clause(task: Task, edition: Edition, spans: Sequence[Span]) -> list[Text]:
    return [Text(n, "paragraph", quote(task, edition.document_id, *one)) for n, one in enumerate(spans)]


def _spans(task: Task, edition: Edition) -> list[Span]:
    """The clause on the day of effect; all of its article where the text of before is asked about."""
    document = task.shelf.document(edition.document_id)
    found = particulars.shown(document, "state")
    whole = load_words().former.search(task.asked.content) or _tells_a_case(task)
    return _article(document, found[0]) if found and whole else found


def _tells_a_case(task: Task) -> bool:
    """Whether the question tells of a case as well: what becomes of it stands in the same article."""
    said = pieces(blanked(task.asked.content))
    return any(_left(piece) > _MOST_LEFT for piece in said if not load_words().in_force.search(piece))


def _article(document: Document, span: Span) -> list[Span]:
    """The 款 of the article that a span lies in, or the span where it has none."""
    for node in document.outline:
        if node.level == "条" and node.start <= span[0] and span[1] <= node.end:
            return [(one.start, one.end) for one in children(document, node) if one.level == "款"] or [span]
    return [span]


def _ending(task: Task, edition: Edition, day: date) -> tuple[str, list[Span]] | None:
    """The clause by which another document has ended this one by the day."""
    relation = next((one for one in task.shelf.relations if one.old == edition.document_id), None)
    if edition.effective_to is None or day <= edition.effective_to or relation is None:
        return None
    outline = task.shelf.document(relation.document).outline
    return relation.document, [(node.start, node.end) for node in outline if node.path == relation.clause]
