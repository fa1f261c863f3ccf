"""A search never shows what a list wouldn't: not by rows, not by counts, not by order, not by what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import PEOPLE, SINCE, City
from tests.search.test_keeping import NOW
from zhuqi.base.errors import Invalid
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.search import queries
from zhuqi.core.search.queries import find
from zhuqi.core.search.rules import asked, match, wrong
from zhuqi.core.search.sources import sources
from zhuqi.domain.cases.queries.lists import filtered
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Kind

PARTS = [part for part, *_ in PEOPLE]
TYPED = (
    "演练", "有限", "行知", "xz", "重庆", "cq", "ng-", "ng", "dispatcher", "增容", "变压", "路修", "2019-0001", "南关", "公司 演练",
    "91220102", complete("91220106MA3333333"), "ylxc", "cc", "管理", "不存在的",
)  # fmt: skip
LISTS: dict[str, Callable[[Actor], Any]] = {
    "case": filtered,
    "enterprise": directory.registered,
    "organisation": lambda actor: directory.organisations() | directory.kept_organisations(actor),
    "staff": directory.kept_staff,
}
"""The lists that the pages and the API show, by kind."""


def shown(actor: Actor, typed: str, most: int = 1000) -> dict[str, list[int]]:
    return {group.kind: [hit.row.pk for hit in group.hits] for group in find(actor, typed, most=most)}


@pytest.mark.parametrize("part", PARTS)
def test_it_finds_all_that_fits_on_the_lists_and_nothing_else(city: City, part: str) -> None:
    actor = city.actor(part)
    some = 0
    for typed in TYPED:
        looked_for = asked(typed)
        assert looked_for is not None
        found = shown(actor, typed)
        for kind, rows in LISTS.items():
            listed = list(rows(actor))
            words = sources()[kind].words(listed)
            fitting = {row.pk for row in listed if match(looked_for, words[row.pk])}
            assert set(found.get(kind, [])) == fitting, (typed, kind)
            some += len(fitting)
    assert some


@pytest.mark.parametrize("actor", [Actor(), Actor(account=7), CLOCK, Actor(enterprise=1)])
def test_whoever_has_no_seat_finds_nothing(city: City, actor: Actor) -> None:
    assert all(find(actor, typed) == [] for typed in TYPED)


def test_a_stranger_learns_nothing_from_what_others_have(city: City) -> None:
    """The same answer, to the byte and to the number of queries, whether the thing is there for others or not."""
    actor = city.actor("town_handler")
    there, absent = "绿园行知", "夏园宫知"

    def asks(typed: str) -> tuple[object, int]:
        with CaptureQueriesContext(connection) as cost:
            return find(actor, typed), len(cost)

    assert asks(there) == asks(absent) == ([], asks(absent)[1])
    assert shown(city.actor("administrator"), there)


def test_neither_order_nor_the_sign_of_more_hangs_on_what_others_have(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PROPOSED", {False: 4, True: 4})
    actor = city.actor("town_handler")
    before = find(actor, "演练")
    for n in range(8):
        actions.register(CLOCK, city.org("lv"), uscc=complete(f"91220106MA000001{n}"), name=f"演练{n}厂", now=NOW)
    assert find(actor, "演练") == before


def test_units_that_ended_elsewhere_neither_hide_a_unit_nor_count_as_more(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PROPOSED", {False: 4, True: 4})
    actor = city.actor("town_handler")
    for n in range(12):
        over = actions.found(
            CLOCK, city.org("lv"), kind=Kind.DEPARTMENT, name=f"紫藤{n}局", code=f"zt-{n}", since=SINCE, now=NOW
        )
        actions.retire(CLOCK, over.pk, on=NOW.date(), now=NOW)
    assert find(actor, "紫藤") == []
    stands = actions.found(CLOCK, city.org("lv"), kind=Kind.DEPARTMENT, name="紫藤局", code="zt", since=SINCE, now=NOW)
    (group,) = find(actor, "紫藤")
    assert ([hit.row.pk for hit in group.hits], group.more) == ([stands.pk], False)
    assert {group.more for group in find(city.actor("administrator"), "紫藤", most=3)} == {True}


def test_more_is_said_where_there_is_more(city: City) -> None:
    actor = city.actor("administrator")
    few = {group.kind: (len(group.hits), group.more) for group in find(actor, "演练", most=2)}
    assert few["enterprise"] == (2, True)
    assert few["staff"] == (2, True)
    assert {group.kind for group in find(actor, "演练", kind="staff")} == {"staff"}


def test_the_enterprise_held_from_elsewhere_is_found_from_there(city: City) -> None:
    assert city.enterprises[3].pk in shown(city.actor("official"), "重庆行知")["enterprise"]


def test_contacts_and_complaints_are_not_found(city: City) -> None:
    city.record(NOW, contact_name="演练某某", contact_phone="13800000000", title="停产", body="没有水。")
    assert "case" not in shown(city.actor("official"), "某某")
    assert "case" not in shown(city.actor("official"), "13800000000")


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_asked_costs_the_same_few_queries(city: City, typed: str) -> None:
    actor = city.actor("dispatcher")
    with CaptureQueriesContext(connection) as cost:
        find(actor, typed)
    asked_for = [query["sql"] for query in cost if query["sql"].startswith(("SELECT", "(SELECT"))]
    assert len(asked_for) <= 6, asked_for


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'; DROP TABLE search_found; --",
        "演练*",
        "NEAR(演练 公司)",
        "演练 AND 公司",
        "tokens:演练",
        "^演练",
        "{tokens}: 演练",
        "%演练%",
        "演_练",
        "\\演练",
        "演练\x00公司",
        "\ud800演练",
        "en演练 OR ep1",
        "-演练",
        "+演练",
        "()",
        "演练\u202e公司",
        "NOT NOT",
    ],
)
def test_strange_input_is_words_and_nothing_else(city: City, typed: str) -> None:
    looked_for = asked(typed)
    if looked_for is None:
        with pytest.raises(Invalid, match="two characters"):
            find(city.actor("dispatcher"), typed)
        return
    found = find(city.actor("dispatcher"), typed)
    for group in found:
        for hit in group.hits:
            assert match(looked_for, sources()[group.kind].words([hit.row])[hit.row.pk])


def test_nothing_that_can_be_typed_breaks_it(city: City) -> None:
    reader = city.actor("dispatcher")

    @settings(max_examples=80)
    @given(st.text(max_size=90))
    def typed(text: str) -> None:
        if wrong(text) is None:
            find(reader, text)
        else:
            with pytest.raises(Invalid):
                find(reader, text)

    typed()


def test_a_whole_number_or_code_leads_to_the_one_thing(city: City) -> None:
    number = city.record(NOW, title="停产", body="没有水。").number
    for typed, kind in (
        (number, "case"),
        (number.replace(" ", ""), "case"),
        (complete("91220102MA1111111"), "enterprise"),
    ):
        found = queries.exactly(find(city.actor("official"), typed), typed)
        assert found is not None
        assert found[0] == kind
    assert queries.exactly(find(city.actor("official"), "演练"), "演练") is None
