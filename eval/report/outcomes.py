"""How a question ended: right, or at which step it went wrong. The first step that failed is the one that counts."""

from enum import StrEnum

from eval.cases import Case
from eval.metrics import citing, nuggets


class Outcome(StrEnum):
    """Where a question ended; the value is its name in style sheets."""

    RIGHT = "right"
    OVER_REFUSED = "over-refused"
    NOT_REFUSED = "not-refused"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    NOT_CITED = "not-cited"
    NOT_SAID = "not-said"
    ERROR = "error"
    UNSCORED = "unscored"

    @property
    def words(self) -> str:
        """In Chinese."""
        return _TITLES[self][0]

    @property
    def meaning(self) -> str:
        """What happened, in a sentence."""
        return _TITLES[self][1]

    @property
    def failed(self) -> bool:
        """Whether the question counts as a failure."""
        return self not in {Outcome.RIGHT, Outcome.UNSCORED}


_TITLES = {
    Outcome.RIGHT: ("答对", "必需事实齐全且没有禁用内容，或该拒而拒"),
    Outcome.OVER_REFUSED: ("误拒", "文件中有答案，却拒答"),
    Outcome.NOT_REFUSED: ("该拒未拒", "文件中没有答案，却作答"),
    Outcome.FORBIDDEN: ("含禁用内容", "必需事实齐全或已拒答，但出现了不该有的内容"),
    Outcome.NOT_FOUND: ("没检索到", "作答，但检索结果中没有任何标准条款"),
    Outcome.NOT_CITED: ("检到未引", "标准条款检索到了，回答却没有引用其中任何一条"),
    Outcome.NOT_SAID: ("引了没说", "引用了标准条款，回答仍缺必需事实"),
    Outcome.ERROR: ("出错", "没有得到回答"),
    Outcome.UNSCORED: ("无法评分", "数据集没有说明这道题怎样算对"),
}


def outcome(case: Case, right: float | None) -> Outcome:
    """How a question ended. `right` is its value of that measure; without gold clauses no step of search is blamed."""
    if case.row.error is not None:
        return Outcome.ERROR
    if right is None:
        return Outcome.UNSCORED
    return Outcome.RIGHT if right else _failure(case)


def _failure(case: Case) -> Outcome:
    if not case.item.answerable and not case.row.abstained:
        return Outcome.NOT_REFUSED
    if case.item.answerable and case.row.abstained:
        return Outcome.OVER_REFUSED
    if not case.item.answerable or nuggets.recall(case.item.key_facts, case.row.answer, vital=True) == 1:
        return Outcome.FORBIDDEN
    return _step(case)


def _step(case: Case) -> Outcome:
    """Which step lost the facts of an answer; a server that shows no passages is not blamed for its search."""
    if case.gold and case.row.passages and not set(case.wanted) & set(case.ranked):
        return Outcome.NOT_FOUND
    return Outcome.NOT_CITED if citing.recall(case.cited, case.gold) == 0 else Outcome.NOT_SAID
