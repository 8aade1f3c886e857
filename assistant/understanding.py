"""What a question is about: kind, places, years, documents and articles named, and the words that carry its content.

What the conversation leaves out is put back first (`assistant.follow_up`).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.facts import Fact, facts, plain
from assistant.follow_up import Standing, standing_alone
from assistant.messages import Turn
from assistant.parts import asks, negated, parts
from assistant.periods import Named, Period, absolute, blanked, periods
from assistant.places import below_plans, office_acts, places_in, speaks_of_its_document, with_documents, without
from assistant.segmentation import words
from assistant.shelf import Shelf, issuer_names
from assistant.unknown import places_of_documents, unknown_papers
from assistant.wording import Worded, says_nothing, worded
from assistant.words import load_words, speaks_of
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
_NAMED_BEFORE = re.compile("[　市县区旗局](?:的|在)?$")
"""A name of a document, blanked out, or of a place or office: the year behind it is of its document."""
_THIS_YEAR = re.compile(r"今年|本年度?")
_POLITE = re.compile(
    r"^(?:换一?个话题|请问|你好|您好|我?想?(?:知道|问|了解)(?:一下)?|麻烦|(?:请|帮我|帮忙)*(?:总结|概括|归纳|介绍)一下)+[，,：:]?"
)
_PLAN = re.compile("(?:工作|实施|活动|行动)方案")
_PHRASE = re.compile(r"[“\"]([^“”\"]{2,20})[”\"]")
_QUOTED_WORDS = re.compile("“[^“”]{12,}”")
_QUOTED_IN_CORNERS = re.compile("[「『][^「」『』]+(?<![法例则定见])(?<!通知|方案|标准|指南|解释|纲要|计划)[」』]")
"""「…」 around no name of a paper: whoever writes traditional signs quotes with them, and names titles as well."""
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9@.]+")
_ASKING = re.compile(
    r"[哪几怎][\u4e00-\u9fff]{0,3}|(?:多少|什么)[\u4e00-\u9fff]?|[一二两三四五六七八九十\d]{1,8}[个份部]"
)
"""Words that ask (哪几种, 几项), and how many documents there are (五个方案): no content."""
_NEW_LAW = re.compile(r"新法(?:施行|实施|生效)(?:之?后|以后|了)")
_NEXT_YEAR = re.compile("[明来]年(?![^，。；]{0,4}(?:到期|期满|过期|届满))")
_COUNTRY = "全国"
_OF_ITS_YEAR = re.compile(f"{_COUNTRY}的?20\\d\\d年?(?!以来|[至到]|全年|度?末|底)")
"""全国2022年聚焦哪四类: of the plan of a year."""
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
    carried: tuple[str, ...] = ()
    """Those of the terms that the questions before supplied."""
    before: str = ""
    """The topic of the questions before, as far as this one hangs on it."""
    heard: str = ""
    """The question before and what was answered to it: what they are about is the likely place to look."""
    parts: tuple[str, ...] = ()
    """What is asked, part by part: more than one of a double question (由谁办、依据哪一条)."""
    negated: bool = False
    """Whether it is about what is not, or must not be."""
    english: bool = False
    """Whether it was put in English; `text` renders it."""

    @property
    def search_text(self) -> str:
        """What is searched inside known documents: the content and its synonyms, and what answers of the kind say."""
        lists = load_words()
        synonyms = (word for term in self.terms for word in lists.synonyms.get(term, ()))
        return " ".join((*self.terms, *synonyms, *(lists.hints.get(kind, "") for kind in self.kinds)))

    @property
    def own_terms(self) -> tuple[str, ...]:
        """The terms of the question itself."""
        return tuple(term for term in self.terms if term not in self.carried)

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
    message = worded(asked, shelf)
    before = tuple(Turn(turn.role, worded(turn.content, shelf).text) for turn in history)
    standing = standing_alone(message.text, before, shelf)
    references = tuple(one for one in shelf.names.find(standing.text) if not _only_quoted(standing.text, one))
    references = (*references, *unknown_papers(standing.text, references, shelf))
    if _adds_up(standing, references):
        unnamed = without(standing.text, references)
        standing, references = replace(standing, text=unnamed, own=unnamed), ()
    scoped = _scoped(standing.text, references, shelf, as_of)
    return replace(_with_content(scoped, standing, message, shelf), asked=asked, english=message.english)


def _adds_up(standing: Standing, references: tuple[Reference, ...]) -> bool:
    """Whether the penalties of several laws named add up: neither of them answers, but the law on all penalties."""
    titles = sum(not reference.article for reference in references)
    whole = standing.own == standing.text and titles == len(references) > 1
    return whole and bool(load_words().adding_up.search(standing.text))


def _only_quoted(text: str, reference: Reference) -> bool:
    """Whether a name of no document is none: a clause in somebody's words, or words in the quotes of traditional signs.

    “第六十条 一律罚一百万” is no question, 包裝盒印了「馳名商標」 names no paper.
    """
    if _QUOTED_IN_CORNERS.fullmatch(reference.text) and not (reference.document_ids or reference.candidates):
        return True
    if not reference.article or reference.document_ids:
        return False
    quoted = (match.span() for match in _QUOTED_WORDS.finditer(text))
    return any(start < reference.start and reference.end < end for start, end in quoted)


def _scoped(text: str, references: tuple[Reference, ...], shelf: Shelf, as_of: date | None) -> Understanding:
    """What a question is about in place and time, without what it asks."""
    places, strangers = _places(text, references, shelf)
    unnamed = without(text, references)
    conduct = _conduct(unnamed, as_of) or (None if references else _under_new_law(text, shelf, as_of))
    return Understanding(
        asked=text,
        text=text,
        kinds=("what",),
        terms=(),
        references=references,
        places=places,
        strangers=strangers,
        years=() if conduct else _years(unnamed),
        this_year=bool(_THIS_YEAR.search(text)),
        groups=frozenset(name for name in ("plan", "law") if speaks_of(name, text)),
        claims=facts(unnamed),
        conduct_date=conduct.first if conduct else None,
        conduct_end=conduct.last if conduct else None,
    )


def _with_content(found: Understanding, standing: Standing, message: Worded, shelf: Shelf) -> Understanding:
    """With what is asked: its kinds, its words of content and those that the questions before supply."""
    own, named = standing.own, found.references
    if own != found.text:
        named = tuple(shelf.names.find(own))
    scope = (*found.places, *found.strangers, *_issuers(found.text, shelf))
    content = _content(blanked(own) if found.conduct_date else own, named, scope)
    terms = _terms(content, message)
    kinds = _kinds(own, named, terms)
    if kinds == ("what",) and standing.carried and not asks(own):  # 那专利呢: what is asked stands before
        kinds = _kinds(standing.carried, (), ())
    if kinds[0] == "truth":  # what is claimed may be wrong: it need not stand in the answer
        terms = tuple(term for term in terms if not any(plain(term) in claim.value for claim in found.claims))
    carried = tuple(term for term in _terms(standing.carried, Worded("")) if term not in terms)
    return replace(
        found,
        kinds=kinds,
        terms=(*terms, *carried),
        carried=carried,
        before=standing.carried,
        heard=standing.heard,
        content=content,
        parts=parts(own),
        negated=negated(without(own, named)),
    )


def narrowed(asked: Understanding, text: str, shelf: Shelf) -> Understanding:
    """A question narrowed to some of its words: what it asks of one document, or in one of its parts."""
    references = tuple(shelf.names.find(text))
    content = _content(blanked(text), references, (*asked.places, *asked.strangers))
    terms = _terms(content, Worded(""))
    kinds = _kinds(text, references, terms)
    claims = facts(without(text, references))
    return replace(asked, text=text, kinds=kinds, terms=terms, content=content, parts=parts(text), claims=claims)


def _issuers(text: str, shelf: Shelf) -> frozenset[str]:
    """Who issued a plan, by which it may be called."""
    return frozenset(name for edition in shelf.editions for name in issuer_names(edition) if name in text)


def _places(text: str, references: tuple[Reference, ...], shelf: Shelf) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places of documents, and places of which there is none and of whose document the question speaks."""
    places, strangers = places_in(text, shelf, references)
    own = with_documents(shelf)
    where = tuple(place for place in places if place in own and office_acts(text, place))
    above = (place for place in places if place not in own)  # of a province above a plan only its own document
    where += tuple(place for place in above if not speaks_of_its_document(text, place))
    places = tuple(place for place in places if place not in where)
    if not _of_the_national_plan(text):
        places = tuple(place for place in places if place != _COUNTRY)
    strangers = tuple(place for place in strangers if speaks_of_its_document(text, place))
    if not (places or strangers or _issuers(text, shelf) or any(one.document_ids for one in references)):
        places, strangers = below_plans(text, shelf)
    return places, (*strangers, *places_of_documents(text, (*places, *strangers), references))


