"""A stage with cases on it, for searching."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.cast import START, City, stage
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.search import queries
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.liaison.actions.links import bind

NOW = START + dt.timedelta(hours=1)
FIRMS = (
    ("91220102MA1111111", "演练重庆行知（集团）有限公司", "mz"),
    ("91220102MA2222222", "演练春城", "ng"),
    ("91220106MA3333333", "演练绿园行知厂", "lv"),
)
SINCE = START.date()


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[City]:
    """The cast, a district next door, three more enterprises, one of them held from another town than it lies in, and four
    cases."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield _set_up()
        transaction.set_rollback(True)


def _set_up() -> City:
    held = stage()
    district = {"kind": Kind.DISTRICT, "name": "绿园（演练）区", "code": "lv", "since": SINCE}
    held.orgs["lv"] = found(CLOCK, held.org("cc"), **district, now=NOW)
    for code, name, region in FIRMS:
        held.enterprises.append(register(CLOCK, held.org(region), uscc=complete(code), name=name, now=NOW))
    group, official = held.org("xf-group"), held.staff["official"].pk
    bind(CLOCK, held.enterprises[3].pk, staff_id=official, group_id=group, since=SINCE, now=NOW)
    there, next_door = held.enterprises[2].pk, held.enterprises[5].pk
    held.record(NOW)
    held.record(NOW, title="厂门口的路", body="重庆路修了三年还没有修好。")
    held.record(NOW, part="town_dispatcher", enterprise_id=there, title="用工难", body="缺车工二十人。")
    held.record(NOW, part="city_dispatcher", enterprise_id=next_door, title="绿园的变压器", body="增容办了很久。")
    return held


@pytest.fixture
def city(town: City, db: None) -> Iterator[City]:
    """The stage. What a test does on it is rolled back; and it leaves an index that is as the registers say."""
    yield town
    assert list(queries.findings()) == []
