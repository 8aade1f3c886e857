from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import clean, restore
from index.documents import Cleaned, Parsed
from index.parsing import parse


def cleaned(text: str, page_starts: tuple[int, ...] = ()) -> Cleaned:
    """Cleaned, and proved to be restorable."""
    result = clean(Parsed(text, "txt", page_starts))
    assert restore(result.text, result.edits) == text
    return result


def joins(result: Cleaned) -> list[tuple[str, str]]:
    """Four characters on each side of every join."""
    places = [edit.offset for edit in result.edits if edit.kind == "broken line"]
    return [(result.text[place - 4 : place], result.text[place : place + 4]) for place in places]


NOISE = [
    "\n",
    "\r\n",
    "\r",
    "\f",
    "\v",
    "\x85",
    "\u2028",
    "\x1c",
    "\ufeff",
    "\u200b",
    " ",
    "\u3000",
    "\t",
    "— 1 —",
    "第3页",
    "3/9",
]
MARKS = [
    "**",
    "# ",
    "- ",
    "---\n",
    "- 文种：法律\n",
    "一、",
    "（一）",
    "第五条",
    "附件",
    "2022 年",
    "《",
    "》",
    "（",
    "，",
    "。",
    "工作",
]
PIECES = st.sampled_from(NOISE + MARKS)


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
def test_everything_can_be_put_back(text: str) -> None:
    """Whatever cleaning does to any mixture of noise, the edits give the parsed text back, in order of their place."""
    result = cleaned(text)
    offsets = [edit.offset for edit in result.edits]
    assert offsets == sorted(offsets)
    assert not set(result.text) & set("\r\f\v\x85\u2028\ufeff")


@given(st.lists(st.text(alphabet="工作\n\f\r 1—。", max_size=12), min_size=1, max_size=6))
def test_page_starts_stay_at_their_pages(pages: list[str]) -> None:
    """Page starts remain in order and within the text, one per page, the first at 0."""
    starts = tuple(sum(map(len, pages[:number])) for number in range(len(pages)))
    result = cleaned("".join(pages), starts)
    assert len(result.page_starts) == len(pages)
    assert list(result.page_starts) == sorted(result.page_starts)
    assert result.page_starts[0] == 0
    assert result.page_starts[-1] <= len(result.text)


def test_line_endings_and_invisible_characters() -> None:
    """All line endings become one, and what nobody sees goes: BOM, zero-width signs, controls."""
    result = cleaned("\ufeff一、总\u200b则\r\n第一条\r第二条\u2028第三\x00条")
    assert result.text == "一、总则\n第一条\n第二条\n第三条"
    assert [edit.kind for edit in result.edits].count("line ending") == 3


def test_file_header_becomes_metadata() -> None:
    """Title and fields above --- leave the text as one edit and come back as written."""
    result = cleaned("# 某某法\n\n- 文种：法律\n- 施行日期：2019-11-01（依据：某表）\n\n---\n\n第一条　为了")
    assert result.text == "第一条　为了"
    assert result.header == {"标题": "某某法", "文种": "法律", "施行日期": "2019-11-01（依据：某表）"}
    assert [edit.kind for edit in result.edits] == ["file header"]


@pytest.mark.parametrize(
    "text", ["# 某某法\n\n第一条", "# 某某法\n\n- 文种：法律\n\n第一条", "# 某某法\n\n---\n\n第一条"]
)
def test_title_without_a_whole_header_is_text(text: str) -> None:
    """Without fields or without --- nothing is taken for a header; only the mark before the title goes."""
    result = cleaned(text)
    assert result.header == {}
    assert result.text == text.removeprefix("# ")


def test_markdown_marks_go_and_words_stay() -> None:
    """Heading marks, asterisks in pairs and the dash before 附件; a lone asterisk and other dashes stay."""
    text = "### 第一章 总则\n1. **加强保护。**落实\n- 附件: 1. 表\n- 其他\n2*3"
    assert cleaned(text).text == "第一章 总则\n1. 加强保护。落实\n附件: 1. 表\n- 其他\n2*3"


