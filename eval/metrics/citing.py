"""Measures of citations: whether they are what they say, whether they are the right ones, whether they carry the text.

A citation is right when it overlaps a gold clause by 60 % of either; citing a whole document is right everywhere, so
the mean length stands beside the share. ALCE's recall and precision (arXiv 2305.14627) are given with the name of
their support test.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.markdown import Statement
from eval.metrics.spans import Span, overlaps
from index.documents import State

SHARE = 0.6
_IN_FORCE: Mapping[State, bool] = {"现行有效": True, "尚未生效": False, "已被修改": False, "已废止": False}


@dataclass(frozen=True, slots=True)
class Check:
    """What was found out about a citation. `in_force` is None where the document's dates are not known."""

    exists: bool
    in_range: bool
    verbatim: bool
    in_force: bool | None

    @property
    def valid(self) -> bool:
        """Nothing about it is wrong; what is not known is not held against it."""
        return self.exists and self.in_range and self.verbatim and self.in_force is not False


def check(span: Span, cited_text: str, revision: str | None, state: State | None) -> Check:
    """Compare a citation with the revision that it names.

    Args:
        span: where it says that it stands.
        cited_text: what it says that stands there.
        revision: the whole text of the revision; None where there is no such revision.
        state: of the document on the date asked about; None where it is not looked up.
    """
    text = revision or ""
    in_range = 0 <= span.start < span.end <= len(text)
    verbatim = in_range and text[span.start : span.end] == cited_text
    return Check(revision is not None, in_range, verbatim, _IN_FORCE.get(state) if state else None)


def validity(checks: Sequence[Check]) -> float | None:
    """Share of the citations that are valid; None where there are none."""
    return sum(one.valid for one in checks) / len(checks) if checks else None


def precision(cited: Iterable[Span], gold: Sequence[Span], share: float = SHARE) -> float | None:
    """Share of the citations that are right, the same span counted once; None where nothing is cited or no gold."""
    spans = tuple(dict.fromkeys(cited))
    if not spans or not gold:
        return None
    return sum(any(overlaps(span, clause, share) for clause in gold) for span in spans) / len(spans)


def recall(cited: Iterable[Span], gold: Sequence[Span], share: float = SHARE) -> float | None:
    """Share of the gold clauses that a citation hits; None where there is no gold."""
    spans, clauses = tuple(cited), tuple(dict.fromkeys(gold))
    if not clauses:
        return None
    return sum(any(overlaps(span, clause, share) for span in spans) for clause in clauses) / len(clauses)


def mean_length(cited: Iterable[Span]) -> float | None:
    """Mean number of characters of the citations; None where there are none."""
    lengths = [span.length for span in cited]
    return sum(lengths) / len(lengths) if lengths else None


@dataclass(frozen=True, slots=True)
class SupportTest:
    """Decides whether a text bears out a statement: `supports(statement, text)`, None where it cannot tell.

    Its name stands beside every number that it made.
    """

    name: str
    supports: Callable[[str, str], bool | None]


@dataclass(frozen=True, slots=True)
class Attribution:
    """ALCE's counts over one answer; statements that the test cannot judge are counted as `unscored` and nowhere else.

    `supported` of `statements` are borne out by all their citations together; `precise` of `citations` belong to a
    supported statement and are enough alone or needed; `uncited` statements carry no citation.
    """

    test: str
    statements: int
    supported: int
    citations: int
    precise: int
    uncited: int
    unscored: int

    @property
    def recall(self) -> float | None:
        """Share of the statements that are supported; None where there are none."""
        return self.supported / self.statements if self.statements else None

    @property
    def precision(self) -> float | None:
        """Share of the citations that are precise; 0 where statements cite nothing, as ALCE has it."""
        return self.precise / max(self.citations, 1) if self.statements else None


def attribution(statements: Sequence[Statement], texts: Mapping[int, str], test: SupportTest) -> Attribution:
    """ALCE's citation recall and precision of one answer.

    Args:
        statements: of the answer, with the numbers of their citations.
        texts: cited text by number. A number that is not there makes its statement unsupported.
        test: decides what supports what.
    """
    judged = [(statement, _joint(statement.citations, statement, texts, test)) for statement in statements]
    scored = [(statement, supported) for statement, supported in judged if supported is not None]
    borne_out = [statement for statement, supported in scored if supported]
    return Attribution(
        test.name,
        statements=len(scored),
        supported=len(borne_out),
        citations=sum(len(statement.citations) for statement, _ in scored),
        precise=sum(_counts(n, statement, texts, test) for statement in borne_out for n in statement.citations),
        uncited=sum(not statement.citations for statement in statements),
        unscored=len(judged) - len(scored),
    )


def _joint(numbers: Sequence[int], statement: Statement, texts: Mapping[int, str], test: SupportTest) -> bool | None:
    """Whether these citations together support the statement."""
    if not numbers or any(number not in texts for number in numbers):
        return False
    return test.supports(statement.text, "\n".join(texts[number] for number in numbers))


def _counts(number: int, statement: Statement, texts: Mapping[int, str], test: SupportTest) -> bool:
    """Whether a citation of a supported statement is enough alone or needed."""
    others = [other for other in statement.citations if other != number]
    return bool(_joint([number], statement, texts, test)) or not _joint(others, statement, texts, test)
