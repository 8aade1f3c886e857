"""What checking removes from a model's answers: quoted, written and checked, written and taken as it comes.

    python -m eval.bench.checking --data DIR [--dataset NAME] [--out FOLDER]

The model is a scripted server on loopback (`faulty_writer`). The three runs are scored and compared as `eval compare`
does; with `--out` they stay, and `eval compare` shows every question.
"""

import tempfile
import time
from collections import Counter
from contextlib import closing, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from assistant.answering.written import writing_with
from assistant.settings import Settings
from eval.answers import answer_all
from eval.asking import InProcess
from eval.bench.faulty_writer import FAULTY, written
from eval.bench.model_server import KEY, MODEL, model_server
from eval.bench.results import record
from eval.cases import Case
from eval.comparing import compare
from eval.dataset import Dataset, load
from eval.runs import read_run
from eval.scores import Scores
from eval.scoring import cases, score
from eval.texts import open_texts
from index.embeddings import load_embedder
from index.settings import load_settings

_DATASETS: Final = Path(__file__).parents[1] / "datasets"
_WAYS: Final = ("extractive", "model", "unchecked")
_PAIRS: Final = (("unchecked", "model"), ("extractive", "model"))
_MEASURES: Final = ("right", "facts_vital", "all_facts", "forbidden_free", "refusal_right", "citation_valid", "support")


def main(
    data: Annotated[Path, typer.Option(help="Folder of an index of the corpus.")],
    dataset: Annotated[str, typer.Option(help="Name of a built-in dataset.")] = "enforcement-dev",
    out: Annotated[Path | None, typer.Option(help="Folder that keeps the three runs; a new one.")] = None,
) -> None:
    """Ask three ways, print the measures of each and what changed between them as JSON."""
    questions = load(_DATASETS / f"{dataset}.jsonl")
    kept = nullcontext(str(out)) if out else tempfile.TemporaryDirectory()
    with model_server(written) as served, kept as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        settings = Settings(chat_model=f"openai:{MODEL}", chat_base_url=served.url, chat_api_key=KEY)
        scores, ways = dict[str, Scores](), dict[str, Any]()
        for way in _WAYS:
            scores[way], ways[way] = _asked(questions, data, Path(folder) / f"{way}.jsonl", settings, way)
    changed = {f"{a} to {b}": _changed(scores[a], scores[b]) for a, b in _PAIRS}
    record(
        "checking", {"dataset": dataset, "calls": len(served.asked), "faulty": FAULTY} | ways | {"compared": changed}
    )


def _asked(questions: Dataset, data: Path, run: Path, settings: Settings, way: str) -> tuple[Scores, dict[str, Any]]:
    """The scores of one way of answering, and its figures."""
    embedder, started = load_embedder(load_settings().embedding_model), time.perf_counter()
    with closing(writing_with(settings)) as writer, open_texts(data) as texts:
        own = None if way == "extractive" else writer
        with closing(InProcess(data, embedder, own, checked=way == "model")) as asker:
            answer_all(questions, asker, run, workers=2)
        seconds = time.perf_counter() - started
        answers = read_run(run)
        asked = cases(answers, questions, texts)
        scored = score(answers, questions, asked)
        return scored, _figures(scored) | _facts(asked) | {"seconds": round(seconds, 1)}


def _figures(scores: Scores) -> dict[str, Any]:
    values = {name: scores.totals[name].value for name in _MEASURES}
    return {name: None if value is None else round(value, 4) for name, value in values.items()}


def _facts(asked: list[Case]) -> dict[str, Any]:
    """How many hard facts were shown, and how many of each kind their citations do not bear out."""
    supports = [case.support for case in asked]
    unsupported = Counter(fact.kind for support in supports for fact in support.unsupported)
    return {
        "facts_shown": sum(support.facts for support in supports),
        "facts_unsupported": unsupported.total(),
        "unsupported_by_kind": dict(unsupported.most_common()),
        "answers_with_unsupported": sum(bool(support.unsupported) for support in supports),
    }


def _changed(before: Scores, after: Scores) -> list[dict[str, Any]]:
    """What changed over all questions, measure by measure."""
    found = compare(before, after, _MEASURES).differences
    return [_rounded(asdict(one)) for one in found if one.kind == "all"]


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}
    interval = row["interval"]
    return rounded | {"interval": interval and [round(interval["low"], 4), round(interval["high"], 4)]}


if __name__ == "__main__":
    typer.run(main)
