"""`python -m assistant serve | ask`: the page and the API, or one answer in the terminal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import index
from assistant.errors import AssistantError, QuestionError
from index.errors import IndexingError

if TYPE_CHECKING:
    from assistant.messages import Answer, Question, Turn
    from assistant.settings import Settings
    from index.catalog_writer import CatalogWriter
    from index.embeddings import Embedder

_PACK = Path(index.__file__).parent / "pack"
"""The knowledge pack that ships with the project."""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

Data = Annotated[
    Path | None, typer.Option(help="Folder of the index (default: INDEX_DATA, else the user's data folder).")
]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on (default 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on (default 8000).")] = None,
    data: Data = None,
) -> None:
    """Serve the chat page and the API; builds the index from the shipped pack where there is none."""
    from assistant import logs, serving
    from index import publishing

    settings = _settings(data, host=host, port=port)
    with serving.listen(settings.host, settings.port) as listener:
        logs.configure()
        publishing.tidy(settings.index.data)
        _first_index(settings)
        serving.serve(settings, listener, ready=_say)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.", show_default=False)],
    as_of: Annotated[str | None, typer.Option(help="Day of asking, 2026-03-01 (default: today in China).")] = None,
    conduct_date: Annotated[str | None, typer.Option(help="Day of the conduct that is asked about.")] = None,
    history: Annotated[
        Path | None, typer.Option(help="JSON file: [{role, content}, ...], the conversation so far.")
    ] = None,
    data: Data = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="The whole answer as JSON.")] = False,
) -> None:
    """Answer one question from the loaded documents."""
    from assistant.api.schemas import answer_out
    from assistant.terminal import as_text

    settings = _settings(data)
    asked = _question(question, as_of, conduct_date, _history(history))
    answer = _answered(settings, _first_index(settings), asked)
    print(answer_out(answer).model_dump_json(indent=2) if json else as_text(answer))


def main() -> NoReturn:
    """The command line; our own errors become one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):  # Windows: the console's own has no Chinese; names of files may be no UTF-8
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except (AssistantError, IndexingError) as error:
        _say(f"error: {error}")
        sys.exit(1)
    sys.exit(0)


def _settings(data: Path | None, **given: object) -> "Settings":
    from assistant.settings import load_settings
    from index.settings import load_settings as load_index_settings

    return load_settings(index=load_index_settings(data=data), **given)


def _question(text: str, as_of: str | None, conduct_date: str | None, history: tuple["Turn", ...]) -> "Question":
    from assistant.api.schemas import check_question
    from assistant.days import parse_day, today
    from assistant.messages import Question

    check_question(text)
    day = parse_day(as_of) if as_of else today()
    return Question(text.strip(), day, history, parse_day(conduct_date) if conduct_date else None)


def _history(path: Path | None) -> tuple["Turn", ...]:
    if path is None:
        return ()
    from assistant.api.schemas import read_history

    try:
        return read_history(path.read_bytes())
    except (OSError, QuestionError) as error:
        raise QuestionError(f"{path}: {error}") from error


def _first_index(settings: "Settings") -> "Embedder":
    """The embedding model; where there is no index yet, it is built from the shipped pack first."""
    from index.embeddings import load_embedder
    from index.generations import current

    embedder = load_embedder(settings.index.embedding_model)
    if current(settings.index.data) is None:
        _say(f"no index in {settings.index.data} yet: building it from the shipped pack")
        _build(settings, embedder)
    return embedder


def _build(settings: "Settings", embedder: "Embedder") -> None:
    """Takes in the shipped pack, a line per document to stderr."""
    from index import intake, publishing

    data, max_bytes = settings.index.data, settings.index.max_file_mb * 1024 * 1024

    def change(writer: "CatalogWriter") -> None:
        for taken in intake.take_in(intake.find([_PACK]), writer, data, access="public", max_bytes=max_bytes):
            _say(f"  {taken.title or taken.path.name}: {taken.error or f'{taken.clauses} clauses'}")

    publishing.write(data, embedder, change)


def _answered(settings: "Settings", embedder: "Embedder", question: "Question") -> "Answer":
    from assistant.pipeline import answer_stream, collect
    from index.publishing import Library

    library = Library(settings.index.data, embedder)
    try:
        return collect(answer_stream(library, embedder, question))
    finally:
        library.close()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
