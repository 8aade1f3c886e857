"""The re-ranker reads what it says it reads, adds up, refuses what it cannot use, and orders real questions better."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.bridges import Expanded
from index.catalog import EVERYONE
from index.documents import Chunk, Metadata
from index.lexical import LexicalIndex, build
from index.reranking import Candidates, Clauses, RerankingError, Trees, Unchanged, load_reranker
from index.reranking.features import features, names
from index.reranking.kinds import asks, parse_kinds, question_kinds
from index.reranking.signs import signs
from index.reranking.terms import Terms
from index.reranking.texts import Texts
from index.reranking.trees import SHIPPED, Forest
from index.retrieval import Query, Retriever
from tests.library import TODAY, Office

TEXTS = ("第一条　灯笼应当登记。", "第二条　违反第一条的，处五万元罚款。", "第三条　本办法自公布之日起施行。")


@pytest.fixture
def small(tmp_path: Path) -> tuple[Clauses, LexicalIndex]:
    """Three clauses of one law."""
    chunks = [
        Chunk("lantern", "", f"第{sign}条", "条", 0, len(text), text, ("总则",))
        for sign, text in zip("一二三", TEXTS, strict=True)
    ]
    build(TEXTS, tmp_path / "lexical")
    clauses = Clauses(chunks, np.zeros(3, np.int32), [Metadata("灯笼管理办法")])
    return clauses, LexicalIndex.open(tmp_path / "lexical")


def found(lexical: LexicalIndex, text: str) -> Candidates:
    """All three clauses as candidates; the cosines say nothing."""
    scores = lexical.scores(text)
    return Candidates(
        np.arange(3), scores, np.zeros(3, np.float32), scores, lexical.rarity(text), np.zeros(3, np.bool_)
    )


def column(small: tuple[Clauses, LexicalIndex], text: str, name: str) -> list[float]:
    """A feature of the three clauses for a question."""
    clauses, lexical = small
    rows = features(Expanded(text), found(lexical, text), clauses, lexical)
    return [round(value, 4) for value in rows[:, names().index(name)].tolist()]


def test_a_clause_with_all_words_covers_the_question(small: tuple[Clauses, LexicalIndex]) -> None:
    """灯笼应当 stands whole in the first clause; the others share no sign of it but 当 … none at all."""
    assert column(small, "灯笼应当", "text: covered") == [1, 0, 0]
    assert column(small, "灯笼应当", "text: run") == [4, 0, 0]


def test_titles_and_headings_are_read_apart(small: tuple[Clauses, LexicalIndex]) -> None:
    """The title and the heading are the same for all three."""
    assert column(small, "管理", "headings: title covered") == [1, 1, 1]
    assert column(small, "总则", "headings: covered") == [1, 1, 1]


def test_a_clause_that_names_another_is_linked_to_it(small: tuple[Clauses, LexicalIndex]) -> None:
    """第二条 names 第一条: it is told how well that matches, and the other way round."""
    lexical = small[1].scores("灯笼登记罚款")
    assert column(small, "灯笼登记罚款", "links: cites") == pytest.approx([0, lexical[0], 0], abs=1e-3)
    assert column(small, "灯笼登记罚款", "links: is cited") == pytest.approx([lexical[1], 0, 0], abs=1e-3)


def test_what_is_asked_meets_what_is_said(small: tuple[Clauses, LexicalIndex]) -> None:
    """A question for a fine fits the clause with 罚款, one for a day that with 之日 and 施行."""
    assert np.argmax(column(small, "要罚吗", "kind: asked and says penalty")) == 1
    assert np.argmax(column(small, "何时", "kind: asked and says when")) == 2


def test_signs_are_counted_up_to_three() -> None:
    """罚款 four times and 没收 once say no more of a penalty than three; over a border of two texts stands no sign."""
    said = signs(Texts.of(["罚款罚款罚款罚款没收", "没收", "罚", "款"]))
    penalty = [kind.name for kind in question_kinds()].index("penalty")
    assert said[:, penalty].tolist() == [3, 1, 0, 0]


def test_a_sentence_holds_what_stands_between_its_ends(small: tuple[Clauses, LexicalIndex]) -> None:
    """Terms: 灯, 笼 and 灯笼. One sentence has all, of two parted by a NUL the better has one sign; a NUL ends no text."""
    terms = Terms.of(Expanded("灯笼"), small[1])
    matches = terms.within(Texts.of(["应当灯笼。", "灯\0笼", "笼"]), sentences_of=2)
    best = float(terms.weights[:2].max() / terms.weights.sum())
    assert matches.sentence.tolist() == pytest.approx([1, best])
    assert matches.counts.tolist() == [[1, 1, 1], [1, 1, 0], [0, 1, 0]]


def test_kinds_are_told_by_their_words() -> None:
    """A question may be of several kinds."""
    told = dict(zip((kind.name for kind in question_kinds()), asks("谁来罚，何时"), strict=True))
    assert (told["who"], told["penalty"], told["when"], told["contact"]) == (True, True, True, False)


@pytest.mark.parametrize(
    "row",
    [
        'signs = ["罚款"]\nasked = ["罚"]',
        'why = "x"\nasked = ["罚"]\nsigns = ["罚"]',
        'why = "x"\nasked = []\nsigns = ["罚款"]',
    ],
)
def test_a_kind_that_cannot_be_used_is_named(row: str) -> None:
    """Without a reason, with a sign that is no pair, without words."""
    with pytest.raises(RerankingError, match="penalty: each kind needs"):
        parse_kinds(f"[penalty]\n{row}")


def test_a_forest_gives_what_its_arrays_say() -> None:
    """Weight 2 on a feature of mean 1, and one tree that asks whether it is above 3."""
    forest = Forest(
        means=np.array([1.0]),
        weights=np.array([2.0]),
        asked=np.array([[0]]),
        limits=np.array([[3.0]]),
        leaves=np.array([[-1.0, 5.0]]),
        sizes=np.array([[1.0, 1.0]]),
        scale=np.array([1.0, 0.0]),
    )
    rows = np.array([[1.0], [4.0]], np.float32)
    assert forest.raw(rows).tolist() == [-1, 11]
    assert forest.shares(rows).ravel().tolist() == [-3, 9]  # the tree is expected to give 2


def test_trees_share_their_questions() -> None:
    """Two trees of two questions, one of them asked by both: each candidate's answers are the number of its leaf."""
    forest = Forest(
        means=np.zeros(2),
        weights=np.zeros(2),
        asked=np.array([[0, 1], [1, 1]]),
        limits=np.array([[1.0, 5.0], [5.0, 7.0]]),
        leaves=np.array([[1.0, 2, 4, 8], [16, 32, 64, 128]]),
        sizes=np.ones((2, 4)),
        scale=np.array([1.0, 0.0]),
    )
    rows = np.array([[0, 0], [2, 0], [0, 6], [2, 8]], np.float32)
    assert forest.raw(rows).tolist() == [1 + 16, 2 + 16, 4 + 32, 8 + 128]


