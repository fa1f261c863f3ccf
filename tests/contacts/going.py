"""Short ways to plan, hold and look in the tests of contacts and visits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import RULEBOOK, START, City
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook.actions import adopt
from zhuqi.domain.contacts.actions import taking
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import Wanted
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.visits.actions import plan, record
from zhuqi.domain.visits.models import Plan, Visit
from zhuqi.domain.visits.rules import Mode

D = dt.timedelta
MONDAY = START.date()


def on(days: int, hour: int = 9) -> dt.datetime:
    """A moment so many days after the first Monday."""
    return START + D(days=days, hours=hour - 9)


def planned(
    city: City, part: str = "official", days: int = 0, n: int = 0, now: dt.datetime = START, **more: Any
) -> Plan:
    """Somebody plans to go to an enterprise so many days after the first Monday."""
    said = {"purpose": "了解用工", **more}
    return plan(city.actor(part), city.enterprises[n].pk, day=MONDAY + D(days), now=now, **said)


def visited(city: City, part: str = "official", days: int = 0, n: int = 0, **more: Any) -> Visit:
    """Somebody writes down a visit of that day, in its evening."""
    said = {"mode": Mode.ON_SITE, "kind": Purpose.SERVICE, **more}
    now = said.pop("now", on(days, 18))
    return record(city.actor(part), city.enterprises[n].pk, day=MONDAY + D(days), now=now, **said)


def history(city: City, *days: int, n: int = 0, unit: str = "xf-team") -> list[Contact]:
    """Contacts of another unit that took place."""
    made = [(city.enterprises[n].pk, city.org(unit), Wanted(MONDAY + D(each), ContactHow.ON_SITE)) for each in days]
    return taking.take_over(CLOCK, made, now=START)


def ruled(city: City, *lines: str) -> None:
    """The city adopts its rules anew from the first Monday on, with lines about visits."""
    text = RULEBOOK.read_text().replace("施行: 2019-05-10", f"施行: {MONDAY}")
    visits = "\n".join(["走访:", *(f"  {line}" for line in lines)])
    adopt(CLOCK, text=f"{text}\n{visits}\n", place=(city.org("cc"), city.orgs["cc"].path), now=START)
