"""Metadata: guessed from small texts and from the corpus, read from catalog rows, and merged."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index import regions
from index.cleaning import clean
from index.documents import Metadata, Parsed, Region
from index.errors import CatalogError
from index.metadata import from_catalog, guess, merge
from index.structure import outline


def read(text: str, name: str = "文件.txt", **header: str) -> Metadata:
    """What is guessed of a small text."""
    return guess(text, outline(text), header, name)


NOTICE = """兰州市市场监督管理局文件

兰市监发[2023]17号

兰州市市场监督管理局

关于印发《2023年兰州市 专项整治方案》的通知

各县区市场监督管理局：

根据省局《关于甲的通知》（甘市监〔2022〕5号）要求，现予印发。

兰州市市场监督管理局

2023年3月8日

2023年兰州市专项整治方案

为做好工作，制定本方案。

一、目标

二、任务"""


def test_a_plan_with_its_notice() -> None:
    """Title over two lines, the document's own number in the usual brackets, issuer, place, year and day of signature."""
    found = read(NOTICE)
    assert found.title == "兰州市市场监督管理局关于印发《2023年兰州市专项整治方案》的通知"
    assert (found.number, found.issuer) == ("兰市监发〔2023〕17号", "兰州市市场监督管理局")
    assert found.region == Region("甘肃省兰州市", "city", ("全国", "甘肃省"))
    assert (found.year, found.kind, found.promulgated) == (2023, "工作方案", date(2023, 3, 8))
    assert found.aliases == ("2023年兰州市专项整治方案",)


def test_what_a_plan_does_not_say_stays_absent() -> None:
    """A cited number is not the document's own; no signature, no issuer, no date."""
    found = read(
        "2024年瓜州县保护工作方案\n\n依据《酒泉市知识产权局方案》（酒知〔2024〕8号），制定本方案。\n\n一、甲\n\n二、乙"
    )
    assert (found.number, found.issuer, found.promulgated, found.effective_from) == (None, None, None, None)
    assert found.region == Region("甘肃省酒泉市瓜州县", "county", ("全国", "甘肃省", "甘肃省酒泉市"))


LAW = """某某保护办法

（2012年3月8日国家知识产权局令第63号公布）

第一条　为了保护甲，制定本办法。

第二条　本办法自2012年5月1日起施行。"""


def test_a_rule_that_an_order_promulgates() -> None:
    """The first line is the title; number, issuer and date stand in the note of its history; a rule has no year."""
    found = read(LAW)
    assert (found.title, found.number, found.issuer) == ("某某保护办法", "国家知识产权局令第63号", "国家知识产权局")
    assert (found.promulgated, found.effective_from) == (date(2012, 3, 8), date(2012, 5, 1))
    assert (found.kind, found.region, found.year) == ("部门规章", None, None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("自公布之日起施行", date(2012, 3, 8)),
        ("自公布之日起30日后施行", date(2012, 4, 7)),
        ("自二〇一三年一月一日起施行", date(2013, 1, 1)),
        ("自2011年1月1日起施行", None),
        ("由某局负责解释", None),
    ],
)
def test_the_day_of_taking_effect(words: str, day: date | None) -> None:
    """A day, or a time from promulgation; a day before the text was made is an older edition's and tells nothing."""
    assert read(LAW.replace("自2012年5月1日起施行", words)).effective_from == day


def test_header_lines_win() -> None:
    """What the file's own header states is taken; what it says the source leaves out is absent."""
    found = read(
        LAW, 标题="商标法", 文种="法律", 文号="（来源未载明）", 公布日期="2019-04-23", 施行日期="2019-11-01（依据：正文）",
        效力状态="现行有效（整理日 2026-11-21）", 条数="73", 制定机关="全国人民代表大会常务委员会",
    )  # fmt: skip
    assert (found.title, found.kind, found.number, found.status) == ("商标法", "法律", None, "现行有效")
    assert (found.promulgated, found.effective_from, found.articles) == (date(2019, 4, 23), date(2019, 11, 1), 73)
    assert found.issuer == "全国人民代表大会常务委员会"


def test_the_name_is_the_title_of_last_resort() -> None:
    """A text that opens with a sentence is called by its file."""
    assert read("为了做好工作，特此说明。", "说明.docx").title == "说明"


# Catalog rows

ROW: dict[str, Any] = {
    "id": "a", "path": "a.txt", "title": "甲方案", "aliases": ["甲"], "doc_type": "工作方案", "issuer": None,
    "promulgated": "2022-04-25", "effective": None, "status": "未知", "articles": 0, "region": "河南省许昌市",
    "year": 2022, "digest": True, "access": "public", "chars": 3119, "source_repo": None,
}  # fmt: skip


