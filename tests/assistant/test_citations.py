"""Citations: exact spans, numbered as they are made."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.citations import Citations
from assistant.shelf import Shelf, Shelves
from tests.library import LAW_2020, TODAY, Office


@pytest.fixture(scope="module")
def shelf(office: Office) -> Iterator[Shelf]:
    """What an officer may read in the made-up library."""
    with Shelves().open(office.library, office.embedder, frozenset({"public", "internal"})) as shelf:
        yield shelf


def _span(words: str) -> tuple[int, int]:
    start = LAW_2020.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("以竹、纸制成的照明用具", "第二条/第一款"),
        ("销售灯笼配件的", "第二条/第二款"),
        ("超出登记范围", "第三条/第（二）项"),
        ("有下列情形之一", "第三条"),
        ("二十日内作出决定", "第五条"),
    ],
)
def test_the_clause_path_goes_as_deep_as_the_span(shelf: Shelf, words: str, path: str) -> None:
    """The smallest clause that holds the whole span is named."""
    citation = Citations(shelf, TODAY).cite("lantern-2020", *_span(words))
    assert (citation.clause_path, citation.cited_text) == (path, words)


def test_state_and_dates_are_those_of_the_day(shelf: Shelf) -> None:
    """The first edition ends the day before the second takes effect."""
    citation = Citations(shelf, TODAY).cite("lantern-2020", *_span("灯笼"))
    assert (citation.state, citation.effective_to) == ("现行有效", date(2026, 12, 31))
    assert Citations(shelf, date(2027, 1, 1)).cite("lantern-2020", *_span("灯笼")).state == "已被修改"


def test_the_same_span_has_one_number(shelf: Shelf) -> None:
    """A span cited twice is one citation; another span is the next."""
    citations = Citations(shelf, TODAY)
    numbers = [citations.cite("lantern-2020", *_span(words)).n for words in ("五万元", "二十日", "五万元")]
    assert numbers == [1, 2, 1]


def test_the_address_opens_the_span(shelf: Shelf) -> None:
    """The page finds document, revision and offsets in it."""
    citation = Citations(shelf, TODAY).cite("lantern-2020", 0, 3)
    assert citation.url.startswith("/?document=lantern-2020&version=")
    assert citation.url.endswith("&start=0&end=3")
