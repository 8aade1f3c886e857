"""jieba's words as LawBench and LexEval cut them: its own dictionary, with the hidden Markov model."""

import logging
from contextlib import suppress
from functools import cache
from typing import Any

import platformdirs


def words(text: str) -> list[str]:
    """The words of a text in order, without blanks."""
    return [word for word in _tokenizer().cut(text) if word.strip()]


@cache
def _tokenizer() -> Any:
    import jieba  # noqa: PLC0415  its dictionary takes half a second

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    folder = platformdirs.user_cache_path("ip-assistant", appauthor=False)
    with suppress(OSError):  # an account without a home: the dictionary is read anew each time
        folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(folder)
    return tokenizer
