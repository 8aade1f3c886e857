"""Figures for references: `python -m tests.index.measure_references CORPUS [--each 4] [--show 3]`. Prints JSON.

Builds an index of the corpus, asks for every clause in every kind of spelling, and for what does not exist. Here and not
in `eval`, since the generator of spellings belongs to the tests.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import numpy as np

from assistant.messages import Answer, Question, Turn
from assistant.pipeline import answer_stream, collect
from eval.bench.results import record
from index import publishing
from index.catalog import EVERYONE
from index.embeddings import Embedder, load_embedder
from index.intake import find, take_in
from index.publishing import Library
from index.retrieval import Passage, Query, Retriever
from tests.index.reference_spellings import Asked, Corpus, Missing, follow_ups, missing, spellings

_MOST_BYTES = 50_000_000
_ANSWERED = 17
"""Every so many of the spellings is also asked of the whole assistant: a few thousand, of every kind."""
_FOLLOWED = 9
"""The same for questions that hang on the one before."""


def main() -> None:
    """Measure spellings, follow-ups and what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--each", type=int, default=4, help="spellings per clause")
    parser.add_argument("--show", type=int, default=0, help="failures of each kind to print on stderr")
    given = parser.parse_args()
    corpus = Corpus(given.corpus)
    with TemporaryDirectory() as folder:
        library, embedder = built(given.corpus, Path(folder))
        with library.pin() as generation:
            retriever = Retriever(generation, embedder)
            asked = list(spellings(corpus, given.each))
            figures = {"retrieval": hits(asked, retriever, given.show)}
        ask = asker(library, embedder)
        figures["first_citation"] = cited(asked[::_ANSWERED], ask, given.show)
        figures["follow_up"] = cited(list(follow_ups(corpus))[::_FOLLOWED], ask, given.show)
        figures["missing"] = reported(list(missing(corpus)), ask, given.show)
        library.close()
    clauses = Counter(level(clause.path) for owned in corpus.clauses.values() for clause in owned)
    record("references-in", {"clauses": clauses, **figures})


def built(corpus: Path, data: Path) -> tuple[Library, Embedder]:
    """An index of the corpus in an empty folder, all documents public."""
    embedder = load_embedder("static")
    options = {"access": "public", "max_bytes": _MOST_BYTES}
    publishing.write(data, embedder, lambda writer: list(take_in(find([corpus]), writer, data, **options)))
    return Library(data, embedder), embedder


def hits(asked: Sequence[Asked], retriever: Retriever, show: int = 0) -> dict[str, object]:
    """Hit@1 of every kind of spelling, the share in which all named clauses stand first, and the times it takes."""
    outcomes, times, worked = list[tuple[Asked, bool, bool]](), list[float](), list[float]()
    for one in asked:
        start, busy = perf_counter(), process_time()
        found = retriever.retrieve(Query(one.question, one.as_of, EVERYONE))
        times.append(perf_counter() - start)
        worked.append(process_time() - busy)
        outcomes.append((one, is_first(one, found), all_first(one, found)))
    _show(((one.kind, one) for one, first, every in outcomes if not (first and every)), show)
    return {
        "questions": len(asked),
        "hit_at_1": _share(first for _, first, _ in outcomes),
        "all_named_first": _share(every for _, _, every in outcomes),
        "milliseconds": _milliseconds(times),
        "processor_milliseconds": _milliseconds(worked),
        "hit_at_1_by_kind": _by_kind((one.kind, first) for one, first, _ in outcomes),
        "hit_at_1_by_day": _by_kind((one.as_of.isoformat(), first) for one, first, _ in outcomes),
        "hit_at_1_by_level": _by_kind((level(one.paths[0]), first) for one, first, _ in outcomes),
        "hit_at_1_of_editions": _by_kind(_of_editions((one, first) for one, first, _ in outcomes)),
    }


def is_first(one: Asked, found: Sequence[Passage]) -> bool:
    """Whether the first passage is (or lies in, or holds) the clause that is asked for, in the right edition."""
    return bool(found) and _is(found[0].edition.document_id, found[0].chunk.path, one.document_id, one.paths[0])


