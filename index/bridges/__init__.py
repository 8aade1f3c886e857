"""Bridges from a question's words to those of the texts: everyday wording, names, English, pinyin, typing errors."""

from index.bridges.entries import OWN_FOLDER, Entry, entries_of, parse
from index.bridges.expanding import Bridges, Expanded, Reason, bridges_for, expand, shipped

__all__ = [
    "OWN_FOLDER",
    "Bridges",
    "Entry",
    "Expanded",
    "Reason",
    "bridges_for",
    "entries_of",
    "expand",
    "parse",
    "shipped",
]
