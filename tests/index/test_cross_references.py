"""References inside the documents: what they point to, in which edition, and who may know of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from index import publishing, tables
from index.catalog import EVERYONE, PUBLIC
from index.cross_references import CrossReference, Link, References, Shelf, resolve
from index.cross_references.trie import Words
from index.cross_references.words import parse
from index.documents import Access, Document, Edition, Metadata, Source
from index.editions import succession, work_id
from index.errors import IndexingError
from index.numerals import to_chinese
from index.publishing import Library
from index.structure import outline
from tests.fakes import CharacterEmbedder
from tests.index.measure_cross_references import figures, labelled
from tests.library import Office

LAW_TEXT = """第一章　总则
第一条　为了规范灯笼经营，制定本法。
第二条　有下列情形之一的，属于违规经营：
（一）未经登记的；
（二）超出范围的；
（三）销售伪造的灯笼的。
有前款第一项行为的，从重处罚。
第三条　灯笼分为甲等、乙等。
第二章　罚则
第四条　违规经营的，处五万元以下的罚款。
第四条之一　帮助他人违规经营的，处一万元以下的罚款。
第五条　本法自2020年5月1日起施行。
"""


def document(document_id: str, text: str, metadata: Metadata, access: Access = "public") -> Document:
    """A document as intake would store it."""
    digest = sha256(text.encode()).hexdigest()
    source = Source(f"{document_id}.txt", "txt", digest, len(text.encode()))
    return Document(document_id, digest, text, outline(text), metadata, (), source, access=access)


def law(document_id: str, title: str, year: int, text: str = LAW_TEXT, **known: object) -> Document:
    """A law that takes effect on 1 May of a year."""
    return document(document_id, text, Metadata(title, effective_from=date(year, 5, 1), **known))  # type: ignore[arg-type]


def rule(text: str, year: int = 2021, title: str = "灯笼经营办法") -> Document:
    """A rule of one or more articles that cites others."""
    last = to_chinese(text.count("条　") + 1)
    return law("rule", title, year, f"{text}第{last}条　灯笼经营者应当登记。\n")


LAW = law("law-2020", "中华人民共和国灯笼法", 2020)
NEXT = law("law-2026", "中华人民共和国灯笼法（2026年修订）", 2026)
LIBRARY = (LAW, NEXT, law("standard", "灯笼侵权判断标准", 2019, number="国灯发〔2019〕7号"))


def edition(one: Document) -> Edition:
    """What the catalog would list."""
    return Edition(
        one.document_id, work_id(one.metadata), one.version_id, one.metadata, one.text_kind, one.access, 1, 1
    )


def found(citing: Document, *others: Document) -> list[CrossReference]:
    """The references of a document among others."""
    documents = {one.document_id: one for one in (citing, *(others or LIBRARY))}
    editions = succession(edition(one) for one in documents.values())
    return resolve(citing, Shelf(editions, lambda name: documents[name].outline))


def told(references: Iterable[CrossReference]) -> list[tuple[str, str]]:
    """As written, and document with clauses or the reason."""
    return [
        (one.text, " ".join(filter(None, (one.cited_id, *one.cited_paths, one.reason and f"({one.reason})"))))
        for one in references
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("依照《灯笼法》第二条第一款第（一）项处理。", ["law-2020 第二条/第一款/第（一）项"]),
        ("依照《中华人民共和国灯笼法》第二条第二项处理。", ["law-2020 第二条/第一款/第（二）项"]),
        ("依照灯笼法第3条、第四条之一处理。", ["law-2020 第三条", "law-2020 第四条之一"]),
        (
            "依照灯笼法第二条第一款第（一）（三）项处理。",
            ["law-2020 第二条/第一款/第（一）项 第二条/第一款/第（三）项"],
        ),
        ("依照灯笼法第二条第一、二款处理。", ["law-2020 第二条/第一款 第二条/第二款"]),
        ("依照灯笼法第三条至第五条处理。", ["law-2020 第三条 第四条 第四条之一 第五条"]),
        (
            "依照灯笼法第二条第一款第一项至三项处理。",
            ["law-2020 第二条/第一款/第（一）项 第二条/第一款/第（二）项 第二条/第一款/第（三）项"],
        ),
        ("违反灯笼法第二条第二款和第一款规定的", ["law-2020 第二条/第二款", "law-2020 第二条/第一款"]),
        ("依照灯笼法第二章处理。", ["law-2020 第二章"]),
        ("依照灯笼法第九条处理。", ["law-2020 (no_such_clause)"]),
        ("依照灯笼法第三条至第九条处理。", ["law-2020 (no_such_clause)"]),
        ("依照灯笼法第三条第二款处理。", ["law-2020 (no_such_clause)"]),
        ("依照民事诉讼法第三条、第四条处理。", ["(not_loaded)", "(not_loaded)"]),
        ("依照灯笼合作条约第三条处理。", ["(not_loaded)"]),
        ("违反灯笼法第三条的，依照第四条处理。", ["law-2020 第三条", "law-2020 第四条"]),
        ("该行为违反灯笼法第二条的，按照该条第二款处理。", ["law-2020 第二条", "law-2020 第二条/第二款"]),
        ("按照《灯笼侵权违法判断标准》办理。", ["standard"]),
        ("按照《风筝侵权判断标准》办理。", ["(not_loaded)"]),
        ("按照《灯笼专利权侵权判断标准》办理。", ["(not_loaded)"]),
        ("按照国灯发〔2019〕7号办理。", ["standard"]),
        ("按照国灯发〔2019〕8号办理。", ["(not_loaded)"]),
        ("按照《灯笼法、灯笼侵权判断标准》办理。", ["law-2020", "standard"]),
        ("修改前的灯笼法第三条另有规定。", ["(edition_not_loaded)"]),
    ],
)
def test_a_reference_to_another_document(words: str, expected: list[str]) -> None:
    """Any spelling, lists and ranges; what does not exist is told as such, never taken for something else."""
    assert [resolved for _, resolved in told(found(rule(f"第一条　{words}\n")))] == expected


def test_what_stands_alone_is_the_documents_own() -> None:
    """本办法, 前款, 本条, 前条, 第二款 and 本章 are told by where they stand."""
    text = """第一章　总则
