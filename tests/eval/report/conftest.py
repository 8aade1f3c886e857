"""The made-up library's texts, for all tests of the report."""

from collections.abc import Iterator

import pytest

from eval.texts import Texts
from tests.library import Office


@pytest.fixture(scope="package")
def texts(office: Office) -> Iterator[Texts]:
    """Open while they are read: a generation that nobody holds may be cleared away."""
    with office.library.pin() as generation:
        yield Texts(generation.catalog, generation.name, "made up")
