"""The life of an errand as a table."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.domain.errands.rules import (
    FILED_ALREADY,
    LIVE,
    NOT_FILED,
    NOT_RUN_BY_YOU,
    OVER,
    STEPS,
    ErrandDeed,
    ErrandState,
    late,
    leads,
    open_to,
    unasked,
    unmoved,
    unpromised,
)

D = dt.date
TODAY = D(2019, 5, 20)
PAIRS = list(product(ErrandDeed, ErrandState))
OWN: dict[tuple[ErrandDeed, ErrandState], Sentence] = {
    (ErrandDeed.FILE, ErrandState.FILED): FILED_ALREADY,
    (ErrandDeed.FINISH, ErrandState.TAKEN): NOT_FILED,
    **dict.fromkeys(product(ErrandDeed, (ErrandState.FINISHED, ErrandState.STOPPED)), OVER),
}
"""Why whoever runs it can't, state by state; what isn't here is open."""


@pytest.mark.parametrize(("deed", "state"), PAIRS)
def test_whoever_runs_it_may_do_what_the_table_leaves_open(deed: ErrandDeed, state: ErrandState) -> None:
    assert open_to(deed, state, runs=True, leads=False) == OWN.get((deed, state))


@pytest.mark.parametrize(("deed", "state"), PAIRS)
def test_whoever_oversees_hands_on_or_stops_what_is_live_and_nothing_else(deed: ErrandDeed, state: ErrandState) -> None:
    may = deed in (ErrandDeed.HAND_ON, ErrandDeed.STOP)
    expected = (None if state in LIVE else OVER) if may else NOT_RUN_BY_YOU
    assert open_to(deed, state, runs=False, leads=True) == expected


@pytest.mark.parametrize(("deed", "state"), PAIRS)
def test_nobody_else_does_anything(deed: ErrandDeed, state: ErrandState) -> None:
    assert open_to(deed, state, runs=False, leads=False) == NOT_RUN_BY_YOU


def test_every_state_is_reached_and_every_live_one_comes_to_an_end() -> None:
    reached = {ErrandState.TAKEN} | {step.to for step in STEPS.values() if step.to is not None}
    assert reached == set(ErrandState)
    for state in LIVE:
        ends: set[ErrandState] = {state}
        seen: set[ErrandState] = set()
        while ends - seen:
            now = (ends - seen).pop()
            seen.add(now)
            ends |= {step.to for step in STEPS.values() if now in step.begins and step.to is not None}
        assert seen - set(LIVE), state


PROMISES = [
    (TODAY, None, True),
    (TODAY - dt.timedelta(1), None, False),
    (TODAY + dt.timedelta(366), None, True),
    (TODAY + dt.timedelta(367), None, False),
    (TODAY, TODAY, True),
    (TODAY, TODAY + dt.timedelta(1), False),
]


@pytest.mark.parametrize(("due", "asked", "fits"), PROMISES)
def test_a_promised_day_lies_ahead_and_within_a_year(due: dt.date, asked: dt.date | None, fits: bool) -> None:
    assert (unpromised(due, TODAY, asked) is None) == fits


@pytest.mark.parametrize(("asked", "fits"), [(0, True), (1, False), (-366, True), (-367, False)])
def test_it_was_asked_for_by_today_and_within_a_year(asked: int, fits: bool) -> None:
    assert (unasked(TODAY + dt.timedelta(asked), TODAY) is None) == fits


def test_a_promise_that_stays_isn_t_moved() -> None:
    assert unmoved(TODAY, TODAY) is not None
    assert unmoved(TODAY, TODAY + dt.timedelta(1)) is None


@pytest.mark.parametrize("state", ErrandState)
def test_it_is_late_the_day_after_the_promised_one_while_it_isn_t_over(state: ErrandState) -> None:
    assert not late(state, TODAY, TODAY)
    assert late(state, TODAY, TODAY + dt.timedelta(1)) == (state in LIVE)


def test_who_oversees_is_told_by_what_their_seat_looks_at() -> None:
    def seat(role: Role, sight: str) -> Actor:
        return Actor(account=1, staff=1, seats=(Seat(role, 9, "a/b", 5, sight),))

    above, here, beside = "00000001", "0000000100000002", "00000003"
    for role in Role:
        expected = role in (Role.TEAM_LEAD, Role.DISPATCHER)
        assert leads(seat(role, above), [here]) == expected, role
        assert not leads(seat(role, beside), [here]), role
