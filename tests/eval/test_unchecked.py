"""The bench asks the same questions with a model, and with the model unchecked: what checking removes can be seen."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answering.written import WrittenAnswers, writing_with
from eval.asking import InProcess
from eval.bench.model_server import model_server
from eval.dataset import Item
from index.embeddings import load_embedder
from tests.assistant.chat.writing import settings_for
from tests.assistant.office import open_office

RIGHT, WRONG = "并处五万元以下罚款。[1]", "应当并处九万元以下罚款。[1]"
STAMPS = r"answer-\d+-\w{12} mend-\d+-\w{12} condense-\d+-\w{12} decompose-\d+-\w{12}"
DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small index."""
    return open_office(tmp_path_factory.mktemp("unchecked"))


@pytest.fixture
def written() -> Iterator[WrittenAnswers]:
    """A model that writes two right sentences and a wrong one."""
    with model_server(lambda _body, _number: RIGHT + WRONG + RIGHT) as served:
        answerer = writing_with(settings_for(served.url))
        yield answerer
        answerer.close()


def item(question: str) -> Item:
    """A question as a dataset has it."""
    return Item("q1", question, line=1)


def test_checked_answers_leave_out_what_is_wrong(data: Path, written: WrittenAnswers) -> None:
    """The run names the model and the content of its prompts; the answer holds the right sentences only."""
    with closing(InProcess(data, load_embedder("static"), written)) as asker:
        row = asker.ask(item("违反示例商标条例罚款多少？"), DAY)
        assert re.fullmatch(f"model openai:scripted-8b {STAMPS}", asker.facts().answerer or "")
    assert (row.error, "五万元" in row.answer, "九万元" in row.answer) == (None, True, False)


def test_unchecked_answers_are_as_the_model_wrote_them(data: Path, written: WrittenAnswers) -> None:
    """With its citations, numbered in the order of their use."""
    with closing(InProcess(data, load_embedder("static"), written, checked=False)) as asker:
        row = asker.ask(item("违反示例商标条例罚款多少？"), DAY)
        assert re.fullmatch(f"unchecked openai:scripted-8b {STAMPS}", asker.facts().answerer or "")
    assert row.answer == f"{RIGHT}\n\n{WRONG}\n\n{RIGHT}"
    assert [(citation.n, citation.clause_path) for citation in row.citations] == [(1, "第四条")]


def test_what_needs_no_model_is_the_same(data: Path, written: WrittenAnswers) -> None:
    """A clause asked for as such."""
    rows = []
    for asked in (None, written):
        with closing(InProcess(data, load_embedder("static"), asked, checked=False)) as asker:
            rows.append(replace(asker.ask(item("示例商标条例第四条"), DAY), timing=None))
    assert rows[0] == rows[1]
