"""The passages of a public set as documents of an index of their own, which the real assistant is asked about."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import index
from eval.errors import DatasetError
from eval.lines import unpacked
from index import articles, intake
from index.catalog_writer import CatalogWriter
from index.documents import Document, Metadata, Source
from index.embeddings import Embedder
from index.generations import current
from index.numerals import to_chinese
from index.publishing import write

STATUTES = Path("bulk", "statutes.jsonl.gz")
"""The statutes in the folder of the corpus."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A document of a public set: its passages become articles, as in `index add` of a list of articles."""

    document_id: str
    title: str
    passages: tuple[str, ...]


def shelve(documents: Sequence[Reader], data: Path, embedder: Embedder) -> None:
    """Write an index of these documents, all public, in place of the one that `data` held before."""
    shutil.rmtree(data, ignore_errors=True)
    write(data, embedder, lambda writer: _put(writer, documents))


def statutes(corpus: Path, work: Path, embedder: Embedder) -> Path:
    """The index of the statutes in a corpus: kept below `work` from an earlier call, or made (a minute or two).

    Raises:
        DatasetError: the statutes are not there, or a row of them cannot be used.
    """
    path = corpus / STATUTES
    data = work / f"statutes-{_key(unpacked(path, DatasetError), embedder)}"
    if current(data) is None:
        write(data, embedder, lambda writer: _take_in(writer, path, data))
    return data


def _put(writer: CatalogWriter, documents: Iterable[Reader]) -> None:
    for document in documents:
        writer.put(_document(document))


def _document(reader: Reader) -> Document:
    numbered = [(f"第{to_chinese(number)}条", text.strip()) for number, text in enumerate(reader.passages, 1)]
    law = articles.Law(Metadata(reader.title), numbered)
    digest = sha256(law.text.encode()).hexdigest()
    source = Source(f"{reader.document_id}.jsonl", articles.FORMAT, digest, len(law.text.encode()))
    return Document(reader.document_id, digest, law.text, law.outline(), law.metadata, (), source, access="public")


def _take_in(writer: CatalogWriter, path: Path, data: Path) -> None:
    found = intake.find([path])
    for taken in intake.take_in(found, writer, data, access="public", max_bytes=2 * path.stat().st_size):
        if taken.error:
            raise DatasetError(f"{path}: {taken.error}")


def _key(data: bytes, embedder: Embedder) -> str:
    """A name for all that decides what the index holds: the list, the model, the code."""
    digest = sha256(data)
    digest.update(f"{embedder.name} {_code()}".encode())
    return digest.hexdigest()[:16]


@cache
def _code() -> str:
    """SHA-256 of the code of `index`, as it was when it was first asked for."""
    modules = sorted(Path(index.__file__).parent.rglob("*.py"))
    return sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()
