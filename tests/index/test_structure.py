"""The outline of laws and plans, on small texts, on any text, and on the whole corpus."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.cleaning import clean
from index.documents import Node, Outline, Parsed
from index.structure import outline
from tests.index import plan_outlines


def paths(text: str) -> list[str]:
    """Paths of all clauses, in order."""
    return [node.path for node in outline(text)]


def node(text: str, path: str) -> Node:
    """The clause of that path."""
    return next(node for node in outline(text) if node.path == path)


def cut(text: str, path: str) -> str:
    """Its text, without the blanks around it."""
    found = node(text, path)
    return text[found.start : found.end].strip()


def broken_rules(text: str, nodes: Outline) -> list[str]:
    """What is wrong with an outline; nothing where all is well."""
    tops = [node for node in nodes if node.parent is None]
    edges = [0, *(node.end for node in tops)]
    wrong = ["gap or overlap at the top"] if [node.start for node in tops] + [len(text)] != edges and text else []
    if len({node.path for node in nodes}) < len(nodes):
        wrong.append("a path twice")
    last_end: dict[int | None, int] = {}
    for position, node in enumerate(nodes):
        inside = node.parent is None or nodes[node.parent].start <= node.start <= node.end <= nodes[node.parent].end
        early = node.parent is None or node.parent < position
        if not (inside and early and node.start < node.end and node.start >= last_end.get(node.parent, 0)):
            wrong.append(node.path)
        last_end[node.parent] = node.end
    return wrong


# Laws

LAW = """第一条　为了保护权利，制定本法。

第二条　下列行为属于侵权：

（一）甲行为；

（二）乙行为，包括：

1.其一；

2.其二。

前款所称甲行为，是指丙。

第三条　附件另定。

第三条之一　本法自公布之日起施行。"""


def test_paragraphs_items_and_subitems_of_articles() -> None:
    """A 款 is a clause where there are two; 项 and 目 lie below; a paragraph behind the list is the next 款."""
    assert paths(LAW) == [
        "第一条",
        "第二条",
        "第二条/第一款",
        "第二条/第一款/第（一）项",
        "第二条/第一款/第（二）项",
        "第二条/第一款/第（二）项/第1目",
        "第二条/第一款/第（二）项/第2目",
        "第二条/第二款",
        "第三条",
        "第三条之一",
    ]


def test_an_article_of_one_paragraph_has_no_paragraph_node() -> None:
    """项 hang directly below an article that has one 款 only, and are named alike however they are printed."""
    text = "第一条　有下列情形之一的：\n1.甲；\n2.乙。\n第二条　完。"
    assert paths(text) == ["第一条", "第一条/第（一）项", "第一条/第（二）项", "第二条"]


def test_a_paragraph_between_two_items_belongs_to_the_first() -> None:
    """Where the list counts on after an unnumbered line, the line is no new 款."""
    text = "第一条　用语：\n（一）甲是指子。\n下列视为甲：\n1.丑。\n（二）乙是指寅。\n第二条　完。"
    assert "第一条/第二款" not in paths(text)
    assert cut(text, "第一条/第（一）项").endswith("1.丑。")


def test_a_tail_that_ends_the_sentence_stays_with_its_paragraph() -> None:
    """After an item without a full stop the next line closes the 款's own sentence; the 项 ends before it."""
    text = "第一条　有下列情形的，\n（一）甲；\n（二）乙；\n应当登记。\n第二条　完。"
    assert paths(text)[:3] == ["第一条", "第一条/第（一）项", "第一条/第（二）项"]
    assert cut(text, "第一条/第（二）项") == "（二）乙；"
    assert cut(text, "第一条").endswith("应当登记。")


