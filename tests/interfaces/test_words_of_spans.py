"""From when to when something holds, as the pages of the registers say it: to its last day, not to the first without it."""

from __future__ import annotations

import datetime as dt

import pytest

from zhuqi.interfaces.web.keeping.frame import lasts

DAY = dt.date(2019, 6, 4)


@pytest.mark.parametrize(
    ("until", "text", "facts"),
    [
        (None, "since {day}", {"day": DAY}),
        (dt.date(2019, 6, 8), "{since} to {last}", {"since": DAY, "last": dt.date(2019, 6, 7)}),
        (dt.date(2019, 6, 5), "{since} to {last}", {"since": DAY, "last": DAY}),
        (DAY, "from {since} on, no longer on {until}", {"since": DAY, "until": DAY}),
    ],
)
def test_what_ends_holds_until_its_last_day(until: dt.date | None, text: str, facts: dict[str, dt.date]) -> None:
    said = lasts(DAY, until)
    assert (said.text, dict(said.facts)) == (text, facts)
