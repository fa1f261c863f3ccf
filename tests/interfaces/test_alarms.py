"""What the system administrator is told when coming in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.cast import ZONE
from tests.interfaces.conftest import Town
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Reaction
from zhuqi.interfaces.web.oversight import alarms

ComeIn = Callable[..., Client]
LATE_IN_THE_LAST_YEAR = dt.datetime(2026, 12, 31, 10, tzinfo=ZONE)


def test_a_deadline_beyond_the_published_years_alarms_the_administrator_alone(come_in: ComeIn, town: Town) -> None:
    page = come_in("administrator").get("/").content.decode()
    assert "一切正常" in page and "没有日期" not in page and "接下来" not in page
    town.city.record(LATE_IN_THE_LAST_YEAR)
    page = come_in("administrator").get("/").content.decode()
    assert "1 个时限因此没有日期" in page and "2026 年以后" in page and "有 1 项需要您处理" in page
    assert "没有日期" not in come_in("dispatcher").get("/").content.decode()
    waiting = come_in("official").get("/cases?which=waiting").content.decode()
    assert "日期待定" in waiting and "停表" not in waiting, "a list says it as the case's own page does"


def test_a_consequence_that_keeps_failing_alarms_the_administrator(come_in: ComeIn, town: Town) -> None:
    owed = Reaction.objects.first()
    assert owed is not None, "publishing a year owes the dates that it sets"
    owed.attempts, owed.error, owed.done_at = 3, "库里没有这一行", None
    owed.mac = reaction_mac(owed)
    owed.save()
    page = come_in("administrator").get("/").content.decode()
    assert "库里没有这一行" in page and "已失败 3 次" in page


def test_a_long_error_is_cut_and_many_alarms_are_counted(come_in: ComeIn, town: Town) -> None:
    for owed in (all_owed := list(Reaction.objects.all())):
        owed.attempts, owed.error, owed.done_at = 1, "错" * 900, None
        owed.mac = reaction_mac(owed)
        owed.save()
    page = come_in("administrator").get("/").content.decode()
    shown = min(len(all_owed), alarms.SHOWN)
    assert page.count("错" * alarms.LONGEST + " …") == shown and "错" * (alarms.LONGEST + 1) not in page
    assert f"有 {len(all_owed)} 项需要您处理" in page
