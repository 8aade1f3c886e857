"""What a check of a sentence says: nothing is wrong, or which of its facts do not stand in what it cites."""

from dataclasses import dataclass
from typing import Literal

FailureKind = Literal[
    "number",
    "date",
    "duration",
    "amount",
    "contact",
    "article",
    "document number",
    "organ",
    "region",
    "title",
    "edition",
    "modal",
    "negation",
    "bound",
    "binding",
    "subject",
    "clause",
]


@dataclass(frozen=True, slots=True)
class Failure:
    """One fact of a sentence that its citations do not bear out.

    `said` stands in the sentence (empty for `clause`: the cited span is about something else); `found` is what the
    cited spans have instead, empty where nothing comes near.
    """

    kind: FailureKind
    said: str
    found: str = ""

    @property
    def text(self) -> str:
        """The failure in one line, for the one who mends the sentence."""
        if self.kind == "clause":
            return f"所引条文没有说“{self.said}”" if self.said else "所引条文说的不是这件事"
        instead = f"（条文写“{self.found}”）" if self.found else ""
        return f"{_LEADS[self.kind]}“{self.said}”{instead}"


_LEADS = {
    "number": "所引条文中没有数字",
    "date": "所引条文中没有日期",
    "duration": "所引条文中没有期限",
    "amount": "所引条文中没有金额或者比例",
    "contact": "所引条文中没有联系方式",
    "article": "所引的不是",
    "document number": "所引条文中没有文号",
    "organ": "所引条文中没有机关",
    "region": "所引文件不属于",
    "title": "所引的不是",
    "edition": "所引的不是这一版本：",
    "modal": "情态词与所引条文不同：",
    "negation": "否定与所引条文不同：",
    "bound": "以上、以下、不满、超过、前、后与所引条文不同：",
    "subject": "所引条文说的不是",
    "binding": "与所引条文中的搭配不同：",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence may be shown, and what stands against it."""

    failures: tuple[Failure, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every fact of the sentence stands in what it cites."""
        return not self.failures
