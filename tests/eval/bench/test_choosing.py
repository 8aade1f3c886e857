"""Learns to choose from examples in which the right ones are known, and writes what the assistant reads."""

import json
from pathlib import Path

import numpy as np

from eval.bench.choosing import Example, learned, told

SIGNS = ("noise", "telling")


def made(count: int, seed: int) -> list[Example]:
    """Four texts each; right is the one whose second value is highest."""
    tables = np.random.default_rng(seed).random((count, 4, 2))
    return [Example(table, table[:, 1] == table[:, 1].max()) for table in tables]


def test_the_sign_that_tells_is_learned() -> None:
    """Of questions never seen nearly all are chosen right."""
    choice = learned(made(80, 1))
    fresh = made(40, 2)
    assert choice.weights[1] > 10 * abs(choice.weights[0])
    assert np.mean([each.gold[np.argmax(choice.sums(each.rows))] for each in fresh]) >= 0.9


def test_what_is_written_has_each_weight_by_name(tmp_path: Path) -> None:
    """And of 60 questions those are counted whose first text is right."""
    examples, out = made(60, 1), tmp_path / "model.json"
    figures = told(examples, SIGNS, out)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert list(written["weights"].values()) == learned(examples).weights.tolist()
    assert (list(written["weights"]), set(written["trees"])) == (list(SIGNS), {"asked", "limits", "leaves", "sizes"})
    assert (figures["examples"], figures["first right"]) == (60, round(sum(each.gold[0] for each in examples) / 60, 3))
