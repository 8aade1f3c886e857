"""Editions of a work and their state on a day."""

from datetime import date

import pytest

from index.documents import Edition, Metadata, Region, State
from index.editions import counts_on, state, succession, work_id, work_title


def edition(
    document_id: str, start: date | None, status: State | None = None, title: str = "中华人民共和国商标法"
) -> Edition:
    """An edition of which only dates, status and title matter."""
    metadata = Metadata(title=title, effective_from=start, status=status)
    return Edition(document_id, work_id(metadata), "v", metadata, "official", "public", 1, 1)


OLD = edition("old", date(2019, 11, 1), "现行有效")
NEW = edition("new", date(2027, 1, 1), "尚未生效", "中华人民共和国商标法（2026年修订）")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("中华人民共和国商标法（2026年修订）", "商标法"),
        ("中华人民共和国反不正当竞争法(2019年修正)", "反不正当竞争法"),
        ("专利代理管理办法（试行）", "专利代理管理办法（试行）"),
        ("解释（二）", "解释（二）"),
    ],
)
def test_editions_share_a_title(title: str, expected: str) -> None:
    """Only a mark of revision is dropped: （试行） and （二） name other works."""
    assert work_title(title) == expected


def test_an_edition_ends_the_day_before_the_next() -> None:
    """The older edition learns its end and successor, whatever the order they are given in."""
    new, old = succession([NEW, OLD])
    assert (old.effective_to, old.replaced_by) == (date(2026, 12, 31), "new")
    assert (new.effective_to, new.replaced_by) == (None, None)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2019, 10, 31), ("尚未生效", "尚未生效")),
        (date(2026, 12, 31), ("现行有效", "尚未生效")),
        (date(2027, 1, 1), ("已被修改", "现行有效")),
    ],
)
def test_state_follows_from_dates(day: date, states: tuple[State, State]) -> None:
    """On the eve of a change the old edition counts, on the day itself the new one, whatever the catalog says."""
    assert tuple(state(item, day) for item in succession([OLD, NEW])) == states


def test_a_replaced_edition_was_in_force_until_its_end() -> None:
    """A catalog that lists the old edition as 已被修改 does not undo the days on which it was in force."""
    replaced, _ = succession([edition("old", date(2019, 11, 1), "已被修改"), NEW])
    assert state(replaced, date(2026, 12, 31)) == "现行有效"


def test_the_catalog_counts_where_dates_are_missing() -> None:
    """Without dates the stated status is all there is; without that the state is unknown."""
    assert state(edition("a", None, "已废止"), date(2026, 1, 1)) == "已废止"
    assert state(edition("a", None), date(2026, 1, 1)) == "未知"


def test_a_repealed_text_stays_repealed() -> None:
    """A date of effect in the past does not bring a repealed rule back."""
    repealed = edition("a", date(2004, 12, 22), "已废止")
    assert state(repealed, date(2026, 1, 1)) == "已废止"
    assert not counts_on(repealed, date(2026, 1, 1))


def test_plans_of_two_years_are_two_works() -> None:
    """This year's plan does not replace last year's: each was for its year."""
    region = Region("河南省许昌市", "city")
    one, two = (work_id(Metadata("知识产权行政保护工作实施方案", region=region, year=year)) for year in (2022, 2023))
    assert one != two
