"""Train the static embedding model: `python -m index.training full | folds | measure --help`."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)

Bench = Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with the question sets")]
Corpus = Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with the official texts")]
Work = Annotated[Path, typer.Option(file_okay=False, help="folder that keeps the base and the finished models")]
Seed = Annotated[int, typer.Option(help="the same seed gives the same bytes")]
Excluded = Annotated[list[str] | None, typer.Option(help="a listed source to leave out (repeatable)")]
Report = Annotated[Path | None, typer.Option(dir_okay=False, help="JSON file that takes the figures")]


@app.command()
def full(
    bench: Bench, corpus: Corpus, work: Work, *, seed: Seed = 0, exclude: Excluded = None, report: Report = None
) -> None:
    """Train on all listed questions, as the shipped weights are: WORK/full. Goes on where it was broken off."""
    _run(bench, corpus, work, seed, exclude, report, (None,))


@app.command()
def folds(
    bench: Bench, corpus: Corpus, work: Work, *, seed: Seed = 0, exclude: Excluded = None, report: Report = None
) -> None:
    """Train five models, each without a fold of the STARD questions: WORK/fold0 … fold4, from the base in WORK."""
    _run(bench, corpus, work, seed, exclude, report, range(5))


@app.command()
def measure(
    bench: Bench,
    model: Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder of a model")],
    report: Annotated[Path, typer.Option(dir_okay=False, help="JSON file that takes the figures")],
    fold: Annotated[int | None, typer.Option(min=0, max=4, help="the fold that the model was trained without")] = None,
) -> None:
    """Measure a model on what it has not seen."""
    from index.training import evaluate

    with _errors():
        evaluate.record(report, evaluate.measure(bench, model, fold))


def _run(
    bench: Path,
    corpus: Path,
    work: Path,
    seed: int,
    exclude: list[str] | None,
    report: Path | None,
    left_out: Sequence[int | None],
) -> None:
    from index.training.cross_validation import Workshop, cross_validate
    from index.training.recipe import Recipe
    from index.training.sources import load_sources

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    with _errors():
        sources = load_sources().without(exclude or [])
        cross_validate(Workshop(work, bench, corpus, sources, Recipe(), seed), report, left_out)


@contextmanager
def _errors() -> Iterator[None]:
    from index.training.sources import TrainingError

    try:
        yield
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    app()
