"""Rows of a pack's catalog.json, checked: wrong types are refused by name, unknown fields are left alone."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from index import regions
from index.documents import Metadata, State
from index.errors import CatalogError


def _one_line(value: str) -> str:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value):
        raise ValueError("it holds a line break, a control character or half a character")
    return value


_Line = Annotated[str, AfterValidator(_one_line)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    id: _Line = Field(max_length=200, pattern=r"\S")
    title: _Line = Field(pattern=r"\S")
    path: str | None = None
    short_title: _Line | None = None
    aliases: tuple[_Line, ...] = ()
    doc_type: _Line | None = None
    issuer: _Line | None = None
    doc_number: _Line | None = None
    promulgated: date | None = None
    effective: date | None = None
    issue_date: date | None = None
    status: State | None = None
    version_note: _Line | None = None
    articles: int | None = Field(default=None, ge=0)
    region: _Line | None = None
    year: int | None = Field(default=None, ge=1900, le=2200)
    digest: bool | None = None
    access: Literal["public", "internal"] | None = None

    @field_validator("promulgated", "effective", "issue_date", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        """JSON has no dates: they come as 2022-04-25."""
        return date.fromisoformat(value) if isinstance(value, str) else value

    @field_validator("aliases", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else () if value is None else value


def from_catalog(row: Mapping[str, object]) -> tuple[str, Metadata]:
    """Document id and metadata of one row.

    Raises:
        CatalogError: a field has a value that cannot be used; the message names row, field and value.
    """
    try:
        checked = _Row.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        shown = repr(row.get(place.split(".", 1)[0]))
        raise CatalogError(
            f"catalog row {row.get('id')!r}: {place} has the value {shown}: {first['msg'][:80]}; correct the row"
        ) from error
    return checked.id, _metadata(checked)


def _metadata(row: _Row) -> Metadata:
    return Metadata(
        title=row.title,
        short_title=row.short_title,
        aliases=row.aliases,
        number=row.doc_number,
        issuer=row.issuer,
        region=regions.region(row.region) if row.region else None,
        year=row.year,
        kind=row.doc_type,
        promulgated=row.promulgated or row.issue_date,
        effective_from=row.effective,
        status=row.status,
        note=row.version_note,
        articles=row.articles,
    )
