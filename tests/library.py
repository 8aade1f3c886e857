"""Libraries that tests read: a made-up one of two plans and two editions of a law, and the real corpus.

Each is built once for all tests, in a real index.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from assistant.messages import Answer, Question, Role, Turn
from assistant.pipeline import answer_stream, collect
from index import publishing
from index.documents import Access, Document, Metadata, Region, Source
from index.embeddings import Embedder, load_embedder
from index.publishing import Library
from index.structure import outline
from tests.fakes import CharacterEmbedder

TODAY = date(2026, 11, 21)

LAW_2020 = """第一条　为了规范灯笼经营，制定本条例。
第二条　本条例所称灯笼，是指以竹、纸制成的照明用具。
销售灯笼配件的，适用本条例。
第三条　有下列情形之一的，属于违规经营灯笼：
（一）未经登记销售灯笼的；
（二）超出登记范围销售灯笼的。
第四条　违规经营灯笼的，由灯笼管理部门责令改正，可以处五万元以下的罚款。
第五条　灯笼管理部门应当自受理登记申请之日起二十日内作出决定。
第六条　本条例自2020年5月1日起施行。
"""
LAW_2026 = LAW_2020.replace("五万元", "十万元").replace("2020年5月1日", "2027年1月1日")
LINJIANG = """临江市2024年知识产权保护工作方案
为做好保护工作，依据《江南省保护条例》，制定本方案。
一、工作目标
案件按期办结率达到百分之九十五。
二、重点任务
（一）加强商标保护。严厉打击商标侵权行为，重点保护青瓷、白茶、米酒等地理标志产品。
（二）加强展会保护。在展会期间设立投诉站。
三、工作要求
各县区应当于11月15日前将工作总结报送市知识产权局保护科。全年组织培训会2次。
联系电话：0123-4567890
"""
WANGHAI = """望海市2024年知识产权保护工作方案
为做好保护工作，制定本方案。
一、重点任务
（一）加强商标保护。严厉打击商标侵权行为。
二、工作要求
各镇应当于11月20日前将工作总结报送市知识产权局。
"""


class Office(NamedTuple):
    """A library with its embedder; `ask` is a question answered whole."""

    library: Library
    embedder: Embedder

    def ask(self, text: str, *before: str, role: Role = "officer", as_of: date = TODAY) -> Answer:
        """The answer to a question that follows others."""
        history = tuple(Turn("user", question) for question in before)
        return collect(answer_stream(self.library, self.embedder, Question(text, as_of, history, role=role)))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The made-up library: 灯笼管理条例 in two editions (public), a plan of 临江 (public) and one of 望海 (internal)."""
    data, embedder = tmp_path_factory.mktemp("office"), CharacterEmbedder()
    documents = (
        _law("lantern-2020", LAW_2020, "灯笼管理条例", date(2020, 5, 1)),
        _law("lantern-2026", LAW_2026, "灯笼管理条例（2026年修订）", date(2027, 1, 1)),
        _plan("plan-linjiang", LINJIANG, "临江市", "public"),
        _plan("plan-wanghai", WANGHAI, "望海市", "internal"),
    )
    publishing.write(data, embedder, lambda writer: [writer.put(document) for document in documents])
    yield from _opened(data, embedder)


@pytest.fixture(scope="session")
def library(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The whole real corpus."""
    from index.intake import find, take_in

    data, embedder = tmp_path_factory.mktemp("corpus"), load_embedder("static")
    publishing.write(
        data,
        embedder,
        lambda writer: list(take_in(find([corpus]), writer, data, access="public", max_bytes=50_000_000)),
    )
    yield from _opened(data, embedder)


def _opened(data: Path, embedder: Embedder) -> Iterator[Office]:
    library = Library(data, embedder)
    yield Office(library, embedder)
    library.close()


def _law(document_id: str, text: str, title: str, start: date) -> Document:
    return _document(document_id, text, Metadata(title, kind="行政法规", effective_from=start), "public")


def _plan(document_id: str, text: str, place: str, access: Access) -> Document:
    region = Region(f"江南省{place}", "city", ("全国", "江南省"))
    metadata = Metadata(text.split("\n", 1)[0], region=region, year=2024, kind="工作方案", issuer=f"{place}知识产权局")
    return _document(document_id, text, metadata, access)


def _document(document_id: str, text: str, metadata: Metadata, access: Access) -> Document:
    digest = sha256(text.encode()).hexdigest()
    source = Source(f"{document_id}.txt", "txt", digest, len(text.encode()))
    return Document(document_id, digest, text, outline(text), metadata, (), source, access=access)
