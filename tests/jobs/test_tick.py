"""Periodic jobs come at their times, in the order of time, and a pause loses none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.core.jobs.work import Periodic, tick

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
NOON = dt.datetime(2019, 5, 13, 12, tzinfo=dt.UTC)
Ran = list[tuple[str, dt.datetime]]


def jobs(ran: Ran, **every: dt.timedelta) -> list[Periodic]:
    def job(name: str) -> Callable[[dt.datetime], object]:
        return lambda now: ran.append((name, now))

    return [Periodic(name, step, job(name)) for name, step in every.items()]


def ran(since: dt.datetime, until: dt.datetime, **every: dt.timedelta) -> Ran:
    done: Ran = []
    tick(since, until, jobs(done, **every))
    return done


def test_a_job_runs_at_each_of_its_times() -> None:
    assert ran(NOON, NOON + 3 * HOUR, hourly=HOUR) == [("hourly", NOON + n * HOUR) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("since", "until", "times"),
    [
        (NOON, NOON, 0),
        (NOON, NOON + HOUR / 2, 0),
        (NOON, NOON + HOUR, 1),
        (NOON - HOUR / 60, NOON, 1),
        (NOON, NOON + DAY, 24),
        (NOON + HOUR, NOON, 0),
    ],
)
def test_the_first_moment_has_been_and_the_last_one_is_now(since: dt.datetime, until: dt.datetime, times: int) -> None:
    assert len(ran(since, until, hourly=HOUR)) == times


def test_jobs_run_in_the_order_of_time_and_then_of_the_list() -> None:
    done = ran(NOON, NOON + DAY, daily=DAY, hourly=HOUR)
    assert [at for _, at in done] == sorted(at for _, at in done)
    midnight = NOON + 12 * HOUR
    assert [name for name, at in done if at == midnight] == ["daily", "hourly"]
    assert done[0] == ("hourly", NOON + HOUR)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6))
def test_many_small_ticks_run_what_one_long_one_runs(minutes: list[int]) -> None:
    moments = [NOON, *(NOON + dt.timedelta(minutes=n) for n in sorted(minutes))]
    whole = ran(moments[0], moments[-1], daily=DAY, hourly=HOUR)
    small = [job for since, until in pairwise(moments) for job in ran(since, until, daily=DAY, hourly=HOUR)]
    assert small == whole


def test_a_day_missed_is_caught_up() -> None:
    assert len(ran(NOON, NOON + 3 * DAY, daily=DAY)) == 3


def test_a_job_that_fails_stops_the_ticking_at_its_time() -> None:
    done: Ran = []

    def fails(now: dt.datetime) -> None:
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        tick(NOON, NOON + 2 * HOUR, [*jobs(done, hourly=HOUR), Periodic("fails", HOUR, fails)])
    assert done == [("hourly", NOON + HOUR)]
