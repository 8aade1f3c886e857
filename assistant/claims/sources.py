"""Where a sentence says that it comes from: documents, editions, clauses and places, beside what it really cites."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.claims.coverage import Content, content, share
from assistant.claims.plan_labels import plan_failures, plan_labels
from assistant.claims.spelling import spelt
from assistant.claims.statements import statement
from assistant.claims.verdicts import Failure
from assistant.messages import Citation
from assistant.places import places_in, without
from assistant.shelf import Shelf, parent_names
from index.documents import Document, Node
from index.references import Article, Reference

_PATH = re.compile(r"第(\d+)条(?:之(\d+))?(?:/第(\d+)款)?(?:/第（(\d+)）项)?")
_REFERRED = re.compile(
    r"第(\d+)条(?:之(\d+))?(?:第(\d+)款)?(?:第?（?(\d+)）?项)?|第(\d+)款(?:第?（?(\d+)）?项)?|第（?(\d+)）?项"
)
_QUOTED = re.compile(r"[《》〈〉“”]")
_LEAD = re.compile(r"(?:根据|按照|依照|依据|按)?　+(?:的?(?:规定|明确|要求|提出|方案|部署|指出|写明)+)?[：:，]?")
"""What only says where a sentence comes from, its names blanked out."""
_WIDE = str.maketrans("()", "（）")
_NATIONWIDE = frozenset({"全国", "国家局", "中国"})
_EDITION = re.compile("（[^（）]*(?:修订|修正|修改|公布|\\d{4})[^（）]*）$")
_SAID = re.compile(r"根据|按照|依照|依据|按|《[^《》]*(?:《[^《》]*》)?[^《》]*》|[^，。；：]{0,30}(?=第|$)")
"""What may stand before the clause that a sentence opens with."""
_ASTRAY = 0.25
"""By how much the other clauses may hold more of a sentence than the one that it opens with."""
_TELLING = 10
"""Characters of a title that tell a document, though the catalog has it within a longer one only."""
_ITEM_MARGIN, _WHOLE_MARGIN = 0.01, 0.05

Place = tuple[int | None, int | None, int | None, int | None]
"""条, 之, 款, 项 as far as they are named."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a sentence names, and the rest of it: names of documents, clauses and places blanked out."""

    sentence: str
    references: tuple[Reference, ...]
    places: tuple[str, ...]
    rest: str


def sources(sentence: str, shelf: Shelf) -> Sources:
    """The documents, clauses and places that a sentence names."""
    found = shelf.names.find(sentence)
    # 68条第1款 is a clause, 50条 may be a number of anything
    references = tuple(
        one for one in found if not one.article or one.title or one.text.startswith("第") or "条第" in one.text
    )
    known, strangers = places_in(sentence, shelf, references)
    named = tuple(r for r in references if r.article or r.text.startswith("《") or r.document_ids)
    rest = sentence
    for place in (*known, *strangers):
        rest = rest.replace(place, "　" * len(place))
    rest = _without_issuers(without(rest, named), named, shelf)
    for written, _ in plan_labels(rest):
        rest = rest.translate(_WIDE).replace(written, "　" * len(written), 1)
    return Sources(sentence, references, (*known, *strangers), _LEAD.sub("　", rest))


def _without_issuers(text: str, named: Sequence[Reference], shelf: Shelf) -> str:
    """The text without the organs that stand right before a document which they have issued."""
    for one in named:
        issuers = (shelf.by_id[name].metadata.issuer for name in one.document_ids)
        issuer = next((name for name in issuers if name and text[: one.start].endswith(name)), "")
        text = text[: one.start - len(issuer)] + "　" * len(issuer) + text[one.start :]
    return text


def misattributed(named: Sources, cited: Sequence[Citation], shelf: Shelf) -> Iterator[Failure]:
    """What the sentence names and does not cite."""
    for reference in named.references:
        if reference.article and not _is_plan_label(reference, named.sentence):
            yield from _clause(reference, named, cited, shelf)
        else:
            yield from _document(reference, cited, shelf)
    yield from plan_failures(named.sentence, cited, shelf)
    yield from _regions(named, cited, shelf)


def _is_plan_label(reference: Reference, sentence: str) -> bool:
    """Whether what reads like an article is a clause of a plan: 二（三）."""
    written = reference.text.translate(_WIDE)
    return "条" not in written and any(written in label for label, _ in plan_labels(sentence))


def _document(reference: Reference, cited: Sequence[Citation], shelf: Shelf) -> Iterator[Failure]:
    """A document is the one cited, or the cited words name it too."""
    ids = {citation.document_id for citation in cited}
    if _in_words(reference.text, cited) or _is_name(reference, ids, shelf):
        return
    works = {shelf.by_id[name].work_id for name in reference.document_ids}
    edition = works & {citation.work_id for citation in cited}
    titles = "、".join(dict.fromkeys(citation.document_title for citation in cited))
    yield Failure("edition" if edition else "title", reference.text, titles)


def _is_name(reference: Reference, ids: set[str], shelf: Shelf) -> bool:
    """Whether a title in 《》 is a name of a cited document or a part of one; a name in the open is taken as found."""
    own = ids & set(reference.document_ids)
    if not reference.text.startswith("《"):
        return bool(own)
    title = _EDITION.sub("", _QUOTED.sub("", spelt(reference.text)))
    known = (shelf.by_id[name].metadata for name in (ids if len(title) >= _TELLING else own))
    names = [name for one in known for name in (one.title, one.short_title, *one.aliases) if name]
    other_edition = bool(reference.document_ids) and not own
    return not other_edition and any(title in _QUOTED.sub("", spelt(name)) for name in names)


