"""Does a sentence answer? How much of the question's content stands in it, and whether it holds the value asked for.

Scores of the search alone cannot decide to refuse: near misses score as high as answers. What decides here is whether
the question's rare words are really in the clause, and whether the sentence holds a value of the kind asked for.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.sentences import Sentence, sentences
from assistant.facts import facts, plain
from assistant.understanding import Kind, Understanding
from assistant.words import load_words
from index.retrieval import Passage

_ENOUGH = (0.6, 0.4)
"""Shares of the question's content, by weight, that the clause and the sentence must hold for an answer."""
_CONTACT_ENOUGH = (0.4, 0.0)
"""The same for telephone numbers and addresses: they stand on a line of their own, without the words around them."""
_COMMON = 0.7
"""What a word counts for that everything found holds: it must be in the answer all the same."""
_SYNONYM = 0.9
_PART = 0.8
"""What a synonym, and the same pairs of characters in another order, count for."""

_VALUES: dict[Kind, re.Pattern[str]] = {
    "amount": re.compile(r"\d元|\d%|\d倍|免费|不收取"),
    "when": re.compile(r"\d月|\d日|\d年(?!度)|\d个?工作日|\d小时|\d周岁|每[年月周季\d]|半年|季度|自公布之日"),
    "who": re.compile(r"局|部门|机关|委员会|法院|政府|公安|检察|支队|科|司|单位|机构|中心|国务院|人民|海关"),
    "standard": re.compile(r"《|（\d{4}）第?\d+号|第\d+条"),
    "count": re.compile(r"\d|[两几]"),
}
_NUMBER = re.compile(r"（\d{4}）第?\d+号")
_CONTACT_WORD = re.compile("电话|邮箱|传真|网址|联系")
_CONTACTS = {
    "邮": re.compile(r"[\w.]{1,64}@[\w.]{1,99}"),
    "电话": re.compile(r"(?:0\d{2,3}-)?\d{7,11}"),
    "传真": re.compile(r"传真"),
    "网址": re.compile(r"www|http"),
    "": re.compile(r"[\w.]{1,64}@[\w.]{1,99}|\d{7,11}"),
}
_VAGUE = re.compile(r"当场|即时|立即|及时|长期|定期|尽快")
"""Answers to “when” that name no day: taken where nothing better is found."""
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_LISTED = re.compile(r"哪(?:些|几个?|几种)([\u4e00-\u9fff]{2,8})")
_COUNTS_DOCUMENTS = re.compile(r"哪几|(?:多少|几)[个份]?(?:方案|文件|地方|市|县)")
"""Counts documents or places, not something that a sentence of theirs would count."""
_MEASURE = re.compile(r"(?:多少|几)([次个项件家名份种条人])")
_NEED_NO_WORDS = frozenset({"contact", "standard"})
"""A telephone number or the number of another document, asked for as such, needs no other words."""
_ACTION = re.compile(r"(?:怎么|如何|怎样)([\u4e00-\u9fff]{2,4})")
_BASED_ON = re.compile(r"依据|根据|按照|落实")
_PEOPLE = re.compile(r"(?:多少|几)[个名位]?\w{0,4}人")
_MODAL = re.compile(r"可以|不得|应当|有权|无权|禁止|必须|不予|属于|构成|是指")
_DEFINES = re.compile(r"是指|，指|包括|系指|本[法办法条例规定]+所称")
_SOFT: dict[Kind, re.Pattern[str]] = {
    "may": _MODAL,
    "duty": re.compile(r"要|应当|必须|加强|严格|不得"),
    "what": _DEFINES,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what speaks for it: shares of the question's content between 0 and 1, and the fit of its kind."""

    sentence: Sentence
    in_sentence: float
    in_clause: float
    fit: float
    score: float


class Evidence:
    """Sentences of passages, weighed against one question."""

    def __init__(self, asked: Understanding, passages: Sequence[Passage], required: Iterable[str] = ()) -> None:
        self._asked = asked
        self._value = value_kind(asked)
        self._required = tuple(plain(word) for word in required)
        self._pool = [context(passage) for passage in passages]
        self._weights = {term: self._weight(term) for term in _needed(asked, self._value)}
        self._passages = passages

    def candidates(self) -> list[Candidate]:
        """The sentences that may answer, best first. Empty: the evidence is too thin."""
        found = [
            candidate
            for passage, context in zip(self._passages, self._pool, strict=True)
            if all(word in context for word in self._required)
            for candidate in self._of(passage, context)
        ]
        return sorted(found, key=lambda candidate: -candidate.score)

    def share(self, text: str) -> float:
        """How much of the question's content, by weight, stands in a text."""
        total = sum(self._weights.values())
        if not total:
            return float(self._value in _NEED_NO_WORDS)
        return sum(weight * presence(term, text) for term, weight in self._weights.items()) / total

    def _of(self, passage: Passage, context: str) -> Iterable[Candidate]:
        in_clause = self.share(context)
        in_clause_enough, in_sentence_enough = _CONTACT_ENOUGH if self._value == "contact" else _ENOUGH
        if in_clause < in_clause_enough:
            return
        for sentence in sentences(passage):
            in_sentence = self.share(plain(sentence.text))
            if sentence.leads and self._value == "which":  # what it leads is listed with it
                in_sentence = (in_sentence + in_clause) / 2
            fit = fits_kind(self._value, self._asked, _of_others(sentence))
            if fit is not None and in_sentence >= in_sentence_enough:
                score = in_sentence + 0.5 * in_clause + 0.3 * fit + 0.2 * min(passage.score, 2)
                yield Candidate(sentence, in_sentence, in_clause, fit, score)

    def _weight(self, term: str) -> float:
        """Rare among what was found is heavy; a word of one character says little."""
        holding = sum(presence(term, context) == 1 for context in self._pool)
        return (_COMMON + math.log(1 + len(self._pool) / (1 + holding))) * (0.5 if len(term) == 1 else 1.0)


def _needed(asked: Understanding, value: Kind) -> tuple[str, ...]:
    """The terms that an answer must hold: where a document's telephone or number is asked for, only the question's own.

    Such a line stands alone in its document: what was spoken of before stands elsewhere in it (具体谁接电话).
    """
    if value in _NEED_NO_WORDS and asked.titles:
        return tuple(term for term in asked.own_terms if not _CONTACT_WORD.search(term))
    return asked.terms


def value_kind(asked: Understanding) -> Kind:
    """The kind of value that a sentence must hold: of a comparison, what is compared."""
    valued = (kind for kind in asked.kinds if kind in _VALUES or kind == "contact")
    if _COUNTS_DOCUMENTS.search(asked.text):
        return next((kind for kind in valued if kind != "count"), "which")
    return next(valued, asked.kind)


def fits_kind(kind: Kind, asked: Understanding, text: str) -> float | None:
    """How well a sentence fits the kind of question, 0 to 1; None: it lacks the value that is asked for."""
    text = plain(text)
    if kind == "truth":
        return _fits_claims(asked, text)
    if kind == "when":
        return _fits_when(_TITLE.sub("", text))
    if kind == "which":
        return _fits_listed(asked, text)
    if kind == "standard":
        return _fits_standard(asked, text)
    pattern = _value_pattern(kind, asked)
    if pattern is None:
        return float(kind in _SOFT and bool(_SOFT[kind].search(text))) + _fits_action(asked, text)
    return 1.0 if pattern.search(text) else None


def _value_pattern(kind: Kind, asked: Understanding) -> re.Pattern[str] | None:
    """What a sentence must hold to answer: for “how many times” a number of times, for “which mailbox” a mailbox."""
    if kind == "contact":
        return next(pattern for word, pattern in _CONTACTS.items() if word in asked.text)
    if kind == "count" and _PEOPLE.search(asked.text):
        return re.compile(r"\d[\d\-]*[余多]?[个名位]?人")
    if kind == "count" and (measure := _MEASURE.search(asked.text)):
        return re.compile(rf"\d[\d\-]*[余多]?{measure[1]}")
    return _VALUES.get(kind)


def _fits_action(asked: Understanding, text: str) -> float:
    """For “how to X”: X itself must be spoken of, not only what it is done to."""
    match = _ACTION.search(asked.content)
    action = next((term for term in asked.terms if match and match[1].startswith(term)), None)
    return 0.0 if action is None else 2 * presence(action, text) - 1


def _fits_when(text: str) -> float | None:
    return 1.0 if _VALUES["when"].search(text) else 0.2 if _VAGUE.search(text) else None


def _fits_standard(asked: Understanding, text: str) -> float | None:
    """A title or a number of another document; a number where that is asked for."""
    pattern = _NUMBER if "文号" in asked.text else _VALUES["standard"]
    return (1.0 if _BASED_ON.search(text) else 0.7) if pattern.search(text) else None


def _fits_listed(asked: Understanding, text: str) -> float:
    """For “which X”: a sentence that lists several, 等X behind them, or that leads an enumeration."""
    listed = _LISTED.search(asked.text)
    named = listed and re.search(rf"[、和及][^，。；]*等[^，。；]{{0,4}}{listed[1]}", text)
    return float(bool(named or text.endswith(("：", ":"))))


def _fits_claims(asked: Understanding, text: str) -> float:
    """A sentence that speaks of the same sort of fact as the question claims can confirm or correct it."""
    claimed = {fact.kind for fact in asked.claims}
    return 1.0 if claimed & {fact.kind for fact in facts(text)} else 0.0


def _of_others(sentence: Sentence) -> str:
    """A sentence without the number of its own document, which is no answer to what that rests on."""
    number = sentence.passage.edition.metadata.number
    return sentence.text.replace(number, "") if number else sentence.text


@lru_cache(maxsize=8192)
def presence(term: str, text: str) -> float:
    """How much of a term stands in a text (in plain spelling): 1 whole, less by synonym or by pairs of characters."""
    term = plain(term)
    if term in text:
        return 1.0
    if any(word in text for word in load_words().synonyms.get(term, ())):
        return _SYNONYM
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    return _PART * sum(pair in text for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0


def context(passage: Passage) -> str:
    """A clause with the headings and the title above it and its caption, in plain spelling."""
    chunk = passage.chunk
    return plain("\n".join((passage.edition.metadata.title, *chunk.headings, chunk.text, chunk.caption)))
