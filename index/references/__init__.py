"""Exact references in a text: which document is named, and which 条, 款 and 项. Found by rule, never guessed.

A title that is written slightly otherwise finds its document, and says so (`approximate`); a document or a clause that
does not exist is found as such and never taken for another.
"""

from index.references.clauses import Article, counts_things
from index.references.locating import last_article, locate
from index.references.names import Names, Reference, cited_titles
from index.references.spelling import spelled

__all__ = ["Article", "Names", "Reference", "cited_titles", "counts_things", "last_article", "locate", "spelled"]