def test_a_catalog_row_is_read() -> None:
    """All known fields; unknown ones are left alone, absent ones stay absent."""
    document_id, found = from_catalog(ROW)
    assert (document_id, found.title, found.aliases, found.issuer) == ("a", "甲方案", ("甲",), None)
    assert (found.promulgated, found.status, found.articles) == (date(2022, 4, 25), "未知", 0)
    assert found.region == Region("河南省许昌市", "city", ("全国", "河南省"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("year", "2022"),
        ("promulgated", "25.4.2022"),
        ("status", "有效"),
        ("aliases", ["甲", 3]),
        ("access", "all"),
    ],
)
def test_a_wrong_value_is_named(field: str, value: object) -> None:
    """The message says which row, which field and which value."""
    with pytest.raises(CatalogError, match=rf"'a'.*{field}.*{re.escape(repr(value))}"):
        from_catalog(ROW | {field: value})


def test_the_catalog_wins_and_disagreements_are_told() -> None:
    """Stated values over guesses, guesses where nothing is stated, every other name an alias."""
    guessed = Metadata("乙方案", number="甲发〔2022〕1号", year=2021, issuer="甲局")
    merged, warnings = merge(guessed, from_catalog(ROW)[1])
    assert (merged.title, merged.year, merged.number, merged.issuer) == ("甲方案", 2022, "甲发〔2022〕1号", "甲局")
    assert merged.aliases == ("甲", "乙方案")
    assert [warning.split(":")[0] for warning in warnings] == ["title", "year"]


def test_the_same_number_in_other_brackets_is_no_disagreement() -> None:
    """Brackets, blanks and a note of revision do not make another number."""
    ours = Metadata("甲", number="某局令第60号")
    assert merge(ours, Metadata("甲", number="某局令第60号（2015年令第71号修正）"))[1] == ()
    assert merge(Metadata("甲", number="甲[2022]1号"), Metadata("甲", number="甲〔2022〕1号"))[1] == ()


# Places


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("许昌市市场监督管理局", Region("河南省许昌市", "city", ("全国", "河南省"))),
        ("鄂尔多斯市知识产权局", Region("内蒙古自治区鄂尔多斯市", "city", ("全国", "内蒙古自治区"))),
        ("恩施州市场监督管理局", Region("湖北省恩施土家族苗族自治州", "city", ("全国", "湖北省"))),
        ("北京市海淀区市场监督管理局", Region("北京市海淀区", "county", ("全国", "北京市"))),
        ("山东省市场监督管理局", Region("山东省", "province", ("全国",))),
        ("2022年全国知识产权方案", Region("全国", "national")),
        ("吉林市知识产权局", Region("吉林省吉林市", "city", ("全国", "吉林省"))),
        ("全市知识产权保护方案", None),
        ("知识产权强县建设方案", None),
        ("各县区行动方案", None),
    ],
)
def test_the_place_of_a_name(name: str, expected: Region | None) -> None:
    """Full and short names, counties below their city; words that only end like a place are none."""
    assert regions.find(name) == expected


def test_every_city_lies_in_one_province() -> None:
    """The table holds 34 provinces and 333 prefectures, each below the province that its full name begins with."""
    assert len({regions.region(name).name for name in ("河北省", "西藏自治区", "台湾省")}) == 3
    for name in ("海南藏族自治州", "阿里地区", "兴安盟", "黔南布依族苗族自治州"):
        found = regions.region(name)
        assert found.level == "city"
        assert found.name == found.parents[1] + name


# The corpus

FIELDS = ("number", "issuer", "region", "year", "promulgated")


def _rows(corpus: Path, folder: str) -> list[dict[str, Any]]:
    rows = json.loads((corpus / "catalog.json").read_text(encoding="utf-8"))
    return [row for row in rows if row["path"].startswith(folder)]


def _guessed(corpus: Path, row: dict[str, Any], *, titled: bool = False) -> Metadata:
    """From the text alone; `titled` puts the title above the text of a file whose header is left out."""
    path = corpus / row["path"]
    cleaned = clean(Parsed(path.read_text(encoding="utf-8"), path.suffix[1:]))
    text = f"{cleaned.header['标题']}\n\n{cleaned.text}" if titled else cleaned.text
    return read(text, path.name)


@pytest.mark.corpus
def test_the_five_plans_without_the_catalog(corpus: Path) -> None:
    """Title, number, issuer, place, year and date are the catalog's, absent where absent; merging finds no quarrel."""
    for row in _rows(corpus, "plans"):
        guessed, stated = _guessed(corpus, row), from_catalog(row)[1]
        assert guessed.title == stated.title
        assert [getattr(guessed, name) for name in FIELDS] == [getattr(stated, name) for name in FIELDS]
        assert merge(guessed, stated)[1] == ()


@pytest.mark.corpus
def test_regulations_without_header_and_catalog(corpus: Path) -> None:
    """Of 104: every title; dates of effect are right or absent, never wrong; the rest as often as the texts say it."""
    right = dict.fromkeys(("title", "number", "promulgated", "effective_from"), 0)
    for row in _rows(corpus, "regulations"):
        guessed, stated = _guessed(corpus, row, titled=True), from_catalog(row)[1]
        for name in right:
            right[name] += getattr(guessed, name) == getattr(stated, name)
        assert guessed.effective_from in {None, stated.effective_from}, row["id"]
    assert right["title"] >= 103
    assert (right["number"] >= 80, right["promulgated"] >= 72, right["effective_from"] >= 70) == (True, True, True)