def test_parts_add_up_to_the_score(library: Office) -> None:
    """What each group gave, with what any candidate has, is the score."""
    with library.library.pin() as generation:
        query = Query("贴牌加工的商品侵权怎么处罚", TODAY, EVERYONE, explain=True)
        passages = Retriever(generation, library.embedder).retrieve(query)
    assert {"base", "text", "dense"} <= set(passages[0].parts)
    for passage in passages:
        assert sum(passage.parts.values()) == pytest.approx(passage.score, abs=1e-4)
        assert 0 <= passage.score <= 1


def test_explaining_changes_nothing(library: Office) -> None:
    """The same passages with the same scores, whether parts are told or not."""
    query = Query("伪造地理标志专用标志罚多少", TODAY, EVERYONE)
    with library.library.pin() as generation:
        retriever = Retriever(generation, library.embedder)
        told, plain = (retriever.retrieve(replace(query, explain=explain)) for explain in (True, False))
    assert [one.chunk for one in told] == [one.chunk for one in plain]
    assert [one.score for one in told] == pytest.approx([one.score for one in plain], abs=1e-4)


def test_more_questions_find_their_clause_first(library: Office) -> None:
    """On the dev half the shipped re-ranker puts a gold clause first more often than the plain search."""
    rows = map(json.loads, (Path("eval/datasets") / "enforcement-dev.jsonl").read_text(encoding="utf-8").splitlines())
    asked = [row for row in rows if row.get("gold")]
    hits = dict.fromkeys(("trees", "none"), 0)
    with library.library.pin() as generation:
        for name in hits:
            retriever = Retriever(generation, library.embedder, load_reranker(name))
            hits[name] = sum(_first_is_gold(retriever, row) for row in asked)
    assert hits["trees"] > hits["none"] > 0


