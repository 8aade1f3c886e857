"""The assistant's library as tools for other programs, over the Model Context Protocol."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

from pydantic import BaseModel, Field

from assistant.accounts.people import People
from assistant.api.schemas import CitationOut, check_question
from assistant.days import parse_day, today
from assistant.errors import AssistantError, QuestionError, SettingsError, SignInError
from assistant.lookup import Lookup
from assistant.messages import Role, access_of
from assistant.settings import Settings
from index.documents import Access, Filters
from index.errors import IndexingError, UnknownDocumentError

if TYPE_CHECKING:
    from mcp.server import MCPServer

logger = logging.getLogger(__name__)

T = TypeVar("T")
_MOST: Final = 50
_DAYS: Final = 366
_INSTRUCTIONS: Final = (
    "知识产权行政执法的文件库：方案、法律、法规、规章和标准的原文，逐条可引。先用 search 或 get_clause 取得条文，"
    "回答时照录原文并注明文件和条款；state 说明条文在所问日期是否有效。"
)

WhoAsks = Callable[[str | None], Role]
"""From an access token, or None where there is none, to a role; raises SignInError."""


class FoundClause(BaseModel):
    """A clause near a query, with what is needed to cite it."""

    score: float
    citation: CitationOut


class FoundClauses(BaseModel):
    """The clauses found, best first."""

    clauses: list[FoundClause]


class NamedClauses(BaseModel):
    """The clauses that were named; none: there is no such clause."""

    clauses: list[CitationOut]


class Listed(BaseModel):
    """A document of the library."""

    document_id: str
    title: str
    number: str | None
    kind: str | None
    region: str | None
    year: int | None
    state: str
    effective_from: date | None
    effective_to: date | None


class ListedDocuments(BaseModel):
    """All documents that the asker may see."""

    documents: list[Listed]


class DueClause(BaseModel):
    """Something that is to be done by a day, with the clause that says so."""

    days: list[date]
    due_text: str
    organ: str | None
    what: str
    recipient: str | None
    channel: str | None
    citation: CitationOut


class DueClauses(BaseModel):
    """What is due, the nearest first."""

    deadlines: list[DueClause]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the tools do; `who` turns a caller's token into a role, checked on every call."""

    lookup: Lookup
    who: WhoAsks

    def search(
        self, token: str | None, query: str, top_k: int, document_id: str | None, as_of: str | None
    ) -> FoundClauses:
        """Clauses near a query, best first."""
        check_question(query)
        filters = Filters(document_id=document_id) if document_id else Filters()
        found = self.lookup.search(query, self._access(token), _day(as_of), top_k, filters)
        return FoundClauses(
            clauses=[FoundClause(score=one.score, citation=CitationOut.model_validate(one.citation)) for one in found]
        )

    def get_clause(
        self,
        token: str | None,
        reference: str | None,
        document_id: str | None,
        clause_path: str | None,
        as_of: str | None,
    ) -> NamedClauses:
        """A clause by its name in words, or by document and path."""
        access, day = self._access(token), _day(as_of)
        if document_id and clause_path:
            one = self.lookup.clause(document_id, clause_path, access, day)
            found = [one] if one else []
        else:
            found = self.lookup.clauses(reference or "", access, day)
        return NamedClauses(clauses=[CitationOut.model_validate(citation) for citation in found])

    def list_documents(self, token: str | None, as_of: str | None) -> ListedDocuments:
        """All documents with their states."""
        rows = self.lookup.documents(self._access(token), _day(as_of))
        return ListedDocuments(
            documents=[
                Listed(
                    document_id=edition.document_id,
                    title=edition.metadata.title,
                    number=edition.metadata.number,
                    kind=edition.metadata.kind,
                    region=edition.metadata.region.name if edition.metadata.region else None,
                    year=edition.metadata.year,
                    state=state,
                    effective_from=edition.metadata.effective_from,
                    effective_to=edition.effective_to,
                )
                for edition, state in rows
            ]
        )

    def deadlines(self, token: str | None, since: str | None, before: str | None, organ: str | None) -> DueClauses:
        """What the documents say is due from one day to another."""
        first = _day(since)
        last = _day(before) if before else first + timedelta(days=_DAYS)
        if last < first:
            raise QuestionError(f"截止日 {last} 早于起始日 {first}，请改正后再查。")
        rows = self.lookup.deadlines(self._access(token), first, last, organ)
        return DueClauses(
            deadlines=[
                DueClause(
                    days=days,
                    due_text=row.due_text,
                    organ=row.organ,
                    what=f"{row.verb}{row.what}",
                    recipient=row.recipient,
                    channel=row.channel,
                    citation=CitationOut.model_validate(citation),
                )
                for citation, row, days in rows
            ]
        )

    def _access(self, token: str | None) -> frozenset[Access]:
        return access_of(self.who(token))


