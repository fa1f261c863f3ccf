"""Rounds of contact, and visits written down by whoever made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import share_many
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import Text
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import events, queries
from zhuqi.domain.visits.models import ContactRound, Visit
from zhuqi.domain.visits.rules import Mode, Purpose, may_open_round, outside, untimely

TWICE = say("This visit is recorded already.")


@verb
def open_round(
    actor: Actor,
    area_id: int,
    *,
    name: str,
    since: dt.date,
    until: dt.date | None = None,
    key: str = "",
    now: dt.datetime,
) -> ContactRound:
    """Announce a round of contact in an area; ``until`` is the first day after it. Raises Invalid and Refused."""
    area = directory.unit(area_id)
    if not may_open_round(actor, area.path):
        raise Refused(say("Rounds of contact are opened by the dispatcher or the system administrator of that area."))
    if area.kind not in AREAS:
        raise Refused(say("A round of contact is an area's, not a unit's."))
    typed = Text(60).read(name)
    if not isinstance(typed, str) or not typed:
        raise Invalid({"name": typed if not isinstance(typed, str) else say("A round needs a name.")})
    if until is not None and until <= since:
        raise Invalid({"until": say("A round has at least one day.")})
    if ContactRound.objects.filter(area=area, name=typed).exists():
        raise Invalid({"name": say("This area has a round of that name.")})
    change = Change(actor, "round", None, now=now, key=key)
    opened = change.insert(ContactRound(name=typed, area=area, since=since, until=until))
    change.subject = opened.pk
    change.record(events.RoundOpened(area=area.pk, since=since, until=until))
    return opened


@verb
def record(
    actor: Actor,
    enterprise_id: int,
    *,
    day: dt.date,
    mode: Mode,
    kind: Purpose,
    round_id: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Visit:
    """Write down a visit that the actor made. There is no way to write down another's: nobody may do another's visit, and
    no lead can make one appear. Raises Missing for an enterprise or a round out of sight."""
    staff = _oneself(actor)
    enterprise = directory.enterprise(actor, enterprise_id)
    held = queries.round_for(actor, round_id, enterprise.pk) if round_id is not None else None
    visit = paid(enterprise, staff, held, day=day, mode=mode, kind=kind, now=now)
    wrong = amiss(visit, day_of(now))
    if wrong is not None:
        raise Refused(wrong)
    if Visit.objects.filter(enterprise=enterprise, staff=staff, day=day, mode=mode, kind=kind).exists():
        raise Refused(TWICE)
    place([visit])
    change = Change(actor, "visit", None, now=now, key=key)
    change.subject = change.insert(visit).pk
    change.record(recorded(visit))
    reveal([visit])
    return visit


def _oneself(actor: Actor) -> Staff:
    """The actor as a member of staff. Raises Refused for anybody else."""
    staff = Staff.objects.select_related("unit").filter(pk=actor.staff).first() if actor.staff and actor.seats else None
    if staff is None:
        raise Refused(say("A visit is recorded by the official who made it."))
    return staff


def paid(
    enterprise: Enterprise,
    staff: Staff,
    held: ContactRound | None,
    *,
    day: dt.date,
    mode: Mode,
    kind: Purpose,
    now: dt.datetime,
) -> Visit:
    """A visit that isn't stored yet, nor on anybody's unit."""
    return Visit(
        round=held,
        enterprise=enterprise,
        staff=staff,
        region=enterprise.region,
        day=day,
        mode=mode,
        kind=kind,
        recorded_at=now,
    )


def amiss(visit: Visit, today: dt.date) -> Sentence | None:
    """Why a visit can't have been made so, if so."""
    held = visit.round
    if held is None:
        return untimely(visit.day, today, None)
    wrong = untimely(visit.day, today, Period(held.since, held.until))
    return wrong or outside(visit.region.path, held.area.path)


def place(visits: Collection[Visit]) -> None:
    """Set each visit on the group in which its official served that day, else on the unit. Three queries."""
    groups = liaison.groups_of({(visit.staff_id, visit.day) for visit in visits})
    for visit in visits:
        visit.unit = groups.get((visit.staff_id, visit.day)) or visit.staff.unit


def recorded(visit: Visit) -> events.Recorded:
    """The event of a visit written down."""
    return events.Recorded(
        round=visit.round_id,
        enterprise=visit.enterprise_id,
        staff=visit.staff_id,
        unit=visit.unit_id,
        day=visit.day,
        mode=visit.mode,
        kind=visit.kind,
    )


def reveal(visits: Iterable[Visit]) -> None:
    """Let visits be seen from their unit and from the enterprise's region, and from above either."""
    share_many("visit", {visit.pk: queries.seen_from(visit.unit.path, visit.region.path) for visit in visits})
