"""What a notice may say, and what several come to."""

import datetime as dt

import pytest

from zhuqi.base.errors import Invalid
from zhuqi.domain.calendar.rules import Day, check, fingerprint, merged

FESTIVALS = {"01-01": "元旦", "05-01": "劳动节", "10-01": "国庆节", "10-02": "国庆节", "10-03": "国庆节"}
NOTICE = [Day(dt.date.fromisoformat(f"2027-{date}"), False, name) for date, name in FESTIVALS.items()]


def day(text: str, working: bool, name: str = "国庆节") -> Day:
    return Day(dt.date.fromisoformat(text), working, name)


def test_a_notice_may_name_festivals_make_up_days_and_the_december_before():
    check(2027, [*NOTICE, day("2027-10-09", True), day("2026-12-31", False), day("2027-10-10", False)], "a notice")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (day("2027-10-08", True), "2027-10-08 lies between Monday and Friday"),
        (day("2027-10-01", False), "2027-10-01 is named twice"),
        (day("2027-10-01", True, "x"), "2027-10-01 lies between Monday and Friday"),
        (day("2028-01-01", False), "2028-01-01 doesn't belong in the notice for 2027"),
        (day("2026-11-30", False), "2026-11-30 doesn't belong in the notice for 2027"),
        (day("2025-12-31", False), "2025-12-31 doesn't belong in the notice for 2027"),
        (day("2027-10-04", False, " "), "2027-10-04 needs its festival's name"),
        (day("2027-10-04", False, "国" * 21), "2027-10-04 needs its festival's name"),
    ],
)
def test_what_no_notice_can_say_is_refused_with_a_sentence(more, sentence):
    with pytest.raises(Invalid, match=sentence):
        check(2027, [*NOTICE, more], "a notice")


@pytest.mark.parametrize("left_out", NOTICE)
def test_a_notice_that_leaves_out_a_holiday_of_every_year_is_refused(left_out):
    rest = [told for told in NOTICE if told != left_out]
    worked = left_out.day.weekday() < 5
    if not worked:  # a weekend day is off already, unless the notice has it worked
        rest.append(left_out._replace(working=True))
    with pytest.raises(Invalid, match=f"{left_out.day} is a holiday every year"):
        check(2027, rest, "a notice")


def test_a_notice_needs_days_a_source_and_a_year_within_reason():
    with pytest.raises(Invalid, match="isn't published yet"):
        check(2027, [], "a notice")
    with pytest.raises(Invalid, match="Name the notice"):
        check(2027, NOTICE, " ")
    with pytest.raises(Invalid, match="between 2000 and 2100"):
        check(27, NOTICE, "a notice")


def test_the_later_years_notice_speaks_last():
    early, late = [day("2018-12-31", True), day("2018-10-01", False)], [day("2018-12-31", False)]
    assert merged({2019: late, 2018: early}) == {dt.date(2018, 12, 31): False, dt.date(2018, 10, 1): False}


def test_a_fingerprint_is_of_the_days_and_not_of_their_order():
    assert fingerprint(NOTICE) == fingerprint(NOTICE[::-1])
    assert (
        len({fingerprint(NOTICE), fingerprint(NOTICE[1:]), fingerprint([*NOTICE[1:], day("2027-01-01", False)])}) == 3
    )
