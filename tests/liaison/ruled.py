"""The small place under a rulebook that says something of liaison; synthetic."""

from __future__ import annotations

import datetime as dt
import re

from tests.cast import RULEBOOK
from tests.directory.place import DAY, NOW, Place
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook.actions import adopt
from zhuqi.domain.calendar.actions import install_shipped
from zhuqi.domain.liaison.actions import appoint, bind, hand_over, release
from zhuqi.domain.liaison.rules import Duty

NEXT = DAY + dt.timedelta(days=1)
ONE_TO_ONE = "  形式: 一对一\n  每人至多: 1\n"
CHAIN = """\
  形式: 责任链
  责任链:
    - {职责: 带队, 职级: 区级领导, 每处至少: 1}
    - {职责: 包组, 职级: 副处级}
"""


def adopted(place: Place, section: str, code: str = "D") -> None:
    """Let an edition be in force at a place with this section of liaison."""
    install_shipped(CLOCK, NOW)
    text = re.sub(r"^联系:\n(?:  .*\n)*", "", RULEBOOK.read_text(), flags=re.MULTILINE)
    text = text.replace("施行: 2019-05-10", "施行: 2019-05-01").replace("地区: cc", f"地区: {code}")
    org = place.orgs[code]
    adopt(CLOCK, text=f"{text}\n联系:\n{section}", place=(org.pk, org.path), now=NOW)


def link(place: Place, n: int, who: str, group: str | None = None, actor=CLOCK, since: dt.date = DAY, **more):
    group_id = place.orgs[group].pk if group else None
    staff_id = place.staff[who].pk
    return bind(actor, place.enterprises[n].pk, staff_id=staff_id, group_id=group_id, since=since, now=NOW, **more)


def part(place: Place, n: int, who: str, until: dt.date = DAY, actor=CLOCK):
    return release(actor, place.enterprises[n].pk, staff_id=place.staff[who].pk, until=until, now=NOW)


def passed(place: Place, n: int, who: str, successor: str, group: str | None = None, actor=CLOCK, **more):
    return hand_over(
        actor,
        place.enterprises[n].pk,
        staff_id=place.staff[who].pk,
        successor_id=place.staff[successor].pk,
        group_id=place.orgs[group].pk if group else None,
        **{"since": DAY, "now": NOW, **more},
    )


def seat(place: Place, who: str, org: str, duty: Duty) -> None:
    appoint(CLOCK, place.staff[who].pk, org_id=place.orgs[org].pk, duty=duty, since=DAY, now=NOW)