def _of_the_national_plan(text: str) -> bool:
    """Whether 全国 is the place of a plan; 全国重大的专利纠纷 is of none, whatever else is spoken of."""
    groups = load_words().groups
    if _OF_ITS_YEAR.search(text):
        return True
    for word in groups["countrywide"]:
        text = text.replace(word, "　")
    return _COUNTRY in text and any(word in text for word in groups["nationwide"])


def _kinds(text: str, references: tuple[Reference, ...], terms: tuple[str, ...]) -> tuple[Kind, ...]:
    """The kinds that a question asks for: those of its first part first; whether something is true governs the rest."""
    found = dict.fromkeys(kind for part in parts(text) for kind in _kinds_of(part))
    governing: list[Kind] = [kind for kind in ("truth", "difference") if kind in found]
    if any(reference.article for reference in references) and not terms and "difference" not in found:
        governing = ["article"]
    return tuple(dict.fromkeys((*governing, *found))) or ("what",)


def _kinds_of(part: str) -> list[Kind]:
    return [kind for kind, pattern in load_words().kinds.items() if pattern.search(part)]  # type: ignore[misc]


def _content(text: str, references: tuple[Reference, ...], scope: tuple[str, ...]) -> str:
    rest = _POLITE.sub("", _YEAR.sub("　", without(text, references)))
    for name in scope:
        rest = rest.replace(name, "　")
    return rest


