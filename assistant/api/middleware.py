"""What stands before every route, as plain ASGI: wrappers that see requests as they come disturb no stream."""

from collections.abc import Callable, Iterable

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import BodyTooLargeError, HostError

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors "
)
SECURITY_HEADERS = {
    "Content-Security-Policy": f"{_POLICY}'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


_WIDGET = "/api/widget/"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


class SecurityHeaders:
    """Adds `SECURITY_HEADERS` to every response, also to refusals and errors; a route may set a policy of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and completes the head of the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class OpenToSites:
    """Lets a portal's page read what the widget asks for: each key's routes are open to the key's own origins.

    Static modules hold nothing of the office, so any page may load them. No cookie ever comes along.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers a browser that asks beforehand whether it may send it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        opened = await self._opened(scope, headers.get("origin"))
        if opened and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await Response(status_code=204, headers=opened | _PREFLIGHT)(scope, receive, send)
            return

        async def send_opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(opened)
            await send(message)

        await self._app(scope, receive, send_opened if opened else send)

    async def _opened(self, scope: Scope, origin: str | None) -> dict[str, str]:
        """The headers that open a response to the page that asks for it; none where it stays closed."""
        path: str = scope["path"]
        if path == "/widget.js" or (path.startswith("/web/") and path.endswith(".js")):
            return {"Access-Control-Allow-Origin": "*"}
        if not (path.startswith(_WIDGET) and origin):
            return {}
        key = path.removeprefix(_WIDGET).partition("/")[0]
        origins = await run_in_threadpool(scope["app"].state.desk.sites.origins, key)
        if origin not in origins:
            return {"Vary": "Origin"}
        return {
            "Vary": "Origin",
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "Retry-After",
            "Content-Security-Policy": _POLICY + " ".join(sorted(origins)),
        }


class BodyLimit:
    """Stops reading a body after `limit` bytes, before anything parses it."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and counts what is read of it.

        Raises:
            BodyTooLargeError: in the route that reads, when more than the limit comes.
        """
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise BodyTooLargeError(f"请求内容超过 {self._limit // 1024} KB，请缩短问题或减少历史对话。")
            return message

        await self._app(scope, counted, send)


class KnownHosts:
    """Answers only to its own names: a page elsewhere could point a name of its own at a server on loopback."""

    def __init__(self, app: ASGIApp, names: Iterable[str], refuse: Callable[[Exception], ASGIApp]) -> None:
        self._app = app
        self._names = frozenset(names)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is asked of a known host and refuses the rest."""
        host = Headers(scope=scope).get("host", "") if scope["type"] == "http" else None
        if host is None or host_name(host) in self._names:
            await self._app(scope, receive, send)
            return
        reason = f"不接受主机名“{host[:60]}”，本机请用 http://127.0.0.1 或 http://localhost 打开。"
        await self._refuse(HostError(reason))(scope, receive, send)


def host_name(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("[::1]:8000"), host_name("LocalHost:8000"), host_name("[::1]")
    ('[::1]', 'localhost', '[::1]')
    """
    name, _, port = header.rpartition(":")
    return (name if port.isdecimal() and not header.endswith("]") else header).lower()
