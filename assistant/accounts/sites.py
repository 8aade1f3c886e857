"""The portals that show the widget: each with a public key, the origins it may come from, and what it may see.

The key stands in the portal's page for everyone to read, so it is worth nothing by itself: from a browser it counts on
its origins only, and whoever forges an origin outside a browser gets public answers under the key's limits at most.
"""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Column, Engine, Integer, Row, String, Table, Unicode, UnicodeText, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.accounts.database import TABLES, Clock, Moment, now
from assistant.errors import SignInError, SiteError
from index.documents import Filters

TOKEN_SECONDS: Final = 30 * 60
_ORIGIN: Final = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9-]+(?::\d{1,5})?")
_LOOPBACK: Final = re.compile(r"http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?")

_SITES: Final = Table(
    "sites",
    TABLES,
    Column("key", String(40), primary_key=True),
    Column("name", Unicode(80), nullable=False),
    Column("origins", UnicodeText, nullable=False),
    Column("region", Unicode(80)),
    Column("document_ids", UnicodeText, nullable=False),
    Column("limits", UnicodeText, nullable=False),
    Column("created", Moment, nullable=False),
    Column("revoked", Moment),
)
_SECRETS: Final = Table(
    "secrets", TABLES, Column("id", Integer, primary_key=True), Column("secret", String(64), nullable=False)
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Questions a minute: of all of a site's visitors together, of one session, from one address."""

    site: int = 300
    session: int = 10
    address: int = 30


@dataclass(frozen=True, slots=True)
class Site:
    """A portal. `document_ids`: what may be answered from, empty for all that is public; `region` narrows it too."""

    key: str
    name: str
    origins: frozenset[str]
    region: str | None
    document_ids: frozenset[str]
    limits: Limits
    created: datetime

    @property
    def filters(self) -> Filters:
        """What every search from this portal is narrowed to."""
        return Filters(region=self.region, document_ids=self.document_ids or None)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visitor of a portal: the session that a token was given to."""

    site: Site
    session: str


class Sites:
    """The portals in a database, and the tokens that their visitors get."""

    def __init__(self, engine: Engine, clock: Clock = now) -> None:
        self._engine = engine
        self._clock = clock
        self._signer: URLSafeTimedSerializer | None = None

    def add(
        self,
        name: str,
        origins: Sequence[str],
        *,
        region: str | None = None,
        document_ids: Sequence[str] = (),
        limits: Limits | None = None,
    ) -> Site:
        """A new portal with a key of its own.

        Raises:
            SiteError: an origin is not one.
        """
        kept = frozenset(checked_origin(origin) for origin in origins)
        key = f"site_{secrets.token_urlsafe(16)}"
        site = Site(key, name, kept, region, frozenset(document_ids), limits or Limits(), self._clock())
        with self._engine.begin() as connection:
            connection.execute(insert(_SITES).values(_row(site)))
        return site

    def revoke(self, key: str) -> None:
        """Closes a portal at once: its key and all tokens given for it are worth nothing.

        Raises:
            SiteError: there is no such portal.
        """
        there = (_SITES.c.key == key) & _SITES.c.revoked.is_(None)
        with self._engine.begin() as connection:
            if connection.execute(update(_SITES).where(there).values(revoked=self._clock())).rowcount == 0:
                raise SiteError(f"there is no site with the key {key!r}; `python -m assistant site list` shows all")

    def all(self) -> list[Site]:
        """The portals that are open, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_SITES).where(_SITES.c.revoked.is_(None)).order_by(_SITES.c.name))
            return [_site(row) for row in rows]

    def get(self, key: str) -> Site | None:
        """The open portal with this key."""
        with self._engine.connect() as connection:
            row = connection.execute(select(_SITES).where(_SITES.c.key == key, _SITES.c.revoked.is_(None))).first()
        return _site(row) if row else None

    def origins(self, key: str) -> frozenset[str]:
        """Whose pages may read what the key's routes say; also that it was revoked, so that a visitor is told."""
        with self._engine.connect() as connection:
            found = connection.scalar(select(_SITES.c.origins).where(_SITES.c.key == key))
        return frozenset(json.loads(found)) if found else frozenset()

    def admit(self, key: str, origin: str | None) -> str:
        """A token for a new visitor from a page of this origin.

        Raises:
            SignInError: the key is not (or no longer) good, or the origin is none of its own.
        """
        return self._signed(self._from(key, origin), secrets.token_urlsafe(12), origin)

    def renew(self, visit: Visit, origin: str | None) -> str:
        """A fresh token for the same visitor."""
        return self._signed(visit.site, visit.session, origin)

    def visit(self, key: str, token: str, origin: str | None) -> Visit:
        """Whose token this is.

        Raises:
            SignInError: it is forged, too old, of another key, or given to a page of another origin.
        """
        site = self._from(key, origin)
        try:
            given = self._serializer().loads(token, max_age=TOKEN_SECONDS)
        except BadSignature as error:  # also what is too old
            raise SignInError("会话已过期，请重试。") from error
        if given["key"] != key or given["origin"] != origin:
            raise SignInError("这个会话不属于本页面，请刷新后重试。")
        return Visit(site, given["session"])

    def _from(self, key: str, origin: str | None) -> Site:
        site = self.get(key)
        if site is None:
            raise SignInError("本站的问答服务已停用，请联系网站管理员。")
        if origin not in site.origins:
            raise SignInError("本站没有获准使用这个问答服务，请联系网站管理员登记来源。")
        return site

    def _signed(self, site: Site, session: str, origin: str | None) -> str:
        token = self._serializer().dumps({"key": site.key, "session": session, "origin": origin})
        return token if isinstance(token, str) else token.decode()

    def _serializer(self) -> URLSafeTimedSerializer:
        """Signs with a secret that lies in the database, so that several processes know each other's tokens."""
        if self._signer is None:
            self._signer = URLSafeTimedSerializer(self._secret(), salt="widget")
        return self._signer

    def _secret(self) -> str:
        made = secrets.token_hex(32)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_SECRETS).values(id=1, secret=made))
        except IntegrityError:  # made before, perhaps by another process at this moment
            with self._engine.connect() as connection:
                return str(connection.scalar(select(_SECRETS.c.secret)))
        return made


def checked_origin(origin: str) -> str:
    """An origin as browsers send it.

    Raises:
        SiteError: it is something else, or lacks the encryption that a portal must have.
    """
    plain = origin.strip().rstrip("/").lower()
    if not _ORIGIN.fullmatch(plain):
        raise SiteError(f"{origin!r} is not an origin; write it as https://portal.example, without a path")
    if plain.startswith("http://") and not _LOOPBACK.fullmatch(plain):
        raise SiteError(f"{origin!r} is not encrypted; a portal needs https:// (http:// is for trying on localhost)")
    return plain


def _row(site: Site) -> Mapping[str, Any]:
    return {
        "key": site.key,
        "name": site.name,
        "origins": json.dumps(sorted(site.origins)),
        "region": site.region,
        "document_ids": json.dumps(sorted(site.document_ids)),
        "limits": json.dumps([site.limits.site, site.limits.session, site.limits.address]),
        "created": site.created,
    }


def _site(row: Row[Any]) -> Site:
    origins, documents = frozenset(json.loads(row.origins)), frozenset(json.loads(row.document_ids))
    return Site(row.key, row.name, origins, row.region, documents, Limits(*json.loads(row.limits)), row.created)
