"""Sentences with offsets: the smallest thing that is quoted."""

import pytest

from assistant.answering.sentences import sentences
from assistant.shelf import Shelves
from index.documents import Filters
from index.retrieval import Passage
from tests.library import TODAY, Office


@pytest.fixture(scope="module")
def passages(office: Office) -> dict[tuple[str, str], Passage]:
    """Passages of the made-up library by document and clause."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        found = shelf.search("灯笼 临江 商标 总结 条例", TODAY, Filters(), 50)
    return {(passage.chunk.document_id, passage.chunk.path): passage for passage in found}


def test_a_label_is_not_part_of_a_sentence(passages: dict[tuple[str, str], Passage]) -> None:
    """第五条 in front of it is left out."""
    (sentence,) = sentences(passages["lantern-2020", "第五条"])
    assert sentence.text == "灯笼管理部门应当自受理登记申请之日起二十日内作出决定。"


def test_items_keep_theirs(passages: dict[tuple[str, str], Passage]) -> None:
    """An item is quoted with its number; what leads it is a sentence that leads."""
    lead, first, second = sentences(passages["lantern-2020", "第三条"])
    assert (lead.leads, first.leads) == (True, False)
    assert (first.text, second.text) == ("（一）未经登记销售灯笼的；", "（二）超出登记范围销售灯笼的。")


def test_a_heading_is_no_sentence(passages: dict[tuple[str, str], Passage]) -> None:
    """（一）加强商标保护。 names what follows and answers nothing."""
    (sentence,) = sentences(passages["plan-linjiang", "二/（一）"])
    assert sentence.text.startswith("严厉打击商标侵权行为")


def test_offsets_are_exact(office: Office, passages: dict[tuple[str, str], Passage]) -> None:
    """The document's text between the offsets is the sentence."""
    with office.library.pin() as generation:
        for (document_id, _), passage in passages.items():
            text = generation.catalog.document(document_id, frozenset({"public"})).text
            assert all(text[s.start : s.end] == s.text for s in sentences(passage))
