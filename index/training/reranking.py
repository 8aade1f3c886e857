"""Train the re-ranker: `python -m index.training.reranking --bench DIR --folds DIR --data DIR --searches FILE`.

It learns from the dev questions in the bench's format with an index that holds their clauses, each searched over all
documents, inside the nearest ones, and as the assistant searches it (`python -m eval.bench.searches` records that), and
all of that a second time without captions: what an office loads itself has none. And from the questions of the public
in STARD over its articles. Of these the cosines come from the model of `--folds` that was trained without the
question's fold (`python -m index.training folds`): a model that has learned the question would make the re-ranker trust
cosines too much, which is why the other sets that the embedding learns from are left out.

Figures are of questions that training has not seen: what shares an article (or, in a plan, a section) stays together.
EQUALS and Legal-DC are measured and never trained on.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from index import captions, publishing
from index.catalog import EVERYONE
from index.documents import NO_FILTERS, Filters, Outline
from index.embeddings import Embedder, StaticEmbedder, load_embedder
from index.errors import UnknownDocumentError
from index.generations import Generation, Library
from index.reranking import Unchanged
from index.reranking.clauses import Floats
from index.reranking.features import features, names
from index.reranking.texts import Ints
from index.reranking.trees import SHIPPED, Forest, save
from index.retrieval import EXACT_BONUS, Found, Query, Retriever
from index.training import corpora
from index.training.boosting import Examples, Plan, fit, scaled
from index.training.corpora import Corpus, Exact, Questions, find
from index.training.evaluate import interval
from index.training.folds import fold_of
from index.training.sources import TrainingError, load_sources

DEPTH = 200
"""Candidates that the re-ranker looks at."""
_SHOWN = 36
"""Candidates of a question that it learns from: the right ones, the first half, and others by chance."""
_TRUST = 5.0
"""Added to the weight of the fused score: what has not been learned stays with the search. Without it questions of sets
that training has not seen come out worse (Legal-DC, R@10 0.879 instead of 0.894; EQUALS 0.495 instead of 0.519)."""
_TRUST_COVERED = 10.0
"""Added to the weight of the same score as far as the question's words stand in a clause: what quotes, or asks in the
words of the text, is found by the search already. Chosen with Legal-DC (R@10 .880 without, .887 with it)."""
_EACH_VIEW = 0.5
"""What each of the six searches of a dev question counts beside the one of a question of STARD."""
FOLDS = 5
_DOCUMENTS = 3
"""Documents that a question is searched in one by one."""
DEV = Path("eval/datasets/enforcement-dev.jsonl")
_PUBLIC = "STARD-train"
"""The source of the questions of the public, as `sources.toml` lists it."""
_OWN = "as the assistant searches"
_COMPARED = (0, 1, 3, 9)
"""Ranks, from 0, at which scores are compared with those before re-ranking."""
_DAY = date(2026, 1, 1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what answers it: spans of documents. `group`: questions that must stay in one fold."""

    id: str
    text: str
    day: date
    filters: Filters
    gold: tuple[tuple[str, int, int], ...]
    group: int = 0
    searches: tuple[Query, ...] = ()
    """What the assistant searches for it."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The candidates of one search (or of several, one after the other) for a question.

    `gold`: the number of the gold clause that each belongs to, -1: none. `first`: the score before re-ranking.
    `front`: how far in front it stands whatever its score, because the question names it or its document.
    """

    asked: Asked
    view: str
    rows: Floats
    gold: Ints
    first: NDArray[np.float64]
    front: NDArray[np.float64]


def read_questions(path: Path, searches: Path | None, generation: Generation, today: date) -> list[Asked]:
    """The questions of a file that have gold clauses.

    Raises:
        TrainingError: when the file is not there, or a gold clause is not in the index.
    """
    if not path.is_file():
        raise TrainingError(f"{path} is not there; --questions names a file of questions with gold clauses")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row.get("gold")]
    groups = _groups([[_section(gold) for gold in row["gold"]] for row in rows])
    heard = {row["id"]: row["searches"] for row in map(json.loads, searches.open(encoding="utf-8"))} if searches else {}
    asked = [_asked(row, group, generation, today) for row, group in zip(rows, groups, strict=True)]
    return [replace(each, searches=tuple(map(_query, heard.get(each.id, ())))) for each in asked]


