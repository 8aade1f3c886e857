"""What the weights may be trained on: `sources.toml` names each source with its licence; anything else is refused."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexingError

LIST = Path(__file__).parent / "sources.toml"


class TrainingError(IndexingError):
    """Training cannot start: a source is not listed, or its files are not there."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one training, by name, each with the reason why it may be used."""

    pairs: Mapping[str, str]
    texts: Mapping[str, str]

    def without(self, names: Sequence[str]) -> "Sources":
        """The same sources but for these.

        Raises:
            TrainingError: when a name is not among them, so that a misspelt name leaves nothing in by accident.
        """
        for name in names:
            self.require(name)
        return Sources(
            pairs={name: why for name, why in self.pairs.items() if name not in names},
            texts={name: why for name, why in self.texts.items() if name not in names},
        )

    def require(self, name: str) -> None:
        """Raises TrainingError when the source is not listed."""
        if name not in self.pairs and name not in self.texts:
            known = ", ".join([*self.pairs, *self.texts])
            raise TrainingError(f"source {name!r} is not listed in {LIST.name}; listed are {known}")


def load_sources(path: Path = LIST) -> Sources:
    """The sources that the project lists."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Sources(pairs=table["pairs"], texts=table["texts"])
