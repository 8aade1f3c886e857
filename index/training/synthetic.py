"""Pairs made from the official texts themselves: a clause and the rest of its article, a title and its articles."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.training.data import Article, Pair

SOURCE = "synthetic"
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_CONDUCT = re.compile(
    r"(?:^|[。；\n])(?:（[^）]{1,3}）)?([^。；\n，：]{6,40})的，(?:由[^。；，]{2,30})?(?:责令|处|没收|给予|依法)"
)
_FRAGMENT = re.compile(r"[^，。；：\n]{4,}")
_SPANS = 2
_OPAQUE = re.compile(r"下列|本条|本法|规定|尚不|没有发现")
"""Conducts that say nothing without the clause they point to."""
LOCAL = "地方性法规"
_LOCAL_SHARE = 0.35
"""Local rules repeat the national ones by the dozen: a third of them is enough."""


def synthetic_pairs(articles: Sequence[Article], seed: int) -> list[Pair]:
    """Pairs from articles, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  choosing training data, not a secret
    pairs: list[Pair] = []
    for article in articles:
        if article.category == LOCAL and chance.random() > _LOCAL_SHARE:
            continue
        pairs.extend(_clause_pairs(article, chance))
        pairs.extend(_conduct_pairs(article, chance))
        pairs.extend(_title_pairs(article, chance))
    for article in articles:
        pairs.extend(_span_pairs(article, chance))
    return pairs


def _clause_pairs(article: Article, chance: random.Random) -> Iterator[Pair]:
    sentences = [part for part in _SENTENCE.findall(article.text) if len(part) >= 10]
    if len(sentences) < 2:
        return
    chosen = chance.choice(sentences)
    rest = article.text.replace(chosen, "", 1)
    yield Pair(chosen[:80], _titled(article, rest, chance), SOURCE)


def _span_pairs(article: Article, chance: random.Random) -> Iterator[Pair]:
    """A few words of an article, often behind its title, as a question names them.

    Half of the time they stay in the passage: equal words must count as much as equal meaning.
    """
    fragments = _FRAGMENT.findall(article.text)
    for _ in range(_SPANS if fragments else 0):
        place = chance.randrange(len(fragments))
        span = fragments[place]
        if len(span) < 10:
            span += "".join(fragments[place + 1 : place + 2])
        text = article.text if chance.random() < 0.5 else article.text.replace(fragments[place], "", 1)
        title = chance.choice([article.law, article.law.removeprefix("中华人民共和国")])
        named = title if chance.random() < 0.4 else ""
        yield Pair(named + _cut_short(span, chance), replace(article, text=text).passage, SOURCE)


def _cut_short(span: str, chance: random.Random) -> str:
    """Sometimes only the middle of a longer span."""
    if len(span) < 12 or chance.random() > 0.3:
        return span[:50]
    start = chance.randrange(len(span) - 8)
    return span[start : start + chance.randrange(8, 25)]


def _conduct_pairs(article: Article, chance: random.Random) -> Iterator[Pair]:
    """A conduct that an article punishes, asked the way people ask."""
    conducts = [conduct for conduct in _CONDUCT.findall(article.text) if not _OPAQUE.search(conduct)]
    if conducts:
        ending = chance.choice(["怎么处罚？", "罚多少？", "违法吗？", "会受到什么处罚？", "有什么后果？"])
        yield Pair(chance.choice(conducts) + ending, article.passage, SOURCE)


def _title_pairs(article: Article, chance: random.Random) -> Iterator[Pair]:
    """A title, with the heading where there is one, and now and then an article below it."""
    if chance.random() < 0.2:
        yield Pair(f"{article.law}{article.heading}", article.text, SOURCE)


def _titled(article: Article, text: str, chance: random.Random) -> str:
    return f"{article.law}\n{article.number}\n{text}" if chance.random() < 0.5 else text
