"""Exact references: documents by any name, clauses in any spelling, nothing guessed."""

from dataclasses import replace
from datetime import date

import pytest

from index.documents import Edition, Metadata, Node, Region
from index.editions import work_id
from index.references import Article, Names, Reference, cited_titles, last_article, locate


def edition(document_id: str, title: str, **known: object) -> Edition:
    """An edition of which only its names matter."""
    metadata = Metadata(title, **({"effective_from": date(2020, 1, 1)} | known))  # type: ignore[arg-type]
    return Edition(document_id, work_id(metadata), "v", metadata, "official", "public", 1, 1)


PLACE = Region("某省甲市", "city", ("全国", "某省"))
NAMES = Names(
    [
        edition("law-2019", "中华人民共和国商标法", short_title="商标法", aliases=("现行商标法",)),
        edition("law-2026", "中华人民共和国商标法（2026年修订）", short_title="商标法（2026年修订）"),
        edition("rules", "中华人民共和国商标法实施条例", aliases=("商标法条例",), number="国务院令第651号"),
        edition("standard", "商标侵权判断标准", number="国知发保字〔2020〕23号"),
        edition("plan", "关于印发《2022年全市行动方案》的通知", aliases=("甲市方案",), region=PLACE, year=2022),
        edition("penalty", "中华人民共和国行政处罚法"),
        edition("excerpt", "中华人民共和国刑法（节选：第七节 侵犯知识产权罪）", aliases=("刑法第213条至第220条",)),
        edition("disputes", "重大专利侵权纠纷行政裁决办法"),
        edition("enforcement", "专利行政执法办法", aliases=("专利执法办法",)),
        edition("interpretation", "知识产权刑事司法解释二"),
    ]
)
BOTH = ("law-2019", "law-2026")
DATED = Names(
    [
        edition("law-2019", "中华人民共和国商标法", promulgated=date(2019, 4, 23)),
        edition(
            "law-2026", "中华人民共和国商标法（2026年修订）", aliases=("新商标法",), effective_from=date(2027, 1, 1)
        ),
    ]
)
"""In force from 2020-01-01 and from 2027-01-01."""


def only(text: str) -> Reference:
    """The one reference of a text."""
    (reference,) = NAMES.find(text)
    return reference


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("商标法是什么时候施行的", BOTH),
        ("《中华人民共和国商标法》", BOTH),
        ("商标法实施条例管什么", ("rules",)),
        ("商标法（2026年修订）有何变化", ("law-2026",)),
        ("国知发保字〔2020〕23号", ("standard",)),
        ("国知发保字[2020]23号是什么", ("standard",)),
        ("国知发保字（２０２０）23号", ("standard",)),
        ("国知发保字【2020】23号", ("standard",)),
        ("国知发保字2020年23号", ("standard",)),
        ("国知发保字〔2020〕23", ("standard",)),
        ("国知发保字 (2020) 第 23 号", ("standard",)),
        ("国知发保字〔二〇二〇〕二十三号", ("standard",)),
        ("甲市2022年方案", ("plan",)),
        ("2022年甲市的工作方案讲什么", ("plan",)),
        ("二〇二二年度甲市方案", ("plan",)),
        ("商標侵權判斷標準", ("standard",)),
        ("商标法(2026)", ("law-2026",)),
        ("2026年修订的商标法", ("law-2026",)),
        ("商标法（2013年修正）", ()),
        ("令第651号", ("rules",)),
        ("国务院令第651号", ("rules",)),
        ("甲市方案由谁印发", ("plan",)),
    ],
)
def test_a_document_is_found_by_any_of_its_names(text: str, ids: tuple[str, ...]) -> None:
    """Title, short title, alias and number in any brackets; the longest name wins."""
    reference = only(text)
    assert (reference.document_ids, reference.approximate) == (ids, False)


def test_a_title_written_otherwise_is_approximate() -> None:
    """A misspelt title in 《》 finds its document and says that it was understood, not read."""
    reference = only("《商标侵权违法判断标准》")
    assert (reference.document_ids, reference.approximate) == (("standard",), True)


