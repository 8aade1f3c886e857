"""Both ways of asking: the assistant in this process, and a real server. They answer alike."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import uvicorn

from assistant.api.desk import Answering
from assistant.app import create_app
from assistant.messages import Event, Question, Status, Turn
from assistant.serving import address_of, listen
from assistant.settings import Settings
from eval.asking import Asker, InProcess, OverHttp, events
from eval.dataset import Item
from eval.errors import RunError
from eval.runs import RunRow
from eval.texts import fingerprint
from index.documents import Filters
from index.embeddings import load_embedder
from index.errors import IndexingError
from index.generations import Library, current
from index.settings import IndexSettings
from tests.assistant.office import open_office

DAY = date(2026, 11, 21)
FINE = Item("fine", "违反示例商标条例第四条罚款多少？")
WEATHER = Item("weather", "今天天气怎么样？")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a public law and an internal plan."""
    return open_office(tmp_path_factory.mktemp("asking"))


@pytest.fixture(scope="module")
def here(data: Path) -> Iterator[InProcess]:
    """The assistant in this process."""
    with closing(InProcess(data, load_embedder("static"))) as asker:
        yield asker


@pytest.fixture(scope="module")
def there(data: Path) -> Iterator[OverHttp]:
    """A real server on the same index."""
    with served(data) as url, closing(OverHttp(url)) as asker:
        yield asker


@pytest.fixture(params=["here", "there"])
def asker(request: pytest.FixtureRequest) -> Asker:
    """Each of the two."""
    found: Asker = request.getfixturevalue(request.param)
    return found


@contextmanager
def served(data: Path, answer: Answering | None = None) -> Iterator[str]:
    """A real server in a thread; the address."""
    app = create_app(Settings(index=IndexSettings(data=data)), answer)
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        try:
            yield address_of(listener)
        finally:
            server.should_exit = True
            thread.join()


def without_times(row: RunRow) -> RunRow:
    """A row as it can be compared."""
    return replace(row, timing=None, passages=())


def test_an_answer_comes_with_its_citations(asker: Asker) -> None:
    """The clause that answers is cited by its place; times were measured, the assistant's own steps included."""
    row = asker.ask(FINE, DAY)
    assert (row.id, row.question, row.as_of, row.error, row.abstained) == ("fine", FINE.question, DAY, None, False)
    assert "五万元以下罚款" in row.answer
    assert [citation.clause_path for citation in row.citations] == ["第四条"]
    assert row.timing
    assert 0 < row.timing.first_ms <= row.timing.total_ms
    assert set(row.timing.steps) == {"understanding", "retrieval", "answering"}


@pytest.mark.parametrize(
    "item",
    [
        FINE,
        WEATHER,
        Item("plan", "工作总结什么时候报送？", filters=Filters(document_id="sample-plan")),
        Item("then", "那第四条呢？", history=(Turn("user", "示例商标条例第三条是什么？"), Turn("assistant", "……"))),
        Item("early", "违反示例商标条例怎么处罚？", conduct_date=date(2019, 5, 1)),
    ],
    ids=lambda item: item.id,
)
def test_both_ways_answer_alike(here: InProcess, there: OverHttp, item: Item) -> None:
    """History, filters and dates arrive over HTTP as they do in process."""
    assert without_times(here.ask(item, DAY)) == without_times(there.ask(item, DAY))


def test_passages_are_recorded(here: InProcess, data: Path) -> None:
    """Every passage is the text of its revision at its place; ranks count from 1, scores fall."""
    passages = here.ask(FINE, DAY).passages
    assert [passage.rank for passage in passages] == list(range(1, len(passages) + 1))
    assert passages[0].clause_path == "第四条"
    assert [passage.score for passage in passages] == sorted((p.score for p in passages), reverse=True)
    with closing(Library(data, load_embedder("static"))) as library, library.pin() as generation:
        for passage in passages:
            text = generation.catalog.document(passage.document_id, frozenset({"public", "internal"})).text
            assert text[passage.start : passage.end] == passage.text


