"""Articles by number: the clause that a question names, whole, with its 款 and 项; what does not exist is said."""

from collections.abc import Iterator

from assistant.answering import Task
from assistant.answering.pieces import led_item, whole_clause
from assistant.messages import Segment, Text
from assistant.notices import notice
from assistant.scope import editions_meant
from index.documents import Document, Node
from index.references import Article, Reference, last_article, locate


def look_up(task: Task, references: tuple[Reference, ...]) -> Iterator[Text]:
    """The clauses named, one after another."""
    block = 0
    for reference, document in named_documents(task, references):
        node = locate(reference.article, document.outline) if reference.article else None
        pieces = list(_clause(task, document, node, block) if node else _missing(task, document, reference, block))
        yield from pieces
        block = pieces[-1].block + 1


def named_documents(task: Task, references: tuple[Reference, ...]) -> Iterator[tuple[Reference, Document]]:
    """Each reference with the document of the day that it means: the question's only one where it names none."""
    for reference in references:
        ids = editions_meant(reference, task.asked, task.shelf, task.scope.day) or task.scope.document_ids
        for document_id in ids if len(ids) == 1 or reference.document_ids else ():
            yield reference, task.shelf.document(document_id)


def _clause(task: Task, document: Document, node: Node, block: int) -> Iterator[Text]:
    """The clause; a 项 comes with the words that lead it."""
    if led := led_item(task, document, node, block):
        yield from led
    else:
        yield from whole_clause(task, document, node, block)


def _missing(task: Task, document: Document, reference: Reference, block: int) -> Iterator[Text]:
    """What does not exist, and what does."""
    title = task.shelf.title(document.document_id)
    asked = reference.text
    yield _notice(block, notice("no_clause", title=title, asked=asked))
    article = reference.article or Article(0)
    node = locate(Article(article.number, article.branch), document.outline)
    last = last_article(document.outline)
    if node and (below := [n for n in document.outline if n.start >= node.start and n.end <= node.end and n != node]):
        yield _notice(block, notice("items_to", title=title, clause=node.label, last=below[-1].label))
    elif last:
        yield _notice(block, notice("last_clause", title=title, clause=last))


def _notice(block: int, segment: Segment) -> Text:
    return Text(block, "notice", segment)