@pytest.mark.parametrize(
    "mark", ["— 1 —", "-1-", "- 12 -", "—3—", "·3·", "第 3 页", "第3页 共9页", "第三页，共九页", "3/9"]
)
def test_page_marks_alone_on_a_line_go(mark: str) -> None:
    """Between two paragraphs each kind is removed with its line, and within a sentence the sentence closes up."""
    assert cleaned(f"第一条　为了加强保护工作，制定本法。\n{mark}\n第二条　略").text.count("\n") == 1
    text = f"第一条　为了加强知识产权行政保护，\n\n{mark}\n\n规范执法行为，制定本法。"
    assert cleaned(text).text == "第一条　为了加强知识产权行政保护，规范执法行为，制定本法。"


@pytest.mark.parametrize(
    "text", ["单位\n3/9\n数量", "单位\n12\n数量", "日期\t3/9", "见第3页。", "—3", "9/3\n办结率以上"]
)
def test_what_only_looks_like_a_page_mark_stays(text: str) -> None:
    """A fraction or number among cells, a mark inside a line, half a mark."""
    assert cleaned(text).text == text


def test_bare_page_numbers_go_where_they_count_up() -> None:
    """12, 13, 14 at the foot of three pages are page numbers; 5 in the middle of one is not."""
    text = "甲乙。\n12\f丙丁。\n5\n戊己。\n13\f庚辛。\n14"
    assert cleaned(text).text == "甲乙。\n丙丁。\n5\n戊己。\n庚辛。\n"


def test_running_foot_with_its_page_number_goes() -> None:
    """The same words with a number that is a page's go; forms that are numbered 附件1, 附件2 keep their names."""
    bodies = ["一、甲。\n二、乙。", "三、丙。", "附件1\n填表人：", "附件2\n填表人：", "附件3\n填表人："]
    pages = [f"{body}\n某市局 第{number}页" for number, body in enumerate(bodies, 1)]
    assert cleaned("\n\f".join(pages)).text == "\n".join(bodies) + "\n"


def test_form_feed_between_words_is_a_line_break() -> None:
    """A page that ends without a line break neither glues two lines together nor keeps a sentence apart."""
    assert cleaned("一、总则\f二、分则").text == "一、总则\n二、分则"
    assert cleaned("加强专利、\f商标保护。").text == "加强专利、商标保护。"


def test_running_head_goes_and_the_title_stays() -> None:
    """A line that opens three pages of three is furniture; on page one it is the title, unless it stands there twice."""
    pages = ["某市方案\n第一条。", "某市方案\n第二条。", "某市方案\n第三条。"]
    assert cleaned("\n\f".join(pages)).text == "某市方案\n第一条。\n第二条。\n第三条。"
    pages[0] = "某市方案\n某市方案\n第一条。"
    assert cleaned("\n\f".join(pages)).text == "某市方案\n第一条。\n第二条。\n第三条。"


def test_running_foot_above_a_page_number_goes() -> None:
    """Two layers at the foot: the number that counts up, then the line that repeats."""
    pages = [f"第{number}条　甲乙丙。\n某市办公室印\n{page}" for page, number in enumerate("一二三四", 1)]
    text = cleaned("\n\f".join(pages)).text
    assert text.split() == ["第一条", "甲乙丙。", "第二条", "甲乙丙。", "第三条", "甲乙丙。", "第四条", "甲乙丙。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022 年 3 月 25 日", "2022年3月25日"),
        ("召开培训会 1-2 次", "召开培训会1-2次"),
        ("第 46 届", "第46届"),
        ("对 2020 至 2021 年度", "对2020至2021年度"),
        ("上升 12.5% 以上", "上升12.5%以上"),
    ],
)
def test_blanks_between_figures_and_characters_go(text: str, expected: str) -> None:
    """Blanks that the typesetter put around figures are removed, each as an edit of its own."""
    assert cleaned(text).text == expected


