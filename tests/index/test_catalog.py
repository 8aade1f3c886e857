"""The catalog: what was put in comes out, to those who may see it."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from index.catalog import EVERYONE, Catalog
from index.catalog_writer import CatalogWriter
from index.documents import Access, Document, Edit, Metadata, Region, Source
from index.errors import CatalogError, UnknownDocumentError
from tests.index.small import law

PUBLIC: frozenset[Access] = frozenset({"public"})
FULL = Metadata(
    "某市2022年工作方案",
    aliases=("某方案",),
    number="某市监〔2022〕25号",
    region=Region("某省某市", "city", ("全国", "某省")),
    year=2022,
    promulgated=date(2022, 4, 25),
)


def stored(path: Path, *documents: Document) -> Catalog:
    """A catalog that the documents were put into, one after the other, open for reading."""
    with closing(CatalogWriter.open(path)) as writer:
        for document in documents:
            writer.put(document)
    return Catalog.open(path)


def file(document: Document, name: str) -> Document:
    """The same document from another file."""
    return replace(document, source=Source(name, "txt", sha256(name.encode()).hexdigest(), 1))


def guessed(document: Document, metadata: Metadata, name: str = "doc-0123456789ab") -> Document:
    """The document as it comes without a catalog."""
    return replace(document, document_id=name, metadata=metadata)


def test_a_document_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    """Text, outline, edits, pages, metadata and source, down to the last field."""
    edits = (Edit(0, "", "- 1 -\n", "page mark"),)
    given = replace(law("a-law", "甲。", "乙。"), metadata=FULL, edits=edits, page_starts=(0, 4))
    with closing(stored(tmp_path / "c", given)) as catalog:
        assert catalog.document("a-law", PUBLIC) == given
        assert [piece.path for piece in catalog.chunks()] == ["第一条", "第二条"]


def test_the_same_text_changes_nothing(tmp_path: Path) -> None:
    """Adding a file again leaves the catalog's file as it is, byte for byte."""
    path = tmp_path / "c"
    stored(path, law("a-law", "甲。")).close()
    before = path.read_bytes()
    with closing(CatalogWriter.open(path)) as writer:
        assert writer.put(law("a-law", "甲。")) == "unchanged"
    assert path.read_bytes() == before


def test_the_same_text_from_another_file_is_another_source(tmp_path: Path) -> None:
    """A PDF and a DOCX of one text are one document with two sources."""
    one = law("a-law", "甲。")
    with closing(stored(tmp_path / "c", one, file(one, "b.docx"))) as catalog:
        (edition,) = catalog.editions(EVERYONE)
        assert [source.name for source in edition.sources] == ["a-law.txt", "b.docx"]
        assert [text.source.name for text in catalog.texts()] == ["a-law.txt", "b.docx"]


def test_a_changed_text_is_a_new_revision(tmp_path: Path) -> None:
    """The new one is searched, the old one is opened by its version only, and putting it again does not bring it back."""
    old, new = law("a-law", "甲。"), law("a-law", "乙。")
    with closing(stored(tmp_path / "c", old, new, old)) as catalog:
        assert [piece.text for piece in catalog.chunks()] == ["第一条　乙。"]
        assert catalog.document("a-law", PUBLIC) == new
        assert catalog.document("a-law", PUBLIC, old.version_id) == old


def test_put_says_what_it_did(tmp_path: Path) -> None:
    """Each outcome once."""
    one = law("a-law", "甲。")
    renamed = replace(one, metadata=replace(one.metadata, title="乙办法"))
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        given = (one, one, renamed, law("a-law", "乙。"), one)
        outcomes = [writer.put(document) for document in given]
    assert outcomes == ["added", "unchanged", "renewed metadata", "revised", "older text"]


