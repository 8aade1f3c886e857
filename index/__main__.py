"""`python -m index`: take documents in, look at them, check and rebuild. Data to stdout, all else to stderr."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from index.documents import Access, State
from index.errors import IndexingError, SettingsError

if TYPE_CHECKING:  # these load numpy, Chroma and rich: the commands import them when they run
    from collections.abc import Callable

    from rich.console import RenderableType

    from index.catalog_writer import CatalogWriter
    from index.embeddings import Embedder
    from index.generations import Generation
    from index.publishing import Step
    from index.settings import IndexSettings

app = typer.Typer(
    help="Take documents in, look at them, check and rebuild the index.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help comes in half the time
    pretty_exceptions_enable=False,
    add_completion=False,
)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the index (default: INDEX_DATA).")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Day of asking, YYYY-MM-DD (default: today in Shanghai).")]


@app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Files, folders, packs (with catalog.json), article lists.", readable=False),
    ],  # what cannot be read costs its own line, not the whole command
    access: Annotated[Access | None, typer.Option(help="Who may see them (new documents: internal).")] = None,
    data: Data = None,
) -> None:
    """Take in files, folders, packs and article lists."""
    from index import tables
    from index.intake import Taken, file_name, find, take_in
    from index.publishing import write

    settings, embedder = _start(data)
    files = find(paths)
    sizes = {found.path: found.size for found in files}
    taken: list[Taken] = []
    faults: list[str] = []
    with _progress(sum(sizes.values())) as (advance, report):

        def change(writer: "CatalogWriter") -> None:
            maximum = settings.max_file_mb * 2**20
            for item in take_in(files, writer, settings.data, access=access, max_bytes=maximum):
                taken.append(item)
                advance(sizes[item.path] * item.share, file_name(item.path))
            faults.extend(writer.faults())

        write(settings.data, embedder, change, report)
    _show(tables.added(taken), err=True)
    _tell(faults)
    failed = [item for item in taken if item.error]
    for item in failed:
        print(f"{item.path}: {item.error}", file=sys.stderr)
    raise typer.Exit(1 if failed else 0)


@app.command()
def remove(
    document_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="As `documents` lists them.")],
    data: Data = None,
) -> None:
    """Remove documents; where a digest was retired by the official text, it counts again."""
    from index.publishing import write

    settings, embedder = _start(data)
    removals = write(settings.data, embedder, lambda writer: [writer.remove(name) for name in document_ids])
    for name, removal in zip(document_ids, removals, strict=True):
        left = "; citations of the official text still open, to delete both remove it again"
        print(f"{name}: {removal}{left if removal == 'digest restored' else ''}", file=sys.stderr)


@app.command()
def documents(as_json: AsJson = False, as_of: AsOf = None, data: Data = None) -> None:
    """List all documents."""
    from index import tables
    from index.catalog import EVERYONE

    with _generation(data) as (generation, _):
        editions = generation.catalog.editions(EVERYONE)
        if as_json:
            _json([asdict(edition) for edition in editions])
        else:
            _show(tables.documents(editions, _day(as_of)))


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(metavar="ID")],
    noise: Annotated[bool, typer.Option("--noise", help="List what cleaning removed or joined.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Show one document: what is known of it, its files, what it cites, its outline; its registers with --json."""
    from index import tables
    from index.catalog import EVERYONE

    with _generation(data) as (generation, _):
        edition = generation.catalog.edition(document_id, EVERYONE)
        document = generation.catalog.document(document_id, EVERYONE)
        texts = [text for text in generation.catalog.texts(document_id) if text.version_id == edition.version_id]
        cited = generation.references.of_document(document.document_id, EVERYONE)
        registers = {
            name: getattr(generation.registers, name)(EVERYONE, documents=[edition.document_id])[1]
            for name in ("duties", "deadlines", "contacts")
        }
        if as_json:
            edits = {text.source.name: [asdict(edit) for edit in text.edits] for text in texts} if noise else None
            nodes, references = [asdict(node) for node in document.outline], [asdict(one) for one in cited]
            rows = {name: [asdict(row) for row in found] for name, found in registers.items()}
            _json({**asdict(edition), "outline": nodes, "references": references, **rows, "edits": edits})
            return
        _show(tables.facts(edition, _day(None)))
        if noise:
            for text in texts:
                _show(f"\n{text.source.name}", tables.noise(text))
        else:
            editions = {one.document_id: one for one in generation.catalog.editions(EVERYONE)}
            _show(tables.references(cited, editions, _day(None)), tables.outline_tree(document))
            _show("\n" + ", ".join(f"{len(found)} {name}" for name, found in registers.items()))


@app.command()
def check(as_json: AsJson = False, data: Data = None) -> None:
    """Check every promise about the stored data; exit code 1 where one does not hold."""
    from index import tables
    from index.checking import check as find_violations
    from index.reranking import load_reranker

    with _generation(data) as (generation, settings):
        found = list(find_violations(generation, settings.data))
        rows, embedding = len(generation.catalog.chunks()), generation.manifest.embedding_model
        reranker = load_reranker(settings.reranker).name
    if as_json:
        _json([asdict(violation) for violation in found])
    elif found:
        _show(tables.violations(found))
    print(f"{len(found)} violations in {rows} clauses", file=sys.stderr)
    print(f"embedding model {embedding}, re-ranker {reranker}", file=sys.stderr)
    raise typer.Exit(1 if found else 0)


