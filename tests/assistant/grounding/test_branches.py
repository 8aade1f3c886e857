"""What no single word gives away: a consequence under another case's condition, one sentence out of two clauses."""

from collections.abc import Iterator

import pytest

from assistant.claims import check
from assistant.claims.branches import parts_of
from assistant.claims.plan_labels import plan_labels
from assistant.shelf import Shelves
from tests.assistant.grounding.material import Material
from tests.library import Office

FINE, UNFAIR = "trademark-law-2019 第六十条", "anti-unfair-competition-law-2025 第二十二条"
CRIME = "ip-criminal-interp-2025 第五条"
LICENCE, RECUSAL = "patent-compulsory-license-2012 第三十五条", "patent-adjudication-mediation-2024 第五条"
FAIR, ANSWER = "exhibition-ip-measures-2006 第六条", "patent-compulsory-license-2012 第十六条"
TERM, DEFENCE = "patent-adjudication-mediation-2024 第十九条", "tm-infringement-standard-2020 第三十二条"
PLAN = "plan-cnipa-2022 二/（三）/8"
GAMES = "要做好冬奥会和冬残奥会奥林匹克标志知识产权保护工作。"


@pytest.fixture(scope="module")
def kinds(library: Office) -> Iterator[object]:
    """The kinds of what fails in a sentence that cites clauses of the real corpus."""
    with Shelves().open(library.library, library.embedder, frozenset({"public", "internal"})) as shelf:
        material = Material(shelf)

        def of(sentence: str, *clauses: str) -> set[str]:
            places = [clause.partition(" ") for clause in clauses]
            cited = material.cited(tuple((document, path) for document, _, path in places))
            return {failure.kind for failure in check(sentence, cited, shelf).failures}

        yield of


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("没有违法经营额的，可以处违法经营额五倍以下的罚款。", [FINE]),
        ("没有违法经营额的可以处违法经营额五倍以下的罚款。", [FINE]),
        ("违法经营额不足五万元的，可以处违法经营额五倍以下的罚款。", [FINE]),
        ("五年内实施两次以上商标侵权行为的，由工商行政管理部门责令停止销售。", [FINE]),
        ("销售不知道是侵犯注册商标专用权的商品的，应当从重处罚。", [FINE]),
        ("能证明合法取得并说明提供者的，可以处二十五万元以下的罚款。", [FINE]),
        ("销售金额在五万元以上的，应当认定为“违法所得数额较大”。", [CRIME]),
        ("取得强制许可的单位或者个人由管理专利工作的部门负责人决定。", [LICENCE, RECUSAL]),
        ("展会时间在三天以上，主办方应当自收到通知之日起15日内陈述意见。", [FAIR, ANSWER]),
    ],
)
def test_what_belongs_to_another_case_or_clause_fails(kinds, sentence: str, clauses: list[str]) -> None:
    """Each word stands in what is cited, and yet it says nothing of the kind."""
    assert "binding" in kinds(sentence, *clauses)


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("违法经营额五万元以上的，可以处五倍以下的罚款；没有的，可以处25万元以下的罚款。", [FINE]),
        ("认定侵权成立的，责令立即停止侵权行为，没收、销毁侵权商品。", [FINE]),
        ("伪造注册商标标识的，责令立即停止侵权行为。", ["trademark-law-2019 第五十七条", FINE]),
        ("没有违法经营额或者不足五万元的，最多罚二十五万元。", [FINE]),
        ("销售金额在五万元以上的，应当认定为“其他严重情节”。", [CRIME]),
        ("专利侵权纠纷行政裁决的请求时限为三年；应当保护合法在先权利。", [TERM, DEFENCE]),
    ],
)
def test_what_the_clauses_put_together_passes(kinds, sentence: str, clauses: list[str]) -> None:
    """Its own condition, one that goes before, a list's opening, an article that the other clause refers to."""
    assert kinds(sentence, *clauses) == set()


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("sentence", "clauses", "kind"),
    [
        ("经营者的合法权益受到正当竞争行为损害的，可以向人民法院提起诉讼。", [UNFAIR], "negation"),
        ("权利要求书应当以说明书为依据，限定要求版权保护的范围。", ["patent-law-2020 第二十六条"], "subject"),
        ("注册商标有后款规定情形的，可以撤销该注册商标。", ["trademark-law-2026 第五十七条"], "article"),
        ("根据《商标侵权判断标准》第三十二条，专利侵权纠纷行政裁决请求时限为三年。", [TERM, DEFENCE], "article"),
        ("根据《商标的，应当法》第六十条，应当从重处罚。", [FINE], "title"),
        (f"根据方案二（三）9，{GAMES}", [PLAN], "article"),
        (f"根据方案第二部分第（四）项，{GAMES}", [PLAN], "article"),
    ],
)
def test_one_word_of_another_matter_fails(kinds, sentence: str, clauses: list[str], kind: str) -> None:
    """Without its 不, of another right, of a neighbouring clause, under another clause's name."""
    assert kind in kinds(sentence, *clauses)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "label",
    ["《2022年全国知识产权行政保护工作方案》第二部分第（三）项要求", "国家局方案二（三）8要求", "方案二、（三）要求"],
)
def test_a_plans_clause_may_be_named(kinds, label: str) -> None:
    """In words or as it is printed, itself or one above it."""
    assert kinds(f"{label}，{GAMES}", PLAN) == set()


def test_labels_of_plans_are_read_in_steps() -> None:
    """With blanks and signs as people write them; articles of laws are none."""
    labels = plan_labels("方案第二部分第（三）项第8点、三、（一）和二（一）一是；第二条第（三）项")
    assert [steps for _, steps in labels] == [("二", "（三）", "8"), ("三", "（一）"), ("二", "（一）", "一是")]


def test_a_consequence_knows_its_conditions() -> None:
    """Those before it in its sentence; a new case begins behind a consequence."""
    parts = parts_of("处理时，认定成立的，责令停止，违法经营额较大的可以处罚款；再犯的，从重。")
    under = {part.text: [one.text for one in part.conditions] for part in parts if not part.is_condition}
    assert under == {
        "责令停止": ["处理时", "认定成立的"],
        "可以处罚款": ["违法经营额较大的"],
        "从重": ["再犯的"],
    }