def test_what_an_asker_may_not_see_is_not_found(here: InProcess) -> None:
    """A visitor's question is asked as a visitor's: the internal plan does not come up."""
    asked = Item("plan", "工作总结什么时候报送？")
    as_visitor = here.ask(replace(asked, asker="visitor"), DAY)
    assert "sample-plan" in {passage.document_id for passage in here.ask(asked, DAY).passages}
    assert "sample-plan" not in {passage.document_id for passage in as_visitor.passages}


@pytest.mark.parametrize(
    ("question", "here_says", "there_says"),
    [
        ("？！", "QuestionError: 问题是空的", "HTTP 422 question_refused: 问题是空的"),
        ("罚" * 8001, "QuestionTooLongError: 问题有 8001 个字", "HTTP 413 question_too_long: 问题有 8001 个字"),
    ],
)
def test_a_refused_question_is_a_row(
    here: InProcess, there: OverHttp, question: str, here_says: str, there_says: str
) -> None:
    """Refusals stop nothing; the row says on one line why there is no answer."""
    item = Item("bad", question)
    rows = [here.ask(item, DAY), there.ask(item, DAY)]
    for row, words in zip(rows, (here_says, there_says), strict=True):
        assert row == RunRow("bad", question, (), DAY, error=row.error)
        assert (row.error or "").startswith(words)


def test_an_endless_history_is_a_row(asker: Asker) -> None:
    """More turns than a server takes are refused in process too."""
    row = asker.ask(replace(FINE, history=(Turn("user", "灯笼"),) * 101), DAY)
    assert row.error
    assert "\n" not in row.error


def test_facts_name_the_texts(here: InProcess, there: OverHttp, data: Path) -> None:
    """Both ways give one fingerprint, that of the two texts; the generation is the published one."""
    there.ask(FINE, DAY)
    with closing(Library(data, load_embedder("static"))) as library, library.pin() as generation:
        documents = generation.catalog.editions(frozenset({"public", "internal"}))
        texts = fingerprint((document.document_id, document.version_id) for document in documents)
    inside, outside = here.facts(), there.facts()
    assert inside.texts == outside.texts == texts
    assert inside.generation == outside.generation == current(data)
    assert (inside.answerer, inside.code) == (outside.answerer, outside.code) == ("extractive", inside.code)
    assert inside.embedding_model == load_embedder("static").name


def test_no_index_is_told_at_once(tmp_path: Path) -> None:
    """An empty folder is refused before any question, in process and by a server that is not ready."""
    with pytest.raises(IndexingError, match="no index"):
        InProcess(tmp_path, load_embedder("static"))
    with served(tmp_path) as url, closing(OverHttp(url)) as asker, pytest.raises(RunError, match="HTTP 503 not_ready"):
        asker.facts()


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    """Neither its facts nor an answer: an error for the whole run, not a row."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with closing(OverHttp(url)) as asker:
            with pytest.raises(RunError, match=f"{url}: no server answers there"):
                asker.facts()
            with pytest.raises(RunError, match="python -m assistant serve"):
                asker.ask(FINE, DAY)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://localhost", "", "http://[::1"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    """The message says how an address looks."""
    with pytest.raises(RunError, match="http://HOST:PORT"):
        OverHttp(url).facts()


def test_an_answer_that_breaks_off_is_a_row(data: Path) -> None:
    """An error after the first byte comes as an event; the next question may go well."""

    def broken(question: Question) -> Iterator[Event]:
        yield Status("understanding", "正在理解问题…")
        if question.text == FINE.question:
            raise ValueError("broken")

    with served(data, broken) as url, closing(OverHttp(url)) as asker:
        assert (asker.ask(FINE, DAY).error or "").startswith("HTTP 500 internal: ")
        assert asker.ask(WEATHER, DAY).error == "the stream ended without its last event"


def test_events_are_split_as_bytes() -> None:
    """Chunks end anywhere, comments are skipped, and U+2028 in data is no line end."""
    wire = 'event: status\ndata: {"a": "\u2028梨"}\n\n: ping\n\nevent: done\ndata: {}\n\n'.encode()
    wanted = [("status", '{"a": "\u2028梨"}'.encode()), ("done", b"{}")]
    for size in range(1, len(wire)):
        assert list(events(wire[start : start + size] for start in range(0, len(wire), size))) == wanted
