"""The recipe: every number that shapes the weights, in one place."""

from dataclasses import dataclass, field

from index.training.model import Schedule


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes and schedules of one training; the defaults made the shipped weights."""

    vocabulary: int = 32_000
    dimension: int = 256
    counted_texts: int = 90_000
    """Articles whose words are counted for the vocabulary."""
    starting_texts: int = 60_000
    """Articles that the starting table is computed from."""
    first: Schedule = field(default_factory=lambda: Schedule(epochs=3, rate=0.02))
    rounds: tuple[Schedule, ...] = (
        Schedule(epochs=6, batch=512, rate=0.01),
        Schedule(epochs=4, batch=512, rate=0.01),
    )
    """Rounds on real questions; each draws its hard negatives anew."""
    negatives: int = 4
    """Hard negatives a pair."""
    rehearsal: int = 3_000
    """General pairs that each round repeats, so that the questions at hand do not push out everything else."""
