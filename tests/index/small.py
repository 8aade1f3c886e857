"""Laws of a few lines, for the tests of storing and publishing."""

from hashlib import sha256

from index.documents import Access, Document, Metadata, Source
from index.structure import outline


def law(document_id: str, *articles: str, access: Access = "public") -> Document:
    """A law of one line per article: 第一条, 第二条 … up to nine."""
    text = "\n".join(f"第{'一二三四五六七八九'[number]}条　{words}" for number, words in enumerate(articles))
    version = sha256(text.encode()).hexdigest()
    source = Source(f"{document_id}.txt", "txt", version, len(text.encode()))
    return Document(
        document_id, version, text, outline(text), Metadata(f"{document_id}办法"), (), source, access=access
    )
