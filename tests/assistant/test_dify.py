"""Dify finds clauses here as in a knowledge base of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.settings import Settings
from index.settings import IndexSettings
from tests.assistant.office import open_office
from tests.assistant.script import scripted

ASKED = {
    "knowledge_id": "all",
    "query": "违反条例的责令停止侵权并处罚款",
    "retrieval_setting": {"top_k": 5, "score_threshold": 0.0},
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("dify"))


@pytest.fixture(scope="module")
def officer(data: Path) -> Iterator[TestClient]:
    """Someone on this machine."""
    with TestClient(create_app(Settings(index=IndexSettings(data=data)), scripted), base_url="http://127.0.0.1") as it:
        yield it


def records(client: TestClient, **given: Any) -> list[dict[str, Any]]:
    """What is found."""
    response = client.post("/retrieval", json=ASKED | given, headers={"Authorization": "Bearer any"})
    assert response.status_code == 200
    return list(response.json()["records"])


def test_records_are_whole_clauses_with_metadata(officer: TestClient) -> None:
    """Content, score, title; no field of the metadata is null."""
    found = records(officer)
    assert "五万元以下罚款" in found[0]["content"]
    assert found[0]["title"] == "《示例商标条例》第四条"
    assert all(value is not None for record in found for value in record["metadata"].values())
    assert all(0 <= record["score"] <= 1 for record in found)
    assert [r["score"] for r in found] == sorted((r["score"] for r in found), reverse=True)


def test_no_more_than_wanted_and_no_less_near(officer: TestClient) -> None:
    """`top_k` and `score_threshold` are kept to."""
    best = records(officer)
    assert len(records(officer, retrieval_setting={"top_k": 1, "score_threshold": 0})) == 1
    above = records(officer, retrieval_setting={"top_k": 9, "score_threshold": best[0]["score"]})
    assert [r["score"] >= best[0]["score"] for r in above] == [True] * len(above)


@pytest.mark.parametrize(
    ("operator", "name", "value", "documents"),
    [
        ("is", "kind", "行政法规", {"sample-law"}),
        ("is not", "kind", "行政法规", {"sample-plan"}),
        ("contains", "title", "工作", {"sample-plan"}),
        ("not contains", "title", "工作", {"sample-law"}),
        ("start with", "title", "示例", {"sample-law"}),
        ("end with", "title", "方案", {"sample-plan"}),
        ("empty", "document_number", None, {"sample-plan"}),
        ("not empty", "document_number", None, {"sample-law"}),
        ("=", "year", 2024, {"sample-plan"}),
        ("≥", "year", 2024, {"sample-plan"}),
        (">", "year", 2024, set()),
        ("before", "effective_from", "2021-01-01", {"sample-law"}),
        ("after", "effective_from", "2021-01-01", set()),
        ("in", "kind", ["行政法规", "规章"], {"sample-law"}),
        ("is", "colour", "red", set()),
    ],
)
def test_conditions_on_the_metadata_hold(
    officer: TestClient, operator: str, name: str, value: object, documents: set[str]
) -> None:
    """Each comparison that Dify knows."""
    condition = {"conditions": [{"name": [name], "comparison_operator": operator, "value": value}]}
    found = records(officer, query="商标保护工作", metadata_condition=condition)
    assert {record["metadata"]["document_id"] for record in found} == documents


def test_any_or_all_conditions(officer: TestClient) -> None:
    """By the logical operator."""
    conditions = [
        {"name": ["kind"], "comparison_operator": "is", "value": "行政法规"},
        {"name": ["kind"], "comparison_operator": "is", "value": "实施方案"},
    ]
    both = {"logical_operator": "and", "conditions": conditions}
    assert records(officer, query="商标保护工作", metadata_condition=both) == []
    assert records(officer, query="商标保护工作", metadata_condition=both | {"logical_operator": "or"})


def test_a_knowledge_base_is_all_the_public_part_or_a_document(officer: TestClient) -> None:
    """Anything else does not exist, in Dify's own words."""
    assert {r["metadata"]["document_id"] for r in records(officer, knowledge_id="sample-plan")} == {"sample-plan"}
    assert "sample-plan" not in {r["metadata"]["document_id"] for r in records(officer, knowledge_id="public")}
    response = officer.post("/retrieval", json=ASKED | {"knowledge_id": "none"})
    assert (response.status_code, response.json()["error_code"]) == (404, 2001)


def test_a_visitor_finds_nothing_internal(data: Path) -> None:
    """Neither by words nor by the document's id."""
    settings = Settings(host="0.0.0.0", sign_in="visitors", index=IndexSettings(data=data))
    with TestClient(create_app(settings, scripted), base_url="http://office.example") as visitor:
        found = visitor.post("/retrieval", json=ASKED | {"query": "知识产权保护工作"}).json()["records"]
        assert "sample-plan" not in {record["metadata"]["document_id"] for record in found}
        assert visitor.post("/retrieval", json=ASKED | {"knowledge_id": "sample-plan"}).status_code == 404


def test_without_a_good_token_nothing_is_found(data: Path) -> None:
    """Dify's own code says why."""
    settings = Settings(host="0.0.0.0", sign_in="tokens", index=IndexSettings(data=data))
    with TestClient(create_app(settings, scripted), base_url="http://office.example") as client:
        response = client.post("/retrieval", json=ASKED, headers={"Authorization": "Bearer wrong"})
    assert (response.status_code, response.json()["error_code"]) == (401, 1002)


@pytest.mark.parametrize("given", [{"query": ""}, {"retrieval_setting": {"top_k": 0}}, {"knowledge_id": ""}])
def test_what_cannot_be_asked_is_refused(officer: TestClient, given: dict[str, Any]) -> None:
    """With a code and words."""
    response = officer.post("/retrieval", json=ASKED | given)
    assert (response.status_code, response.json()["error_code"]) == (422, 422)
    assert response.json()["error_msg"]