第一条　依照本办法第二条、第三条办理。
第二条　有下列情形的，适用本办法：
（一）甲；
（二）以前项手段作为的；
（三）乙，达到本款前两项标准的。
前款第（二）项的情形除外。
前两款以外的，依照本条第一款或者第二款办理。
第三条　前条规定不适用于本章。
第四条　违反第二条的，依照前款处理。
"""
    assert told(found(rule(text))) == [
        ("本办法第二条", "rule 第二条"),
        ("第三条", "rule 第三条"),
        ("本办法", "rule"),
        ("前项", "rule 第二条/第一款/第（一）项"),
        ("本款前两项", "rule 第二条/第一款/第（一）项 第二条/第一款/第（二）项"),
        ("前款第（二）项", "rule 第二条/第一款/第（二）项"),
        ("前两款", "rule 第二条/第一款 第二条/第二款"),
        ("本条第一款", "rule 第二条/第一款"),
        ("第二款", "rule 第二条/第二款"),
        ("前条", "rule 第二条"),
        ("本章", "rule 第一章"),
        ("第二条", "rule 第二条"),
        ("前款", "rule (nothing_before)"),
    ]


def test_short_titles_hold_where_the_text_introduces_them() -> None:
    """（以下简称条例） makes 条例 a name of that document and of no other; 本条例 is the document itself."""
    text = "第一条　根据《灯笼法》（以下简称条例），制定本条例。\n第二条　依照条例第三条和本条例第一条办理。\n"
    assert told(found(rule(text, title="灯笼经营条例"))) == [
        ("《灯笼法》", "law-2020"),
        ("条例", "law-2020"),
        ("本条例", "rule"),
        ("条例第三条", "law-2020 第三条"),
        ("本条例第一条", "rule 第一条"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "由本法院审理。",
        "基本法律制度。",
        "第一次会议。",
        "第一项目部。",
        "灯笼法律法规。",
        "符合国家标准。",
        "该项灯笼。",
    ],
)
def test_what_only_looks_like_a_reference_is_none(words: str) -> None:
    """A word that goes on as another one, and what merely counts."""
    assert found(rule(f"第一条　{words}\n")) == []


def test_the_edition_is_that_of_the_day_of_the_citing_text() -> None:
    """A rule of 2021 cites the law of 2020, one of 2027 the law of 2026; one of 2019 can only be led to a later one."""
    cited = [found(rule("第一条　依照灯笼法第三条办理。\n", year))[0] for year in (2021, 2027, 2019)]
    assert [(one.cited_id, one.fit) for one in cited] == [
        ("law-2020", "of_the_day"),
        ("law-2026", "of_the_day"),
        ("law-2020", "later"),
    ]


def test_a_text_takes_effect_no_earlier_than_its_last_amendment() -> None:
    """A rule of 2019 that was amended in 2027 cites the law of 2026: its catalog still tells the first day of all."""
    citing = rule("第一条　依照灯笼法第三条办理。\n", 2019)
    amended = replace(citing, metadata=replace(citing.metadata, promulgated=date(2027, 6, 1)))
    assert found(amended)[0].cited_id == "law-2026"


def test_an_undated_text_does_not_choose_between_editions() -> None:
    """Without a day, a title of two editions is ambiguous and a title of one is not."""
    plain = "第一条　依照灯笼法和《灯笼侵权判断标准》办理。\n"
    citing = document("rule", plain, Metadata("灯笼纲要"))
    assert told(found(citing)) == [("灯笼法", "(ambiguous)"), ("《灯笼侵权判断标准》", "standard")]


def test_a_rule_that_repeals_its_own_title_means_the_edition_before() -> None:
    """《灯笼经营办法》同时废止 in 灯笼经营办法: the earlier one where it is loaded, else it is told to be missing."""
    text = "第一条　本办法自2021年5月1日起施行。2010年发布的《灯笼经营办法》同时废止。\n"
    before = law("rule-2010", "灯笼经营办法", 2010)
    assert told(found(rule(text), before))[1] == ("《灯笼经营办法》", "rule-2010")
    assert told(found(rule(text)))[1] == ("《灯笼经营办法》", "(edition_not_loaded)")


def test_a_number_behind_a_title_must_fit() -> None:
    """《…》（国灯发〔2001〕1号） is not the standard of that title with another number; the number is no second reference."""
    words = "依照《灯笼侵权判断标准》（国灯发〔2001〕1号）和《灯笼侵权判断标准》（国灯发〔2019〕7号）办理。"
    assert told(found(rule(f"第一条　{words}\n"))) == [
        ("《灯笼侵权判断标准》", "(edition_not_loaded)"),
        ("《灯笼侵权判断标准》", "standard"),
    ]


def test_the_table_of_show_is_compact() -> None:
    """本办法 alone is left out, what stands twice in a clause is told once, a replaced edition is told from the day on."""
    citing = rule("第一条　本办法依照灯笼法第三条至第五条、灯笼法第三条至第五条和《风筝法》制定。\n")
    editions = {one.document_id: one for one in succession(edition(one) for one in (*LIBRARY, citing))}
    table = tables.references(found(citing), editions, date(2026, 5, 1))
    cells = [[str(cell) for cell in column.cells] for column in table.columns]
    assert cells == [
        ["第一条", "第一条"],
        ["灯笼法第三条至第五条 ×2", "《风筝法》"],
        ["law-2020 第三条 … 第五条 (已被修改 since 2026-05-01, followed by law-2026)", "(not loaded)"],
    ]


def test_offsets_are_those_of_the_words() -> None:
    """What is written stands at its offsets, in the clause that is named."""
    citing = rule("第一条　依照灯笼法第三条。\n依照前款，适用《灯笼法》。\n")
    assert [(citing.text[one.start : one.end], one.path) for one in found(citing)] == [
        ("灯笼法第三条", "第一条/第一款"),
        ("前款", "第一条/第二款"),
        ("《灯笼法》", "第一条/第二款"),
    ]


def test_the_labelled_sample_of_the_corpus(library: Office) -> None:
    """Against labels written by hand: precision at least 0.99, recall at least 0.97, over all and in each half."""
    with library.library.pin() as generation:
        measured = figures(generation, labelled())
    assert int(str(measured["labels"])) >= 300
    for part in ("all", "developed", "held out"):
        scores = measured[part]
        assert isinstance(scores, dict)
        assert scores["precision"] >= 0.99
        assert scores["recall"] >= 0.97


def test_the_standards_cite_the_law_that_they_were_written_for(library: Office) -> None:
    """商标侵权判断标准 (2020) cites 商标法 of 2019 only, 商标一般违法判断标准 (2022) the 集体商标办法 of 2003."""
    with library.library.pin() as generation:
        of = generation.references.of_document
        works = {
            name: {one.cited_id for one in of(name, PUBLIC) if one.text.startswith(("商标法第", "《集体商标"))}
            for name in ("tm-infringement-standard-2020", "tm-general-violation-standard-2021")
        }
    assert works == {
        "tm-infringement-standard-2020": {"trademark-law-2019"},
        "tm-general-violation-standard-2021": {"collective-cert-tm-measures-2003"},
    }


def test_a_guide_is_not_the_rule_that_it_resembles(library: Office) -> None:
    """专利侵权纠纷行政裁决办案指南, which is not loaded, is not 重大专利侵权纠纷行政裁决办法, which is."""
    with library.library.pin() as generation:
        cited = generation.references.of_document("plan-lingchuan-2024", PUBLIC)
    (guide,) = (one for one in cited if one.text == "《专利侵权纠纷行政裁决办案指南》")
    assert (guide.cited_id, guide.reason) == (None, "not_loaded")


def test_a_title_about_something_else_is_not_near(library: Office) -> None:
    """The rules on evidence in all civil cases are not those on 知识产权 cases that cite them."""
    with library.library.pin() as generation:
        cited = generation.references.of_document("ip-evidence-2020", PUBLIC)
    (rules,) = (one for one in cited if one.text.endswith("关于民事诉讼证据的若干规定》第三十二条"))
    assert (rules.cited_id, rules.reason) == (None, "not_loaded")


def test_the_law_that_an_interpretation_has_in_its_title_is_not_the_interpretation(library: Office) -> None:
    """…关于适用《中华人民共和国反不正当竞争法》若干问题的解释 (2022) cites the law of 2019."""
    with library.library.pin() as generation:
        cited = generation.references.of_document("anti-unfair-competition-interp-2022", PUBLIC)
    laws = {one.cited_id for one in cited if one.text.startswith("反不正当竞争法第")}
    assert laws == {"anti-unfair-competition-law-2019"}


INTERNAL = replace(LIBRARY[2], access="internal")
CITING = rule("第一条　依照灯笼法第三条和《灯笼侵权判断标准》办理。\n")
SECRET = document(
    "secret", "第一条　依照灯笼法第三条办理。\n第二条　登记。\n", Metadata("内部意见", year=2020), "internal"
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Library]:
    """Public laws and rules, an internal standard, an internal opinion, and an internal newer edition of the law."""
    data = tmp_path_factory.mktemp("mixed")
    newer = replace(law("law-2021", "中华人民共和国灯笼法（2021年修正）", 2021), access="internal")
    late = replace(CITING, metadata=replace(CITING.metadata, effective_from=date(2022, 1, 1)))
    publishing.write(
        data,
        CharacterEmbedder(),
        lambda writer: [writer.put(one) for one in (LAW, newer, INTERNAL, late, SECRET)],
    )
    library = Library(data, CharacterEmbedder())
    yield library
    library.close()


def test_a_visitor_sees_what_he_would_see_without_the_internal_documents(mixed: Library) -> None:
    """An internal target looks like one not loaded, an internal edition leaves the public one in its place."""
    with mixed.pin() as generation:
        references = generation.references
        officer, visitor = (told(references.of_document("rule", access)) for access in (EVERYONE, PUBLIC))
        hidden = references.of_document("secret", PUBLIC), references.citing("standard", PUBLIC)
    assert officer == [("灯笼法第三条", "law-2021 第三条"), ("《灯笼侵权判断标准》", "standard")]
    assert visitor == [("灯笼法第三条", "law-2020 第三条"), ("《灯笼侵权判断标准》", "(not_loaded)")]
    assert hidden == ([], [])


def test_links_tell_which_documents_cite_which(mixed: Library) -> None:
    """Counted per pair, without a document's references to itself, as far as the asker may see."""
    with mixed.pin() as generation:
        assert generation.references.links(PUBLIC) == [Link("rule", "law-2020", 1)]
        assert generation.references.links(EVERYONE) == [
            Link("rule", "law-2021", 1),
            Link("rule", "standard", 1),
            Link("secret", "law-2020", 1),
        ]


