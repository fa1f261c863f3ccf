"""The wall: its figures are those of the statement and of the lists; it names nobody; it answers 304 where nothing changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.walls import agrees
from zhuqi.core.accounts import sessions
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case, Contact
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.interfaces.web.day import wall

ComeIn = Callable[..., Client]


@pytest.mark.parametrize("part", ["dispatcher", "leader"])
def test_the_wall_of_the_town_agrees_with_statement_and_lists(town: Town, part: str) -> None:
    shown = agrees(town.city.actor(part), NOW)
    assert [node.n for node in shown.nodes] == [1, 1, 4, 0, 0], (
        "found, to be screened, handled, in the rooms below, above"
    )
    assert shown.units[0].late.n


def test_what_moved_today_is_counted_between_the_places(town: Town) -> None:
    city, later = town.city, NOW + dt.timedelta(hours=1)
    city.do("official", Action.SUBMIT, town.cases["found"], NOW, why="组里没有办法。")
    city.do("dispatcher", Action.SCREEN, town.cases["waiting"], NOW, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, town.cases["waiting"], later, lead_id=city.org("ng-utilities"))
    finders, desk, units, below, above = wall.the_wall(city.actor("dispatcher"), later).nodes
    assert finders.n == 0 and "1" in finders.note
    assert (desk.came, units.came, units.back, below.came, above.came) == (1, 1, 0, 0, 0)
    tomorrow = wall.the_wall(city.actor("dispatcher"), at(6, 5))
    assert [node.came for node in tomorrow.nodes] == [0, 0, 0, 0, 0] and tomorrow.nodes[2].n == 5


def test_the_wall_names_no_person_no_number_and_no_words_that_were_typed(come_in: ComeIn, town: Town) -> None:
    client = come_in("leader")
    for case in town.cases.values():
        Contact.objects.create(case=case, name="演练联系人", phone="13800000000", at=NOW)
    bare, named = (client.get(f"/wall{asked}").content.decode() for asked in ("", "?names=1"))
    firms = [name for name in Enterprise.objects.values_list("name", flat=True) if name in named]
    assert firms and not any(name in bare for name in firms), "enterprises only behind the switch"
    for page in (bare, named):
        for secret in (*Staff.objects.values_list("name", flat=True), *Case.objects.values_list("title", flat=True)):
            assert secret not in page
        words = re.sub(r'data-tag="\w+"', "", page)  # a hash may hold eleven digits in a row
        assert "演练联系人" not in words and not re.search(r"1[3-9]\d{9}", words)


def test_the_wall_answers_304_until_something_changes(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    first = client.get("/wall")
    held = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/wall", headers=held)
    assert (again.status_code, again.content, again.headers["Wall-Time"]) == (304, b"", "10:20")
    clock.stand_at("cast", NOW + dt.timedelta(minutes=1))
    assert client.get("/wall", headers=held).status_code == 304, "the time of day is no news"
    town.city.do("official", Action.SUBMIT, town.cases["found"], NOW, why="组里没有办法。")
    other = client.get("/wall", headers=held)
    assert other.status_code == 200 and other.headers["ETag"] != first.headers["ETag"]
    assert client.get("/wall?names=1", headers=held).status_code == 200


def test_the_wall_costs_the_same_however_many_cases_there_are(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    with CaptureQueriesContext(connection) as before:
        client.get("/wall")
    for n in range(20):
        town.city.record(at(6, 4, 11, n), title=f"第{n}件")
    with CaptureQueriesContext(connection) as after:
        client.get("/wall")
    assert len(after) == len(before) <= 26


def test_a_wall_that_looks_again_keeps_no_session_alive(
    come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = come_in("dispatcher")
    client.get("/cases")
    used = client.session[sessions.LAST]
    monkeypatch.setattr("time.time", lambda: used + 1200)
    assert client.get("/wall").status_code == 200
    assert client.session[sessions.LAST] == used
    monkeypatch.setattr("time.time", lambda: used + 1900)
    assert client.get("/wall").status_code == 302, "nobody was there for half an hour"
