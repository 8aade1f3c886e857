"""`/api/deadlines`, `/api/duties`, `/api/contacts` and their files: filters, days, calendars, tables, who sees what."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from openpyxl import load_workbook

from assistant.api.sheets import as_csv, as_xlsx
from assistant.app import create_app
from assistant.settings import Settings
from index import publishing
from index.documents import Document, Region
from index.embeddings import load_embedder
from index.settings import IndexSettings
from tests.assistant.script import scripted
from tests.index.registers.made_up import PLAN, plan

HIDDEN = PLAN.replace("临江", "望海").replace("商标科", "专利科")


def placed(document: Document, place: str) -> Document:
    """A plan of a place."""
    region = Region(f"江南省{place}", "city", ("全国", "江南省"))
    return replace(document, metadata=replace(document.metadata, region=region, title=f"{place}方案"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public plan of 临江 and an internal one of 望海, both of 2024."""
    folder = tmp_path_factory.mktemp("office")
    documents = (placed(plan(), "临江市"), placed(plan(HIDDEN, access="internal", document_id="hidden"), "望海市"))
    publishing.write(folder, load_embedder("static"), lambda writer: [writer.put(one) for one in documents])
    return folder


@pytest.fixture(scope="module")
def officer(data: Path) -> Iterator[TestClient]:
    """Someone on this machine."""
    settings = Settings(host="127.0.0.1", sign_in="none", index=IndexSettings(data=data))
    with TestClient(create_app(settings, scripted), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="module")
def visitor(data: Path) -> Iterator[TestClient]:
    """Someone elsewhere, without a token."""
    settings = Settings(host="0.0.0.0", sign_in="visitors", index=IndexSettings(data=data))
    with TestClient(create_app(settings, scripted), base_url="http://office.example") as client:
        yield client


def asked(client: TestClient, path: str, **query: str | int | bool) -> Any:
    """What a route says."""
    response = client.get(f"/api/{path}", params=query)
    assert response.status_code == 200, response.text
    return response.json()


def test_deadlines_come_by_their_next_day(visitor: TestClient) -> None:
    """On 18 June: first what is due in two days; the plan's years are over in 2025."""
    found = asked(visitor, "deadlines", as_of="2024-06-18")
    assert [(one["what"], one["next_due"], one["days_left"], one["when"]) for one in found["deadlines"]] == [
        ("半年小结", "2024-06-20", 2, "ahead"),
        ("进展情况", "2024-06-30", 12, "ahead"),
        ("统计表", "2024-07-05", 17, "ahead"),
        ("全年总结", "2024-11-30", 165, "ahead"),
    ]
    late = asked(visitor, "deadlines", as_of="2025-03-01")["deadlines"]
    assert {(one["next_due"], one["when"]) for one in late} == {(None, "past")}


def test_a_deadline_has_its_clause(visitor: TestClient) -> None:
    """Who, to whom, and the words of the text that say so."""
    first = asked(visitor, "deadlines", as_of="2024-06-18")["deadlines"][0]
    assert (first["organ"], first["recipient"], first["clause_path"]) == ("各县区局", "市局商标科", "三")
    assert PLAN[first["start_char_index"] : first["end_char_index"]] == first["cited_text"]
    assert first["cited_text"].startswith("请各县区局分别于2024年6月20日")


def test_a_month(visitor: TestClient) -> None:
    """With from and to each row has its days of that span, for a calendar's page; others are left out."""
    found = asked(visitor, "deadlines", **{"from": "2024-06-01", "to": "2024-06-30", "as_of": "2024-06-18"})
    assert {one["what"]: one["days"] for one in found["deadlines"]} == {
        "统计表": ["2024-06-05"],
        "半年小结": ["2024-06-20"],
        "进展情况": ["2024-06-30"],
    }
    assert [one["day_derived"] for one in found["deadlines"] if one["what"] == "进展情况"] == [True]


def test_filters(officer: TestClient) -> None:
    """By region, document and organ; a page that is no page is refused."""
    assert {one["document_id"] for one in asked(officer, "deadlines", region="望海")["deadlines"]} == {"hidden"}
    assert asked(officer, "deadlines", region="望海", document_id="plan")["total"] == 0
    assert {one["organ"] for one in asked(officer, "deadlines", organ="市局")["deadlines"]} == {"市局"}
    for query in ({"limit": 0}, {"from": "2024-02-30"}, {"offset": -1}):
        assert officer.get("/api/deadlines", params=query).status_code == 422
    assert officer.get("/api/duties", params={"modal": "perhaps"}).status_code == 422


def test_duties_with_whom_a_filter_can_offer(visitor: TestClient) -> None:
    """Organs are counted over all that the asker may see of the documents in question."""
    found = asked(visitor, "duties", document_id="plan", organ="各基层所", limit=2)
    assert (found["total"], [(one["verb"], one["object"]) for one in found["duties"]]) == (
        3,
        [("走访", "老字号企业"), ("建立", "商户台账")],
    )
    assert {"organ": "各基层所", "count": 3} in found["organs"]
    assert asked(visitor, "duties", words="移送公安机关")["duties"][0]["object"] == "公安机关"
    assert all(one["due_text"] for one in asked(visitor, "duties", dated=True)["duties"])


def test_contacts(visitor: TestClient) -> None:
    """A block as it stands."""
    (found,) = asked(visitor, "contacts")["contacts"]
    assert (found["organ"], found["names"], found["mails"]) == ("商标科", ["周明", "李雪"], ["sb@linjiang.example"])


def test_a_visitor_learns_nothing_of_the_hidden_plan(officer: TestClient, visitor: TestClient) -> None:
    """Twice as many rows for the officer; to the visitor it is not there, by id, region or file."""
    for name in ("deadlines", "duties", "contacts"):
        assert asked(officer, name)["total"] == 2 * asked(visitor, name)["total"] > 0
        assert visitor.get(f"/api/{name}", params={"document_id": "hidden"}).status_code == 404
        assert asked(visitor, name, region="望海")["total"] == 0
        assert "望海" in officer.get(f"/api/{name}.csv").text
        assert "望海" not in visitor.get(f"/api/{name}.csv").text
    assert "望海" not in visitor.get("/api/deadlines.ics").text


def test_a_calendar_that_others_read(visitor: TestClient) -> None:
    """Read back by the library: whole days, rules with their end, identifiers that another day of asking keeps."""
    response = visitor.get("/api/deadlines.ics", params={"as_of": "2024-06-18"})
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in response.text.split("\r\n"))
    events = {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}
    assert events["各县区局：报送半年小结"]["DTSTART"].dt == date(2024, 6, 20)
    assert events["各县区局：报送统计表"]["RRULE"] == {
        "FREQ": ["MONTHLY"],
        "BYMONTHDAY": [5],
        "UNTIL": [date(2024, 12, 31)],
    }
    later = Calendar.from_ical(visitor.get("/api/deadlines.ics", params={"as_of": "2024-07-01"}).content)
    assert {str(event["UID"]) for event in later.walk("VEVENT")} == {str(event["UID"]) for event in events.values()}


def test_a_table_for_excel(visitor: TestClient) -> None:
    """CSV opens with the mark of UTF-8; the workbook has the same cells, days as days."""
    content = visitor.get("/api/deadlines.csv", params={"as_of": "2024-06-18"}).content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(visitor.get("/api/deadlines.xlsx", params={"as_of": "2024-06-18"}).content))
    cells = [[cell.value for cell in row] for row in book.active.rows]
    assert rows[0] == cells[0]
    assert rows[0][0] == "到期日"
    assert (rows[1][0], cells[1][0].date()) == ("2024-06-20", date(2024, 6, 20))
    assert [len(rows), book.active.freeze_panes] == [5, "A2"]


@pytest.mark.parametrize("name", ["duties", "contacts", "references"])
def test_the_other_tables(visitor: TestClient, name: str) -> None:
    """Each as both forms and as no other."""
    assert visitor.get(f"/api/{name}.csv").headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert load_workbook(io.BytesIO(visitor.get(f"/api/{name}.xlsx").content)).active.max_row >= 1
    assert visitor.get(f"/api/{name}.exe").status_code == 422


@pytest.mark.parametrize("words", ["=1+1", "+86 123", "-1", "@SUM(A1)", "\t=1+1", " =1+1"])
def test_no_cell_is_a_formula(words: str) -> None:
    """Whatever a document says, Excel shows it and does not run it."""
    assert as_csv(["a"], [[words]]).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")
    book = load_workbook(io.BytesIO(as_xlsx("t", ["a"], [[words]], date(2024, 1, 1))))
    assert book.active["A2"].data_type == "s"


def test_the_same_table_gives_the_same_bytes() -> None:
    """No moment of writing is kept; signs that no workbook may hold are left out."""
    table = [["a\x07b", 3, date(2024, 1, 2), None]]
    once, again = (as_xlsx("t", list("abcd"), table, date(2024, 1, 1)) for _ in range(2))
    assert once == again
    assert [cell.value for cell in list(load_workbook(io.BytesIO(once)).active.rows)[1]][:2] == ["ab", 3]
