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
    """The base: pairs made from the texts, and pairs from outside the law."""
    rounds: tuple[Schedule, ...] = (
        Schedule(epochs=10, batch=512, query_dropout=0.5, passage_dropout=0.5),
        Schedule(epochs=10, batch=512, query_dropout=0.5, passage_dropout=0.5),
    )
    """Rounds on real questions; each draws its hard negatives anew. Half of the words are dropped at every look:
    without that the model learns the few questions by heart."""
    negatives: int = 4
    """Hard negatives a pair."""
    captions: int = 5_000
    """Phrases of captions that each round draws: all of them would outnumber the questions of the public by eight to
    one, and what has no captions suffers (STARD, fold 0, R@100 .827 with all of 40,000, .846 with 12,000 a round, .855
    with 5,000; the project's own questions found the same with all three, to .004)."""
    tunings: int = 3
    """Tables from one base, each through the rounds with draws of its own, whose mean is the model."""
    rehearsal: int = 3_000
    """General pairs that each round repeats, so that the questions do not push out everything else."""
