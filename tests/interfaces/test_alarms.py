"""What the system administrator is told when coming in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.cast import ZONE
from tests.interfaces.conftest import Town
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Reaction

ComeIn = Callable[..., Client]
LATE_IN_THE_LAST_YEAR = dt.datetime(2026, 12, 31, 10, tzinfo=ZONE)


def test_a_deadline_beyond_the_published_years_alarms_the_administrator_alone(come_in: ComeIn, town: Town) -> None:
    assert "没有日期" not in come_in("administrator").get("/").content.decode()
    town.city.record(LATE_IN_THE_LAST_YEAR)
    assert "1 个时限没有日期" in come_in("administrator").get("/").content.decode()
    assert "没有日期" not in come_in("dispatcher").get("/").content.decode()


def test_a_consequence_that_keeps_failing_alarms_the_administrator(come_in: ComeIn, town: Town) -> None:
    owed = Reaction.objects.first()
    assert owed is not None, "publishing a year owes the dates that it sets"
    owed.attempts, owed.error, owed.done_at = 3, "库里没有这一行", None
    owed.mac = reaction_mac(owed)
    owed.save()
    page = come_in("administrator").get("/").content.decode()
    assert "库里没有这一行" in page and "已失败 3 次" in page
