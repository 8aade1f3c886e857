"""Calls to a chat model within limits of time and number, read sentence by sentence on an event loop of their own.

Whoever answers works in a thread and is not held up here: `Call.more` gives a future. One loop serves all, since an
async client belongs to the loop that it was first used in.
"""

import asyncio
import logging
import threading
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from assistant.chat.breaker import Breaker
from assistant.chat.faults import OF_THE_MODEL, RETRYABLE, Code, Fault, fault_of
from assistant.chat.reading import RepeatingError, Sentences

if TYPE_CHECKING:
    from langchain.chat_models import BaseChatModel

logger = logging.getLogger(__name__)

_BACK_OFF: Final = (0.2, 0.8)
"""Seconds before the second and the third attempt."""
_CLOSING_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a call may be silent, in seconds, and how many calls there may be at once."""

    first: float = 8.0
    between: float = 5.0
    calls: int = 512


@dataclass(frozen=True, slots=True)
class Said:
    """What came since the last time: whole sentences, and at the end how it ended.

    `rest`: words behind the last whole sentence. `fault`: why the reply is not whole. `tokens`: what was read and
    written, where the server told. `first_ms`: milliseconds until the first words.
    """

    sentences: tuple[str, ...] = ()
    ended: bool = False
    rest: str = ""
    fault: Fault | None = None
    tokens: tuple[int, int] | None = None
    first_ms: float | None = None


class Call:
    """One call while it runs. Filled on the loop, emptied by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said = Said()
        self._waiter: Future[None] | None = None
        self.stop: Future[None] | None = None
        """Cancelling it closes the connection to the model."""

    def more(self) -> Future[None]:
        """A future that is done as soon as `taken` has something to say."""
        waiter: Future[None] = Future()
        with self._lock:
            if self._said.sentences or self._said.ended:
                waiter.set_result(None)
            else:
                self._waiter = waiter
        return waiter

    def taken(self) -> Said:
        """What has come since the last time; empty where nothing has."""
        with self._lock:
            said, self._said = self._said, replace(self._said, sentences=())
        return said

    def cancel(self) -> None:
        """Ends the call, whoever waits for it included."""
        if self.stop:
            self.stop.cancel()

    def put(self, said: Said) -> None:
        """Adds what came. Nothing can follow an end."""
        with self._lock:
            if self._said.ended:
                return
            self._said = replace(said, sentences=(*self._said.sentences, *said.sentences))
            waiter, self._waiter = self._waiter, None
        if waiter and not waiter.done():
            waiter.set_result(None)


