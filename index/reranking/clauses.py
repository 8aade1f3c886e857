"""What the re-ranker knows of every row: its characters, headings, title, caption, where it stands, what it is of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.documents import PARTS, Chunk, Metadata
from index.editions import COUNTRY
from index.reranking.signs import signs
from index.reranking.texts import Ints, Texts

Floats = NDArray[np.float32]

PLACES: Final = ("position", "opening clause", "depth", "beside the body", "furniture")
_FURNITURE: Final = frozenset({"头部", "落款", "印发", "网页", "无关内容"})
_OPENING: Final = frozenset({"第一条", "一"})
_TITLES: Final = {
    "plan": re.compile("方案|计划|要点|纲要|行动"),
    "interpretation": re.compile("解释|批复|答复|纪要|法释|审理.*(?:规定|意见)|人民法院|人民检察院"),
    "standard": re.compile("标准|指南|规程|指引"),
    "regulation": re.compile("条例|细则"),
    "rules": re.compile("办法|规定|规则|决定|意见|通知"),
    "law": re.compile(r"法(?:典|律)?(?:[（(].*)?$"),
}
"""What a title says of the text, the first that fits."""
_ARTICLE: Final = re.compile("第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")
_OUR_FIELD: Final = re.compile(
    "知识产权|商标|专利|著作|版权|地理标志|集成电路|植物新品种|商业秘密|不正当竞争|标志|软件|信息网络传播|种子|企业名称|字号"
)
DOCUMENTS: Final = (*(f"is {name}" for name in _TITLES), "is of our field")


@dataclass(frozen=True, slots=True)
class Links:
    """For each row the articles that its text names: those at `starts[row]:starts[row + 1]`."""

    starts: Ints
    articles: Ints

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The position in `rows` and the named article of every link of these rows."""
        counts = self.starts[rows + 1] - self.starts[rows]
        at = np.repeat(np.arange(len(rows)), counts)
        firsts = np.cumsum(counts) - counts
        return at, self.articles[np.arange(len(at)) - np.repeat(firsts - self.starts[rows], counts)]


class Clauses:
    """What features are made from, for all rows of a generation or of another corpus. Never changes.

    `owners[row]` is a position in `metadata`, `signs[row]` says how often each kind's signs stand there. Takes 2 bytes
    a character of the rows.
    """

    def __init__(self, chunks: Sequence[Chunk], owners: NDArray[np.int32], metadata: Sequence[Metadata]) -> None:
        self.chunks, self.owners, self.metadata = chunks, owners, metadata
        texts, paths, above, beside = [], [], [], []
        numbers: dict[tuple[str, ...], int] = {}
        said: dict[str, int] = {}
        for chunk in chunks:
            texts.append(chunk.text)
            paths.append(chunk.path)
            above.append(numbers.setdefault(chunk.headings, len(numbers)))
            beside.append(said.setdefault(chunk.caption, len(said)))
        bodies, captions = Texts.of(texts), Texts.of(list(said))
        headings = Texts.of(["\n".join(each) for each in numbers])
        titles = Texts.of([one.title.removeprefix(COUNTRY) for one in metadata])
        self.signs = signs(bodies)
        self.fields = Texts.stacked((bodies, captions, headings, titles))
        firsts = np.cumsum([len(bodies), len(captions), len(headings)])
        places = (np.array(each, np.int64) for each in (beside, above, owners))
        self._field_of = [first + place for first, place in zip(firsts, places, strict=True)]
        self.places = _places(paths, owners)
        self.documents = np.array([_of_document(one) for one in metadata], np.float32).reshape(-1, len(DOCUMENTS))
        self.sizes = np.bincount(owners, minlength=len(metadata))
        self.articles, self.cited = _links(texts, paths, owners)

    def fields_of(self, rows: Ints) -> Texts:
        """What stands in and around each row: all bodies, then all captions, all headings, all titles."""
        return self.fields.take(np.concatenate((rows, *(place[rows] for place in self._field_of))))


def _links(texts: Sequence[str], paths: Sequence[str], owners: NDArray[np.int32]) -> tuple[Ints, Links]:
    """The number of each row's article, and which articles of its own document each row names.

    A row in no 条 is an article of its own, so that the pieces of a 条 have one number.
    """
    numbers: dict[tuple[int, str], int] = {}
    places = [(owner, path.split("/", 1)[0]) for owner, path in zip(owners.tolist(), paths, strict=True)]
    articles = [
        numbers.setdefault(place if place[1].startswith("第") else (place[0], path), len(numbers))
        for place, path in zip(places, paths, strict=True)
    ]
    pairs = [
        (row, numbers[owner, label])
        for row, (text, (owner, own)) in enumerate(zip(texts, places, strict=True))
        for label in dict.fromkeys(_ARTICLE.findall(text))
        if label != own and (owner, label) in numbers
    ]
    rows, named = np.array(pairs, np.int64).reshape(-1, 2).T
    return np.array(articles, np.int64), Links(np.searchsorted(rows, np.arange(len(texts) + 1)), named)


def _places(paths: Sequence[str], owners: NDArray[np.int32]) -> Floats:
    """Where each clause stands in its document, [rows, PLACES]."""
    sizes = np.bincount(owners)[owners] if len(owners) else np.zeros(0)
    firsts = [path.split("/", 1)[0].split("（", 1)[0] for path in paths]
    columns = (
        (np.arange(len(owners)) - np.searchsorted(owners, owners)) / np.maximum(sizes, 1),
        np.array([first in _OPENING for first in firsts]),
        np.array([path.count("/") for path in paths]),
        np.array([first in PARTS for first in firsts]),
        np.array([first in _FURNITURE for first in firsts]),
    )
    return np.array(columns, np.float32).T.reshape(-1, len(PLACES))


def _of_document(metadata: Metadata) -> list[float]:
    kind = next((name for name, pattern in _TITLES.items() if pattern.search(metadata.title)), None)
    return [*(float(name == kind) for name in _TITLES), float(bool(_OUR_FIELD.search(metadata.title)))]
