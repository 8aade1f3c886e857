"""The vocabulary: a Unigram tokenizer whose pieces are counted words, so that encoding needs no dictionary."""

import logging
import math
import tempfile
from collections import Counter
from collections.abc import Iterable

import jieba
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
_SEEN = 3
"""A character or word must stand in the texts this often to become a piece."""


def build_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of at most `size` pieces: every frequent character, then the most frequent words of the texts.

    The Unigram model picks the most probable cut of a text, as a dictionary-based cutter does; full-width signs,
    capitals and punctuation are evened out first.
    """
    words, characters = _count(texts)
    singles = [piece for piece, count in characters.items() if count >= _SEEN]
    longer = [(count, word) for word, count in words.items() if len(word) > 1 and count >= _SEEN]
    chosen = [word for _, word in sorted(longer, key=lambda item: (-item[0], item[1]))[: size - 1 - len(singles)]]
    total = sum(words.values())
    # A character that never stood alone still costs something finite: it is the way out for unknown words.
    vocabulary = [(piece, round(math.log(max(words[piece], 0.5) / total), 3)) for piece in (*sorted(singles), *chosen)]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, 0.0), *vocabulary], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = _pre_tokenizer()
    return tokenizer


def _normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])


def _pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), behavior="removed")


def _count(texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    normalize, split = _normalizer().normalize_str, _pre_tokenizer().pre_tokenize_str
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as cache:
        cutter = _cutter(cache)
        for text in texts:
            for part, _ in split(normalize(text)):
                words.update(cutter.lcut(part))
                characters.update(part)
    return words, characters


def _cutter(cache: str) -> jieba.Tokenizer:
    # A cutter of our own with its cache in a folder that goes away: the shared one writes into the machine's /tmp.
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.tmp_dir = cache
    return cutter
