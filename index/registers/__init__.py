"""Registers of the documents: duties, deadlines and contacts, each row with its clause.

Derived data, like the references: made anew with every generation from the texts of the catalog, by rules alone.
"""

from index.registers.entries import Contact, Deadline, Duty
from index.registers.occurrences import day_derived, next_day, occurrences, recurrence, starts, uid
from index.registers.store import Registers, registers_of, write

__all__ = [
    "Contact",
    "Deadline",
    "Duty",
    "Registers",
    "day_derived",
    "next_day",
    "occurrences",
    "recurrence",
    "registers_of",
    "starts",
    "uid",
    "write",
]
