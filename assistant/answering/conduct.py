"""A past conduct: where the law has changed since, the clause in force now and the rule that chooses between them."""

from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.pieces import cited_by, quote, quoted
from assistant.answering.sentences import Sentence, sentences
from assistant.facts import plain
from assistant.messages import Citation, Text
from assistant.notices import notice, written
from assistant.words import load_words
from index.documents import Edition, Filters
from index.editions import counts_on
from index.references import locate

_ALIKE = 0.4
"""Share of common pairs of characters from which a sentence of the new edition counts as the old one's successor."""
_TOP = 5


def in_force_now(task: Task, pieces: Sequence[Text]) -> Iterator[Text]:
    """What stands behind an answer from an edition that has been replaced since the conduct; often nothing."""
    cited = max(cited_by(task, pieces), key=lambda citation: len(citation.cited_text), default=None)
    later = _successor(task, cited) if task.scope.conduct and cited else None
    if later is None or cited is None or (successor := _same_rule(task, later, cited)) is None:
        return
    block, start = pieces[-1].block + 1, later.metadata.effective_from
    if plain(successor.text) == plain(cited.cited_text) or start is None:
        return
    title = task.shelf.title(later.document_id)
    yield Text(block, "notice", notice("in_force_now", title=title, date=written(start)))
    yield quoted(task, block + 1, successor)
    yield from _rule(task, block + 2)


def _successor(task: Task, cited: Citation) -> Edition | None:
    """The edition that is in force on the day of asking instead of the one cited."""
    edition: Edition | None = task.shelf.by_id[cited.document_id]
    while edition and not counts_on(edition, task.as_of):
        edition = task.shelf.by_id.get(edition.replaced_by or "")
    return edition if edition and edition.document_id != cited.document_id else None


def _same_rule(task: Task, later: Edition, cited: Citation) -> Sentence | None:
    """The sentence of the new edition that is most like the one cited."""
    found = task.shelf.search(cited.cited_text, task.as_of, Filters(document_id=later.document_id), _TOP)
    among = [sentence for passage in found for sentence in sentences(passage)]
    best = max(among, key=lambda sentence: _likeness(sentence.text, cited.cited_text), default=None)
    return best if best and _likeness(best.text, cited.cited_text) >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others) or 1)


def _rule(task: Task, block: int) -> Iterator[Text]:
    """The clause on which edition applies, where a law that has it is loaded."""
    for reference in task.shelf.names.find(load_words().conduct_rule):
        for document_id in task.shelf.of_the_day(reference.document_ids, task.as_of) if reference.article else ():
            document = task.shelf.document(document_id)
            if reference.article and (node := locate(reference.article, document.outline)):
                yield Text(block, "notice", notice("which_edition"))
                yield Text(block + 1, "paragraph", quote(task, document_id, node.start, node.end))
