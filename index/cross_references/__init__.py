"""References inside the documents: what each text cites, as written and as resolved.

Derived data: they depend on what else is loaded, and are made anew with every generation of the index.
"""

from index.cross_references.resolving import CrossReference, resolve
from index.cross_references.shelf import Shelf
from index.cross_references.store import Link, References, write
from index.cross_references.titles import Fit, Reason

__all__ = ["CrossReference", "Fit", "Link", "Reason", "References", "Shelf", "resolve", "write"]