@app.command()
def rebuild(data: Data = None) -> None:
    """Cut all texts into clauses again and make vectors and lexical index anew, with the model that is set.

    What the office's own relations.toml in the data folder says (replaces, repeals, partly amends) is read again too.
    """
    from index.publishing import write

    settings, embedder = _start(data)
    faults: list[str] = []

    def change(writer: "CatalogWriter") -> None:
        writer.cut_again()
        faults.extend(writer.faults())

    with _progress(None) as (_, report):
        write(settings.data, embedder, change, report, rebuild=True)
    _tell(faults)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, like office.zip.")], data: Data = None
) -> None:
    """Write one file with all that the index is made from, while others read and write."""
    from index import backup
    from index.settings import load_settings

    packed = backup.backup(load_settings(data=data).data, file)
    print(
        f"{file}: {packed.clauses} clauses, {packed.originals} originals, {packed.size / 1e6:.1f} MB", file=sys.stderr
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote, of this or an earlier version.")],
    data: Data = None,
) -> None:
    """Publish what a backup holds; until then what is there goes on answering."""
    from index import backup

    settings, embedder = _start(data)
    with _progress(None) as (_, report):
        packed = backup.restore(settings.data, embedder, file, report)
    print(f"{settings.data}: {packed.clauses} clauses, {packed.originals} originals restored", file=sys.stderr)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    as_of: AsOf = None,
    region: Annotated[str | None, typer.Option()] = None,
    year: Annotated[int | None, typer.Option()] = None,
    kind: Annotated[str | None, typer.Option()] = None,
    document_id: Annotated[str | None, typer.Option()] = None,
    state: Annotated[State | None, typer.Option()] = None,
    top_k: Annotated[int, typer.Option(min=1)] = 10,
    explain: Annotated[bool, typer.Option("--explain", help="What found each, and what each part gave.")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Search the clauses, public and internal."""
    from index import tables
    from index.catalog import EVERYONE
    from index.documents import Filters
    from index.embeddings import load_embedder
    from index.reranking import load_reranker
    from index.retrieval import Query, Retriever

    text.encode()  # `main` says what is wrong with an argument that is not in UTF-8
    day = _day(as_of)
    query = Query(text, day, EVERYONE, Filters(region, year, kind, document_id, state), top_k, explain)
    with _generation(data) as (generation, settings):
        embedder, reranker = load_embedder(settings.embedding_model), load_reranker(settings.reranker)
        retriever = Retriever(generation, embedder, reranker)
        asked, found = retriever.asked(query), retriever.retrieve(query)
    if as_json:
        _json([asdict(passage) for passage in found])
    elif explain:
        _show(tables.asked(asked, retriever.reranker), tables.explained(found))
    else:
        _show(tables.passages(found, day))


def main() -> None:
    """Run a command; our own errors become one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # a Windows pipe is not UTF-8 by itself; names of files may be none
        cast("io.TextIOWrapper", stream).reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="python -m index")
    except IndexingError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except UnicodeEncodeError as error:  # an argument from a terminal in GBK
        print(f"error: {error.object!r} is not in UTF-8; set the terminal to UTF-8", file=sys.stderr)
        sys.exit(1)


def _start(data: Path | None) -> "tuple[IndexSettings, Embedder]":
    from index.embeddings import load_embedder
    from index.settings import load_settings

    settings = load_settings(data=data)
    return settings, load_embedder(settings.embedding_model)


@contextmanager
def _generation(data: Path | None) -> "Iterator[tuple[Generation, IndexSettings]]":
    """The published index, open for reading."""
    from index.generations import Library

    settings, embedder = _start(data)
    library = Library(settings.data, embedder)
    try:
        with library.pin() as generation:
            yield generation, settings
    finally:
        library.close()


@contextmanager
def _progress(total: float | None) -> "Iterator[tuple[Callable[[float, str], None], Callable[[Step], None]]]":
    """A bar on stderr: a function that moves it on, and one that hears of the steps of publishing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield (
            lambda amount, name: bar.update(task, advance=amount, description=name),
            lambda step: bar.update(task, description=step),
        )


def _show(*parts: "RenderableType", err: bool = False) -> None:
    """Tables and trees, as wide as the terminal; in a file or pipe each row is one line."""
    from rich.console import Console

    console = Console(stderr=err)
    if not console.is_terminal:
        console = Console(stderr=err, width=240)
    for part in parts:
        console.print(part)


def _tell(faults: list[str]) -> None:
    """What does not hold between documents, a line each; all else was done."""
    for fault in faults:
        print(fault, file=sys.stderr)


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _day(as_of: str | None) -> date:
    """The day of asking.

    Raises:
        SettingsError: when it is no date.
    """
    if as_of is None:
        return datetime.now(timezone(timedelta(hours=8))).date()
    try:
        return date.fromisoformat(as_of)
    except ValueError as error:
        raise SettingsError(f"--as-of {as_of}: not a day like 2026-11-21") from error


if __name__ == "__main__":
    main()
