"""What a question is about: kind, places, years, documents and articles named, and the words that carry its content.

What the conversation leaves out (那许昌呢, 第二款呢, 这个标准呢) is put back first, from the questions before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.facts import Fact, facts
from assistant.messages import Turn
from assistant.segmentation import words
from assistant.shelf import Shelf, parent_names
from assistant.words import load_words
from index.references import Reference

Kind = Literal[
    "article",
    "truth",
    "difference",
    "contact",
    "amount",
    "when",
    "who",
    "standard",
    "count",
    "which",
    "may",
    "duty",
    "what",
]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=\s*年|年度)")
_THIS_YEAR = re.compile(r"今年|本年度?")
_DAY = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月(?:(\d{1,2})[日号])?")
_POLITE = re.compile(r"^(?:请问|你好|您好|我?想?(?:知道|问|了解)(?:一下)?|麻烦)+[，,：:]?")
_PHRASE = re.compile(r"[“\"]([^“”\"]{2,20})[”\"]")
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9@.]+")
_PARTIAL = re.compile(r"第?[0-9一二三四五六七八九十百]+(?:款|项|条)")
_MOST_TERMS = 40
"""A question that is a whole letter is searched by its first words of content."""
_SHORT = 14
"""A question of at most so many characters without a document or a verb of its own hangs on the one before."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question, understood. `text` stands alone: what the conversation left out has been put back."""

    asked: str
    text: str
    kinds: tuple[Kind, ...]
    """Kinds of value that are asked for, the governing one first; never empty."""
    terms: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    places: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    """Places named of which no document is."""
    years: tuple[int, ...] = ()
    this_year: bool = False
    groups: frozenset[str] = frozenset()
    """`plan`, `law`: the question is about all documents of that sort."""
    claims: tuple[Fact, ...] = ()
    """Hard facts that the question itself states."""
    conduct_date: date | None = None

    @property
    def search_text(self) -> str:
        """What is searched inside known documents: the content and its synonyms, and what answers of the kind say."""
        lists = load_words()
        synonyms = (word for term in self.terms for word in lists.synonyms.get(term, ()))
        return " ".join((*self.terms, *synonyms, *(lists.hints.get(kind, "") for kind in self.kinds)))

    @property
    def kind(self) -> Kind:
        """The kind that governs the form of the answer."""
        return self.kinds[0]

    @property
    def articles(self) -> tuple[Reference, ...]:
        """The references that name an article."""
        return tuple(reference for reference in self.references if reference.article)

    @property
    def titles(self) -> tuple[Reference, ...]:
        """The references that name a whole document."""
        return tuple(reference for reference in self.references if not reference.article)


def understand(asked: str, history: tuple[Turn, ...], shelf: Shelf) -> Understanding:
    """Everything about a question that can be known before searching."""
    text = _standing_alone(asked, history, shelf)
    references = tuple(shelf.names.find(text))
    places, strangers = _places(text, shelf, references)
    conduct = _conduct_date(text)
    years = (
        () if conduct else tuple(dict.fromkeys(int(match[0]) for match in _YEAR.finditer(_without(text, references))))
    )
    terms = _terms(text, references, (*places, *strangers))
    return Understanding(
        asked=asked,
        text=text,
        kinds=_kinds(text, references, terms),
        terms=terms,
        references=references,
        places=places,
        strangers=strangers,
        years=years,
        this_year=bool(_THIS_YEAR.search(text)),
        groups=frozenset(name for name in ("plan", "law") if any(w in text for w in load_words().groups[name])),
        claims=facts(_without(text, references)),
        conduct_date=conduct,
    )


def _standing_alone(asked: str, history: tuple[Turn, ...], shelf: Shelf) -> str:
    """The question with what the ones before it supply; each question may itself hang on an earlier one."""
    whole = ""
    for question in (*(turn.content for turn in history if turn.role == "user"), asked):
        whole = _completed(question.strip(), whole, shelf) if whole else question.strip()
    return whole


def _completed(question: str, before: str, shelf: Shelf) -> str:
    pronoun = next((word for word in load_words().pronouns if question.startswith(word)), None)
    if pronoun is None and not _hangs(question):
        return question
    rest = _bare(question)
    if _PARTIAL.fullmatch(rest):
        return _with_clause(rest, before, shelf)
    if pronoun or not _names_scope(rest, shelf):
        return _scope_of(before, shelf) + (rest if pronoun is None else question)
    return _with_scope(rest, before, shelf)


