"""Training on a sample of a few lines: repeatable, licensed sources only, held-out questions kept out, loadable."""

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.captions import shipped
from index.embeddings import StaticEmbedder
from index.training.data import Article, Pair, caption_pairs, letters, read_articles, read_pairs
from index.training.folds import FOLDS, HeldOut, fold_of
from index.training.sources import TrainingError, load_sources
from index.training.synthetic import synthetic_pairs

if TYPE_CHECKING:
    from index.training.model import Table
    from index.training.recipe import Recipe

LAWS = [
    {"law": f"测试法{n}", "article": "第一条", "category": "法律", "text": f"销售假冒商品{n}的，由市场监督管理部门责令停止违法行为。"
     f"情节严重的，处{n}万元罚款；当事人可以申请行政复议，期限为{n}日。"} for n in range(1, 41)
]  # fmt: skip
MARKED = "# 测试条例\n\n- 文号：一号\n\n---\n\n### 第一章 总则\n\n第一条　甲乙丙。\n\n丁戊己。\n\n第二条　庚辛壬。\n"


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    """A bench folder with a few pairs of a listed source and one of a source that is not."""
    folder = tmp_path / "bench"
    pairs = [{"q": f"卖假货{n}罚多少？", "pid": n, "kind": "q2law", "src": "STARD-train"} for n in range(40)]
    pairs.append({"q": "无许可的问题", "pid": 0, "kind": "q2law", "src": "EQUALS"})
    _write(folder / "legal_pairs/pairs.jsonl.gz", pairs)
    _write(folder / "legal_pairs/passages.jsonl.gz", [{"pid": n, "text": row["text"]} for n, row in enumerate(LAWS)])
    _write(folder / "general_pairs/pairs.jsonl.gz", [])
    _write(folder / "general_pairs/passages.jsonl.gz", [])
    _write(folder / "stard/corpus.jsonl.gz", [{"id": "a1", "name": "另一法第二条之一", "text": "申请人应当如实申报。"}])
    _write(folder / "stard/queries.train.jsonl.gz", [{"qid": "q1", "text": "卖假货1罚多少？"}])
    return folder


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """A corpus folder with one regulation and forty laws."""
    folder = tmp_path / "corpus"
    _write(folder / "bulk/statutes.jsonl.gz", [dict(row) for row in LAWS])
    (folder / "regulations").mkdir()
    (folder / "regulations/a.md").write_text(MARKED, encoding="utf-8")
    row = {"id": "trademark-law-2019", "path": "regulations/a.md", "title": "测试条例", "doc_type": "行政法规"}
    (folder / "catalog.json").write_text(json.dumps([row]), encoding="utf-8")
    return folder


def _small() -> "Recipe":
    from index.training.recipe import Recipe

    recipe = Recipe(vocabulary=200, dimension=8, rehearsal=10)
    return replace(recipe, rounds=recipe.rounds[:1])


def _train(bench: Path, corpus: Path, out: Path, seed: int) -> dict[str, bytes]:
    from index.training.train import train

    train(bench=bench, corpus=corpus, out=out, sources=load_sources(), recipe=_small(), seed=seed, fold=None)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.models
def test_the_same_seed_gives_the_same_bytes(bench: Path, corpus_folder: Path, tmp_path: Path) -> None:
    """Two trainings with one seed write the same files; another seed writes other weights."""
    pytest.importorskip("torch")
    first, again, other = (
        _train(bench, corpus_folder, tmp_path / name, seed) for name, seed in zip("abc", (1, 1, 2), strict=True)
    )
    assert first == again
    assert first["model.safetensors"] != other["model.safetensors"]


@pytest.mark.models
def test_a_finished_fold_is_not_trained_again(bench: Path, corpus_folder: Path, tmp_path: Path) -> None:
    """What a broken-off run finished is kept, what is missing is made from the kept base; a new recipe is refused."""
    pytest.importorskip("torch")
    from index.training.cross_validation import Workshop, cross_validate

    workshop = Workshop(tmp_path / "work", bench, corpus_folder, load_sources(), _small(), 1)
    cross_validate(workshop, None, (0,))
    (workshop.model(0) / "model.safetensors").write_bytes(b"kept")
    cross_validate(workshop, None, (0, 1))
    assert (workshop.model(0) / "model.safetensors").read_bytes() == b"kept"
    assert StaticEmbedder(workshop.model(1)).dimension == 8
    with pytest.raises(TrainingError, match="another recipe"):
        cross_validate(replace(workshop, seed=2), None, (0,))


@pytest.mark.models
def test_a_model_is_the_mean_of_tunings_with_seeds_of_their_own(bench: Path, corpus_folder: Path) -> None:
    """Two tunings from one base give half of each; the second one's seed is a hundred further."""
    pytest.importorskip("torch")
    from index.training import train

    material = train.gather(bench, corpus_folder, load_sources(), 1)
    base = train.make_base(material, _small(), 1)
    lesson, everything = train.prepare(base, material, _small(), 1), train.held_out(material, None)

    def tuned(tunings: int, seed: int) -> "Table":
        return train.tune(base, lesson, everything, replace(_small(), tunings=tunings), seed)

    assert not np.allclose(tuned(1, 1), tuned(1, 101))
    assert np.allclose(tuned(2, 1), np.mean([tuned(1, 1), tuned(1, 101)], axis=0))


