"""What documents do to one another: read from files and from texts, and what of it cannot hold."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.catalog import EVERYONE, PUBLIC, Catalog
from index.catalog_writer import CatalogWriter
from index.documents import Document
from index.editions import state
from index.relations import Reading, Relation, agreed, fitting, of_office, read, repeals, shipped
from tests.index.small import law
from tests.library import Office

DAY = date(2024, 5, 1)


def entry(old: str, new: str, kind: str = "replaces", **more: str) -> str:
    """A relation as a file has it."""
    rest = "".join(f"{key} = {value}\n" for key, value in more.items())
    return f'[[relation]]\nkind = "{kind}"\nold = "{old}"\nnew = "{new}"\nclause = "第一条"\nreason = "因为"\n{rest}'


def of(*entries: str) -> tuple[Relation, ...]:
    """The relations of a file without faults."""
    reading = read("".join(entries), "relations.toml")
    assert not reading.faults
    return reading.relations


def fit(relations: tuple[Relation, ...], starts: Mapping[str, date | None]) -> Reading:
    """What fits documents of which each has a 第一条 only."""
    return fitting(relations, starts, lambda _, clause: clause == "第一条")


def test_a_relation_may_end_several_documents() -> None:
    """Each old document is a relation of its own, said by the clause of the new one."""
    (one, two) = of(entry("a", "c", "repeals").replace('"a"', '["a", "b"]'))
    assert (one.old, two.old, one.document, one.clause) == ("a", "b", "c", "第一条")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[relation", "relations.toml is no TOML"),
        (entry("a", "b", "ends"), "relation 1: kind"),
        (entry("a", "b").replace("reason", "because"), "relation 1: reason: Field required"),
        (entry("a", "b", **{"from": '"bald"'}), "relation 1: from"),
        (entry("a", "b").replace("[[relation]]", "[[relations]]"), "'relations' is unknown"),
        ("relation = 3", "must be written [[relation]]"),
    ],
)
def test_a_faulty_entry_costs_a_line(text: str, told: str) -> None:
    """The line names the place; nothing is raised and nothing of that entry counts."""
    reading = read(text, "relations.toml")
    assert told in " ".join(reading.faults)
    assert not reading.relations


def test_the_entries_beside_a_faulty_one_count() -> None:
    """The rest goes on."""
    reading = read(entry("a", "b", "ends") + entry("c", "d"), "relations.toml")
    assert ([one.old for one in reading.relations], len(reading.faults)) == (["c"], 1)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ((entry("a", "b"), entry("b", "a")), "relation 2: a replaces b, which itself comes after it (a -> b)"),
        ((entry("a", "b"), entry("b", "c"), entry("c", "a")), "relation 3: a replaces c"),
        ((entry("a", "b"), entry("a", "c", "repeals")), "relation 2: c repeals a, but relations.toml, relation 1 says"),
        ((entry("a", "a"),), "a cannot do that to itself"),
    ],
)
def test_a_file_that_contradicts_itself(entries: tuple[str, ...], told: str) -> None:
    """A ring, two successors, a document that ends itself: the later entry is left out, with a line."""
    reading = agreed(of(*entries))
    assert told in reading.faults[0]
    assert (len(reading.faults), len(reading.relations)) == (1, len(entries) - 1)


@pytest.mark.parametrize(
    ("text", "starts", "told"),
    [
        (entry("a", "b"), {"b": DAY}, "there is no document 'a'"),
        (entry("a", "b"), {"a": DAY, "b": date(2023, 1, 1)}, "a would end on 2023-01-01, but takes effect on 2024-05-01"),
        (entry("a", "b", **{"from": "2026-01-01"}), {"a": DAY, "b": date(2025, 1, 1)}, "b takes effect on 2025-01-01"),
        (entry("a", "b", "repeals", **{"from": "2024-12-01"}), {"a": DAY, "b": date(2025, 1, 1)}, "takes effect on 2025"),
        (entry("a", "b"), {"a": DAY, "b": None}, "b has no day on which it takes effect"),
        (entry("a", "b").replace("第一条", "第九条"), {"a": DAY, "b": date(2025, 1, 1)}, "'第九条' is no clause"),
    ],
)  # fmt: skip
def test_a_relation_that_the_documents_do_not_bear_out(text: str, starts: dict[str, date | None], told: str) -> None:
    """Absent documents and clauses, dates that run backwards or overlap: a line each."""
    reading = fit(of(text), starts)
    assert told in reading.faults[0]
    assert not reading.relations


def test_what_ships_may_speak_of_documents_that_are_not_loaded() -> None:
    """An office that loads five plans is not told of seven laws."""
    assert fit(shipped().relations, {"a": DAY}) == Reading()


def test_a_text_says_itself_what_it_repeals() -> None:
    """Title, number and year as they stand beside each other; what is only mentioned is not repealed."""
    text = (
        "第九条　根据《甲法》，本办法自2024年1月20日起施行。2007年8月27日某局令第四十五号公布的《乙规定》和"
        "《关于丙的解释（二）》（法释〔2007〕6号）同时废止。\n第十条　不符合《丁法》的标准，由主管部门公告废止。"
    )
    found = [(one.title, one.number, sorted(one.years)) for one in repeals(text)]
    assert found == [("乙规定", "令第45号", [2007]), ("关于丙的解释(二)", "法释〔2007〕6号", [])]


def _dated(document: Document, title: str, day: date) -> Document:
    return replace(document, metadata=replace(document.metadata, title=title, effective_from=day))


OLD = _dated(law("old", "灯笼登记办法由主管部门执行。", "登记不收费。"), "灯笼登记办法", date(2020, 1, 1))
NEW = _dated(law("new", "本规定自2024年5月1日起施行。《灯笼登记办法》同时废止。", "登记不收费。"), "灯笼管理规定", DAY)


def catalogued(path: Path, *documents: Document) -> Path:
    """A catalog of these documents."""
    with closing(CatalogWriter.open(path / "catalog.sqlite")) as writer:
        for document in documents:
            writer.put(document)
    return path / "catalog.sqlite"


def test_a_repeal_in_a_text_ends_the_other(tmp_path: Path) -> None:
    """No file says so: the day of effect and 同时废止 do."""
    with closing(Catalog.open(catalogued(tmp_path, OLD, NEW))) as catalog:
        old = catalog.edition("old", EVERYONE)
        (relation,) = catalog.relations(EVERYONE)
    assert (old.effective_to, old.replaced_by, old.repealed) == (date(2024, 4, 30), "new", True)
    assert (state(old, date(2024, 4, 30)), state(old, DAY)) == ("现行有效", "已废止")
    assert (relation.document, relation.clause) == ("new", "第一条")


def test_a_newer_text_of_that_title_is_not_meant(tmp_path: Path) -> None:
    """What is repealed began before; a year that the text names must be its own."""
    later = _dated(OLD, "灯笼登记办法", date(2025, 1, 1))
    other_year = replace(NEW, text=NEW.text.replace("《灯笼", "1999年发布的《灯笼"), version_id="1999")
    for number, documents in enumerate(((later, NEW), (OLD, other_year))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(Catalog.open(catalogued(folder, *documents))) as catalog:
            assert catalog.edition("old", EVERYONE).effective_to is None


def test_an_internal_document_repeals_nothing_for_a_visitor(tmp_path: Path) -> None:
    """Neither its id nor its day may show."""
    with closing(Catalog.open(catalogued(tmp_path, OLD, replace(NEW, access="internal")))) as catalog:
        assert catalog.edition("old", EVERYONE).replaced_by == "new"
        assert (catalog.edition("old", PUBLIC).effective_to, catalog.relations(PUBLIC)) == (None, ())


def test_an_office_states_what_no_text_says(tmp_path: Path) -> None:
    """Its file lies beside the catalog; to a visitor who may not see the new document it says nothing."""
    text = entry("old", "new", "repeals", **{"from": "2024-06-01"})
    (tmp_path / "relations.toml").write_text(text, encoding="utf-8")
    plain = law("new", "本规定自2024年5月1日起施行。", "登记不收费。", access="internal")
    silent = replace(plain, metadata=NEW.metadata)
    with closing(Catalog.open(catalogued(tmp_path, OLD, silent))) as catalog:
        seen = [catalog.edition("old", access) for access in (EVERYONE, PUBLIC)]
        assert catalog.faults() == []
    assert [(one.effective_to, one.replaced_by) for one in seen] == [
        (date(2024, 5, 31), "new"),
        (None, None),
    ]


def test_an_end_is_known_without_what_brings_it(tmp_path: Path) -> None:
    """What ships names the day, so an old interpretation is repealed though the new one is not loaded."""
    old = replace(_dated(law("x", "甲。", "乙。"), "某解释", date(2004, 12, 22)), document_id="ip-criminal-interp-2004")
    with closing(Catalog.open(catalogued(tmp_path, old))) as catalog:
        edition = catalog.edition("ip-criminal-interp-2004", PUBLIC)
    assert (edition.effective_to, edition.replaced_by, edition.repealed) == (date(2025, 4, 25), None, True)


def test_a_file_that_is_no_text_costs_a_line(tmp_path: Path) -> None:
    """The office saved it in GBK."""
    (tmp_path / "relations.toml").write_bytes("# 灯笼".encode("gbk"))
    assert "save it as text in UTF-8" in of_office(tmp_path).faults[0]


def test_two_documents_claim_one_identity(tmp_path: Path) -> None:
    """Two ids of catalogs with one number and title: both stay, and a line names them."""
    one, two = (replace(law(name, f"{name}。"), metadata=OLD.metadata) for name in ("one", "two"))
    with closing(Catalog.open(catalogued(tmp_path, one, two))) as catalog:
        faults = catalog.faults()
    assert [fault for fault in faults if "one and two claim one identity" in fault]
    assert [fault for fault in faults if "both take effect on 2020-01-01" in fault]


def test_two_editions_of_one_day_both_stay_in_force(tmp_path: Path) -> None:
    """Neither follows the other, so neither ends the day before it began."""
    one, two = (replace(law(name, f"{name}。"), metadata=OLD.metadata) for name in ("one", "two"))
    with closing(Catalog.open(catalogued(tmp_path, one, two))) as catalog:
        assert [edition.effective_to for edition in catalog.editions(EVERYONE)] == [None, None]


def test_what_ships_holds_in_the_real_texts(library: Office) -> None:
    """Every document and clause that the file names is there, and no date contradicts it."""
    with library.library.pin() as generation:
        assert generation.catalog.faults() == []
        known = {(one.old, one.new) for one in generation.catalog.relations(EVERYONE)}
    assert known >= {(one.old, one.new) for one in shipped().relations}


def test_the_texts_say_every_repeal_that_ships(library: Office) -> None:
    """The file and the reading of the texts come to the same, each without the other."""
    stated = {(one.new, one.old) for one in shipped().relations if one.kind == "repeals"}
    with library.library.pin() as generation:
        catalog = generation.catalog
        texts = {name: catalog.document(name, EVERYONE).text for name in {new for new, _ in stated}}
        numbers = {old: catalog.edition(old, EVERYONE).metadata.number or "" for _, old in stated}
    for new, old in stated:
        assert any(one.number and one.number in numbers[old].replace(" ", "") for one in repeals(texts[new])), old


@pytest.mark.parametrize(
    ("document_id", "last_day", "after"),
    [
        ("ip-criminal-interp-2004", date(2025, 4, 25), "已废止"),
        ("ip-criminal-interp-2007", date(2025, 4, 25), "已废止"),
        ("ip-criminal-interp-2020", date(2025, 4, 25), "已废止"),
        ("ip-punitive-damages-2021", date(2026, 4, 30), "已废止"),
        ("patent-filing-conduct-rules-2017-repealed", date(2024, 1, 19), "已废止"),
        ("trademark-law-2019", date(2026, 12, 31), "已被修改"),
        ("anti-unfair-competition-law-2019", date(2025, 10, 14), "已被修改"),
    ],
)
def test_the_last_day_of_each_text_that_ended(library: Office, document_id: str, last_day: date, after: str) -> None:
    """In force on it, not on the next, as the texts say it."""
    with library.library.pin() as generation:
        edition = generation.catalog.edition(document_id, EVERYONE)
    assert edition.effective_to == last_day
    assert (state(edition, last_day), state(edition, date(2027, 1, 1))) == ("现行有效", after)


@pytest.mark.parametrize(
    "document_id",
    [
        "collective-cert-tm-measures-2003",
        "patent-enforcement-measures-2015",
        "major-patent-adjudication-2021",
        "gi-product-protection-rules-2005",
        "samr-complaint-measures-2022",
    ],
)
def test_what_was_not_verified_stays_unknown(library: Office, document_id: str) -> None:
    """令第79号 and 令第81号 say nothing of what they follow; nobody guesses it."""
    with library.library.pin() as generation:
        edition = generation.catalog.edition(document_id, EVERYONE)
    assert (state(edition, date(2026, 11, 21)), edition.effective_to) == ("未知", None)
