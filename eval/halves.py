"""Two halves of a dataset: `dev`, to read and learn from, and `test`, frozen by its hash and seen in totals only.

No clause is gold in both. What hangs together by a gold article (or, in a plan, a section) goes into one half, the
largest groups first, each to where it keeps the kinds most even.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from eval.dataset import Dataset, Gold, Item
from eval.errors import DatasetError
from eval.lines import unpacked

FROZEN: Final = "frozen.json"
"""Beside the datasets: the SHA-256 of each file that may not change, by its name."""
Groups = list[list[Item]]


def split(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The halves dev and test, each in the order of the dataset."""
    halves: tuple[set[str], set[str]] = (set(), set())
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for group in sorted(linked(items), key=lambda group: (-len(group), _lot(group))):
        kinds = Counter(item.kind for item in group)
        half = min((0, 1), key=lambda half: (_unevenness(counts, half, kinds), sum(counts[half].values()), half))
        counts[half].update(kinds)
        halves[half].update(item.id for item in group)
    dev, test = ([item for item in items if item.id in half] for half in halves)
    return dev, test


def linked(items: Iterable[Item]) -> Groups:
    """Questions in groups: two are in one group when they share a gold article or section, directly or by others."""
    groups: dict[int, tuple[list[Item], set[str]]] = {}
    for number, item in enumerate(items):
        own, units = [item], {section(gold) for gold in item.gold}
        for other in [key for key, (_, theirs) in groups.items() if _touch(units, theirs)]:
            members, theirs = groups.pop(other)
            own, units = members + own, units | theirs
        groups[number] = (own, units)
    return [members for members, _ in groups.values()]


def section(gold: Gold) -> str:
    """What a gold clause occupies: its 条, or in a plan its section down to the second level."""
    first, *rest = gold.clause_path.split("/")
    kept = [first] if first.startswith("第") and "条" in first else [first, *rest[:1]]
    return f"{gold.document_id} {'/'.join(kept)}/"


def is_frozen(path: Path) -> bool:
    """Whether a dataset is a test half: its failures stay closed.

    Raises:
        DatasetError: it was changed after it was frozen.
    """
    book = path.parent / FROZEN
    wanted = json.loads(book.read_text(encoding="utf-8")).get(path.name) if book.exists() else None
    if wanted and sha256(unpacked(path, DatasetError)).hexdigest() != wanted:
        raise DatasetError(f"{path}: was changed after it was frozen; take the committed file ({book} has its SHA-256)")
    return wanted is not None


def write_halves(dataset: Dataset, folder: Path, name: str) -> dict[str, int]:
    """Write `name-dev.jsonl` and `name-test.jsonl` and freeze the second; the number of questions in each.

    Raises:
        DatasetError: there is a frozen test half already, which may not be drawn anew.
    """
    lines = unpacked(dataset.path, DatasetError).decode().split("\n")
    if (folder / FROZEN).exists():
        raise DatasetError(f"{folder / FROZEN}: a test half is frozen already; add new questions to the dev half")
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for half, items in zip(("dev", "test"), split(dataset.items), strict=True):
        text = "".join(lines[item.line - 1] + "\n" for item in items)
        (folder / f"{name}-{half}.jsonl").write_text(text, encoding="utf-8")
        written[half] = len(items)
    test = folder / f"{name}-test.jsonl"
    (folder / FROZEN).write_text(json.dumps({test.name: sha256(test.read_bytes()).hexdigest()}, indent=2) + "\n")
    return written


def kinds_of(items: Iterable[Item]) -> dict[str, int]:
    """How many questions of each kind."""
    counted: dict[str, int] = defaultdict(int)
    for item in items:
        counted[item.kind] += 1
    return dict(counted)


def _touch(one: set[str], other: set[str]) -> bool:
    """Whether two sets of sections share one, or a section of the one lies within one of the other."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


def _unevenness(counts: tuple[Counter[str], Counter[str]], half: int, kinds: Counter[str]) -> int:
    """How far apart the halves are per kind once `kinds` has gone to `half`."""
    after = [counts[0].copy(), counts[1].copy()]
    after[half].update(kinds)
    return sum(abs(after[0][kind] - after[1][kind]) for kind in {*after[0], *after[1]})


def _lot(group: Sequence[Item]) -> str:
    """An order among groups of one size that nobody chose."""
    return sha256(min(item.id for item in group).encode()).hexdigest()