def search(asked: Asked, retriever: Retriever, generation: Generation) -> Iterator[Searched]:
    """The question over all documents, and inside the nearest ones together with those that hold its gold."""
    everywhere = retriever.find(Query(asked.text, asked.day, EVERYONE, asked.filters))
    chunks = generation.catalog.chunks()
    first = everywhere.candidates.rows[everywhere.best(DEPTH)].tolist()
    near = list(dict.fromkeys(chunks[row].document_id for row in first))[: _DOCUMENTS - 1]
    inside = dict.fromkeys([*near, *(document for document, _, _ in asked.gold)])
    yield _searched(asked, "all documents", [everywhere], retriever, generation)
    if asked.searches:
        heard = [retriever.find(query) for query in asked.searches]
        yield _searched(asked, _OWN, heard, retriever, generation)
    if not asked.filters.document_id:
        narrowed = [
            retriever.find(Query(asked.text, asked.day, EVERYONE, Filters(document_id=name))) for name in inside
        ]
        yield _searched(asked, "the nearest documents, one by one", narrowed, retriever, generation)


def examples(searched: Sequence[Searched], seed: int = 0) -> Examples:
    """What the re-ranker is fitted to: questions with a right candidate that no exact reference finds anyway."""
    chance = np.random.default_rng(seed)
    usable = [each for each in searched if (each.gold >= 0).any() and each.front.max() < EXACT_BONUS]
    kept = [(each, _shown(each.gold >= 0, chance)) for each in usable]
    return Examples(
        np.concatenate([each.rows[places] for each, places in kept]),
        np.concatenate([each.gold[places] >= 0 for each, places in kept]).astype(np.float64),
        np.repeat(np.arange(len(kept)), [len(places) for _, places in kept]),
        np.array([1.0 if each.view == "STARD" else _EACH_VIEW for each, _ in kept]),
    )