@pytest.mark.parametrize(
    ("title", "ids"),
    [
        ("《2022年乙市市知识产权保护工作方案》", ("plan-b",)),
        ("《2022年全省知识产权保护工作方案》", ()),
        ("《2022年丙市知识产权保护工作方案》", ()),
        ("《2023年乙市市知识产权保护工作方案》", ()),
    ],
)
def test_another_place_or_year_is_another_document(title: str, ids: tuple[str, ...]) -> None:
    """Titles of plans differ in little but place and year: there nothing is near enough."""
    region = Region("某省乙市", "city", ("全国", "某省"))
    country = edition("plan-0", "2022年全国知识产权保护工作方案", region=Region("全国", "national"), year=2022)
    names = Names([country, edition("plan-b", "2022年乙市知识产权保护工作方案", region=region, year=2022)])
    assert names.find(title)[0].document_ids == ids


def test_an_unknown_title_resolves_to_nothing() -> None:
    """A title that is like none of the known ones names no document."""
    assert only("《食品安全抽样检验管理办法》").document_ids == ()


@pytest.mark.parametrize(
    ("title", "ids"),
    [
        ("处罚法", ("penalty",)),
        ("行罚法", ("penalty",)),
        ("商标侵权判定标准", ("standard",)),
        ("商标侵判断标准", ("standard",)),
        ("重大专利侵权纠纷裁决办法", ("disputes",)),
        ("专利侵权纠纷行政裁决办法", ()),
        ("重大专利侵权纠纷行政裁定办法", ("disputes",)),
    ],
)
def test_a_near_title_in_the_open_is_understood_and_said(title: str, ids: tuple[str, ...]) -> None:
    """Before a clause a shortened or misspelt title needs no 《》; without its telling words it is another one."""
    name, clause = NAMES.find(f"问一下{title}第三条怎么规定")
    assert (name.document_ids, clause.document_ids, clause.title) == (ids, ids, title)
    assert name.approximate == bool(ids)


def test_a_law_is_called_without_its_first_word() -> None:
    """处罚法 is that on administrative penalties; where one asks which clause of it applies, something else is asked."""
    assert [one.document_ids for one in NAMES.find("处罚法里听证给几天")] == [("penalty",)]
    assert NAMES.find("听证要看处罚法哪条") == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("食品安全法第34条", "食品安全法"),
        ("根据治安管理处罚法第三条", "治安管理处罚法"),
        ("商标法实施细则第5条", "商标法实施细则"),
        ("北京市专利执法办法第三条", "北京市专利执法办法"),
        ("海关专利行政执法办法第三条", "海关专利行政执法办法"),
        ("日本商标法第三条", "日本商标法"),
        ("《专利侵权纠纷行政裁决办案指南》第三条", "《专利侵权纠纷行政裁决办案指南》"),
        ("专利侵权纠纷行政裁决办法第三条", "专利侵权纠纷行政裁决办法"),
        ("《美国行政处罚法》第三条", "《美国行政处罚法》"),
        ("民事诉讼法第三条", "民事诉讼法"),
        ("国知发保字〔2021〕23号第三条", "国知发保字〔2021〕23号"),
        ("商标法（2001年修正）第三条", "商标法（2001年修正）"),
        ("行政处罚法和食品安全法第三条", "食品安全法"),
    ],
)
def test_a_document_that_is_not_loaded_is_never_another(text: str, title: str) -> None:
    """Its clause is known to belong to it, and to no loaded document that sounds alike or stands before it."""
    clause = NAMES.find(text)[-1]
    assert (clause.title, clause.document_ids, clause.article) == (title, (), Article(clause.article.number))  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["该法第三条", "根据上述规定第三条", "依法第三条", "本办法第三条", "第三条"])
def test_words_that_name_no_document(text: str) -> None:
    """They point back or at nothing: the clause has no document."""
    assert [(reference.title, str(reference.article)) for reference in NAMES.find(text)] == [("", "第三条")]


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("2018年商标法和2024年的", [BOTH]),
        ("新旧商标法有什么不同", [BOTH]),
        ("新商标法第64条，老法53条", [("law-2026",), ("law-2026",), ("law-2019",), ("law-2019",)]),
        ("2020年商标法第57条和2026年修订版第72条", [("law-2019",), ("law-2019",), ("law-2026",), ("law-2026",)]),
    ],
)
def test_the_edition_that_is_named(text: str, editions: list[tuple[str, ...]]) -> None:
    """A year that is one of an edition, 新 and 老 choose among them; 新旧 and other years do not."""
    assert [reference.document_ids for reference in DATED.find(text)] == editions


