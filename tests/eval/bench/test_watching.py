"""What models are learned from, and the files that they become."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.shelf import Shelves
from eval.bench.watching import is_gold, write_model
from eval.texts import Clause
from index.documents import Filters
from tests.library import Office


@pytest.mark.parametrize(("begins", "ends", "gold"), [(0, 0, True), (5, -5, True), (-9, 9, True), (900, 999, False)])
def test_a_passage_is_gold_where_it_shares_signs_with_a_gold_clause(
    office: Office, begins: int, ends: int, *, gold: bool
) -> None:
    """The clause itself, a part of it and what holds it are; a later clause, or one of another document, is not."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        quoted = shelf.search("灯笼", date(2028, 1, 1), Filters(document_id="lantern-2026"), 1)
    chunk = quoted[0].chunk
    clause = Clause("lantern-2026", "", chunk.path, chunk.start + begins, chunk.end + ends, "")
    assert is_gold([clause], quoted) is gold
    assert not is_gold([replace(clause, document_id="lantern-2020")], quoted)


def test_a_model_is_a_list_of_numbers_a_line(tmp_path: Path) -> None:
    """What is read again is what was written; a weight that changes changes one line."""
    model, out = (
        {"pieces": {"费": [1.5, 0.2], "税": [0.1, 0.3]}, "trees": {"asked": [[1, 2], [0, 1]]}},
        tmp_path / "m.json",
    )
    write_model(model, out)
    text = out.read_text(encoding="utf-8")
    assert json.loads(text) == model
    assert text.splitlines()[0] == '{"pieces":{"费":[1.5,0.2],'
    assert len(text.splitlines()) == 3
