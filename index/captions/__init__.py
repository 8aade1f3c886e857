"""Captions of clauses in everyday words, which are searched with them."""

from index.captions.reading import (
    FILE,
    Captions,
    article_of,
    by_article,
    caption,
    caption_of_part,
    joined,
    of_office,
    shipped,
    shipped_digest,
)

__all__ = [
    "FILE",
    "Captions",
    "article_of",
    "by_article",
    "caption",
    "caption_of_part",
    "joined",
    "of_office",
    "shipped",
    "shipped_digest",
]
