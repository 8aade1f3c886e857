"""What plans and laws have in common in telling somebody to do something: the place, and the row made of it."""

from dataclasses import dataclass

from index.documents import Document, Node
from index.registers.acts import Act
from index.registers.due import Due, Dues
from index.registers.entries import Duty
from index.registers.organs import Modal
from index.registers.reading import Piece, Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of a sentence of a clause."""

    document: Document
    node: Node
    sentence: Sentence
    piece: Piece


@dataclass(frozen=True, slots=True)
class Who:
    """Who is told, and whether he is named elsewhere."""

    organ: str | None
    inherited: bool = True


def duty(place: Place, act: Act, who: Who, modal: Modal, time: Due | None, *, channel: str | None = None) -> Duty:
    """The row of one verb."""
    start, end = place.sentence.span(place.piece.start, place.piece.end)
    return Duty(
        place.document.document_id,
        place.document.version_id,
        place.node.path,
        start,
        end,
        place.document.text[start:end],
        who.organ,
        who.inherited and who.organ is not None,
        modal,
        act.verb,
        act.object,
        act.recipient,
        channel,
        act.basis,
        time.text if time else None,
        time.day if time else None,
        time.rule if time else None,
    )


def undated(text: str, due: Dues | None) -> str:
    """A piece without its time."""
    return text[: due.start] + text[due.end :] if due else text