def _shown(right: NDArray[np.bool_], chance: np.random.Generator) -> Ints:
    """The places of the candidates of a question that the re-ranker learns from."""
    if len(right) <= _SHOWN:
        return np.arange(len(right))
    kept = right.copy()
    kept[: _SHOWN // 2] = True
    others = np.flatnonzero(~kept)
    kept[chance.choice(others, min(len(others), _SHOWN // 2), replace=False)] = True
    return np.flatnonzero(kept)


def forest_of(searched: Sequence[Searched], plan: Plan, seed: int) -> Forest:
    """The re-ranker that these searches make, not yet scaled."""
    forest = fit(examples(searched, seed), plan, seed)
    forest.weights[names().index("fused: score")] += _TRUST
    forest.weights[names().index("fused: score, words covered")] += _TRUST_COVERED
    return forest


def held_out(searched: Sequence[Searched], plan: Plan, seed: int) -> list[NDArray[np.float64]]:
    """The scores that each search gets from a re-ranker which has not seen its question nor one of its group."""
    scores: dict[int, NDArray[np.float64]] = {}
    for fold in range(FOLDS):
        forest = forest_of([each for each in searched if fold_of_search(each) != fold], plan, seed)
        for number, each in enumerate(searched):
            if fold_of_search(each) == fold:
                scores[number] = forest.raw(each.rows)
        _log.info("fold %d of %d", fold + 1, FOLDS)
    return [scores[number] for number in range(len(searched))]


def fold_of_search(searched: Searched) -> int:
    """The fold of a search: of STARD that of the question, elsewhere that of its group."""
    return fold_of(searched.asked.id) if searched.view == "STARD" else searched.asked.group % FOLDS


def figures(searched: Sequence[Searched], scores: Sequence[NDArray[np.float64]]) -> dict[str, Any]:
    """Means over the questions, with 95 % intervals: any gold in the first 3 and 10, recall, reciprocal rank."""
    measured = np.array([_figures(each, score) for each, score in zip(searched, scores, strict=True)])
    told: dict[str, Any] = {"n": len(measured)}
    for name, column in zip(("hit@3", "hit@10", "R@5", "R@10", "R@100", "MRR@10"), measured.T, strict=True):
        told |= {name: round(float(column.mean()), 4), f"{name} 95%": interval(column)}
    return told


def unseen(
    searched: Sequence[Searched], scores: Sequence[NDArray[np.float64]]
) -> tuple[list[Searched], list[NDArray[np.float64]]]:
    """The searches of STARD, with their scores, for those articles alone that no question of another fold asks for."""
    public_ones = [(each, score) for each, score in zip(searched, scores, strict=True) if each.view == "STARD"]
    asked_for = [
        {name for each, _ in public_ones if fold_of_search(each) == f for name in _named(each)} for f in range(FOLDS)
    ]
    kept = []
    for each, score in public_ones:
        known = set().union(*(names for fold, names in enumerate(asked_for) if fold != fold_of_search(each)))
        numbers = [n for n, name in enumerate(_named(each)) if name not in known]
        asked = replace(each.asked, gold=tuple(each.asked.gold[n] for n in numbers))
        if numbers:
            gold = np.where(np.isin(each.gold, numbers), each.gold, -1)
            kept.append((replace(each, asked=asked, gold=gold), score))
    return [each for each, _ in kept], [score for _, score in kept]


def _named(searched: Searched) -> list[str]:
    return [name for name, _, _ in searched.asked.gold]


def public(questions: Questions, corpus: Corpus, embedder: Embedder, keep: Callable[[str], bool]) -> Iterator[Searched]:
    """The kept questions of a public set over its own articles; `keep` takes a question's id."""
    vectors = Exact(embedder.embed(corpus.passages))
    groups = _groups([[f"{place}/" for place in gold] for gold in questions.gold])
    for name, text, gold, group in zip(questions.ids, questions.texts, questions.gold, groups, strict=True):
        if keep(name):
            found = find(text, corpus, vectors, embedder)
            first = found.best(DEPTH)
            candidates, right = found.candidates.take(first), sorted(gold)
            rows = features(found.asked, candidates, corpus.clauses, corpus.lexical)
            number = np.array([right.index(row) if row in gold else -1 for row in candidates.rows.tolist()], np.int64)
            asked = Asked(name, text, _DAY, NO_FILTERS, tuple((str(place), 0, 0) for place in right), group)
            fused = candidates.fused.astype(np.float64)
            yield Searched(asked, questions.name, rows, number, fused, np.zeros(len(first)))


def statutes(bench: Path, folds: Path) -> Iterator[Searched]:
    """The STARD questions, each with the model of its fold."""
    load_sources().require(_PUBLIC)
    asked = corpora.stard(bench)
    corpus = Corpus(asked.articles)
    for fold in range(FOLDS):
        _log.info("statutes, fold %d of %d", fold + 1, FOLDS)
        embedder = StaticEmbedder(folds / f"fold{fold}")
        own = {name for name in asked.ids if fold_of(name) == fold}
        yield from public(asked, corpus, embedder, own.__contains__)


def train(sets: "Sets", out: Path, *, seed: int, today: date) -> dict[str, Any]:
    """Train on all questions, write the re-ranker, and give the held-out figures.

    Raises:
        TrainingError: when questions and index do not fit.
    """
    plan = Plan()
    with TemporaryDirectory() as bare:
        _copy_without_captions(sets.data, Path(bare))
        places = {"": sets.data, ", without captions": Path(bare)}
        found = ((end, _search_all(sets.questions, sets.searches, data, today)) for end, data in places.items())
        searched = [replace(each, view=each.view + end) for end, searches in found for each in searches]
    searched += statutes(sets.bench, sets.folds)
    scores = held_out(searched, plan, seed)
    told: dict[str, Any] = {}
    for view in dict.fromkeys(each.view for each in searched):
        numbers = [number for number, each in enumerate(searched) if each.view == view]
        told[view] = _before_and_after([searched[n] for n in numbers], [scores[n] for n in numbers])
    told["STARD, unseen articles"] = _before_and_after(*unseen(searched, scores))
    forest = _calibrated(forest_of(searched, plan, seed), searched, scores)
    for questions in (corpora.legal_dc(sets.bench), corpora.equals(sets.bench)):
        fresh = list(public(questions, Corpus(questions.articles), StaticEmbedder(), lambda _: True))
        told[questions.name] = _before_and_after(fresh, [forest.raw(each.rows) for each in fresh])
    about = {
        "seed": seed,
        "depth": DEPTH,
        "trust": [_TRUST, _TRUST_COVERED],
        "plan": asdict(plan),
        "searches": len(searched),
    }
    save(forest, out, {**about, "figures": told})
    return told


@dataclass(frozen=True, slots=True)
class Sets:
    """Where the questions are that the re-ranker learns from."""

    questions: Path
    searches: Path | None
    data: Path
    bench: Path
    folds: Path


def _before_and_after(searched: Sequence[Searched], scores: Sequence[NDArray[np.float64]]) -> dict[str, Any]:
    return {"search": figures(searched, [each.first for each in searched]), "re-ranked": figures(searched, scores)}


def _calibrated(forest: Forest, searched: Sequence[Searched], scores: Sequence[NDArray[np.float64]]) -> Forest:
    """The forest with its scale: at its first ranks the mean score is what it was before re-ranking.

    The assistant asks how far the first stand out, so that has to stay what it was. Learned from held-out scores of the
    assistant's own searches: those of questions that the forest has seen stand out too far.
    """
    known = [(each, raw) for each, raw in zip(searched, scores, strict=True) if each.view == _OWN]
    known = known or list(zip(searched, scores, strict=True))
    kept = [(raw, each.first) for each, raw in known if len(raw) > max(_COMPARED)]
    if not kept:
        return forest
    best = [np.array([np.sort(one[side])[::-1][list(_COMPARED)] for one in kept]) for side in (0, 1)]
    return replace(forest, scale=scaled(*best))


def _copy_without_captions(data: Path, folder: Path) -> None:
    """An index of the same documents that leaves out every caption, in an empty folder."""
    embedder = load_embedder("static")
    library = Library(data, embedder)
    try:
        with library.pin() as generation:
            documents = list(generation.catalog.texts())
            titles = {document.document_id: document.metadata.title for document in documents}
            told = (
                f"[[document]]\nid = {json.dumps(name)}\ntitle = {json.dumps(title, ensure_ascii=False)}\n"
                for name, title in titles.items()
            )
            (folder / captions.FILE).write_text("captions = {}\n".join((*told, "")), encoding="utf-8")
            publishing.write(folder, embedder, lambda writer: [writer.put(document) for document in documents])
    finally:
        library.close()


def _search_all(questions: Path, searches: Path | None, data: Path, today: date) -> list[Searched]:
    embedder = load_embedder("static")
    library = Library(data, embedder)
    try:
        with library.pin() as generation:
            retriever = Retriever(generation, embedder, Unchanged())
            asked = read_questions(questions, searches, generation, today)
            return [found for each in asked for found in search(each, retriever, generation)]
    finally:
        library.close()


def _searched(
    asked: Asked, view: str, finds: Sequence[Found], retriever: Retriever, generation: Generation
) -> Searched:
    chunks, width = generation.catalog.chunks(), len(names())
    parts = [(np.zeros((0, width), np.float32), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))]
    for found in finds:
        best = found.best(DEPTH)
        candidates = found.candidates.take(best)
        if len(best):
            rows = features(found.asked, candidates, retriever.clauses(), generation.lexical)
            gold = np.array([_gold_of(chunks[row], asked.gold) for row in candidates.rows.tolist()], np.int64)
            parts.append((rows, gold, candidates.fused.astype(np.float64), found.front()[best].astype(np.float64)))
    columns = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return Searched(asked, view, *columns)


def _gold_of(chunk: Any, gold: Sequence[tuple[str, int, int]]) -> int:
    spans = enumerate(gold)
    return next((n for n, (name, a, b) in spans if name == chunk.document_id and chunk.start < b and a < chunk.end), -1)


def _figures(searched: Searched, scores: NDArray[np.float64]) -> tuple[float, ...]:
    ordered = searched.gold[np.lexsort((-scores, -searched.front))].tolist()
    firsts = {number: rank for rank, number in reversed(list(enumerate(ordered))) if number >= 0}
    ranks, count = sorted(firsts.values()), len(searched.asked.gold)
    best = ranks[0] if ranks else len(ordered) + DEPTH
    within = [sum(rank < k for rank in ranks) / count for k in (5, 10, 100)]
    return float(best < 3), float(best < 10), *within, 1 / (best + 1) if best < 10 else 0.0


def _asked(row: dict[str, Any], group: int, generation: Generation, today: date) -> Asked:
    day = date.fromisoformat(row["as_of"]) if row.get("as_of") else today
    gold = tuple(_span(each, generation, row["id"]) for each in row["gold"])
    return Asked(row["id"], row["question"], day, Filters(**row.get("filters", {})), gold, group)


def _query(row: dict[str, Any]) -> Query:
    return Query(row["text"], date.fromisoformat(row["as_of"]), EVERYONE, Filters(**row["filters"]))


def _span(gold: dict[str, str], generation: Generation, question: str) -> tuple[str, int, int]:
    try:
        outline: Outline = generation.catalog.document(gold["document_id"], EVERYONE).outline
    except UnknownDocumentError as error:
        raise TrainingError(f"question {question}: {error}; name an index with --data that has it") from error
    for node in outline:
        if node.path == gold["clause_path"]:
            return gold["document_id"], node.start, node.end
    raise TrainingError(f"question {question}: {gold['document_id']} has no clause {gold['clause_path']!r}")


def _section(gold: dict[str, str]) -> str:
    """What a gold clause occupies: its 条, or in a plan its section down to the second level."""
    first, *rest = gold["clause_path"].split("/")
    kept = [first] if first.startswith("第") else [first, *rest[:1]]
    return f"{gold['document_id']} {'/'.join(kept)}/"


def _groups(sections: Sequence[Sequence[str]]) -> list[int]:
    """A number for each question: the same where two share a section, or one's lies within the other's."""
    groups: list[tuple[set[int], set[str]]] = []
    for number, mine in enumerate(sections):
        members, known = {number}, set(mine)
        apart = []
        for others, theirs in groups:
            if any(a.startswith(b) or b.startswith(a) for a in known for b in theirs):
                members, known = members | others, known | theirs
            else:
                apart.append((others, theirs))
        groups = [*apart, (members, known)]
    numbers = {member: number for number, (members, _) in enumerate(groups) for member in members}
    return [numbers[number] for number in range(len(sections))]


def main(
    *,
    bench: Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with the question sets")],
    folds: Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with fold0 to fold4, models")],
    data: Annotated[Path, typer.Option(file_okay=False, help="an index that holds the gold clauses")],
    questions: Annotated[Path, typer.Option(dir_okay=False, help="questions with gold clauses")] = DEV,
    searches: Annotated[Path | None, typer.Option(dir_okay=False, help="what `eval.bench.searches` recorded")] = None,
    out: Annotated[Path, typer.Option(file_okay=False, help="folder that the re-ranker is written to")] = SHIPPED,
    seed: Annotated[int, typer.Option(help="the same seed gives the same bytes")] = 0,
    today: Annotated[str, typer.Option(help="day of asking for questions that name none")] = "2026-11-21",
) -> None:
    """Train the re-ranker and print how it orders what it has not seen."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sets = Sets(questions, searches, data, bench, folds)
    try:
        told = train(sets, out, seed=seed, today=date.fromisoformat(today))
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    typer.run(main)
