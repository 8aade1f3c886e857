"""Programs use the library as tools: the SDK's own client, over stdio and over HTTP."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from assistant.accounts.database import open_database
from assistant.accounts.people import People
from assistant.errors import SignInError
from assistant.lookup import Lookup
from assistant.mcp_server import Tools, by_token, mcp_server, owner
from assistant.serving import _Server, address_of, listen
from assistant.settings import Settings
from index.embeddings import load_embedder
from index.publishing import Library
from index.settings import IndexSettings
from tests.assistant.office import open_office

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("mcp"))


@pytest.fixture(scope="module")
def lookup(data: Path) -> Iterator[Lookup]:
    """What the tools read."""
    embedder = load_embedder("static")
    library = Library(data, embedder)
    yield Lookup(library, embedder)
    library.close()


def called(server: Any, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """The results of calls in one session."""

    async def session() -> list[Any]:
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(session())


@contextmanager
def over_http(lookup: Lookup, settings: Settings, people: People) -> Iterator[str]:
    """The server on a real port."""
    app = mcp_server(Tools(lookup, by_token(settings, people))).streamable_http_app(
        stateless_http=True, json_response=True
    )
    ready = Event()
    with listen("127.0.0.1", 0) as listener:
        server = _Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1), ready.set)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            assert ready.wait(20)
            yield f"{address_of(listener)}mcp"
        finally:
            server.should_exit = True
            thread.join(20)


def test_the_tools_are_described(lookup: Lookup) -> None:
    """Their names, what they take and give, and that they only read."""

    async def tools() -> list[Any]:
        async with Client(mcp_server(Tools(lookup, owner))) as client:
            return list((await client.list_tools()).tools)

    described = asyncio.run(tools())
    assert {tool.name for tool in described} >= {"search", "get_clause", "list_documents", "deadlines"}
    assert all(tool.description and tool.output_schema and tool.annotations.read_only_hint for tool in described)
    assert "ctx" not in next(tool for tool in described if tool.name == "search").input_schema["properties"]


def test_clauses_are_found_named_and_listed(lookup: Lookup) -> None:
    """With document, path, words and state: what one needs to cite them."""
    found, named, placed, listed = called(
        mcp_server(Tools(lookup, owner)),
        ("search", {"query": "责令停止侵权并处罚款", "top_k": 3}),
        ("get_clause", {"reference": "《示例商标条例》第三条第二项"}),
        ("get_clause", {"document_id": "sample-plan", "clause_path": "二/（一）"}),
        ("list_documents", {}),
    )
    best = found.structured_content["clauses"][0]["citation"]
    assert (best["clause_path"], best["state"]) == ("第四条", "现行有效")
    assert [one["cited_text"] for one in named.structured_content["clauses"]] == ["（二）超出许可范围使用的；"]
    assert placed.structured_content["clauses"][0]["document_id"] == "sample-plan"
    assert {one["document_id"] for one in listed.structured_content["documents"]} == {"sample-law", "sample-plan"}


def test_deadlines_come_with_their_clauses(lookup: Lookup) -> None:
    """The reports of the plan, due on 15 November of its year, and nothing in another year."""
    due, none, wrong = called(
        mcp_server(Tools(lookup, owner)),
        ("deadlines", {"since": "2024-01-01", "before": "2024-12-31"}),
        ("deadlines", {"since": "2023-01-01", "before": "2023-12-31"}),
        ("deadlines", {"since": "2024-01-02", "before": "2024-01-01"}),
    )
    (row,) = due.structured_content["deadlines"]
    assert (row["days"], row["citation"]["document_id"]) == (["2024-11-15"], "sample-plan")
    assert (none.structured_content["deadlines"], wrong.is_error) == ([], True)


def test_what_is_not_there_is_told(lookup: Lookup) -> None:
    """No clause is an empty list; a document that does not exist, a day that does not, an empty query are errors."""
    none, document, day, query = called(
        mcp_server(Tools(lookup, owner)),
        ("get_clause", {"reference": "示例商标条例第九十九条"}),
        ("get_clause", {"document_id": "none", "clause_path": "第一条"}),
        ("search", {"query": "罚款", "as_of": "2026-02-30"}),
        ("search", {"query": " "}),
    )
    assert none.structured_content == {"clauses": []}
    assert [result.is_error for result in (document, day, query)] == [True, True, True]
    assert "2026-02-30" in day.content[0].text


def test_over_stdio_the_client_starts_the_server(data: Path) -> None:
    """`python -m assistant mcp`: nothing but the protocol on its output."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp", "--data", str(data)], cwd=ROOT
    )
    (result,) = called(command, ("get_clause", {"reference": "示例商标条例第四条"}))
    assert "五万元以下罚款" in result.structured_content["clauses"][0]["cited_text"]


def test_over_http_a_token_decides_what_is_seen(lookup: Lookup, data: Path, tmp_path: Path) -> None:
    """Visitors see what is public; an officer's token opens the rest; a wrong one nothing."""
    database = open_database(f"sqlite:///{tmp_path / 'people.sqlite'}")
    people = People(database)
    _, token = people.add("张三", "officer")
    settings = Settings(host="0.0.0.0", sign_in="visitors", index=IndexSettings(data=data))
    with over_http(lookup, settings, people) as url:
        assert _seen(url, None) == {"sample-law"}
        assert _seen(url, token) == {"sample-law", "sample-plan"}
        assert _seen(url, "wrong") is None
    database.dispose()


def _seen(url: str, token: str | None) -> set[str] | None:
    """The documents that a bearer of the token sees; None where the server refuses."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def session() -> Any:
        async with (
            httpx2.AsyncClient(headers=headers, timeout=20) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await client.call_tool("list_documents", {})

    result = asyncio.run(session())
    return None if result.is_error else {one["document_id"] for one in result.structured_content["documents"]}


def test_where_tokens_are_wanted_nobody_comes_without(tmp_path: Path) -> None:
    """The role is decided on every call."""
    database = open_database(f"sqlite:///{tmp_path / 'people.sqlite'}")
    who = by_token(Settings(host="0.0.0.0", sign_in="tokens"), People(database))
    with pytest.raises(SignInError):
        who(None)
    database.dispose()
