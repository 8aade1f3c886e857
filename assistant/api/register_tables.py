"""The columns of the exported tables, in the words of those who read them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from assistant.api.sheets import Cell

_MODALS: Final = {"must": "应当", "may": "可以", "must_not": "不得"}
_WHEN: Final = {"past": "已过", "today": "今天到期", "ahead": "未到"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table to export: file name, sheet's title, and for each column its heading and its cell of a row."""

    name: str
    title: str
    columns: tuple[tuple[str, Callable[[Any], Cell]], ...]

    @property
    def header(self) -> list[str]:
        """The first line."""
        return [heading for heading, _ in self.columns]

    def row(self, row: object) -> list[Cell]:
        """The cells of a row."""
        return [cell(row) for _, cell in self.columns]


def _joined(name: str) -> Callable[[Any], Cell]:
    return lambda row: "、".join(getattr(row, name))


_PLACE: Final[tuple[tuple[str, Callable[[Any], Cell]], ...]] = (
    ("文件", lambda row: row.document_title),
    ("文件状态", lambda row: row.document_state),
    ("地区", lambda row: row.region),
    ("条款", lambda row: row.clause_path),
    ("原文", lambda row: row.cited_text),
    ("文件标识", lambda row: row.document_id),
)

DUTIES: Final = Table(
    "duties",
    "职责",
    (
        ("责任主体", lambda row: row.organ),
        ("主体来源", lambda row: "承前" if row.organ and row.organ_inherited else "写明" if row.organ else "未写明"),
        ("要求", lambda row: _MODALS[row.modal]),
        ("动作", lambda row: row.verb),
        ("事项", lambda row: row.object),
        ("对象", lambda row: row.recipient),
        ("方式", lambda row: row.channel),
        ("依据", lambda row: row.basis),
        ("时限原文", lambda row: row.due_text),
        ("到期日", lambda row: row.due),
        ("重复规则", lambda row: row.rule),
        *_PLACE,
    ),
)
DEADLINES: Final = Table(
    "deadlines",
    "期限",
    (
        ("到期日", lambda row: row.due),
        ("重复规则", lambda row: row.rule),
        ("下次到期", lambda row: row.next_due),
        ("剩余天数", lambda row: row.days_left),
        ("是否已过", lambda row: _WHEN[row.when]),
        ("责任主体", lambda row: row.organ),
        ("动作", lambda row: row.verb),
        ("事项", lambda row: row.what),
        ("报送对象", lambda row: row.recipient),
        ("方式", lambda row: row.channel),
        ("时限原文", lambda row: row.due_text),
        *_PLACE,
    ),
)
CONTACTS: Final = Table(
    "contacts",
    "联系方式",
    (
        ("单位", lambda row: row.organ),
        ("联系人", _joined("names")),
        ("电话", _joined("phones")),
        ("邮箱", _joined("mails")),
        ("地址", _joined("addresses")),
        *_PLACE,
    ),
)
REFERENCES: Final = Table(
    "references",
    "引用",
    (
        ("引用文件", lambda row: row.document_title),
        ("条款", lambda row: row.clause_path),
        ("引用原文", lambda row: row.as_written),
        ("被引文件", lambda row: row.cited_document_title),
        ("被引条款", _joined("cited_clause_paths")),
        ("被引文件状态", lambda row: row.cited_state),
        ("失效日", lambda row: row.cited_effective_to),
        ("替代文件", lambda row: row.cited_replaced_by),
        ("未能解析的原因", lambda row: row.reason),
        ("引用文件标识", lambda row: row.document_id),
        ("被引文件标识", lambda row: row.cited_document_id),
    ),
)
