"""A citation in the official style, ready to be pasted into a case file: title, edition, number, clause, words."""

import re
from typing import Final, Protocol

from index.documents import State, TextKind

_EDITION: Final = re.compile(r"（\d{4}年?[^（）]{0,6}(?:修正|修订|修改|公布|制定)[^（）]{0,4}）$")


class Cited(Protocol):
    """What a citation must tell to be pasted; a message or what went over the wire."""

    @property
    def kind(self) -> TextKind:
        """Whether the text is official."""

    @property
    def document_title(self) -> str:
        """As the catalog has it, with its edition."""

    @property
    def document_number(self) -> str | None:
        """None where it has none."""

    @property
    def clause_path(self) -> str:
        """Levels with / between them."""

    @property
    def cited_text(self) -> str:
        """The words."""

    @property
    def state(self) -> State:
        """On the day of the answer."""


def official(cited: Cited) -> str:
    """Where the words stand: 《中华人民共和国商标法》（2019年修正）第五十七条第（二）项."""
    return f"{titled(cited.document_title)}{_number(cited.document_number)}{clause_name(cited.clause_path)}"


def pasted(cited: Cited) -> str:
    """The citation with its words: of an official text in quotation marks, of a digest never."""
    words = " ".join(cited.cited_text.split())
    state = "效力未知" if cited.state == "未知" else cited.state
    if cited.kind == "digest":
        return f"{official(cited)}：{words}（要点摘编，请核对原文；{state}）"
    return f"{official(cited)}：“{words}”（{state}）"


def clause_name(path: str) -> str:
    """A clause path as people write it.

    >>> clause_name("第五十七条/第二款/第（三）项"), clause_name("二/（三）/5")
    ('第五十七条第二款第（三）项', '二 › （三） › 5')
    """
    return path.replace("/", "" if path.startswith("第") else " › ")


def titled(title: str) -> str:
    """A title in its marks, its edition behind them; marks inside it become the inner ones.

    >>> titled("关于印发《行动方案》的通知"), titled("示例法（2019年修正）")
    ('《关于印发〈行动方案〉的通知》', '《示例法》（2019年修正）')
    """
    edition = _EDITION.search(title)
    name = title[: edition.start()] if edition else title
    return f"《{name.replace('《', '〈').replace('》', '〉')}》{edition[0] if edition else ''}"


def _number(number: str | None) -> str:
    return f"（{number}）" if number else ""
