"""Duties of plans: who must do what, by when. Whoever is not named is who was told before, in the clause or above it.

The announcing formula, the aims and the opening tell nobody to do anything. What the issuer says that he himself will
do (市局将…) holds for that sentence; what is handed upwards is never his.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from index.documents import Document, Node
from index.registers.acts import Act, acts
from index.registers.adverbials import without_adverbs
from index.registers.due import Due, Dues, find_due
from index.registers.entries import Duty
from index.registers.organs import Modal, Subject, is_organ, modal_of, modals, stated
from index.registers.phrases import hands_upwards
from index.registers.reading import Passage, Piece, Sentence, passages, pieces
from index.registers.telling import Place, Who, duty, undated
from index.registers.words import any_of, register_words

_PLEASE: Final = re.compile(r"请(?![求示假教客])")
_HAVING: Final = re.compile(
    r"^(?:遇)?有(?!关|条件|能力|权)(?P<thing>[^，]{2,20}?)(?=及时|立即|马上|应当|应|要|须|必须|随时|第一时间)"
)
_THING: Final = re.compile(
    r"^(?P<thing>[^，]{2,14}?(?:件|版|档|材料|表|总结|报告|方案|名单|情况|信息|线索))(?:同时|一并|另行|分别|及时|需|须)*(?P<rest>(?:发送|报送|寄送|发|寄|送|传)(?:至|到|给).+)$"
)
_PURPOSE: Final = re.compile(r"^为了?(?!期|首|主)")
_BY: Final = re.compile(r"^由(?P<organ>[^，]{2,24}?)(?=在|对|负责(?!人)|牵头|根据|按|向|将|与|于)")
_MANNER: Final = re.compile(
    r"(?:通过|以|采取|登录|使用|经)[^，。]{1,24}?(?:邮箱|邮件|系统|平台|形式|方式|渠道|传真|网盘|报送|信函|OA)|书面|纸质[^，。]{0,4}"
)
_MAILED: Final = re.compile(r"@|电子[件版档邮]|纸质|传真|一式.{1,3}份|扫描件|邮箱|书面材料")
_LISTED: Final = re.compile(r"、|和|以及|及|与")
_ALSO: Final = re.compile(r"[、并和及](?=(?:于|在)?(?:20\d\d年)?\d{1,2}月\d{1,2}日前|每月|每季|每半年|每年)")


class _Reader:
    """Reads the clauses of one document in order and remembers who is told to do what stands below."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._year = document.metadata.year or _year_of(document)
        self._addressed = addressees(document)
        self._leads: dict[int, Who] = {}
        self._aims = _aims(document.outline)

    def duties(self) -> Iterator[Duty]:
        """All duties, in the order of the text."""
        for passage in passages(self._document):
            if _told_in(passage.node) and passage.position not in self._aims:
                yield from self._of_clause(passage)

    def _of_clause(self, passage: Passage) -> Iterator[Duty]:
        who = self._leads.get(passage.node.parent if passage.node.parent is not None else -1, Who(self._addressed))
        if (named := stated(passage.node.heading + "要")) and is_organ(passage.node.heading):
            who = Who(named.organ)
        before = ""
        for sentence in passage.sentences:
            if sentence.text.endswith(("：", ":")) and not modals(sentence.text):
                continue
            read = _SentenceReader(self._document, passage.node, sentence, self._year)
            if not (before == "；" and _same_list(sentence)):
                yield from read.duties(who)
            who = Who(read.told) if read.told else who
            before = sentence.ends
        if passage.sentences and passage.sentences[-1].text.endswith(("：", ":")):
            self._leads[passage.position] = who