def test_chapters_hold_articles_without_prefixing_them() -> None:
    """编 章 节 nest by rank; an article's path is its number alone, its parent the innermost heading."""
    text = "第一编 总则\n第一章 基本规定\n第一条　甲。\n第二章 自然人\n第一节 监护\n第二条　乙。\n第二编 物权\n第一章 通则\n第三条　丙。"
    assert paths(text) == [
        "第一编", "第一编/第一章", "第一条", "第一编/第二章", "第一编/第二章/第一节", "第二条", "第二编", "第二编/第一章", "第三条",
    ]  # fmt: skip
    assert outline(text)[5].parent == 4
    assert node(text, "第一编/第二章/第一节").heading == "监护"


@pytest.mark.parametrize("line", ["第二条规定的甲，依照其规定。", "第五条、第六条所称乙。", "第一款所称甲，是指丙。"])
def test_a_reference_that_opens_a_line_is_no_article(line: str) -> None:
    """A clause that is only mentioned does not begin one, whether its number fits or not."""
    text = f"第一条　甲。\n{line}\n第二条　乙。\n第三条　丙。"
    assert [path for path in paths(text) if "款" not in path] == ["第一条", "第二条", "第三条"]


def test_articles_without_a_blank_are_found_by_their_numbers() -> None:
    """Where no article is parted from its text, counting on tells articles from sentences."""
    text = "第一条为了甲，制定本办法。\n第二条乙应当丙。\n第二条规定的丙不含丁。\n第三条本办法自印发之日起施行。"
    assert [path for path in paths(text) if "款" not in path] == ["第一条", "第二条", "第三条"]


def test_numbers_may_stand_alone_on_their_lines() -> None:
    """第一条 on one line and its text on the next are one 款; so with a chapter and its title."""
    text = "第一章\n总　则\n第一条\n甲。\n第二条\n乙。\n丙。"
    assert paths(text) == ["第一章", "第一条", "第二条", "第二条/第一款", "第二条/第二款"]
    assert outline(text)[0].heading == "总则"


def test_an_organ_above_a_title_is_no_part_of_it() -> None:
    """The plan's own title begins behind the organ that issues it."""
    text = "某县知识产权局\n2025年某县行动计划\n为做好工作，制定本计划。\n一、甲\n二、乙\n某县知识产权局\n2025年3月4日"
    assert paths(text) == ["头部", "引言", "一", "二", "落款"]
    assert node(text, "引言").heading == "2025年某县行动计划"


def test_an_excerpt_begins_with_any_article() -> None:
    """A law that begins with 第二百一十三条, and jumps once, is still a law."""
    text = (
        "第二百一十三条　甲。\n第二百一十四条　乙。\n第二百一十九条　丙。\n第二百一十九条之一　丁。\n第二百二十条　戊。"
    )
    assert paths(text)[0] == "第二百一十三条"
    assert paths(text)[-2:] == ["第二百一十九条之一", "第二百二十条"]


def test_a_table_of_contents_is_part_of_the_head() -> None:
    """Chapters listed under 目录 are not the chapters."""
    text = "某某条例\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条　甲。\n第二章 附则\n第二条　乙。"
    assert paths(text) == ["头部", "第一章", "第一条", "第二章", "第二条"]


def test_history_and_preamble_of_a_law() -> None:
    """When it was passed is 头部, why it was made is 引言, the order that publishes it is 通知 and 落款."""
    history = "2020年8月24日 某某委员会第1810次会议通过\n\n为正确审理案件，制定本规定。\n\n第一条　甲。\n\n第二条　乙。"
    notice = "国知发保字〔2020〕23号\n\n各省知识产权局：\n\n现予印发。\n\n国家知识产权局\n\n2020年6月15日\n\n第一条　甲。\n\n第二条　乙。"
    assert paths(history) == ["头部", "引言", "第一条", "第二条"]
    assert paths(notice) == ["头部", "通知", "落款", "第一条", "第二条"]


