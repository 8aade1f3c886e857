"""Reading comprehension (CMRC 2018, DRCD, CJRC, LawBench 2-5): each passage one document, each question asked of it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eval.metrics import reading, rgb
from eval.public.asking import Asked, ask_all, outcomes
from eval.public.figures import Figures, Value, estimates
from eval.public.files import Published, Words, rows, sample
from eval.public.selection import Choice, select
from eval.public.shelving import Reader, shelve
from index.embeddings import Embedder

SAMPLE: Final = 500
"""Questions asked of CJRC and DRCD, which have thousands."""
SPAN, YES_NO, NONE = "span", "yes or no", "unanswerable"
_VERDICTS = frozenset({"YES", "NO"})
_PASSAGE: Final = re.compile(r"段落:(?P<passage>.+)问题:(?P<question>.+)", re.DOTALL)

Score = Callable[[Sequence[str], str], float]
"""From references and a prediction."""


@dataclass(frozen=True, slots=True)
class Comprehension:
    """A question of a passage with its references; an empty reference says that the passage does not answer."""

    id: str
    text: str
    document_id: str
    references: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What is asked for: a span, a verdict, or nothing."""
        if _VERDICTS & set(self.references):
            return YES_NO
        return SPAN if any(self.references) else NONE


@dataclass(frozen=True, slots=True)
class Comprehensions:
    """Passages, all of them in the index, and the questions that are asked; `available` of these are in the set."""

    documents: tuple[Reader, ...]
    questions: tuple[Comprehension, ...]
    available: int


class _Question(Published):
    id: Words
    question: Words
    answers: tuple[str, ...]


class _Context(Published):
    context: Words
    title: str = ""
    casename: str = ""
    qas: tuple[_Question, ...]


class _LawBench(Published):
    idx: int
    question: Words
    answer: Words


def contexts(folder: Path, name: str, size: int | None = None) -> Comprehensions:
    """A file of passages with questions, as CMRC writes them; `size` of the questions, always the same ones.

    Raises:
        DatasetError: the file is missing or wrong, or an id stands there twice.
    """
    documents, questions = [], dict[str, Comprehension]()
    for row in rows(folder, name, _Context):
        document_id = f"{folder.name}-{row.number}"
        documents.append(Reader(document_id, _title(row.line, document_id), (row.line.context,)))
        for asked in row.line.qas:
            if asked.id in questions:
                row.refuse("qas.id", f"{asked.id!r} stands in a line before already")
            questions[asked.id] = Comprehension(asked.id, asked.question, document_id, asked.answers)
    whole = tuple(questions.values())
    return Comprehensions(tuple(documents), tuple(sample(whole, size or len(whole))), len(whole))


def lawbench(folder: Path) -> Comprehensions:
    """LawBench 2-5: passage and question stand in one field; the one reference follows 回答:.

    Raises:
        DatasetError: the file is missing or wrong.
    """
    documents, questions = [], []
    for row in rows(folder, "2-5.jsonl.gz", _LawBench):
        match = _PASSAGE.fullmatch(row.line.question)
        if match is None:
            row.refuse("question", "no 段落:…问题:… in it")
        document_id = f"lawbench-2-5-{row.line.idx}"
        documents.append(Reader(document_id, document_id, (match["passage"],)))
        reference = row.line.answer.removeprefix("回答:")
        questions.append(Comprehension(document_id, match["question"], document_id, (reference,)))
    return Comprehensions(tuple(documents), tuple(questions), len(questions))


def measured(whole: Comprehensions, scores: Mapping[str, Score], work: Path, embedder: Embedder) -> Figures:
    """Figures of the assistant and of the sentence that ranking selects. Index and run stay below `work`."""
    shelve(whole.documents, work / "index", embedder)
    asked = [Asked(one.id, one.text, one.document_id) for one in whole.questions]
    said = ask_all(asked, work / "index", work / "run.jsonl", embedder)
    passages = {document.document_id: document.passages for document in whole.documents}
    choices = [Choice(one.id, one.text, passages[one.document_id]) for one in whole.questions]
    selected = select(choices, work / "selection", embedder)
    words = {name: each.text if each else None for name, each in said.items()}
    return {
        "n": len(whole.questions),
        "available": whole.available,
        "documents": len(whole.documents),
        "outcomes": outcomes(said.values()),
        "systems": {
            "assistant": scored(whole.questions, words, scores),
            "selection": scored(whole.questions, selected, scores),
        },
    }


def scored(
    questions: Sequence[Comprehension], predictions: Mapping[str, str | None], scores: Mapping[str, Score]
) -> Figures:
    """Every score over all questions and per kind, and how many predictions hold a reference as it is written."""
    kinds = [kind for kind in (SPAN, YES_NO, NONE) if any(one.kind == kind for one in questions)]
    groups = {"all": questions} | {kind: [one for one in questions if one.kind == kind] for kind in kinds}
    if len(kinds) == 1:
        del groups[kinds[0]]
    spans = [one for one in questions if one.kind == SPAN]
    figures = {
        name: estimates({label: _values(group, predictions, score) for label, score in scores.items()})
        for name, group in groups.items()
    }
    if LAWBENCH.keys() == scores.keys():  # its one reference joins several spans by commas: it stands nowhere
        return figures
    return figures | {"holds a reference": estimates({SPAN: _values(spans, predictions, holds)})}


def holds(references: Sequence[str], prediction: str) -> float:
    """1 where one of the references stands in the prediction, case and blanks apart."""
    return float(rgb.holds_all(prediction, [[one for one in references if one]]))


def _values(questions: Iterable[Comprehension], predictions: Mapping[str, str | None], score: Score) -> list[Value]:
    given = ((one.references, predictions[one.id]) for one in questions)
    return [None if prediction is None else score(references, prediction) for references, prediction in given]


def _title(context: _Context, document_id: str) -> str:
    """What the document is called: its case or its subject; CJRC's own titles are numbers."""
    named = context.casename or context.title
    return document_id if not named.strip() or named.isdecimal() else named.strip()


def character_f1(references: Sequence[str], prediction: str) -> float:
    """LawBench's rc-F1 against its one reference."""
    return reading.character_f1(references[0], prediction)


CMRC: Final[Mapping[str, Score]] = {"EM": reading.cmrc_exact, "F1": reading.cmrc_f1}
CJRC: Final[Mapping[str, Score]] = {"EM": reading.cjrc_exact, "F1": reading.cjrc_f1}
LAWBENCH: Final[Mapping[str, Score]] = {"rc-F1": character_f1}


def read(name: str, bench: Path) -> tuple[Comprehensions, Mapping[str, Score]]:
    """A set by its name, with its scores.

    Raises:
        DatasetError: its file is missing or wrong.
    """
    if name == "lawbench":
        return lawbench(bench / name), LAWBENCH
    size = None if name == "cmrc2018" else SAMPLE
    return contexts(bench / name, "dev.jsonl.gz", size), CJRC if name == "cjrc" else CMRC
