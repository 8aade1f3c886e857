"""Duties of a law: what somebody must, may or must not do, and nobody named where the text names nobody."""

from index.registers import registers_of
from tests.index.small import law

OPENING = "为了规范灯笼经营，制定本办法。"
"""A first article, without which a text of one is no law."""


def told(*articles: str) -> list[tuple[str | None, str, str, str]]:
    """Who, modal word, verb, object of a law of these articles."""
    duties = registers_of(law("law", OPENING, *articles))["duties"]
    return [(duty.organ, duty.modal, duty.verb, duty.object) for duty in duties]


def test_must_may_and_must_not() -> None:
    """Each modal word with its verb; the organ goes on behind a comma."""
    assert told("商标局应当公告注册申请，可以要求申请人补正。", "任何单位和个人不得伪造证书。") == [
        ("商标局", "must", "公告", "注册申请"),
        ("商标局", "may", "要求", "申请人补正"),
        ("任何单位和个人", "must_not", "伪造", "证书"),
    ]


def test_a_fine_is_the_authoritys() -> None:
    """当事人 stands before, but it is not he who imposes it."""
    assert told("当事人逾期不改正的，可以处一万元以下的罚款。") == [(None, "may", "处", "一万元以下的罚款")]


def test_a_person_in_a_condition_may_apply() -> None:
    """What a person does himself is his behind a condition too."""
    assert told("当事人对决定不服的，可以依法申请行政复议。") == [("当事人", "may", "申请", "行政复议")]


def test_a_modal_word_inside_a_noun_tells_nothing() -> None:
    """作出禁止经营者集中的决定, 规定必须使用注册商标的商品."""
    assert told("行政机关应当作出禁止集中的决定。") == [("行政机关", "must", "作出", "禁止集中的决定")]
    assert told("法律规定必须使用注册商标的商品。") == []


def test_what_a_lead_lists() -> None:
    """应当履行下列义务：（一）…: each item is told to whom the lead names; cases are none."""
    lead = "经营者应当履行下列义务：\n（一）建立进货台账；\n（二）保存销售凭证。"
    assert told(lead)[1:] == [("经营者", "must", "建立", "进货台账"), ("经营者", "must", "保存", "销售凭证")]
    assert told("有下列情形之一的，应当从重处罚：\n（一）阻碍检查的；\n（二）隐匿证据的。") == []


def test_a_term_is_kept_in_words() -> None:
    """And the verb is found behind it."""
    (duty,) = registers_of(law("law", OPENING, "登记机关应当自受理之日起二十日内作出决定。"))["duties"]
    assert (duty.organ, duty.verb, duty.object) == ("登记机关", "作出", "决定")
    assert (duty.due_text, duty.due, duty.rule) == ("自受理之日起二十日内", None, None)
