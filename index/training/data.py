"""What training reads: articles of official texts, and pairs of a question and the passage that answers it."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import captions
from index.training.sources import Sources, TrainingError

CAPTIONS = "captions"
"""The source of the pairs made from the captions that ship with the project."""
_ARTICLE = re.compile(r"^(第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[\s\u3000]+", re.MULTILINE)
_HEADING = re.compile(r"^#+\s*(第\S+[编章节]\s*\S.*)$", re.MULTILINE)
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law, or one paragraph of a plan. `category` is the kind of text (法律, 地方性法规 …)."""

    law: str
    number: str
    text: str
    category: str
    heading: str = ""

    @property
    def passage(self) -> str:
        """The article as it is searched: title, heading, number, text."""
        return "\n".join(part for part in (self.law, self.heading, self.number, self.text) if part)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question (or what stands for one) and a passage that answers it."""

    query: str
    passage: str
    source: str


def letters(text: str) -> str:
    """The text without blanks and punctuation: what decides whether two texts are the same."""
    return _NOT_WORD.sub("", text)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a gzipped JSON Lines file.

    Raises:
        TrainingError: naming the file that is not there.
    """
    if not path.is_file():
        raise TrainingError(f"{path} is not there; --bench and --corpus name the folders with the training data")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_articles(bench: Path, corpus: Path, sources: Sources) -> list[Article]:
    """All articles of the listed official texts, each text once."""
    readers = {
        "regulations": lambda: _catalogued(corpus, "regulations/"),
        "plans": lambda: _catalogued(corpus, "plans/"),
        "bulk": lambda: _bulk(corpus / "bulk" / "statutes.jsonl.gz"),
        "stard-articles": lambda: _stard(bench / "stard" / "corpus.jsonl.gz"),
    }
    found: dict[str, Article] = {}
    for name in sources.texts:
        for article in readers[name]():
            found.setdefault(letters(article.text), article)
    return list(found.values())


def read_pairs(bench: Path, names: Iterable[str], sources: Sources, titles: Sequence[Article]) -> list[Pair]:
    """Pairs of these sources; a passage that is an article known from `titles` gets its title and number in front.

    Raises:
        TrainingError: when a name is not listed.
    """
    wanted = set(names)
    for name in sorted(wanted):
        sources.require(name)
    passages = {letters(article.text): article.passage for article in titles}
    pairs = []
    for folder in (bench / "legal_pairs", bench / "general_pairs"):
        texts = {row["pid"]: row["text"] for row in read_rows(folder / "passages.jsonl.gz")}
        for row in read_rows(folder / "pairs.jsonl.gz"):
            if row["src"] in wanted:
                text = texts[row["pid"]]
                pairs.append(Pair(row["q"], passages.get(letters(text), text), row["src"]))
    return pairs


def caption_pairs(corpus: Path, sources: Sources) -> list[Pair]:
    """Each phrase of a shipped caption with the article that it is about; none where captions are not listed."""
    if CAPTIONS not in sources.pairs:
        return []
    told = (
        (document_id, path, phrase)
        for document_id, clauses in captions.shipped().by_id.items()
        for path, caption in clauses.items()
        for phrase in caption.split("；")
    )
    return list(_with_passages(told, corpus, CAPTIONS))


def _with_passages(told: Iterable[tuple[str, str, str]], corpus: Path, source: str) -> Iterator[Pair]:
    """Words about a clause of a document as a pair with its article, where the corpus has it."""
    passages = {
        (document_id, article.number): article.passage
        for document_id, articles in _documents(corpus, "regulations/")
        for article in articles
        if article.number
    }
    for document_id, path, words in told:
        passage = passages.get((document_id, path.split("/", 1)[0]))
        if passage and len(words) > 2:
            yield Pair(words, passage, source)


def _catalogued(corpus: Path, folder: str) -> Iterator[Article]:
    for _, articles in _documents(corpus, folder):
        yield from articles


def _documents(corpus: Path, folder: str) -> Iterator[tuple[str, Iterator[Article]]]:
    """The documents of a folder, each by its id with its articles."""
    for row in json.loads((corpus / "catalog.json").read_text(encoding="utf-8")):
        if row["path"].startswith(folder):
            body = (corpus / row["path"]).read_text(encoding="utf-8").split("\n---\n", 1)[-1]
            yield row["id"], _articles(row["title"], body, row["doc_type"])


def _articles(law: str, body: str, category: str) -> Iterator[Article]:
    starts = list(_ARTICLE.finditer(body))
    if not starts:
        yield from (Article(law, "", part, category) for part in _paragraphs(body))
        return
    headings = [(match.start(), match.group(1)) for match in _HEADING.finditer(body)]
    for start, end in zip(starts, [*(match.start() for match in starts[1:]), len(body)], strict=True):
        text = _HEADING.sub("", body[start.end() : end])
        heading = next((name for at, name in reversed(headings) if at < start.start()), "")
        yield Article(law, start.group(1), re.sub(r"\s*\n\s*", "\n", text).strip(), category, heading)


def _paragraphs(body: str) -> Iterator[str]:
    return (part.strip() for part in body.split("\n") if len(part.strip()) >= 30)


def _bulk(path: Path) -> Iterator[Article]:
    for row in read_rows(path):
        yield Article(row["law"], row["article"], row["text"], row["category"])


def _stard(path: Path) -> Iterator[Article]:
    for row in read_rows(path):
        law, number = split_name(row["name"])
        yield Article(law, number, row["text"], "法律")


def split_name(name: str) -> tuple[str, str]:
    """Law and number of an article's full name."""
    at = re.search(r"第[〇零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?$", name)
    return (name[: at.start()], at.group()) if at else (name, "")