@pytest.mark.parametrize("text", ["张某某 王某", "1 总则", "附件 1. 名单", "王某 3286031", "第五条　为了", "电话 1 2"])
def test_blanks_that_separate_stay(text: str) -> None:
    """Names, a number that opens a line, an item, a telephone number, the wide blank behind 第X条."""
    assert cleaned(text).text in {text, text.replace("话 1", "话1")}


def test_blanks_at_the_edges_of_lines_go_but_empty_cells_stay() -> None:
    """Indents vanish; the tab that stands for an empty first or last cell does not."""
    assert cleaned("\u3000\u3000一、总则  \n\t正文\n\t甲\t乙\n甲\t").text == "一、总则\n正文\n\t甲\t乙\n甲\t"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("加强知识产权管理部门与司法行政机关协作，按照省里的相关工作要", "求，结合我市实际，制定本方案。"),
        ("加强专利、商标、", "地理标志保护。"),
        ("8. 关于高中毕业生就业专项资金的通知(某人社发", "〔2022〕158号)"),
        ("关于印发《2022年某市知识产权行政", "保护工作方案》的通知"),
        ("市场监管局负责查处商标侵权的", "案件"),
        ("各地要高度重视。工作进展情况及时报送市局知识产权保护科", "。"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " \n\u3000\n  "])
def test_broken_lines_are_joined(before: str, after: str, gap: str) -> None:
    """A sentence without its end, a list that goes on, open brackets and titles, words that lead on."""
    assert cleaned(f"{before}{gap}{after}\n\n二、其他").text == f"{before}{after}\n\n二、其他"


def test_heading_cut_inside_a_word_is_joined() -> None:
    """The document itself knows 工作 as a word; the next number ends the heading."""
    head = "(一) 以会代训，多方并举，全面夯实知识产权行政保护工"
    assert cleaned(f"{head}\n\n作基础\n\n一是开会。").text == f"{head}作基础\n\n一是开会。"


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\n坚持以保护为先，全面推进。",
        "（一）提高思想认识，加强组织领导\n各级部门要高度重视，认真落实。",
        "6. 关于加强消费维权服务站建设工作的通知\n7. 关于印发质量管理体系认证行动方案的通知",
        "各县（市、区）市场监督管理局：\n经研究，现将方案印发给你们。",
        "特此通知。\n某市市场监督管理局\n2022年3月25日",
        "抓好落实，推动工作再上新台阶\n某市市场监督管理局办公室\n2022年3月25日印发",
        "联系人：保护科 张某某 王某\n联系电话：0477-8160875\n电子邮箱: a@b.cn",
        "某市市场监督管理局\n关于印发行动方案的通知\n各旗区市场监督管理局：",
        "提升互联网领域保护效率，推动各项机制不断健全完善，形成工作合力\n(四) 加强宣传。",
        "2018年9月6日 国务院第23次常务会议修订通过\n2018年11月6日 国务院令第706号公布",
        "根据某决定修正，自公布之日起施行并由有关部门负责组织实施\n第三条　为了",
        "单位\t任务，\n市局\t商标",
        "开展检查。（责任单位：市局、市公安局）\n各区要做好配合。",
        "主办单位：某市局 版权所有：某市局\n网站管理：某市局办公室",
    ],
)
def test_real_line_ends_stay(text: str) -> None:
    """Headings, items without full stop, salutations, signatures, contacts, titles, history of a law, table rows."""
    assert cleaned(text).text == text


PROSE = "为深入贯彻落实关于全面加强保护的决策部署，按照上级要求，结合本地实际，制定本方案，请各单位认真抓好落实，确保取得实效"


def wrapped(paragraphs: list[str], width: int, indent: str) -> str:
    """Paragraphs as a page of `width` characters prints them."""
    lines = [indent + text for text in paragraphs]
    return "\n".join(text[place : place + width] for text in lines for place in range(0, len(text), width))


