"""Tiny sets in the published forms, made up for tests."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LANTERN = "灯笼作坊位于临江市东街。作坊有工人三十名。"
PAPER = "造纸坊由李四创办。造纸作坊每年检查两次。"


def published(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Rows as a compressed file of JSON lines; gives back its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()))
    return path.parent


def context(text: str, *qas: tuple[str, str, list[str]], **named: str) -> dict[str, Any]:
    """A passage with questions (id, question, references)."""
    asked = [{"id": name, "question": question, "answers": answers} for name, question, answers in qas]
    return {"context": text, "qas": asked} | named


def refine(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A question of RGB with five passages of either sort."""
    positive = [f"第{place}年灯笼作坊有工人三十名。" for place in "一二三四五"]
    negative = [f"第{place}年造纸坊停工。" for place in "一二三四五"]
    row = {
        "id": number,
        "query": "灯笼作坊的工人有几名",
        "answer": ["三十"],
        "positive": positive,
        "negative": negative,
    }
    return row | changed
