"""Which 款 of a 条 speak of a question: a score over words, caption and nearness, learned on the project's questions.

A question mostly asks for one 款 of several that share their subject. The weights are a data file; `python -m
eval.bench.paragraphs` learns them anew and writes it.
"""

import math
from collections.abc import Sequence

from assistant.answering import Task
from assistant.answering.signals import Signals
from assistant.answering.wants import asked_of_scale, held, strict
from assistant.choices import load_choice
from assistant.facts import plain
from index.documents import Document, Node

NAMES = (
    "words", "own words", "words of the caption", "nearness", "own nearness", "nearness of the caption",
    "values", "values demanded", "opens",
)  # fmt: skip
"""What the score is made from, in order."""
_AS_GOOD = 0.3
"""Share of the best one's chance from which a 款 speaks of the question as well."""


def speaking(signals: Signals, document: Document, paragraphs: Sequence[Node]) -> list[Node]:
    """Those that speak of the question, best first."""
    if not paragraphs:
        return []
    rows = observed(signals, document, paragraphs)
    scores = load_choice("paragraphs", NAMES).sums(rows)
    ranked = sorted(zip(scores, range(len(paragraphs)), strict=True), key=lambda one: (-one[0], one[1]))
    least = ranked[0][0] + math.log(_AS_GOOD)
    kept = [paragraphs[number] for score, number in ranked if score >= least]
    steps = _steps(signals, document, [paragraphs[number] for _, number in ranked])
    return [*steps, *(one for one in kept if one not in steps)]


def _steps(signals: Signals, document: Document, paragraphs: Sequence[Node]) -> list[Node]:
    """The 款 on the step of a scale that is asked for: the gravest one, or all of them where it is asked which."""
    wanted = asked_of_scale(signals.task.asked.text)
    return [one for one in paragraphs if wanted and wanted.search(document.text, one.start, one.end)]


def observed(signals: Signals, document: Document, paragraphs: Sequence[Node]) -> list[list[float]]:
    """A row of `NAMES` for each 款."""
    texts = [plain(document.text[one.start : one.end]) for one in paragraphs]
    captions = [signals.task.shelf.caption(document.document_id, one.path) for one in paragraphs]
    whole = [told(signals.task, document, one) for one in paragraphs]
    task = signals.task
    near = task.shelf.nearness(task.asked.text, task.scope.day, [*whole, *texts])
    phrases = task.shelf.nearest_phrases(task.asked.text, task.scope.day, captions)
    return [
        [
            signals.worth(whole[n]),
            signals.share(texts[n]),
            signals.worth(plain(captions[n])),
            near[n],
            near[len(paragraphs) + n],
            max((nearness for _, nearness in phrases[n]), default=0.0),
            held(signals.wants, texts[n]),
            held(strict(signals.wants), texts[n]),
            float(n == 0),
        ]
        for n in range(len(paragraphs))
    ]


def told(task: Task, document: Document, node: Node) -> str:
    """A clause with its caption, in plain spelling."""
    return plain(f"{document.text[node.start : node.end]}\n{task.shelf.caption(document.document_id, node.path)}")