class _SentenceReader:
    """Reads one sentence; `told` is afterwards who was told in it, None where nobody was named or only the issuer."""

    def __init__(self, document: Document, node: Node, sentence: Sentence, year: int | None) -> None:
        self._document, self._node, self._sentence, self._year = document, node, sentence, year
        self.told: str | None = None
        self._before: Who | None = None
        self._modal: Modal = "must"
        self._found = False
        self._imperative = not _TELLING.search(sentence.text)
        self._pivoted: Who | None = None
        self._fronted = ""

    def duties(self, who: Who) -> Iterator[Duty]:
        """The duties of the sentence, told to `who` unless it names somebody."""
        found: list[Duty] = []
        purpose = bool(_PURPOSE.match(self._sentence.text)) and self._purposive()
        for piece in _joined(pieces(self._sentence)):
            told = bool(modals(piece.text)) or bool(_PLEASE.match(piece.text))
            if any_of("announcing").search(piece.text) and not _PLEASE.match(piece.text):
                continue
            if purpose and not told:
                continue
            purpose = False
            for part in _parts(piece):
                rows, who = self._of_piece(part, who)
                found += rows
        yield from _with_channel(found, self._sentence)

    def _purposive(self) -> bool:
        """为认真贯彻…: the pieces up to whoever is told something."""
        behind = without_adverbs(_PURPOSE.sub("", self._sentence.text))
        return any_of("verbs").match(behind) is not None

    def _of_piece(self, piece: Piece, who: Who) -> tuple[list[Duty], Who]:
        text = any_of("openers").sub("", piece.text, count=1) if any_of("openers").match(piece.text) else piece.text
        text, please = (_PLEASE.sub("", text, count=1), True) if _PLEASE.match(text) else (text, False)
        due = find_due(text, self._year)
        subject = None if _AT_ONCE.match(text) or _HAVING.match(text) else stated(undated(text, due))
        here, text, due = self._whom(text, due, subject, who)
        if text.endswith("的") and not subject:
            return [], who
        by = _BY.match(text)
        text = text[by.end() :] if by else text
        found = self._acts(
            undated(text, due), bool(subject and subject.said) or please or self._found or self._imperative
        )
        found, here = self._never_the_issuers(found, here)
        doer = Who(by["organ"], inherited=False) if by and is_organ(by["organ"]) else self._pivoted or here
        self._pivoted = _pivoted(found)
        self._found = self._found or bool(found)
        rows = self._rows(found, piece, doer, due)
        return rows, Who(self.told) if self.told and rows and rows[-1].organ == self.told else here

    def _whom(self, text: str, due: Dues | None, subject: Subject | None, who: Who) -> tuple[Who, str, Dues | None]:
        """Who does it, and the piece behind his name."""
        self._modal = "must"
        if subject is None and (said := next(iter(modals(text)), None)) and said.start() == 0 and said[0] != "将":
            self._modal = modal_of(said)
            text, due = undated(text, due)[said.end() :], Dues(0, 0, due.times) if due else None
        if subject is None or text.startswith("由"):  # 由某科负责 holds for its piece
            return who, text, due
        self._modal = subject.modal
        rest = undated(text, due)[subject.rest :]
        if _is_self(subject):
            self._before = self._before or who
        else:
            self.told = subject.organ
        dues = Dues(0, 0, due.times) if due else None
        return Who(subject.organ, inherited=False), rest, dues

    def _never_the_issuers(self, found: list[Act], who: Who) -> tuple[list[Act], Who]:
        """What is handed upwards is told to whoever was told before the issuer spoke of himself."""
        upwards = any(hands_upwards(act.verb) for act in found)
        if upwards and self._before and who.organ and any_of("self").fullmatch(who.organ):
            who, self._before = replace(self._before, inherited=True), None
        return found, who

    def _acts(self, text: str, expected: bool) -> list[Act]:  # noqa: FBT001 private
        """The verbs of a piece, or of what stands behind its topic."""
        if having := _HAVING.match(text):
            return acts(text[having.end() :], topic=having["thing"])
        if thing := _THING.match(text):
            return acts(thing["rest"], topic=thing["thing"])
        fronted, self._fronted = self._fronted, ""
        if alone := _FRONTED.match(text):
            self._fronted = alone["thing"]
        if fronted and any_of("verbs").fullmatch(without_adverbs(text)):
            return [Act(without_adverbs(text), fronted)]
        if direct := acts(text, expected=expected and not modals(without_adverbs(text))):
            return direct
        return _behind_topic(text)

    def _rows(self, found: Sequence[Act], piece: Piece, who: Who, due: Dues | None) -> list[Duty]:
        rows: list[Duty] = []
        place = Place(self._document, self._node, self._sentence, piece)
        for act in found:
            organ, thing = _owner(act.object) if due else (None, act.object)
            self.told = organ or self.told
            named = Who(organ, inherited=False) if organ else who
            rows += [
                duty(place, one, named, self._modal, time, channel=_channel(piece.text))
                for one, time in _matched(replace(act, object=thing), due)
            ]
        return rows


_TELLING: Final = re.compile(
    r"以来|当前|目前|近年|如今|日趋|日益|依然|仍然|仍存|十分|非常|意义|取得了|共(?:受理|查|办|立|收)|^(?:今年|去年|此项|这|本次|该|上述|其)|是.{0,12}的$|了"
)
_PIVOT_LENGTH: Final = 16
_FRONTED: Final = re.compile(r"^(?:对于|对|针对)(?P<thing>.{2,})$")
_AT_ONCE: Final = re.compile(r"^(?:为|以|在|按|根据|围绕|聚焦|针对|通过|结合)")


def duties_of_plan(document: Document) -> list[Duty]:
    """The duties of a plan, a notice or another text without articles."""
    return list(_Reader(document).duties())


def addressees(document: Document) -> str | None:
    """To whom a notice is addressed: the first line of it that ends with a colon."""
    node = next((node for node in document.outline if node.path == "通知"), None)
    if node is None:
        return None
    for line in document.text[node.start : node.end].splitlines():
        words = "".join(line.split())
        if words.endswith(("：", ":")) and 2 < len(words) < 120:
            return words[:-1]
    return None


def _year_of(document: Document) -> int | None:
    metadata = document.metadata
    day = metadata.promulgated or metadata.effective_from
    if day:
        return day.year
    match = re.search(r"(20\d\d)\s*年", metadata.title)
    return int(match[1]) if match else None


