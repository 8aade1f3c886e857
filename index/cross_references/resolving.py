"""What the references of one document point to: the edition of the day, and the clauses of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.cross_references import surroundings
from index.cross_references.mentions import Document as Named
from index.cross_references.mentions import Mention, introduced, mentions
from index.cross_references.shelf import Shelf
from index.cross_references.surroundings import Found, below, cut
from index.cross_references.titles import NOT_LOADED, Cited, Fit, Reason, cites_as_of
from index.cross_references.words import reference_words
from index.documents import Document, Node
from index.references import Article
from index.references.spelling import spelled

_REPEALED: Final = re.compile(r"[^。\n]{0,200}?废止")
_SENTENCE_END: Final = re.compile(r"[。\n]")
_FORMER: Final = re.compile(r"修[改正订]前的?$")
_ISSUED: Final = re.compile(r"印发(?:了|的)?$")
_ISSUING: Final = re.compile(r"\s*(?:（[^（）]{0,60}）)?(?:已[^。，]{0,20})?(?:，现)?印发")
_FORMER_EDITION: Final = Cited(reason="edition_not_loaded")


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference at `start:end` of a document's text, in the clause `path`, and what it resolves to.

    `cited_paths` are the clauses meant, several for a range; none where the whole document is meant, or where `reason`
    says why there is none. `fit`: whether the cited edition is the one of the day on which the citing text took effect;
    "later": that edition is not loaded, this is the first one that is, and its numbers may differ.
    """

    document_id: str
    path: str
    text: str
    start: int
    end: int
    cited_id: str | None = None
    cited_paths: tuple[str, ...] = ()
    fit: Fit | None = None
    approximate: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Base:
    """What a following clause without a name may belong to: a document, and the clauses of it that were named."""

    cited: Cited
    end: int
    articles: tuple[Article, ...] = ()


def resolve(document: Document, shelf: Shelf) -> list[CrossReference]:
    """All references of a document, in order."""
    return list(_Reader(document, shelf).read())


