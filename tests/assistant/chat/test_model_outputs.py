"""Of what models write about real clauses, the right sentences are shown and the wrong ones are not."""

from collections import Counter
from collections.abc import Iterator

import pytest

from assistant.answering.manuscript import Manuscript
from assistant.chat.reading import RESTART, Sentences
from assistant.shelf import Shelf, Shelves
from index.documents import Access
from tests.assistant.chat.model_outputs import QUESTIONS, TEMPLATES, Asked, Output, asked, outputs
from tests.library import Office

pytestmark = pytest.mark.corpus
EVERYONE: frozenset[Access] = frozenset({"public"})


@pytest.fixture(scope="module")
def shelf(library: Office) -> Iterator[Shelf]:
    """The real corpus."""
    with Shelves().open(library.library, library.embedder, EVERYONE) as shelf:
        yield shelf


@pytest.fixture(scope="module")
def all_asked(shelf: Shelf) -> list[Asked]:
    """The questions with their clauses."""
    return [asked(shelf, question) for question in QUESTIONS]


def verdicts(one: Asked, output: Output) -> tuple[bool, ...]:
    """Whether each sentence of an output is shown, as it comes off the wire in small pieces."""
    sheet, reader = Manuscript(one.task, one.sources, 0), Sentences()
    pieces = [output.text[start : start + 5] for start in range(0, len(output.text), 5)]
    raws = [*(raw for piece in pieces for raw in reader.feed(piece)), reader.rest()]
    for raw in filter(None, raws):
        if raw != RESTART:
            sheet.read(raw)
    return tuple(sentence.status == "shown" for sentence in sheet.sentences)


def test_there_are_enough_outputs(all_asked: list[Asked]) -> None:
    """At least 300, and every template is among them more than once."""
    made = Counter(output.template for one in all_asked for output in outputs(one))
    assert made.total() >= 300
    assert min(made[name] for name in TEMPLATES) >= 2


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sentence_gets_the_verdict_that_it_deserves(all_asked: list[Asked], template: str) -> None:
    """Sentence by sentence; nothing wrong is shown, nothing right is lost."""
    wrong = [
        (output.text, got)
        for one in all_asked
        for output in outputs(one)
        if output.template == template and (got := verdicts(one, output)) != output.verdicts
    ]
    assert wrong == []
