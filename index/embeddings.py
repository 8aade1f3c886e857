"""Vectors for texts: the small static model that ships with the project, or any sentence-transformers model by name.

The shipped model is read here with numpy, tokenizers and safetensors alone, so that a question needs neither torch nor
a download. Its folder is in sentence-transformers' own format: `SentenceTransformer(folder)` gives the same vectors.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.errors import EmbeddingError

SHIPPED = Path(__file__).parent / "models" / "static"
"""The folder of the model that ships with the project."""
SHIPPED_PREFIX = "static-"
"""What the names of all models begin with that were ever shipped; an index made with an earlier one is made anew."""

_BATCH = 512
"""Texts that are tokenized under one hold of the lock: a few milliseconds, so a question never waits for an import."""
_LONGEST = 8_000
"""Characters of a text that its vector is made from: the tokenizer takes 750 bytes of memory for each, and a file
without line ends is one clause."""
_MOST_KNOWN = 10_000
"""Texts of which the numbers of their tokens are kept: the same clauses are read again and again."""


class Embedder(Protocol):
    """Turns texts into vectors of length 1, so that a dot product is the cosine. Safe to share between threads."""

    name: str
    """Says which weights made a vector; an index built under another name is refused."""
    dimension: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, shape [n, dimension], each of length 1."""
        ...


class StaticEmbedder:
    """The mean of learned token vectors, made of length 1.

    A text without any known token (empty, punctuation only) gets the vector of the unknown token: a fixed row of
    length 1 that is close to nothing.

    Raises:
        EmbeddingError: when the folder is not there or holds something else.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        module = folder / _static_module(folder)
        self._tokenizer = _read_tokenizer(module / "tokenizer.json")
        self._rows, self._scales = _read_table(module)
        self._unknown = self._tokenizer.token_to_id("[UNK]") or 0
        self._lock = threading.Lock()
        self._known: dict[str, NDArray[np.int32]] = {}
        self.name = f"{SHIPPED_PREFIX}{_digest(module / 'model.safetensors', module / 'tokenizer.json')}"
        self.dimension = int(self._rows.shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, shape [n, dimension], each of length 1."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            for row, ids in enumerate(self._ids(texts[start : start + _BATCH]), start):
                vectors[row] = (self._rows[ids].astype(np.float32) * self._scales[ids]).sum(axis=0)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def tokens(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        """The vectors of the tokens of each text, in their order, shape [tokens, dimension]; never none."""
        known = self._known
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            read = (np.array(ids, np.int32) for ids in self._ids(new))
            # A new dictionary, not a changed one: another thread may be reading the old.
            known = {**known, **dict(zip(new, read, strict=True))}
            self._known = known if len(known) < _MOST_KNOWN else {}
        numbers = [known[text] for text in texts]
        return [self._rows[ids].astype(np.float32) * self._scales[ids] for ids in numbers]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        texts = [text[:_LONGEST] for text in texts]
        # One tokenizer must not be used by two threads at once.
        with self._lock:
            if len(texts) == 1:
                encodings = [self._tokenizer.encode(texts[0], add_special_tokens=False)]
            else:
                encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [encoding.ids or [self._unknown] for encoding in encodings]


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder (needs the extra `models`).

    Nothing is downloaded where `HF_HUB_OFFLINE=1` is set; the model must then be in the cache or a folder.

    Raises:
        EmbeddingError: when the package or the model is missing, saying what to install or which folder was tried.
    """

    def __init__(self, model: str) -> None:
        self._model = _sentence_transformer(model)
        self._lock = threading.Lock()
        self.name = f"sentence-transformers:{model}"
        self.dimension = int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, shape [n, dimension], each of length 1."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        # Fast tokenizers refuse a second thread ("Already borrowed").
        with self._lock:
            vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def load_embedder(setting: str) -> Embedder:
    """The embedder a setting names: `static` is the shipped one, all else a sentence-transformers name or folder.

    Raises:
        EmbeddingError: when it cannot be loaded.
    """
    return StaticEmbedder() if setting == "static" else SentenceTransformerEmbedder(setting)


def with_tokens(embedder: Embedder) -> StaticEmbedder:
    """The embedder itself where it has vectors of tokens, else the shipped one."""
    return embedder if isinstance(embedder, StaticEmbedder) else _shipped()


@cache
def _shipped() -> StaticEmbedder:
    return StaticEmbedder()


def _static_module(folder: Path) -> str:
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return next(str(module["path"]) for module in modules if module["type"].endswith(".StaticEmbedding"))
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise EmbeddingError(
            f"no static embedding model in {folder} (modules.json: {error!r}); "
            "restore the folder or train it again: python -m index.training --help"
        ) from error


def _read_tokenizer(path: Path) -> Tokenizer:
    # tokenizers raises a bare Exception for a file that is missing or damaged.
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:
        raise EmbeddingError(f"the tokenizer {path} cannot be read ({error}); restore the file") from error


def _read_table(module: Path) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Token vectors as they are kept, in a quarter of their size: rows of shape [tokens, dimension], a scale each."""
    path = module / "model.safetensors"
    try:
        tensors = load_file(path)
        rows, scales = tensors["embeddings"], tensors["weights"]
    except (OSError, SafetensorError, KeyError) as error:
        raise EmbeddingError(f"the weights {path} cannot be read ({error!r}); restore the file") from error
    return rows, np.asarray(scales[:, None], np.float32)


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"".join(chain(path.read_bytes() for path in paths))).hexdigest()[:12]


def _sentence_transformer(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  torch takes seconds: only when asked for
    except ImportError as error:
        raise EmbeddingError(
            f"the embedding model {model!r} needs sentence-transformers: pip install 'ip-enforcement-assistant[models]'"
        ) from error
    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise EmbeddingError(
            f"the embedding model {model!r} is neither a model folder nor in the local cache ({reason}); "
            "give a folder in sentence-transformers' format, or download the model first"
        ) from error
