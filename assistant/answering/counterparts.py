"""What stands in another edition in place of a cited clause: its number there, and whether it says the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import Task
from assistant.answering.pieces import cited_by
from assistant.answering.sentences import article_of
from assistant.messages import Segment, Text
from assistant.notices import notice
from index.correspondence import SURE, Counterpart, Direction, correspondence
from index.documents import Document, Edition

_ARTICLE = re.compile(r"第[^/]+条")
_MOST = 3
"""Clauses of an answer whose counterparts are told at most."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that an answer cites: a whole article, or the 款 or 项 that holds all that is cited of it."""

    document_id: str
    path: str
    weight: int = 0
    """Characters cited."""

    @property
    def printed(self) -> str:
        """As one writes it: 第六十条第二款."""
        return self.path.replace("/", "")


def clauses_cited(task: Task, pieces: Sequence[Text]) -> list[Clause]:
    """The clauses that the pieces cite, most words first; each article once."""
    cited: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for citation in cited_by(task, pieces):
        if article := _ARTICLE.match(citation.clause_path):
            key = (citation.document_id, article[0])
            cited.setdefault(key, []).append((citation.clause_path, len(citation.cited_text)))
    clauses = [_clause(document_id, article, parts) for (document_id, article), parts in cited.items()]
    return sorted(clauses, key=lambda clause: -clause.weight)[:_MOST]


def counterparts(task: Task, clause: Clause, other: Edition) -> tuple[Counterpart, ...]:
    """What stands in the other edition in its place, the most of it first; nothing where nothing does."""
    cited, document = task.shelf.by_id[clause.document_id], task.shelf.document(clause.document_id)
    one, two = document, task.shelf.document(other.document_id)
    if _follows(cited, other):
        return _in(correspondence(two, one).back, clause, document)
    return _in(correspondence(one, two).forward, clause, document)


def differ(found: Sequence[Counterpart]) -> bool:
    """Whether the other edition says anything else in its place, or nothing."""
    return len(found) != 1 or not found[0].same


def told(task: Task, clause: Clause, other: Edition, found: Sequence[Counterpart]) -> Iterator[Segment]:
    """Old and new number side by side; nothing where number and words are the same."""
    titles = {"title": task.shelf.title(clause.document_id), "other": task.shelf.title(other.document_id)}
    if not found:
        yield notice("counterpart_none", clause=clause.printed, **titles)
    for number, one in enumerate(found):
        place = one.path.replace("/", "")
        if differ(found) or place != clause.printed:
            yield notice(_template(one, first=number == 0), clause=clause.printed, place=place, **titles)


def _template(one: Counterpart, *, first: bool) -> str:
    if not first:
        return "counterpart_also"
    if one.same:
        return "counterpart_same"
    return "counterpart" if one.confidence >= SURE else "counterpart_likely"


def _clause(document_id: str, article: str, parts: Sequence[tuple[str, int]]) -> Clause:
    paths = {path for path, _ in parts}
    return Clause(document_id, paths.pop() if len(paths) == 1 else article, sum(weight for _, weight in parts))


def _follows(one: Edition, other: Edition) -> bool:
    """Whether an edition is the later of two."""
    starts = one.metadata.effective_from, other.metadata.effective_from
    return starts[0] is not None and starts[1] is not None and starts[0] > starts[1]


def _in(direction: Direction, clause: Clause, document: Document) -> tuple[Counterpart, ...]:
    """Of a smallest clause its own counterpart, of an article with others below it the articles it went to."""
    own, article = direction.clauses.get(clause.path), article_of(clause.path)
    whole = any(node.path.startswith(f"{clause.path}/") for node in document.outline)
    if own and not (whole and clause.path == article):
        return (own,)
    return direction.articles.get(article, ()) if clause.path == article or whole else ()