SHORT = Names(
    [
        edition("list", "市场监督管理严重违法失信名单管理办法"),
        edition("procedure", "市场监督管理行政处罚程序规定"),
        edition("hearing", "市场监督管理行政处罚听证办法"),
        edition("civil", "最高人民法院关于审理商标民事纠纷案件适用法律若干问题的解释"),
        edition("wellknown", "最高人民法院关于审理涉及驰名商标保护的民事纠纷案件应用法律若干问题的解释"),
        edition("first", "关于审理侵犯专利权纠纷案件的解释", aliases=("专利侵权司法解释一",)),
        edition("second", "关于审理侵犯专利权纠纷案件的解释（二）", aliases=("专利侵权司法解释二",)),
        edition("investigators", "关于技术调查官参与诉讼活动的若干规定", short_title="技术调查官规定"),
        replace(
            edition("crime-1", "办理知识产权刑事案件的解释", effective_from=date(2004, 1, 1)), replaced_by="crime-3"
        ),
        replace(edition("crime-2", "办理知识产权刑事案件的解释（二）"), replaced_by="crime-3"),
        edition(
            "crime-3",
            "办理知识产权刑事案件适用法律的解释",
            aliases=("知识产权刑事解释",),
            number="法释〔2025〕5号",
            effective_from=date(2025, 4, 26),
        ),
    ]
)
"""What short names leave out: authorities, 管理, 审理 … 案件适用法律; several works of one matter."""


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("失信名单办法", ("list",)),
        ("处罚程序规定", ("procedure",)),
        ("市监处罚程序规定", ("procedure",)),
        ("商标民事解释", ("civil",)),
        ("驰名商标解释", ("wellknown",)),
        ("专利侵权解释（二）", ("second",)),
        ("新刑事解释", ("crime-3",)),
        ("旧刑事解释", ("crime-1", "crime-2")),
        ("刑事案件的新解释", ("crime-3",)),
        ("04年那份刑事解释", ("crime-1",)),
        ("失信名单的管理办法", ("list",)),
        ("商标权民事解释", ("civil",)),
        ("重大失信案件办法", ()),
        ("海关行政处罚程序规定", ()),
        ("公司名单法", ()),
        ("刑法解释", ()),
    ],
)
def test_a_short_name_means_the_work_that_it_fits_best(name: str, ids: tuple[str, ...]) -> None:
    """Its signs stand in the title in their order; what narrows a title, or names another one, is not passed over."""
    title, clause = SHORT.find(f"我想问{name}第三条")
    assert (title.document_ids, title.approximate, clause.document_ids) == (ids, bool(ids), ids)


def test_a_short_name_without_a_clause() -> None:
    """The name of a document with 那份 inside is its own; words that all titles share name none."""
    (known,) = SHORT.find("技术调查官那份规定讲什么")
    assert (known.document_ids, known.approximate) == (("investigators",), False)
    assert [SHORT.find(text) for text in ("管理办法怎么说", "违反规定怎么罚", "本办法规定了什么")] == [[], [], []]


def test_a_short_name_of_several_works_is_none_of_them() -> None:
    """Which one is meant must be asked."""
    title, clause = SHORT.find("专利侵权解释第三条")
    assert (title.document_ids, title.candidates, clause.document_ids) == ((), ("first", "second"), ())


@pytest.mark.parametrize(
    ("text", "said", "ids"),
    [
        ("管代理机构的63号令生效没有", "代理机构的63号令", ("agency",)),
        ("管展会的63号令生效没有", "63号令", ()),
        ("听说2022年新修的代理法生效了", "2022年新修的代理法", ("law",)),
    ],
)
def test_a_text_named_by_its_matter(text: str, said: str, ids: tuple[str, ...]) -> None:
    """An order of that number with the matter in its title; a shortened law that is called newly revised."""
    order = edition("agency", "专利代理机构监督规定", number="国家市场监督管理总局令第63号")
    law = edition("law", "中华人民共和国商标代理法", effective_from=date(2022, 12, 1))
    found = Names([order, law]).find(text)
    assert [(one.text, one.document_ids) for one in found] == ([(said, ids)] if ids else [])


