"""Where a clause stands in an outline, and what an outline goes up to."""

from index.documents import Node, Outline
from index.numerals import to_chinese
from index.references.clauses import Article

_WHOLE = "正文"
"""The body of a text in which nothing is numbered; it counts as its only clause."""
_HIGHEST = 99_999


def locate(article: Article, outline: Outline) -> Node | None:
    """The node of a clause, None where it does not exist. 款 may be left out where only one 款 has such a 项."""
    nodes = {node.path: node for node in outline}
    if article.label not in nodes:
        return _unnumbered(article, nodes)
    path = _paragraph(article, nodes)
    if path is None or article.item is None:
        return nodes[path] if path and article.point is None else None
    item = _item(article, path, nodes)
    if item is None or article.point is None:
        return item
    return nodes.get(f"{item.path}/第{article.point}目")


def last_article(outline: Outline) -> str | None:
    """The label of the last 条, to say how far a law goes."""
    return next((node.label for node in reversed(outline) if node.level == "条"), None)


def _unnumbered(article: Article, nodes: dict[str, Node]) -> Node | None:
    """In a text without 条 the item counted so (第二条: 二), or all of it as 第一条 where nothing is counted."""
    if any(node.level == "条" for node in nodes.values()) or article != Article(article.number):
        return None
    if article.number == 1 and _WHOLE in nodes:
        return nodes[_WHOLE]
    return nodes.get(to_chinese(article.number)) if article.number <= _HIGHEST else None


def _paragraph(article: Article, nodes: dict[str, Node]) -> str | None:
    """The path of the 款, of the 条 itself where it has one only or none is named; None where there is no such 款."""
    if article.paragraph is None:
        return article.label
    path = f"{article.label}/第{to_chinese(article.paragraph)}款" if article.paragraph <= _HIGHEST else ""
    if path in nodes:
        return path
    return article.label if article.paragraph == 1 and f"{article.label}/第二款" not in nodes else None


def _item(article: Article, path: str, nodes: dict[str, Node]) -> Node | None:
    """A 项: in the 款 that is named, else in the article's only one, else in the only 款 that has it."""
    if article.item is None or article.item > _HIGHEST:
        return None
    ending = f"/第（{to_chinese(article.item)}）项"
    direct = nodes.get(path + ending)
    if direct or path != article.label or article.paragraph is not None:
        return direct
    found = [node for own, node in nodes.items() if own.startswith(f"{article.label}/") and own.endswith(ending)]
    return found[0] if len(found) == 1 else None
