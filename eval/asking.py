"""Who is asked the questions of a dataset: the assistant in this process, or a server over HTTP."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from assistant.answering import Answerer, Piece, Task
from assistant.answering.extractive import Extractive
from assistant.api.document_schemas import DocumentList
from assistant.api.health import Ready
from assistant.api.problems import Problem
from assistant.api.schemas import AnswerOut, Ask, DoneEvent, to_question
from assistant.errors import QuestionError
from assistant.messages import Answer, Citation, Done, Question, Text, Timing
from assistant.pipeline import answer_stream
from eval.dataset import Item
from eval.errors import RunError
from eval.lines import first_problem
from eval.runs import IN_PROCESS, Passage, RunRow, SystemFacts
from eval.texts import Texts, fingerprint
from eval.unchecked import Unchecked
from index import retrieval
from index.embeddings import Embedder
from index.generations import Library
from prompts.chat_prompts import load_prompt

if TYPE_CHECKING:
    import httpx

    from assistant.answering.written import WrittenAnswers

_FIRST = Question("举报电话是多少", date(2026, 1, 1))
"""Asked unheard, so that no measured question waits for files to be read; a server does the same as it starts."""
_PROMPTS = ("answer", "mend", "condense", "decompose")
"""What a model is asked: with other prompts it is another system."""
_CONNECT_SECONDS, _READ_SECONDS = 5.0, 120.0
_OK = 200
_ERROR_LIMIT = 500


class Asker(Protocol):
    """Asks one system. Safe to share between threads; `close` it when the last question is answered."""

    def facts(self) -> SystemFacts:
        """Who is asked, from which texts it answers, as far as it is known by now.

        Raises:
            RunError: the system cannot be reached or has no index.
        """
        ...

    def ask(self, item: Item, as_of: date) -> RunRow:
        """The answer to a question; what goes wrong with it alone stands in the row's `error`.

        Raises:
            RunError: the system is gone, so that no other question can be asked either.
        """
        ...

    def close(self) -> None:
        """Let go of what is open."""
        ...


class InProcess:
    """The assistant of this installation on the index in `data`, as each question's own asker.

    Raises:
        IndexingError: there is no index, or it was built with another model.
    """

    def __init__(
        self, data: Path, embedder: Embedder, written: "WrittenAnswers | None" = None, *, checked: bool = True
    ) -> None:
        self._library = Library(data, embedder)
        self._embedder = embedder
        self._written, self._checked = written, checked
        self._condense = written.condense if written else None
        for _ in answer_stream(self._library, embedder, _FIRST):
            pass

    def facts(self) -> SystemFacts:
        """The generation that is published now."""
        with self._library.pin() as generation:
            texts = Texts(generation.catalog, generation.name, generation.manifest.embedding_model)
            code = version("ip-enforcement-assistant")
            return SystemFacts(IN_PROCESS, texts.generation, texts.fingerprint, texts.model, self._answerer, code)

    @property
    def _answerer(self) -> str:
        """Who answers: with a model, by its name and by the content of its prompts."""
        if self._written is None:
            return Extractive.name
        prompts = " ".join(load_prompt(name).stamp for name in _PROMPTS)
        return f"{self._written.name if self._checked else Unchecked.name} {self._written.writer.name} {prompts}"

    def ask(self, item: Item, as_of: date) -> RunRow:
        """The answer with the passages that it was made from."""
        try:
            return self._answered(item, as_of)
        except Exception as error:  # noqa: BLE001  one question of many: it is counted and reported
            return failed(item, as_of, error)

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()

    def _answered(self, item: Item, as_of: date) -> RunRow:
        question, own = question_of(item, as_of), self._own()
        answerer = _Recording(own)
        watch = _Stopwatch()
        for event in answer_stream(self._library, self._embedder, question, answerer, self._condense):
            if isinstance(event, Text):
                watch.first()
            elif isinstance(event, Done):
                timing, passages = watch.timing(event.answer.timing), tuple(map(_passage, answerer.passages))
                row = _row(item, as_of, event.answer, timing, passages)
                if not isinstance(own, Unchecked) or own.words is None:
                    return row
                return replace(row, answer=own.words, abstained=False, citations=own.citations)
        raise RefusalError("the answer ended without its last event")

    def _own(self) -> Answerer:
        """The answerer for one question."""
        if self._written is None:
            return Extractive()
        return self._written if self._checked else Unchecked(self._written)


class OverHttp:
    """A running server; `token` is sent as a bearer's. Passages cannot be seen from here.

    Raises:
        RunError: httpx is not installed, or the address is none.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._client = _client(self._url, token)
        self._lock = Lock()
        self._seen: tuple[str | None, str | None] = (None, None)

    def facts(self) -> SystemFacts:
        """What `/readyz` and the list of documents say, with the answerer and version that the last answer named."""
        ready = Ready.model_validate_json(self._got("/readyz"))
        listed = DocumentList.model_validate_json(self._got("/api/documents")).documents
        texts = fingerprint((document.document_id, document.version_id) for document in listed)
        answerer, code = self._seen
        return SystemFacts(self._url, ready.index, texts, None, answerer, code)

    def ask(self, item: Item, as_of: date) -> RunRow:
        """The answer, read from the stream as a page would."""
        import httpx  # noqa: PLC0415  as in `_client`

        try:
            return self._answered(item, as_of)
        except httpx.ConnectError as error:
            raise self._unreachable(error) from error
        except Exception as error:  # noqa: BLE001  one question of many: it is counted and reported
            return failed(item, as_of, error)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _answered(self, item: Item, as_of: date) -> RunRow:
        watch = _Stopwatch()
        with self._client.stream("POST", "/api/chat", json=_body(item, as_of)) as response:
            if response.status_code != _OK:
                raise _refusal(response.status_code, response.read())
            for name, data in events(response.iter_bytes()):
                if name == "text":
                    watch.first()
                elif name == "error":
                    raise _refusal(_OK, json.dumps(json.loads(data)["problem"]).encode())
                elif name == "done":
                    return self._finished(item, as_of, data, watch)
        raise RefusalError("the stream ended without its last event")

    def _finished(self, item: Item, as_of: date, data: bytes, watch: "_Stopwatch") -> RunRow:
        total = watch.timing(Timing(0, 0))  # before the answer is parsed, which is no work of the server's
        answer = DoneEvent.model_validate_json(data).answer
        with self._lock:
            self._seen = (answer.answerer, answer.versions.code)
        return _row(item, as_of, answer, replace(total, steps=answer.timing.steps))

    def _got(self, path: str) -> bytes:
        import httpx  # noqa: PLC0415  as in `_client`

        try:
            response = self._client.get(path)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from error
        if response.status_code != _OK:
            raise RunError(f"{self._url}{path}: {_refusal(response.status_code, response.content)}")
        return response.content

    def _unreachable(self, error: Exception) -> RunError:
        return RunError(
            f"{self._url}: no server answers there ({_one_line(error)}); start it: python -m assistant serve, or give "
            "its address as http://HOST:PORT"
        )


