"""Asking a whole dataset: in parallel, with a file that a kill leaves usable, and only what is not answered yet."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event
from typing import Final

from eval.asking import Asker
from eval.dataset import Dataset, Item
from eval.errors import DatasetError, RunError
from eval.progress import bar
from eval.runs import (
    IN_PROCESS,
    DatasetFacts,
    RunMeta,
    RunWriter,
    SystemFacts,
    meta_path,
    read_meta,
    rows_so_far,
    write_meta,
    write_rows,
)

_ANEW: Final = "choose another --out, or delete the run"


def answer_all(dataset: Dataset, asker: Asker, out: Path, *, as_of: date | None = None, workers: int = 4) -> None:
    """Write the answers to all questions of a dataset to `out`, in its order, and the facts of the run beside it.

    What an interrupted run of the same questions to the same texts has answered stays; errors are asked again.

    Raises:
        DatasetError: a question names no day, and `as_of` does not either.
        RunError: `out` holds another run, the system is gone, or its index changed meanwhile; rows so far are kept.
    """
    days = _days(dataset, as_of)
    meta = _begun(out, RunMeta(DatasetFacts.of(dataset), asker.facts(), as_of, _now(), None, workers))
    kept = [row for row in rows_so_far(out) if row.error is None]
    write_meta(out, meta)
    write_rows(out, kept)
    answered = {row.id for row in kept}
    left = [(item, days[item.id]) for item in dataset.items if item.id not in answered]
    _ask(left, len(kept), asker, out, workers)
    _unchanged(out, meta.system, after := asker.facts())
    rows = {row.id: row for row in rows_so_far(out)}
    write_rows(out, [rows[item.id] for item in dataset.items])
    write_meta(out, replace(meta, system=after, finished=_now()))


def _days(dataset: Dataset, default: date | None) -> dict[str, date]:
    """The day of asking of every question, by its id."""
    days: dict[str, date] = {}
    for item in dataset.items:
        day = item.as_of or default
        if day is None:
            raise DatasetError(
                f"{dataset.path}, line {item.line}: field as_of: missing; write the day into the row, or give --as-of"
            )
        days[item.id] = day
    return days


def _ask(left: Sequence[tuple[Item, date]], done: int, asker: Asker, out: Path, workers: int) -> None:
    """Ask the questions, each row written as soon as it is there; the first failure of the whole stops the rest."""
    with closing(RunWriter(out)) as writer, bar("answers", len(left) + done, done) as advance:
        stopped = Event()

        def ask(item: Item, day: date) -> None:
            if stopped.is_set():
                return
            try:
                writer.append(asker.ask(item, day))
                advance()
            except BaseException:
                stopped.set()
                raise

        pool = ThreadPoolExecutor(workers, thread_name_prefix="ask")
        try:
            for asked in [pool.submit(ask, item, day) for item, day in left]:
                asked.result()
        finally:
            stopped.set()
            pool.shutdown()


def _begun(out: Path, meta: RunMeta) -> RunMeta:
    """The facts of the run that `out` goes on with: of what is there, else of what begins now."""
    if not out.exists():
        return meta
    if not meta_path(out).exists():
        raise RunError(f"{out}: is there without {meta_path(out).name}, which would say what it answers; {_ANEW}")
    before = read_meta(out)
    for name, was, now in _compared(before, meta):
        if was != now:
            raise RunError(f"{meta_path(out)}: field {name}: the run there has {was!r}, this one {now!r}; {_ANEW}")
    return replace(meta, started=before.started)


def _compared(before: RunMeta, now: RunMeta) -> Iterable[tuple[str, object, object]]:
    """What must be equal for rows of two sessions to be one run. What a server has not told yet is no difference."""
    old, new = before.system, now.system
    yield "dataset.sha256", before.dataset.sha256, now.dataset.sha256
    yield "as_of", before.as_of and str(before.as_of), now.as_of and str(now.as_of)
    yield "system.asked", _way(old), _way(new)
    yield "system.texts", old.texts, new.texts
    for name in ("embedding_model", "answerer", "code"):
        was, is_now = getattr(old, name), getattr(new, name)
        if None not in {was, is_now}:
            yield f"system.{name}", was, is_now


def _way(system: SystemFacts) -> str:
    """How a system is asked; which address a server has makes no difference."""
    return IN_PROCESS if system.asked == IN_PROCESS else "a server"


def _unchanged(out: Path, before: SystemFacts, after: SystemFacts) -> None:
    if before.texts != after.texts:
        raise RunError(
            f"{out}: the index changed from {before.generation} to {after.generation} while it was asked; delete the "
            "run and ask again"
        )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
