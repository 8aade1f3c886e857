"""What can go wrong in `index`. Every message says what failed, where, and what to do next.

IndexingError
├── FileError            one file cannot be taken in (empty, protected, too large, unknown format …)
├── CatalogError         the catalog cannot be read or contradicts itself
│   └── IdentityError    a file could be a text of several documents; the others go on
├── UnknownDocumentError no such document (or none that the asker may see)
├── EmbeddingError       the model cannot be loaded, or is not the one the index was built with
├── PublishingError      an index generation cannot be written, checked or opened
│   ├── OutdatedError    it was written by an earlier version and is not yet brought up to today's
│   └── BackupError      a backup cannot be written, or a file is no whole backup
└── SettingsError        a setting is misspelt or has a value that cannot be used
"""


class IndexingError(Exception):
    """Base of all errors of `index`; the command line prints it as one line."""


class FileError(IndexingError):
    """One file cannot be taken in; the others go on."""


class CatalogError(IndexingError):
    """The catalog cannot be read or contradicts itself."""


class IdentityError(CatalogError):
    """A file could be a text of several documents: nobody but its owner can say which; the others go on."""


class UnknownDocumentError(IndexingError):
    """No such document, or none that the asker may see."""


class EmbeddingError(IndexingError):
    """The embedding model cannot be loaded, or differs from the one the index was built with."""


class PublishingError(IndexingError):
    """A generation of the index cannot be written, checked or opened."""


class OutdatedError(PublishingError):
    """A catalog or generation that an earlier version wrote; `publishing.write` brings it up to today's."""


class BackupError(PublishingError):
    """A backup cannot be written, or a file is no whole backup."""


class SettingsError(IndexingError):
    """A setting is misspelt or its value cannot be used."""
