"""Files of one year, and those that are shipped."""

import datetime as dt
import json
from importlib.metadata import version

import chinese_calendar
import pytest

from zhuqi.base.errors import Invalid
from zhuqi.base.worktime.calendar import build
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.reading import read
from zhuqi.domain.calendar.rules import Day, check, merged
from zhuqi.domain.calendar.sheets import DAYS as SHEET
from zhuqi.domain.calendar.sheets import SHIPPED, read_days, read_year, shipped, written

DAYS = [
    {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
    {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
]
FILE = {
    "$schema": "https://example.org/schema.json",
    "year": 2027,
    "papers": ["https://example.org/notice"],
    "days": DAYS,
}


def changed(**parts):
    return json.dumps({**FILE, **parts}, ensure_ascii=False)


def test_a_file_of_one_year_is_read():
    days = (Day(dt.date(2027, 1, 1), False, "元旦"), Day(dt.date(2027, 1, 3), True, "元旦"))
    assert read_year(json.dumps(FILE)) == (2027, days, "https://example.org/notice")
    assert read_year(changed(origin="a package 1.0"))[2] == "https://example.org/notice; a package 1.0"
    assert read_year(changed(papers=None))[2] == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not json", "isn't JSON"),
        ("[]", "needs a “year” and its “days”"),
        (changed(year="2027"), "needs a “year” and its “days”"),
        (changed(year=True), "needs a “year” and its “days”"),
        (changed(days={}), "needs a “year” and its “days”"),
        (changed(days=["2027-01-01"]), "Day 1 of the file needs"),
        (changed(days=[*DAYS, {"name": "元旦", "date": "2027-01-02"}]), "Day 3 of the file needs"),
        (changed(days=[{"name": "元旦", "date": "2027-01-02", "isOffDay": "no"}]), "Day 1 of the file needs"),
        (changed(days=[{"name": "元旦", "date": "2027-02-30", "isOffDay": True}]), "Day 1 of the file has no date"),
        (changed(days=[{"name": "元旦", "date": None, "isOffDay": True}]), "Day 1 of the file has no date"),
    ],
)
def test_what_is_no_file_of_one_year_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(Invalid, match=sentence):
        read_year(text)


def test_every_shipped_year_is_a_notice_that_names_its_source():
    sheets = shipped()
    assert [year for year, _, _ in sheets] == list(range(2016, 2027))
    for year, days, source in sheets:
        check(year, days, source)
        assert ("chinesecalendar 1.11.0" if year < 2024 else "https://www.gov.cn/") in source
    assert {path.stem for path in SHIPPED.iterdir()} == {str(year) for year, _, _ in sheets}


def test_every_shipped_day_is_as_the_package_has_it():
    notices = {year: days for year, days, _ in shipped()}
    calendar = build(notices, merged(notices))
    assert version("chinesecalendar") == "1.11.0"
    day = dt.date(2016, 1, 1)
    while day <= dt.date(2026, 12, 31):
        assert calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += dt.timedelta(1)
    assert [
        sum(calendar.is_workday(dt.date(year, 1, 1) + dt.timedelta(n)) for n in range(365)) for year in (2025, 2026)
    ] == [
        248,
        248,
    ]


def test_the_notice_for_2019_speaks_of_december_2018():
    notices = {year: days for year, days, _ in shipped()}
    without = build(range(2016, 2019), merged({year: notices[year] for year in range(2016, 2019)}))
    whole = build(notices, merged(notices))
    saturday, monday = dt.date(2018, 12, 29), dt.date(2018, 12, 31)
    assert (whole.is_workday(saturday), whole.is_workday(monday)) == (True, False)
    assert (without.is_workday(saturday), without.is_workday(monday)) == (False, True)


def days(*rows):
    text = "\n".join(["日期,节日,安排", *rows])
    return read(text.encode(), [SHEET], name="2027年放假安排.csv")[SHEET.key]


def test_a_sheet_of_days_says_what_a_file_says():
    table = days("2026-12-31,元旦,放假", "2027年1月1日,元旦,休", "2027/1/3,元旦,调休上班")
    year, told = read_days(table)
    assert (year, told) == (
        2027,
        (
            Day(dt.date(2026, 12, 31), False, "元旦"),
            Day(dt.date(2027, 1, 1), False, "元旦"),
            Day(dt.date(2027, 1, 3), True, "元旦"),
        ),
    )
    assert read_year(written(year, told, "a notice")) == (year, told, "a notice")


def test_every_fault_of_a_sheet_of_days_is_named():
    table = days(
        "2027-13-01,元旦,放假",
        "2027-01-05,元旦,上班",
        "2027-01-01,元旦,半天",
        "2025-01-01,元旦,放假",
        "2027-01-05,元旦,放假",
    )
    with pytest.raises(Faulty) as caught:
        read_days(table)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (2, "日期"),
        (3, "日期"),
        (4, "安排"),
        (5, "日期"),
        (6, "日期"),
    ]
    with pytest.raises(Faulty):
        read_days(days())
