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


PROSE = "为深入贯彻落实关于全面加强保护的决策部署，按照上级要求，结合本地实际，制定本方案，请各单位认真抓好落实，确保取得实效"
SENTENCES = [
    ("各所要走访专业市场和农贸市场，摸清重点商标", "商户的底数，建立台账。督促经营户亮照经营，落实进货查验。"),
    ("各股室要加强部门之间的协作，及时移送侵权线", "索，形成合力。对重大案件要挂牌督办，限时办结并通报结果。"),
    ("行业协会要组织会员学习典型案例，引导企业自", "律，不制假售假。全年至少开展两次培训，做到有记录可查。"),
    ("平台企业要落实主体责任，对投诉较多的网店加", "强巡查，发现问题立即下架。每月报送一次处置情况和数据。"),
]


def with_numbers(numbers: list[str], gap: str) -> str:
    """Sentences, each cut by a number on a line of its own, and ever more paragraphs after each."""
    cuts = enumerate(zip(SENTENCES, numbers, strict=False), start=1)
    return "".join(f"{a}{gap}{number}{gap}{b}" + f"\n{PROSE}。" * count + "\n" for count, ((a, b), number) in cuts)


@pytest.mark.parametrize("numbers", ["1234", "2345", "12", "１２３"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\u3000\n"])
def test_numbers_that_count_up_through_a_text_are_pages(numbers: str, gap: str) -> None:
    """Bare numbers from 1 or 2 up, page after page, go; the sentences that they cut close up."""
    expected = "".join(
        f"{a}{b}" + f"\n{PROSE}。" * (count + 1) + "\n" for count, (a, b) in enumerate(SENTENCES[: len(numbers)])
    )
    assert cleaned(with_numbers(list(numbers), gap)).text == expected


def test_a_page_that_ends_with_a_paragraph_counts_too() -> None:
    """The number between two that cut sentences needs no cut of its own, nor does the last line's."""
    page = f"{PROSE}。\n{PROSE}。"
    (before, after), (start, end) = SENTENCES[:2]
    text = f"{before}\n1\n{after}\n{page}\n2\n{page}\n{start}\n3\n{end}\n{page}\n{page}\n4"
    expected = f"{before}{after}\n{page}\n{page}\n{start}{end}\n{page}\n{page}\n"
    assert cleaned(text).text == expected


@pytest.mark.parametrize("numbers", [["3", "4", "5"], ["1", "3", "5"], ["1"], ["2021", "2022"], ["2", "1"], ["1", "1"]])
def test_numbers_that_do_not_count_up_stay(numbers: list[str]) -> None:
    """They are left on their lines and no sentence closes up around one of them."""
    lines = cleaned(with_numbers(numbers, "\n")).text.split("\n")
    assert [line for line in lines if line.isdecimal()] == numbers
    assert not any(number in line for number in numbers for line in lines if not line.isdecimal())


@pytest.mark.parametrize(
    "row",
    [
        "建立专业市场商户台账，明确责任人员\n各所逐户走访登记。\n执法大队",
        f"{PROSE}，{PROSE}。\n市场监督管理局、知识产权局、公安局",
        f"{PROSE}，{PROSE}。\n张某某、王某某、李某某、赵某某",
        "建立专业市场商户台账，明确责任人员",
        "建立专业市场商户台账，明确责任人员。\n各所逐户走访登记，不漏一户。",
        "台账\n大队",
    ],
)
@pytest.mark.parametrize("head", ["序号\n任务\n责任单位", "任务如下"])
def test_numbers_of_rows_and_items_stay(row: str, head: str) -> None:
    """A table's or a list's numbers on lines of their own count up as well, but they cut no sentence."""
    text = head + "".join(f"\n{number}\n{row}" for number in range(1, 8))
    assert cleaned(text).text == text


def test_figures_of_a_sentence_stay() -> None:
    """A file that puts figures on lines of their own keeps them, even where they count up."""
    pieces = [f"全年共检查平台企业和专业市场经营\n{n}\n家，下达整改通知书。{PROSE}。\n{PROSE}。" for n in (1, 2, 3)]
    assert [line for line in cleaned("\n".join(pieces)).text.split("\n") if line.isdecimal()] == ["1", "2", "3"]


DIGIT_LINES = ["12", "３", "\u3000\u30002022", "工作，", "（工作", "要加强保护的", "作）。", "", "\u3000"]


@given(st.lists(st.sampled_from(DIGIT_LINES)))
def test_no_sentence_swallows_a_line_of_digits(lines: list[str]) -> None:
    """Whatever is joined, a line of digits is never one side of it."""
    text = cleaned("\n".join(lines)).text
    assert not [line for line in text.split("\n") if set(line) & set("12３0") and not line.isdecimal()]


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
        ("〔2024〕8 号", "〔2024〕8号"),
        ("《2021-2022 年计划》", "《2021-2022年计划》"),
    ],
)
def test_blanks_between_figures_and_characters_go(text: str, expected: str) -> None:
    """Blanks that the typesetter put around figures are removed, each as an edit of its own."""
    assert cleaned(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "张某某 王某", "1 总则", "附件 1. 名单", "王某 3286031", "第五条　为了", "电话 1 2",
        "备05069085号-14 京公网安备", "0374-3286031 王某", "邮编：461000 联系人", "ISO9001 认证",
    ],
)  # fmt: skip
def test_blanks_that_separate_stay(text: str) -> None:
    """Names, a number that opens a line, an item, a telephone number, a code, the wide blank behind 第X条."""
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
        "（联系人：张某某，联系电话：0477-8160875，电子邮箱：a@b.cn）\n2021年某市商标专项整治工作要点",
        "（联系人：张某某，联系电话：0477-8160875，电子邮箱：a@b.cn）\n上级部门网站",
        "各区要做好配合，及时报送有关情况（牵头单位：市局、市公安局）\n各县要抓好落实。",
    ],
)
def test_real_line_ends_stay(text: str) -> None:
    """Headings, items without full stop, salutations, signatures, contacts, titles, history of a law, table rows."""
    assert cleaned(text).text == text


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


def test_two_wide_blanks_open_a_paragraph() -> None:
    """They outweigh a missing full stop, but not a comma; with all paragraphs indented a line without indent goes on."""
    first, second = "各单位要高度重视，认真组织实施，务求取得实实在在的成效", "市局将适时开展督导检查。"
    for gap, expected in (("\n\u3000\u3000", "\n"), ("\n", ""), ("，\n\u3000\u3000", "，")):
        text = f"\u3000\u3000{first}{gap}{second}" + f"\n\u3000\u3000{second}" * 9
        assert cleaned(text).text == f"{first}{expected}{second}" + f"\n{second}" * 9


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
