"""The answerer that writes with a chat model: the same clauses, read more easily, and held to the same checks.

The extractive answer is made first. It says whether there is an answer at all, it is what the model writes from, and
it stands in wherever the model fails: late, broken off, or with too little that the clauses bear out.
"""

import json
import logging
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from assistant.answering import Instead, Made, Piece, Task
from assistant.answering.conduct import other_editions
from assistant.answering.evidence import fits_kind, value_kind
from assistant.answering.extractive import Extractive
from assistant.answering.manuscript import Manuscript
from assistant.answering.pieces import cited_by
from assistant.answering.sources import Source, sources
from assistant.chat.budget import tokens
from assistant.chat.calls import Call, Calls, Limits, Said
from assistant.chat.faults import Code
from assistant.chat.hosts import hosts_in, may_see_internal
from assistant.chat.making import make
from assistant.chat.reading import RESTART
from assistant.chat.rewriting import condensed, decomposed
from assistant.chat.spending import FREE, Prices, usage_of
from assistant.messages import Note, Question, Segment, Text, Usage, Waiting
from assistant.settings import Settings
from assistant.standing import opening
from assistant.understanding import Kind, Understanding
from prompts.chat_prompts import load_prompt

logger = logging.getLogger(__name__)

NAME: Final = "model"
_VALUED: Final = frozenset[Kind]({"amount", "when", "contact", "standard", "count"})
"""Kinds of question that are answered by a value: an answer without one is none."""
_MEND_SECONDS: Final = 2.0
"""With less time left, sentences that fail are left out at once."""
_PER_PART: Final = 4
"""Clauses that each part of a comparison adds."""
_NONE: Final = "（没有）"
_MENDED: Final = re.compile(r"\s*\[?(\d{1,3})\]?\s*[|｜]\s*(.*)", re.DOTALL)

_LATE = frozenset[Code]({"first_token", "between_tokens", "total"})
_POOR = frozenset[Code]({"empty", "cut_off", "repeating", "overflow", "refused", "lost", "malformed"})
_NOTES: Final = {
    "ai_generated": "以上文字由人工智能模型根据所引条文撰写，已逐句核对，请以条文原文为准。",
    "model_dropped": "模型写的{count}句话与所引条文核对不一致，已略去。",
    "model_unsupported": "模型写的内容与条文核对不一致，已改为直接摘录条文。",
    "model_late": "模型没有在规定时间内写完，已改为直接摘录条文。",
    "model_failed": "模型没有写出完整的答案，已改为直接摘录条文。",
    "model_unavailable": "模型服务暂时不能用，以下直接摘录条文。",
    "model_busy": "模型服务正忙，以下直接摘录条文。",
    "model_withheld": "所涉条文含内部文件，不发送给外部模型，以下直接摘录条文。",
}


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the model by name, whether it may see internal clauses, its limits and prices per million tokens."""

    name: str
    near: bool
    seconds: float = 20.0
    context_tokens: int = 8192
    answer_tokens: int = 1200
    prices: Prices = FREE


def writing_with(settings: Settings) -> "WrittenAnswers":
    """The answerer with the model of the settings.

    Raises:
        ModelError: the model cannot be made.
    """
    allowed = hosts_in(settings.chat_hosts)
    writer = Writer(
        settings.chat_model or "",
        may_see_internal(settings.chat_base_url, allowed),
        settings.chat_seconds,
        settings.chat_context_tokens,
        settings.chat_answer_tokens,
        Prices(settings.chat_input_price, settings.chat_output_price),
    )
    limits = Limits(settings.chat_first_seconds, settings.chat_between_seconds, settings.chat_calls)
    secret = settings.chat_api_key.get_secret_value() if settings.chat_api_key else ""
    return WrittenAnswers(Calls(make(settings), limits, secret=secret), writer)


class WrittenAnswers:
    """Writes with a chat model what the clauses say. Safe to share between threads; `close` ends its calls."""

    name = NAME

    def __init__(self, calls: Calls, writer: Writer) -> None:
        self._calls, self._writer = calls, writer
        self._extractive = Extractive()

    def answer(self, task: Task) -> Iterator[Piece]:
        """The model's sentences as they pass, or the extractive answer."""
        quoted = list(self._extractive.answer(task))
        pieces = [piece for piece in quoted if isinstance(piece, Text)]
        if not worth_writing(task, pieces):
            yield from quoted
            return
        wider = yield from self._widened(task)
        found = sources(wider, pieces, room(task, self._writer))
        if not self._writer.near and any(source.edition.access == "internal" for source in found):
            yield from quoted
            yield _note("model_withheld")
        elif found:
            yield from _Answer(task, quoted, found, self._calls, self._writer).written()
        else:
            yield from quoted

    def condense(self, question: Question, asked: Understanding) -> Generator[Waiting | Usage, None, str | None]:
        """A follow-up so that it stands alone, from the questions before; none is asked where rules have done so."""
        before = [turn.content for turn in question.history if turn.role == "user"]
        if not before or asked.carried or asked.text.strip() != question.text.strip():
            return None
        return (yield from condensed(question.text, before, self._calls, prices=self._writer.prices))

    def close(self) -> None:
        """Ends all calls to the model."""
        self._calls.close()

    def _widened(self, task: Task) -> Generator[Waiting | Usage, None, Task]:
        """For a comparison, the clauses found for each of its parts too, behind the others'."""
        if task.asked.kind != "difference":
            return task
        scope, further = task.scope, list(task.passages)
        for part in (yield from decomposed(task.asked.text, self._calls, prices=self._writer.prices)):
            found = task.shelf.search(part, scope.day, scope.filters, _PER_PART)
            further += [p for p in found if not scope.document_ids or p.chunk.document_id in scope.document_ids]
        return replace(task, passages=further)

    @property
    def calls(self) -> Calls:
        """The calls to its model."""
        return self._calls

    @property
    def writer(self) -> Writer:
        """The model, by name, with its limits."""
        return self._writer