def test_a_number_without_its_letters() -> None:
    """解释 behind a number says what the letters before it would."""
    assert SHORT.find("两高2025年5号解释第三条")[-1].document_ids == ("crime-3",)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("以前的商标法第三条", ("law-2019",)),
        ("修订前的商标法第三条", ("law-2019",)),
        ("商标法修订前第三条", ("law-2019",)),
        ("修订后的商标法第三条", ("law-2026",)),
        ("商标法第三条", BOTH),
        ("商法第三条", BOTH),
    ],
)
def test_an_older_edition_is_named_by_before(text: str, ids: tuple[str, ...]) -> None:
    """以前, 修订前 and 修订后 choose an edition; an alias of the latest that says nothing of one is of all."""
    new = edition("law-2026", "商标法（2026年修订）", aliases=("商法",), effective_from=date(2027, 1, 1))
    names = Names([replace(edition("law-2019", "商标法"), replaced_by="law-2026"), new])
    assert set(names.find(text)[-1].document_ids) == set(ids)


@pytest.mark.parametrize("text", ["收到《通知立案书》后几天", "《送达回证》谁签字", "2014年修改商标法后"])
def test_papers_of_a_case_and_what_happened_are_no_titles(text: str) -> None:
    """A form in 《》 names no document that is missing; 修改 … 后 tells when, and names no edition."""
    assert all(reference.document_ids for reference in NAMES.find(text))


def test_an_excerpt_is_found_by_the_name_of_the_whole() -> None:
    """An alias that names clauses is a reference to them."""
    found = NAMES.find("刑法第213条至第215条")
    assert [reference.document_ids for reference in found] == [("excerpt",)] * 4


def test_a_number_in_a_title_is_no_clause() -> None:
    """司法解释二 二十二条 is its 22nd clause."""
    assert [str(reference.article) for reference in NAMES.find("知识产权刑事司法解释二二十二条")] == [
        "None",
        "第二十二条",
    ]


def test_the_plan_of_another_place_is_not_this_one() -> None:
    """A title of a plan that says no place is another document where another place stands before it."""
    assert only("乙市《2022年全市行动方案》").document_ids == ()


@pytest.mark.parametrize(
    ("spelling", "article"),
    [
        ("第五十七条第二项", Article(57, item=2)),
        ("第57条第（二）项", Article(57, item=2)),
        ("57条(二)", Article(57, item=2)),
        ("第57条第1款第2项", Article(57, paragraph=1, item=2)),
        ("５７条", Article(57)),
        ("五十七条2项", Article(57, item=2)),
        ("第二百一十九条之一", Article(219, branch=1)),
        ("第 六十 条 第二款", Article(60, paragraph=2)),
        ("第 六 十 条", Article(60)),
        ("第六〇条", Article(60)),
        ("第伍拾柒条", Article(57)),
        ("219条之1", Article(219, branch=1)),
        ("219之一条", Article(219, branch=1)),
        ("第219条之一第二款", Article(219, branch=1, paragraph=2)),
        ("57条之二项", Article(57, item=2)),
        ("57条②", Article(57, item=2)),
        ("57条【二】", Article(57, item=2)),
        ("第57条的第（二）项", Article(57, item=2)),
        ("第57条第一款规定的第二项", Article(57, paragraph=1, item=2)),
        ("57条2款(三)1目", Article(57, paragraph=2, item=3, point=1)),
        ("第57-2项", Article(57, item=2)),
        ("57-1-2项", Article(57, paragraph=1, item=2)),
        ("57(2)", Article(57, item=2)),
        ("57-2", Article(57)),
        ("57.2", Article(57)),
        ("57", Article(57)),
        ("，第57条", Article(57)),
        ("里的57条", Article(57)),
        ("第五十七條第二項", Article(57, item=2)),
    ],
)
def test_a_clause_is_found_in_any_spelling(spelling: str, article: Article) -> None:
    """Numerals, brackets and blanks may differ, the clause is the same."""
    _, reference = NAMES.find(f"商标法{spelling}怎么说")
    assert (reference.article, reference.document_ids) == (article, BOTH)