def test_an_official_text_retires_the_digest_and_gives_it_back(tmp_path: Path) -> None:
    """Whatever comes first; citations of the digest open all the time."""
    digest, official = replace(law("a-law", "要点。"), text_kind="digest"), law("a-law", "全文。")
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        assert [writer.put(document) for document in (official, digest)] == ["added", "older text"]
        assert writer.edition("a-law", PUBLIC).text_kind == "official"
        assert writer.document("a-law", PUBLIC, digest.version_id) == digest
        assert writer.remove("a-law") == "digest restored"
        assert writer.document("a-law", PUBLIC) == digest
        assert writer.remove("a-law") == "removed"
        assert writer.editions(EVERYONE) == ()


def test_who_may_not_see_a_document_is_told_there_is_none(tmp_path: Path) -> None:
    """The same error and words as for a name that nobody has."""
    hidden = law("a-law", "甲。", access="internal")
    with closing(stored(tmp_path / "c", hidden, law("b-law", "乙。"))) as catalog:
        assert [edition.document_id for edition in catalog.editions(PUBLIC)] == ["b-law"]
        assert catalog.access_of_rows().tolist() == [False, True]
        for name in ("a-law", "no-law"):
            with pytest.raises(UnknownDocumentError, match=f"no document '{name}'"):
                catalog.edition(name, PUBLIC)
            with pytest.raises(UnknownDocumentError, match=f"no document '{name}'"):
                catalog.document(name, PUBLIC, hidden.version_id)


def test_each_kind_of_text_has_its_own_access(tmp_path: Path) -> None:
    """A public digest stays for visitors when the official text is internal; officers have the official text alone."""
    digest = replace(law("a-law", "要点。"), text_kind="digest")
    with closing(stored(tmp_path / "c", digest, law("a-law", "全文。", access="internal"))) as catalog:
        assert [catalog.edition("a-law", access).text_kind for access in (PUBLIC, EVERYONE)] == ["digest", "official"]
        assert catalog.document("a-law", PUBLIC) == digest
        assert catalog.document("a-law", EVERYONE).text_kind == "official"
        assert [piece.text for piece in catalog.chunks()] == ["第一条　要点。", "第一条　全文。"]
        assert catalog.access_of_rows().tolist() == [True, False]


def test_withdrawing_a_document_withdraws_its_older_texts(tmp_path: Path) -> None:
    """Made internal, none of its official texts is public any more."""
    old, new = law("a-law", "甲。"), law("a-law", "乙。")
    catalog = stored(tmp_path / "c", old, new, replace(new, access="internal"))
    with closing(catalog), pytest.raises(UnknownDocumentError):
        catalog.document("a-law", PUBLIC, old.version_id)


def test_a_known_document_can_keep_its_access(tmp_path: Path) -> None:
    """Without a word about access a public document stays public; a new one is what it comes as."""
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        writer.put(law("a-law", "甲。"), keep_access=True)
        assert writer.put(law("a-law", "乙。", access="internal"), keep_access=True) == "revised"
        assert writer.edition("a-law", PUBLIC).access == "public"


def test_a_file_without_catalog_is_found_by_its_number(tmp_path: Path) -> None:
    """Its id and metadata are the catalog's; only the text is new."""
    known = replace(law("a-plan", "甲。"), metadata=FULL)
    loose = guessed(law("x", "乙。"), Metadata("关于印发《某市2022年工作方案》的通知", number="某市监[2022] 25号"))
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        assert [writer.put(known), writer.put(loose)] == ["added", "revised"]
        assert writer.document("a-plan", PUBLIC).text == loose.text
        assert writer.edition("a-plan", PUBLIC).metadata == FULL


def test_a_catalog_names_a_document_that_was_there(tmp_path: Path) -> None:
    """The id that it had before still opens it."""
    loose = guessed(law("x", "甲。"), replace(FULL, aliases=()))
    known = replace(law("a-plan", "甲。"), metadata=FULL)
    with closing(stored(tmp_path / "c", loose, known)) as catalog:
        assert [edition.document_id for edition in catalog.editions(PUBLIC)] == ["a-plan"]
        assert catalog.edition(loose.document_id, PUBLIC).metadata == FULL
        assert catalog.document(loose.document_id, PUBLIC).document_id == "a-plan"


