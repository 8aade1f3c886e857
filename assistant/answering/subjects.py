"""Subjects that a question sets side by side (投诉和举报有什么区别, 三家各是几天), and what is asked of each."""

import re
from collections.abc import Sequence
from itertools import accumulate

from assistant.parts import asks, pieces
from assistant.segmentation import words

_CUE = re.compile(
    r"分别|各(?![地级市类种项县区旗盟国省界部单方位]|有(?![啥何哪几多什]))|哪个更?[\u4e00-\u9fff]|一样|不同|区别|差别|差异|出入|相比|对比|[两三四五]样"
    r"|[两三四五]家|比一[比下]|列一列|差(?:了?多少|几)"
)
"""Says that the subjects named are asked about one by one."""
_JOINED = re.compile(r"(?:、|(?<![总温缓调饱])和(?!解|平|谐)|与(?!否)|(?<!各)跟|以及)(?![哪谁啥几])")
_BEGINS = re.compile(r"^(?:和|与|跟|同|还是|而)")
_HEAD = re.compile(r"^[\u4e00-\u9fff]{2,16}?(?=的|各|分别|[哪怎几]|多[少久长]|[两三四五][样家部份]|[，。；：？]|$)")
_TOPIC = re.compile(r"^[^：:]{2,}[：:]")
"""What is asked of all of them, before they are listed: 提前几天通知：处罚听证、复议听证."""
_SAME_END = 2
"""Signs at the end of two names that make them two of a sort (普通程序和简易程序)."""
_NOT_SO = tuple("不没未无非")
"""Begins the contrary of what stands before it (登记与没登记的): no second name of its sort."""
_ASKED = re.compile(
    r"(?:最[高多少长低短迟晚]|提前|顶多|[罚给要])?"
    r"(?:多少|多久|多长|几(?:[天日年月倍万成]|个?工作日|个月|小时)|怎么[罚判算处]|能不能|可不可以|归哪).*$"
)
_NE = re.compile(r"^(?!不|没|要是|如果)(?!.*[了过期]呢).*呢[？?。]*$")
"""Asks the same of something else (起诉呢); of a condition (不交呢, 要是不服呢, 拖过了呢) something else is asked."""
_AGAIN = re.compile(r"又是?")
"""Asks in short what was asked of the first (举报又归哪级)."""
_ONLY_COMPARES = re.compile(
    r"^(?:讲讲|说说|比比|比较一下|列出来)?(?:有(?:啥|什么))?(?:差别|区别|不同|差异|比比)?[？?。]*$"
)
_BESIDE = re.compile(
    r"^[和与跟同比](?P<name>.{2,16}?)(?:里?的)?(?:比一?比|相?比较?一?下?|对比一?下?|对照一?下?)[？?。]*$"
)
"""Names what stands beside a piece that asks of the first one (…，跟世博条例的比一比)."""
_CLOSING = re.compile(r"呢[？?。]*$")
_HOW_FAR = (
    (re.compile(r"(?:时间|期限|时限)相?差了?多[少久]|相?差了?多[久长]"), "时间多长"),
    (re.compile("相?差了?(?=多少|几)"), ""),
)
"""How far two values lie apart is told by both of them."""
_SAID_OF_ALL = re.compile(r"[两三四五][样家者](?:各自?|分别)?|(?:给我)?列一列|比一[比下]|两种情形|区别在哪|差在哪")
"""Words that set the subjects side by side: nothing that the clause of one of them would say."""
MOST = 4
"""Subjects that are set side by side at most."""


def subjects(text: str) -> tuple[str, ...]:
    """The question as it is asked of each subject that it sets side by side; nothing where it names but one.

    >>> subjects("果树新品种和发明专利，保护年限哪个长")
    ('果树新品种，保护年限哪个长', '发明专利，保护年限哪个长')
    """
    topic = _TOPIC.match(text)
    head, said = (topic[0] if topic else ""), pieces(text[topic.end() :] if topic else text)
    if len(said) > 1 and (beside := _BESIDE.match(said[-1])):
        return ("".join(said[:-1]), f"{beside['name']}，{''.join(said[:-1])}")
    if alike := _asked_alike(said):
        return tuple(f"{head}{one}" for one in alike)
    for place, piece in enumerate(said):
        before, behind = head + "".join(said[:place]), "".join(said[place + 1 :])
        if _CUE.search(text) and place and _BEGINS.match(piece) and not asks(said[place - 1]):
            others = head + "".join(said[: place - 1])
            return (f"{others}{said[place - 1]}{behind}", f"{others}{_BEGINS.sub('', piece)}{behind}")
        if members := _members(piece, said_apart=bool(_CUE.search(text))):
            return tuple(f"{before}{member}{behind}" for member in members)
    return ()


