"""A free sentence passes only where every fact stands in its citations, at what it belongs to; what fails is named."""

from collections.abc import Iterator

import pytest

from assistant.citations import Citations
from assistant.claims import Verdict, check
from assistant.grounding import Grounding
from assistant.messages import Segment
from assistant.shelf import Shelf, Shelves
from tests.library import LAW_2020, LINJIANG, TODAY, WANGHAI, Office

FINE, TERM = "第四条　违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。", "第五条"
TEXTS = {"lantern-2020": LAW_2020, "plan-linjiang": LINJIANG, "plan-wanghai": WANGHAI}
REPORT = "各县区应当于11月15日前将工作总结报送市知识产权局保护科。"


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


@pytest.fixture
def verdict(shelf: Shelf):
    """The verdict on a sentence that cites the line of a document that begins with certain words."""

    def of(sentence: str, *begins: tuple[str, str], asked: str = "") -> Verdict:
        citations = Citations(shelf, TODAY)
        return check(sentence, [_line(citations, *one) for one in begins], shelf, asked=asked)

    return of


def _line(citations: Citations, document: str, begins: str):
    start = TEXTS[document].index(begins)
    return citations.cite(document, start, TEXTS[document].index("\n", start))


@pytest.mark.parametrize(
    "sentence",
    [
        "违规经营灯笼的，灯笼管理部门可以处50000元以下罚款。",
        "可以对违规经营灯笼处以5万元以下的罚款，由灯笼管理部门责令改正。",
        "根据《灯笼管理条例》第四条，违规经营灯笼可处不超过五万元的罚款。",
        "违规经营灯笼，由灯笼管理部门责令改正。",
    ],
)
def test_true_sentences_pass_in_any_words(verdict, sentence: str) -> None:
    """Reordered, shortened, respelt, under the name of the clause."""
    assert verdict(sentence, ("lantern-2020", "第四条")).failures == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "said"),
    [
        ("违规经营灯笼的，可以处6万元以下的罚款。", "amount", "60000元以下"),
        ("违规经营灯笼的，可以处五万元以上的罚款。", "bound", "50000元以上"),
        ("违规经营灯笼的，应当处五万元以下的罚款。", "modal", "应当处50000"),
        ("违规经营灯笼的，处五万元以下的罚款。", "modal", "处50000"),
        ("违规经营灯笼的，不可以处五万元以下的罚款。", "modal", "不可以处50000"),
        ("未违规经营灯笼的，可以处五万元以下的罚款。", "negation", "未违规经营"),
        ("违规经营灯笼的，由公安机关责令改正，可以处五万元以下的罚款。", "organ", "公安机关"),
        ("根据第三条，违规经营灯笼的，可以处五万元以下的罚款。", "article", "第三条"),
        (
            "根据《灯笼管理条例（2026年修订）》，违规经营灯笼的，可以处五万元以下的罚款。",
            "edition",
            "《灯笼管理条例（2026年修订）》",
        ),
        ("根据《蜡烛管理条例》，违规经营灯笼的，可以处五万元以下的罚款。", "title", "《蜡烛管理条例》"),
        ("违规经营灯笼的，应当自立案之日起30日内可以处五万元以下的罚款。", "duration", "30日内"),
    ],
)
def test_a_false_fact_is_named(verdict, sentence: str, kind: str, said: str) -> None:
    """The kind of the fact and the words of the sentence, for whoever mends it."""
    failures = verdict(sentence, ("lantern-2020", "第四条")).failures
    assert (kind, said) in [(failure.kind, failure.said) for failure in failures]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("临江市各县区应当于11月20日前报送工作总结。", "date"),
        ("临江市各县区应当于11月15日后报送工作总结。", "bound"),
        ("望海市各县区应当于11月15日前报送工作总结。", "region"),
        ("洛阳市各县区应当于11月15日前报送工作总结。", "region"),
        ("临江市各县区应当于11月15日前将工作总结报送省知识产权局保护科。", "organ"),
        ("临江市各县区应当于11月15日前将工作总结报送市知识产权局，联系电话0123-4567891。", "contact"),
    ],
)
def test_a_plan_is_held_to_its_own_words(verdict, sentence: str, kind: str) -> None:
    """Day, side of the day, place, organ and number of the telephone."""
    assert kind in [failure.kind for failure in verdict(sentence, ("plan-linjiang", "各县区")).failures]


def test_a_plan_is_not_proved_by_its_twin(verdict) -> None:
    """The same duty in another plan bears out nothing about this one."""
    sentence = "临江市严厉打击商标侵权行为。"
    assert verdict(sentence, ("plan-linjiang", "（一）加强商标")).holds
    assert not verdict(sentence, ("plan-wanghai", "（一）加强商标")).holds


