"""Train the static embedding model: `python -m index.training --bench DIR --corpus DIR --out FOLDER`."""

import logging
from pathlib import Path
from typing import Annotated

import typer


def main(
    *,
    bench: Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with the question sets")],
    corpus: Annotated[Path, typer.Option(exists=True, file_okay=False, help="folder with the official texts")],
    out: Annotated[Path, typer.Option(file_okay=False, help="folder that the model is written to")],
    seed: Annotated[int, typer.Option(help="the same seed gives the same bytes")] = 0,
    exclude: Annotated[list[str] | None, typer.Option(help="a listed source to leave out (repeatable)")] = None,
    fold: Annotated[
        int | None,
        typer.Option(min=0, max=4, help="hold out this fold of the STARD questions, and all that resembles it"),
    ] = None,
    report: Annotated[Path | None, typer.Option(dir_okay=False, help="JSON file that takes the figures")] = None,
    only_measure: Annotated[bool, typer.Option("--only-measure", help="measure the model that is in --out")] = False,
) -> None:
    """Train from scratch (about eight minutes on two cores) and, with --report, measure on what was held out."""
    from index.training.evaluate import measure, record
    from index.training.recipe import Recipe
    from index.training.sources import TrainingError, load_sources
    from index.training.train import train

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    try:
        sources = load_sources().without(exclude or [])
        if not only_measure:
            train(bench=bench, corpus=corpus, out=out, sources=sources, recipe=Recipe(), seed=seed, fold=fold)
        if report:
            record(report, measure(bench, out, fold))
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    typer.run(main)
