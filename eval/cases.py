"""A question with its answer, seen next to the texts: what every measure is computed from."""

from dataclasses import dataclass
from functools import cached_property

from eval.dataset import Item
from eval.metrics import citing, spans
from eval.metrics.markdown import statements
from eval.metrics.spans import Span
from eval.metrics.support import HARD_FACTS, Support, support
from eval.metrics.support import texts as texts_of
from eval.runs import RunRow
from eval.texts import Clause, Texts
from index.documents import State
from index.editions import state


@dataclass(frozen=True)
class Case:
    """A question with what was answered, and what the index holds of its gold clauses and citations."""

    item: Item
    row: RunRow
    clauses: tuple[Clause, ...]
    texts: Texts

    @cached_property
    def gold(self) -> tuple[Span, ...]:
        """The gold clauses as spans."""
        return tuple(Span(clause.document_id, clause.version_id, clause.start, clause.end) for clause in self.clauses)

    @cached_property
    def cited(self) -> tuple[Span, ...]:
        """The citations as spans."""
        return tuple(
            Span(one.document_id, one.version_id, one.start_char_index, one.end_char_index)
            for one in self.row.citations
        )

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The retrieved clauses, best first: the number of the gold clause that one hits, each once, else its rank."""
        left, names = dict(enumerate(self.gold)), []
        for passage in self.row.passages:
            span = Span(passage.document_id, passage.version_id, passage.start, passage.end)
            hit = next((number for number, gold in left.items() if spans.overlaps(span, gold)), None)
            names.append(f"rank {passage.rank}" if hit is None else f"gold {hit}")
            left.pop(hit, None) if hit is not None else None
        return tuple(names)

    @cached_property
    def wanted(self) -> dict[str, int]:
        """The gold clauses as a query's judgements."""
        return {f"gold {number}": 1 for number in range(len(self.gold))}

    @cached_property
    def checks(self) -> tuple[citing.Check, ...]:
        """Each citation against the revision that it names; in force on the day of asking."""
        texts = self.texts
        return tuple(
            citing.check(
                span, one.cited_text, texts.text(one.document_id, one.version_id), self.state_of(one.document_id)
            )
            for span, one in zip(self.cited, self.row.citations, strict=True)
        )

    @cached_property
    def attribution(self) -> citing.Attribution:
        """ALCE's counts, with the bench's own test of hard facts."""
        borne_by = texts_of(self.row.citations, self.texts.editions)
        return citing.attribution(statements(self.row.answer), borne_by, HARD_FACTS)

    @cached_property
    def support(self) -> Support:
        """The hard facts of the answer, and those that stand in what it cites."""
        row = self.row
        return support(row.answer, row.citations, row.question, row.as_of, self.texts.editions)

    def state_of(self, document_id: str) -> State | None:
        """The state of a cited document on the day of asking; None where it is not loaded."""
        edition = self.texts.edition(document_id)
        return state(edition, self.row.as_of) if edition else None
