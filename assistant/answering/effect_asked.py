"""What a question wants to know of a text's force: whether it counts, from when, at what time, and nothing else."""

import re
from collections.abc import Iterator

from assistant.answering import Task
from assistant.parts import asks, pieces
from assistant.periods import Period, absolute, blanked, periods
from assistant.places import without
from assistant.words import how_laws_meet, load_words
from index.documents import Edition

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST_LEFT = 4
"""Signs of content that may be left: with more the question is about something else than the document itself."""
_NEW = re.compile(r"新|修订|修改|改[后过了]|刚刚?(?:才)?[发出公颁印]|才[发出公颁]")
_THEN = re.compile(r"的?(?:案|事|时候|那会|那时|当时|那年)")
"""Behind a year alone: it is of a case, not of an edition."""
_OF_TEXT = re.compile(r"\u3000|它|版|解释|[新老旧改]|[这那][部份个套]|生效|施行|废止|失效|起用|启用|办法|规定|条例|令")
"""Says that a piece is about the text: its name, blanked out, a word for it, or what is said of texts alone."""
_CHOOSES = re.compile("现行的?(?=\u3000)")
"""Says before a name, blanked out, which text is meant, and asks nothing of it."""
_OF_A_MONTH = re.compile(r"(\d{4})年\s*\d{1,2}月")
"""The year of a month: of no edition."""
_WHICH_TEXT = re.compile(r"哪[个部份一]{0,2}(?:文件|法|规定|办法|版|依据)")
_LENGTH = re.compile(r"(?<!哪)[一二两三四五六七八九十半]+(?:年|天|个月|个工作日)|(?<!\d)\d(?:年|天|个月)")
"""How long something lasts (这三年从哪天算起): no day on which a text takes effect."""
_FROM_WHEN = re.compile(r"[哪几]一?[年月天日号时]|什么时候|何时|啥时")
_UNTIL_WHEN = re.compile(r"失效|废止|作废|过期|到期|还能|还用|现行")


def is_asked(task: Task) -> bool:
    """Whether the question speaks of a text being in force at all, and of no clause; 现行专利法 only says which."""
    if how_laws_meet(task.asked.text):
        return False
    return not task.asked.articles and bool(load_words().in_force.search(_CHOOSES.sub("", task.asked.content)))


def asks_nothing_else(task: Task) -> bool:
    """Whether all that is asked is if a text counts; what else is told is the case."""
    rest = pieces(blanked(_unnamed(task)))
    asking = [piece for piece in rest if load_words().in_force.search(piece)]
    others = [piece for piece in rest if piece not in asking and asks(piece)]
    names = [piece for piece in rest if "\u3000" in piece and _left(piece) <= _MOST_LEFT]
    if any(_LENGTH.search(piece) for piece in rest) or not any(_OF_TEXT.search(piece) for piece in [*asking, *names]):
        return False
    if any(edition.metadata.region for edition in _scoped(task)):  # a plan sets days for much else
        return sum(_left(piece) for piece in rest) < _MOST_LEFT
    return all(_left(piece) <= _MOST_LEFT for piece in asking) and all(_WHICH_TEXT.search(one) for one in others)


def newest_wanted(task: Task) -> bool:
    """Whether the text is called new, and by no year; a month (现在是2026年11月) is of no edition."""
    of_editions = set(task.asked.years) - set(map(int, _OF_A_MONTH.findall(task.asked.text)))
    return bool(_NEW.search(task.asked.text)) and not of_editions


def start_wanted(task: Task) -> bool:
    """Whether it is asked from when a document has been in force, whatever became of it."""
    return bool(_FROM_WHEN.search(task.asked.content)) and not _UNTIL_WHEN.search(task.asked.content)


def period_asked(task: Task) -> Period | None:
    """The time of which it is asked whether the text was in force: a year alone only where it is of a case."""
    text = _unnamed(task)
    named = (one for one in periods(text) if not one.bare or _THEN.match(text, one.end))
    return next((one.period for one in named if one.period.first <= task.as_of), None)


def whole_article_wanted(task: Task) -> bool:
    """Whether the text of before is asked about too, or a case is told: what becomes of it is said beside the day."""
    if load_words().former.search(task.asked.content):
        return True
    said = pieces(blanked(task.asked.content))
    return any(_left(piece) > _MOST_LEFT for piece in said if not load_words().in_force.search(piece))


def _scoped(task: Task) -> Iterator[Edition]:
    return (task.shelf.by_id[name] for name in task.scope.document_ids)


def _unnamed(task: Task) -> str:
    """The question with its relative years written out and without the names of documents."""
    text = absolute(task.asked.text, task.as_of)
    return without(text, tuple(task.shelf.names.find(text)))


def _left(piece: str) -> int:
    """Signs of content beside what asks whether a text is in force."""
    words = load_words()
    return len(_HAN.findall(words.beside_force.sub("", words.in_force.sub("", piece))))
