"""How well the registers are read: `python -m tests.index.registers.measure_registers CORPUS`.

On the five plans against `plans_labelled.toml`, written by hand before any of it was read by rules; on 80 made-up plans:
seeds 0–19 (worked with while mending), 20–59 (other words and wordings; a few of them looked at), 60–99 (never looked
at). And what the registers add to the time of taking documents in.
"""

import argparse
import gzip
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from eval.bench.results import record
from index import registers
from index.catalog import EVERYONE, Catalog
from index.catalog_writer import CatalogWriter
from index.intake import find, take_in
from tests.index.registers import generator
from tests.index.registers.measuring import Score, same_object, same_organ, same_verb, score, when

LABELS: Final = Path(__file__).with_name("plans_labelled.toml")
SEEDS: Final = {"seeds_0_19": range(20), "seeds_20_59": range(20, 60), "seeds_60_99": range(60, 100)}


def main() -> None:
    """Measure the corpus and the made-up plans, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, closing(catalog([given.corpus], Path(folder))) as corpus:
        labelled = {name: figures(found) for name, found in on_plans(corpus).items()}
        added = timed(corpus, Path(folder))
    record(
        "registers",
        {
            "five_plans": labelled,
            "made_up_plans": {name: on_seeds(seeds) for name, seeds in SEEDS.items()},
            "added_seconds_for_the_corpus": added,
            "added_seconds_for_5000_articles": bulk(given.corpus),
        },
    )


def catalog(paths: list[Path], data: Path) -> Catalog:
    """The files in a catalog of their own."""
    writer = CatalogWriter.open(data / "catalog.sqlite")
    for _ in take_in(find(paths), writer, data / "data", access="public", max_bytes=50_000_000):
        pass
    writer.close()
    return Catalog.open(data / "catalog.sqlite")


def timed(corpus: Catalog, folder: Path) -> dict[str, float]:
    """What writing the registers takes, by the wall and on the processor, texts read before."""
    for edition in corpus.editions(EVERYONE):
        corpus.document(edition.document_id, EVERYONE)
    wall, processor = time.perf_counter(), time.process_time()
    registers.write(folder / "registers.sqlite", corpus)
    return {"wall": round(time.perf_counter() - wall, 2), "processor": round(time.process_time() - processor, 2)}


def bulk(corpus: Path) -> dict[str, float] | None:
    """The same for the first 5,000 articles of other law; None where there are none."""
    lists = sorted((corpus / "bulk").glob("*.jsonl.gz"))
    if not lists:
        return None
    with tempfile.TemporaryDirectory() as folder:
        few = Path(folder) / "few.jsonl"
        few.write_text("".join(_first_lines(lists[0], 5000)), encoding="utf-8")
        with closing(catalog([few], Path(folder))) as articles:
            return timed(articles, Path(folder))


def on_plans(corpus: Catalog) -> dict[str, Score]:
    """The five plans against their labels."""
    labels = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    plans = {name: value for name, value in labels.items() if isinstance(value, dict)}
    scores = {kind: Score() for kind in ("duties", "deadlines", "contacts")}
    for name, plan in plans.items():
        found = registers.registers_of(corpus.document(name, EVERYONE))
        scores["duties"] += score(wanted_duties(plan), found["duties"], same_duty)[0]
        for kind, same in (("deadlines", same_deadline), ("contacts", same_contact)):
            wanted = [row for row in labels[kind[:-1]] if row["document_id"] == name]
            scores[kind] += score(wanted, found[kind], same)[0]
    return scores


def wanted_duties(plan: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    """Path, organ, verb, head and time of each label."""
    for path, organs in plan["duties"].items():
        for organ, rows in organs.items():
            for row in rows:
                verb, head, *due = row.split(" ")
                yield path, organ or plan["addressees"], verb, head, due[0] if due else ""


def same_duty(label: tuple[str, str, str, str, str], row: registers.Duty) -> bool:
    """Whether a row is the one of a label: clause, organ, verb, head of the object, time."""
    path, organ, verb, head, due = label
    same = same_organ(organ, row.organ) and same_verb(verb, row.verb) and same_object(head, row.object)
    return same and (path, due) == (row.path, when(row))


def same_deadline(label: Mapping[str, str], row: registers.Deadline) -> bool:
    """Whether all of a deadline is right: who, what, to whom, by what channel, when."""
    told = (row.path, row.organ or "", row.what, row.recipient or "", row.channel or "", when(row))
    return told == tuple(label[name] for name in ("path", "organ", "what", "recipient", "channel", "due"))


def same_contact(label: Mapping[str, Any], row: registers.Contact) -> bool:
    """Whether all of a block is right."""
    told = (row.path, row.organ, list(row.names), list(row.phones), list(row.mails), list(row.addresses))
    return told == tuple(label[name] for name in ("path", "organ", "names", "phones", "mails", "addresses"))


def on_seeds(seeds: Iterable[int]) -> dict[str, dict[str, float | int]]:
    """Made-up plans, taken in as files, against what their generator knows."""
    return {kind: found.figures() for kind, found in scores_of(seeds).items()}


def scores_of(seeds: Iterable[int]) -> dict[str, Score]:
    """The scores of duties, deadlines and contacts over all plans of these seeds."""
    plans = {f"plan-{seed}.txt": generator.generate(seed) for seed in seeds}
    scores = {kind: Score() for kind in ("duties", "deadlines", "contacts")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, plan in plans.items():
            (folder / file).write_text(plan.text, encoding="utf-8")
        with closing(catalog([folder / file for file in plans], folder)) as taken:
            for document in taken.texts():
                truth, found = plans[document.source.name], registers.registers_of(document)
                for kind, same in GENERATED.items():
                    scores[kind] += score(getattr(truth, kind), found[kind], same)[0]
    return scores


def same_made_up_duty(label: generator.Duty, row: registers.Duty) -> bool:
    """Organ, verb, head of the object, time."""
    same = same_organ(label.organ, row.organ) and same_verb(label.verb, row.verb)
    return same and same_object(label.head, row.object) and label.due == when(row)


def same_made_up_deadline(label: generator.Deadline, row: registers.Deadline) -> bool:
    """Organ, thing, recipient, time."""
    same = same_organ(label.organ, row.organ) and same_organ(label.recipient, row.recipient)
    return same and same_object(label.what, row.what) and label.due == when(row)


def same_made_up_contact(label: generator.Contact, row: registers.Contact) -> bool:
    """Names, telephones, mail addresses; noise may have changed the width of brackets."""
    phones = [phone.translate(str.maketrans("()", "（）")) for phone in row.phones]
    return (label.names, list(label.phones), label.mails) == (row.names, phones, row.mails)


GENERATED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "duties": same_made_up_duty,
    "deadlines": same_made_up_deadline,
    "contacts": same_made_up_contact,
}


def figures(found: Score) -> dict[str, float | int]:
    """A score for the results file."""
    return found.figures()


def _first_lines(path: Path, count: int) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from islice(lines, count)


if __name__ == "__main__":
    main()
