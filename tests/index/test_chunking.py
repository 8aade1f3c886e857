"""Clauses as chunks: nothing lost, nothing twice, never across two 条."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import LONG, chunk, clauses, is_heading_only, search_text
from index.documents import Chunk, Document, Metadata, Source
from index.intake import find, read
from index.structure import outline

LAW = "第一章 总则\n第一条　为了保护某权，制定本法。\n第二条　本法所称某权，是指甲。\n某权人应当乙。\n"
PLAN = "一、总体要求\n坚持稳中求进。\n二、重点任务\n（一）加强巡查\n1. 查市场。每月一次。\n2. 查网店。\n（二）加强宣传。办好宣传周。\n"


def document(text: str) -> Document:
    """A text with its outline."""
    version = sha256(text.encode()).hexdigest()
    return Document("some-law", version, text, outline(text), Metadata("某法"), (), Source("a.txt", "txt", version, 1))


def paths(chunks: list[Chunk]) -> list[str]:
    """The clause paths of chunks."""
    return [piece.path for piece in chunks]


def test_a_law_is_cut_at_its_articles() -> None:
    """A short 条 stays whole with all its 款; its chapter is a heading, not a chunk."""
    chunks = chunk(document(LAW))
    assert paths(chunks) == ["第一条", "第二条"]
    assert chunks[1].text == "第二条　本法所称某权，是指甲。\n某权人应当乙。"
    assert chunks[0].headings == ("第一章 总则",)


def test_a_plan_is_cut_at_its_deepest_items() -> None:
    """A clause with a heading only has no chunk of its own: its heading goes to those below it."""
    chunks = chunk(document(PLAN))
    assert paths(chunks) == ["一", "二/（一）/1", "二/（一）/2", "二/（二）"]
    assert chunks[1].headings == ("二、 重点任务", "（一） 加强巡查")


def test_a_long_article_is_cut_at_its_paragraphs_and_items() -> None:
    """Only the long 款 is cut further; its 项 keep the words that open it, which stay a chunk themselves."""
    items = "".join(f"（{number}）{sign * 200}；\n" for number, sign in zip("一二三", "甲乙丙", strict=True))
    chunks = chunk(document(f"第一条　短款。\n有下列行为之一的，责令改正：\n{items}第二条　完。\n"))
    assert paths(chunks) == [
        "第一条/第一款",
        "第一条/第二款",
        "第一条/第二款/第（一）项",
        "第一条/第二款/第（二）项",
        "第一条/第二款/第（三）项",
        "第二条",
    ]
    assert chunks[1].text == "有下列行为之一的，责令改正："
    assert chunks[2].headings == ("有下列行为之一的，责令改正：",)


def test_an_article_of_just_the_limit_stays_whole() -> None:
    """Only what is longer is cut."""
    opening = "第一条　甲。\n"
    first = f"{opening}{'乙' * (LONG - len(opening) - 2)}。\n"
    whole, cut = document(f"{first}第二条　丙。\n"), document(f"{first.replace('甲', '甲甲')}第二条　丙。\n")
    assert len(first) == LONG
    assert paths(chunk(whole)) == ["第一条", "第二条"]
    assert paths(chunk(cut)) == ["第一条/第一款", "第一条/第二款", "第二条"]


def test_search_text_names_title_headings_and_clause() -> None:
    """A 款 does not print its number, so it is put in front; a 条 does."""
    article, paragraph = (
        Chunk("a", "v", path, level, 0, 1, text, ("第一章 总则",))
        for path, level, text in (("第一条", "条", "第一条　甲。"), ("第一条/第二款", "款", "乙。"))
    )
    assert search_text(article, Metadata("某法")) == "某法\n第一章 总则\n第一条　甲。"
    assert search_text(paragraph, Metadata("某法")) == "某法\n第一章 总则\n第一条第二款\n乙。"


def test_clauses_are_counted_as_articles_or_as_items() -> None:
    """Laws count their 条; a plan counts the numbered items of its body, not those of an attachment."""
    assert clauses(outline(LAW)) == 2
    assert clauses(outline(PLAN)) == 6


def test_parts_beside_the_body_are_chunks() -> None:
    """A signature can be found and cited like a clause."""
    text = "某市关于开展工作的通知\n各县局：\n现将方案印发给你们。\n某市市场监督管理局\n2022年3月1日\n"
    chunks = chunk(document(text))
    assert {piece.part for piece in chunks} >= {"头部", "落款"}


WORDS = st.text(alphabet="甲乙丙丁，。：；", min_size=1, max_size=300)
LINES = st.lists(
    st.tuples(st.sampled_from(["第{}条　", "（{}）", "第{}章 ", "{}、", ""]), st.sampled_from("一二三四五"), WORDS),
    min_size=1,
    max_size=12,
)


@given(LINES)
def test_every_character_lies_in_one_chunk(lines: list[tuple[str, str, str]]) -> None:
    """Whatever the outline looks like: chunks are clauses, apart from each other, and only headings are left out."""
    text = "\n".join(mark.format(number) + words for mark, number, words in lines)
    assert_whole(document(text))


@pytest.mark.corpus
def test_every_character_of_the_corpus_lies_in_one_chunk(corpus: Path, tmp_path: Path) -> None:
    """The same for every real text."""
    for found in find([corpus]):
        (arrival,) = read(found, tmp_path, access=None, max_bytes=10**8)
        assert arrival.document
        assert_whole(arrival.document)


def assert_whole(whole: Document) -> None:
    """The three promises of chunking."""
    nodes = {node.path: node for node in whole.outline}
    rest, reached = "", 0
    for piece in chunk(whole):
        node = nodes[piece.path]
        assert whole.text[piece.start : piece.end] == piece.text == piece.text.strip() != ""
        assert max(node.start, reached) <= piece.start < piece.end <= node.end
        assert sum(piece.start < other.start < piece.end for other in whole.outline if other.level == "条") == 0
        rest, reached = rest + whole.text[reached : piece.start] + "\n", piece.end
    rest += whole.text[reached:]
    titles = [node for node in whole.outline if node.label or node.heading]
    left = [line for line in rest.splitlines() if line.strip()]
    assert [line for line in left if not any(is_heading_only(line, node) for node in titles)] == []
