"""The shipped model read light, any sentence-transformers model by name, and what both promise as an Embedder."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer, models

from index.embeddings import SHIPPED, Embedder, SentenceTransformerEmbedder, StaticEmbedder, load_embedder
from index.errors import EmbeddingError

TEXTS = (
    "侵犯注册商标专用权罚多少",
    "第五十七条",
    "假冒专利怎么投诉？",
    "ABC-123",
    "法",
    "，。！",
    "🙂 侵权",
    "长" * 5000,
)


@pytest.fixture(scope="session")
def shipped() -> StaticEmbedder:
    """The shipped model, loaded once."""
    return StaticEmbedder()


@pytest.fixture(params=["static", pytest.param("folder", marks=pytest.mark.models)])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Every implementation of the Protocol."""
    if request.param == "folder":
        pytest.importorskip("sentence_transformers")
        return load_embedder(str(SHIPPED))
    return load_embedder("static")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A model of three tokens whose vectors are easy to add up by hand."""
    folder = tmp_path / "tiny"
    shutil.copytree(SHIPPED, folder)
    pieces = [("[UNK]", 0.0), ("商", -1.0), ("标", -1.0)]
    Tokenizer(models.Unigram(pieces, unk_id=0)).save(str(folder / "tokenizer.json"))
    rows = np.array([[0, 0, 1], [3, 0, 0], [0, 2, 0]], dtype=np.int8)
    scales = np.array([1, 1, 2], dtype=np.float32)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    return folder


def test_one_row_of_length_one_per_text(embedder: Embedder) -> None:
    """Each text gets one float32 row of length 1, so that a dot product is the cosine."""
    vectors = embedder.embed(TEXTS[:5])
    assert vectors.shape == (5, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_no_rows(embedder: Embedder) -> None:
    """No texts give an empty array of the right width."""
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_a_batch_says_what_one_by_one_says(embedder: Embedder) -> None:
    """A text's vector does not depend on the texts beside it."""
    together = embedder.embed(TEXTS[:5])
    alone = np.vstack([embedder.embed([text]) for text in TEXTS[:5]])
    assert np.allclose(together, alone, atol=1e-6)


def test_from_32_threads(embedder: Embedder) -> None:
    """Threads share one embedder without an error and get the vectors that one thread gets."""
    expected = embedder.embed(TEXTS[:5])
    with ThreadPoolExecutor(32) as pool:
        found = list(pool.map(lambda _: embedder.embed(TEXTS[:5]), range(200)))
    assert all(np.allclose(vectors, expected, atol=1e-6) for vectors in found)


def test_mean_of_token_vectors_by_hand(tiny: Path) -> None:
    """商 is (3, 0, 0) and 标 is 2 × (0, 2, 0): together (3, 4, 0), of length 1 (0.6, 0.8, 0)."""
    assert np.allclose(StaticEmbedder(tiny).embed(["商标"]), [[0.6, 0.8, 0]])


def test_a_text_is_the_sum_of_its_tokens(shipped: StaticEmbedder) -> None:
    """Asked for one by one or together, from many threads, known already or not."""
    with ThreadPoolExecutor(16) as pool:
        alone = list(pool.map(lambda text: shipped.tokens([text])[0], TEXTS * 20))
    for text, tokens, again in zip(TEXTS, alone, shipped.tokens(TEXTS), strict=False):
        whole = tokens.sum(axis=0)
        assert np.array_equal(tokens, again)
        assert np.allclose(whole / np.linalg.norm(whole), shipped.embed([text])[0], atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_nothing_to_read_is_the_unknown_token(shipped: StaticEmbedder, text: str) -> None:
    """A text without tokens still has a vector of length 1, always the same, far from real ones."""
    vector = shipped.embed([text])[0]
    assert np.array_equal(vector, shipped.embed(["，。！"])[0])
    assert np.isclose(np.linalg.norm(vector), 1)


def test_a_clause_without_end_takes_bounded_memory(shipped: StaticEmbedder) -> None:
    """A vector is made from the first 8,000 characters: what follows changes nothing."""
    one, other = shipped.embed(["商标" * 4_000, "商标" * 4_000 + "专利" * 4_000])
    assert np.array_equal(one, other)


def test_an_unknown_sign_changes_nothing(shipped: StaticEmbedder) -> None:
    """A sign without a piece of its own leaves the direction of the rest as it is."""
    known, beside = shipped.embed(["侵犯注册商标专用权", "侵犯注册商标专用权\U000f0000"])
    assert known @ beside > 0.999


def test_near_in_meaning_is_near(shipped: StaticEmbedder) -> None:
    """Two ways to speak of counterfeit goods lie nearer to each other than to a leave of absence."""
    goods, fake, leave = shipped.embed(["销售假冒注册商标的商品", "卖假货商标侵权", "职工带薪年休假天数"])
    assert goods @ fake > goods @ leave + 0.2


def test_the_name_changes_with_the_weights(shipped: StaticEmbedder, tiny: Path) -> None:
    """The name carries a hash of the weights, so an index built with others can be refused."""
    assert shipped.name.startswith("static-")
    assert StaticEmbedder(tiny).name != shipped.name


def test_shipped_folder_is_small() -> None:
    """The model that travels with the project stays below 20 MB."""
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < 20e6


def test_loading_needs_no_torch(shipped: StaticEmbedder) -> None:
    """The query path is numpy, tokenizers and safetensors: the module pulls in nothing of torch by itself."""
    code = "import sys; from index.embeddings import load_embedder; load_embedder('static').embed(['法']); "
    code += "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'sklearn', 'scipy')))"
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.models
def test_sentence_transformers_gives_the_same_vectors(shipped: StaticEmbedder) -> None:
    """The folder opens with the real library, and its vectors equal those of the light loader to 1e-5."""
    library = pytest.importorskip("sentence_transformers")
    texts = [*TEXTS[:5], TEXTS[7], "假冒他人注册商标，情节严重的，处三年以下有期徒刑。" * 20]
    expected = library.SentenceTransformer(str(SHIPPED), device="cpu").encode(texts)
    assert np.abs(shipped.embed(texts) - expected).max() < 1e-5


@pytest.mark.parametrize(("file", "named"), [("modules.json", "modules.json"), ("model.safetensors", "weights")])
def test_a_missing_file_is_named(tiny: Path, file: str, named: str) -> None:
    """A folder that is not whole is refused with the file and what to do."""
    (tiny / file).unlink()
    with pytest.raises(EmbeddingError, match=named):
        StaticEmbedder(tiny)


@pytest.mark.parametrize("file", ["modules.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_file_is_named(tiny: Path, file: str) -> None:
    """A file that is cut short is refused with our own error, never the library's."""
    (tiny / file).write_bytes((tiny / file).read_bytes()[:20])
    with pytest.raises(EmbeddingError, match="restore the f"):
        StaticEmbedder(tiny)


@pytest.mark.models
def test_an_unknown_model_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is neither here nor in the cache is refused by name, without a download."""
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EmbeddingError, match="no-such-model"):
        SentenceTransformerEmbedder(str(tmp_path / "no-such-model"))


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sentence-transformers the error names the extra to install."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EmbeddingError, match=r"\[models\]"):
        load_embedder("BAAI/bge-m3")


def test_stored_small(shipped: StaticEmbedder) -> None:
    """The weights lie in int8 rows with one scale each: a quarter of float32."""
    tensors = load_file(SHIPPED / "model.safetensors")
    assert tensors["embeddings"].dtype == np.int8
    assert tensors["weights"].shape == (tensors["embeddings"].shape[0],)
