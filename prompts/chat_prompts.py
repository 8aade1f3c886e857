"""Prompts: what is sent to a chat model, one file each, checked when loaded.

A file `NAME.md` begins with front matter in TOML between two lines of `+++`: `name`, `version` (a whole number that is
raised with every change), `purpose` and a table `variables` that says what each `{variable}` of the text holds.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from prompts.loader import PromptError

_FILE = re.compile(r"\+\+\+\n(?P<front>.*?\n)\+\+\+\n(?P<text>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")
_TYPES: Mapping[str, type] = {"name": str, "version": int, "purpose": str, "variables": dict}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A text with `{variables}`, each of which `variables` describes. `sha256` is that of the whole file."""

    name: str
    version: int
    purpose: str
    variables: Mapping[str, str]
    text: str
    sha256: str

    @property
    def stamp(self) -> str:
        """What an answer or a judgement names it by: name, version and the content's hash."""
        return f"{self.name}-{self.version}-{self.sha256[:12]}"

    def render(self, values: Mapping[str, str]) -> str:
        """The text with the values filled in; braces within a value stay as they are.

        Raises:
            PromptError: naming all values that are missing and all that the prompt does not know.
        """
        missing, unknown = self.variables.keys() - values.keys(), values.keys() - self.variables.keys()
        if missing or unknown:
            raise PromptError(f"prompt {self.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return _VARIABLE.sub(lambda match: values[match[1]], self.text)


@cache
def load_prompt(name: str) -> Prompt:
    """A prompt that ships with the project.

    Raises:
        PromptError: there is none of that name, or its file does not fit.
    """
    if name not in prompt_names():
        raise PromptError(f"no prompt {name!r}; known are {', '.join(prompt_names())}")
    return parse_prompt(name, (files("prompts") / f"{name}.md").read_text(encoding="utf-8"))


def prompt_names() -> list[str]:
    """The prompts that ship with the project."""
    return sorted(one.name.removesuffix(".md") for one in files("prompts").iterdir() if one.name.endswith(".md"))


def parse_prompt(name: str, file: str) -> Prompt:
    """A prompt from the text of its file `NAME.md`.

    Raises:
        PromptError: naming at once every key that is unknown, missing or of the wrong type, and every variable that
            stands in the text or in the front matter only.
    """
    read = _FILE.fullmatch(file)
    if not read:
        raise PromptError(f"prompt {name}: needs front matter between two lines of +++, then the text")
    try:
        front = tomllib.loads(read["front"])
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"prompt {name}: front matter cannot be read: {error}") from error
    text = read["text"].strip()
    if faults := _faults(name, front, text):
        raise PromptError(f"prompt {name}: {'; '.join(faults)}")
    return Prompt(**front, text=text, sha256=sha256(file.encode()).hexdigest())


def _faults(name: str, front: Mapping[str, Any], text: str) -> list[str]:
    known = {key for key, kind in _TYPES.items() if type(front.get(key)) is kind}
    declared = front["variables"] if "variables" in known else {}
    used = set(_VARIABLE.findall(text))
    faults = {
        "unknown key": front.keys() - _TYPES.keys(),
        "missing key": _TYPES.keys() - front.keys(),
        "wrong type of key": (front.keys() & _TYPES.keys()) - known,
        "undeclared variable": used - declared.keys(),
        "unused variable": declared.keys() - used,
        "variable without description": {key for key, words in declared.items() if not (words and type(words) is str)},
        "name is not that of the file": {str(front["name"])} - {name} if "name" in known else set(),
        "no text": set() if text else {"the file ends with its front matter"},
    }
    return [f"{fault}: {', '.join(sorted(found))}" for fault, found in faults.items() if found]
