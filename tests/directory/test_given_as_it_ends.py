"""A unit ends in the very second in which somebody gives it something: it is with who follows, or nobody was given it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.cases.town import HOUR, add_person, add_unit
from tests.cast import START, City, stage
from tests.common.needs import METER, METER_TOO, opened
from tests.common.needs import told as need
from tests.contacts.going import D, planned, visited
from tests.contacts.test_races import at_once
from tests.directory.place import table
from tests.voice.conftest import told as said
from zhuqi.base.errors import Fault
from zhuqi.core import succession
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.core.succession import Passing
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.common.actions import amend
from zhuqi.domain.directory.actions import correct_enterprise, employ, ending, give_role, merge_unit, transfer
from zhuqi.domain.directory.actions.altering import alter
from zhuqi.domain.directory.actions.ending import carry_out_endings
from zhuqi.domain.directory.actions.enterprises import Beside
from zhuqi.domain.directory.actions.loading import load_staff
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.directory.sheets import STAFF
from zhuqi.domain.errands.actions import hand_on, take_on
from zhuqi.domain.errands.rules import ErrandMode
from zhuqi.domain.liaison.actions import appoint, bind, hand_over
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.visits.rules.promises import Promised
from zhuqi.domain.voice.actions import pass_on

DAY = START.date()
MIDNIGHT = (START + D(days=1)).replace(hour=0)
NEXT = MIDNIGHT.date()
SOON = 10
"""Seconds that one waits for the other at most."""
GROUP, UTILITIES, DESK = ("xf-group", "xf-heir"), ("ng-utilities", "ng-finance"), ("mz-desk", "ng-desk")
Give = Callable[[], Any]


def errand(city: City, part: str = "official", **more: Any) -> Any:
    typed: dict[str, Any] = {"mode": ErrandMode.AGENT, "matter": "演练许可", "office": "演练局", "due": NEXT + D(9)}
    return take_on(city.actor(part), city.enterprises[0].pk, **{**typed, "now": MIDNIGHT, **more})


def handed_on(city: City) -> Give:
    """An errand of somebody in the second group, whom the enterprise is linked to as well."""
    bind(
        CLOCK,
        city.enterprises[0].pk,
        staff_id=city.staff["heir"].pk,
        group_id=city.org("xf-heir"),
        since=DAY,
        now=START,
    )
    made, heir = errand(city, "heir", now=START), city.actor("heir")
    return lambda: hand_on(heir, made.pk, staff_id=city.staff["official"].pk, seen=1, now=MIDNIGHT)


def issue(city: City) -> Give:
    cases = [need(city, METER), need(city, METER_TOO, firm=1)]
    return lambda: opened(city, cases, MIDNIGHT)


def amended(city: City) -> Give:
    made = opened(city, [need(city, METER), need(city, METER_TOO, firm=1)], owner_id=city.org("ng-construction"))
    typed: dict[str, Any] = {
        "title": "增容后接表慢",
        "matter": "等接表。",
        "wanted": "一并排期。",
        "owner_id": city.org("ng-utilities"),
    }
    return lambda: amend(city.actor("dispatcher"), made.pk, **typed, now=MIDNIGHT)


def passed(city: City) -> Give:
    voice = said(city, desk="ng-desk")
    return lambda: pass_on(city.actor("dispatcher"), voice.pk, desk_id=city.org("mz-desk"), now=MIDNIGHT)


def linked(city: City) -> Give:
    held: dict[str, Any] = {"staff_id": city.staff["finance"].pk, "group_id": city.org("xf-group"), "since": NEXT}
    return lambda: bind(city.actor("dispatcher"), city.enterprises[2].pk, **held, now=MIDNIGHT)


def handed_over(city: City) -> Give:
    firm, finance = city.enterprises[2].pk, city.staff["finance"].pk
    bind(CLOCK, firm, staff_id=finance, group_id=city.org("xf-heir"), since=DAY, now=START)
    typed: dict[str, Any] = {"successor_id": city.staff["keeper"].pk, "group_id": city.org("xf-group"), "since": NEXT}
    return lambda: hand_over(city.actor("dispatcher"), firm, staff_id=finance, **typed, now=MIDNIGHT)


def told_of(city: City) -> Give:
    typed: dict[str, Any] = {"name": "平台", "address": "https://hooks.example.com/in", "names": ["assigned"]}
    return lambda: subscribe(city.actor("administrator"), city.org("ng-utilities"), **typed, now=MIDNIGHT)


def employed(city: City) -> Give:
    typed: dict[str, Any] = {"code": "late", "name": "演练新人", "rank": Rank.STAFF, "since": NEXT}
    return lambda: employ(city.actor("administrator"), city.org("ng-utilities"), **typed, now=MIDNIGHT)


def transferred(city: City) -> Give:
    one, unit = city.staff["construction"].pk, city.org("ng-utilities")
    return lambda: transfer(city.actor("administrator"), one, unit_id=unit, now=MIDNIGHT)


def entitled(city: City) -> Give:
    typed: dict[str, Any] = {"role": Role.MONITOR, "org_id": city.org("ng-utilities"), "since": NEXT}
    return lambda: give_role(city.actor("security"), city.staff["finance"].pk, **typed, now=MIDNIGHT)


def founded(city: City) -> Give:
    typed: dict[str, Any] = {"kind": Kind.DEPARTMENT, "name": "演练科", "code": "late", "since": NEXT}
    return lambda: found(city.actor("administrator"), city.org("ng-utilities"), **typed, now=MIDNIGHT)


def in_park(city: City) -> Give:
    for code in ("park", "park-heir"):
        add_unit(city, code, Kind.PARK, "ng")
    firm, beside = city.enterprises[0], Beside(park_id=city.org("park"))
    typed: dict[str, Any] = {"region_id": firm.region_id, "name": firm.name, "beside": beside}
    return lambda: correct_enterprise(city.actor("dispatcher"), firm.pk, **typed, now=MIDNIGHT)


def by_sheet(city: City) -> Give:
    rows = table(STAFF, [("late", "演练新人", "干部", "ng-utilities")], "code", "name", "rank", "unit")
    return lambda: load_staff(city.actor("administrator"), rows, now=MIDNIGHT)


def appointed(city: City) -> Give:
    typed: dict[str, Any] = {"org_id": city.org("xf-group"), "duty": Duty.HOLDS_ENTERPRISES, "since": NEXT}
    return lambda: appoint(city.actor("dispatcher"), city.staff["finance"].pk, **typed, now=MIDNIGHT)


GIVEN: Mapping[str, tuple[tuple[str, str], Callable[[City], Give]]] = {
    "a planned visit": (GROUP, lambda city: lambda: planned(city, days=9, now=MIDNIGHT)),
    "a promise": (
        GROUP,
        lambda city: lambda: visited(city, now=MIDNIGHT, promises=[Promised("演练：回话", NEXT + D(3))]),
    ),
    "an errand": (GROUP, lambda city: lambda: errand(city)),
    "an errand of another's": (GROUP, handed_on),
    "a link": (GROUP, linked),
    "an enterprise handed over": (GROUP, handed_over),
    "a post": (GROUP, appointed),
    "a common issue": (UTILITIES, issue),
    "another's common issue": (UTILITIES, amended),
    "a need told without an account": (DESK, lambda city: lambda: said(city, MIDNIGHT, desk="mz-desk")),
    "a need of another room": (DESK, passed),
    "a subscription": (UTILITIES, told_of),
    "somebody new": (UTILITIES, employed),
    "somebody of another unit": (UTILITIES, transferred),
    "an enterprise of the park": (("park", "park-heir"), in_park),
    "somebody new by a sheet": (UTILITIES, by_sheet),
    "a role": (UTILITIES, entitled),
    "a unit below it": (UTILITIES, founded),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", GIVEN)
def test_what_is_given_to_a_unit_as_it_ends_isnt_left_with_it(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ending waits in its transaction until somebody who saw the unit as it was gives it something."""
    city = stage()
    add_unit(city, "xf-heir", Kind.GROUP, "xf-team")
    add_person(city, "heir", Role.TEAM_LEAD, "xf-heir")
    (old, new), make = GIVEN[what]
    give = make(city)
    merge_unit(CLOCK, city.org(old), into_id=city.org(new), on=NEXT, now=START + 10 * HOUR)
    passes, ends = succession.pass_on, threading.Event()

    def slowly(passing: Passing) -> None:
        passes(passing)
        ends.set()
        time.sleep(0.7)

    def second() -> Any:
        ends.wait(SOON)
        return give()

    monkeypatch.setattr(succession, "pass_on", slowly)
    given, done = at_once(second, lambda: carry_out_endings(MIDNIGHT))
    assert done == 1 and given is not None, (given, done)
    drain(MIDNIGHT)
    left = city.org(old)
    assert succession.lying(left) == (), given
    assert not Staff.objects.filter(unit=left, left_on=None).exists()
    assert not Organisation.objects.filter(parent=left, retired_on=None).exists()
    assert not Grant.objects.filter(org=left, until=None).exists()
    assert not Enterprise.objects.filter(park=left).exists()
    assert [str(one.sentence) for one in everything()] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("on", [MIDNIGHT.date(), MIDNIGHT.date() + D(1)])
def test_a_unit_that_is_retired_without_anybody_in_its_place_is_given_nothing_either(
    on: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = stage()
    add_unit(city, "ng-empty", Kind.DEPARTMENT, "ng")
    empty, ends, alters = city.org("ng-empty"), threading.Event(), alter

    def slowly(*given: Any, **fields: Any) -> None:
        alters(*given, **fields)
        ends.set()
        time.sleep(0.7)

    def second() -> Any:
        ends.wait(SOON)
        typed: dict[str, Any] = {"code": "late", "name": "演练新人", "rank": Rank.STAFF, "since": NEXT}
        return employ(city.actor("administrator"), empty, **typed, now=MIDNIGHT)

    monkeypatch.setattr(ending, "alter", slowly)
    given, done = at_once(second, lambda: ending.retire(CLOCK, empty, on=on, now=MIDNIGHT))
    assert isinstance(given, Fault) and isinstance(done, Organisation), (given, done)
    assert not Staff.objects.filter(unit=empty).exists()
