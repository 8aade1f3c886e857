"""What a question is about: kind, places, years, documents and articles named, and the words that carry its content.

What the conversation leaves out is put back first (`assistant.follow_up`).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.facts import Fact, facts, plain
from assistant.follow_up import standing_alone
from assistant.messages import Turn
from assistant.periods import Period, absolute, blanked, periods
from assistant.places import places_in, without
from assistant.segmentation import words
from assistant.shelf import Shelf
from assistant.unknown import places_of_documents, speaks_of_its_document, unknown_laws
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
_POLITE = re.compile(
    r"^(?:请问|你好|您好|我?想?(?:知道|问|了解)(?:一下)?|麻烦|(?:请|帮我|帮忙)*(?:总结|概括|归纳|介绍)一下)+[，,：:]?"
)
_PLAN = re.compile("(?:工作|实施|活动|行动)方案")
_PHRASE = re.compile(r"[“\"]([^“”\"]{2,20})[”\"]")
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9@.]+")
_ASKING = re.compile(
    r"[哪几怎][\u4e00-\u9fff]{0,3}|(?:多少|什么)[\u4e00-\u9fff]?|[一二两三四五六七八九十\d]{1,8}[个份部]"
)
"""Words that ask (哪几种, 几项), and how many documents there are (五个方案): no content."""
_MOST_TERMS = 40
"""A question that is a whole letter is searched by its first words of content."""


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
    content: str = ""
    """The text without what it names: documents, clauses, places and years are blanked out."""
    conduct_date: date | None = None
    """The day of the conduct that the question names, or the first one of the span."""
    conduct_end: date | None = None
    """The last day of that span: a month or a year is no day."""

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


def understand(asked: str, history: tuple[Turn, ...], shelf: Shelf, as_of: date | None = None) -> Understanding:
    """Everything about a question that can be known before searching; `as_of` is the day that 去年 is told from."""
    text = standing_alone(asked, history, shelf)
    references = tuple(shelf.names.find(text))
    references = (*references, *unknown_laws(text, references, shelf))
    places, strangers = places_in(text, shelf, references)
    strangers = tuple(place for place in strangers if speaks_of_its_document(text, place))
    strangers = (*strangers, *places_of_documents(text, (*places, *strangers), references))
    conduct = _conduct(without(text, references), as_of)
    content = _content(blanked(text) if conduct else text, references, (*places, *strangers))
    years = () if conduct else _years(without(text, references))
    claims = facts(without(text, references))
    terms = _terms(content)
    kinds = _kinds(text, references, terms)
    if kinds[0] == "truth":  # what is claimed may be wrong: it need not stand in the answer
        terms = tuple(term for term in terms if not any(plain(term) in claim.value for claim in claims))
    return Understanding(
        asked=asked,
        text=text,
        kinds=kinds,
        terms=terms,
        references=references,
        places=places,
        strangers=strangers,
        years=years,
        this_year=bool(_THIS_YEAR.search(text)),
        groups=frozenset(name for name in ("plan", "law") if any(w in text for w in load_words().groups[name])),
        claims=claims,
        content=content,
        conduct_date=conduct.first if conduct else None,
        conduct_end=conduct.last if conduct else None,
    )


def _kinds(text: str, references: tuple[Reference, ...], terms: tuple[str, ...]) -> tuple[Kind, ...]:
    found: list[Kind] = [kind for kind, phrases in load_words().kinds.items() if any(p in text for p in phrases)]  # type: ignore[misc]
    if any(reference.article for reference in references) and not terms:
        return ("article", *found)
    return tuple(found) or ("what",)


def _content(text: str, references: tuple[Reference, ...], scope: tuple[str, ...]) -> str:
    rest = _POLITE.sub("", _YEAR.sub("　", without(text, references)))
    for name in scope:
        rest = rest.replace(name, "　")
    return rest


def _terms(content: str) -> tuple[str, ...]:
    """The words that an answer must hold: none of asking. What stands in “…” is one, to be found as it is written."""
    phrases, rest = _PHRASE.findall(content), _PLAN.sub("　", _PHRASE.sub("　", content))
    stops = load_words().stops
    kept = (word for word in words(rest) if word not in stops and not _ASKING.fullmatch(word))
    found = dict.fromkeys(word for word in kept if _HAN.fullmatch(word))
    return (*phrases, *found)[:_MOST_TERMS]


def _years(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(match[0]) for match in _YEAR.finditer(text)))


def _conduct(text: str, as_of: date | None) -> Period | None:
    """The span of time in which the question's conduct lies, as far as it has passed."""
    text = absolute(text, as_of) if as_of else text
    for named in periods(text):
        if _is_of_conduct(text[: named.start], text[named.end : named.end + 12], bare=named.bare):
            first, last = named.period.first, named.period.last
            return Period(first, min(last, as_of) if as_of and first <= as_of else last)
    return None


def _is_of_conduct(before: str, behind: str, *, bare: bool) -> bool:
    """Whether the words around a period say that it is of a conduct, not of a document."""
    lists = load_words()
    if any(word in behind for word in lists.plan_words):
        return False
    if before.endswith(lists.before_conduct):
        return True
    return any(word in behind for word in lists.conduct) and (not bare or behind[0] in lists.behind_year)
