"""Editions of one work side by side (新旧商标法): a clause of one, and what stands in its place in the others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering import Task
from assistant.answering.counterparts import Clause, counterparts
from assistant.answering.inside import clauses_of
from assistant.answering.sentences import Span, article_of, children
from assistant.answering.signals import Found, Signals
from assistant.facts import plain
from index.correspondence import SURE
from index.documents import Document, Edition, Node
from index.references.editions_named import full_year
from index.retrieval import Passage

_Y = r"(?:19|20)\d\d"
_WORK = "(?:解释|办法|规定|条例|规章|规则|细则|法(?![院官定律人])|版)"
_SHORT_Y = rf"(?<![\d.])[0129]\d(?=年?{_WORK}|年[^\d，。；？]{{0,8}}{_WORK}|年?[、和与跟][0129]\d年)"
"""The year of an edition in two figures: 04年解释, 19版."""
_SIDE_BY_SIDE = re.compile(
    rf"新[旧老]|[旧老]新|[旧老](?:版|的|[\u4e00-\u9fff《]{{0,20}}{_WORK}).*(?:新|现行|现在|{_Y})|新.{{0,24}}[旧老]法"
    r"|两版|修[订改正]前|改前|前后两|(?:修[订改正]?法?|改)[之以]?前.*(?:现在|眼下|如今|[之以]后)|修[订改正]后.*(?:原来|以前)"
    rf"|(?:{_Y}|{_SHORT_Y}).{{0,24}}(?:和|与|跟|比|同).{{0,24}}(?:{_Y}|现行|眼下|新)"
    rf"|(?:现行|现在|眼下|如今)的?[^，。；]{{0,8}}法.{{0,24}}(?:明年|来年|后年|20\d\d年)(?:起|的|施行|生效|那部|那版|新){{1,2}}"
    rf"|现行法.{{0,24}}新法|(?:现行|新).{{0,24}}(?:和|与|跟|比|同).{{0,16}}(?:{_Y}|[旧老])"
)
"""Sets two editions of a work side by side."""
_SETTING = re.compile(
    rf"{_SHORT_Y}年?(?:[份部]|版)?|{_Y}\s*年?(?:的?(?:修[订正]版?|版)|起(?:施行)?|版)?的?|新[旧老]两?版?|[旧老新]的?(?=法|版|办法|规定|条例|解释)|[旧老新]法|两版|两部法"
    r"|写法|起算点|现行的?|结局|变化|(?:多|少)了|差在哪|翻到|扩到"
)
"""Words that only set the editions side by side, or ask how they differ."""
_YEAR = re.compile(rf"(?<!\d){_Y}(?!\d)|{_SHORT_Y}")
_OF_AN_EDITION = re.compile(
    rf"(?<!\d){_Y}年?(?:的?(?:[那这][份部个])?[^\d，。；？]{{0,8}}{_WORK}|的?[那这][部份版]|[、和与跟]{_Y}|的?条文|修[订改正]?的)|{_SHORT_Y}"
    rf"|(?:对照|对比|相比|比起)(?<!\d){_Y}年?"
)
"""A year that an edition is called by, not one in which something was done."""
_NEW_EDITION = re.compile(rf"(?<![创重更全革最])新[^\d，。；？]{{0,6}}{_WORK}")
_TRIED = 2
"""Works found first of which one with several editions is taken."""
_LOOKED_AT = 12
"""Passages from which the work is told where the question names none."""
_AS_NEAR = 0.8
"""Share of the best clause's score from which one that holds the values asked for is taken before it."""
_FIRST_FOUND = 3
"""Clauses of an edition among which a counterpart must be found that is only likely."""
_LONGEST = 420
"""Characters up to which a clause is shown whole; of a longer one its 款 that speaks of the question."""


@dataclass(frozen=True, slots=True)
class Row:
    """What an edition has of the question; no spans: nothing stands there in place of what another has."""

    edition: Edition
    spans: tuple[Span, ...]


def editions_set_side_by_side(task: Task) -> tuple[Edition, ...]:
    """The editions that the question compares, the earliest first; nothing where it compares none."""
    asked = task.asked
    named = [name for reference in asked.references for name in reference.document_ids]
    chains = [_chain(task, name) for name in dict.fromkeys((*task.scope.document_ids, *named))]
    within_one = [chain for chain in chains if len({name for name in task.scope.document_ids if name in chain}) > 1]
    apart = len(task.scope.document_ids) > 1 and not within_one  # documents of several works have rows of their own
    called = {match[0] for match in _OF_AN_EDITION.finditer(asked.text)}
    by_years = len(called) > 1 or bool(called and _NEW_EDITION.search(asked.text))
    if apart or asked.articles or not (within_one or by_years or _SIDE_BY_SIDE.search(asked.text)):
        return ()
    if not chains:
        documents = dict.fromkeys(passage.chunk.document_id for passage in task.passages[:_LOOKED_AT])
        chains = [_chain(task, name) for name in documents]
        return _of_years(task, [name for chain in chains for name in chain]) or _chosen(task, chains[:_TRIED])
    return _chosen(task, within_one or chains)


