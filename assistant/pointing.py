"""Words that point at a clause (下一条, 前款, 该条, 这一项, 第二款呢): put into the clause that they mean.

They point from the clause named last: in the question itself, else in the one before it.
"""

import re
from dataclasses import replace
from typing import Final

from assistant.shelf import Shelf
from index.references import Article, Reference, counts_things, spelled

_LONGEST: Final = 300
"""A longer question quotes a text, whose 前款 is its own."""
_POINTING: Final = re.compile(
    r"(?P<step>[下后](?:面)?(?:一|的?那一?)?|[上前](?:面)?(?:一|的?那一?)?|该|本|此|同|这一?|那一?)"
    r"(?P<level>条|款|项)(?!例|条|文件)"
)
_NEXT: Final = re.compile(r"[下后](?:面)?(?:一|的?那一?)?[条款项](?!例|文件)")
_SPOKEN_OF: Final = re.compile("[款项][里中]?(?:说|提|讲|写)到?的")
"""第二款说的票据: what a part speaks of is the subject, about which another clause may be asked."""
_MORE: Final = re.compile(r"(?:还有|接下来|接着|下面|后面|往下)(?:呢|吗|没有|的)?")
"""Asks for what comes behind a part of a clause that was told."""
_PART: Final = re.compile(
    r"^(?:那么?|还有|另外|再问一下|以及|和)?[，, ]?"
    r"(?P<part>(?P<ordinal>第)?（?[0-9一二三四五六七八九十百]{1,6}）?(?P<level>款|项)"
    r"(?:第?（?[0-9一二三四五六七八九十]{1,4}）?项)?)"
)
_CARRIED_ON: Final = re.compile(r"^(?:那么?|还有|另外|再问一下|以及|和)[，, ]?")
_ASKING: Final = re.compile(r"(?:呢|怎么|如何|是什么|说|规定|的|啥|什么|讲|吗|[？?。]|$)")
_JOINED: Final = re.compile(r"\s*的?\s*")


def clause_put_in(question: str, before: str, shelf: Shelf) -> str:
    """The question with the clauses that its words point at, unchanged where they point at none."""
    plain = spelled(question)
    if len(plain) > _LONGEST:
        return question
    found = shelf.names.find(question)
    own = [reference for reference in found if reference.article]
    base = _last_clause(before, shelf)
    if before and len(own) == len(found) and not any(reference.title for reference in own):
        if own and (title := base.title if base else _last_title(before, shelf)):
            return _asked(question[: own[0].start] + title + question[own[0].start :])
        if not own and base and (part := _part(plain, base)):
            return part
    return _pointed(question, plain, own, base, shelf)


def clause_told(answer: str, before: str, shelf: Shelf) -> str:
    """The clause that an answer opens with, of its document or the one that the question named; empty where none."""
    told = next((one for one in shelf.names.find(answer) if one.article), None)
    title = (told.title or _last_title(before, shelf)) if told else ""
    return f"{title}{told.article}" if told and title else ""


def clause_beside(question: str, told: str, shelf: Shelf) -> str:
    """A question that opens with another part of the clause told, or with what comes next, with that put in."""
    begins = _CARRIED_ON.sub("", spelled(question))
    if _SPOKEN_OF.search(question) or any(one.title for one in shelf.names.find(question)):
        return question
    if _MORE.fullmatch(spelled(question).rstrip("？?。 ")):
        return _next_part(told, shelf) or question
    return clause_put_in(question, told, shelf) if _NEXT.match(begins) or _PART.match(begins) else question


def _next_part(told: str, shelf: Shelf) -> str:
    """The 项 or 款 behind the one told; empty where that was a whole article."""
    base = _last_clause(told, shelf)
    level = "项" if base and base.article and base.article.item else "款"
    return clause_put_in(f"下一{level}", told, shelf) if base and base.article and base.article.paragraph else ""


def _asked(question: str) -> str:
    """A question without the words that only carry on from the one before."""
    return _CARRIED_ON.sub("", question).rstrip("？?。 ").removesuffix("呢")


def _pointed(question: str, plain: str, own: list[Reference], base: Reference | None, shelf: Shelf) -> str:
    """From the last pointing word to the first, so that what stands before each keeps its place."""
    for match in reversed(list(_POINTING.finditer(plain))):
        inside = [reference for reference in own if reference.end <= match.start()]
        nearest = inside[-1] if inside else base
        if nearest is None or counts_things(plain, match.end()) or _is_written(match, own):
            continue
        if (meant := _meant(match, nearest, shelf)) is None:
            continue
        joined = bool(inside) and bool(_JOINED.fullmatch(plain, nearest.end, match.start()))
        start = nearest.start if joined else match.start()
        title = "" if inside else nearest.title
        question = f"{question[:start]}{title}{meant}{question[match.end() :].removesuffix('呢')}"
    return question


def _is_written(match: re.Match[str], own: list[Reference]) -> bool:
    return any(reference.start < match.end() and match.start() < reference.end for reference in own)


def _meant(match: re.Match[str], nearest: Reference, shelf: Shelf) -> Article | None:
    """The clause that a word means, seen from another; None where that has no such level."""
    article, level, step = nearest.article, match["level"], _step(match["step"])
    if article is None:
        return None
    whole = Article(article.number, article.branch)
    if level == "条":
        return whole if step == 0 else _next_article(nearest, whole, step, shelf)
    if level == "款":
        return replace(whole, paragraph=_counted(article.paragraph, step)) if article.paragraph or step else None
    if article.item is None:
        return None
    return replace(article, item=_counted(article.item, step), point=None)


def _step(word: str) -> int:
    return 1 if word[0] in "下后" else -1 if word[0] in "上前" else 0


def _counted(number: int | None, step: int) -> int:
    """The 款 or 项 beside one; from an article as a whole, whose first is meant."""
    return max((number or (1 if step > 0 else 2)) + step, 0)


def _next_article(nearest: Reference, article: Article, step: int, shelf: Shelf) -> Article:
    """The article beside another as its law counts (第三条, 第三条之一); by number where it has none."""
    for document_id in nearest.document_ids:
        labels = [node.label for node in shelf.document(document_id).outline if node.level == "条"]
        if article.label in labels and 0 <= (place := labels.index(article.label) + step) < len(labels):
            found = shelf.names.find(labels[place])
            return next((reference.article for reference in found if reference.article), article)
    return Article(max(article.number + step, 0))


def _part(plain: str, base: Reference) -> str | None:
    """第二款呢: the same document and article (and 款, for a 项); None where the question opens otherwise."""
    match = _PART.match(plain)
    if match is None or base.article is None or counts_things(plain, match.end()):
        return None
    if not (match["ordinal"] or match["part"][0] == "（") and not _ASKING.match(plain, match.end()):
        return None
    article = base.article
    paragraph = article.paragraph if match["level"] == "项" else None
    return _asked(f"{base.title}{Article(article.number, article.branch, paragraph)}{plain[match.start('part') :]}")


def _last_clause(text: str, shelf: Shelf) -> Reference | None:
    """The clause that a text names last, with a document."""
    return next((r for r in reversed(shelf.names.find(text)) if r.article and r.title), None)


def _last_title(text: str, shelf: Shelf) -> str:
    """The document that a text names last, as written; empty where it names none."""
    return next((r.text for r in reversed(shelf.names.find(text)) if r.article is None and r.document_ids), "")
