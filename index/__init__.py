"""From a file to searchable clauses: parsing, structure, catalog, search. Knows nothing of `assistant`."""
