"""What a chat model writes, taken as it comes: the same clauses and prompt, and no check. To see what checking removes.

Never shown to anyone: the bench alone asks so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from time import monotonic

from assistant.answering import Piece, Task
from assistant.answering.extractive import Extractive
from assistant.answering.manuscript import Manuscript
from assistant.answering.sources import sources
from assistant.answering.written import WrittenAnswers, prompt_for, room, worth_writing
from assistant.chat.calls import Call
from assistant.chat.reading import RESTART
from assistant.messages import Citation, Text


class Unchecked:
    """The answerer for one question. `words` is what the model wrote with markers [n], None where it was not asked.

    `citations` are the clauses that it cites, by their numbers.
    """

    name = "unchecked"

    def __init__(self, written: WrittenAnswers) -> None:
        self._written = written
        self.words: str | None = None
        self.citations: tuple[Citation, ...] = ()

    def answer(self, task: Task) -> Iterator[Piece]:
        """The extractive answer where no model is asked, else nothing: `words` has it."""
        quoted = list(Extractive().answer(task))
        pieces = [piece for piece in quoted if isinstance(piece, Text)]
        if not worth_writing(task, pieces):
            yield from quoted
            return
        found = sources(task, pieces, room(task, self._written.writer))
        call = self._written.calls.start(prompt_for(task, found), monotonic() + self._written.writer.seconds)
        sheet = Manuscript(task, found, 0)
        for raw in _heard(call):
            if raw == RESTART:
                sheet.restart()
            else:
                sheet.read(raw)
        if all(sentence.status == "empty" for sentence in sheet.sentences):
            yield from quoted
            return
        self.words, self.citations = _as_markdown(sheet, task)


def _heard(call: Call) -> Iterator[str]:
    while True:
        call.more().result()
        said = call.taken()
        yield from said.sentences
        if said.ended:
            if said.rest:
                yield said.rest
            return


def _as_markdown(sheet: Manuscript, task: Task) -> tuple[str, tuple[Citation, ...]]:
    """All sentences, right or wrong, each with the clauses it cites; numbered in the order of their first use."""
    said = [sentence for sentence in sheet.sentences if sentence.status != "empty"]
    order = list(dict.fromkeys(number for sentence in said for number in sentence.citations))
    lines = (sentence.text + "".join(f"[{order.index(n) + 1}]" for n in sentence.citations) for sentence in said)
    return "\n\n".join(lines), _renumbered(task.citations.numbered(order))


def _renumbered(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(replace(citation, n=number) for number, citation in enumerate(citations, 1))
