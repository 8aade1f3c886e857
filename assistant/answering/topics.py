"""Several subjects side by side (投诉和举报有什么区别, 三家各是几天): each is searched by itself, and has a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from assistant.answering import Task
from assistant.answering.clauses import speaking_of
from assistant.answering.deciding import load_decision
from assistant.answering.pieces import may_be_quoted
from assistant.answering.sentences import Span
from assistant.answering.signals import Signals
from assistant.facts import facts
from assistant.parts import asks, pieces
from assistant.scope import Scope
from assistant.searching import passages_for
from assistant.understanding import narrowed
from index.documents import Edition

_CUE = re.compile(
    r"分别|各(?![地级市类种项县区国省界部单方位]|有(?![啥何哪几多什]))|哪个更?[\u4e00-\u9fff]|一样|不同|区别|差别|差异|出入|相比|对比|[两三四五]样"
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
    r"(?:多少|多久|多长|几(?:[天日年月倍万成]|个?工作日|个月|小时)|怎么[罚判算处]).*$"
)
_NE = re.compile(r"^(?!不|没|要是|如果).*呢[？?。]*$")
"""Asks the same of something else (起诉呢); of a condition (不交呢, 要是不服呢) something else is asked."""
_TWO = 2
_SAID_OF_ALL = re.compile(r"[两三四五][样家者](?:各自?|分别)?|(?:给我)?列一列|比一[比下]|两种情形|区别在哪|差在哪")
"""Words that set the subjects side by side: nothing that the clause of one of them would say."""
_CLOSING = re.compile(r"呢[？?。]*$")
_MOST = 4
_WHOLE = 300
"""Characters up to which a clause is shown whole."""
_LEAST = 0.8
"""Share of the decision's threshold from which a subject that is compared has a row."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject with the clause that was found for it."""

    edition: Edition
    spans: tuple[Span, ...]
    telling: tuple[Span, ...] = ()
    """What of the clause speaks of the subject."""


def subjects(text: str) -> tuple[str, ...]:
    """The question as it is asked of each subject that it sets side by side; nothing where it names but one.

    >>> subjects("果树新品种和发明专利，保护年限哪个长")
    ('果树新品种，保护年限哪个长', '发明专利，保护年限哪个长')
    """
    topic = _TOPIC.match(text)
    head, said = (topic[0] if topic else ""), pieces(text[topic.end() :] if topic else text)
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
    asking = [place for place, piece in enumerate(said) if _ASKED.search(piece) or _asks_the_same(piece)]
    first = _ASKED.search(said[asking[0]].rstrip("，；。？?")) if len(asking) > 1 else None
    if first is None or asking != list(range(asking[0], len(said))):
        return ()
    before, alike = "".join(said[: asking[0]]), said[asking[0] :]
    if first[0] in before or not all(first[0] in piece or _asks_the_same(piece) for piece in alike):
        return ()
    return tuple(before + (_CLOSING.sub(first[0], piece) if _asks_the_same(piece) else piece) for piece in alike)


def _asks_the_same(piece: str) -> bool:
    """Whether a piece asks nothing of its own (起诉呢); 鉴定期间算不算呢 does."""
    return bool(_NE.match(piece)) and not asks(_CLOSING.sub("", piece))


def _shortened(first: str, name: str) -> bool:
    """Whether a name leaves out what the first of its sort begins with: 行政诉讼普通程序和简易程序."""
    end, beginning = first[-_SAME_END:], first[: len(first) - len(name)]
    alike = name.endswith(end) and not set(end) & set("的了着")
    return alike and len(first) - len(name) > 1 and not beginning[-1].isdigit()


def found_for(task: Task, asked: Sequence[str]) -> list[Subject]:
    """The clause of each subject, or the words of a common one that speak of it; of two each must have its own.

    Of three and more those that have none are left out.
    """
    found = list[Subject]()
    for text in asked[:_MOST]:
        if one := _found(task, text):
            found.append(one)
        elif len(asked) == _TWO:
            return []
    distinct = list(dict.fromkeys(_apart(one, found) for one in found))
    enough = len(distinct) == len(asked) or len(asked) > _TWO <= len(distinct)
    return distinct if enough and not any(_overlap(*pair) for pair in combinations(distinct, 2)) else []


def _apart(one: Subject, found: Sequence[Subject]) -> Subject:
    """Of a clause that several subjects share what its own words tell, if those of the others tell another part."""
    sharing = [other for other in found if other.edition is one.edition and other.spans == one.spans]
    ends = sorted(span for telling in {other.telling for other in sharing} for span in telling)
    parted = len(ends) > 1 and all(before[1] <= after[0] for before, after in pairwise(ends))
    return replace(one, spans=one.telling, telling=()) if parted else replace(one, telling=())


def _overlap(one: Subject, two: Subject) -> bool:
    """Whether two subjects are told by some of the same words."""
    same = one.edition is two.edition
    return same and any(a[0] < b[1] and b[0] < a[1] for a in one.spans for b in two.spans)


def _members(piece: str, *, said_apart: bool) -> tuple[str, ...]:
    """A和B的保护期哪个长: each of the two, with what is asked of both."""
    joints = [joint for joint in _JOINED.finditer(piece) if not asks(piece[: joint.start()])]
    if not joints:
        return ()
    bounds = [0, *(edge for joint in joints for edge in joint.span()), len(piece)]
    names = [piece[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    last = _HEAD.match(names[-1])
    if last is None or len(names) > _MOST or any(len(name) < 2 for name in names):
        return ()
    of_a_sort = _shortened(names[0], last[0]) and not last[0].startswith(_NOT_SO)
    if not said_apart and (len(names) > 2 or "、" in piece or not of_a_sort):
        return ()
    rest = names[-1][last.end() :]
    full = (names[0], *(_with_beginning(names[0], name) for name in (*names[1:-1], last[0])))
    return tuple(f"{name}{rest}" for name in full)


def _with_beginning(first: str, name: str) -> str:
    """A name with what the first of its sort begins with: 行政诉讼普通程序和(行政诉讼)简易程序."""
    return first[: len(first) - len(name)] + name if _shortened(first, name) else name


def _scope(task: Task, text: str) -> Scope:
    """Where one of the subjects is looked for: what names only the other's document may stand in any (处罚法和听证办法)."""
    named = {reference.text: reference.document_ids for reference in task.asked.titles}
    own = {name for title, ids in named.items() if title in text for name in ids}
    if own or all(title in text for title in named):
        return task.scope
    return replace(task.scope, document_ids=())


def _found(task: Task, text: str) -> Subject | None:
    narrow = replace(task, asked=narrowed(task.asked, _SAID_OF_ALL.sub("", text), task.shelf))
    passages = [one for one in passages_for(narrow.asked, _scope(task, text), task.shelf) if may_be_quoted(one)]
    if not passages or not narrow.asked.terms:
        return None
    signals, decision = Signals(narrow, passages), load_decision()
    if decision.certainty(signals.observed()) < _LEAST * decision.threshold or not signals.holds_what_is_asked:
        return None
    claimed = {claim.kind for claim in task.asked.claims} if task.asked.kind == "truth" else set()
    holding = [one for one in signals.found if claimed <= {fact.kind for fact in facts(one.passage.chunk.text)}]
    best = next((one for one in holding if one.strict == 1), signals.found[0])
    telling = tuple(speaking_of(signals, best))
    chunk = best.passage.chunk
    whole = ((chunk.start, chunk.end),) if len(chunk.text) <= _WHOLE else telling
    return Subject(best.passage.edition, whole, telling)
