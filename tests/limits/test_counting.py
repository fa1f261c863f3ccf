"""Counting at a door: the one after the last waits, a window is forgotten, nobody waits for what others do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhuqi.core.limits import actions
from zhuqi.core.limits.actions import SHUT, count, sweep
from zhuqi.core.limits.models import Tally
from zhuqi.core.limits.rules import Door, Limit, place

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def five_a_minute(settings: LazySettings) -> Iterator[None]:
    settings.LIMITS = {door.value: (5, 60) for door in Door} | {"link": (0, 1)}
    SHUT.clear()
    yield
    SHUT.clear()


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("n", "began", "moment", "waits"),
    [(5, 0, 0, 0), (6, 0, 0, 60), (6, 0, 59, 1), (7, 30, 60, 30), (6, 0, 60, 1), (6, 100, 0, 60)],
)
def test_how_long_the_one_too_many_waits(n: int, began: int, moment: int, waits: int) -> None:
    assert Limit(5, 60).wait(n, began, moment) == waits


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        (None, ""),
    ],
)
def test_what_counts_as_one_place(address: str | None, one: str) -> None:
    assert place(address) == one


@pytest.mark.parametrize("remembered", [True, False])
def test_five_pass_and_the_sixth_waits_until_the_window_ends(
    db: None, monkeypatch: pytest.MonkeyPatch, remembered: bool
) -> None:
    monkeypatch.setattr(actions, "MOST_SHUT", 10_000 if remembered else 0)
    waits = [count(Door.TOKEN, "1", now=later(second)) for second in (0, 10, 20, 30, 40, 41, 59, 59.9)]
    assert waits == [0, 0, 0, 0, 0, 19, 1, 1]
    assert [count(Door.TOKEN, "1", now=later(60 + n)) for n in range(6)] == [0, 0, 0, 0, 0, 55]


def test_others_and_other_doors_are_counted_apart(db: None) -> None:
    for _ in range(6):
        count(Door.TOKEN, "1", now=NOW)
    assert count(Door.TOKEN, "1", now=NOW) == 60
    assert count(Door.TOKEN, "2", now=NOW) == count(Door.STRANGER, "1", now=NOW) == 0


def test_no_limit_counts_nothing(db: None) -> None:
    assert [count(Door.LINK, "1", now=NOW) for _ in range(20)] == [0] * 20
    assert not Tally.objects.exists()


def test_one_write_each_and_none_for_whoever_has_to_wait(db: None) -> None:
    for _ in range(6):
        with CaptureQueriesContext(connection) as seen:
            count(Door.TOKEN, "1", now=NOW)
        assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        assert count(Door.TOKEN, "1", now=NOW) == 60
    assert len(seen) == 0


def test_a_clock_that_was_set_back_shuts_nobody_out(db: None) -> None:
    for _ in range(6):
        count(Door.TOKEN, "1", now=later(86_400))
    SHUT.clear()  # another process
    assert count(Door.TOKEN, "1", now=NOW) == 0


def test_what_a_process_remembers_has_an_end(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_SHUT", 3)
    for who in range(6):
        waits = [count(Door.TOKEN, str(who), now=NOW) for _ in range(7)]
        assert waits[5:] == [60, 60]
    assert len(SHUT) == 3
    for _ in range(6):
        count(Door.TOKEN, "late", now=later(61))
    assert len(SHUT) == 1


def test_no_address_lies_in_the_table(db: None) -> None:
    count(Door.STRANGER, "10.1.2.3", now=NOW)
    assert "10.1.2.3" not in str(list(Tally.objects.values_list()))


def test_windows_that_have_ended_are_swept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    count(Door.TOKEN, "old", now=NOW)
    count(Door.TOKEN, "new", now=later(59))
    monkeypatch.setattr(actions, "wall", lambda: later(60))
    sweep(dt.datetime(2019, 6, 4, tzinfo=dt.UTC))  # a replayed database stands elsewhere
    assert Tally.objects.count() == 1


def test_a_count_leaves_the_promises_of_the_engine_as_they_were(transactional_db: None) -> None:
    """On SQLite a count doesn't wait for the disk; what is written after it does."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_tally'")
            assert cursor.fetchone() == ("u",)
        return

    def promises() -> list[int]:
        with connection.cursor() as cursor:
            return [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "busy_timeout")]

    before = promises()
    assert [count(Door.TOKEN, "1", now=NOW) for _ in range(6)][-1] == 60
    assert promises() == before and before[0] == 2
