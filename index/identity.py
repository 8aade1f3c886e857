"""What tells one edition from another where no catalog gives it an id: never the path of a file."""

import unicodedata
from hashlib import sha256
from typing import Final

from index.documents import Metadata
from index.editions import work_title

_GENERATED: Final = "doc-"


def identities(metadata: Metadata) -> list[str]:
    """What an edition is known by, strongest first: its document number; its title, issuer and year."""
    day = metadata.promulgated or metadata.effective_from
    year = metadata.year or (day.year if day else "")
    title = f"title:{_letters(metadata.title)}|{_plain(metadata.issuer or '')}|{year}"
    return [f"number:{_plain(metadata.number)}", title] if metadata.number else [title]


def generated_id(metadata: Metadata) -> str:
    """A stable ASCII id for an edition that no catalog names."""
    return _GENERATED + sha256("\n".join(identities(metadata)).encode()).hexdigest()[:12]


def is_generated(document_id: str) -> bool:
    """Whether an id was made here rather than given by a catalog."""
    return document_id.startswith(_GENERATED)


def same_title(one: Metadata, other: Metadata) -> bool:
    """Whether one title holds the other: 关于印发《X方案》的通知 and X方案.

    A number alone does not identify: 法释〔2020〕19号 stands on eighteen interpretations.
    """
    titles = [{_letters(name) for name in (m.title, m.short_title) if name} for m in (one, other)]
    return any(a in b or b in a for a in titles[0] for b in titles[1])


def _plain(text: str) -> str:
    """Letters and digits in one width, one hyphen for whatever stands between them, blanks for nothing."""
    blankless = "".join(unicodedata.normalize("NFKC", text).split())
    return "-".join("".join(sign if sign.isalnum() else " " for sign in blankless).split())


def _letters(title: str) -> str:
    return _plain(work_title(title)).replace("-", "")
