"""Who sends a request: whoever an access token or a session names, else whoever may ask without either."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from assistant.accounts.people import Person
from assistant.api.desk import TheDesk
from assistant.errors import ForbiddenError, SignInError
from assistant.messages import Role, access_of
from index.documents import Access

COOKIE: Final = "session"
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_PAGE: Final = frozenset({"same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `person` is None where nobody needs to sign in."""

    role: Role
    person: Person | None = None

    @property
    def access(self) -> frozenset[Access]:
        """Which documents the caller may see."""
        return access_of(self.role)


def caller(request: Request, desk: TheDesk) -> Caller:
    """Whoever the request names, checked on every request: a removed person is out at once.

    Raises:
        SignInError: the token or the session is not good, or there is neither and the office wants one.
        ForbiddenError: a session was used from another site's page.
    """
    token = bearer(request)
    if token is not None:
        return _known(desk.people.by_token(token), "这个访问令牌无效或已被收回，请向管理员要新的。")
    cookie = request.cookies.get(COOKIE)
    if cookie:
        own_page_only(request)
        return _known(desk.sessions.person(cookie), "登录已过期，请重新登录。")
    if desk.settings.default_role is None:
        raise SignInError("请先登录。")
    return Caller(desk.settings.default_role)


TheCaller = Annotated[Caller, Depends(caller)]


def allowed(*roles: Role) -> Callable[[Caller], Caller]:
    """A guard of routes that not everyone may use.

    Raises:
        ForbiddenError: from the guard, for another role.
    """

    def guard(caller: TheCaller) -> Caller:
        if caller.role not in roles:
            raise ForbiddenError("您的角色不能使用这项功能，如有需要请联系管理员。")
        return caller

    return guard


def bearer(request: Request) -> str | None:
    """The token in `Authorization: Bearer …`; None where there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def own_page_only(request: Request) -> None:
    """A browser adds cookies to requests that other sites' pages make, too; those may not change anything.

    Raises:
        ForbiddenError: the request changes something and did not come from our own page.
    """
    if request.method in _READING:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = site in _OWN_PAGE if site is not None else origin in {None, f"{request.url.scheme}://{request.url.netloc}"}
    if not own:
        raise ForbiddenError("这个请求不是从本站页面发出的，已拒绝；请在本站页面里操作。")


def _known(person: Person | None, otherwise: str) -> Caller:
    if person is None:
        raise SignInError(otherwise)
    return Caller(person.role, person)
