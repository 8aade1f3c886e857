"""The comparison of the knowledge pack is worth what its reading of facts is worth: shown on sentences made by hand."""

import pytest

from tests.index.facts import Fact, facts, normal


def values(kind: str, text: str) -> set[str]:
    """The values of one kind of fact."""
    return {fact.value for fact in facts(text) if fact.kind == kind}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请于2023年4月5日和10月1日前报送", {"year:2023", "date:04-05", "date:10-01"}),
        ("请于 2023 年 4 月 5 日前报送", {"year:2023", "date:04-05"}),
        ("每月20日前报表，每2月一次", {"duration:每月", "duration:每2月", "date:20"}),
        ("２０２１—2023年推进", {"year:2021", "year:2023"}),
        ("4·26宣传周", {"date:04-26"}),
        ("五年内两次以上", {"duration:5年", "number:2"}),
        ("九十日内，三十个工作日", {"duration:90日", "duration:30个工作日"}),
        ("罚二十五万元以下、违法所得五倍", {"amount:25万元以下", "amount:5倍"}),
        (
            "一万元以上，一倍以上五倍以下，延长一个月",
            {"amount:1万元以上", "amount:1倍以上", "amount:5倍以下", "duration:1个月"},
        ),
        ("三年以下，不满三年", {"duration:3年以下", "duration:3年"}),
        ("处5万元罚款，降幅3.5%", {"amount:5万元", "amount:3.5%"}),
        ("第五十七条第一项、第一百零五条", {"reference:第57条", "reference:第1项", "reference:第105条"}),
        ("进一步做好一批案件，五一期间", set()),
        ("十二省市、两个会议、第二十次", {"number:12", "number:2", "number:20"}),
    ],
)
def test_dates_durations_amounts_and_numbers_are_read_in_any_spelling(text: str, found: set[str]) -> None:
    """Figures are read whole, a lone 一 and holidays are no figures."""
    assert {str(fact) for fact in facts(text)} == found


def test_titles_are_read_with_titles_within_them() -> None:
    """《关于印发《甲办法》的通知》 is one title, and its figures belong to it."""
    assert {str(fact) for fact in facts("按《关于印发《甲办法（2020-2022年）》的通知》、《乙法》")} == {
        "title:关于印发甲办法20202022年的通知",
        "title:乙法",
    }


def test_document_numbers_are_read_in_any_bracket() -> None:
    """The brackets of a document number are spelled in many ways, the number is one."""
    for written in ("（甲市监发〔2024〕8 号）", "(甲市监发[2024]8号)", "（甲市监发【2024】８号）"):
        assert facts(written) == {Fact("document number", "甲市监发〔2024〕8号")}


def test_modal_words_are_told_from_words_that_contain_them() -> None:
    """要 in 重要, 要求 and 纲要 is no duty."""
    assert values("modal", "重要要求写入纲要，主要看要点") == set()
    assert values("modal", "各地要报告，不得隐瞒，应当公开，可以延长，严防外溢") == {
        "要",
        "不得",
        "应当",
        "可以",
        "严防",
    }


def test_organs_are_read_without_their_region() -> None:
    """Known organs come in their core, what has an organ's suffix and is not known comes too."""
    assert values("organ", "报甲市市场监督管理局，抄送人民法院、公安机关和市局") == {
        "市场监督管理局",
        "人民法院",
        "公安机关",
        "市局",
    }
    assert values("organ", "由甲县林草局办理") == {"林草局"}
    assert values("organ", "新发展格局中的公司、司法与科技园布局") == {"科技"}


def test_mail_addresses_are_facts_and_phone_numbers_are_none() -> None:
    """The channel of an organ stays, the phone of a person does not."""
    assert {str(fact) for fact in facts("邮箱：a-b.c@x.gov.cn 电话：0371-1234567 1234567 NO. 2024001")} == {
        "email:a-b.c@x.gov.cn",
        "number:2024001",
    }


def test_quoted_terms_are_facts() -> None:
    """A campaign named in quotation marks is a fact, with the figures in it."""
    assert facts("开展“双甲、三乙”行动") == {Fact("quoted", "双甲3乙")}


def test_numerals_are_written_in_digits_and_what_is_none_stays() -> None:
    """Wrong signs in a row are left alone."""
    assert normal("二〇二四年第十条，五一、百姓，十四五，两千零五") == "2024年第10条，五一、百姓，十四五，2005"