class Calls:
    """All calls to one model. `close` ends them; `secret` is taken out of what servers say."""

    def __init__(
        self, model: "BaseChatModel", limits: Limits | None = None, breaker: Breaker | None = None, secret: str = ""
    ) -> None:
        self._model, self._limits, self._secret = model, limits or Limits(), secret
        self.breaker = breaker or Breaker()
        self._lock, self._running = threading.Lock(), 0
        self._opens_thinking = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chat", daemon=True)
        self._thread.start()

    def start(self, prompt: str, deadline: float) -> Call:
        """A call that ends by `deadline` (on the clock of `monotonic`); it has ended already where none may be made."""
        call = Call()
        if held := self._held_back():
            call.put(Said(ended=True, fault=Fault(held)))
            return call
        running = self._run(call, prompt, deadline)
        try:
            call.stop = asyncio.run_coroutine_threadsafe(running, self._loop)
        except RuntimeError:  # the loop is closed: the server is going down
            running.close()
            self._ended()
            call.put(Said(ended=True, fault=Fault("closed")))
        else:
            call.stop.add_done_callback(self._ended)
        return call

    def close(self) -> None:
        """Ends all calls, and the loop."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(_let_go(self._model), self._loop).result(_CLOSING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_CLOSING_SECONDS)
        self._loop.close()

    def _held_back(self) -> Code | None:
        """Why no call may be made now; where one may, it is counted from here on."""
        with self._lock:
            if self._running >= self._limits.calls:
                return "busy"
            if not self.breaker.allows():
                return "resting"
            self._running += 1
            return None

    def _ended(self, _: object = None) -> None:
        with self._lock:
            self._running -= 1

    async def _run(self, call: Call, prompt: str, deadline: float) -> None:
        end = Said(ended=True, fault=Fault("closed"))
        try:
            end = await self._tried(call, prompt, deadline)
        finally:
            call.put(end)

    async def _tried(self, call: Call, prompt: str, deadline: float) -> Said:
        """The end of the call; as long as nothing was read, faults that may pass are tried again."""
        for pause in (*_BACK_OFF, None):
            reply = _Reply(Sentences(thinking=self._opens_thinking), call)
            fault = await self._attempt(reply, prompt, deadline)
            if fault is None or fault.code not in RETRYABLE or reply.begun or pause is None:
                break
            seconds = pause if fault.wait is None else fault.wait
            if monotonic() + seconds >= deadline:
                break
            await asyncio.sleep(seconds)
        self._opens_thinking |= reply.sentences.reopened
        self._judged(fault)
        return reply.end(fault)

    async def _attempt(self, reply: "_Reply", prompt: str, deadline: float) -> Fault | None:
        from langsmith import tracing_context  # noqa: PLC0415  comes with langchain; loaded with the model only

        started = monotonic()
        try:
            with tracing_context(enabled=False):  # a variable of the environment would send clauses to another host
                async with asyncio.timeout_at(min(started + self._limits.first, deadline)) as limit:
                    async with aclosing(self._model.astream(prompt)) as chunks:  # type: ignore[type-var]
                        async for chunk in chunks:
                            reply.take(chunk)
                            if reply.begun:
                                limit.reschedule(min(monotonic() + self._limits.between, deadline))
        except RepeatingError as error:
            return Fault("repeating", str(error))
        except Exception as error:  # noqa: BLE001  every provider has errors of its own
            if isinstance(error, TimeoutError) and limit.expired():
                return Fault("total" if monotonic() >= deadline else "between_tokens" if reply.begun else "first_token")
            fault = fault_of(error, begun=reply.begun)
            return replace(fault, words=fault.words.replace(self._secret, "…")) if self._secret else fault
        return reply.whole()

    def _judged(self, fault: Fault | None) -> None:
        if fault is None or fault.code not in OF_THE_MODEL:
            self.breaker.succeeded()
        else:
            self.breaker.failed()
            logger.warning("chat model: %s", fault.code, extra={"fields": {"fault": fault.code, "words": fault.words}})


class _Reply:
    """One attempt's reply as far as it has come."""

    def __init__(self, sentences: Sentences, call: Call) -> None:
        self.sentences, self._call = sentences, call
        self.begun = False
        """Whether words came, or a second chunk: the first may hold the role alone."""
        self._chunks = 0
        self._started, self._first_ms = monotonic(), 0.0
        self._finish: str | None = None
        self._tokens: tuple[int, int] | None = None
        self._rest = ""
        self._any = False

    def take(self, chunk: Any) -> None:
        """One chunk: its words, how the reply ended, how many tokens there were."""
        self._chunks += 1
        if not self.begun and (chunk.text or self._chunks > 1):
            self.begun, self._first_ms = True, round((monotonic() - self._started) * 1000, 2)
        self._finish = chunk.response_metadata.get("finish_reason") or self._finish
        if usage := chunk.usage_metadata:
            read, written = self._tokens or (0, 0)  # some servers count on with every chunk
            self._tokens = max(read, usage["input_tokens"]), max(written, usage["output_tokens"])
        if found := self.sentences.feed(str(chunk.text)):
            self._any = True
            self._call.put(Said(tuple(found)))

    def whole(self) -> Fault | None:
        """Whether what came is a whole reply, now that no more comes."""
        self._rest = self.sentences.rest()
        if self._finish == "length" or (self._finish is None and self._rest):
            return Fault("cut_off", f"finish_reason {self._finish}")
        if self._finish == "content_filter":
            return Fault("refused", "finish_reason content_filter")
        return None if self._any or self._rest else Fault("empty")

    def end(self, fault: Fault | None) -> Said:
        """What is told at the end; words that break off are left out."""
        rest = "" if fault else self._rest
        return Said((), ended=True, rest=rest, fault=fault, tokens=self._tokens, first_ms=self._first_ms)


async def _let_go(model: "BaseChatModel") -> None:
    """Ends all calls, and the connections that a client keeps for the next ones."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if client := getattr(model, "root_async_client", None):
        await client.close()
