"""Duties of laws and rules: what somebody 应当, 不得 or 可以 do, verb by verb.

Only modal words speak here. Who it is stands before the modal word or opens the sentence; where neither names anybody
the row names nobody: better silent than wrong.
"""

import re
from collections.abc import Iterator
from typing import Final

from index.documents import Document, Node
from index.registers.acts import acts
from index.registers.due import find_due
from index.registers.entries import Duty
from index.registers.organs import Modal, is_organ, modal_of, modals, named, opening_organ
from index.registers.reading import Passage, Sentence, passages, pieces
from index.registers.telling import Place, Who, duty, undated
from index.registers.words import any_of, register_words

_STRONG: Final = frozenset({"应当", "必须", "不得", "禁止", "严禁", "不准", "可以", "有权", "不应当", "不应"})
_ANY: Final = re.compile("|".join(sorted(_STRONG)))
_BY: Final = re.compile(r"由(?P<organ>[^，。；]{2,30})$")
_BY_AHEAD: Final = re.compile(r"由(?P<organ>[^，。；的]{2,24}?)(?=责令|予以|给予|处以|没收|依法|依照|根据|按照)")
_ITEMS: Final = re.compile(r"(?:下列|以下)[^，。]{0,14}(?:行为|职责|义务|事项|工作|材料|内容|规定|措施|活动)?[：:]?$")
_CASES: Final = re.compile(r"情形|之一的")
_BESIDES: Final = re.compile(r"除.*外$")


def duties_of_statute(document: Document) -> Iterator[Duty]:
    """The duties of all articles, in the order of the text."""
    leads: dict[int, tuple[str | None, Modal]] = {}
    for passage in passages(document):
        if passage.node.level == "part":
            continue
        lead = leads.get(passage.node.parent if passage.node.parent is not None else -1)
        for sentence in passage.sentences:
            yield from _listed(document, passage.node, sentence, lead)
            if _ANY.search(sentence.text):
                yield from _told(document, passage.node, sentence)
        if leading := _leading(passage):
            leads[passage.position] = leading


def _told(document: Document, node: Node, sentence: Sentence) -> Iterator[Duty]:
    """The duties of a sentence by its modal words."""
    who: str | None = None
    conditional = False
    for piece in pieces(sentence):
        if _BESIDES.match(piece.text):
            continue
        words = [match for match in modals(piece.text) if _speaks(match)]
        ends = [*(match.start() for match in words[1:]), len(piece.text)][: len(words)]
        if not words:
            who = opening_organ(piece.text) or who
            conditional = piece.text.endswith("的") and who is not None
        for match, end in zip(words, ends, strict=True):
            if before := _subject(piece.text[: match.start()]):
                who, conditional = before, False
            due = find_due(piece.text[match.end() : end], None)
            told = undated(piece.text[match.end() : end], due)
            for act in acts(told, expected=match[0] not in {"禁止", "严禁"}):
                doer = who if _does(act.verb, who, conditional=conditional) else None
                place = Place(document, node, sentence, piece)
                yield duty(place, act, Who(doer, inherited=False), modal_of(match), due.times[0] if due else None)


def _does(verb: str, who: str | None, *, conditional: bool) -> bool:
    """Whether it is he who does it: not what is done to him, nor what follows from a condition that names him."""
    known = register_words()
    if verb in known.penal_verbs and who and not who.endswith(known.authority_ends):
        return False
    return not conditional or verb in known.party_verbs


def _speaks(match: re.Match[str]) -> bool:
    """Whether a modal word tells somebody something, and does not stand inside a noun (作出禁止…的决定)."""
    before = match.string[: match.start()]
    if match[0] not in _STRONG or before.endswith(("规定", "所", "是否", "不是")):
        return False
    return (
        match[0] not in {"禁止", "严禁"} or not before or is_organ(named(before)) or before.endswith(("一律", "国家"))
    )


def _listed(
    document: Document, node: Node, sentence: Sentence, lead: tuple[str | None, Modal] | None
) -> Iterator[Duty]:
    """应当履行下列职责：（一）…: an item is one thing that its lead tells to do."""
    if lead is None or node.level not in {"项", "目", "item"}:
        return
    organ, modal = lead
    first = next(iter(pieces(sentence)), None)
    if first and not modals(first.text) and not first.text.endswith("的"):
        for act in acts(first.text, expected=False)[:1]:
            yield duty(Place(document, node, sentence, first), act, Who(organ), modal, None)


def _leading(passage: Passage) -> tuple[str | None, Modal] | None:
    """Who must do what the items below name: the lead ends with a colon and lists no cases."""
    last = passage.sentences[-1] if passage.sentences else None
    if last is None or not last.text.endswith(("：", ":")) or _CASES.search(last.text):
        return None
    words = [match for match in modals(last.text) if match[0] in _STRONG]
    if not words or not _ITEMS.search(last.text[words[-1].end() :]):
        return None
    return _subject(last.text[: words[-1].start()].split("，")[-1]), modal_of(words[-1])


def _subject(before: str) -> str | None:
    """Who stands before a modal word."""
    if by := _BY.search(before):
        return by["organ"] if is_organ(by["organ"]) else None
    if by := _BY_AHEAD.search(before):
        return by["organ"] if is_organ(by["organ"]) else None
    words = named(before.strip("“”"))
    verb = any_of("verbs").match(words)
    if words and is_organ(words) and (verb is None or any_of("organ_ends").fullmatch(words, verb.end())):
        return words  # 登记机关, but not 处理案件的部门
    return opening_organ(before)