def _terms(content: str, message: Worded) -> tuple[str, ...]:
    """The words that an answer must hold: none of asking. What stands in “…” is one, to be found as it is written."""
    phrases, rest = _PHRASE.findall(content), _PLAN.sub("　", _PHRASE.sub("　", content))
    stops = load_words().stops
    kept = (word for word in words(rest) if word not in stops and not _ASKING.fullmatch(word))
    found = dict.fromkeys(word for word in kept if _HAN.fullmatch(word) and not says_nothing(word, message))
    return tuple(dict.fromkeys((*phrases, *found, *message.rendered)))[:_MOST_TERMS]


def _years(text: str) -> tuple[int, ...]:
    """The years that documents may be of; `text` is without the names of documents."""
    found = (match for match in _YEAR.finditer(text) if not _is_of_else(text, match))
    return tuple(dict.fromkeys(int(match[0]) for match in found))


def _is_of_else(text: str, year: re.Match[str]) -> bool:
    """Whether a year is of what happened, of what the asker writes, of what is cited; never right behind a name."""
    before, behind = text[: year.start()], text[year.end() :].lstrip(" 年")
    happened = load_words().happened.match(behind) and not _NAMED_BEFORE.search(before)
    claimed = load_words().claimed.match(text, year.start())
    return bool(happened or claimed or load_words().elsewhere.search(before))


def _conduct(text: str, as_of: date | None) -> Period | None:
    """The span of time in which the question's conduct lies, as far as it has passed."""
    text = absolute(text, as_of) if as_of else text
    for named in periods(text):
        behind = text[named.end : named.end + 12]
        if _is_of_conduct(text[: named.start], behind, bare=named.bare) or _is_to_come(named, behind, as_of):
            first, last = named.period.first, named.period.last
            return Period(first, min(last, as_of) if as_of and first <= as_of else last)
    return None


def _under_new_law(text: str, shelf: Shelf, as_of: date | None) -> Period | None:
    """新法施行以后, where no law is named: the first day of the only edition to come; 明年, where that is next year."""
    after_the_new_law = _NEW_LAW.search(text)
    if as_of is None or not (after_the_new_law or _NEXT_YEAR.search(text)):
        return None
    starts = {edition.metadata.effective_from for edition in shelf.editions}
    to_come = [day for day in starts if day and day > as_of]
    if len(to_come) != 1 or not (after_the_new_law or to_come[0].year == as_of.year + 1):
        return None
    return Period(to_come[0], to_come[0])


def _is_to_come(named: Named, behind: str, as_of: date | None) -> bool:
    """Whether a day or month that has not come yet is named (明年元旦以后才公告的): what happens then is asked."""
    of_document = any(word in behind for word in load_words().plan_words)
    return as_of is not None and not named.bare and named.period.first > as_of and not of_document


def _is_of_conduct(before: str, behind: str, *, bare: bool) -> bool:
    """Whether the words around a period say that it is of a conduct, not of a document."""
    lists = load_words()
    if any(word in behind for word in lists.plan_words):
        return False
    if before.endswith(lists.before_conduct):
        return True
    return any(word in behind for word in lists.conduct) and (not bare or behind[0] in lists.behind_year)
