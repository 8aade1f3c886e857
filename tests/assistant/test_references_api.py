"""`/api/references`: what documents cite, with the state of the cited edition, as far as the asker may see."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.settings import Settings
from index import publishing
from index.embeddings import load_embedder
from index.settings import IndexSettings
from tests.assistant.script import scripted
from tests.index.test_cross_references import LAW, LIBRARY, NEXT, rule

CITING = rule("第一条　依照灯笼法第三条和《灯笼侵权判断标准》办理。\n")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public law of 2020, replaced on 1 May 2026, an internal standard, and a public rule of 2021 that cites both."""
    folder = tmp_path_factory.mktemp("office")
    documents = (LAW, NEXT, replace(LIBRARY[2], access="internal"), CITING)
    publishing.write(folder, load_embedder("static"), lambda writer: [writer.put(one) for one in documents])
    return folder


@pytest.fixture(scope="module")
def officer(data: Path) -> Iterator[TestClient]:
    """Someone on this machine."""
    with TestClient(create_app(_settings(data, "127.0.0.1"), scripted), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def visitor(data: Path) -> Iterator[TestClient]:
    """Someone elsewhere, without a token."""
    with TestClient(create_app(_settings(data, "0.0.0.0"), scripted), base_url="http://office.example") as client:
        yield client


def _settings(data: Path, host: str) -> Settings:
    return Settings(host=host, sign_in="none" if host == "127.0.0.1" else "visitors", index=IndexSettings(data=data))


def asked(client: TestClient, **query: str | int) -> Any:
    """The answer to a question for references."""
    response = client.get("/api/references", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_a_reference_has_its_place_and_its_target(officer: TestClient) -> None:
    """Where it stands, as written, and what it means: document, clause, edition."""
    first = asked(officer, document_id="rule", as_of="2026-04-30")["references"][0]
    assert first == {
        "document_id": "rule",
        "document_title": "灯笼经营办法",
        "version_id": CITING.version_id,
        "clause_path": "第一条",
        "as_written": "灯笼法第三条",
        "start_char_index": 6,
        "end_char_index": 12,
        "cited_document_id": "law-2020",
        "cited_document_title": "中华人民共和国灯笼法",
        "cited_clause_paths": ["第三条"],
        "cited_state": "现行有效",
        "cited_effective_to": None,
        "cited_replaced_by": None,
        "fit": "of_the_day",
        "approximate": False,
        "reason": None,
    }


def test_a_replaced_edition_is_told_from_the_day_on(officer: TestClient) -> None:
    """From 1 May 2026 on the law of 2020 is 已被修改, and what replaced it is named; the reference still leads to it."""
    first = asked(officer, document_id="rule", as_of="2026-05-01")["references"][0]
    assert (first["cited_document_id"], first["cited_state"]) == ("law-2020", "已被修改")
    assert (first["cited_effective_to"], first["cited_replaced_by"]) == ("2026-04-30", "law-2026")


def test_a_visitor_learns_nothing_of_an_internal_target(officer: TestClient, visitor: TestClient) -> None:
    """To him the standard is not loaded, and asking who cites it is asking for what does not exist."""
    known, unknown = (asked(client, document_id="rule")["references"][1] for client in (officer, visitor))
    assert (known["cited_document_id"], known["reason"]) == ("standard", None)
    assert (unknown["cited_document_id"], unknown["cited_document_title"], unknown["reason"]) == (
        None,
        None,
        "not_loaded",
    )
    citing = [one["document_id"] for one in asked(officer, cites="standard")["references"]]
    assert citing == ["rule", "standard", "standard", "standard"]
    for query in ({"cites": "standard"}, {"document_id": "standard"}, {"cites": "nothing"}):
        assert visitor.get("/api/references", params=query).status_code == 404


def test_who_cites_a_document(visitor: TestClient) -> None:
    """All places where it is cited, its own 本法 and 前款 among them."""
    found = asked(visitor, cites="law-2020")["references"]
    assert [(one["document_id"], one["as_written"]) for one in found] == [
        ("law-2020", "本法"),
        ("law-2020", "前款第一项"),
        ("law-2020", "本法"),
        ("rule", "灯笼法第三条"),
    ]
    assert [one["as_written"] for one in asked(visitor, cites="law-2020", document_id="rule")["references"]] == [
        "灯笼法第三条"
    ]


def test_pages(visitor: TestClient) -> None:
    """The total counts all pages; a page that is no page is refused."""
    page = asked(visitor, document_id="rule", limit=1, offset=1)
    assert (page["total"], page["limit"], page["offset"]) == (2, 1, 1)
    assert [one["as_written"] for one in page["references"]] == ["《灯笼侵权判断标准》"]
    for query in ({"limit": 0}, {"limit": 1001}, {"offset": -1}, {"as_of": "2026-02-30"}):
        assert visitor.get("/api/references", params=query).status_code == 422