class _Answer:
    """One answer while it is written."""

    def __init__(
        self, task: Task, quoted: Sequence[Text | Note], found: Sequence[Source], calls: Calls, writer: Writer
    ) -> None:
        self._task, self._quoted, self._sources, self._calls, self._writer = task, quoted, found, calls, writer
        self._deadline = task.began + writer.seconds
        self._quotes = [piece for piece in quoted if isinstance(piece, Text)]
        self._leads = _leads(self._quotes)
        self._sheet = Manuscript(task, found, self._start)
        self._prompts = ["answer"]

    @property
    def _start(self) -> int:
        """The block that the model's text begins with, behind the notices that lead the extractive answer."""
        return self._leads[-1].block + 1 if self._leads else 0

    def written(self) -> Iterator[Piece]:
        """Leads, the model's sentences as they pass, what is mended, and what stands behind."""
        yield from self._leads
        said = yield from self._drafted()
        if said.fault and said.fault.code == "overflow" and len(self._sources) > 1:
            self._sources = self._sources[: len(self._sources) // 2]
            self._sheet = Manuscript(self._task, self._sources, self._start)
            said = yield from self._drafted()
        if said.fault:
            logger.info("model text dropped", extra={"fields": {"fault": said.fault.code, "words": said.fault.words}})
            yield from self._collapsed(_of_fault(said.fault.code))
            return
        failed = len(self._sheet.failed)
        if failed and self._deadline - monotonic() > _MEND_SECONDS:
            yield from self._mended()
        if self._too_little():
            yield from self._collapsed("model_unsupported")
            return
        yield from self._finished()

    def _drafted(self) -> Generator[Piece, None, Said]:
        """The sentences of the first call."""
        prompt = prompt_for(self._task, self._sources)
        call = self._calls.start(prompt, self._deadline)
        written: list[str] = []
        with closing(_Cancelling(call)):
            while True:
                said = yield from _heard(call)
                for raw in said.sentences:
                    written.append(raw)
                    yield from self._read(raw)
                if said.ended:
                    break
        if said.rest:
            written.append(said.rest)
            yield from self._read(said.rest)
        yield from self._spent(prompt, written, said)
        return said

    def _read(self, raw: str) -> Iterator[Piece]:
        if raw == RESTART:
            if self._sheet.shown:
                yield Instead(self._start, ())
            self._sheet.restart()
        elif piece := self._sheet.read(raw):
            yield piece

    def _mended(self) -> Iterator[Piece]:
        """One call that names what is wrong with each sentence that failed; what passes takes its place."""
        failed, shown = self._sheet.failed, len(self._sheet.shown)
        lines = [
            json.dumps({"k": k, "sentence": s.raw, "faults": list(s.faults)}, ensure_ascii=False)
            for k, s in failed.items()
        ]
        self._prompts.append("mend")
        prompt = load_prompt("mend").render({"passages": _passages(self._sources), "sentences": "\n".join(lines)})
        call = self._calls.start(prompt, self._deadline)
        text: list[str] = []
        with closing(_Cancelling(call)):
            while True:
                said = yield from _heard(call)
                text += [raw for raw in said.sentences if raw != RESTART]
                if said.ended:
                    break
        yield from self._spent(prompt, [*text, said.rest], said)
        for line in "".join([*text, said.rest]).splitlines():
            if (read := _MENDED.fullmatch(line)) and int(read[1]) in failed:
                self._sheet.mend(int(read[1]), read[2])
        if len(self._sheet.shown) > shown:
            yield Instead(self._start, self._sheet.pieces)

    def _too_little(self) -> bool:
        """Whether what is left is no answer: nothing, less than half, or without the value that is asked for."""
        shown, failed = self._sheet.shown, self._sheet.failed
        if not shown or len(failed) > len(shown):
            return True
        kind = value_kind(self._task.asked)
        if kind not in _VALUED:
            return False
        quoted = " ".join(piece.segment.text for piece in self._quotes if piece.segment)
        whole = " ".join(sentence.text for sentence in shown)
        asked = self._task.asked
        return fits_kind(kind, asked, quoted) is not None and fits_kind(kind, asked, whole) is None

    def _finished(self) -> Iterator[Piece]:
        """What stands behind the model's text: years of plans, other editions, and who wrote it."""
        pieces = [*self._leads, *self._sheet.pieces]
        led = {piece.segment for piece in self._leads}
        names = [citation.document_id for citation in cited_by(self._task, pieces)]
        behind = [s for s in opening(self._task.asked, self._task.shelf, names, self._task.as_of) if s not in led]
        pieces += _notices(behind, pieces[-1].block + 1)
        yield from pieces[len(pieces) - len(behind) :]
        yield from other_editions(self._task, pieces)
        if dropped := len(self._sheet.failed):
            yield Note("model_dropped", _NOTES["model_dropped"].format(count=dropped))
        yield _note("ai_generated")
        yield self._made(NAME)

    def _collapsed(self, why: str) -> Iterator[Piece]:
        """The extractive answer, in place of what the model's text has shown so far."""
        rest = tuple(self._quotes[len(self._leads) :])
        if self._sheet.shown:
            yield Instead(self._start, rest)
        else:
            yield from rest
        yield from (piece for piece in self._quoted if isinstance(piece, Note))
        yield _note(why)
        yield self._made(Extractive.name)

    def _made(self, answerer: str) -> Made:
        return Made(answerer, self._writer.name, " ".join(load_prompt(name).stamp for name in self._prompts))

    def _spent(self, prompt: str, written: Sequence[str], said: Said) -> Iterator[Usage]:
        """What a call read and wrote; nothing for one that was never made."""
        if usage := usage_of(prompt, written, said, self._writer.prices):
            yield usage


def prompt_for(task: Task, found: Sequence[Source]) -> str:
    """What a model is asked to write an answer."""
    return load_prompt("answer").render(
        {
            "day": task.as_of.isoformat(),
            "question": json.dumps(task.asked.text, ensure_ascii=False),
            "passages": _passages(found),
        }
    )


def _passages(found: Sequence[Source]) -> str:
    return "\n".join(source.line for source in found) or _NONE


class _Cancelling:
    """Ends a call however its reader ends."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def close(self) -> None:
        """Closes the connection to the model."""
        self._call.cancel()


def _heard(call: Call) -> Generator[Piece, None, Said]:
    """What a call has said since the last time; until there is something, the thread is free."""
    future = call.more()
    if not future.done():
        yield Waiting(future)
    future.result()
    return call.taken()


def room(task: Task, writer: Writer) -> int:
    """Tokens that are left for clauses: instructions, question and answer take theirs first."""
    taken = tokens(load_prompt("answer").text) + tokens(task.asked.text) + writer.answer_tokens
    return writer.context_tokens - taken


def worth_writing(task: Task, pieces: Sequence[Text]) -> bool:
    """Whether a model's words may read better: not for a refusal, a table, a clause asked for as such or of a past day.

    For a past conduct the clauses of two editions stand side by side with the rule that chooses: nothing to reword.
    """
    quoted = any(piece.kind != "notice" for piece in pieces)
    worded = task.asked.kind != "article" and not task.scope.conduct
    return quoted and worded and all(piece.table is None for piece in pieces)


def _leads(pieces: Sequence[Text]) -> list[Text]:
    """The notices that stand before all else."""
    count = next(n for n, piece in enumerate(pieces) if piece.kind != "notice")
    return list(pieces[:count])


def _notices(segments: Sequence[Segment], block: int) -> list[Text]:
    return [Text(block, "notice", segment) for segment in segments]


def _of_fault(code: Code) -> str:
    if code in _LATE:
        return "model_late"
    if code in _POOR:
        return "model_failed"
    return "model_busy" if code == "busy" else "model_unavailable"


def _note(code: str) -> Note:
    return Note(code, _NOTES[code])
