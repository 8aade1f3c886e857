"""The whole file: what stands in it, what does not, and what it may load."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from eval.errors import RunError
from eval.report import names
from eval.report.page import rendered, write_report
from eval.texts import Texts
from tests.eval.report.made import FINE, ITEMS, OPEN, bad, closed, good, row, scored

HOSTILE = '<script>alert("x")</script>\u202e' + "长" * 3000 + "w" * 3000


def text(page: str, selector: str) -> list[str]:
    """The texts of all elements that a selector finds."""
    return [" ".join(node.text().split()) for node in HTMLParser(page).css(selector)]


def test_a_report_is_one_file_that_asks_for_nothing(texts: Texts) -> None:
    """No script, no address but names of XML's own, no style or picture from elsewhere, and a policy that forbids them."""
    page = rendered([scored(texts, bad(texts))])
    tree = HTMLParser(page)
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not tree.css("script, img, iframe, object, embed, video, audio, form, base, link:not([href='data:,'])")
    assert not re.search(r"@import|url\((?!#)|\son\w+=", page)
    assert set(re.findall(r"https?://[^\s\"<]+", page)) == {"http://www.w3.org/1999/xlink"}


def test_every_anchor_leads_somewhere_once(texts: Texts) -> None:
    """Links, references within plots and descriptions of plots find their element, and no two have one name."""
    page = rendered([scored(texts, good(texts)), scored(texts, bad(texts), name="bad")])
    ids = [node.attributes["id"] for node in HTMLParser(page).css("[id]")]
    assert len(ids) == len(set(ids))
    used = {node.attributes["href"] for node in HTMLParser(page).css("a")} | set(re.findall(r'"(#[^"]+)"', page))
    described = {
        name
        for node in HTMLParser(page).css("[aria-labelledby]")
        for name in (node.attributes["aria-labelledby"] or "").split()
    }
    assert {(name or "").removeprefix("#") for name in used} | described <= set(ids)


def test_the_head_says_what_was_asked_of_what(texts: Texts) -> None:
    """Dataset with its hash, number of questions, day, index, models, code version and time."""
    head = " ".join(text(rendered([scored(texts, good(texts)[1:])]), "header"))
    for words in (
        "made-dev.jsonl（sha256 dddddddddddd）",
        "3题，另有1题不在运行中",
        "2026-11-21",
        texts.fingerprint[:12],
        "extractive",
        "0.1",
        "开发集",
    ):
        assert words in head


def test_a_failure_can_be_read(texts: Texts) -> None:
    """Question with history, expectation, answer, citation, passages and the error."""
    page = rendered([scored(texts, bad(texts))])
    assert len(text(page, ".failures .question")) == 3
    first = next(words for words in text(page, ".failures .question") if "罚多少" in words)
    for words in ("灯笼能随便卖吗", "缺：5万元 ／ 五万元", "处六万元罚款", "✗ 不是标准条款", "检索第2位", "✓ 标准条款"):
        assert words in first
    assert text(page, ".error") == ["TimeoutError: 30 s"]


def test_a_closed_half_shows_totals_only(texts: Texts) -> None:
    """No question, answer, fact or id of it stands anywhere in the file."""
    page = rendered([closed(scored(texts, good(texts))), closed(scored(texts, bad(texts), name="bad"))])
    assert "未打开" in page
    for item in ITEMS:
        assert item.question not in page
    for words in ("六万元", "5万元", "TimeoutError", "lantern-2020", "第四条", 'id="q1"', "灯笼"):
        assert words not in page
    assert text(page, "#kinds tbody th")


def test_an_opened_half_says_so(texts: Texts) -> None:
    """Its questions are there, and so is the warning."""
    page = rendered([closed(scored(texts, good(texts)), opened=True)])
    assert "已打开（--open-test）" in page
    assert FINE.question in page


def test_several_runs_are_compared_with_the_first(texts: Texts) -> None:
    """Three questions changed sides for the worse or failed; the two that have scores in both are listed and linked."""
    page = rendered([scored(texts, good(texts)), scored(texts, bad(texts))])
    assert text(page, ".side.worse li a") == ["没登记就卖灯笼，罚多少？", "灯笼的税率？"]
    assert text(page, ".about h2") == ["基准：run#1", "对比：run#2"]
    assert text(page, "title") == ["评测报告：run#2与基准run#1相比"]


def test_whatever_is_said_is_text(texts: Texts) -> None:
    """Scripts in kinds, questions, answers, errors and names of runs; signs that turn the direction are spelled out."""
    items = [replace(item, kind=HOSTILE, id=f"{HOSTILE}{item.id}", question=HOSTILE) for item in ITEMS]
    rows = [row(item, HOSTILE) for item in items[:3]] + [row(items[3], "", error=HOSTILE)]
    page = rendered([scored(texts, rows, items, name="a<script>b")])
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_what_cannot_be_scored_makes_a_report_all_the_same(texts: Texts) -> None:
    """Questions alone, as another's dataset may have them, in two runs: no failure, no plot of quality, no curve."""
    runs = [scored(texts, [row(OPEN, "好看。")], [OPEN], name) for name in ("a", "b")]
    page = rendered(runs)
    assert text(page, "#failures > .note") == ["没有错题。"]
    assert len(text(page, "#unscored .question")) == 1
    assert [node.attributes["id"] for node in HTMLParser(page).css("figure")] == ["outcomes-1", "outcomes-2", "waiting"]


def test_equal_runs_give_equal_bytes(texts: Texts) -> None:
    """Nothing of the day or the machine is in it."""
    assert rendered([scored(texts, bad(texts))]) == rendered([scored(texts, bad(texts))])


def test_every_measure_has_a_name_in_chinese(texts: Texts) -> None:
    """A title and a sentence each, those of questions and those of whole runs."""
    totals = set(scored(texts, good(texts)).scores.totals)
    assert totals == set(names.TITLES)
    assert totals == set(names.MEANINGS)


def test_a_file_that_cannot_be_written_is_one_line(texts: Texts, tmp_path: Path) -> None:
    """It names the file and what to do."""
    with pytest.raises(RunError, match=r"none.r\.html: cannot be written .*name a file"):
        write_report([scored(texts, good(texts))], tmp_path / "none" / "r.html")