def _told_in(node: Node) -> bool:
    """Whether a clause is of the body or the notice."""
    part = node.path.split("/", 1)[0].split("（", 1)[0]
    return node.level != "part" or part in {"通知", "正文"} if "/" not in node.path else part not in _SILENT


_SILENT: Final = frozenset({"头部", "落款", "联系方式", "引言", "附件", "印发", "网页", "无关内容"})


def _aims(outline: Sequence[Node]) -> frozenset[int]:
    """The clauses that say in which spirit, with all below them, and what is no part of the document's own text."""
    found: set[int] = set()
    for position, node in enumerate(outline):
        aim = "".join(node.heading.split()) in register_words().aims
        if aim or node.parent in found or node.path.split("/", 1)[0].split("（", 1)[0] in _SILENT:
            found.add(position)
    return frozenset(found)


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Pieces, one that goes on with an object (特别是…) together with the one before it."""
    joined: list[Piece] = []
    for piece in found:
        if joined and any_of("continuing").match(piece.text) and not modals(piece.text):
            last = joined.pop()
            joined.append(Piece(f"{last.text}，{piece.text}", last.start, piece.end))
        else:
            joined.append(piece)
    return joined


def _parts(piece: Piece) -> list[Piece]:
    """A piece, cut where a second time begins: 6月20日前报送A、11月28日前报送B."""
    first = find_due(piece.text, 2000)
    if first is None:
        return [piece]
    for match in _ALSO.finditer(piece.text, first.end + 2):
        one = Piece(piece.text[: match.start()], piece.start, piece.start + match.start())
        return [one, *_parts(Piece(piece.text[match.end() :], piece.start + match.end(), piece.end))]
    return [piece]


def _pivoted(found: Sequence[Act]) -> Who | None:
    """督促定牌加工企业，严格履行…: who does what stands behind the comma."""
    act = found[-1] if found else None
    if (
        act
        and act.verb.endswith(register_words().pivots)
        and is_organ(act.object)
        and len(act.object) <= _PIVOT_LENGTH
        and not any_of("closers").search(act.object)
    ):
        return Who(act.object, inherited=False)
    return None


def _is_self(subject: Subject) -> bool:
    return bool(any_of("self").fullmatch(subject.organ)) and subject.said in {"", "将"}


def _behind_topic(text: str) -> list[Act]:
    """重要事件要及时上报: the object stands before the modal word."""
    for match in modals(text):
        topic = text[: match.start()]
        if modal_of(match) == "must" and match[0] != "将" and 1 < len(topic) < 40 and not is_organ(topic):
            found = acts(text[match.end() :], topic=topic, expected=False)
            return [act for act in found if not any_of("pivots").match(act.verb)]
        break
    return []


def _owner(words: str) -> tuple[str | None, str]:
    """各省的实施方案: whose it is who hands it in, and what it is."""
    organ, of, thing = words.partition("的")
    return (organ, thing) if of and thing and is_organ(organ) and organ[0] not in "本我该其" else (None, words)


def _matched(act: Act, due: Dues | None) -> Iterator[tuple[Act, Due | None]]:
    """A verb with each of its times; several things at as many times (分别于A和B前将X和Y报送) each at its own."""
    times = due.times if due else ()
    if len(times) < 2:
        yield act, times[0] if times else None
        return
    things = _things(act.object)
    if len(things) == len(times):
        yield from ((replace(act, object=thing), time) for thing, time in zip(things, times, strict=True))
    else:
        yield from ((act, time) for time in times)


def _things(words: str) -> list[str]:
    """X和Y as two; 半年和全年工作总结 as 半年工作总结 and 全年工作总结."""
    parts = [part for part in _LISTED.split(words) if part]
    last = parts[-1] if parts else ""
    word = any_of("time_words").match(last)
    tail = last[word.end() :] if word else ""
    return [part + tail if any_of("time_words").fullmatch(part) else part for part in parts]


def _channel(text: str) -> str | None:
    match = _MANNER.search(text)
    return match[0] if match else None


def _with_channel(found: Sequence[Duty], sentence: Sentence) -> Iterator[Duty]:
    """What is handed in, with the way that another piece of the sentence tells: 电子件同时发送至…."""
    told = next((piece.text for piece in pieces(sentence) if _MAILED.search(piece.text)), None)
    for row in found:
        yield replace(row, channel=row.channel or told) if told and (row.due or row.rule) else row


def _same_list(sentence: Sentence) -> bool:
    """Whether what follows a semicolon goes on with the object: …的案件；…的案件."""
    text = sentence.text
    return "的" in text and "，" not in text and not modals(text) and _nominal(text)


def _nominal(text: str) -> bool:
    verb = any_of("verbs").match(without_adverbs(text))
    return verb is None or verb[0] in {"侵犯", "违反", "印制", "伪造", "销售", "生产"} or text.startswith("非法")
