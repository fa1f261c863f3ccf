"""What the register says of an enterprise weighs in its budget: key lists, the statistics base, rows that are one enterprise."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cast import START, City, stage
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.contacts.queries import book
from zhuqi.domain.directory.actions import correct_enterprise, merge_enterprise, open_list, put_on_list, register
from zhuqi.domain.directory.actions.enterprises import Beside
from zhuqi.domain.visits.actions import record
from zhuqi.domain.visits.rules import Mode, Purpose

pytestmark = pytest.mark.django_db
TODAY = START.date()


@pytest.fixture
def city() -> City:
    return stage()


def test_an_enterprise_is_on_the_lists_it_stands_on_now_and_above_scale_where_it_is_in_the_base(city: City) -> None:
    firm, desk = city.enterprises[0], city.actor("dispatcher")
    asking = replace(book.rules_at(firm, TODAY), lists=frozenset({"演练重点企业"}))
    plain = book.firm_of(firm, asking)
    assert (plain.lists, plain.above) == (frozenset(), False)
    held = open_list(desk, city.org("ng"), name="演练重点企业", since=TODAY, now=START)
    put_on_list(desk, held.pk, enterprise_id=firm.pk, since=TODAY, now=START)
    correct_enterprise(
        desk, firm.pk, name=firm.name, region_id=firm.region_id, beside=Beside(in_base_since=TODAY), now=START
    )
    firm.refresh_from_db()
    plain = book.firm_of(firm, asking)
    assert (plain.lists, plain.above) == (frozenset({"演练重点企业"}), True)
    assert book.firm_of(firm, book.rules_at(firm, TODAY)).lists == frozenset(), "nobody asks, so nobody looks"


def test_contacts_of_a_row_that_was_merged_weigh_on_the_one_that_stands_for_it(city: City) -> None:
    firm, desk = city.enterprises[0], city.actor("dispatcher")
    twin = register(CLOCK, city.org("xf"), uscc=complete("91220102MA0000888"), name=firm.name, now=START)
    for n, one in enumerate((firm, twin)):
        day = TODAY - dt.timedelta(days=20 * n)
        record(desk, one.pk, day=day, mode=Mode.ON_SITE, kind=Purpose.SERVICE, now=START)
    assert len(book.standing(firm.pk, TODAY)) == 1
    merge_enterprise(desk, twin.pk, into_id=firm.pk, why="演练同一家", now=START)
    assert {row.enterprise_id for row in book.standing(firm.pk, TODAY)} == {firm.pk, twin.pk}
