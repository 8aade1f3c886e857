"""What is known of a document beside its text: guessed from the text, stated by a catalog, and the two made one."""

import re
from dataclasses import fields, replace

from index.documents import Metadata
from index.metadata.guessing import guess
from index.metadata.rows import from_catalog

__all__ = ["from_catalog", "guess", "merge"]

_COMPARED = ("title", "number", "issuer", "region", "year", "kind", "promulgated", "effective_from")


def merge(guessed: Metadata, catalog: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """Catalog over guess, the guess where the catalog is silent; every disagreement comes back as one line."""
    stated = {item.name: value for item in fields(catalog) if (value := getattr(catalog, item.name)) is not None}
    aliases = _aliases(guessed, catalog)
    warnings = tuple(
        f"{name}: the catalog says {_shown(getattr(catalog, name))}, the text {_shown(getattr(guessed, name))}"
        for name in _COMPARED
        if _differ(name, guessed, catalog)
    )
    return replace(guessed, **stated | {"aliases": aliases}), warnings


def _aliases(guessed: Metadata, catalog: Metadata) -> tuple[str, ...]:
    """All names under which either knows the document, but for its title."""
    names = dict.fromkeys((*catalog.aliases, *guessed.aliases, guessed.title))
    return tuple(name for name in names if _plain(name) != _plain(catalog.title))


def _differ(name: str, guessed: Metadata, catalog: Metadata) -> bool:
    ours, theirs = getattr(guessed, name), getattr(catalog, name)
    if ours is None or theirs is None:
        return False
    if name == "title":
        return _plain(theirs) not in {_plain(known) for known in (guessed.title, *guessed.aliases)}
    if name == "region":
        return bool(ours.name != theirs.name)
    if name == "number":
        ours, theirs = (re.sub(r"（[^（）]*修[订正改]）$", "", number) for number in (ours, theirs))
    return _plain(str(ours)) != _plain(str(theirs))


def _shown(value: object) -> str:
    return str(getattr(value, "name", value))


def _plain(text: str) -> str:
    """For comparing: without blanks and in one kind of brackets."""
    return re.sub(r"\s+", "", text.translate(str.maketrans("()[]【】［］", "（）〔〕〔〕〔〕")))
