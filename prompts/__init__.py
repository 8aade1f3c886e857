"""Texts that the assistant says or sends, kept as data, with their loader."""