def _hangs(question: str) -> bool:
    led = question.startswith(load_words().lead)
    tailed = question.rstrip("？?。 ").endswith(load_words().tail)
    return len(question) <= _SHORT and (led or tailed)


def _bare(question: str) -> str:
    """The question without 那 … 呢 around what it names."""
    lists, rest = load_words(), question.rstrip("？?。 ")
    for word in sorted(lists.lead, key=len, reverse=True):
        rest = rest.removeprefix(word)
    for word in lists.tail:
        rest = rest.removesuffix(word)
    return rest.strip("，, ")


def _names_scope(text: str, shelf: Shelf) -> bool:
    references = shelf.names.find(text)
    places, strangers = _places(text, shelf, tuple(references))
    return bool(references or places or strangers)


def _with_clause(clause: str, before: str, shelf: Shelf) -> str:
    """第二款呢: the same document (and the same article, for a 款 or 项), the new clause."""
    references = shelf.names.find(before)
    title = next((reference.text for reference in references if reference.article is None), "")
    article = next((reference.article for reference in references if reference.article), None)
    same = article.label if article and not clause.endswith("条") else ""
    paragraph = f"第{article.paragraph}款" if article and article.paragraph and clause.endswith("项") else ""
    return f"{title}{same}{paragraph}{clause}"


def _with_scope(scope: str, before: str, shelf: Shelf) -> str:
    """那许昌呢: the question before, about another place or document."""
    spans = _scope_spans(before, shelf)
    if not spans:
        return scope + before
    (start, _), (_, end) = spans[0], spans[-1]
    return before[:start] + scope + before[end:]


def _scope_of(before: str, shelf: Shelf) -> str:
    spans = _scope_spans(before, shelf)
    return "".join(before[start:end] for start, end in spans)


def _scope_spans(text: str, shelf: Shelf) -> list[tuple[int, int]]:
    """Where the text names its documents and places, without overlap."""
    references = [reference for reference in shelf.names.find(text) if reference.article is None]
    spans = [(reference.start, reference.end) for reference in references]
    places, strangers = _places(text, shelf, tuple(references))
    for place in (*places, *strangers):
        start = text.find(place)
        if all(end <= start or start + len(place) <= begin for begin, end in spans):
            spans.append((start, start + len(place)))
    return sorted(spans)


def _kinds(text: str, references: tuple[Reference, ...], terms: tuple[str, ...]) -> tuple[Kind, ...]:
    found: list[Kind] = [kind for kind, phrases in load_words().kinds.items() if any(p in text for p in phrases)]  # type: ignore[misc]
    if any(reference.article for reference in references) and not terms:
        return ("article", *found)
    return tuple(found) or ("what",)


def _places(text: str, shelf: Shelf, references: tuple[Reference, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places in the text that documents are of (or lie in), and places of which there is no document."""
    open_text = _without(text, tuple(r for r in references if r.text.startswith("《")))
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


def _terms(text: str, references: tuple[Reference, ...], scope: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the question that carry content: not names of documents and places, not words of asking.

    What stands in “…” is one term, to be found as it is written.
    """
    rest = _POLITE.sub("", _YEAR.sub("　", _without(text, references)))
    phrases = _PHRASE.findall(rest)
    rest = _PHRASE.sub("　", rest)
    for name in scope:
        rest = rest.replace(name, "　")
    stops = load_words().stops
    found = dict.fromkeys(word for word in words(rest) if word not in stops and _HAN.fullmatch(word))
    return (*phrases, *found)[:_MOST_TERMS]


def _without(text: str, references: tuple[Reference, ...]) -> str:
    """The text with references blanked out; positions stay."""
    for reference in references:
        text = text[: reference.start] + "　" * (reference.end - reference.start) + text[reference.end :]
    return text


def _conduct_date(text: str) -> date | None:
    """The day of the conduct that the question names, the first of the month where it names no day."""
    for match in _DAY.finditer(text):
        if any(word in text[match.end() : match.end() + 12] for word in load_words().conduct):
            try:
                return date(int(match[1]), int(match[2]), int(match[3] or 1))
            except ValueError:
                continue
    return None