def test_a_neighbouring_clause_is_another_matter(verdict) -> None:
    """第五条 says nothing of the fine, and 第四条 nothing of the term."""
    assert [f.kind for f in verdict("自受理登记申请之日起20日内作出决定。", ("lantern-2020", "第四条")).failures][
        -1
    ] == "clause"
    assert verdict("灯笼管理部门应当自受理登记申请之日起20日内作出决定。", ("lantern-2020", "第五条")).holds


def test_days_are_no_working_days(verdict) -> None:
    """二十日 is not 二十个工作日."""
    failures = verdict(
        "灯笼管理部门应当在受理登记申请之日起二十个工作日内作出决定。", ("lantern-2020", "第五条")
    ).failures
    assert [(f.kind, f.said, f.found) for f in failures] == [("duration", "20工作日内", "20日内")]


def test_two_clauses_bear_out_one_sentence_together(verdict) -> None:
    """Each half stands in one of them; with one left out, its half fails."""
    sentence = "违规经营灯笼的可以处五万元以下罚款；登记申请自受理之日起20日内作出决定。"
    both = (("lantern-2020", "第四条"), ("lantern-2020", "第五条"))
    assert verdict(sentence, *both).holds
    assert not verdict(sentence, both[0]).holds


@pytest.mark.parametrize("word", ["应当", "不得"])
def test_a_modal_word_put_in_fails_though_the_other_clause_has_one(verdict, word: str) -> None:
    """第五条 says 应当 of the decision, nothing says so of the order in 第四条."""
    both = (("lantern-2020", "第四条"), ("lantern-2020", "第五条"))
    false = f"违规经营灯笼的，{word}由灯笼管理部门责令改正。"
    assert verdict("违规经营灯笼的，由灯笼管理部门责令改正。", *both).holds
    assert "modal" in [failure.kind for failure in verdict(false, *both).failures]


def test_the_words_of_an_item_are_not_those_of_another(verdict) -> None:
    """超出范围 is the second item."""
    where = ("lantern-2020", "（二）")
    assert verdict("第三条第（二）项所列的是超出登记范围销售灯笼。", where).holds
    assert not verdict("第三条第（一）项所列的是超出登记范围销售灯笼。", where).holds


def test_a_value_of_the_question_may_be_denied(verdict) -> None:
    """It need not stand in the clause where the sentence says that it is wrong; affirmed, it fails."""
    where, asked = ("lantern-2020", "第五条"), "三十日内必须决定，对吗"
    assert verdict("不是30日，而是自受理登记申请之日起20日内作出决定。", where, asked=asked).holds
    assert not verdict("不是40日，而是自受理登记申请之日起20日内作出决定。", where, asked=asked).holds
    assert not verdict("自受理登记申请之日起30日内作出决定。", where, asked=asked).holds


def test_without_a_citation_nothing_is_borne_out(verdict) -> None:
    """True or not, it cannot be checked."""
    assert not verdict("违规经营灯笼的，可以处五万元以下的罚款。").holds


def test_a_failure_reads_as_one_line(verdict) -> None:
    """What the sentence says, and what the clause has instead."""
    failures = verdict("违规经营灯笼的，可以处6万元以下的罚款。", ("lantern-2020", "第四条")).failures
    assert [failure.text for failure in failures] == ["所引条文中没有金额或者比例“60000元以下”（条文写“50000元以下”）"]


def test_only_a_model_may_use_other_words(shelf: Shelf) -> None:
    """The same paraphrase passes as a model's sentence and fails as a quote; a false one fails as both."""
    citations = Citations(shelf, TODAY)
    cited = _line(citations, "lantern-2020", "第四条").n
    grounding = Grounding("罚多少", shelf, citations)
    assert grounding.holds(Segment("违规经营灯笼可以处不超过5万元的罚款。", "quote", (cited,), model=True))
    assert not grounding.holds(Segment("违规经营灯笼可以处不超过5万元的罚款。", "quote", (cited,)))
    assert not grounding.holds(Segment("违规经营灯笼可以处不超过6万元的罚款。", "quote", (cited,), model=True))


@pytest.mark.parametrize("said", ["处五万元以下的罚款", "并处五万元以下罚款"])
def test_what_may_be_imposed_is_not_simply_imposed(verdict, said: str) -> None:
    """An amount without the 可以 before it; capped in other words it stays open."""
    failures = verdict(f"违规经营灯笼的，{said}。", ("lantern-2020", "第四条")).failures
    assert "可以" in {failure.found for failure in failures if failure.kind == "modal"}
    assert verdict("违规经营灯笼的，最多罚五万元。", ("lantern-2020", "第四条")).holds
