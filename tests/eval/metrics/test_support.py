"""Made-up documents and answers; what is right in them and what is a fault is plain to see."""

import re
from datetime import date

import pytest

from assistant.messages import Citation
from eval.facts import facts
from eval.metrics.support import HARD_FACTS, hard_facts, support, texts
from index.documents import Edition, Metadata

DAY = date(2022, 11, 1)


def citation(n, text, title, number, path, *, state="未知", start=None, end=None):
    """A citation of a made-up document."""
    return Citation(
        n, f"w{n}", f"d{n}", "v", "official", title, number, path, text, 0, len(text), None, state, start, end, "0", "u"
    )


PLAN = citation(
    1,
    "请各区（市）局分别于2022年4月15日和11月11日以前，把措施与总结交到市局知识产权保护科，电话0632-8812345。",
    "青岚市市场监督管理局关于印发2022年行动方案的通知",
    "青市监知保〔2022〕1号",
    "通知",
)
LAW = citation(
    2,
    "（五）当事人应当在收到通知后十五个工作日之内提交意见，不得拖延；逾期的，可以处五万元以下罚款。",
    "中华人民共和国样品法",
    None,
    "第四十条/第二款/第（五）项",
    state="现行有效",
    start=date(2021, 1, 1),
    end=date(2026, 12, 31),
)
RULE = citation(
    3,
    "第九条　货值不足三千元的，可以从轻；依照本办法第七条第一款移送县公安局的，必须附清单，占比不低于百分之六十。",
    "样品办法",
    "国务院令第9号",
    "第九条",
    state="现行有效",
    start=date(2019, 5, 1),
)
CITATIONS = (PLAN, LAW, RULE)
EDITIONS = tuple(
    Edition(one.document_id, one.work_id, "v", Metadata(one.document_title, **more), "official", "public", 9, 99)
    for one, more in (
        (PLAN, {"short_title": "青岚市2022年行动方案", "year": 2022}),
        (LAW, {"aliases": ("样品法",), "effective_from": date(2021, 1, 1), "articles": 73}),
        (RULE, {"number": "国务院令第9号"}),
    )
)

RIGHT = (
    PLAN.cited_text + "[1]",
    LAW.cited_text + "[2]",
    RULE.cited_text + "[3]",
    "措施交到青岚市市场监督管理局知识产权保护科，截止日是2022年4月15日。[1]",
    "依《样品法》第四十条第二款第五项，当事人应当在15个工作日之内提交意见，逾期最多罚5万元。[2]",
    "- 时限：15个工作日[2]\n- 罚款：50,000元以下[2]\n- 联系电话：(0632)8812345[1]",
    "| 文件 | 规定 |\n| --- | --- |\n| 样品办法 | 货值不足3000元的，可以从轻[3] |\n| 样品法 | 不得拖延[2] |",
    "该办法即国务院令第9号，占比不低于60%。[3]",
    "> 《样品法》自2021年1月1日起施行。\n\n意见应当在十五个工作日之内提交。[2]",
    "3份文件都作了规定：[1][2][3]",
    "距2022年11月11日还有10天。[1]",
    "共2项：[2][3]\n\n- 不得拖延[2]\n- 可以从轻[3]",
)


def checked(answer, question="什么时候报", editions=EDITIONS):
    """The support of an answer with all citations."""
    return support(answer, CITATIONS, question, DAY, editions)


@pytest.mark.parametrize("answer", RIGHT)
def test_a_right_answer_is_not_blamed(answer):
    """Quotes, other spellings, short forms, counts and days left are all borne out."""
    found = checked(answer)
    assert (found.unsupported, found.supported) == ((), found.facts)
    assert found.facts > 0


def other(fact):
    """Another fact of the kind, spelled alike: the last digit or numeral changed, a different organ, a weaker duty."""
    if fact.kind == "organ":
        return "省税务局"
    if fact.kind == "modal":
        return {"must": "可以", "must not": "可以", "may": "应当"}[fact.value]
    if fact.kind == "title":
        return "《绿化条例》"
    last = re.search(r"[0-9一二三四五六七八九](?=[^0-9一二三四五六七八九]*$)", fact.text)
    return fact.text[: last.start()] + ("七" if last[0] > "9" else "8") + fact.text[last.end() :]