def mcp_server(tools: Tools) -> "MCPServer":
    """The server with its tools; stdio and HTTP are ways to run it.

    Raises:
        SettingsError: the SDK is not installed.
    """
    try:
        from mcp.server import MCPServer  # noqa: PLC0415  no part of the plain installation
        from mcp.server.mcpserver import Context  # noqa: PLC0415  the same
        from mcp_types import ToolAnnotations  # noqa: PLC0415  the same
    except ImportError as error:
        raise SettingsError("the MCP server needs the SDK: pip install 'ip-enforcement-assistant[mcp]'") from error
    server = MCPServer("ip-enforcement-assistant", title="知识产权执法文件库", instructions=_INSTRUCTIONS)
    reads = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    def search(
        query: Annotated[str, Field(description="要查的内容，用文件里的词最好")],
        ctx: Context,
        top_k: Annotated[int, Field(ge=1, le=_MOST, description="最多几条")] = 8,
        document_id: Annotated[str | None, Field(description="只查这份文件")] = None,
        as_of: Annotated[str | None, Field(description="按哪一天的有效文本查，如 2026-11-21；默认今天")] = None,
    ) -> FoundClauses:
        return _told(lambda: tools.search(_token(ctx), query, top_k, document_id, as_of))

    def get_clause(
        ctx: Context,
        reference: Annotated[str | None, Field(description="条款的写法，如 商标法第五十七条第二项")] = None,
        document_id: Annotated[str | None, Field(description="文件的 document_id，与 clause_path 一起用")] = None,
        clause_path: Annotated[str | None, Field(description="条款路径，如 第五十七条/第（二）项")] = None,
        as_of: Annotated[str | None, Field(description="按哪一天的有效文本取，如 2026-11-21；默认今天")] = None,
    ) -> NamedClauses:
        return _told(lambda: tools.get_clause(_token(ctx), reference, document_id, clause_path, as_of))

    def list_documents(
        ctx: Context,
        as_of: Annotated[str | None, Field(description="状态按哪一天算，如 2026-11-21；默认今天")] = None,
    ) -> ListedDocuments:
        return _told(lambda: tools.list_documents(_token(ctx), as_of))

    def deadlines(
        ctx: Context,
        since: Annotated[str | None, Field(description="从哪一天起，如 2026-11-21；默认今天")] = None,
        before: Annotated[str | None, Field(description="到哪一天止；默认一年内")] = None,
        organ: Annotated[str | None, Field(description="只查这个单位的")] = None,
    ) -> DueClauses:
        return _told(lambda: tools.deadlines(_token(ctx), since, before, organ))

    described: tuple[tuple[Callable[..., Any], str], ...] = (
        (search, "按内容查条文，返回最相近的条文原文和出处。"),
        (get_clause, "按名称或路径取一条条文的原文和出处。"),
        (deadlines, "按文件的规定，列出某段时间内到期的事项（报送、办结等）及其条款。"),
        (list_documents, "列出文件库里的全部文件及其效力状态。"),
    )
    for tool, words in described:
        server.add_tool(tool, description=words, annotations=reads)
    return server


def by_token(settings: Settings, people: People) -> WhoAsks:
    """Who asks over HTTP: whoever a token names, else whoever may ask without one."""

    def who(token: str | None) -> Role:
        if token is None:
            if settings.default_role is None:
                raise SignInError("请带上访问令牌（Authorization: Bearer …）。")
            return settings.default_role
        person = people.by_token(token)
        if person is None and settings.sign_in == "none" and settings.default_role:
            return settings.default_role  # a key that nobody wants is no reason to refuse
        if person is None:
            raise SignInError("这个访问令牌无效或已被收回，请向管理员要新的。")
        return person.role

    return who


def owner(_: str | None) -> Role:
    """Who asks over stdio: whoever started the process, and can read its folder."""
    return "officer"


def _token(ctx: Any) -> str | None:
    """The bearer's token of an HTTP request; over stdio there is none."""
    kind, _, token = (ctx.headers or {}).get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _told(work: Callable[[], T]) -> T:
    """What the work returns; our own errors in their own words, others without what they may give away."""
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415  as in `mcp_server`

    try:
        return work()
    except (AssistantError, UnknownDocumentError) as error:
        raise ToolError(str(error)) from error
    except IndexingError as error:
        logger.warning("tool failed: %s", error)
        raise ToolError("索引暂时不能用，请稍后再试。") from error


def _day(as_of: str | None) -> date:
    return parse_day(as_of) if as_of else today()
