"""What speaks for and against an answer: how much of the question stands in the clauses found, and which of its values.

Everything is a share between 0 and 1 or a small count, so that one set of weights serves any library.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from assistant.answering import Task
from assistant.answering.deciding import Observed, lacking
from assistant.answering.evidence import context, presence
from assistant.answering.sentences import Sentence, sentences
from assistant.answering.wants import held, sorts, strict, wants
from assistant.facts import plain
from assistant.interaction import NAMES as INTERACTION
from assistant.ordering import NAMES as ORDER
from assistant.ordering import observed, summed
from assistant.question_words import QuestionWords
from index.retrieval import Passage

LOOKED_AT = 5
"""Passages that decide; no answer quotes a later one."""
_BEST = 3
"""The first of them, of which the best counts."""
_TOUCHED = 0.3
"""Share of its pairs of characters from which a question without words of content still touches a clause."""
_FEW = 4
"""Words of content up to which each one counts for much."""
_LONG = 8
"""Words of content from which a question tells a case."""
_OF_FIRST = (*INTERACTION, "own words", "own pairs", "nearness of the caption", "nearness of two phrases", "length")
_OF_BEST = (*INTERACTION, "nearness of the caption")
"""What orders the passages, as far as it is decided from: of the first one, and the most of the best ones."""
_FAR_AHEAD = 5.0
"""How far ahead in the order a passage is that stands alone."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A sentence with what it holds of the question: its words, pairs of its characters, its values; each a share."""

    sentence: Sentence
    words: float
    pairs: float
    values: float
    strict: float

    @property
    def rating(self) -> float:
        """All of it in one number."""
        return self.strict + 0.5 * self.values + self.words + self.pairs


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with what it holds of the question. `best` is its most telling sentence."""

    passage: Passage
    words: float
    pairs: float
    values: float
    strict: float
    missing: Mapping[str, float]
    """The words of the question that it does not hold, each with its rarity."""
    rated: tuple[Rated, ...]

    @property
    def best(self) -> Rated | None:
        """The sentence that holds most."""
        return max(self.rated, key=lambda one: one.rating, default=None)


class Signals:
    """A question beside the first passages found for it."""

    def __init__(self, task: Task, passages: Sequence[Passage]) -> None:
        self.task = task
        self._asked = QuestionWords(task.asked, task.shelf.generation.lexical_for(task.shelf.access))
        self._words = self._asked.rarities
        self.wants = wants(self._asked.text)
        self.found = [self._found(passage) for passage in passages[:LOOKED_AT]]

    def observed(self) -> Observed:
        """What the decision is made from."""
        clauses = [context(found.passage) for found in self.found[:_BEST]]
        return Observed(self._features(), lacking(self._asked.plain, clauses))

    def _features(self) -> dict[str, float]:
        first, best = self.found[0], self.found[:_BEST]
        tops = [found.best for found in best if found.best]
        demanded = strict(self.wants)
        return {
            **_holdings("first", [first], tops[:1]),
            **_holdings("best", best, tops),
            **self._in_order(),
            **self._missing(),
            **self._standing_out(),
            "values_anywhere": max(found.values for found in self.found),
            "strict_anywhere": max(found.strict for found in self.found),
            "documents": float(len({found.passage.chunk.document_id for found in self.found})),
            "plan": float(first.passage.edition.metadata.region is not None or "plan" in self.task.asked.groups),
            "named": float(bool(self.task.scope.document_ids)),
            "several": float(len(self.task.scope.document_ids) > 1),
            "long": float(len(self.task.asked.terms) > _LONG),
            "terms": float(len(self.task.asked.terms)),
            "signs": float(len(self._asked.plain)),
            "parts": float(len(self.task.asked.parts)),
            "strict": float(len(demanded)),
            "unasked": float(not self.wants),
            **{f"wants_{name}": float(any(want.name == name for want in self.wants)) for name in sorts()},
        }

    def _in_order(self) -> dict[str, float]:
        """What orders the passages: of the first and, at best, of some; and how far the first one is ahead."""
        task, passages = self.task, [found.passage for found in self.found]
        rows = observed(passages, task.asked, task.scope.day, task.shelf)
        columns = dict(zip(ORDER, zip(*rows[:_BEST], strict=True), strict=True))
        return {
            **{f"first: {name}": columns[name][0] for name in _OF_FIRST},
            **{f"best: {name}": max(columns[name]) for name in _OF_BEST},
            **_ahead(summed(rows)),
        }

    @property
    def covered(self) -> float:
        """How much of the question's words, by rarity, stands in any passage; 1 where it has none."""
        total = sum(self._words.values())
        nowhere = (min(found.missing.get(word, 0.0) for found in self.found) for word in self._words)
        return 1 - sum(nowhere) / total if total else 1.0

    @property
    def holds_what_is_asked(self) -> bool:
        """Whether one passage holds every value without which none answers."""
        return not strict(self.wants) or any(found.strict == 1 for found in self.found)

    @property
    def lacks_what_is_needed(self) -> bool:
        """Whether a value is asked for, such as an amount or a mailbox, of which no passage has any."""
        texts = [plain(found.passage.chunk.text) for found in self.found]
        return any(want.needed and not any(want.held_by(text) for text in texts) for want in self.wants)

    @property
    def strays(self) -> bool:
        """Whether nothing found holds a word of the question, which names no document either: it is off the subject."""
        if self.task.scope.document_ids or self.task.asked.references:
            return False
        return self.covered == 0 if self._words else max(found.pairs for found in self.found) < _TOUCHED

    def near(self, share: float) -> list[Found]:
        """The clauses found that have at least a share of the first one's score."""
        least = share * self.found[0].passage.score
        return [one for one in self.found if one.passage.score >= least]

    def share(self, text: str) -> float:
        """How much of the question's words, by rarity, stands in a text in plain spelling."""
        return self._asked.share(text)

    def worth(self, text: str) -> float:
        """The same, half of it by pairs of characters, which see an order of words, and words cut otherwise."""
        return self._asked.worth(text)

    def missing_from(self, text: str) -> dict[str, float]:
        """The question's words that do not stand in a text in plain spelling, with their rarity."""
        return {word: rarity for word, rarity in self._words.items() if not presence(word, text)}

    def _missing(self) -> dict[str, float]:
        """The rarest word, and all the words, that no passage holds."""
        nowhere = [min(found.missing.get(word, 0.0) for found in self.found) for word in self._words]
        share = sum(nowhere) / (sum(self._words.values()) or 1)
        short = share * (len(self._words) <= _FEW)
        return {
            "missing_first": max(self.found[0].missing.values(), default=0.0),
            "missing_most": max(nowhere, default=0.0),
            "missing_share": share,
            "missing_sum": min(sum(nowhere), 30.0),
            "missing_short": short,
            "missing_short_named": short * bool(self.task.scope.document_ids),
            "rarest_missing": self._rarest(self.found[0].missing),
            "rarest_nowhere": min(self._rarest(found.missing) for found in self.found),
        }

    def _standing_out(self) -> dict[str, float]:
        """The best score, and those of the second and the fourth passage over the first's; 0 where there is none."""
        scores = [found.passage.score for found in self.found]
        over_first = [max(score / scores[0], 0.0) if scores[0] > 0 else 1.0 for score in scores] + [0.0] * LOOKED_AT
        return {"score": max(scores), "second": over_first[1], "fourth": over_first[3]}

    def _rarest(self, missing: Mapping[str, float]) -> float:
        """Whether the question's rarest word is missing: 0 no, 1 altogether."""
        word = max(self._words, key=lambda word: self._words[word], default="")
        return missing[word] / self._words[word] if word and self._words[word] else 0.0

    def _found(self, passage: Passage) -> Found:
        around, own = context(passage), plain(passage.chunk.text)
        return Found(
            passage,
            self.share(around),
            self._asked.pairs(around),
            held(self.wants, own),
            held(strict(self.wants), own),
            {word: rarity * (1 - presence(word, around)) for word, rarity in self._words.items()},
            tuple(self._rated(sentence) for sentence in sentences(passage)),
        )

    def _rated(self, sentence: Sentence) -> Rated:
        text = plain(sentence.text)
        values, demanded = held(self.wants, text), held(strict(self.wants), text)
        return Rated(sentence, self.share(text), self._asked.pairs(text), values, demanded)


def _ahead(sums: Sequence[float]) -> dict[str, float]:
    """The sum of the first passage in the order, the highest one, and the first one's lead and chance."""
    first, *others = sums
    chance = 1 / sum(exp(one - first) for one in sums)
    lead = first - max(others, default=first - _FAR_AHEAD)
    return {"order_first": first, "order_best": max(sums), "order_lead": lead, "order_chance": chance}


def _holdings(name: str, found: Sequence[Found], tops: Sequence[Rated]) -> dict[str, float]:
    """The most that any of the passages holds, and any of their best sentences."""
    return {
        f"{name}_words": max(one.words for one in found),
        f"{name}_pairs": max(one.pairs for one in found),
        f"{name}_values": max(one.values for one in found),
        f"{name}_strict": max(one.strict for one in found),
        f"{name}_rating": max((one.rating for one in tops), default=0.0),
        f"{name}_sentence_words": max((one.words for one in tops), default=0.0),
        f"{name}_sentence_pairs": max((one.pairs for one in tops), default=0.0),
        f"{name}_sentence_strict": max((one.strict for one in tops), default=0.0),
    }
