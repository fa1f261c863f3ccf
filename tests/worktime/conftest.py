"""The calendar of the shipped years."""

import pytest

from zhuqi.base.worktime.calendar import WorkCalendar, build
from zhuqi.domain.calendar.rules import merged
from zhuqi.domain.calendar.sheets import shipped

NOTICES = {year: days for year, days, _ in shipped()}


@pytest.fixture(scope="session")
def shipped_days():
    """{day: worked?} of every special day that is shipped."""
    return merged(NOTICES)


@pytest.fixture(scope="session")
def calendar(shipped_days) -> WorkCalendar:
    """2016 to 2026 in Shanghai, at the standard hours."""
    return build(list(NOTICES), shipped_days)
