"""`python -m prompts check | show NAME --with CASE`: whether the prompts fit, and how one reads on an example."""

import sys
from typing import Annotated, NoReturn

import typer

from prompts.loader import PromptError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def check() -> None:
    """Load every prompt with its cases, and the notices; one line each, with what to record it by."""
    from prompts.cases import check_cases
    from prompts.chat_prompts import load_prompt, prompt_names
    from prompts.loader import load_notices

    for name in prompt_names():
        prompt = load_prompt(name)
        count = check_cases(prompt)
        print(f"{prompt.stamp}\t{count} case{'s' if count != 1 else ''}\t{prompt.purpose}")
    print(f"{load_notices().version}\t{len(load_notices().by_name)} notices")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The prompt's name.", show_default=False)],
    case: Annotated[str | None, typer.Option("--with", help="A case from prompts/cases.toml.")] = None,
) -> None:
    """Print a prompt, filled with the values of a case; without one, as it stands."""
    from prompts.cases import load_case
    from prompts.chat_prompts import load_prompt

    prompt = load_prompt(name)
    print(prompt.render(load_case(prompt, case)) if case else prompt.text)


def main() -> NoReturn:
    """The command line; our own errors become one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except PromptError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
