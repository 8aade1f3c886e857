"""`/api/session`: signing in with an access token or at the office's own sign-in (OpenID Connect), and out again."""

import logging
from typing import TYPE_CHECKING, Any, Final, cast

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.accounts.people import Person, roles
from assistant.accounts.sessions import LASTS
from assistant.api.caller import COOKIE, Caller, caller, own_page_only
from assistant.api.conversations import owner_of
from assistant.api.desk import Desk, TheDesk
from assistant.errors import ForbiddenError, SignInError
from assistant.messages import Role
from assistant.settings import Settings

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import OAuth

logger = logging.getLogger(__name__)

SIGN_IN_PATH: Final = "/api/session/oidc"
router = APIRouter(prefix="/api/session", tags=["session"])


class TokenIn(BaseModel):
    """An access token, as `python -m assistant user add` printed it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: str = Field(min_length=1, max_length=200)


class SessionOut(BaseModel):
    """Who is signed in (`name` is null where nobody needs to), how one can be, and whether conversations are kept."""

    model_config = ConfigDict(frozen=True)

    name: str | None
    role: Role | None
    sign_in: str
    keeps: bool


@router.get("")
def session(request: Request, desk: TheDesk) -> SessionOut:
    """Who the caller is; `role` is null where somebody must sign in first."""
    try:
        return _session_out(caller(request, desk), desk)
    except SignInError:
        return SessionOut(name=None, role=None, sign_in=desk.settings.sign_in, keeps=False)


@router.post("")
def begin(given: TokenIn, request: Request, response: Response, desk: TheDesk) -> SessionOut:
    """Signs in with an access token; the session is a cookie that no script can read."""
    own_page_only(request)
    person = desk.people.by_token(given.token.strip())
    if person is None:
        raise SignInError("这个访问令牌无效或已被收回，请核对，或向管理员要新的。")
    _signed_in(person, request, response, desk)
    return _session_out(Caller(person.role, person), desk)


@router.delete("", status_code=204)
def end(request: Request, response: Response, desk: TheDesk) -> None:
    """Signs out: the session ends here and the cookie goes."""
    own_page_only(request)
    if cookie := request.cookies.get(COOKIE):
        desk.sessions.end(cookie)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=not desk.settings.plain_http)


@router.get("/oidc", include_in_schema=False)
async def to_office(request: Request, desk: TheDesk) -> Response:
    """Sends the browser to the office's sign-in."""
    client = _client(desk)
    _safe(request, desk.settings)
    try:
        answer: Response = await client.authorize_redirect(request, str(request.url_for("from_office")))
    except Exception:  # nobody there, or not what a provider says: a person waits here all the same
        logger.exception("sign-in cannot begin")
        return _back("unreachable")
    return answer


@router.get("/oidc/callback", include_in_schema=False)
async def from_office(request: Request, desk: TheDesk) -> Response:
    """Takes the browser back, checks what the sign-in says, and begins the session."""
    client = _client(desk)
    try:
        claims = (await client.authorize_access_token(request)).get("userinfo") or {}
    except Exception:  # a refusal, a state that is not ours, a token that is not good
        logger.exception("sign-in refused")
        return _back("failed")
    person = await run_in_threadpool(_person, claims, desk)
    if person is None:
        logger.warning("sign-in refused: no role in the claim %s", desk.settings.oidc_role_claim)
        return _back("no-role")
    response = RedirectResponse("/", status_code=303)
    _signed_in(person, request, response, desk)
    return response


def _back(refused: str) -> Response:
    """A person waits at the other end, not a program: the page opens again and says what went wrong."""
    return RedirectResponse(f"/?sign_in={refused}", status_code=303)


def office(settings: Settings) -> "OAuth | None":
    """The office's sign-in as Authlib knows it; None where another way is set."""
    if settings.sign_in != "oidc":
        return None
    from authlib.integrations.starlette_client import OAuth  # noqa: PLC0415 slow, and most offices need it not

    secret = settings.oidc_client_secret.get_secret_value()
    public = {} if secret else {"token_endpoint_auth_method": "none"}
    registry = OAuth()
    registry.register(
        "office",
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_id=settings.oidc_client_id,
        client_secret=secret or None,
        client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256", **public},
    )
    return registry


def role_from(claim: object, settings: Settings) -> Role | None:
    """The highest role that a claim gives; it holds a name or a list of names, in the office's words."""
    given = {claim} if isinstance(claim, str) else set(claim) if isinstance(claim, list) else set()
    held = [role for role in roles() if settings.oidc_roles.get(role, role) in given]
    return held[-1] if held else None


def _person(claims: dict[str, Any], desk: Desk) -> Person | None:
    """Who the claims name; None where they give no role here."""
    role = role_from(claims.get(desk.settings.oidc_role_claim), desk.settings)
    if role is None:
        return None
    name = str(claims.get("name") or claims.get("preferred_username") or "")
    return desk.people.of_subject(f"{claims['iss']} {claims['sub']}", name, role)


def _client(desk: Desk) -> Any:
    if desk.office is None:
        raise SignInError("没有设置单位登录，请用访问令牌登录。")
    return cast("Any", desk.office).office


def _signed_in(person: Person, request: Request, response: Response, desk: Desk) -> None:
    _safe(request, desk.settings)
    response.set_cookie(
        COOKIE,
        desk.sessions.begin(person),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        secure=not desk.settings.plain_http,
        samesite="lax",
    )


def _safe(request: Request, settings: Settings) -> None:
    """Over plain HTTP anyone on the way reads the cookie; an intranet without TLS must say that it accepts that."""
    if request.url.scheme != "https" and not settings.plain_http:
        raise ForbiddenError("登录需要 https；内网没有证书时，请管理员设置 ASSISTANT_ALLOW_HTTP=1 并知悉风险。")


def _session_out(caller: Caller, desk: Desk) -> SessionOut:
    return SessionOut(
        name=caller.person.name if caller.person else None,
        role=caller.role,
        sign_in=desk.settings.sign_in,
        keeps=owner_of(caller, desk) is not None,
    )
