"""The product's retrieval on other corpora: the same scores, rows pooled by their best piece, an index kept by hash."""

import gzip
import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval import beir, trec
from eval.beir import Entry
from eval.errors import DatasetError, RunError
from eval.metrics.ranking import named, over_queries
from eval.retrieving import corpus_index, retrieval
from index.catalog import EVERYONE
from index.chunking import search_text
from index.embeddings import load_embedder
from index.generations import Library
from index.reranking import Unchanged
from index.reranking.trees import MANIFEST, SHIPPED
from index.retrieval import Query, Retriever
from tests.assistant.office import open_office
from tests.conftest import SHARED
from tests.fakes import CharacterEmbedder

LANTERN = "销售灯笼配件的，应当登记。"
PAPER = "造纸作坊每年检查两次。"
FILLER = "其他事项另行规定。" * 60
CORPUS = (
    Entry("long", "灯笼条例", f"{FILLER}\n{LANTERN}"),
    Entry("paper", "造纸条例", PAPER),
    Entry("other", "", "船舶应当悬挂号灯。"),
)
QUERIES = {"q1": "灯笼配件要登记吗", "q2": "造纸作坊检查几次", "q3": "谁管船舶"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder of three rows; the split asks two of its three questions."""
    beir.write(tmp_path / "beir", CORPUS, QUERIES, {"test": {"q2": {"paper": 1}, "q1": {"long": 1, "other": 0}}})
    return tmp_path / "beir"


def test_the_split_is_asked(folder: Path, tmp_path: Path) -> None:
    """A run in TREC's form: the judged questions only, each row once, the right one first."""
    retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    run = trec.read_run(tmp_path / "run")
    assert {query: found[0].document_id for query, found in run.items()} == {"q1": "long", "q2": "paper"}
    assert all(len({row.document_id for row in found}) == len(found) for found in run.values())


def test_a_row_has_the_score_of_its_best_piece(tmp_path: Path) -> None:
    """The pieces of one row, searched as rows of their own, give the row its score."""
    sentences = [f"{number}号灯笼由{number}号作坊制作。" + "说明" * 240 for number in range(4)]
    whole = [Entry("row", "条例", "\n".join(sentences)), Entry("paper", "造纸条例", PAPER)]
    apart = [Entry(str(number), "条例", text + "\n") for number, text in enumerate(sentences[:3])]
    apart += [Entry("3", "条例", sentences[3]), whole[1]]
    scores = []
    for name, rows in (("whole", whole), ("apart", apart)):
        beir.write(tmp_path / name, rows, {}, {})
        with closing(corpus_index(tmp_path / name, CharacterEmbedder(), tmp_path / "cache")) as index:
            scores.append({found.document_id: found.score for found in index.ranking("2号作坊制作什么")})
    pooled, single = scores
    assert pooled == {"row": max(single[name] for name in "0123"), "paper": single["paper"]}
    assert single["2"] > single["1"]


def test_articles_of_a_law_stand_together_and_keep_their_ids(tmp_path: Path) -> None:
    """Rows may come in any order: each question still finds the row that it is about."""
    rows = [
        Entry("a", "甲法第一条", "销售灯笼应当登记。"),
        Entry("b", "乙法第一条", "造纸应当净水。"),
        Entry("c", "甲法第二条", "未登记的，处以罚款。"),
    ]
    beir.write(tmp_path / "beir", rows, {}, {})
    with closing(corpus_index(tmp_path / "beir", CharacterEmbedder(), tmp_path / "cache")) as index:
        asked = ("销售灯笼要登记吗", "造纸要净水吗", "未登记的怎么罚款")
        assert [index.ranking(question)[0].document_id for question in asked] == ["a", "b", "c"]


def test_scores_are_the_products(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clauses of a real index as a BEIR corpus get the scores that search gives them before they are re-ranked."""
    monkeypatch.setenv("INDEX_RERANKER", "none")
    embedder = load_embedder("static")
    with closing(Library(open_office(tmp_path / "data"), embedder)) as library, library.pin() as generation:
        editions = {edition.document_id: edition for edition in generation.catalog.editions(EVERYONE)}
        texts = [search_text(chunk, editions[chunk.document_id].metadata) for chunk in generation.catalog.chunks()]
        query = Query("未经许可使用商标怎么处罚", date(2026, 11, 21), EVERYONE, top_k=100)
        found = Retriever(generation, embedder, Unchanged()).retrieve(query)
        wanted = {search_text(p.chunk, p.edition.metadata): p.score for p in found}
    beir.write(tmp_path / "beir", [Entry(text, "", text) for text in texts], {}, {})
    with closing(corpus_index(tmp_path / "beir", embedder, tmp_path / "cache")) as index:
        scores = {row.document_id: row.score for row in index.ranking(query.text)}
    assert len(scores) > 5
    assert scores == pytest.approx(wanted, abs=1e-6)


def test_the_index_is_kept(folder: Path, tmp_path: Path) -> None:
    """Asked again, only questions are embedded; another corpus or another model makes another index."""
    cache, out, again = tmp_path / "cache", tmp_path / "run", CharacterEmbedder()
    retrieval(folder, "test", out, CharacterEmbedder(), cache)
    first = out.read_bytes()
    retrieval(folder, "test", out, again, cache)
    assert {QUERIES["q2"], QUERIES["q1"]} <= set(again.embedded)
    assert not {row.text for row in CORPUS} & set(again.embedded)
    assert out.read_bytes() == first
    retrieval(folder, "test", out, CharacterEmbedder("others"), cache)
    beir.write(folder, CORPUS[::-1], QUERIES, {})
    retrieval(folder, "test", out, again, cache)
    assert len(list(cache.iterdir())) == 3


def test_a_packed_corpus_is_the_same_corpus(folder: Path, tmp_path: Path) -> None:
    """The index goes by what is in the file, not by how it is packed."""
    retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    path = folder / "corpus.jsonl"
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 1


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        ({"q9": {"long": 1}}, r"test\.tsv: field query-id: 'q9' is not in the folder"),
        ({"q1": {"none": 1, "nobody": 1}}, r"field corpus-id: 'nobody' is not in the folder, nor 1 others"),
    ],
)
def test_judgements_of_another_version_are_refused(
    folder: Path, tmp_path: Path, judged: dict[str, dict[str, int]], words: str
) -> None:
    """A question or row that is not there would count as not found for ever."""
    beir.write(folder, CORPUS, QUERIES, {"test": judged})
    with pytest.raises(DatasetError, match=words):
        retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    assert not (tmp_path / "run").exists()


def test_an_empty_corpus_is_refused(folder: Path, tmp_path: Path) -> None:
    """Nothing is kept of what failed."""
    (folder / "corpus.jsonl").write_bytes(b"\n")
    with pytest.raises(DatasetError, match="no rows in it"):
        retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_index_is_told(folder: Path, tmp_path: Path) -> None:
    """The message names the folder to delete."""
    retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    (kept / "owners.npy").write_bytes(b"")
    with pytest.raises(RunError, match=f"{kept.name}: is damaged .*delete this folder"):
        retrieval(folder, "test", tmp_path / "run", CharacterEmbedder(), tmp_path / "cache")


@pytest.mark.slow
def test_legal_dc_is_found_as_training_measured(tmp_path: Path) -> None:
    """On 28,283 clauses no figure lies below what the re-ranker's training measured by a way of its own."""
    bench = SHARED / "bench" / "legaldc"
    if not bench.is_dir():
        pytest.skip("needs ../shared/bench (public benchmarks are not part of the project)")
    embedder = load_embedder("static")
    units, asked = _rows(bench / "corpus.jsonl.gz"), _rows(bench / "qa.jsonl.gz")
    corpus = [Entry(row["id"], row["title"], f"{row['heading'] or ''}\n{row['text']}") for row in units]
    queries, qrels = (
        {row["qid"]: row["question"] for row in asked},
        {row["qid"]: dict.fromkeys(row["rel"], 1) for row in asked},
    )
    beir.write(tmp_path, corpus, queries, {"all": qrels})
    retrieval(tmp_path, "all", tmp_path / "run", embedder, tmp_path / "cache")
    run = {query: [row.document_id for row in found] for query, found in trec.read_run(tmp_path / "run").items()}
    recorded = json.loads((SHIPPED / MANIFEST).read_bytes())["figures"]["Legal-DC"]["re-ranked"]
    for name in ("R@10", "MRR@10"):
        values = over_queries(qrels, run, named(name))
        assert recorded[name] - 0.005 < sum(values.values()) / len(qrels) < recorded[name] + 0.03
    assert {len(found) for found in run.values()} == {100}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
