"""A small office: a public law and an internal plan, made up for tests, in a real index."""

from datetime import date
from hashlib import sha256
from pathlib import Path

from index import publishing
from index.catalog_writer import CatalogWriter
from index.cleaning import clean
from index.documents import Access, Document, Metadata, Parsed, Region, Source
from index.embeddings import load_embedder
from index.structure import outline

LAW_TEXT = """示例商标条例
第一章 总则
第一条 为了规范𠮷祥商标的使用，制定本条例。
第二条 本条例所称商标的使用，是指将商标用于商品、包装、容器上。
把商标用于服务场所的，也属于使用。
第二章 认定
第三条 有下列情形之一的，属于侵犯商标专用权：
（一）未经许可使用𠮷祥商标的；
（二）超出许可范围使用的；
（三）使用<b>“示例”</b>字样，容易导致混淆的。
第四条 违反本条例的，责令停止侵权，并处五万元以下罚款。
第五条 本条例自2020年5月1日起施行。
"""
PLAN_TEXT = """临江市知识产权保护工作实施方案
为做好保护工作，制定本方案。
一、工作目标
案件按期办结率达到百分之九十五。
二、重点任务
（一）加强商标保护。严厉打击侵权行为。
（二）加强专利保护。开展专项检查。
三、工作要求
各县区应当于11月15日前将工作总结书面报送市知识产权局。
"""
LAW = Metadata(
    "示例商标条例", number="示令〔2020〕1号", kind="行政法规", issuer="示例院", effective_from=date(2020, 5, 1)
)
PLAN = Metadata(
    "临江市知识产权保护工作实施方案",
    region=Region("临江市", "city"),
    year=2024,
    kind="实施方案",
    issuer="临江市知识产权局",
)


def open_office(data: Path) -> Path:
    """Builds the index in the folder and gives the folder back."""
    documents = (
        _document("sample-law", LAW_TEXT, LAW, "public"),
        _document("sample-plan", PLAN_TEXT, PLAN, "internal"),
    )
    publishing.write(data, load_embedder("static"), lambda writer: _put(writer, documents))
    return data


def _put(writer: CatalogWriter, documents: tuple[Document, ...]) -> None:
    for document in documents:
        writer.put(document)


def _document(document_id: str, text: str, metadata: Metadata, access: Access) -> Document:
    cleaned = clean(Parsed(text, "txt"))
    digest = sha256(cleaned.text.encode()).hexdigest()
    source = Source(f"{document_id}.txt", "txt", sha256(text.encode()).hexdigest(), len(text.encode()))
    return Document(
        document_id, digest, cleaned.text, outline(cleaned.text), metadata, cleaned.edits, source, access=access
    )
