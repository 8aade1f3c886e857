"""Editions of one work side by side (新旧商标法): a clause of one, and what stands in its place in the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering import Task
from assistant.answering.counterparts import Clause, counterparts
from assistant.answering.inside import clauses_of
from assistant.answering.sentences import Span, article_of, children
from assistant.answering.signals import Found, Signals
from assistant.facts import plain
from assistant.words import load_words
from index.correspondence import SURE
from index.documents import Document, Edition, Node
from index.references.editions_named import full_year
from index.retrieval import Passage

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
    asked, said = task.asked, load_words().editions
    named = [name for reference in asked.references for name in reference.document_ids]
    chains = [_chain(task, name) for name in dict.fromkeys((*task.scope.document_ids, *named))]
    within_one = [chain for chain in chains if len({name for name in task.scope.document_ids if name in chain}) > 1]
    apart = len(task.scope.document_ids) > 1 and not within_one  # documents of several works have rows of their own
    called = {match[0] for match in said["by_year"].finditer(asked.text)}
    by_years = len(called) > 1 or bool(called and said["new"].search(asked.text))
    if apart or asked.articles or not (within_one or by_years or said["side_by_side"].search(asked.text)):
        return ()
    if not chains:
        documents = dict.fromkeys(passage.chunk.document_id for passage in task.passages[:_LOOKED_AT])
        chains = [_chain(task, name) for name in documents]
        return _of_years(task, [name for chain in chains for name in chain]) or _chosen(task, chains[:_TRIED])
    return _chosen(task, within_one or chains)


def rows(task: Task, editions: Sequence[Edition]) -> list[Row]:
    """The best clause of the edition that the search is surest of, and its counterparts in the others."""
    text = load_words().editions["setting"].sub("　", "".join(_unnamed(task)))
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
    return {full_year(year) for year in load_words().editions["year"].findall(task.asked.text)}


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