def all_first(one: Asked, found: Sequence[Passage]) -> bool:
    """Whether all clauses that are asked for come before anything else; several may lie in one passage."""
    left = set(one.paths)
    for passage in found:
        held = {
            path for path in one.paths if _is(passage.edition.document_id, passage.chunk.path, one.document_id, path)
        }
        left -= held
        if not held or not left:
            break
    return not left


def cited(asked: Sequence[Asked], ask: Callable[[Asked], Answer], show: int = 0) -> dict[str, object]:
    """The share of questions whose answer cites the clause first."""
    outcomes = [(one, cites_first(one, ask(one))) for one in asked]
    _show(((one.kind, one) for one, right in outcomes if not right), show)
    by_kind = _by_kind((one.kind, right) for one, right in outcomes)
    return {"questions": len(asked), "right": _share(right for _, right in outcomes), "by_kind": by_kind}


def cites_first(one: Asked, answer: Answer) -> bool:
    """Whether the first citation is the clause, or the words that lead to it, in the right edition.

    Where one clause is asked for, nothing beside it may be cited of its document.
    """
    if answer.abstained or not answer.citations or answer.citations[0].document_id != one.document_id:
        return False
    own = [citation.clause_path for citation in answer.citations if citation.document_id == one.document_id]
    return all(_is_kin(path, one.paths[0]) for path in (own[:1] if len(one.paths) > 1 else own))


def reported(absent: Sequence[Missing], ask: Callable[[Missing], Answer], show: int = 0) -> dict[str, object]:
    """The share of what does not exist that is said not to exist, nothing cited instead."""
    outcomes = [(one, says_missing(ask(one))) for one in absent]
    _show(((one.kind, one) for one, right in outcomes if not right), show)
    by_kind = _by_kind((one.kind, right) for one, right in outcomes)
    return {"questions": len(absent), "reported": _share(right for _, right in outcomes), "by_kind": by_kind}


def says_missing(answer: Answer) -> bool:
    """Whether an answer refuses, cites nothing, and names what is not there."""
    rules = {segment.rule for block in answer.blocks for segment in block.segments}
    return answer.abstained and not answer.citations and bool(rules & {"no_clause", "no_document", "not_in_excerpt"})


def asker(library: Library, embedder: Embedder) -> Callable[[Asked | Missing], Answer]:
    """Asks the whole assistant, as an officer."""

    def ask(one: Asked | Missing) -> Answer:
        history = tuple(Turn("user", text) for text in getattr(one, "history", ()))
        return collect(answer_stream(library, embedder, Question(one.question, one.as_of, history, role="officer")))

    return ask


def level(path: str) -> str:
    """条, 款, 项 or 目."""
    last = path.rsplit("/", 1)[-1]
    return "条" if "/" not in path else last[-1]


def _is(document_id: str, path: str, wanted_id: str, wanted: str) -> bool:
    return document_id == wanted_id and _is_kin(path, wanted)


def _is_kin(path: str, wanted: str) -> bool:
    return f"{path}/".startswith(f"{wanted}/") or f"{wanted}/".startswith(f"{path}/")


def _of_editions(outcomes: Iterable[tuple[Asked, bool]]) -> Iterable[tuple[str, bool]]:
    works = ("trademark-law-2", "anti-unfair-competition-law-2")
    return ((f"{a.document_id} on {a.as_of}", first) for a, first in outcomes if a.document_id.startswith(works))


def _share(outcomes: Iterable[bool]) -> float:
    counted = list(outcomes)
    return round(sum(counted) / (len(counted) or 1), 5)


def _milliseconds(seconds: Sequence[float]) -> dict[str, float]:
    p50, p95, p99 = (round(float(value) * 1000, 2) for value in np.percentile(seconds, [50, 95, 99]))
    return {"p50": p50, "p95": p95, "p99": p99}


def _by_kind(outcomes: Iterable[tuple[str, bool]]) -> dict[str, dict[str, float]]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for kind, right in outcomes:
        kinds[kind].append(right)
    return {kind: {"questions": len(right), "right": _share(right)} for kind, right in sorted(kinds.items())}


def _show(failures: Iterable[tuple[str, Asked | Missing]], most: int) -> None:
    seen: Counter[str] = Counter()
    for kind, one in failures:
        seen[kind] += 1
        if seen[kind] <= most:
            print(kind, one, file=sys.stderr)  # noqa: T201 a tool of the tests, on demand
    if most:
        print(seen, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
