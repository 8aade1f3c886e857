"""Texts of documents, askers and models as HTML: nothing in them is obeyed, and nothing in them stays hidden.

Markup is escaped, links and pictures stay as they were typed, and signs that turn the reading direction or cannot be
seen are spelled out.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_MARKER: Final = re.compile(r"\[(\d{1,3}(?:\s*[-–—~～,，、]\s*\d{1,3})*)\]")
_NUMBER: Final = re.compile(r"\d+")
_OFF: Final = (
    "link",
    "image",
    "autolink",
    "reference",
    "html_block",
    "html_inline",
    "lheading",
)
"""Rules of Markdown that would make links, pictures or HTML, or take them away from the reader."""

Marks = Mapping[int, str]
"""The anchor of a citation by its number."""


def shown(text: str) -> str:
    """A text with its unseen signs spelled out.

    >>> shown("a\u202eb")
    'a⟨U+202E⟩b'
    """
    return _UNSEEN.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def printed(value: object) -> object:
    """What a template prints: a text never with unseen signs; markup of our own as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else shown(value)


def markdown(text: str, marks: Marks) -> Markup:
    """An answer's Markdown as HTML; [n] leads to its citation, or is marked where there is none of that number."""
    return Markup(_parser().render(shown(text), {"marks": marks}))  # noqa: S704 - made from escaped pieces


def highlighted(text: str, words: Sequence[str]) -> Markup:
    """A text with these words marked, the longest first; case and spelling as they stand."""
    known = sorted({shown(word) for word in words if word.strip()}, key=len, reverse=True)
    if not known:
        return escape(shown(text))
    pieces = re.split(f"({'|'.join(map(re.escape, known))})", shown(text))
    return Markup().join(
        Markup("<mark>{}</mark>").format(piece) if number % 2 else piece for number, piece in enumerate(pieces)
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_OFF))
    rules: dict[str, Callable[..., str]] = {
        "text": _text,
        "heading_open": _heading_open,
        "heading_close": _heading_close,
    }
    for rule, render in rules.items():
        parser.add_render_rule(rule, render)
    return parser


def _text(_: RendererHTML, tokens: Sequence[Token], number: int, __: OptionsDict, env: MutableMapping[str, Any]) -> str:
    """A text with its markers made into links. Escaping comes first and leaves markers as they are."""
    text = str(escape(tokens[number].content))
    return _MARKER.sub(lambda match: _marker(match[1], env["marks"]), text)


def _marker(numbers: str, marks: Marks) -> str:
    return f'<sup class="marks">[{_NUMBER.sub(lambda match: _mark(match[0], marks), numbers)}]</sup>'


def _mark(digits: str, marks: Marks) -> str:
    if anchor := marks.get(int(digits)):
        return f'<a href="#{escape(anchor)}">{digits}</a>'
    return f'<span class="dangling" title="没有这一条引用">{digits}</span>'


def _heading_open(*_: object) -> str:
    """A heading of an answer is none of the report."""
    return '<p class="heading">'


def _heading_close(*_: object) -> str:
    return "</p>\n"
