"""A case's page after its unit ended: whose each deadline is, that it runs on, and who did what before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions import ending, merge_unit

ComeIn = Callable[..., Client]
MIDNIGHT = (NOW + dt.timedelta(days=1)).replace(hour=0, minute=0)
MINUTE = dt.timedelta(minutes=1)


def passed_on(town: Town, old: str = "ng-utilities", new: str = "ng-planning") -> None:
    merge_unit(CLOCK, town.city.org(old), into_id=town.city.org(new), on=MIDNIGHT.date(), now=NOW)
    assert ending.carry_out_endings(MIDNIGHT) == 1
    clock.stand_at("cast", MIDNIGHT + dt.timedelta(hours=10))


def read(come_in: ComeIn, town: Town, name: str) -> str:
    answer = come_in("dispatcher", "en").get(f"/cases/{town.cases[name].pk}")
    assert answer.status_code == 200
    return text(answer.content.decode())


def test_every_deadline_says_with_whom_it_runs_on_and_since_when(town: Town, come_in: ComeIn) -> None:
    said = "Since 5 June 00:00 it is with ng-finance; nothing was added."
    assert said not in read(come_in, town, "handled")
    passed_on(town, new="ng-finance")
    page = read(come_in, town, "handled")
    assert "“ng-utilities” ended; “ng-finance” stands in its place. Every deadline runs on." in page
    assert page.count(said) == 1, "the one that runs: what was met before has nothing to do with it"
    assert f"5 working days, from 20 May 16:00 on. {said}" in page


def test_what_was_signed_for_and_withdrawn_is_told_of_whoever_did_it(town: Town, come_in: ComeIn) -> None:
    case = town.cases["handled"]
    case = town.city.do("utilities", Action.ASK_ESCALATION, case, NOW, reason="要市里定")
    town.city.do("utilities", Action.TAKE_BACK, case, NOW + MINUTE)
    passed_on(town, new="ng-finance")
    page = read(come_in, town, "handled")
    assert "ng-utilities withdrew its request: " in page
    assert "ng-finance withdrew" not in page


def test_what_nobody_signed_for_yet_says_so_in_the_hands_of_whoever_follows(town: Town, come_in: ComeIn) -> None:
    passed_on(town, "ng-finance", "ng-utilities")
    assert "not yet signed for" in read(come_in, town, "assigned")
