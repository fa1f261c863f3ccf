"""The edges of what is written as days: each form with its first and last day inside and the days beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from zhuqi.domain.contacts.rules.quiet import parse

TABLE = (
    # written, days inside, days outside
    ("每月 10 日前", ("05-01", "05-09"), ("05-10", "05-31")),
    ("每月 10 日及以前", ("05-01", "05-10"), ("05-11",)),
    ("每月 20 日后", ("05-21", "05-31"), ("05-20", "05-01")),
    ("每月 20 日及以后", ("05-20", "05-31"), ("05-19",)),
    ("每月 20 日起", ("05-20", "05-31"), ("05-19",)),
    ("每月 1–19 日", ("05-01", "05-19"), ("05-20",)),
    ("每月最后 3 天", ("05-29", "05-31"), ("05-28",)),
    ("每月前 3 天", ("05-01", "05-03"), ("05-04",)),
    ("每年 6 月 7–9 日", ("06-07", "06-09"), ("06-06", "06-10")),
    ("每年 12 月 30 日至 1 月 2 日", ("12-30", "01-02"), ("12-29", "01-03")),
    ("每年 6 月", ("06-01", "06-30"), ("05-31", "07-01")),
)


@pytest.mark.parametrize(("written", "inside", "outside"), TABLE, ids=[row[0] for row in TABLE])
def test_days_hold_from_their_first_to_their_last_and_no_further(
    written: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    days = parse(written)
    assert days is not None
    held = {day: days.holds(dt.date.fromisoformat(f"2019-{day}"), None) for day in (*inside, *outside)}
    assert held == {**dict.fromkeys(inside, True), **dict.fromkeys(outside, False)}