# Plans


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "一、甲\n（一）乙\n1.丙。\n(二)丁\n2.戊。\n二、己",
            ["一", "一/（一）", "一/（一）/1", "一/（二）", "一/（二）/2", "二"],
        ),
        (
            "1.甲\n（1）乙。\n（2）丙。\n①丁。\n②戊。\n2.己。",
            ["1", "1/（1）", "1/（2）", "1/（2）/①", "1/（2）/②", "2"],
        ),
        (
            "一、甲\n一是乙。\n二是丙。\n二、丁\n第一，戊。\n第二，己。",
            ["一", "一/一是", "一/二是", "二", "二/第一", "二/第二"],
        ),
        (
            "一、甲\n（一）乙\n二、丙\n（二）丁\n三、戊\n（三）己",
            ["一", "一/（一）", "二", "二/（二）", "三", "三/（三）"],
        ),
    ],
)
def test_levels_nest_as_the_document_nests_them(lines: str, expected: list[str]) -> None:
    """The order of kinds is the document's own; numbers may run on through several parents; widths are one kind."""
    assert paths(lines) == expected


def test_a_level_seen_above_stays_above() -> None:
    """Once 1. has stood above 一是, it stands above it again where it opens a new list."""
    text = "一、甲\n1.乙\n一是丙。\n二是丁。\n二、戊\n一是己。\n二是庚。\n1.辛。\n2.壬。"
    assert paths(text)[-2:] == ["二/1", "二/2"]


@pytest.mark.parametrize(
    "line",
    [
        "一是一，二是二，不得混淆。",
        "2022.5版的表格停用。",
        "第一，没有下文的话。",
        "（2021）年度的数据另报。",
        "七、八月份各报一次。",
    ],
)
def test_a_sentence_that_opens_like_a_mark_is_none(line: str) -> None:
    """A mark counts where its list goes on; a lone number out of turn is a sentence."""
    assert paths(f"一、甲\n乙。\n{line}\n二、丙") == ["一", "二"]


def test_headings_are_titles_or_short_first_sentences() -> None:
    """A title alone, a run-in heading, and none where the item is a plain sentence; labels as printed."""
    text = "一、总体要求\n甲。\n二、任务\n(一)抓好巡查。每月一次。\n（二）各单位要每月巡查一次，形成台账。"
    assert [(n.label, n.heading) for n in outline(text)] == [
        ("一、", "总体要求"),
        ("二、", "任务"),
        ("(一)", "抓好巡查"),
        ("（二）", ""),
    ]


PLAN = """某某市市场监督管理局文件

某市监〔2023〕7号

关于印发《2023年某某市专项方案》的通知

各县（市、区）市场监督管理局：

现将方案印发给你们，请贯彻执行。

某某市市场监督管理局

2023年3月1日

2023年某某市专项方案

为做好工作，制定本方案。

一、目标

甲。

二、任务

乙。

联系人：丙  联系电话：123456

附件：1.分工表

2.统计表

1.某某市财政局关于丁事项的通知（某财发〔2023〕1号）

2.某某市教育局关于戊事项的通知（某教发〔2023〕2号）

3.某某市教育局关于己事项的意见（某教发〔2023〕3号）

某某市市场监督管理局办公室 2023年3月1日印发"""


def test_parts_beside_the_body() -> None:
    """Head, notice, signature, opening, contacts, attachments, and the list that does not belong."""
    assert paths(PLAN) == [
        "头部", "通知", "落款", "引言", "一", "二", "联系方式", "附件", "附件/1", "附件/2",
        "无关内容", "无关内容/1", "无关内容/2", "无关内容/3",
    ]  # fmt: skip
    assert node(PLAN, "引言").heading == "2023年某某市专项方案"
    assert cut(PLAN, "附件/1") == "1.分工表"


def test_a_notice_may_have_items_of_its_own() -> None:
    """What a notice numbers before the plan begins lies below 通知."""
    text = PLAN.replace("请贯彻执行。", "请贯彻执行。\n\n一、及时部署。\n\n二、按月报送。")
    assert paths(text)[1:6] == ["通知", "通知/一", "通知/二", "落款", "引言"]


