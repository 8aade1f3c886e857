"""Which files are texts of one edition."""

from datetime import date

import pytest

from index.documents import Metadata
from index.identity import generated_id, identities, is_generated, same_title


def test_brackets_and_blanks_of_a_number_do_not_tell_editions_apart() -> None:
    """A document number is the same however it is printed."""
    printed = ["某市监〔2022〕25号", "某市监[2022] 25 号", "某市监〔２０２２〕25号"]
    assert len({identities(Metadata("某方案", number=number))[0] for number in printed}) == 1


def test_a_law_without_a_number_is_known_by_title_issuer_and_year() -> None:
    """Two editions of a law share a title; the year of promulgation tells them apart."""
    old, new = (Metadata("中华人民共和国某法", promulgated=date(year, 4, 23)) for year in (2019, 2026))
    assert identities(old) == ["title:某法||2019"]
    assert generated_id(old) != generated_id(new)


def test_a_generated_id_is_short_ascii_and_recognised() -> None:
    """It goes into addresses as it is, and a catalog's id takes its place."""
    document_id = generated_id(Metadata("某县工作方案", year=2024))
    assert document_id.isascii()
    assert len(document_id) == 16
    assert is_generated(document_id)
    assert not is_generated("plan-some-town-2022")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("关于印发《某市2022年工作方案》的通知", "某市2022年工作方案", True),
        ("某法（2019年修正）", "中华人民共和国某法", True),
        ("关于审理甲案件的解释", "关于审理乙案件的解释", False),
    ],
)
def test_a_number_shared_by_several_documents_is_not_enough(one: str, other: str, *, same: bool) -> None:
    """One decree may amend many interpretations: only where one title holds the other are they the same."""
    assert same_title(Metadata(one), Metadata(other)) is same
