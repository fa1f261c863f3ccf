"""A list costs the same number of queries at 20 rows and at 100, at a hundred cases and at ten thousand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.crowd import multiply
from tests.cast import START, stage
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs.clock import stand_at
from zhuqi.domain.cases.rules.words import Action

BUDGET = 12
LISTS = ("", "?which=waiting", "?which=promised", "?which=late", "?which=live", "?which=ended", "?words=增容")
HOUR = dt.timedelta(hours=1)


@pytest.mark.django_db
def test_lists_stay_within_twelve_queries() -> None:
    city = stage()
    first = [city.record(START + HOUR * n, enterprise_id=city.enterprises[n % 2].pk) for n in range(10)]
    for n, case in enumerate(first[:8]):
        city.do("official", Action.SUBMIT, case, START + HOUR * (10 + n), why="组里办不了")
    for n, case in enumerate(first[:6]):
        city.do("dispatcher", Action.SCREEN, case, START + HOUR * (20 + n), kind="utilities", grade="B")
    for n, case in enumerate(first[:4]):
        lead = city.org("ng-utilities")
        city.do("dispatcher", Action.ASSIGN, case, START + HOUR * (30 + n), lead_id=lead)
    stand_at("", START + HOUR * 400)
    multiply(first, 9)
    small = queries()
    multiply(first, 990)
    large = queries()
    assert max(small.values()) <= BUDGET and max(large.values()) <= BUDGET, (small, large)
    for page in small:
        assert large[page] <= small[page], f"{page} costs more where there are more cases"


def queries() -> dict[tuple[str, str, int], int]:
    """{(who, list, rows): queries of its page}, the session's and the log-in's among them."""
    counted = {}
    for who in ("official", "dispatcher", "utilities", "leader", "city_dispatcher"):
        client = Client()
        client.force_login(Account.objects.get(username=who))
        for page in LISTS:
            for rows in (20, 100):
                address = f"/cases{page}{'&' if page else '?'}rows={rows}"
                with CaptureQueriesContext(connection) as seen:
                    answer = client.get(address)
                assert answer.status_code == 200, address
                counted[who, page, rows] = len(seen)
    return counted
