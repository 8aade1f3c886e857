"""`python -m assistant serve | ask | user | mcp | check-model`: the page and the API, one answer, the people let in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

import index
from assistant.errors import AssistantError, QuestionError
from index.errors import IndexingError

if TYPE_CHECKING:
    from assistant.accounts.people import People
    from assistant.accounts.sites import Sites
    from assistant.messages import Answer, Question, Turn
    from assistant.settings import Settings
    from index.catalog_writer import CatalogWriter
    from index.embeddings import Embedder

_PACK = Path(index.__file__).parent / "pack"
"""The knowledge pack that ships with the project."""

AccountRole = Literal["officer", "evaluator", "admin"]

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

users = typer.Typer(no_args_is_help=True, help="The people that are let in, where ASSISTANT_SIGN_IN=tokens.")
app.add_typer(users, name="user")
sites = typer.Typer(no_args_is_help=True, help="The portals that may show the widget.")
app.add_typer(sites, name="site")

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
    settings.check_open_to()
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


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP at /mcp (default: stdio).")] = False,
    host: Annotated[str | None, typer.Option(help="With --http: address to serve on (default 127.0.0.1).")] = None,
    port: Annotated[int, typer.Option(help="With --http: port to serve on.", min=1, max=65535)] = 8001,
    data: Data = None,
) -> None:
    """Offer the library to other programs as tools, over the Model Context Protocol."""
    from assistant import mcp_server
    from assistant.accounts.database import open_database
    from assistant.accounts.people import People
    from assistant.lookup import Lookup
    from index.publishing import Library

    settings = _settings(data, host=host)
    embedder = _first_index(settings)
    lookup = Lookup(Library(settings.index.data, embedder), embedder)
    if not http:
        mcp_server.mcp_server(mcp_server.Tools(lookup, mcp_server.owner)).run()
        return
    settings.check_open_to()
    who = mcp_server.by_token(settings, People(open_database(settings.database)))
    server = mcp_server.mcp_server(mcp_server.Tools(lookup, who))
    _say(f"http://{settings.host}:{port}/mcp")
    server.run("streamable-http", host=settings.host, port=port, stateless_http=True, json_response=True)


@app.command("check-model")
def check_model(data: Data = None) -> None:
    """Find out whether the chat model of the settings can be used, and say what is wrong where it cannot."""
    from assistant.chat.checking import checked

    for line in checked(_settings(data)):
        print(line)


@users.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="The person's name, as it is shown.", show_default=False)],
    role: Annotated[AccountRole, typer.Option(help="What the person may do.")] = "officer",
    data: Data = None,
) -> None:
    """Let a person in; prints the access token, once."""
    _, token = _people(data).add(name, role)
    _say(f"{name} ({role}) may sign in with this token; it is not kept and cannot be shown again:")
    print(token)


@users.command("list")
def list_users(data: Data = None) -> None:
    """Everyone who is let in: name, role and day, separated by tabs."""
    for person in _people(data).all():
        print(f"{person.name}\t{person.role}\t{person.created:%Y-%m-%d}")


@sites.command("add")
def add_site(
    origin: Annotated[list[str], typer.Option(help="Where the portal's pages come from, https://portal.example.")],
    name: Annotated[str, typer.Option(help="What the portal is called in lists.")] = "门户网站",
    region: Annotated[str | None, typer.Option(help="Answer from documents of this region only.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="Answer from this document only (repeatable).")] = None,
    per_minute: Annotated[int, typer.Option(min=1, help="Questions a minute of all visitors together.")] = 300,
    data: Data = None,
) -> None:
    """Register a portal; prints the key that its page gives to the widget."""
    from assistant.accounts.sites import Limits

    limits = Limits(site=per_minute)
    site = _sites(data).add(name, origin, region=region, document_ids=document or (), limits=limits)
    _say(f'{name}: put this key into the page, <ip-assistant key="{site.key}"></ip-assistant>')
    print(site.key)


@sites.command("list")
def list_sites(data: Data = None) -> None:
    """Every open portal: key, name, origins, separated by tabs."""
    for site in _sites(data).all():
        print(f"{site.key}\t{site.name}\t{' '.join(sorted(site.origins))}")


@sites.command("revoke")
def revoke_site(key: Annotated[str, typer.Argument(help="The portal's key.")], data: Data = None) -> None:
    """Close a portal at once: its key and its visitors' tokens are worth nothing from now on."""
    _sites(data).revoke(key)
    _say(f"{key} is closed")


@users.command("renew")
def renew_user(name: Annotated[str, typer.Argument(help="The person's name.")], data: Data = None) -> None:
    """Give a person a new token; the old one is worth nothing from then on."""
    token = _people(data).renew(name)
    _say(f"{name} signs in with this token from now on; it cannot be shown again:")
    print(token)


@users.command("remove")
def remove_user(name: Annotated[str, typer.Argument(help="The person's name.")], data: Data = None) -> None:
    """Let a person in no more, at once."""
    _people(data).remove(name)
    _say(f"{name} is let in no more")


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


def _sites(data: Path | None) -> "Sites":
    from assistant.accounts.database import open_database
    from assistant.accounts.sites import Sites

    return Sites(open_database(_settings(data).database))


def _people(data: Path | None) -> "People":
    from assistant.accounts.database import open_database
    from assistant.accounts.people import People

    return People(open_database(_settings(data).database))


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
    from assistant.answering.choosing import answerer_of, condenser_of
    from assistant.pipeline import answer_stream, collect
    from index.publishing import Library

    library = Library(settings.index.data, embedder)
    try:
        with answerer_of(settings) as answerer:
            return collect(answer_stream(library, embedder, question, answerer, condenser_of(answerer)))
    finally:
        library.close()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