class _Reader:
    """Reads one document from its beginning to its end."""

    def __init__(self, document: Document, shelf: Shelf) -> None:
        self._document = document
        self._shelf = shelf
        self._titles = shelf.titles
        self._plain = spelled(document.text)
        self._places = shelf.places(document.document_id)
        self._own = Cited(document.document_id, "of_the_day")
        self._day = cites_as_of(shelf.editions[document.document_id])
        self._short = introduced(document.text)
        self._last: _Base | None = None
        self._named: _Base | None = None
        """The last reference that named a clause."""

    def read(self) -> Iterator[CrossReference]:
        found = mentions(self._document.text, self._plain, self._titles.open_names)
        for mention in (apart for one in found for apart in self._apart(one)):
            around = self._places.around(mention.start)
            if not self._is_own_label(mention, around):
                yield self._read(mention, around)

    def _read(self, mention: Mention, around: Sequence[Node]) -> CrossReference:
        cited = self._cited(mention, around)
        articles = self._articles(mention, around) if mention.clause or mention.that else ()
        paths, reason = self._paths(mention, cited, articles, around)
        if mention.document or mention.clause or mention.that:
            self._last = _Base(cited, mention.end, articles)
            self._named = self._last if articles else self._named
        return CrossReference(
            self._document.document_id,
            around[0].path if around else "",
            self._document.text[mention.start : mention.end],
            mention.start,
            mention.end,
            cited.document_id,
            paths,
            cited.fit,
            cited.approximate,
            reason,
        )

    def _apart(self, mention: Mention) -> list[Mention]:
        """The titles that one pair of 《》 holds: one, unless they are glued together."""
        document = mention.document
        if document is None or document.sort != "title":
            return [mention]
        inside = mention.start + 1
        spans = self._titles.merged(document.name)
        glued = [
            Mention(inside + start, inside + end, Named("title", document.name[start:end])) for start, end in spans
        ]
        return glued or [mention]

    def _is_own_label(self, mention: Mention, around: Sequence[Node]) -> bool:
        """The number of a clause or of the document itself, where it is printed and not referred to."""
        if mention.bare:
            return self._places.label_at(mention.start) or self._begins_a_line(mention)
        if mention.document is None or mention.document.sort != "number":
            return False
        cited = self._titles.numbered(mention.document.name, self._day)
        return _part(around) in reference_words().history or cited.document_id == self._document.document_id

    def _begins_a_line(self, mention: Mention) -> bool:
        """Whether it stands as a label does, in a text whose outline has no such clause."""
        begins = mention.start == 0 or self._plain[mention.start - 1] == "\n"
        return begins and self._plain[mention.end : mention.end + 1] == " "

    def _cited(self, mention: Mention, around: Sequence[Node]) -> Cited:
        """The document that a mention names or belongs to."""
        document = mention.document
        if document is None:
            return self._unnamed(mention, around)
        if document.sort == "own":
            return self._own
        if document.sort == "number":
            return self._titles.numbered(document.name, self._day)
        return self._titled(mention, document, _part(around))

    def _titled(self, mention: Mention, document: Named, part: str) -> Cited:
        """The document of a title, or of a short one that the text introduced."""
        if _FORMER.search(self._plain, max(0, mention.start - 4), mention.start):
            return _FORMER_EDITION
        title = self._short.get(document.name, document.name)
        if self._titles.is_title_of(title, self._document.document_id):
            repealed = mention.clause is None and _REPEALED.match(self._plain, mention.end)
            return self._titles.earlier(self._document.document_id) if repealed else self._own
        if document.sort == "title" and part in reference_words().issuing and self._is_issued(mention):
            return self._own
        return self._titles.titled(title, document.number, self._day)

    def _is_issued(self, mention: Mention) -> bool:
        """Whether a title is the one that a notice issues: the document below it."""
        before = self._plain[max(0, mention.start - 4) : mention.start]
        return bool(_ISSUED.search(before) or _ISSUING.match(self._plain, mention.end))

    def _unnamed(self, mention: Mention, around: Sequence[Node]) -> Cited:
        """A clause without a name: of what its list or its sentence named last, else of the document itself."""
        last, named = self._last, self._named
        if mention.that:
            return named.cited if named else self._own
        if mention.here or mention.before:
            return self._own
        if last and self._goes_on(last, mention, around):
            return last.cited
        if mention.clause is None or not mention.clause.articles:
            return self._own
        if self._is_foreign(mention):
            return NOT_LOADED
        return last.cited if last and self._in_one_sentence(last, mention) else self._own

    def _is_foreign(self, mention: Mention) -> bool:
        """Whether a title in the open that no document bears stands right before."""
        before = self._plain[max(0, mention.start - 4) : mention.start]
        return len(before) > 3 and before.endswith(reference_words().titles)

    def _goes_on(self, last: _Base, mention: Mention, around: Sequence[Node]) -> bool:
        """Whether a clause without a name goes on from the reference before it.

        In a list it does; a 款 or 项 alone also where its own article has none such and the sentence named another.
        """
        clause = mention.clause
        if self._is_listed(last, mention):
            return True
        if clause is None or clause.articles or not last.articles or not self._in_one_sentence(last, mention):
            return False
        base = surroundings.own(self._places, around, clause.outermost)
        return base is None or any(self._places.find(article) is None for article in below(base, clause))

    def _is_listed(self, last: _Base, mention: Mention) -> bool:
        return bool(_between().fullmatch(self._plain, last.end, mention.start))

    def _in_one_sentence(self, last: _Base, mention: Mention) -> bool:
        return not _SENTENCE_END.search(self._plain, last.end, mention.start)

    def _articles(self, mention: Mention, around: Sequence[Node]) -> tuple[Article, ...]:
        """The clauses that a mention names by number."""
        clause = mention.clause
        if clause is None:
            return self._that(mention)
        if clause.articles:
            return tuple(below(None, clause))
        return tuple(article for base in self._bases(mention, around) for article in below(base, clause))

    def _bases(self, mention: Mention, around: Sequence[Node]) -> tuple[Article, ...]:
        """What the outermost number of a clause counts in: an article, a 款."""
        unit = mention.clause.outermost if mention.clause else "条"
        if mention.before:
            paths, _ = surroundings.before(self._places, around, mention.before)
            return tuple(filter(None, map(surroundings.article_of, paths)))
        if mention.that:
            return self._that(mention)
        if mention.here:
            node = surroundings.here(around, mention.here)
            return tuple(filter(None, [surroundings.article_of(node.path)])) if node else ()
        if mention.document is None and self._last and self._goes_on(self._last, mention, around):
            return tuple(cut(article, unit) for article in self._last.articles[-1:])
        base = surroundings.own(self._places, around, unit) if mention.document is None else None
        return (base,) if base else ()

    def _that(self, mention: Mention) -> tuple[Article, ...]:
        """该条, 该款: the clause that was named last, up to that level."""
        named = self._named.articles[-1:] if self._named else ()
        return tuple(cut(article, "款" if mention.that == "条" else "项") for article in named)

    def _paths(self, mention: Mention, cited: Cited, articles: tuple[Article, ...], around: Sequence[Node]) -> Found:
        """The paths of the clauses meant, or why there are none."""
        if cited.document_id is None:
            return (), cited.reason
        places = self._shelf.places(cited.document_id)
        if mention.clause or mention.that:
            return surroundings.numbered(places, articles, mention.clause)
        if mention.before:
            return surroundings.before(places, around, mention.before)
        if mention.parts:
            return surroundings.part(places, mention.parts, around, mention.here)
        return surroundings.standing(around, mention.here) if mention.here else ((), None)


def _part(around: Sequence[Node]) -> str:
    """The part beside the body that a place is in: 头部（二） is 头部."""
    return around[-1].path.split("（", 1)[0] if around else ""


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(map(re.escape, reference_words().between))
    return re.compile(rf"\s*(?:{words})?\s*")