def test_a_website_around_a_text() -> None:
    """What the site prints above and below is 网页, twice where it comes twice."""
    text = "某局关于印发方案的通知\n发布时间：2023-03-01\n字号：大 中 小\n某发〔2023〕1号\n各有关单位：\n现予印发。\n某方案\n一、甲\n二、乙\n友情链接\n版权所有：某局"
    assert [path for path in paths(text) if path not in {"一", "二"}] == [
        "头部", "网页", "头部（二）", "通知", "引言", "网页（二）",
    ]  # fmt: skip


def test_a_contact_inside_the_body_does_not_end_it() -> None:
    """Where the numbering goes on below, the body does."""
    text = "一、甲\n（一）乙。\n联系人：丙\n附件：丁\n（二）戊。\n二、己"
    assert paths(text) == ["一", "一/（一）", "一/（二）", "二"]


def test_a_repeated_number_keeps_paths_unique() -> None:
    """A misprinted second （一） is a clause of its own."""
    text = "一、甲\n（一）乙。\n（一）丙。\n（二）丁。\n二、戊"
    assert paths(text) == ["一", "一/（一）", "一/（一）（二）", "一/（二）", "二"]


@pytest.mark.parametrize(
    ("text", "expected"), [("", []), (" \n", ["正文"]), ("甲乙丙。", ["正文"]), ("甲\n乙。", ["头部", "正文"])]
)
def test_a_text_without_marks(text: str, expected: list[str]) -> None:
    """Nothing numbered: the text is one part, 正文; an empty text has no clause."""
    assert paths(text) == expected


# Any text

_PIECES = st.sampled_from(
    ["一、", "二、", "（一）", "(二)", "1.", "2．", "（1）", "①", "一是", "二是", "第一，", "第一条　", "第二条", "第一章 ", "附件：", "附件1",
     "各有关单位：", "某市财政局", "2022年3月1日", "方案", "关于甲的通知", "联系人：", "印发", "目录", "版权所有", "。", "甲", " ", "\n", "\n\n"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_the_rules_hold_for_any_mixture_of_marks(text: str) -> None:
    """However marks, parts and sentences are mixed, the outline covers the text and its paths are unique."""
    assert broken_rules(text, outline(text)) == []


@given(st.text(max_size=200))
def test_the_rules_hold_for_any_text(text: str) -> None:
    """The same for texts of any signs."""
    assert broken_rules(text, outline(text)) == []


# The corpus


def _cleaned(path: Path) -> str:
    return clean(Parsed(path.read_text(encoding="utf-8"), path.suffix[1:])).text


@pytest.mark.corpus
@pytest.mark.parametrize("plan", list(plan_outlines.PLANS))
def test_a_real_plan_has_the_outline_written_by_hand(corpus: Path, plan: str) -> None:
    """Every path in order, and every heading, to the last numbered item."""
    nodes = outline(_cleaned(corpus / "plans" / f"{plan}.txt"))
    table = plan_outlines.table(plan)
    assert [node.path for node in nodes] == [path for path, _ in table]
    for found, (path, heading) in zip(nodes, table, strict=True):
        assert re.sub(r"\s", "", found.heading).startswith(heading), path
        assert bool(found.heading) == bool(heading) or path.startswith("无关内容"), path


@pytest.mark.corpus
def test_articles_are_those_the_catalog_counts(corpus: Path) -> None:
    """104 regulations, 5,050 articles, consecutive in each; and the rules hold for every document."""
    rows = json.loads((corpus / "catalog.json").read_text(encoding="utf-8"))
    differing, total = [], 0
    for row in rows:
        text = _cleaned(corpus / row["path"])
        nodes = outline(text)
        articles = sum(node.level == "条" for node in nodes)
        total += articles
        differing += [row["id"]] if articles != row["articles"] or broken_rules(text, nodes) else []
    assert (differing, total) == ([], 5050)