def _first_is_gold(retriever: Retriever, row: dict[str, object]) -> bool:
    day = date.fromisoformat(str(row["as_of"])) if row.get("as_of") else TODAY
    best = retriever.retrieve(Query(str(row["question"]), day, EVERYONE, top_k=1))[0].chunk
    gold = row["gold"]
    assert isinstance(gold, list)
    return any(best.document_id == one["document_id"] and best.path.startswith(one["clause_path"]) for one in gold)


def test_the_name_tells_the_weights(tmp_path: Path) -> None:
    """Other weights, another name."""
    shutil.copytree(SHIPPED, tmp_path / "own")
    same = Trees(tmp_path / "own").name
    assert same == Trees().name
    assert same.startswith("trees-")


def test_none_leaves_the_search_as_it_is() -> None:
    """It looks at nothing."""
    assert isinstance(load_reranker("none"), Unchanged)
    assert load_reranker("none").depth == 0


def test_a_folder_without_a_model_is_refused_in_one_line(tmp_path: Path) -> None:
    """Missing, of other features, damaged: each is told with what to do."""
    with pytest.raises(RerankingError, match=r"no re-ranker in .*restore the folder or train it again"):
        Trees(tmp_path)
    shutil.copytree(SHIPPED, tmp_path / "other")
    manifest = json.loads((tmp_path / "other" / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "other" / "manifest.json").write_text(json.dumps(manifest | {"features": ["one"]}), encoding="utf-8")
    with pytest.raises(RerankingError, match="trained on other features"):
        Trees(tmp_path / "other")


def test_damaged_weights_are_refused_in_one_line(tmp_path: Path) -> None:
    """Half a file of weights."""
    shutil.copytree(SHIPPED, tmp_path / "half")
    weights = tmp_path / "half" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(RerankingError, match="cannot be read"):
        Trees(tmp_path / "half")


def test_an_unknown_model_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither shipped, nor a folder, nor in the cache: nothing is downloaded."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(RerankingError, match="nosuchmodel") as told:
        load_reranker("nosuchmodel")
    assert "\n" not in str(told.value)


def test_any_cross_encoder_can_decide(tmp_path: Path, small: tuple[Clauses, LexicalIndex]) -> None:
    """A tiny untrained one from a folder: its own scores, between 0 and 1, are the score and the only part."""
    pytest.importorskip("sentence_transformers")
    folder = tiny_cross_encoder(tmp_path / "tiny")
    reranker = load_reranker(str(folder))
    clauses, lexical = small
    ranking = reranker.rank(Expanded("灯笼"), found(lexical, "灯笼"), clauses, lexical)
    assert reranker.name == f"cross-encoder:{folder}"
    assert len(ranking.scores) == 3
    assert 0 <= ranking.scores.min() < ranking.scores.max() <= 1
    assert ranking.parts([1]) == [{"cross-encoder": pytest.approx(float(ranking.scores[1]))}]


def tiny_cross_encoder(folder: Path) -> Path:
    """A BERT of eight numbers and a vocabulary of the signs of `TEXTS`, in the format of transformers."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    torch.manual_seed(0)
    folder.mkdir()
    signs = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set("".join(TEXTS)))]
    (folder / "vocab.txt").write_text("\n".join(signs), encoding="utf-8")
    sizes: dict[str, Any] = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    config = BertConfig(vocab_size=len(signs), intermediate_size=8, initializer_range=1.0, **sizes)
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder
