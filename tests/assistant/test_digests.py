"""A digest and its official text are revisions of one edition: one retires the other, and what was cited still opens."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient

from assistant.app import create_app
from assistant.settings import Settings
from index import publishing
from index.embeddings import load_embedder
from index.intake import Taken, find, take_in
from index.settings import IndexSettings
from tests.index.made_files import pdf

ROW = {
    "id": "kites",
    "path": "kites.txt",
    "title": "风筝管理办法",
    "doc_number": "临江市监〔2021〕3号",
    "issuer": "示例院",
    "year": 2021,
}
DIGEST = "风筝管理办法\n第一条　要点：放飞要避开电线。\n第二条　要点：罚款不超过二百元。\n"
OFFICIAL = "风筝管理办法\n第一条　放飞风筝应当避开电线。\n第二条　违反本办法的，处二百元以下罚款。\n"
NEWER = OFFICIAL.replace("二百元", "三百元")
ASK = {"question": "风筝管理办法第二条怎么规定？", "stream": False, "as_of": "2026-11-21"}


class Desk:
    """An office whose documents come and go, asked by an officer and by a visitor."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.clients: dict[str, TestClient] = {}

    def add(self, text: str, access: str, **row: object) -> Taken:
        """Take in a pack of one text; as a digest with `digest=True`."""
        (self.folder / "kites.txt").write_text(text, encoding="utf-8")
        (self.folder / "catalog.json").write_text(json.dumps([ROW | row], ensure_ascii=False), encoding="utf-8")
        return self.take(self.folder, access)

    def take(self, path: Path, access: str | None) -> Taken:
        """Take in one path."""
        (taken,) = publishing.write(
            self.data,
            load_embedder("static"),
            lambda writer: list(take_in(find([path]), writer, self.data, access=access, max_bytes=10**6)),
        )
        return taken

    def remove(self) -> str:
        """Take the document away, or its official text."""
        return publishing.write(self.data, load_embedder("static"), lambda writer: writer.remove("kites"))

    def answer(self, role: str) -> dict[str, Any]:
        """What an officer or a visitor is told."""
        return self.clients[role].post("/api/chat", json=ASK).json()

    def citation(self, role: str) -> dict[str, Any]:
        """The first thing that the answer cites."""
        return self.answer(role)["citations"][0]

    def opens(self, role: str, citation: dict[str, Any]) -> bool:
        """Whether what was cited once stands there still, at its place in its text."""
        path, version = f"/api/documents/{citation['document_id']}", citation["version_id"]
        response = self.clients[role].get(path, params={"version": version})
        if response.status_code != 200:
            return False
        text, span = response.json()["text"], slice(citation["start_char_index"], citation["end_char_index"])
        assert response.json()["text_kind"] == citation["kind"]
        return text[span] == citation["cited_text"]

    def listed(self, role: str) -> list[tuple[str, str]]:
        """Ids and kinds of text in the list."""
        documents = self.clients[role].get("/api/documents").json()["documents"]
        return [(document["document_id"], document["text_kind"]) for document in documents]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty office."""
    made = Desk(tmp_path)
    made.add(DIGEST, "public", digest=True)
    settings = {
        role: Settings(host=host, sign_in=way, index=IndexSettings(data=made.data))
        for role, host, way in (("officer", "127.0.0.1", "none"), ("visitor", "0.0.0.0", "visitors"))
    }
    with (
        TestClient(create_app(settings["officer"]), base_url="http://127.0.0.1") as officer,
        TestClient(create_app(settings["visitor"]), base_url="http://office.example") as visitor,
    ):
        made.clients = {"officer": officer, "visitor": visitor}
        yield made


def test_the_official_text_retires_the_digest_and_gives_it_back(desk: Desk) -> None:
    """Twice round: at each turn one text is listed and cited, and every citation of before opens, for both askers."""
    cited = [desk.citation("officer")]
    for _ in range(2):
        desk.add(OFFICIAL, "public")
        cited.append(desk.citation("visitor"))
        assert desk.listed("visitor") == desk.listed("officer") == [("kites", "official")]
        assert all(desk.opens(role, one) for role in ("officer", "visitor") for one in cited)
        assert desk.remove() == "digest restored"
        cited.append(desk.citation("officer"))
        assert desk.listed("visitor") == desk.listed("officer") == [("kites", "digest")]
        assert all(desk.opens(role, one) for role in ("officer", "visitor") for one in cited)
    assert [one["kind"] for one in cited] == ["digest", "official", "digest", "official", "digest"]
    assert len({one["version_id"] for one in cited}) == 2


def test_an_internal_official_text_leaves_visitors_the_digest(desk: Desk) -> None:
    """Officers cite the official text, visitors the digest; a visitor cannot open the official one, before or after."""
    desk.add(OFFICIAL, "internal")
    official, digest = desk.citation("officer"), desk.citation("visitor")
    assert (official["kind"], digest["kind"]) == ("official", "digest")
    assert desk.listed("visitor") == [("kites", "digest")]
    for _ in range(2):
        assert desk.opens("officer", official)
        assert desk.opens("officer", digest)
        assert desk.opens("visitor", digest)
        assert not desk.opens("visitor", official)
        assert desk.answer("visitor")["citations"][0]["version_id"] == digest["version_id"]
        if desk.listed("officer") == [("kites", "official")]:
            desk.remove()


def test_withdrawing_the_official_text_withdraws_what_was_kept_of_it(desk: Desk) -> None:
    """Made internal and then removed, it opens for officers only; removed once more, all of it is gone."""
    desk.add(OFFICIAL, "public")
    cited = desk.citation("visitor")
    desk.add(OFFICIAL, "internal")
    assert desk.remove() == "digest restored"
    assert (desk.opens("officer", cited), desk.opens("visitor", cited)) == (True, False)
    assert desk.remove() == "removed"
    assert (desk.opens("officer", cited), desk.listed("officer")) == (False, [])


def test_a_newer_official_text_replaces_a_removed_one(desk: Desk) -> None:
    """The removed one comes back only as what was cited; brought back itself, it counts again."""
    desk.add(OFFICIAL, "public")
    old = desk.citation("officer")
    desk.remove()
    assert desk.add(NEWER, "public").outcome == "revised"
    new = desk.citation("officer")
    assert "三百元" in new["cited_text"]
    desk.remove()
    assert desk.add(OFFICIAL, "public").outcome == "revised"
    assert desk.citation("officer") | {"n": 1} == old | {"n": 1}
    assert desk.opens("visitor", new)


def test_one_text_as_pdf_and_docx_is_one_document(tmp_path: Path, desk: Desk) -> None:
    """Two files without a catalog: their number leads to the digest, whose official text they are, with two sources."""
    lines = [
        "临江市监〔2021〕3号",
        "风筝管理办法",
        "第一条　放飞风筝应当避开电线。",
        "第二条　违反本办法的，处二百元以下罚款。",
    ]
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(tmp_path / "kites.docx")
    (tmp_path / "kites.pdf").write_bytes(pdf([lines]))
    outcomes = [desk.take(tmp_path / name, "public").outcome for name in ("kites.docx", "kites.pdf")]
    assert desk.listed("officer") == [("kites", "official")]
    assert outcomes[0] == "revised"


def test_a_file_that_two_documents_claim_is_one_line(tmp_path: Path, desk: Desk) -> None:
    """It is named with both ids and what to do; the file beside it is taken in."""
    desk.add(OFFICIAL, "public", id="kites-too")
    loose = tmp_path / "loose"
    loose.mkdir()
    text = "临江市监〔2021〕3号\n风筝管理办法\n第一条　放飞风筝应当成群。\n第二条　违反本办法的，处罚款。\n"
    (loose / "a.txt").write_text(text, encoding="utf-8")
    (loose / "b.txt").write_text(text.replace("风筝", "陀螺").replace("3号", "4号"), encoding="utf-8")
    taken = publishing.write(
        desk.data,
        load_embedder("static"),
        lambda writer: list(take_in(find([loose]), writer, desk.data, access="public", max_bytes=10**6)),
    )
    assert [item.outcome for item in taken] == [None, "added"]
    assert "kites or kites-too" in (taken[0].error or "")
    assert "\n" not in (taken[0].error or "")
    assert len(desk.listed("officer")) == 3
