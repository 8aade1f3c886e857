"""The table of token vectors: where it starts, how it learns, how it is stored."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save as to_bytes
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.decomposition import TruncatedSVD  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from index.training.batches import Ragged

Table = NDArray[np.float32]
"""Token vectors, shape [tokens, dimension]; row 0 is the unknown token."""

_UNKNOWN_LENGTH = 1e-3
"""Short enough to change no text that has known tokens, long enough to give a direction to one that has none."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Pairs as row numbers: queries and passages; `negatives` [pairs, k] are passages that do not answer."""

    queries: Ragged
    passages: Ragged
    query: NDArray[np.int64]
    passage: NDArray[np.int64]
    negatives: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How one stage learns: in-batch negatives under a temperature, Adam whose rate falls to a tenth.

    A text loses another share of its tokens each time it is looked at: a few words must do, none is learned by heart.
    """

    epochs: int
    batch: int = 1024
    temperature: float = 0.05
    rate: float = 0.01
    query_dropout: float = 0.0
    passage_dropout: float = 0.0


def starting_table(texts: Ragged, size: int, dimension: int, seed: int) -> Table:
    """TF-IDF and SVD of the texts, mapped to tokens: the mean of a text's tokens is its place there."""
    rows = np.repeat(np.arange(len(texts)), np.diff(texts.starts))
    counts = csr_matrix((np.ones(len(texts.ids), np.float32), (rows, texts.ids)), shape=(len(texts), size))
    counts.sum_duplicates()
    documents = np.bincount(counts.indices, minlength=size)
    rarity = np.log((1 + len(texts)) / (1 + documents)).astype(np.float32)
    lengths = np.maximum(np.asarray(counts.multiply(rarity).power(2).sum(axis=1)).ravel(), 1e-9) ** 0.5
    weighted = counts.multiply(rarity).multiply((1 / lengths)[:, None]).tocsr().astype(np.float32)
    svd = TruncatedSVD(dimension, algorithm="randomized", n_iter=2, random_state=seed).fit(weighted)
    table = svd.components_.T * rarity[:, None]
    table /= np.mean(np.linalg.norm(table, axis=1)) + 1e-9
    # A piece that the texts never use still needs a direction: questions may use it.
    blank = np.random.default_rng(seed).normal(0, 0.1 / dimension**0.5, table.shape)
    return np.asarray(np.where(documents[:, None] > 0, table, blank), dtype=np.float32)


def learn(table: Table, examples: Examples, schedule: Schedule, seed: int) -> Table:
    """The table after a stage of contrastive learning: each query nearer to its passage than to those of others."""
    torch.manual_seed(seed)
    weights = torch.nn.Parameter(torch.from_numpy(table.copy()))
    adam = torch.optim.Adam([weights], lr=schedule.rate)
    batches = list(_batches(len(examples.query), schedule, seed))
    falling = torch.optim.lr_scheduler.LinearLR(adam, 1.0, 0.1, total_iters=max(1, len(batches)))
    chance = np.random.default_rng([seed, 1])
    for rows in batches:
        adam.zero_grad()
        loss = _loss(weights, examples, rows, schedule, chance)
        loss.backward()
        adam.step()
        falling.step()
    return np.asarray(weights.detach().numpy(), dtype=np.float32)


def save(table: Table, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the model in sentence-transformers' own format: int8 rows with one scale each, byte for byte repeatable."""
    folder.mkdir(parents=True, exist_ok=True)
    table = table.copy()
    table[0] *= _UNKNOWN_LENGTH / np.linalg.norm(table[0])
    scales = np.maximum(np.abs(table).max(axis=1) / 127, 1e-12).astype(np.float32)
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    (folder / "model.safetensors").write_bytes(to_bytes({"embeddings": rows, "weights": scales}))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    package = "sentence_transformers"
    static = f"{package}.sentence_transformer.modules.static_embedding.StaticEmbedding"
    modules = [("", static), ("1_Normalize", f"{package}.base.modules.normalize.Normalize")]
    described = [{"idx": at, "name": str(at), "path": path, "type": kind} for at, (path, kind) in enumerate(modules)]
    _write(folder / "modules.json", described)
    _write(
        folder / "config_sentence_transformers.json",
        {
            "model_type": "SentenceTransformer",
            "prompts": {},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
    sentence = "sentence_embedding"
    _write(folder / "1_Normalize" / "config.json", {"module_input_name": sentence, "module_output_name": sentence})


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8", newline="\n")


def _batches(pairs: int, schedule: Schedule, seed: int) -> Iterator[NDArray[np.int64]]:
    order = np.random.default_rng(seed)
    for _ in range(schedule.epochs):
        shuffled = order.permutation(pairs)
        yield from (shuffled[at : at + schedule.batch] for at in range(0, pairs, schedule.batch))


def _loss(
    weights: torch.Tensor,
    examples: Examples,
    rows: NDArray[np.int64],
    schedule: Schedule,
    chance: np.random.Generator,
) -> torch.Tensor:
    query, passage = examples.query[rows], examples.passage[rows]
    columns = np.concatenate([passage, np.unique(examples.negatives[rows])])
    asked = examples.queries.take(query).thinned(schedule.query_dropout, chance)
    searched = examples.passages.take(columns).thinned(schedule.passage_dropout, chance)
    likeness = _vectors(weights, asked) @ _vectors(weights, searched).T
    # What answers the same question elsewhere in the batch, or is the same passage, is no negative.
    same = (query[:, None] == query[None, :]) | (passage[:, None] == passage[None, :])
    np.fill_diagonal(same, val=False)
    own = np.zeros((len(rows), len(columns)), bool)
    own[:, : len(rows)] = same
    own[:, len(rows) :] = passage[:, None] == columns[None, len(rows) :]
    logits = (likeness / schedule.temperature).masked_fill(torch.from_numpy(own), -1e4)
    return torch.nn.functional.cross_entropy(logits, torch.arange(len(rows)))


def _vectors(weights: torch.Tensor, texts: Ragged) -> torch.Tensor:
    ids, starts = torch.from_numpy(texts.ids).long(), torch.from_numpy(texts.starts[:-1])
    means = torch.nn.functional.embedding_bag(ids, weights, starts, mode="mean")
    return torch.nn.functional.normalize(means, dim=1)