@pytest.mark.parametrize("width", [28, 34, 40])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_lines_as_wide_as_the_page_are_joined(width: int, indent: str) -> None:
    """Where every line fills the page, paragraphs come back whole and headings stay apart."""
    paragraphs = [
        "一、总体要求",
        f"{PROSE}，{PROSE}。",
        "二、主要任务",
        f"（一）{PROSE}，{PROSE}。",
        f"（二）{PROSE}。",
        "三、要求",
    ]
    assert cleaned(wrapped(paragraphs, width, indent)).text.split("\n") == paragraphs


def test_an_indent_tells_a_full_line_that_ends_a_sentence() -> None:
    """A full stop at the page's edge ends the paragraph only where the next line is indented."""
    first, second = f"{PROSE[:25]}。{PROSE}。", f"{PROSE[:-1]}。"
    text = wrapped([first, second] * 3, 28, "\u3000\u3000")
    assert "。\n" in text
    assert cleaned(text).text.split("\n") == [first, second] * 3


def test_reference_at_the_start_of_a_line_is_no_article() -> None:
    """Where articles are set off by a blank, 第X条 without one goes on with the sentence."""
    text = "第一条　略。\n第二条　违反规定的，由主管部门依照\n\n第五十七条规定处罚。\n第三条　略。"
    assert joins(cleaned(text)) == [("部门依照", "第五十七")]


COUNTED_BY_HAND = {
    "xuchang-2022": [
        ("工作要", "求，结"),
        ("假冒案", "件；影"),
        ("力乡村", "振兴。"),
        ("，建立", "相关工"),
        ("应对知", "识产权"),
    ],
    "lingchuan-2024": [("草制品", "为重点"), ("强专业", "市场知"), ("要求,", "对疑难")],
    "ordos-2022": [
        ("碳环", "保产品"),
        ("抽查比", "例和频"),
        ("单位给", "予表扬"),
        ("社发", "〔20"),
        ("的规范", "指引》"),
    ],
    "zaozhuang-2022": [
        ("保护工", "作基础"),
        ("知识产", "权保护"),
        ("落实工", "作，各"),
        ("中上市", "的时间"),
        ("，督促", "做好整"),
        ("实知识", "产权强"),
    ],
    "cnipa-2022": [("相关技", "术标准")],
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", COUNTED_BY_HAND)
def test_the_breaks_of_the_real_plans(name: str, corpus: Path) -> None:
    """Exactly the breaks that a reader finds in each plan are joined: five, three, five, six and one."""
    found = joins(clean(parse(f"{name}.txt", (corpus / "plans" / f"{name}.txt").read_bytes(), max_bytes=2**20)))
    expected = COUNTED_BY_HAND[name]
    assert len(found) == len(expected)
    for (before, after), (end, start) in zip(found, expected, strict=True):
        assert before.endswith(end)
        assert after.startswith(start)


@pytest.mark.corpus
def test_the_real_regulations_are_left_whole(corpus: Path) -> None:
    """They are clean but for one chapter's heading, cut behind 的; all 104 have a header."""
    found = []
    for path in sorted((corpus / "regulations").iterdir()):
        result = clean(parse(path.name, path.read_bytes(), max_bytes=2**22))
        assert result.header["标题"]
        found += [(path.stem, *join) for join in joins(result)]
    assert found == [("tobacco-regulations-2023", "用机械的", "生产和销")]


@pytest.mark.corpus
def test_page_mark_and_markup_of_the_real_plans(corpus: Path) -> None:
    """鄂尔多斯 has one page mark and a dash before 附件, 许昌 three pairs of asterisks; nothing else of the kind."""
    kinds = {}
    for path in (corpus / "plans").iterdir():
        edits = clean(parse(path.name, path.read_bytes(), max_bytes=2**20)).edits
        kinds[path.stem] = [edit.original for edit in edits if edit.kind in {"page mark", "markup"}]
    assert kinds.pop("ordos-2022") == ["— 1 —\n", "- "]
    assert kinds.pop("xuchang-2022") == ["**"] * 6
    assert not any(kinds.values())