def _asked_alike(said: Sequence[str]) -> tuple[str, ...]:
    """Pieces that ask the same, or 呢, each with what is said before the first: 复议提前几天，处罚提前几天，起诉呢."""
    said = [piece for piece in said if not _ONLY_COMPARES.match(piece)]
    asking = [place for place, piece in enumerate(said) if _ASKED.search(piece) or _asks_the_same(piece)]
    first = _ASKED.search(said[asking[0]].rstrip("，；。？?")) if len(asking) > 1 else None
    if first is None or asking != list(range(asking[0], len(said))):
        return ()
    before, alike = "".join(said[: asking[0]]), [_in_full(piece, first[0]) for piece in said[asking[0] :]]
    if first[0] in before or not all(first[0] in piece or _asks_the_same(piece) for piece in alike):
        return ()
    return tuple(before + (_CLOSING.sub(first[0], piece) if _asks_the_same(piece) else piece) for piece in alike)


def _in_full(piece: str, asked: str) -> str:
    """A piece that asks again in short, with all that was asked: 举报又归哪级 as 举报归哪级局办."""
    again = _AGAIN.search(piece)
    short = piece[again.end() :].strip("，。；？?") if again else ""
    return f"{piece[: again.start()]}{asked}" if again and short and short in asked else piece


def _asks_the_same(piece: str) -> bool:
    """Whether a piece asks nothing of its own (起诉呢); 鉴定期间算不算呢 does."""
    return bool(_NE.match(piece)) and not asks(_CLOSING.sub("", piece))


def _shortened(first: str, name: str) -> bool:
    """Whether a name leaves out what the first of its sort begins with: 行政诉讼普通程序和简易程序."""
    end, beginning = first[-_SAME_END:], first[: len(first) - len(name)]
    alike = name.endswith(end) and not set(end) & set("的了着") and _ends_a_word(first, len(beginning))
    return alike and len(first) - len(name) > 1 and not beginning[-1].isdigit()


def _alike(first: str, name: str) -> bool:
    """Whether two names are made alike, but for signs between their first and their last (卖假种子 and 卖劣种子)."""
    return first != name and len(first) == len(name) > _SAME_END and first[0] == name[0] and first[-1] == name[-1]


def _ends_a_word(text: str, place: int) -> bool:
    """Whether no word of a text goes over a place in it: of 奥林匹克标志 nothing is left out before 特殊标志."""
    return place in accumulate(len(word) for word in words(text))


def _members(piece: str, *, said_apart: bool) -> tuple[str, ...]:
    """A和B的保护期哪个长: each of the two, with what is asked of both."""
    joints = [joint for joint in _JOINED.finditer(piece) if not asks(piece[: joint.start()])]
    if not joints:
        return ()
    bounds = [0, *(edge for joint in joints for edge in joint.span()), len(piece)]
    names = [piece[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    last = _HEAD.match(names[-1])
    if last is None or len(names) > MOST or any(len(name) < 2 for name in names):
        return ()
    of_a_sort = (_shortened(names[0], last[0]) or _alike(names[0], last[0])) and not last[0].startswith(_NOT_SO)
    if not said_apart and (len(names) > 2 or "、" in piece or not of_a_sort):
        return ()
    rest = names[-1][last.end() :]
    full = (names[0], *(_with_beginning(names[0], name) for name in (*names[1:-1], last[0])))
    return tuple(f"{name}{rest}" for name in full)


def _with_beginning(first: str, name: str) -> str:
    """A name with what the first of its sort begins with: 行政诉讼普通程序和(行政诉讼)简易程序."""
    return first[: len(first) - len(name)] + name if _shortened(first, name) else name


def asked_of_one(text: str) -> str:
    """What is asked of a subject, without the words that only set it beside the others.

    >>> asked_of_one("卖假灯笼，罚款相差多少")
    '卖假灯笼，罚款多少'
    """
    for pattern, said_of_one in (*_HOW_FAR, (_SAID_OF_ALL, "")):
        text = pattern.sub(said_of_one, text)
    return text