@pytest.mark.models
def test_what_training_writes_can_be_loaded(bench: Path, corpus_folder: Path, tmp_path: Path) -> None:
    """The written folder opens with the light loader and finds a law by a question on it."""
    pytest.importorskip("torch")
    _train(bench, corpus_folder, tmp_path / "out", 1)
    question, law, other = StaticEmbedder(tmp_path / "out").embed(["卖假货7罚多少？", LAWS[6]["text"], "甲乙丙"])
    assert question @ law > question @ other


def test_an_unlisted_source_is_refused(bench: Path) -> None:
    """A source without a licence in the list is refused by name, though its rows are there."""
    with pytest.raises(TrainingError, match="EQUALS"):
        read_pairs(bench, ["EQUALS"], load_sources(), ())


def test_a_misspelt_exclusion_is_refused() -> None:
    """Leaving out a name that is not listed is an error, not a silent training on everything."""
    with pytest.raises(TrainingError, match="STARD-tarin"):
        load_sources().without(["STARD-tarin"])


def test_an_excluded_source_is_left_out() -> None:
    """Without a source neither its name nor its reason is left."""
    assert set(load_sources().without(["LeCoQA", "bulk"]).pairs) == set(load_sources().pairs) - {"LeCoQA"}
    assert "bulk" not in load_sources().without(["bulk"]).texts


def test_only_licensed_sources_are_listed() -> None:
    """The list holds the five licensed question sets and our captions; each source says why it may be used."""
    sources = load_sources()
    licensed = {"STARD-train", "LeCoQA", "legal-model-lab", "CRUD-news-ICT", "DuReader-demo"}
    assert set(sources.pairs) == {*licensed, "captions"}
    assert all(why.strip() for why in (*sources.pairs.values(), *sources.texts.values()))


def test_captions_are_pairs_with_their_articles(corpus_folder: Path) -> None:
    """Every phrase of a caption stands with the whole article that it is about; without the source there are none."""
    pairs = caption_pairs(corpus_folder, load_sources())
    said = shipped().by_id["trademark-law-2019"]
    assert {pair.query for pair in pairs} <= {phrase for words in said.values() for phrase in words.split("；")}
    assert {pair.passage.split("\n")[0] for pair in pairs} == {"测试条例"}
    assert caption_pairs(corpus_folder, load_sources().without(["captions"])) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A folder without the data is refused with the file that is missing."""
    with pytest.raises(TrainingError, match=r"passages\.jsonl\.gz"):
        read_pairs(tmp_path, ["LeCoQA"], load_sources(), ())


def test_articles_of_a_marked_text(bench: Path, corpus_folder: Path) -> None:
    """A regulation is cut at its articles; title, chapter and number stand in front of the text."""
    first = read_articles(bench, corpus_folder, load_sources().without(["bulk", "plans"]))[0]
    assert first.passage == "测试条例\n第一章 总则\n第一条\n甲乙丙。\n丁戊己。"


def test_a_title_and_number_are_told_apart(bench: Path, corpus_folder: Path) -> None:
    """A name with its article number is cut before the number, 之一 included."""
    last = read_articles(bench, corpus_folder, load_sources())[-1]
    assert (last.law, last.number) == ("另一法", "第二条之一")


def test_a_known_passage_gets_its_title(bench: Path, corpus_folder: Path) -> None:
    """A pair's passage that is an article of the corpus carries title and number, as it is searched."""
    articles = read_articles(bench, corpus_folder, load_sources())
    pair = read_pairs(bench, ["STARD-train"], load_sources(), articles)[0]
    assert pair.passage.startswith("测试法1\n第一条\n")


@pytest.mark.parametrize(("text", "near"), [
    ("商标侵权怎么处罚", True),      # the same
    ("商标侵权，怎么处罚？？", True),  # the same but for punctuation
    ("商标侵权怎么罚", True),        # 4 of its 5 grams shared, 7 in all
    ("专利侵权怎么处罚", True),      # 4 shared of 8 in all: exactly one half
    ("专利侵权怎么办理", False),     # 2 shared of 10
])  # fmt: skip
def test_near_questions(text: str, *, near: bool) -> None:
    """A question is near where at least half of all 3-grams of the two are shared."""
    assert HeldOut(["商标侵权怎么处罚"]).near(text) is near


def test_a_fold_drops_near_rows_of_every_source() -> None:
    """Whatever source repeats a held-out question, its row is dropped; the others stay."""
    pairs = [Pair("离婚财产怎么分", "甲", source) for source in ("STARD-train", "LeCoQA", "synthetic")]
    kept = Pair("专利年费如何缴纳", "乙", "LeCoQA")
    assert HeldOut(["离婚财产怎么分？"]).drop([*pairs, kept]) == [kept]


