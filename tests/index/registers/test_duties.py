"""Duties of a plan: who, which verb, which object, by when; read by hand."""

import pytest

from index.registers import Duty, registers_of
from index.registers.acts import acts
from index.registers.organs import is_organ, stated
from tests.index.registers.made_up import PLAN, plan

ADDRESSED = "各县（区）市场监督管理局"
ACTS = {
    "持续规范商标使用行为": [("规范", "商标使用行为", None)],
    "严格履行查验义务": [("履行", "查验义务", None)],
    "严格审查标准": [("严格", "审查标准", None)],
    "组织开展专项整治": [("组织开展", "专项整治", None)],
    "制定实施方案": [("制定", "实施方案", None)],
    "加大打击侵权行为力度": [("加大", "打击侵权行为力度", None)],
    "加强和改进队伍建设": [("加强", "队伍建设", None), ("改进", "队伍建设", None)],
    "逐步减少并最终取消财政资助": [("减少", "财政资助", None), ("取消", "财政资助", None)],
    "对印制企业进行抽查": [("进行", "抽查", None)],
    "对拒不整改的单位给予通报批评": [("给予", "通报批评", None)],
    "以创建示范区为契机推进品牌建设": [("推进", "品牌建设", None)],
    "结合实际制定工作计划": [("制定", "工作计划", None)],
    "采取座谈等形式加强业务指导": [("采取", "座谈等形式", None), ("加强", "业务指导", None)],
    "予以通报批评并督促整改": [("予以", "通报批评", None), ("督促", "整改", None)],
    "将专项行动纳入年度考核": [("纳入", "专项行动", "年度考核")],
    "将自查报告报送市局办公室": [("报送", "自查报告", "市局办公室")],
    "将工作总结书面报送市局商标科": [("报送", "工作总结", "市局商标科")],
    "向市局商标科报送工作总结": [("报送", "工作总结", "市局商标科")],
    "为权利人提供法律服务": [("提供", "法律服务", None)],
    "引导企业履行查验义务": [("引导", "企业履行查验义务", None)],
    "围绕重点领域": [],
    "压实责任": [("压实", "责任", None)],
    "申请人名册": [],
    "组织实施": [],
}
"""Verb, object, to whom; nothing where a piece is an adverbial, a noun or a verb alone."""


@pytest.fixture(scope="module")
def duties() -> list[Duty]:
    """Those of the made-up plan."""
    return list(registers_of(plan())["duties"])


def of(duties: list[Duty], path: str) -> list[tuple[str | None, str, str]]:
    """Who, verb, object of a clause."""
    return [(duty.organ, duty.verb, duty.object) for duty in duties if duty.path == path]


@pytest.mark.parametrize("piece", ACTS)
def test_verbs_with_their_objects(piece: str) -> None:
    """What stands between two commas."""
    assert [(act.verb, act.object, act.recipient) for act in acts(piece)] == ACTS[piece]


def test_who_is_named_and_who_goes_on(duties: list[Duty]) -> None:
    """First the addressees, then whoever the sentence names; what the issuer will do is his alone."""
    assert of(duties, "二/（一）") == [
        (ADDRESSED, "规范", "商标使用行为"),
        (ADDRESSED, "进行", "抽查"),
        ("各基层所", "走访", "老字号企业"),
        ("各基层所", "建立", "商户台账"),
        ("各基层所", "更新", "商户台账"),
        ("市局", "组织开展", "督查"),
    ]


def test_a_row_says_whether_its_organ_is_inherited(duties: list[Duty]) -> None:
    """各基层所 is named in its own sentence, the addressees are not."""
    flags = [duty.inherited for duty in duties if duty.path == "二/（一）"]
    assert flags[:3] == [True, True, False]


def test_aims_and_opening_tell_nobody_anything(duties: list[Duty]) -> None:
    """总体要求 and 引言 have no rows; the notice has 抓好落实."""
    assert of(duties, "一") == of(duties, "引言") == []
    assert of(duties, "通知") == [(ADDRESSED, "抓好", "落实")]


def test_two_dates_and_two_things_are_matched(duties: list[Duty]) -> None:
    """分别于A和B前将X和Y报送: X by A, Y by B."""
    dated = [(duty.object, str(duty.due), duty.recipient) for duty in duties if duty.due]
    assert dated == [("半年小结", "2024-06-20", "市局商标科"), ("全年总结", "2024-11-30", "市局商标科")]


def test_a_row_cites_its_words(duties: list[Duty]) -> None:
    """Offsets are into the text of the version."""
    assert duties
    assert all(PLAN[duty.start : duty.end] == duty.text and duty.verb[0] in duty.text for duty in duties)


def test_blanks_and_asterisks_do_not_disturb() -> None:
    """A span holds them as printed."""
    text = "2024年临江市方案\n一、工作任务\n1. **抓好台账。**各 县 局要 **建立** 商户台账。\n"
    (duty,) = registers_of(plan(text))["duties"]
    assert (duty.organ, duty.verb, duty.object) == ("各县局", "建立", "商户台账")
    assert text[duty.start : duty.end] == duty.text == "各 县 局要 **建立** 商户台账"


def test_a_plan_without_a_notice_names_nobody() -> None:
    """Nothing is guessed."""
    (duty,) = registers_of(plan("2024年临江市方案\n一、工作任务\n建立商户台账。\n"))["duties"]
    assert (duty.organ, duty.inherited) == (None, False)


@pytest.mark.parametrize(
    "words", ["各基层所", "县局执法大队", "各县（市、区）局", "有关科室负责人", "定牌加工企业", "请求人"]
)
def test_organs(words: str) -> None:
    """Whoever can be told to do something."""
    assert is_organ(words)


@pytest.mark.parametrize(
    "words", ["专项行动", "在全市", "积极承办上级部门", "全社会", "2024年市局", "《商标法》规定的部门"]
)
def test_what_is_no_organ(words: str) -> None:
    """Nouns, adverbials, what holds a title or a number."""
    assert not is_organ(words)


@pytest.mark.parametrize("piece", ["重要案件要及时上报", "市场环境要净化", "纲要明确", "相应措施"])
def test_no_organ_before_a_modal_word(piece: str) -> None:
    """A topic is none, nor is 要 or 应 inside a word a modal word."""
    assert stated(piece) is None


def test_a_long_line_is_left_alone() -> None:
    """Whatever a file holds, the time to read it stays bounded."""
    assert registers_of(plan("2024年临江市方案\n一、工作任务\n" + "加强督促" * 20_000))["duties"] == []
