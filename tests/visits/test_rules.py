"""When a zero is explained, and who decides on a plan or a promise beside those who made it: tables, no database."""

from __future__ import annotations

import datetime as dt

import pytest

from zhuqi.base.period import Period
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.domain.visits.rules.planning import leads
from zhuqi.domain.visits.rules.recording import untimely as unmade
from zhuqi.domain.visits.rules.zeros import untimely

MAY = Period(dt.date(2019, 5, 1), dt.date(2019, 6, 1))
EARLY = "The period lasts until {day}: there is still time to ask the enterprise."
OVER = "This period has been over for more than a month."


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2019, 5, 26), EARLY),
        (dt.date(2019, 5, 27), None),  # five days before its end it is ending
        (dt.date(2019, 6, 1), None),
        (dt.date(2019, 7, 2), None),  # thirty-one days after
        (dt.date(2019, 7, 3), OVER),
    ],
)
def test_a_zero_is_explained_from_the_end_of_its_period_and_for_a_month(today: dt.date, said: str | None) -> None:
    found = untimely(MAY, today)
    assert (found.text if found is not None else None) == said


BEFORE = "A visit is recorded after it was made, not before."
ELSEWHEN = "The round of contact wasn't on that day."


@pytest.mark.parametrize(
    ("day", "round_", "said"),
    [
        (dt.date(2019, 5, 14), None, None),
        (dt.date(2019, 5, 15), None, None),  # today
        (dt.date(2019, 5, 16), None, BEFORE),
        (dt.date(2019, 5, 15), MAY, None),
        (dt.date(2019, 5, 16), MAY, BEFORE),
        (dt.date(2019, 5, 1), MAY, None),
        (dt.date(2019, 4, 30), MAY, ELSEWHEN),
    ],
)
def test_a_visit_is_written_down_from_the_day_on_which_it_was_made(
    day: dt.date, round_: Period | None, said: str | None
) -> None:
    found = unmade(day, dt.date(2019, 5, 15), round_)
    assert (found.text if found is not None else None) == said


@pytest.mark.parametrize(
    ("role", "sight", "decides"),
    [
        (Role.DISPATCHER, "01", True),
        (Role.TEAM_LEAD, "0102", True),
        (Role.TEAM_LEAD, "0103", False),
        (Role.DISPATCHER, "010203", False),
        (Role.OFFICIAL, "0102", False),
        (Role.LEADER, "01", False),
        (Role.SUPERVISOR, "01", False),
    ],
)
def test_the_lead_and_the_dispatcher_of_a_unit_decide_what_its_officials_planned(
    role: Role, sight: str, decides: bool
) -> None:
    assert leads(Actor(account=1, staff=1, seats=(Seat(role, 2, sight, 2, sight),)), "0102") is decides