def rows(task: Task, editions: Sequence[Edition]) -> list[Row]:
    """The best clause of the edition that the search is surest of, and its counterparts in the others."""
    text = _SETTING.sub("　", "".join(_unnamed(task)))
    alone = task.narrowed(text)
    narrow = alone if alone.asked.terms else task
    found = {edition.document_id: _passages(narrow, edition) for edition in editions}
    best = [_best(narrow, passages) for passages in found.values() if passages]
    if not best:
        return []
    signals, anchor = max(best, key=lambda one: (one[1].strict, one[1].passage.score))
    return [_row(signals, anchor.passage, edition, found[edition.document_id]) for edition in editions]


def _best(task: Task, passages: Sequence[Passage]) -> tuple[Signals, Found]:
    """The clause that the search prefers, unless one about as near holds every value asked for."""
    signals = Signals(task, passages)
    first = signals.found[0]
    return signals, next((one for one in signals.near(_AS_NEAR) if one.strict == 1), first)


def _row(signals: Signals, anchor: Passage, edition: Edition, own: Sequence[Passage]) -> Row:
    task, name = signals.task, anchor.chunk.document_id
    if edition.document_id == name:
        return Row(edition, _shown(signals, edition.document_id, [anchor.chunk.path]))
    clause = Clause(name, anchor.chunk.path)
    told = counterparts(task, clause, edition) if _one_work(task, name, edition) else ()
    paths = [one.path for one in told if one.confidence >= SURE or _is_near(one.path, own)][:2]
    if not paths and own:
        paths = [_best(task, own)[1].passage.chunk.path]
    return Row(edition, _shown(signals, edition.document_id, paths))


def _is_near(path: str, own: Sequence[Passage]) -> bool:
    """Whether the search of an edition finds an article among its first, too: a likely counterpart may be none."""
    return article_of(path) in {article_of(one.chunk.path) for one in own[:_FIRST_FOUND]}


def _shown(signals: Signals, document_id: str, paths: Sequence[str]) -> tuple[Span, ...]:
    """Each clause whole, or the part of a long one that holds most of the question's words."""
    document = signals.task.shelf.document(document_id)
    nodes = [node for path in paths for node in document.outline if node.path == path]
    return tuple(sorted({_span(signals, document, node) for node in nodes}))


def _span(signals: Signals, document: Document, node: Node) -> Span:
    below = [child for child in children(document, node) if child.level == "款"]
    if node.end - node.start <= _LONGEST or not below:
        return node.start, node.end
    listing = [child for child in below if any(one.level == "项" for one in children(document, child))]
    wanted = listing if "which" in signals.task.asked.kinds and len(listing) == 1 else below
    best = max(wanted, key=lambda child: signals.share(plain(document.text[child.start : child.end])))
    return best.start, best.end


def _passages(task: Task, edition: Edition) -> list[Passage]:
    return [passage for passage in clauses_of(task, edition.document_id) if passage.chunk.path]


def _unnamed(task: Task) -> Iterator[str]:
    """The question without the titles that it names."""
    place = 0
    for reference in sorted(task.asked.references, key=lambda one: one.start):
        if reference.start >= place:
            yield f"{task.asked.text[place : reference.start]}　"
            place = reference.end
    yield task.asked.text[place:]


def _chosen(task: Task, chains: Sequence[tuple[str, ...]]) -> tuple[Edition, ...]:
    """The editions of the first work that has several; of more than two those of the years named, else the last two."""
    chain = next((chain for chain in chains if len(chain) > 1), ())
    of_years = [name for name in chain if _years(task.shelf.by_id[name]) & _named_years(task)]
    last = [name for name in chain if task.shelf.by_id[name].replaced_by not in chain]
    kept = chain if len(chain) <= 2 else tuple(dict.fromkeys((*of_years, *last))) if of_years else chain[-2:]
    return tuple(task.shelf.by_id[name] for name in kept) if len(kept) > 1 else ()


def _of_years(task: Task, names: Sequence[str]) -> tuple[Edition, ...]:
    """For each year that the question names the first document of it; nothing unless each has one of its own."""
    years = _named_years(task)
    found = {year: next((n for n in names if year in _years(task.shelf.by_id[n])), None) for year in sorted(years)}
    distinct = dict.fromkeys(name for name in found.values() if name)
    return tuple(task.shelf.by_id[name] for name in distinct) if len(distinct) == len(years) > 1 else ()


def _named_years(task: Task) -> set[int]:
    return {full_year(year) for year in _YEAR.findall(task.asked.text)}


def _years(edition: Edition) -> set[int]:
    days = (edition.metadata.promulgated, edition.metadata.effective_from)
    return {edition.metadata.year or 0, *(day.year for day in days if day)}


def _chain(task: Task, document_id: str) -> tuple[str, ...]:
    """A document with those that it replaced and that replaced it, the earliest first."""
    by_id = task.shelf.by_id
    members, new = set[str](), {document_id} & by_id.keys()
    while new:
        members |= new
        after = {by_id[name].replaced_by for name in new} & by_id.keys()
        before = {one.document_id for one in by_id.values() if one.replaced_by in new}
        new = {name for name in (*after, *before) if name} - members
    return tuple(sorted(members, key=lambda name: by_id[name].metadata.effective_from or date.min))


def _one_work(task: Task, document_id: str, edition: Edition) -> bool:
    return edition.document_id in _chain(task, document_id)
