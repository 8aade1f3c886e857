"""Places that a question names: those that documents are of, and those of which there is no document."""

from collections.abc import Iterator

from assistant.shelf import Shelf, parent_names
from assistant.words import load_words
from index.references import Reference


def places_in(text: str, shelf: Shelf, references: tuple[Reference, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places in the text that documents are of (or lie in), and places of which there is no document."""
    open_text = without(text, tuple(r for r in references if r.text.startswith("《")))
    own = {name for names in shelf.places.values() for name in names}
    own |= {name for edition in shelf.editions for name in parent_names(edition)}
    known, strangers = list[str](), list[str]()
    for name in sorted({*own, *_gazetteer(open_text)}, key=lambda name: (-len(name), name)):
        if name in open_text:
            (known if name in own else strangers).append(name)
            open_text = open_text.replace(name, "　" * len(name))
    return tuple(known), tuple(strangers)


def _gazetteer(text: str) -> Iterator[str]:
    for name in load_words().places:
        if name in text:
            yield next((name + end for end in "省市县区" if name + end in text), name)


def without(text: str, references: tuple[Reference, ...]) -> str:
    """The text with references blanked out; positions stay."""
    for reference in references:
        text = text[: reference.start] + "　" * (reference.end - reference.start) + text[reference.end :]
    return text