@pytest.mark.parametrize(
    ("written", "articles"),
    [
        ("57、60条", ["第五十七条", "第六十条"]),
        ("第57条和第60条第二款", ["第五十七条", "第六十条第二款"]),
        ("第57条第一、三款", ["第五十七条第一款", "第五十七条第三款"]),
        ("57条（一）（三）项", ["第五十七条第（一）项", "第五十七条第（三）项"]),
        ("57条1款(二)、(三)项", ["第五十七条第一款第（二）项", "第五十七条第一款第（三）项"]),
        ("57-59条", ["第五十七条", "第五十八条", "第五十九条"]),
        ("第五十七条至第五十八条", ["第五十七条", "第五十八条"]),
        ("第57条第（一）至（三）项", [f"第五十七条第（{n}）项" for n in "一二三"]),
        ("218条至219条之一", ["第二百一十八条", "第二百一十九条", "第二百一十九条之一"]),
        ("60-57条", ["第六十条", "第五十七条"]),
        ("第57条，第二款", ["第五十七条第二款"]),
        ("第57条第二款、第58条", ["第五十七条第二款", "第五十八条"]),
        ("57条3款商品", ["第五十七条"]),
    ],
)
def test_lists_and_ranges(written: str, articles: list[str]) -> None:
    """Each clause of a list and of a range is one reference, in order."""
    assert [str(r.article) for r in NAMES.find(f"商标法{written}") if r.article] == articles


def test_a_range_says_how_far_it_goes() -> None:
    """Its references share what is written; however long it is, only so many are made of it."""
    found = [r for r in NAMES.find("商标法第1条至第1400条") if r.article]
    assert ({r.text for r in found}, str(found[0].through)) == ({"第1条至第1400条"}, "第一千四百条")
    assert len(found) == 30


def test_a_long_sentence_holds_one_reference() -> None:
    """Dates, amounts and counts beside it are none."""
    text = "2024年5月罚了5万元，出台二十条措施，第三人交来3条线索、两款商品和第三条线索，商标法第60条第2款怎么说"
    assert [(r.text, str(r.article)) for r in NAMES.find(text)] == [
        ("商标法", "None"),
        ("第60条第2款", "第六十条第二款"),
    ]


@pytest.mark.parametrize(
    "text",
    ["出台二十条措施", "清单排头一条是啥", "共有几条", "这12条线索", "一条龙服务", "第三条线索", "有12条，怎么办"],
)
def test_a_counter_is_no_clause(text: str) -> None:
    """条 counts many things that are not articles."""
    assert NAMES.find(text) == []


def test_two_of_a_law_are_a_count() -> None:
    """两条 behind the name of a law counts; 二条 tells which one."""
    assert [str(r.article) for r in NAMES.find("踩了商标法两条线")] == ["None"]
    assert [str(r.article) for r in NAMES.find("商标法二条怎么说")] == ["None", "第二条"]


def test_each_clause_belongs_to_the_document_before_it() -> None:
    """Two documents and two clauses in one sentence are kept apart."""
    found = [
        (r.document_ids, str(r.article))
        for r in NAMES.find("商标法第六十条和实施条例第七十八条；商标法实施条例第3条")
        if r.article
    ]
    assert found == [(BOTH, "第六十条"), (("rules",), "第七十八条"), (("rules",), "第三条")]


def test_positions_are_those_of_the_written_text() -> None:
    """Full-width digits and strange brackets do not move a reference."""
    text = "依照商标法第５７条（二）处理"
    assert [text[r.start : r.end] for r in NAMES.find(text)] == ["商标法", "第５７条（二）"]


def test_titles_that_a_document_cites() -> None:
    """Each title once, as printed; a misspelt one is resolved beside it, an unknown one stays unresolved."""
    text = "依据《商标法》和《商标侵权违法判断标准》，参照《商标法》及《某市若干意见》。"
    found = {r.text: (r.document_ids, r.approximate) for r in cited_titles(text, NAMES)}
    assert found == {
        "《商标法》": (BOTH, False),
        "《商标侵权违法判断标准》": (("standard",), True),
        "《某市若干意见》": ((), False),
    }


def node(path: str, level: str) -> Node:
    """A clause of which only path and level matter."""
    return Node(path, level, path.rsplit("/", 1)[-1], "", 0, 1)  # type: ignore[arg-type]


OUTLINE = (
    node("第一条", "条"),
    node("第一条/第（一）项", "项"),
    node("第二条", "条"),
    node("第二条/第一款", "款"),
    node("第二条/第二款", "款"),
    node("第二条/第二款/第（三）项", "项"),
    node("第二条/第二款/第（三）项/第1目", "目"),
)


