"""Notices: the closed set of sentences that the product says in its own words, kept as data and checked when loaded.

A notice holds variables of named types (a title, a state, a year …), so that grounding can check what was filled in.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

_VARIABLE = re.compile(r"\{(\w+)\}")
_KEYS = {"text", "variables"}
TYPES = frozenset({"title", "region", "state", "year", "date", "number", "clause", "asked"})
"""What a variable may hold. `asked`: words of the question; the others come from the catalog or an outline."""


class PromptError(Exception):
    """A template or its values cannot be used; the message names every fault at once."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One template: `text` with `{variables}`, and the type of each variable in the order of the file."""

    name: str
    text: str
    variables: Mapping[str, str]

    def render(self, values: Mapping[str, str]) -> str:
        """The sentence with the values filled in.

        Raises:
            PromptError: naming all values that are missing and all that the notice does not know.
        """
        missing, unknown = self.variables.keys() - values.keys(), values.keys() - self.variables.keys()
        if missing or unknown:
            raise PromptError(f"notice {self.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return _VARIABLE.sub(lambda match: values[match[1]], self.text)


@dataclass(frozen=True, slots=True)
class Notices:
    """All notices by name. `version` changes whenever their content does."""

    by_name: Mapping[str, Notice]
    version: str

    def __getitem__(self, name: str) -> Notice:
        if name not in self.by_name:
            raise PromptError(f"no notice {name!r}; known are {', '.join(sorted(self.by_name))}")
        return self.by_name[name]


@cache
def load_notices() -> Notices:
    """The notices that ship with the project."""
    return parse_notices((files("prompts") / "notices.toml").read_text(encoding="utf-8"))


def parse_notices(text: str) -> Notices:
    """Notices from TOML: a table a notice, with `text` and `variables`.

    Raises:
        PromptError: naming every unknown key, and every variable that is undeclared, unused or of unknown type.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PromptError(f"notices cannot be read: {error}") from error
    if faults := [fault for name, table in tables.items() for fault in _faults(name, table)]:
        raise PromptError("; ".join(faults))
    notices = {name: Notice(name, table["text"], table.get("variables", {})) for name, table in tables.items()}
    return Notices(notices, f"notices-{sha256(text.encode()).hexdigest()[:12]}")


def _faults(name: str, table: Mapping[str, object]) -> list[str]:
    text, declared = table.get("text"), table.get("variables", {})
    if not isinstance(text, str) or not isinstance(declared, dict):
        return [f"notice {name}: needs a text and a table of variables"]
    used = set(_VARIABLE.findall(text))
    faults = {
        "unknown key": table.keys() - _KEYS,
        "undeclared variable": used - declared.keys(),
        "unused variable": declared.keys() - used,
        "unknown type": set(declared.values()) - TYPES,
    }
    return [f"notice {name}: {kind} {', '.join(sorted(found))}" for kind, found in faults.items() if found]
