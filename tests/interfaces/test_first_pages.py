"""The first page of each kind of person: the one move that frees a case, whom to call, gaps and books; and what it costs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.cast import START
from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading import text
from zhuqi.core.days import day_of
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.life.guards import open_actions
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.sight import situation, situations
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.contacts.actions import wish
from zhuqi.domain.visits.queries import calling
from zhuqi.interfaces.web.day import parts as day_parts
from zhuqi.interfaces.web.day.beside import beside
from zhuqi.interfaces.web.my_day import my_day

ComeIn = Callable[..., Client]
COSTS = {
    "official": 16,
    "dispatcher": 19,
    "utilities": 12,
    "leader": 20,
    "supervisor": 19,
    "administrator": 7,
    "auditor": 5,
}
"""Queries of the first page, where the cases are remembered; before moves and calls stood there: 12, 15, 12, 16, 15, 7, 5."""


@pytest.mark.parametrize("part", COSTS)
def test_the_first_page_costs_the_same_however_many_rows(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for n in range(12):
        case = town.city.record(at(5, 20, 9, n), title=f"第{n}件")
        town.city.do("official", Action.SUBMIT, case, at(5, 20, 10, n), why="组里没有办法。")
    client.get("/")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert (len(few), len(many)) == (COSTS[part], COSTS[part])


@pytest.mark.parametrize("part", ["dispatcher", "leader", "supervisor", "utilities", "official"])
def test_many_cases_are_met_as_each_is_by_itself(town: Town, part: str) -> None:
    actor = town.city.actor(part)
    cases = list(lists.filtered(actor, live=True))
    together = situations(actor, cases, now=NOW)
    for case in cases:
        alone = [action for action in open_actions(situation(actor, case, now=NOW)) if action is not Action.SEND_DOWN]
        assert open_actions(together[case.pk]) == alone, case.pk


MOVES = {
    ("leader", "handled"): Action.INSTRUCT,
    ("dispatcher", "handled"): Action.ASSIGN,
    ("supervisor", "handled"): None,
    ("dispatcher", "returned"): Action.RULE,
    ("leader", "returned"): Action.INSTRUCT,
    ("dispatcher", "waiting"): Action.SCREEN,
}


@pytest.mark.parametrize(("part", "name"), MOVES)
def test_the_one_move_is_one_that_is_open(town: Town, part: str, name: str) -> None:
    actor, case = town.city.actor(part), town.cases[name]
    clock = lists.due_clocks([case])
    with override("en"):
        opened = day_parts.doors(actor, [Case.objects.get(pk=case.pk)], clock, NOW)
    wanted = MOVES[part, name]
    assert [door.address for door in opened.values()] == ([f"/cases/{case.pk}/{wanted.value}"] if wanted else [])
    if wanted:
        assert wanted in open_actions(situation(actor, case, now=NOW))


def test_a_leaders_stuck_cases_have_a_button_that_opens_a_form(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    page = client.get("/").content.decode()
    buttons = re.findall(r'<a class="btn( primary)?" href="(/cases/\d+/[a-z_]+)"', page)
    assert buttons and [bool(first) for first, _ in buttons].count(True) == 1, "one filled button a view"
    for _, address in buttons:
        assert client.get(address).status_code == 200


def test_the_table_says_how_long_the_enterprise_of_the_oldest_has_waited(town: Town) -> None:
    rows = my_day(town.city.actor("leader"), NOW).units
    oldest = {row.oldest.address: row.waited for row in rows}
    assert oldest[f"/cases/{town.cases['handled'].pk}"] == (NOW.date() - at(5, 20).date()).days == 15


def calls(town: Town, now: dt.datetime = NOW) -> dict[str, calling.Call]:
    found = calling.today(town.city.actor("official"), day_of(now), now, work_calendar())
    return {call.enterprise.name: call for call in found.calls}


def test_an_official_is_told_whom_to_call_longest_not_asked_first(come_in: ComeIn, town: Town) -> None:
    assert len(calls(town)) == 2 and all(call.unasked is None for call in calls(town).values())
    page = text(come_in("official").get("/").content.decode())
    assert all(name in page for name in calls(town))
    assert calling.today(town.city.actor("utilities"), NOW.date(), NOW, work_calendar()).calls == ()


def test_who_wishes_to_be_left_alone_is_named_with_the_reason_and_without_a_button(town: Town) -> None:
    left = town.city.enterprises[0]
    wish(
        town.city.actor("official"),
        left.pk,
        since=START.date(),
        until=None,
        said_by="演练厂办",
        said_on=START.date(),
        now=START,
    )
    told = calls(town)
    assert told[left.name].unasked is not None and told[town.city.enterprises[1].name].unasked is None
    with override("en"):
        _, rows = day_parts.today(town.city.actor("official"), work_calendar(), NOW)
    row = next(row for row in rows if row.title == left.name)
    assert row.door is None and "left alone" in row.why


def test_gaps_and_books_stand_beside_the_day_of_who_oversees(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    assert 'data-beside="/day/beside"' in client.get("/").content.decode()
    page = client.get("/day/beside").content.decode()
    assert 'data-part="beside"' in page
    shown = beside(town.city.actor("leader"), NOW)
    assert shown.balance.tone == "green"
    for line in shown.gaps:
        answer = client.get(line.address)
        assert answer.status_code == 200
        assert answer.content.decode().count('class="t"') >= int(line.when), line
    for term in shown.terms:
        assert not term.figure.n or client.get(term.figure.address).status_code == 200
    assert come_in("official").get("/day/beside").status_code == 404


def test_what_a_leader_asked_about_is_told_with_what_became_of_it(town: Town) -> None:
    leader, case = town.city.actor("leader"), town.cases["handled"]
    assert beside(leader, NOW).asked == ()
    town.city.do("leader", Action.INSTRUCT, case, NOW, leader="演练leader", text="请尽快办。", on=NOW.date())
    (line,) = beside(leader, NOW + dt.timedelta(hours=1)).asked
    assert line.address == f"/cases/{case.pk}" and case.title in line.what
    assert beside(town.city.actor("supervisor"), NOW + dt.timedelta(hours=1)).asked == ()


def test_gaps_and_books_cost_the_same_however_many_rows(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    with CaptureQueriesContext(connection) as few:
        client.get("/day/beside")
    for n in range(12):
        town.city.record(at(6, 4, 11, n), title=f"第{n}件")
    with CaptureQueriesContext(connection) as many:
        client.get("/day/beside")
    assert len(few) == len(many) <= 24
