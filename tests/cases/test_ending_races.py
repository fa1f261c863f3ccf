"""A unit ends in the very second in which somebody gives it a case: the case is with who follows, or nobody was given it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, TODAY, assigned, screened
from tests.cast import START, stage
from tests.contacts.test_races import at_once
from zhuqi.base.errors import Fault
from zhuqi.core import succession
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.core.succession import Passing
from zhuqi.domain.cases.models import Case, Holding
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.rules.ledger import statement
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import ending, merge_unit

MIDNIGHT = (START + DAY).replace(hour=0)
SOON = 3
"""Seconds that one waits for the other at most: on one file the second can't begin before the first is stored."""


@pytest.mark.django_db(transaction=True)
def test_what_is_given_to_a_unit_as_it_ends_isnt_left_with_nobody() -> None:
    city = stage()
    held = assigned(city)
    waiting = [screened(city) for _ in range(3)]
    old, new, desk = (city.org(code) for code in ("ng-utilities", "ng-finance", "ng-desk"))
    merge_unit(CLOCK, old, into_id=new, on=TODAY + DAY, now=START + 8 * HOUR)
    dispatcher = city.actor("dispatcher")

    def give(case: Case) -> Any:
        return lambda: city.do("dispatcher", Action.ASSIGN, case, MIDNIGHT, lead_id=old)

    assert dispatcher.seats
    answers = at_once(*(give(case) for case in waiting), lambda: ending.carry_out_endings(MIDNIGHT))
    done = ending.carry_out_endings(MIDNIGHT + dt.timedelta(minutes=1))
    assert {answers[-1], done} == {1, 0} or (isinstance(answers[-1], Fault) and done == 1), answers
    drain(MIDNIGHT + HOUR)
    assert not Holding.objects.filter(unit=old, ended_at=None).exists()
    for case, answer in zip(waiting, answers, strict=False):
        holder = Case.objects.get(pk=case.pk).holder_id
        assert holder == (desk if isinstance(answer, Fault) else new), answers
    assert Case.objects.get(pk=held.pk).holder_id == new
    hands = {unit: ledger.in_hand(frozenset({unit})) for unit in (old, new, desk)}
    books = {unit: statement(ledger.books(frozenset({unit}), TODAY, TODAY + DAY), {unit}).closing for unit in hands}
    assert hands == books and sum(hands.values()) == 4 and hands[old] == 0
    assert [str(one.sentence) for one in everything()] == []


@pytest.mark.django_db(transaction=True)
def test_who_gives_it_a_case_while_its_ending_isnt_stored_yet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ending waits in its transaction until somebody who saw the unit as it was is about to give it a case."""
    city = stage()
    case = screened(city)
    old, new = city.org("ng-utilities"), city.org("ng-finance")
    merge_unit(CLOCK, old, into_id=new, on=TODAY + DAY, now=START + 8 * HOUR)
    ends, gives = threading.Event(), threading.Event()
    passes, asks = succession.pass_on, directory.ended

    def pass_on(passing: Passing) -> None:
        passes(passing)
        ends.set()
        gives.wait(SOON)
        time.sleep(0.3)

    def ended(ids: Iterable[int], day: dt.date) -> bool:
        gives.set()
        return asks(ids, day)

    def assign() -> Any:
        ends.wait(SOON)
        return city.do("dispatcher", Action.ASSIGN, case, MIDNIGHT, lead_id=old)

    monkeypatch.setattr(succession, "pass_on", pass_on)
    monkeypatch.setattr(directory, "ended", ended)
    given, done = at_once(assign, lambda: ending.carry_out_endings(MIDNIGHT))
    assert done == 1 and isinstance(given, Fault), (given, done)
    assert Case.objects.get(pk=case.pk).holder_id == city.org("ng-desk")
    assert not Holding.objects.filter(unit=old, ended_at=None).exists()
    assert [str(one.sentence) for one in everything()] == []