class RefusalError(Exception):
    """A server refused a question, or broke off its answer; the message goes into the row."""


def failed(item: Item, as_of: date, error: Exception) -> RunRow:
    """The row of a question that got no answer."""
    words = str(error) if isinstance(error, RefusalError) else _one_line(error)
    return RunRow(item.id, item.question, item.history, as_of, error=words[:_ERROR_LIMIT])


def events(chunks: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and data of each Server-Sent Event; comments are skipped.

    Split as bytes: a reader of lines of text would also split at U+2028, which data may hold.
    """
    left = b""
    for chunk in chunks:
        *blocks, left = (left + chunk).split(b"\n\n")
        for block in blocks:
            fields = dict(line.partition(b": ")[::2] for line in block.split(b"\n"))
            if b"event" in fields:
                yield fields[b"event"].decode(), fields.get(b"data", b"")


class _Recording:
    """An answerer that keeps the passages of the one question that it is made for."""

    def __init__(self, answerer: Answerer) -> None:
        self.name = answerer.name
        self._answerer = answerer
        self.passages: tuple[retrieval.Passage, ...] = ()

    def answer(self, task: Task) -> Iterator[Piece]:
        """What the answerer says."""
        self.passages = tuple(task.passages)
        return self._answerer.answer(task)


class _Stopwatch:
    """Milliseconds from the moment that it is made."""

    def __init__(self) -> None:
        self._start = perf_counter()
        self._first: float | None = None

    def first(self) -> None:
        """The first call counts."""
        if self._first is None:
            self._first = self._passed()

    def timing(self, own: Timing) -> Timing:
        """What was measured here, with the steps that the assistant measured itself."""
        total = self._passed()
        return Timing(total if self._first is None else self._first, total, own.steps)

    def _passed(self) -> float:
        return round((perf_counter() - self._start) * 1000, 2)


def _body(item: Item, as_of: date) -> dict[str, Any]:
    """A question as `POST /api/chat` takes it."""
    return {
        "question": item.question,
        "history": [asdict(turn) for turn in item.history],
        "as_of": as_of.isoformat(),
        "conduct_date": item.conduct_date and item.conduct_date.isoformat(),
        "filters": {name: value for name, value in asdict(item.filters).items() if value is not None},
        "stream": True,
    }


def question_of(item: Item, as_of: date) -> Question:
    """A question through the same door as over HTTP: what a server refuses is refused here too.

    Raises:
        QuestionError: it is refused.
    """
    try:
        return to_question(Ask.model_validate(_body(item, as_of)), item.asker, as_of)
    except ValidationError as error:
        raise QuestionError(first_problem(error)) from error


def _row(
    item: Item, as_of: date, answer: Answer | AnswerOut, timing: Timing, passages: tuple[Passage, ...] = ()
) -> RunRow:
    return RunRow(
        item.id,
        item.question,
        item.history,
        as_of,
        answer.answer,
        answer.abstained,
        tuple(
            citation if isinstance(citation, Citation) else Citation(**citation.model_dump())
            for citation in answer.citations
        ),
        passages,
        timing,
    )


def _passage(found: retrieval.Passage) -> Passage:
    chunk = found.chunk
    return Passage(
        chunk.document_id,
        chunk.version_id,
        chunk.path,
        chunk.start,
        chunk.end,
        chunk.text,
        found.score,
        found.rank,
        found.retriever,
    )


def _client(url: str, token: str | None) -> "httpx.Client":
    try:
        import httpx  # noqa: PLC0415  no part of the plain installation
    except ImportError as error:
        raise RunError("asking a server needs httpx: pip install 'ip-enforcement-assistant[eval]'") from error
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
    try:
        return httpx.Client(base_url=url, headers=headers, timeout=timeout, limits=httpx.Limits(max_connections=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise RunError(f"{url}: no address ({error}); give it as http://HOST:PORT") from error


def _refusal(status: int, content: bytes) -> RefusalError:
    """A problem document, or whatever came instead of one, as one line."""
    try:
        problem = Problem.model_validate_json(content)
    except ValidationError:
        return RefusalError(f"HTTP {status}: {' '.join(content[:200].decode(errors='replace').split())}")
    return RefusalError(f"HTTP {problem.status} {problem.code}: {problem.detail}")


def _one_line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