def test_folds_part_the_questions() -> None:
    """Every question has one fold, and no fold takes most of them."""
    sizes = np.bincount([fold_of(f"q{number:04}") for number in range(1000)], minlength=FOLDS)
    assert sizes.sum() == 1000
    assert sizes.min() > 150


def test_synthetic_pairs_are_repeatable() -> None:
    """The same seed makes the same pairs from the same articles."""
    articles = [Article(str(row["law"]), str(row["article"]), str(row["text"]), "法律") for row in LAWS]
    assert synthetic_pairs(articles, 3) == synthetic_pairs(articles, 3) != synthetic_pairs(articles, 4)


def test_a_clause_is_not_left_in_its_passage() -> None:
    """Where a clause stands for the question, the passage is the rest of the article."""
    article = Article("测试法", "第一条", "生产者应当建立检查验收制度。销售者应当验明产品合格证明。", "法律")
    pair = synthetic_pairs([article], 0)[0]
    assert letters(pair.query) not in letters(pair.passage)


def test_dropout_keeps_some_tokens_in_their_order() -> None:
    """Of 1,000 tokens about half stay, in order; a row of one token keeps it whatever the share."""
    from index.training.batches import Ragged

    long = Ragged(np.arange(1_001, dtype=np.int32), np.array([0, 1_000, 1_001]))
    thinned = long.thinned(0.5, np.random.default_rng(0))
    kept = thinned.ids[: thinned.starts[1]]
    assert 400 < len(kept) < 600
    assert np.all(np.diff(kept) > 0)
    assert long.thinned(1.0, np.random.default_rng(0)).starts.tolist() == [0, 1, 2]


@pytest.mark.models
def test_no_stard_question_touches_the_base(bench: Path, corpus_folder: Path) -> None:
    """The base that all folds share is made without anything that resembles a STARD question, of whatever fold."""
    pytest.importorskip("torch")
    from index.training.train import base_pairs, gather

    material = gather(bench, corpus_folder, load_sources(), 0)
    asked = HeldOut(["卖假货1罚多少？"])
    assert any(asked.near(pair.query) for pair in material.questions)
    assert base_pairs(material)
    assert not any(asked.near(pair.query) for pair in base_pairs(material))


@pytest.mark.corpus
def test_no_held_out_question_is_trained_on(corpus: Path) -> None:
    """On the real data: nothing that a fold trains on equals or resembles a question of it."""
    pytest.importorskip("torch")
    from index.training.train import fold_questions

    bench, sources = corpus.parent / "bench", load_sources()
    held_out = HeldOut(fold_questions(bench, 0).values())
    pairs = read_pairs(bench, sources.pairs, sources, ())
    kept = held_out.drop(pairs)
    assert 0 < len(kept) < len(pairs)
    assert not any(held_out.near(pair.query) for pair in kept)


def test_recall_and_reciprocal_rank_by_hand() -> None:
    """Of the gold rows 3 and 8 the first stands at rank 2 and the other nowhere: recall 1/2, reciprocal rank 1/2."""
    from index.training.evaluate import recall, reciprocal_rank

    ranked, gold = np.array([5, 3, 1]), frozenset({3, 8})
    assert (recall(ranked, gold, 10), reciprocal_rank(ranked, gold)) == (0.5, 0.5)
    assert (recall(ranked, gold, 1), reciprocal_rank(ranked, gold, 1)) == (0, 0)


def test_fusion_leans_on_words_that_explain_the_question() -> None:
    """Row 0 is best by words, row 1 by meaning: fully explained by words 0 wins, hardly explained the weights decide."""
    from index.training.evaluate import fused

    lexical, cosines = np.array([4, 3], np.float32), np.array([0.1, 0.8], np.float32)
    assert fused(lexical, cosines, 1.0).tolist() == [0, 1]
    assert fused(lexical, cosines, 0.2).tolist() == [1, 0]


def test_hard_negatives_never_answer() -> None:
    """Of the ranked passages 0, 1 and 2 the question's own answer 1 is never drawn."""
    from index.training.negatives import draw

    drawn = draw(np.array([[0, 1, 2]]), np.array([0]), np.array([1]), 20, seed=0)
    assert set(drawn.ravel().tolist()) == {0, 2}


@pytest.mark.models
def test_measuring_writes_ids_and_numbers_only(bench: Path, corpus_folder: Path, tmp_path: Path) -> None:
    """A model's figures replace its older ones in the file; no text of a question gets into it."""
    pytest.importorskip("torch")
    from index.training.evaluate import measure, record

    _write(
        bench / "legaldc/corpus.jsonl.gz", [{"id": "L1", "title": "甲法", "heading": "", "text": "假冒专利的处罚"}] * 2
    )
    _write(bench / "legaldc/qa.jsonl.gz", [{"question": "假冒专利罚多少", "rel": ["L1"]}])
    _train(bench, corpus_folder, tmp_path / "out", 1)
    for _ in range(2):
        record(tmp_path / "report.json", measure(bench, tmp_path / "out", None))
    written = (tmp_path / "report.json").read_text(encoding="utf-8")
    assert len(json.loads(written)) == 1
    assert "假冒" not in written
