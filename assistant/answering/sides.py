"""What a question says of each of several documents: pieces that name one are of that one, the others of all."""

import re
from collections.abc import Sequence

from assistant.answering import Task
from assistant.parts import asks, pieces
from assistant.shelf import place_names
from assistant.understanding import Understanding, narrowed
from index.documents import Edition

_FEW = 2
"""Words of content below which a piece takes over what the question begins with."""


def side(task: Task, edition: Edition, editions: Sequence[Edition]) -> Understanding:
    """The question as it is asked of one of the documents.

    许昌点名了哪些特产，枣庄定了几个指标: of 许昌 only the first is asked, of 枣庄 only the second.
    """
    called = {one.document_id: _names(task, one) for one in editions}
    said = [(piece, _meant(piece, called)) for piece in pieces(task.asked.text)]
    own = [piece for piece, meant in said if not meant or edition.document_id in meant]
    if not any(asks(piece) for piece in own) or len(own) == len(said):
        return narrowed(task.asked, _without(task.asked.text, called), task.shelf)
    text = _without("".join(own), called)
    found = narrowed(task.asked, text, task.shelf)
    if len(found.terms) < _FEW:  # 鄂尔多斯又怎么写: what is asked stands in the pieces before
        found = narrowed(task.asked, _without(said[0][0], called) + text, task.shelf)
    return found if found.terms else narrowed(task.asked, _without(task.asked.text, called), task.shelf)


def _names(task: Task, edition: Edition) -> frozenset[str]:
    """How the question may call a document: by its place, its issuer or its title as it was written."""
    written = (r.text for r in task.asked.titles if edition.document_id in r.document_ids)
    issuer = edition.metadata.issuer or ""
    return frozenset(name for name in (*place_names(edition), *written, issuer) if name and name in task.asked.text)


def _meant(piece: str, called: dict[str, frozenset[str]]) -> set[str]:
    return {document_id for document_id, names in called.items() if any(name in piece for name in names)}


def _without(text: str, called: dict[str, frozenset[str]]) -> str:
    names = sorted((name for names in called.values() for name in names), key=len, reverse=True)
    for name in names:
        text = re.sub(rf"{re.escape(name)}(?:20\d\d年?)?的?", "　", text)
    return text
