"""Captions serve the clauses that they are written for, exist for no clause that is not there, and copy no text."""

import re
from datetime import date
from pathlib import Path

import pytest

from index import captions, publishing
from index.catalog import EVERYONE
from index.documents import Metadata
from index.embeddings import Embedder
from index.generations import Manifest, current
from index.publishing import Library
from index.retrieval import Query, Retriever
from tests.library import TODAY, Office

_COPIED = 10
"""Signs in a row that a caption may share with its clause, names of documents and institutions apart: fewer than these."""
OWN = """
[[document]]
id = "lantern-2020"
title = "灯笼管理条例"
[document.captions]
"第二条/第二款" = "卖提手流苏归不归这个管"
"""


def test_a_caption_serves_what_lies_in_its_clause_and_what_it_lies_in() -> None:
    """Of 第二条 and its 款; 第二十条 is another."""
    said = {"第二条": "甲", "第二条/第一款": "乙", "第二十条": "丙"}
    assert captions.caption(said, "第二条") == "甲；乙"
    assert captions.caption(said, "第二条/第一款/第（一）项") == "甲；乙"
    assert captions.caption(said, "第二条/第二款") == "甲"
    assert captions.caption_of_part(said, "第二条/第一款") == "乙"


def test_a_document_without_an_id_of_ours_is_known_by_title_and_year() -> None:
    """An office's own copy of a law, whose id was made from its title, is served; the law of another year is not."""
    law = {"第一条": "甲"}
    known = captions.Captions({}, {("灯笼管理条例", 2020): law})
    assert known.of("doc-1", Metadata("灯笼管理条例", promulgated=date(2020, 5, 1))) == law
    assert known.of("doc-1", Metadata("灯笼管理条例", promulgated=date(2021, 5, 1))) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[document]", "cannot be read"),
        ('[[document]]\nid = "a"\ntitle = "b"\n', "document.0.captions: Field required"),
        ('[[document]]\nid = "a"\ntitle = "b"\ncaptions = {"第一条" = 5}\n', "第一条: Input should be a valid string"),
        ("captions = 1\n", "document: Field required"),
    ],
)
def test_a_mistake_of_an_office_is_named(tmp_path: Path, text: str, told: str) -> None:
    """One line says which file and what; its captions are left out."""
    (tmp_path / captions.FILE).write_text(text, encoding="utf-8")
    read = captions.of_office(tmp_path)
    assert (read.by_id, len(read.faults)) == ({}, 1)
    assert "captions.toml" in read.faults[0]
    assert told in read.faults[0]


def test_an_office_writes_its_own(office: Office, tmp_path: Path) -> None:
    """What it writes is searched after the next rebuild, in words that the clause does not have; a change is seen."""
    data, embedder = tmp_path / "data", office.embedder
    with office.library.pin() as generation:
        documents = list(generation.catalog.texts())
    publishing.write(data, embedder, lambda writer: [writer.put(document) for document in documents])
    before = current(data)
    (data / captions.FILE).write_text(OWN, encoding="utf-8")
    publishing.write(data, embedder, lambda _: None)
    assert current(data) != before
    assert _first(data, embedder, "流苏归谁管") == ("lantern-2020", "第二条")


def test_an_index_with_older_captions_is_made_anew(office: Office) -> None:
    """Captions that ship with a new version are searched without anybody's doing."""
    with office.library.pin() as generation:
        manifest = generation.manifest
    older = Manifest(**{field: getattr(manifest, field) for field in manifest.__slots__} | {"captions_sha256": "0"})
    assert (manifest.outdated(office.embedder), older.outdated(office.embedder)) == (False, True)


@pytest.mark.corpus
def test_shipped_captions_are_of_clauses_that_exist(library: Office) -> None:
    """Every path is in the document's outline, every title and year is the document's own, every file can be read."""
    shipped = captions.shipped()
    with library.library.pin() as generation:
        editions = {one.document_id: one for one in generation.catalog.editions(EVERYONE)}
        outlines = {name: generation.catalog.document(name, EVERYONE).outline for name in shipped.by_id}
    assert shipped.faults == ()
    assert [name for name in shipped.by_id if shipped.by_id[name] != _by_title(shipped, editions[name].metadata)] == []
    strange = [
        (name, path)
        for name, said in shipped.by_id.items()
        for path in said.keys() - {node.path for node in outlines[name]}
    ]
    assert strange == []


@pytest.mark.corpus
def test_shipped_captions_copy_nothing(library: Office) -> None:
    """They are written for this project: no run of signs is the clause's."""
    copied = []
    with library.library.pin() as generation:
        for name, said in captions.shipped().by_id.items():
            document = generation.catalog.document(name, EVERYONE)
            texts = {node.path: document.text[node.start : node.end] for node in document.outline}
            copied += [(name, path, run) for path, words in said.items() if (run := _shared(words, texts[path]))]
    assert copied == []


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("question", "document", "path"),
    [
        ("牌子被人抢先注册了，几年内还能去宣告无效", "trademark-law-2019", "第四十五条"),
        ("罚单贴出来交不上钱，能不能分几次交", "administrative-penalty-law-2021", "第六十六条"),
    ],
)
def test_a_clause_is_found_by_what_people_call_it(library: Office, question: str, document: str, path: str) -> None:
    """In the first three, by words that it does not use."""
    with library.library.pin() as generation:
        found = Retriever(generation, library.embedder).retrieve(Query(question, TODAY, EVERYONE, top_k=3))
    assert (document, path) in {(p.chunk.document_id, p.chunk.path.split("/")[0]) for p in found}


def _by_title(known: captions.Captions, metadata: Metadata) -> object:
    return known.of("doc-unknown", metadata)


def _first(data: Path, embedder: Embedder, question: str) -> tuple[str, str]:
    library = Library(data, embedder)
    try:
        with library.pin() as generation:
            chunk = Retriever(generation, embedder).retrieve(Query(question, date(2024, 1, 1), EVERYONE))[0].chunk
            return chunk.document_id, chunk.path
    finally:
        library.close()


def _shared(caption: str, clause: str) -> str:
    """A run of signs that a caption shares with its clause; empty where there is none. Names and dates are facts."""
    told = re.sub(
        r"[\u4e00-\u9fff]{2,30}(?:法|条例|规定|办法|标准|局|法院|检察院|委员会)|\d{4}年\d+月\d+日", "\n", caption
    )
    runs = (told[place : place + _COPIED] for place in range(len(told) - _COPIED + 1))
    return next((run for run in runs if run in clause), "")


def test_captions_are_found_by_article() -> None:
    """What is kin to a clause lies under the first part of its path, and gives the same as all of them."""
    said = {"第二条": "甲", "第二条/第一款": "乙", "第二十条": "丙"}
    assert captions.by_article(said) == {
        "第二条": {"第二条": "甲", "第二条/第一款": "乙"},
        "第二十条": {"第二十条": "丙"},
    }
