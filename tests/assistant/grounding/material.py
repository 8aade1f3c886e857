"""True sentences about the real corpus: its own sentences, paraphrases by rule, and those written by hand."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from assistant.citations import Citations
from assistant.messages import Citation
from assistant.shelf import Shelf
from index.documents import Document, Node
from index.numerals import to_chinese, to_int
from tests.library import TODAY

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_LABEL = re.compile(
    r"^(?:第[一二三四五六七八九十百零]+条(?:之[一二三四五六七八九十]+)?[\s　]+|[（(][一二三四五六七八九十\d]+[）)]\s*|\d+[.．、]\s*|[一二三四五六七八九十]+是)"
)
_SKIPPED = ("无关内容", "网页", "头部", "附件", "印发", "落款")
_CHINESE_VALUE = re.compile(r"([一二三四五六七八九十百千]{1,6})(?=个?工作日|日|个月|年|倍|万元|千元|元|小时)")
_DIGIT_VALUE = re.compile(r"(?<![\d.])(\d{1,4})(?=个?工作日|日|个月|倍|万元|元)")
_HUNDREDTHS = re.compile(r"百分之([一二三四五六七八九十]+)")
_CITED = ("条", "款", "项", "item", "part")
_LONGEST_CLAUSE = 700

Place = tuple[str, str]
"""document_id and clause path."""


@dataclass(frozen=True)
class Base:
    """A true sentence with the clauses that bear it out. `made`: quote, rule or hand."""

    text: str
    places: tuple[Place, ...]
    made: str


class Material:
    """The real corpus as clauses that can be cited."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.citations = Citations(shelf, TODAY)
        self.documents = tuple(sorted(name for name in shelf.by_id))

    def cited(self, places: tuple[Place, ...]) -> tuple[Citation, ...]:
        """The citations of these clauses, whole."""
        return tuple(self._cite(document, path) for document, path in places)

    def _cite(self, document_id: str, path: str) -> Citation:
        document = self.shelf.document(document_id)
        node = next(node for node in document.outline if node.path == path)
        text = document.text[node.start : node.end].rstrip()
        return self.citations.cite(document_id, node.start, node.start + len(text))

    def text(self, place: Place) -> str:
        """The words of a clause."""
        return self._cite(*place).cited_text

    @cache  # noqa: B019 one object for the whole session
    def quotes(self) -> tuple[Base, ...]:
        """Every sentence of a clause that can stand alone, with its clause."""
        return tuple(base for name in self.documents for base in _quotes(self.shelf.document(name)))

    def hand(self, *, held_out: bool) -> tuple[Base, ...]:
        """The sentences written by hand."""
        lists = tomllib.loads(Path(__file__).with_name("paraphrases.toml").read_text(encoding="utf-8"))
        chosen = lists["held_out" if held_out else "rows"]
        return tuple(Base(row[0], tuple(_place(name) for name in row[1:]), "hand") for row in chosen)

    def ruled(self, seed: int, count: int) -> tuple[Base, ...]:
        """Paraphrases made by rule: numerals respelt, shortened, reordered, two joined, under the name of the clause."""
        random, found = Random(seed), dict[str, Base]()
        quotes = self.quotes()
        while len(found) < count:
            base, change = random.choice(quotes), random.choice(_CHANGES)
            if (made := change(base, self, random)) is not None and made.text != base.text:
                found[made.text] = replace(made, made="rule")
        return tuple(found.values())


def _place(name: str) -> Place:
    document, path = name.split(" ", 1)
    return document, path


def _quotes(document: Document) -> Iterator[Base]:
    for node in document.outline:
        if (
            node.level not in _CITED
            or node.path.startswith(_SKIPPED)
            or node.end - node.start > _LONGEST_CLAUSE
            or _inside(document, node)
        ):
            continue
        for match in _SENTENCE.finditer(document.text, node.start, node.end):
            text = _LABEL.sub("", match[0].strip())
            if 16 <= len(text) <= 120 and text.endswith("。") and text.count("（") == text.count("）"):
                yield Base(text, ((document.document_id, node.path),), "quote")


def _inside(document: Document, node: Node) -> bool:
    """Whether a clause above it is short enough to be cited whole."""
    while node.parent is not None:
        node = document.outline[node.parent]
        if node.end - node.start <= _LONGEST_CLAUSE and node.level in {"条", "款", "item"}:
            return True
    return False


def _respelt(base: Base, _: Material, __: Random) -> Base | None:
    """九十日 as 90日, 90日 as 九十日."""
    text = _HUNDREDTHS.sub(lambda match: f"{to_int(match[1])}%", base.text)
    if text == base.text:
        text = _CHINESE_VALUE.sub(lambda match: str(to_int(match[1]) or match[1]), base.text)
    if text == base.text:
        text = _DIGIT_VALUE.sub(lambda match: to_chinese(int(match[1])), base.text)
    return replace(base, text=text) if text != base.text else None


def _shortened(base: Base, _: Material, random: Random) -> Base | None:
    """One of its parts between ；, where it has several."""
    parts = [part for part in base.text.rstrip("。").split("；") if len(part) > 14]
    return replace(base, text=f"{random.choice(parts)}。") if len(parts) > 1 else None


def _reordered(base: Base, _: Material, __: Random) -> Base | None:
    """Its parts between ； the other way round."""
    parts = base.text.rstrip("。").split("；")
    fixed = any(part.startswith(("但", "其中", "前款", "上述", "对其", "并")) for part in parts)
    return replace(base, text="；".join(reversed(parts)) + "。") if len(parts) == 2 and not fixed else None


def _joined(base: Base, material: Material, random: Random) -> Base | None:
    """Two sentences of one document as one."""
    others = [one for one in material.quotes() if one.places[0][0] == base.places[0][0] and one.text != base.text]
    other = random.choice(others) if others else None
    if other is None or len(base.text) + len(other.text) > 150:
        return None
    return Base(f"{base.text.rstrip('。')}；{other.text}", tuple(dict.fromkeys((*base.places, *other.places))), "rule")


def _introduced(base: Base, material: Material, random: Random) -> Base | None:
    """Under the name of its document, and its article where it is of one."""
    return replace(base, text=named(base, material, random))


_CHANGES = (_respelt, _respelt, _shortened, _reordered, _joined, _introduced)


def named(base: Base, material: Material, random: Random) -> str:
    """A sentence that says where it comes from."""
    document_id, path = base.places[0]
    title = material.shelf.title(document_id)
    article = path.split("/")[0] if path.startswith("第") and "条" in path else ""
    lead = random.choice(("根据{}{}，", "按照{}{}的规定，", "{}{}规定：", "{}{}明确，"))
    return lead.format(f"《{title}》", article) + base.text
