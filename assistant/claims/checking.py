"""The check of a free sentence against the spans that it cites. Pure: the same sentence and spans, the same verdict."""

from collections.abc import Iterator, Sequence

from assistant.claims.branches import branch_failures
from assistant.claims.denials import denial_failures
from assistant.claims.edits import edit_failures
from assistant.claims.modality import discretion_failures, modal_failures, unbound_amounts
from assistant.claims.organs import organ_failures
from assistant.claims.sources import misattributed, sources
from assistant.claims.splices import splice_failures
from assistant.claims.statements import Statement, statement
from assistant.claims.subjects import subject_failures
from assistant.claims.surroundings import surroundings
from assistant.claims.topics import off_topic
from assistant.claims.values import catalog_words, denied_values, value_failures
from assistant.claims.verbatim import without_quotations
from assistant.claims.verdicts import Failure, Verdict
from assistant.messages import Citation
from assistant.shelf import Shelf

_LONGEST = 1000
"""Characters: nothing longer is a sentence, and what a model runs on with is not worth the time."""


def check(sentence: str, cited: Sequence[Citation], shelf: Shelf, *, asked: str = "") -> Verdict:
    """Whether everything that a sentence says stands in what it cites, in any words.

    Args:
        sentence: One sentence without its citation marks.
        cited: The spans that it cites, best whole clauses; they count together.
        shelf: What the asker may read.
        asked: The question: a value that it names may be repeated where the sentence denies it.
    """
    if not cited or len(sentence) > _LONGEST:
        return Verdict((Failure("clause", ""),))
    return Verdict(tuple(dict.fromkeys(_failures(sentence, cited, shelf, statement(asked)))))


def _failures(sentence: str, cited: Sequence[Citation], shelf: Shelf, asked: Statement) -> Iterator[Failure]:
    named = sources(sentence, shelf)
    spans = tuple(statement(citation.cited_text) for citation in cited)
    said = statement(without_quotations(named.rest, sentence, spans))
    openings = (text for citation in cited for text in surroundings(citation, shelf).openings)
    around = (*spans, *(statement(text) for text in openings))
    yield from misattributed(named, cited, shelf)
    yield from value_failures(said, spans, cited, shelf, asked)
    yield from organ_failures(said, around, cited, shelf)
    yield from modal_failures(said, around)
    yield from discretion_failures(said, around)
    yield from unbound_amounts(said, around)
    yield from denial_failures(said, around, denied_values(said, asked))
    yield from edit_failures(said, spans)
    yield from subject_failures(said, around, catalog_words(cited, shelf))
    yield from branch_failures(said, around)
    told_apart = len({one.text for one in named.references}) > 1
    yield from splice_failures(said, cited, shelf, told_apart=told_apart)
    if (part := off_topic(named.rest, cited, shelf)) is not None:
        yield Failure("clause", part.strip("　 "))
