"""Where in a document's outline something stands, and where its clauses are."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from index.documents import Node, Outline
from index.numerals import to_chinese, to_int
from index.references import Article, locate

_ARTICLE: Final = "条"
_LABELLED: Final = frozenset({"编", "分编", "章", "节", _ARTICLE})
"""Levels that print their number in the form of a reference to them."""


class Places:
    """The clauses of one document, found quickly many times over."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._starts = [node.start for node in outline]
        self._by_path = {node.path: node for node in outline}
        self.articles = [node.path for node in outline if node.level == _ARTICLE]
        self._order = {label: position for position, label in enumerate(self.articles)}
        self._below = _by_article(outline)

    def around(self, position: int) -> list[Node]:
        """The nodes that hold a position of the text, deepest first."""
        found: list[Node] = []
        at: int | None = bisect_right(self._starts, position) - 1
        while at is not None and at >= 0:
            node = self._outline[at]
            if node.start <= position < node.end:
                found.append(node)
            at = node.parent
        return found

    def label_at(self, position: int) -> bool:
        """Whether an article, chapter … begins there, so that what is printed is its own number."""
        return any(node.start == position and node.level in _LABELLED for node in self.around(position))

    def find(self, article: Article) -> str | None:
        """The path of a clause, None where there is none."""
        below = self._below.get(article.label)
        if below is None and self.articles:
            return None
        node = locate(article, below or self._outline)
        return node.path if node else None

    def between(self, first: str, last: str) -> list[str]:
        """The articles from one to another, both included; none where they do not stand in that order."""
        if first not in self._order or last not in self._order:
            return []
        return self.articles[self._order[first] : self._order[last] + 1]

    def articles_before(self, label: str, count: int) -> list[str]:
        """The `count` articles before one; none where there are not as many."""
        position = self._order.get(label, 0)
        return self.articles[position - count : position] if position >= count else []

    def part(self, labels: Iterable[str], around: Iterable[Node], inside: Node | None) -> list[str]:
        """The paths of a 编, 章 or 节 by its labels: inside a named part, in the 编 of the place, or anywhere."""
        wanted = "/".join(labels)
        if inside:
            return [
                path for path in self._by_path if path.startswith(f"{inside.path}/") and path.endswith(f"/{wanted}")
            ]
        if wanted in self._by_path:
            return [wanted]
        fitting = [path for path in self._by_path if path.endswith(f"/{wanted}")]
        above = {node.path.split("/", 1)[0] for node in around if node.level == "编"}
        return [path for path in fitting if path.split("/", 1)[0] in above] or fitting

    def items(self, path: str) -> list[int]:
        """The numbers of the 项 right below a 条 or 款."""
        found = self._below.get(path.split("/", 1)[0], ())
        nodes = (node for node in found if node.level == "项" and node.path.rpartition("/")[0] == path)
        return [number for node in nodes if (number := number_of(node))]


def number_of(node: Node) -> int | None:
    """The number of a 款 or 项: that at the end of …/第（三）项 is 3. Not every 款 prints one."""
    return to_int(node.path.rpartition("/")[2].strip("第款项目（）"))


def paragraph_path(article: str, paragraph: int | None) -> str:
    """The path of a 款, or of the article that has only one."""
    return f"{article}/第{to_chinese(paragraph)}款" if paragraph else article


def _by_article(outline: Outline) -> Mapping[str, Outline]:
    """Each article with everything below it."""
    return {group[0].path: tuple(group) for group in _groups(outline)}


def _groups(outline: Outline) -> Iterator[list[Node]]:
    group: list[Node] = []
    for node in outline:
        if node.level == _ARTICLE:
            if group:
                yield group
            group = [node]
        elif group and node.path.startswith(f"{group[0].path}/"):
            group.append(node)
    if group:
        yield group
