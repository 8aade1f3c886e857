"""The whole server on a real port, in a thread, for clients that others wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import uvicorn

from assistant.app import create_app
from assistant.serving import _Server, address_of, listen
from assistant.settings import Settings


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """The server's address, until the end of the block."""
    ready = Event()
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(create_app(settings), log_config=None, access_log=False, timeout_graceful_shutdown=1)
        server = _Server(config, ready.set)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            assert ready.wait(30)
            yield address_of(listener).rstrip("/")
        finally:
            server.should_exit = True
            thread.join(20)
