"""Catalogs that an earlier version of the project wrote, brought up to today's tables one version at a time.

Only `CatalogWriter` does it, in the private copy that a new generation begins with: what was published stays as it is
until the migrated copy has been checked and published like any other change, so a kill in the middle costs nothing.
`generations.Library` asks for it when it finds an old generation, so whatever opens an index brings it up to date.
"""

import sqlite3
from collections.abc import Mapping
from typing import Final

from index.schema import VERSION

STEPS: Final[Mapping[int, str]] = {
    # The first releases had a view of which text counts: nothing reads it since askers differ in what they may see.
    1: """
        DROP VIEW IF EXISTS current;
        CREATE TABLE removed (
            revision INTEGER PRIMARY KEY REFERENCES revisions ON DELETE CASCADE
        );
        CREATE VIEW kept AS SELECT * FROM texts WHERE number NOT IN (SELECT revision FROM removed);
    """,
}
"""What leads from the tables of a version to those of the next. A step, once released, is never changed."""


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring a catalog as far as the steps lead, each whole or not at all. A newer or foreign one stays as it is."""
    while (found := version(connection)) < VERSION and found in STEPS:
        connection.executescript(f"BEGIN; {STEPS[found]}; PRAGMA user_version = {found + 1}; COMMIT")


def version(connection: sqlite3.Connection) -> int:
    """The version of a catalog's tables; 0 where it is none of ours."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