def test_pages_count_everything_and_give_a_part(mixed: Library) -> None:
    """The total does not depend on the page; the order is that of the citing document and its text."""
    with mixed.pin() as generation:
        total, page = generation.references.page(PUBLIC, document_id="rule", limit=1, offset=1)
    assert (total, told(page)) == (2, [("《灯笼侵权判断标准》", "(not_loaded)")])


def test_a_generation_without_the_file_has_no_references(tmp_path: Path) -> None:
    """What an earlier version wrote opens, and tells of none."""
    references = References.open(tmp_path / "references.sqlite")
    assert references.all(EVERYONE) == []
    references.close()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("own = [", "no TOML"),
        ('[own]\nwords = ["法"]\n', "own"),
        ('[other]\nwhy = "x"\nwords = ["法"]\n', "other"),
    ],
)
def test_a_word_list_that_is_not_complete_is_refused(text: str, complaint: str) -> None:
    """One line that names the list."""
    with pytest.raises(IndexingError, match=complaint):
        parse(text)


@pytest.mark.parametrize("more", [[], ["法"]])
def test_many_words_are_found_as_by_one_pattern(more: list[str]) -> None:
    """The longest word first, none inside another, none before 》; a word of one sign changes nothing of that."""
    words = ["商标法", "商标法实施条例", "专利法", *more]
    found = [match.span() for match in Words(words, "(?!》)").finditer("商标法实施条例、商标法与《专利法》专利法")]
    assert found == [(0, 7), (8, 11), (17, 20)]