def _in_words(name: str, cited: Sequence[Citation]) -> bool:
    bare = _QUOTED.sub("", spelt(name))
    return any(bare in _QUOTED.sub("", spelt(citation.cited_text)) for citation in cited)


def _clause(reference: Reference, named: Sources, cited: Sequence[Citation], shelf: Shelf) -> Iterator[Failure]:
    """A clause is the one cited, or the cited words refer to it."""
    place = _place(reference.article) if reference.article else (None, None, None, None)
    of = [c for c in cited if not reference.title or c.document_id in reference.document_ids]
    within = [citation for citation in of if _within(place, citation, named.rest, shelf)]
    if within and not _led_astray(reference, named, within, cited):
        return
    if not within and any(_agrees(place, other) for citation in cited for other in mentioned(citation)):
        return
    if not within and any(spelt(reference.text) in spelt(citation.cited_text) for citation in cited):
        return
    yield Failure("article", reference.text, "、".join(dict.fromkeys(c.clause_path.replace("/", "") for c in cited)))


def _led_astray(reference: Reference, named: Sources, own: Sequence[Citation], cited: Sequence[Citation]) -> bool:
    """Whether a sentence that opens with a clause says what another one of those it cites says."""
    others = [citation for citation in cited if citation not in own]
    opens = not _SAID.sub("", named.sentence[: reference.start])
    if not others or not opens or sum(1 for one in named.references if one.article) > 1:
        return False
    said = content(named.rest)
    mine, theirs = (share(said, [statement(one.cited_text) for one in those]) for those in (own, others))
    return theirs > mine + _ASTRAY


def _place(article: Article) -> Place:
    return (article.number, article.branch, article.paragraph, article.item)


def _within(place: Place, citation: Citation, rest: str, shelf: Shelf) -> bool:
    """Whether the clause named is the cited one, one above it, or one inside it that says what the sentence says."""
    path = _path(citation.clause_path)
    if path is None or (place[0] is not None and (place[0], place[1]) != path[:2]):
        return False
    if _agrees(place, path):
        return True
    own = [(mine, theirs) for mine, theirs in zip(place[2:], path[2:], strict=True) if mine and theirs]
    return all(mine == theirs for mine, theirs in own) and _inside(place, citation, rest, shelf)


def _agrees(place: Place, other: Place) -> bool:
    """Whether all that one clause names is so in the other."""
    return all(mine is None or mine == theirs for mine, theirs in zip(place, other, strict=True))


def _inside(place: Place, citation: Citation, rest: str, shelf: Shelf) -> bool:
    """Whether a 款 or 项 inside the cited clause exists, and none beside it says better what the sentence says."""
    document = shelf.document(citation.document_id)
    nodes = [node for node in _below(document, citation) if (path := _path(node.path)) and _agrees(place, path)]
    if not nodes:
        return place[3] is None and place[2] == 1
    said = content(rest)
    rated = {node.path: _rated(said, _words(document, node)) for node in _below(document, citation)}
    own = max(rated[node.path] for node in nodes)
    named = {node.path for node in nodes}
    beside = [rated[n.path] for n in _below(document, citation) if n.level == nodes[0].level and n.path not in named]
    fits_better = any(other[0] > own[0] + _ITEM_MARGIN for other in beside)
    is_whole_other = any(other[0] >= own[0] and other[1] > own[1] + _WHOLE_MARGIN for other in beside)
    return not fits_better and not is_whole_other


def _rated(said: Content, words: str) -> tuple[float, float]:
    """How much of a sentence a clause holds, and how much of the clause the sentence holds."""
    there = statement(words)
    own = frozenset(there.pairs)
    return share(said, [there]), len(own & said.pairs) / (len(own) or 1)


def _below(document: Document, citation: Citation) -> Iterator[Node]:
    return (
        node
        for node in document.outline
        if citation.start_char_index <= node.start and node.end <= citation.end_char_index + 2
    )


def _words(document: Document, node: Node) -> str:
    return document.text[node.start : node.end]


def place_of(citation: Citation) -> Place | None:
    """The article of a citation; None for a clause that is of none."""
    return _path(citation.clause_path)


def _path(path: str) -> Place | None:
    match = _PATH.match(spelt(path))
    return _numbers(match) if match else None


def mentioned(citation: Citation) -> Iterator[Place]:
    """The clauses that the cited words refer to; a 款 or 项 without 条 is of the cited one, or of the last named."""
    text, last = spelt(citation.cited_text), None
    for match in _REFERRED.finditer(text):
        if match.start() == 0:  # its own label
            continue
        if match[1]:
            last = _numbers(match)
            yield last
            continue
        paragraph, item = _int(match[5]), _int(match[6] or match[7])
        yield (None, None, paragraph, item)
        if last:
            yield (last[0], last[1], paragraph or last[2], item)


def _numbers(match: re.Match[str]) -> Place:
    return (_int(match[1]), _int(match[2]), _int(match[3]), _int(match[4]))


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _regions(named: Sources, cited: Sequence[Citation], shelf: Shelf) -> Iterator[Failure]:
    """A place is the cited document's own, one that it lies in, or stands in the cited words."""
    if not named.places:
        return
    own = {name for c in cited for name in (*shelf.places[c.document_id], *parent_names(shelf.by_id[c.document_id]))}
    titles = " ".join(f"{c.document_title}{shelf.by_id[c.document_id].metadata.issuer}{c.cited_text}" for c in cited)
    for place in named.places:
        if place not in own and place not in titles and place not in _NATIONWIDE:
            where = "、".join(sorted({shelf.title(citation.document_id) for citation in cited}))
            yield Failure("region", place, where)
