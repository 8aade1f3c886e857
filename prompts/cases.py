"""Examples of the values that a prompt is filled with, to read it as a model will: `cases.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from prompts.chat_prompts import Prompt
from prompts.loader import PromptError


@cache
def _cases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """By prompt and name of the case, the values."""
    try:
        return tomllib.loads((files("prompts") / "cases.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"cases.toml cannot be read: {error}") from error


def load_case(prompt: Prompt, name: str) -> Mapping[str, str]:
    """The values of a case.

    Raises:
        PromptError: the prompt has no case of that name.
    """
    known = _cases().get(prompt.name, {})
    if name not in known:
        raise PromptError(f"prompt {prompt.name}: no case {name!r}; known are {', '.join(sorted(known)) or 'none'}")
    return known[name]


def check_cases(prompt: Prompt) -> int:
    """How many cases a prompt has; each fills it.

    Raises:
        PromptError: a case lacks a value or has one too many, or the prompt has no case.
    """
    known = _cases().get(prompt.name, {})
    if not known:
        raise PromptError(f"prompt {prompt.name}: cases.toml has no case to read it on")
    for name in known:
        try:
            prompt.render(known[name])
        except PromptError as error:
            raise PromptError(f"case {name}: {error}") from error
    return len(known)
