"""What places documents are of, and which shelf an asker gets."""

import pytest

from assistant.shelf import Shelves, issuer_names, parent_names, place_names, short_place
from tests.library import Office


@pytest.mark.parametrize(
    ("place", "short"),
    [("许昌市", "许昌"), ("内蒙古自治区", "内蒙古"), ("陵川县", "陵川"), ("伊金霍洛旗", "伊金霍洛"), ("全国", "全国")],
)
def test_a_place_in_short(place: str, short: str) -> None:
    """People leave out 市, 县, 旗."""
    assert short_place(place) == short


def test_a_document_goes_by_the_names_of_its_place(office: Office) -> None:
    """In full, without the province, in short; the province is not its own name."""
    with Shelves().open(office.library, office.embedder, frozenset({"public"})) as shelf:
        edition = shelf.by_id["plan-linjiang"]
    assert place_names(edition) == {"江南省临江市", "临江市", "临江"}
    assert parent_names(edition) == {"全国", "江南省", "江南"}


@pytest.mark.corpus
def test_a_plan_goes_by_who_issued_it(library: Office) -> None:
    """国知局 is short for the office that issued the national plan; an office that issued a law issued no plan."""
    with Shelves().open(library.library, library.embedder, frozenset({"public"})) as shelf:
        plan, law = shelf.by_id["plan-cnipa-2022"], shelf.by_id["tm-infringement-standard-2020"]
    assert (issuer_names(plan), issuer_names(law)) == ({"国家知识产权局", "国知局"}, frozenset())


def test_each_asker_has_a_shelf_of_his_own(office: Office) -> None:
    """A visitor's holds no internal document, in whatever order the shelves are made."""
    shelves = Shelves()
    for access, count in ((frozenset({"public", "internal"}), 4), (frozenset({"public"}), 3)):
        with shelves.open(office.library, office.embedder, access) as shelf:
            assert len(shelf.editions) == count


def test_a_shelf_is_made_once(office: Office) -> None:
    """As long as the same generation is published, the same shelf serves."""
    shelves, access = Shelves(), frozenset({"public"})
    with (
        shelves.open(office.library, office.embedder, access) as one,
        shelves.open(office.library, office.embedder, access) as other,
    ):
        assert one is other
