"""Every kind of spelling finds its clause, and nothing that does not exist is answered: a sample of what is measured.

The whole is measured by `python -m tests.index.measure_references`.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from index.catalog import EVERYONE
from index.retrieval import Query, Retriever
from tests.index.measure_references import asker, cites_first, is_first, says_missing
from tests.index.reference_spellings import (
    AROUND,
    OTHERS,
    SPELLINGS,
    Asked,
    Corpus,
    Missing,
    follow_ups,
    missing,
    spellings,
)
from tests.library import Office

_SEED = 20261121
_Row = TypeVar("_Row", Asked, Missing)


@pytest.fixture(scope="module")
def clauses(corpus: Path) -> Corpus:
    """The regulations, read by the generator's own few lines."""
    return Corpus(corpus)


def _sample(rows: Sequence[_Row], of_each: int) -> list[_Row]:
    """So many of every kind, chosen with one seed."""
    shuffled = Random(_SEED).sample(rows, len(rows))
    seen: Counter[str] = Counter()
    kept: list[_Row] = []
    for row in shuffled:
        seen[row.kind] += 1
        if seen[row.kind] <= of_each:
            kept.append(row)
    return kept


@pytest.mark.corpus
def test_the_generator_reads_as_many_articles_as_the_catalog_counts(clauses: Corpus) -> None:
    """Each document's 条, by the catalog's own count; and 商标法第五十七条 has seven 项, 第六十条 three 款."""
    counted = {row["id"]: sum("/" not in c.path for c in clauses.clauses[row["id"]]) for row in clauses.rows}
    assert counted == {row["id"]: row["articles"] for row in clauses.rows}
    law = [clause.path for clause in clauses.clauses["trademark-law-2019"]]
    assert [sum(path.startswith(f"{n}/") for path in law) for n in ("第五十七条", "第六十条")] == [7, 3]


@pytest.mark.corpus
def test_the_questions_cover_every_clause_kind_and_day(clauses: Corpus) -> None:
    """Every clause at least once, at least twenty kinds of spelling, both sides of both changes of edition."""
    asked = list(spellings(clauses, each=1))
    assert {(a.document_id, a.paths[0]) for a in asked} == {
        (c.document_id, c.path) for owned in clauses.clauses.values() for c in owned
    }
    assert {a.kind for a in asked} == {*SPELLINGS, *AROUND, *OTHERS}
    assert len({a.kind for a in asked}) >= 20
    by_kind = {kind: {a.as_of for a in asked if a.kind == kind} for kind in {a.kind for a in asked}}
    assert [kind for kind, days in by_kind.items() if len(days) < 4] == []


@pytest.mark.corpus
def test_a_clause_is_found_first_however_it_is_spelled(library: Office, clauses: Corpus) -> None:
    """Hit@1 of the search, in the edition of the day."""
    asked = _sample(list(spellings(clauses, each=1)), of_each=25)
    with library.library.pin() as generation:
        retriever = Retriever(generation, library.embedder)
        wrong = [a for a in asked if not is_first(a, retriever.retrieve(Query(a.question, a.as_of, EVERYONE)))]
    assert len(wrong) <= 0.005 * len(asked), wrong


@pytest.mark.corpus
def test_a_clause_is_cited_first_however_it_is_spelled(library: Office, clauses: Corpus) -> None:
    """The answer begins with it; questions that hang on the one before are put together first."""
    ask = asker(library.library, library.embedder)
    asked = [*_sample(list(spellings(clauses, each=1)), of_each=4), *_sample(list(follow_ups(clauses)), of_each=8)]
    wrong = [a for a in asked if not cites_first(a, ask(a))]
    assert len(wrong) <= 0.005 * len(asked), wrong


@pytest.mark.corpus
def test_what_does_not_exist_is_reported_missing(library: Office, clauses: Corpus) -> None:
    """Of at least five hundred references to nothing a sample of every kind; none is answered with another clause."""
    absent = list(missing(clauses))
    assert len(absent) >= 500
    ask = asker(library.library, library.embedder)
    assert [m for m in _sample(absent, of_each=20) if not says_missing(ask(m))] == []