def test_two_documents_of_a_catalog_are_never_one(tmp_path: Path) -> None:
    """Even with the same title, number and text."""
    one, two = (replace(law(name, "甲。"), metadata=FULL) for name in ("a-plan", "b-plan"))
    with closing(stored(tmp_path / "c", one, two)) as catalog:
        assert len(catalog.editions(EVERYONE)) == 2


def test_two_guesses_of_one_text_do_not_undo_each_other(tmp_path: Path) -> None:
    """The metadata are those of the first file, however often both are added."""
    first = guessed(law("x", "甲。"), Metadata("某市工作方案", issuer="某局"))
    second = file(guessed(first, Metadata("某市工作方案"), "doc-ba9876543210"), "b.pdf")
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        outcomes = [writer.put(document) for document in (first, second, first, second)]
        assert outcomes == ["added", "unchanged", "unchanged", "unchanged"]
        assert writer.editions(PUBLIC)[0].metadata.issuer == "某局"


def test_rows_are_ordered_by_id_and_place(tmp_path: Path) -> None:
    """Whatever the order in which documents came in."""
    documents = [law("b-law", "甲。", "乙。"), law("a-law", "丙。", "丁。")]
    with closing(stored(tmp_path / "1", *documents)) as one, closing(stored(tmp_path / "2", *documents[::-1])) as two:
        rows = [(piece.document_id, piece.path) for piece in one.chunks()]
        assert rows == [(law_id, path) for law_id in ("a-law", "b-law") for path in ("第一条", "第二条")]
        assert list(one.chunks()) == list(two.chunks()) == one.chunks()[0:4]
        assert one.chunks()[-1].text == "第二条　乙。"


def test_editions_follow_one_another_for_those_who_see_both(tmp_path: Path) -> None:
    """A visitor is not told that an internal document replaces a public one."""
    old, new = (
        replace(law(f"law-{year}", "甲。", access=access), metadata=Metadata("某法", effective_from=date(year, 1, 1)))
        for year, access in ((2019, "public"), (2027, "internal"))
    )
    with closing(stored(tmp_path / "c", old, new)) as catalog:
        assert catalog.edition("law-2019", EVERYONE).effective_to == date(2026, 12, 31)
        assert catalog.edition("law-2019", PUBLIC).replaced_by is None


def test_many_threads_read_one_catalog(tmp_path: Path) -> None:
    """Sixteen threads read all documents at once and get each of them whole."""
    documents = [law(f"law-{number}", f"第{number}部。") for number in range(80)]
    found: list[bool] = []
    with closing(stored(tmp_path / "c", *documents)) as catalog:

        def read() -> None:
            found.extend(catalog.document(given.document_id, PUBLIC) == given for given in documents)

        threads = [Thread(target=read) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [True] * 16 * 80


def test_cutting_again_gives_the_same_rows(tmp_path: Path) -> None:
    """Chunks follow from the stored texts alone."""
    with closing(CatalogWriter.open(tmp_path / "c")) as writer:
        writer.put(law("a-law", "甲。", "乙。"))
        before = list(writer.chunks())
        writer.cut_again()
        assert list(writer.chunks()) == before != []


def test_a_file_that_is_no_catalog_is_refused(tmp_path: Path) -> None:
    """Not there, not SQLite, or with the tables of another version: one line that names the file."""
    (tmp_path / "text").write_text("no catalog " * 200, encoding="utf-8")
    (tmp_path / "empty").touch()
    for name in ("missing", "text", "empty"):
        with pytest.raises(CatalogError, match=name):
            Catalog.open(tmp_path / name)


def test_a_published_catalog_cannot_be_changed(tmp_path: Path) -> None:
    """It is opened read-only; `put` belongs to the writer's private copy."""
    with closing(stored(tmp_path / "c", law("a-law", "甲。"))) as catalog:
        assert not hasattr(catalog, "put")
        with pytest.raises(CatalogError, match="readonly"):
            catalog._rows("DELETE FROM documents")
