"""What the rulebook asks of liaison and nobody does: unbound enterprises, vacancies, empty seats."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.directory.place import DAY, NOW, crowd
from tests.liaison.ruled import CHAIN, NEXT, ONE_TO_ONE, adopted, link, part, seat
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import leave, merge_enterprise
from zhuqi.domain.directory.models import Enterprise, KeyList, Listed
from zhuqi.domain.liaison.actions import dismiss
from zhuqi.domain.liaison.actions.leaving import end_all
from zhuqi.domain.liaison.life.coverage import coverage
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.liaison.queries import facts, gaps
from zhuqi.domain.liaison.rules import Duty


def names(place, who, day=DAY):
    return sorted(gaps.unbound(place.actor(who), day).values_list("name", flat=True))


def test_whoever_is_to_have_an_official_and_has_none_is_listed(place):
    adopted(place, ONE_TO_ONE)
    assert names(place, "desk") == ["示例商贸有限公司", "示例机械有限公司", "示例软件有限公司"]
    link(place, 0, "ann")
    assert names(place, "desk") == ["示例商贸有限公司", "示例软件有限公司"]
    assert names(place, "city") == names(place, "desk")


def test_where_no_rulebook_speaks_of_it_nothing_is_lacking(place):
    assert names(place, "city") == []
    adopted(place, ONE_TO_ONE, "E")
    assert names(place, "city") == ["北区食品有限公司"]


SCOPES = {
    "C34": {0},
    "制造业": {0},
    "[C34, 批发零售业]": {0, 1},
    "[大型, 小型]": None,
    "规下": {0, 2},
    "规上": {1},
    "[重点企业]": {0},
    "规上且批发零售业": {1},
    "重点企业且规上": set(),
    "小型且批发零售业": None,
    "批发零售业": {1},
    '"65"': {2},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_the_list_asks_the_database_what_the_rule_says(place, scope):
    """The condition in the database and the rule over plain values give the same enterprises, whatever the scope."""
    adopted(place, f"  形式: 一对一\n  名单: [重点企业]\n  范围: {scope}\n")
    rules = facts.rules_at(place.orgs["D"].path, DAY)
    firms = [place.enterprises[n].pk for n in range(3)]
    with undone():
        Enterprise.objects.filter(pk=firms[1]).update(in_base_since=DAY)
        named = KeyList.objects.create(area=place.orgs["D"], name="重点企业", since=DAY)
        Listed.objects.create(list=named, enterprise=place.enterprises[0], since=DAY)
        known = facts.firms_of(firms)
        assert rules is not None
        pure = set(coverage(rules, known, facts.bonds(Liaison.objects.all()), DAY).unbound)
        found = set(gaps.unbound(place.actor("desk"), DAY).values_list("pk", flat=True))
    assert found == pure
    if SCOPES[scope] is not None:
        assert found == {firms[n] for n in SCOPES[scope]}


@contextmanager
def undone():
    """What the register says for a moment, beside the journal."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("ranks", "missing"), [(["ann"], 3), (["ann", "deputy"], 2), (["deputy"], 3)])
def test_too_few_or_of_the_wrong_rank_is_lacking_too(place, ranks, missing):
    section = """\
  形式: [一对一, 多人共联]
  每企至少: 2
  责任链:
    - {职责: 包企, 职级: 副处级, 每企至少: 1}
    - {职责: 包企, 职级: 一般干部}
"""
    adopted(place, section.replace("[一对一, 多人共联]", "[一对一, 责任链, 多人共联]"))
    for who in ranks:
        link(place, 0, who)
    assert len(names(place, "desk")) == missing


def test_a_vacancy_has_its_day_and_its_keeper(place):
    adopted(place, "  形式: 一对一\n  空缺: {补齐期限: 3 工作日, 代管: 区级领导}\n")
    link(place, 0, "ann")
    part(place, 0, "ann", until=DAY)
    desk = place.actor("desk")
    (row,) = gaps.vacant(desk, DAY)
    assert vars(row)["left"] == DAY
    told = gaps.dues([row], NOW, DAY)[row.pk]
    assert (told.due.date(), told.late, told.keeper) == (dt.date(2019, 5, 9), False, "district_leader")
    later = NOW + dt.timedelta(days=7)
    assert gaps.dues([row], later, later.date())[row.pk].late
    link(place, 0, "bob", since=NEXT)
    assert not gaps.vacant(desk, NEXT).exists()


