"""Clauses told by where a reference stands (前款, 本条), or counted on from another one (第二项 behind 第一项)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from index.cross_references.clauses import Clause, Unit
from index.cross_references.mentions import Before
from index.cross_references.outlines import Places, number_of, paragraph_path
from index.cross_references.titles import Reason
from index.documents import Node
from index.numerals import to_int
from index.references import Article

Found = tuple[tuple[str, ...], Reason | None]
"""Paths of clauses, or why there are none."""

NOTHING_BEFORE: Final[Found] = ((), "nothing_before")
_NO_CLAUSE: Final[Found] = ((), "no_such_clause")
_PATH: Final = re.compile(r"第([^条/]+)条(?:之([^/]+))?(?:/第([^款/]+)款)?(?:/第（([^）/]+)）项)?")


def here(around: Iterable[Node], level: str) -> Node | None:
    """The clause of a level that holds a place; an article of one 款 is its own 款."""
    levels: dict[str, Node] = {node.level: node for node in around}
    return levels.get(level) or (levels.get("条") if level == "款" else None)


def standing(around: Sequence[Node], level: str) -> Found:
    """本条, 本款, 本章."""
    node = here(around, level)
    return ((node.path,), None) if node else _NO_CLAUSE


def part(places: Places, labels: Iterable[str], around: Sequence[Node], inside: str | None) -> Found:
    """第一编第六章, 本章第一节: the part of those labels."""
    paths = places.part(labels, around, here(around, inside) if inside else None)
    if len(paths) == 1:
        return (paths[0],), None
    return ((), "ambiguous") if paths else _NO_CLAUSE


def before(places: Places, around: Sequence[Node], told: Before) -> Found:
    """前款, 前两条, 前三项."""
    paths = tuple(_before(places, around, told))
    return (paths, None) if paths else NOTHING_BEFORE


def numbered(places: Places, articles: Sequence[Article], clause: Clause | None) -> Found:
    """Clauses by their numbers, a range spelled out; all of them must be there."""
    if not articles:
        return NOTHING_BEFORE
    paths = [places.find(article) for article in articles]
    if clause and clause.through:
        paths += _further(places, articles[-1], clause.through)
    found = tuple(dict.fromkeys(path for path in paths if path))
    return (found, None) if None not in paths else _NO_CLAUSE


def below(base: Article | None, clause: Clause) -> Iterator[Article]:
    """All clauses that the numbers of one reference name, counted inside `base`; only its last level has several."""
    articles = [Article(number) for number in clause.articles] if base is None else [base]
    if base is None and articles:
        articles[-1] = replace(articles[-1], branch=clause.branch)
    if clause.paragraphs:
        articles = [replace(article, paragraph=number) for article in articles for number in clause.paragraphs]
    if clause.items:
        articles = [replace(article, item=number) for article in articles for number in clause.items]
    if clause.points:
        articles = [replace(article, point=number) for article in articles for number in clause.points]
    yield from articles


def own(places: Places, around: Sequence[Node], unit: Unit) -> Article | None:
    """What 第二款 or 第一项 alone counts in: the article that it stands in, for a 项 the 款 of it that has some."""
    article, paragraph = here(around, "条"), here(around, "款")
    base = article_of(article.path) if article else None
    if base is None or unit != "项" or paragraph is None or paragraph.level != "款":
        return base
    numbers = range(number_of(paragraph) or 0, 0, -1)
    having = (number for number in numbers if places.items(paragraph_path(base.label, number)))
    return replace(base, paragraph=next(having, None))


def cut(article: Article, unit: Unit) -> Article:
    """A clause without the level that the next one names anew, and what is below it."""
    if unit == "款":
        return replace(article, paragraph=None, item=None, point=None)
    if unit == "项":
        return replace(article, item=None, point=None)
    return replace(article, point=None)


@cache
def article_of(path: str) -> Article | None:
    """A clause path as numbers: 第五条/第二款/第（一）项."""
    match = _PATH.match(path)
    number = to_int(match[1]) if match else None
    if match is None or number is None:
        return None
    return Article(number, *(to_int(part) if part else None for part in match.groups()[1:]))


def _before(places: Places, around: Sequence[Node], told: Before) -> Sequence[str]:
    """The paths; none where there are not as many."""
    article = here(around, "条")
    if article is None:
        return []
    if told.unit == "条":
        return places.articles_before(article.path, told.count)
    paragraph = next((number_of(node) for node in around if node.level == "款"), None)
    if told.unit == "项":
        return _items_before(places, around, paragraph_path(article.path, paragraph), told.count)
    first, end = (paragraph or 1) - told.count, paragraph or 1
    return [paragraph_path(article.path, number) for number in range(first, end)] if first > 0 else []


def _items_before(places: Places, around: Sequence[Node], paragraph: str, count: int) -> Sequence[str]:
    """前两项: those before this 项; behind a list of 项 the first of them."""
    inside = here(around, "项")
    if inside:
        last = number_of(inside) or 0
        return _items(places, inside.path.rpartition("/")[0], range(last - count, last))
    listed = paragraph if places.items(paragraph) else _paragraph_before(paragraph)
    return _items(places, listed, range(1, count + 1))


def _items(places: Places, above: str, numbers: range) -> Sequence[str]:
    """The 项 of those numbers, where all are there."""
    base, known = article_of(above), places.items(above)
    if base is None or any(number not in known for number in numbers):
        return []
    return [path for number in numbers if (path := places.find(replace(base, item=number)))]


def _paragraph_before(path: str) -> str:
    article = article_of(path)
    number = article.paragraph if article else None
    return paragraph_path(article.label, number - 1) if article and number and number > 1 else path


def _further(places: Places, first: Article, last: Clause) -> list[str | None]:
    """What a range adds to the clause that it begins with; None where its end is not there."""
    if last.articles:
        end = places.find(Article(last.articles[-1], last.branch))
        return [*places.between(first.label, end)[1:]] if end else [None]
    if last.items:
        numbers = range((first.item or 0) + 1, last.items[-1] + 1)
        return [places.find(replace(first, item=number)) for number in numbers]
    paragraphs = range((first.paragraph or 0) + 1, last.paragraphs[-1] + 1) if last.paragraphs else ()
    return [places.find(replace(first, paragraph=number)) for number in paragraphs]