@pytest.mark.parametrize(
    ("article", "path"),
    [
        (Article(1), "第一条"),
        (Article(1, paragraph=1), "第一条"),
        (Article(1, paragraph=2), None),
        (Article(1, item=1), "第一条/第（一）项"),
        (Article(1, paragraph=1, item=1), "第一条/第（一）项"),
        (Article(1, item=9), None),
        (Article(2, paragraph=2), "第二条/第二款"),
        (Article(2, paragraph=3), None),
        (Article(2, item=3), "第二条/第二款/第（三）项"),
        (Article(2, paragraph=1, item=3), None),
        (Article(3), None),
        (Article(0), None),
        (Article(999_999_999), None),
        (Article(2, paragraph=2, item=3, point=1), "第二条/第二款/第（三）项/第1目"),
        (Article(2, item=3, point=2), None),
        (Article(1, point=1), None),
    ],
)
def test_a_clause_is_located_or_said_to_be_missing(article: Article, path: str | None) -> None:
    """A 款 or 项 that an article does not have is missing, never its neighbour."""
    found = locate(article, OUTLINE)
    assert (found.path if found else None) == path


def test_a_text_without_articles() -> None:
    """Its counted parts, or all of it where nothing is counted, are what people call its articles."""
    counted, whole = (node("通知", "part"), node("一", "item"), node("二", "item")), (node("正文", "part"),)
    found = [
        locate(Article(2), counted),
        locate(Article(1), whole),
        locate(Article(2), whole),
        locate(Article(3), counted),
    ]
    assert [place and place.path for place in found] == ["二", "正文", None, None]


def test_how_far_a_law_goes() -> None:
    """The last article is known, for saying what exists."""
    assert last_article(OUTLINE) == "第二条"


OF_YEARS = Names(
    [
        edition("marks-2003", "集体商标、证明商标注册和管理办法", promulgated=date(2003, 4, 17)),
        edition("fairs-2006", "展会知识产权保护办法", promulgated=date(2006, 1, 10)),
        edition("filing-2019", "规范商标申请注册行为若干规定", promulgated=date(2019, 10, 11), kind="部门规章"),
        edition("agents-2019", "专利代理管理办法", promulgated=date(2019, 4, 4), kind="部门规章"),
        edition("seeds-2020", "审理侵害植物新品种权纠纷案件具体应用法律问题的若干规定", kind="司法解释"),
        edition("names-2020", "审理注册商标、企业名称冲突案件的若干规定", kind="司法解释"),
        edition("crimes-2004", "办理侵犯知识产权刑事案件的解释", promulgated=date(2004, 12, 8), kind="司法解释"),
    ]
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("集体商标放任不管，2003年那个老办法罚多少", ("marks-2003",)),
        ("集体商标换会员，03年的办法限几个月", ("marks-2003",)),
        ("集体商标换会员，03年那个工商办法限几个月", ("marks-2003",)),
        ("集体商标报备，2003年起施行的办法给多久", ("marks-2003",)),
        ("商标囤了一堆，照2019年那个规章罚几万", ("filing-2019",)),
        ("偷繁品种权的种子，2020年修的那个司法解释封顶多少", ("seeds-2020",)),
        ("够罪的门槛，2004年两高解释是多少", ("crimes-2004",)),
        ("专利侵权，2003年的办法怎么说", ()),
        ("商标代理，2018年的规定怎么说", ()),
        ("2003年集体商标管理办了几件", ()),
    ],
)
def test_a_document_called_by_its_year_and_kind(text: str, ids: tuple[str, ...]) -> None:
    """The one of that year on what the text is about; none where it is about something else, or none is of the year."""
    assert tuple(name for one in OF_YEARS.find(text) for name in one.document_ids) == ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国知局5号文写了什么", ["plan"]),
        ("国知发保字5号哪天印的", ["plan"]),
        ("2022年5号文", ["plan"]),
        ("2023年5号文", []),
        ("省局5号文", []),
        ("中央5号文怎么说", []),
        ("5号文物能不能拍", []),
        ("附件5号", []),
    ],
)
def test_a_number_without_its_year(text: str, found: list[str]) -> None:
    """It is of a loaded document unless another office or year stands before it; interpretations are no 号文."""
    plan = edition("plan", "行政保护工作方案", number="国知发保字〔2022〕5号", issuer="国家知识产权局")
    court = edition("court", "关于办理刑事案件适用法律若干问题的解释", number="法释〔2025〕5号", issuer="最高人民法院")
    assert [name for one in Names([plan, court]).find(text) for name in one.document_ids] == found
