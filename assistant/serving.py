"""The server as a process: the port taken first, the application on it, and word when it is ready."""

import gc
import socket
from collections.abc import Callable

import uvicorn

from assistant.app import create_app
from assistant.errors import SettingsError
from assistant.settings import Settings

_GRACE_SECONDS = 5
"""How long open streams may go on after Ctrl-C."""
_COLLECT_AFTER = (10_000, 20, 100)
"""Objects until the youngest are looked over for cycles, and how often that until the older and the oldest are."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, taken before anything slow begins.

    Raises:
        SettingsError: the address does not exist here, is taken, or may not be used.
    """
    listener: socket.socket | None = None
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: elsewhere two servers would share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if listener:
            listener.close()
        raise SettingsError(
            f"cannot serve on {host}:{port} ({error.strerror or error}); "
            "stop the server that uses it or choose another with --port"
        ) from error
    return listener


def serve(settings: Settings, listener: socket.socket, ready: Callable[[str], None]) -> None:
    """Serves until it is stopped; `ready` gets the address as soon as questions can be asked."""
    config = uvicorn.Config(
        create_app(settings), log_config=None, access_log=False, timeout_graceful_shutdown=_GRACE_SECONDS
    )

    def started() -> None:
        _spare_the_old()
        ready(address_of(listener))

    _Server(config, started).run(sockets=[listener])


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then says so."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def _spare_the_old() -> None:
    """What was made until now stays; to look it over again and again, every thread of the server would stand still.

    With hundreds of streams open such a pause took a second. What lives as long as the index is freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)
