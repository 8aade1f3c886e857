"""Five folds from one base, each measured on the questions it left out; what is finished is not done again."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.training import model, train
from index.training.evaluate import measure, pooled, record
from index.training.folds import FOLDS
from index.training.recipe import Recipe
from index.training.sources import Sources, TrainingError

_Left = int | None
"""The fold that a model leaves out; None: all questions are used."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder that keeps the base and every finished model, of one recipe, seed and list of sources."""

    folder: Path
    bench: Path
    corpus: Path
    sources: Sources
    recipe: Recipe
    seed: int

    def model(self, fold: _Left) -> Path:
        """Where the model that leaves out this fold lies."""
        return self.folder / ("full" if fold is None else f"fold{fold}")

    def outcomes(self, fold: _Left) -> Path:
        """Where the outcomes of a fold's questions lie."""
        return self.folder / f"outcomes{fold}.npz"

    def open(self) -> None:
        """Make the folder, or go on in it.

        Raises:
            TrainingError: when it was begun with another recipe, seed or list of sources.
        """
        mine = {"recipe": asdict(self.recipe), "seed": self.seed, "sources": [*self.sources.pairs, *self.sources.texts]}
        described, path = json.dumps(mine, indent=1) + "\n", self.folder / "recipe.json"
        if path.exists() and path.read_text(encoding="utf-8") != described:
            raise TrainingError(f"{self.folder} was begun with another recipe; name another folder or delete it")
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_text(described, encoding="utf-8", newline="\n")


def cross_validate(workshop: Workshop, report: Path | None, folds: Sequence[_Left] = (*range(FOLDS), None)) -> None:
    """Train what is missing; with `report`, measure each model that it does not hold yet, and all folds together."""
    workshop.open()
    train_missing(workshop, folds)
    if not report:
        return
    for fold in folds:
        if fold not in _measured(report):
            record(report, measure(workshop.bench, workshop.model(fold), fold, workshop.outcomes(fold)))
    kept = [workshop.outcomes(fold) for fold in range(FOLDS)]
    if all(path.exists() for path in kept):
        record(report, {"model": "five, one a fold", "fold": -1, "sets": {"STARD train questions": pooled(kept)}})


def train_missing(workshop: Workshop, folds: Sequence[_Left]) -> None:
    """Every model that its folder does not hold yet; base and lesson are read once for all of them."""
    missing = [fold for fold in folds if not workshop.model(fold).exists()]
    if not missing:
        return
    train.repeatable()
    material = train.gather(workshop.bench, workshop.corpus, workshop.sources, workshop.seed)
    base = _base(workshop, material)
    lesson = train.prepare(base, material, workshop.recipe, workshop.seed)
    for fold in missing:
        unfinished = workshop.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        table = train.tune(base, lesson, train.held_out(material, fold), workshop.recipe, workshop.seed)
        model.save(table, base.tokenizer, unfinished)
        unfinished.rename(workshop.model(fold))


def _base(workshop: Workshop, material: train.Material) -> train.Base:
    """The base that the folder keeps; made where it keeps none."""
    table, tokenizer = workshop.folder / "base.npy", workshop.folder / "base-tokenizer.json"
    if not table.exists():
        base = train.make_base(material, workshop.recipe, workshop.seed)
        base.tokenizer.save(str(tokenizer), pretty=False)
        # The table comes last and in one step: it says that the base is whole.
        with (unfinished := table.with_suffix(".part")).open("wb") as out:
            np.save(out, base.table)
        unfinished.rename(table)
    return train.Base(np.load(table), Tokenizer.from_file(str(tokenizer)))


def _measured(report: Path) -> set[_Left]:
    rows = json.loads(report.read_text(encoding="utf-8")) if report.exists() else []
    return {row["fold"] for row in rows}