def faults():
    """Each right answer with one fact made wrong, or with the markers of one line taken away."""
    for answer in RIGHT:
        for fact in facts(re.sub(r"\[\d\]", "   ", answer)):
            yield fact.kind, answer[: fact.start] + other(fact) + answer[fact.end :]
        for line in answer.split("\n"):
            bare = re.sub(r"\[\d\]", "", line)
            if bare != line and facts(bare):
                yield "marker", answer.replace(line, bare)


def test_seeded_faults_are_caught():
    """Another date, amount, article, organ or title, a weaker duty, a dropped marker: at least 95 of 100 are seen."""
    seeded = [fault for fault in faults() if fault[1] not in RIGHT]
    missed = [fault for fault in seeded if not checked(fault[1]).unsupported]
    assert len(seeded) > 60
    assert {kind for kind, _ in seeded} >= {
        "date",
        "number",
        "duration",
        "article",
        "organ",
        "modal",
        "marker",
        "title",
    }
    assert len(missed) <= 0.05 * len(seeded), missed


def test_an_answer_without_facts_has_no_rate():
    """未规定 says nothing that could be wrong."""
    assert checked("未规定").rate is None


def test_the_rate_is_the_share_that_is_borne_out():
    """One of two dates stands in the cited text."""
    found = checked("报送时间是2022年4月15日和2022年5月16日。[1]")
    assert (found.facts, found.supported, found.rate) == (2, 1, 0.5)
    assert [fact.value for fact in found.unsupported] == ["2022年5月16日"]


def test_a_citation_bears_out_its_own_statement_only():
    """The amount stands in [2], but [1] is cited for it."""
    assert [fact.value for fact in checked("罚款在五万元以下。[1]").unsupported] == ["50000元"]


def test_a_marker_without_a_citation_bears_out_nothing():
    """[9] is not among the citations."""
    assert checked("截止日是2022年4月15日。[9]").supported == 0


@pytest.mark.parametrize(
    ("notice", "wrong"),
    [
        ("《样品法》自2021年1月1日起施行。", []),
        ("《样品法》自2021年1月2日起施行。", ["2021年1月2日"]),
        ("《样品法》尚未生效。", ["尚未生效"]),
        ("《样品法》没有“第九十九条”。", []),
        ("《样品法》的条文到第七十三条为止。", []),
        ("《样品法》的条文到第七十二条为止。", ["第72条"]),
        ("《青岚市2022年行动方案》是2022年度的文件。", []),
        ("《青岚市2022年行动方案》是2023年度的文件。", ["2023年"]),
        ("《青岚市2023年行动方案》没有载明文号。", ["青岚市2023年行动方案"]),
        ("在已载入的3份文件中没有找到。", []),
        ("在已载入的4份文件中没有找到。", []),  # how many were searched, a run does not tell
    ],
)
def test_a_notice_is_held_against_its_document(notice, wrong):
    """The system's own words say of a document what the catalog says of it, and of the question what it says."""
    found = checked(f"> {notice}", question="样品法第九十九条说什么")
    assert [fact.value for fact in found.unsupported] == wrong


def test_without_a_catalog_an_unknown_document_is_left_open():
    """A refusal that names a document cites none: not right, not wrong, and counted as neither."""
    found = support("> 《别的方案》中没有找到。", (), "别的问题", DAY)
    assert (found.facts, found.unsupported, [fact.value for fact in found.unchecked]) == (0, (), ["别的方案"])


def test_days_left_are_computed_from_the_day_of_asking():
    """From 1 to 11 November are ten days, not nine."""
    assert not checked("还有10天。[1]").unsupported
    assert [fact.value for fact in checked("还有9天。[1]").unsupported] == ["9日"]


def test_a_time_limit_is_computed_from_a_known_day():
    """Thirty days after 15 April are 15 May."""
    limit = citation(4, "自2022年4月15日起三十日内", "样品通知", None, "通知")
    assert not support("最后一天是2022年5月15日。[4]", [limit], "", DAY).unsupported
    assert support("最后一天是2022年5月16日。[4]", [limit], "", DAY).unsupported


def test_the_support_test_for_statements():
    """All texts together bear out a statement; without a hard fact nothing can be said."""
    assert hard_facts("4月15日，5万元", [PLAN.cited_text, LAW.cited_text]) is True
    assert hard_facts("4月16日，5万元", [PLAN.cited_text, LAW.cited_text]) is False
    assert hard_facts("要加强领导", [PLAN.cited_text]) is None
    assert (HARD_FACTS.name, HARD_FACTS.supports("第四十条", texts(CITATIONS)[2])) == ("hard_facts", True)