def test_an_empty_seat_of_the_chain_shows_until_it_is_filled(place):
    adopted(place, CHAIN)
    desk = place.actor("desk")

    def empty():
        return [(one.org.code, one.duty, one.there) for one in gaps.empty_seats(desk, NOW, DAY)]

    whole = [("W1", Duty.LEADS_TEAM, 0), ("G1", Duty.HOLDS_GROUP, 0), ("G2", Duty.HOLDS_GROUP, 0)]
    assert empty() == whole
    seat(place, "lead", "W1", Duty.LEADS_TEAM)
    seat(place, "deputy", "G1", Duty.HOLDS_GROUP)
    seat(place, "ann", "G2", Duty.HOLDS_GROUP)  # a rank that the chain doesn't name fills nothing
    assert empty() == whole[2:]
    dismiss(CLOCK, place.staff["deputy"].pk, org_id=place.orgs["G1"].pk, duty=Duty.HOLDS_GROUP, until=DAY, now=NOW)
    first = gaps.empty_seats(desk, NOW, DAY)[0]
    assert (first.org.code, first.since, first.due.late) == ("G1", DAY, False)


def test_whoever_left_leaves_a_vacancy(place):
    adopted(place, ONE_TO_ONE)
    link(place, 0, "ann")
    leave(CLOCK, place.staff["ann"].pk, on=DAY, now=NOW)
    from_journal(place, "ann")
    assert [row.name for row in gaps.vacant(place.actor("desk"), DAY)] == ["示例机械有限公司"]


def from_journal(place, who):
    """What follows when somebody left."""
    entry = Entry.objects.get(kind="staff", subject=place.staff[who].pk, verb="left")
    end_all(entry, now=NOW)


def test_the_lists_cost_the_same_whatever_their_length(place, django_assert_max_num_queries):
    adopted(place, CHAIN)
    crowd(120)
    desk = place.actor("desk")
    with django_assert_max_num_queries(9):
        rows = gaps.unbound(desk, DAY)
        shown = list(rows.order_by("name", "pk")[:51])
        rows.order_by()[:1001].count()
        gaps.empty_seats(desk, NOW, DAY)
    assert len(shown) == 51


@pytest.mark.parametrize("standing", ["stopped", "moved_out"])
def test_whoever_is_gone_needs_nobody(place, standing):
    adopted(place, ONE_TO_ONE)
    with undone():
        Enterprise.objects.filter(pk=place.enterprises[0].pk).update(standing=standing)
        assert names(place, "desk") == ["示例商贸有限公司", "示例软件有限公司"]


def merged(place, n: int, into: int) -> None:
    merge_enterprise(CLOCK, place.enterprises[n].pk, into_id=place.enterprises[into].pk, why="同一家", now=NOW)


def test_rows_that_are_one_are_listed_once_and_served_by_the_links_of_both(place):
    adopted(place, ONE_TO_ONE)
    merged(place, 0, 1)
    assert names(place, "desk") == ["示例商贸有限公司", "示例软件有限公司"]
    merged(place, 2, 1)
    assert names(place, "desk") == ["示例商贸有限公司"]


def test_a_link_of_the_row_that_went_up_in_another_serves_the_one_that_stands(place):
    adopted(place, ONE_TO_ONE)
    link(place, 0, "ann")
    merged(place, 0, 1)
    assert names(place, "desk") == ["示例软件有限公司"]
    part(place, 0, "ann", until=DAY)
    assert names(place, "desk") == ["示例商贸有限公司", "示例软件有限公司"]
    (row,) = gaps.vacant(place.actor("desk"), DAY)
    assert (row.pk, vars(row)["left"]) == (place.enterprises[1].pk, DAY)


@pytest.mark.parametrize(("second", "listed"), [("ann", True), ("bob", False)])
def test_one_official_by_two_rows_is_one_official(place, second, listed):
    adopted(place, "  形式: [一对一, 多人共联]\n  每企至少: 2\n")
    link(place, 0, "ann")
    link(place, 1, second)
    merged(place, 0, 1)
    assert ("示例商贸有限公司" in names(place, "desk")) is listed
