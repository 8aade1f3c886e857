"""Whether a day that a plan sets has passed, and how many days are left, where the question wants to know."""

import re
from collections.abc import Iterator, Sequence

from assistant.answering import Task
from assistant.answering.pieces import cited_by, next_block
from assistant.messages import Segment, Text
from assistant.remaining import due_days, told

_ASKED = re.compile(
    r"还?[有剩](?:多少|几)[天日]|过了?(?:多少|几)[天日]|还(?:来得及|赶得上|能报|可以报)|来得及吗|过[了期]?(?:没有?|吗|了吗)|(?:已经?|是不是|有没有)过(?:期|了|去)|逾期了|到期了?[吗没]|倒计时|多少天后"
)
_MOST = 4


def due(task: Task, answered: Sequence[Text]) -> Iterator[Text]:
    """How far each day that the pieces cite is from the day of asking; of plans also unasked in their own year."""
    block = next_block(answered)
    asked = bool(_ASKED.search(task.asked.text))
    seen = set[str]()
    for citation in cited_by(task, answered):
        year = task.shelf.by_id[citation.document_id].metadata.year
        if year and (asked or (year == task.as_of.year and "when" in task.asked.kinds)):
            for day in due_days(citation, task.shelf):
                text = told(task.as_of, day)
                if text not in seen and len(seen) < _MOST:
                    seen.add(text)
                    inputs = (task.as_of.isoformat(), day.isoformat())
                    yield Text(block, "paragraph", Segment(text, "derived", (citation.n,), "days left", inputs))
                    block += 1
