"""Words of a question: the only file that imports jieba. Documents are never cut into words, only questions.

Cut without the hidden Markov model, which joins what it has never seen into words that no document has.
"""

import logging
from contextlib import suppress
from functools import cache
from typing import Any

import platformdirs


def words(text: str) -> list[str]:
    """The words of a text, in order, nothing left out."""
    return list(_tokenizer().cut(text, HMM=False))


@cache
def _tokenizer() -> Any:
    """A tokenizer of our own, its dictionary loaded (0.5 s, once per process)."""
    import jieba  # noqa: PLC0415 the dictionary module takes its time: only when a question is cut

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # The shared temp folder, where jieba keeps its cache otherwise, is writable by anyone.
    folder = platformdirs.user_cache_path("ip-assistant", appauthor=False)
    with suppress(OSError):  # an account without a home: the dictionary is read anew each time
        folder.mkdir(parents=True, exist_ok=True)
    tokenizer.tmp_dir = str(folder)
    tokenizer.initialize()
    return tokenizer
