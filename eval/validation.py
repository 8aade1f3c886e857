"""What keeps a dataset right and hard: gold clauses exist, key facts stand in them, no question tells its answer."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.dataset import Dataset, Item
from eval.metrics.nuggets import occurs, spelling
from eval.texts import Clause, Texts

SHARED = 8
"""So many characters in a row that a question shares with its gold clause make it a search for its own words."""
_QUOTED_TITLE = re.compile("《[^》]*》")
_NUMBERS = re.compile("第?[0-9〇零一二三四五六七八九十百千万]+[年月日条款项号]*")
_MASK = "\n"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row."""

    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line} ({self.id}): field {self.field}: {self.message}"


def check(dataset: Dataset, texts: Texts) -> list[Problem]:
    """Everything that is wrong with a dataset of the project, in the order of its lines."""
    names = _names(texts)
    return [
        Problem(item.line, item.id, field, message)
        for item in dataset.items
        for field, message in _problems(item, texts, names)
    ]


def plain(text: str) -> str:
    """Text as it is compared: one width, letters and digits only, lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


def shared_run(question: str, clause: str, names: Sequence[str]) -> str | None:
    """The first eight characters in a row that both have, when titles, names and numbers are taken out."""
    whole = plain(clause)
    for piece in _without(question, names).split(_MASK):
        words = plain(piece)
        for start in range(len(words) - SHARED + 1):
            if words[start : start + SHARED] in whole:
                return words[start : start + SHARED]
    return None


def _problems(item: Item, texts: Texts, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from _incomplete(item)
    golds: list[Clause] = []
    for position, gold in enumerate(item.gold):
        clause = texts.clause(gold)
        if clause is None:
            yield f"gold.{position}", texts.missing(gold)
        else:
            golds.append(clause)
    yield from _facts_elsewhere(item, golds)
    yield from _given_away(item, golds, names)


def _incomplete(item: Item) -> Iterator[tuple[str, str]]:
    if item.as_of is None:
        yield "as_of", "missing: every question of the project is asked on a day"
    if item.kind == "all":
        yield "kind", "missing: figures are given per kind"
    if item.answerable is None:
        yield "answerable", "missing: say true or false"
    for field, there in (("key_facts", bool(item.key_facts)), ("gold", bool(item.gold))):
        if there is not bool(item.answerable):
            words = "missing: an answerable question has some" if item.answerable else "an unanswerable one has none"
            yield field, words


def _facts_elsewhere(item: Item, golds: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Key facts that no gold clause holds, and forbidden words that a gold clause does hold."""
    whole = [spelling(gold.text) for gold in golds]
    for position, fact in enumerate(item.key_facts):
        if not any(occurs(variant, text) for variant in fact.variants for text in whole):
            yield f"key_facts.{position}", f"{fact.variants[0]!r} stands in no gold clause"
    for position, words in enumerate(item.forbidden):
        if any(occurs(words, text) for text in whole):
            yield f"forbidden.{position}", f"{words!r} stands in a gold clause: a right answer would quote it"


def _given_away(item: Item, golds: Sequence[Clause], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    asked = [item.question, *(turn.content for turn in item.history if turn.role == "user")]
    for words in asked:
        for gold in golds:
            if run := shared_run(words, gold.text, names):
                yield "question", f"shares {run!r} with {gold.document_id} {gold.path}; ask in other words"
    said = spelling("\n\n".join([*asked, *(turn.content for turn in item.history)]))
    for position, fact in enumerate(item.key_facts):
        if told := next((variant for variant in fact.variants if occurs(variant, said)), None):
            yield f"key_facts.{position}", f"the question says {told!r} itself"


def _names(texts: Texts) -> list[str]:
    """Titles, aliases, document numbers, issuers and places of the catalog, longest first."""
    names: set[str] = set()
    for edition in texts.editions:
        about = edition.metadata
        place = about.region.name if about.region else ""
        given = (about.title, about.short_title or "", about.number or "", place, *about.aliases)
        names.update(given, (about.issuer or "").split("、"))
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def _without(question: str, names: Sequence[str]) -> str:
    left = _QUOTED_TITLE.sub(_MASK, unicodedata.normalize("NFKC", question))
    for name in names:
        left = left.replace(unicodedata.normalize("NFKC", name), _MASK)
    return _NUMBERS.sub(_MASK, left)
