"""A replayed database has a clock of its own; any other has the wall's."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.cast import START
from zhuqi.base.errors import Refused
from zhuqi.core.jobs.clock import now, stand_at
from zhuqi.core.jobs.models import ReplayClock
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_without_a_clock_of_its_own_it_is_the_wall_s() -> None:
    before = time.time()
    assert before <= now().timestamp() <= time.time()


def test_a_replayed_database_stands_where_it_was_put() -> None:
    stand_at("nanguan", START)
    assert now() == START
    stand_at("nanguan", START + HOUR)
    assert now() == START + HOUR
    assert ReplayClock.objects.get().preset == "nanguan"


def test_moving_the_clock_is_booked() -> None:
    stand_at("nanguan", START)
    stand_at("nanguan", START + HOUR)
    entries = Entry.objects.filter(kind="clock").order_by("seq")
    assert [(entry.verb, entry.at) for entry in entries] == [("clock_set", START), ("clock_set", START + HOUR)]
    assert not list(verify.findings())


def test_the_clock_never_goes_back() -> None:
    stand_at("nanguan", START)
    with pytest.raises(Refused):
        stand_at("nanguan", START - HOUR)
    assert now() == START
