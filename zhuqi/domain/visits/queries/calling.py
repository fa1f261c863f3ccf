"""Whom an official should call: their own enterprises that nobody asked for longest, and what the budget says of each (M1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from zhuqi.base.words import Sentence
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.contacts.life.judging import judge
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.queries import book, sight
from zhuqi.domain.contacts.rules.contacts import Encounter
from zhuqi.domain.contacts.rules.standing import COUNTING, ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.queries.gaps import GONE
from zhuqi.domain.visits.models import PlanMember
from zhuqi.domain.visits.queries import coverage

SHOWN = 5
"""So many enterprises are looked at: who calls five has a day's work."""


@dataclass(frozen=True)
class Call:
    """An enterprise that one holds. ``asked_on``: when somebody last asked it, None where nobody ever did; ``unasked``: why it
    isn't to be called today; ``unvisited``: why nobody comes today. Both None where the budget permits it."""

    enterprise: Enterprise
    asked_on: dt.date | None
    unasked: Sentence | None
    unvisited: Sentence | None


@dataclass(frozen=True)
class Today:
    """Whom to call, and where one goes today: contacts of the book with the plan that one ``goes`` on, the earliest first."""

    calls: tuple[Call, ...]
    visits: tuple[Any, ...]


def today(actor: Actor, day: dt.date, now: dt.datetime, calendar: WorkCalendar) -> Today:
    """What an official's day holds beside cases. Four queries, five where a place's rules ask for key lists; one for whoever
    holds no enterprise."""
    rows = liaison.my_enterprises(actor, day).filter(Q(standing=None) | ~Q(standing__in=GONE))
    own = Staff.objects.filter(pk=actor.staff or 0).values("unit")[:1]
    rows = rows.annotate(own_unit=Subquery(own))
    firms: list[Any] = list(coverage.dated(rows).order_by("asked_on", "name", "pk")[:SHOWN])
    contacts = _contacts(actor, [firm.pk for firm in firms], day)
    goes = sorted(
        (row for row in contacts if row.goes and row.day == day and row.state == ContactState.PLANNED), key=_begins
    )
    paths = {firm.region.path for firm in firms}
    editions = rulebook.in_force_each(paths, day) if firms else {}
    rules: dict[str, VisitRules] = {
        path: rulebook.section(editions[path], book.SECTION) if path in editions else VisitRules.standard()
        for path in paths
    }
    plain = book.firms_of(firms, lists=any(its.lists for its in rules.values())) if firms else {}

    def why(firm: Any, how: ContactHow) -> Sentence | None:
        its, theirs = rules[firm.region.path], [row for row in contacts if firm.pk in _of(row)]
        planned = Encounter(
            day,
            unit=firm.own_unit,
            how=how,
            kind=book.named(its, Purpose.SERVICE),
            firm=firm.pk,
            registered_at=now,
            begins_at=now,
        )
        known = [replace(book.as_plain(row, its), firm=firm.pk) for row in theirs]
        found = judge(its, planned, known, firm=plain[firm.pk], today=day, calendar=calendar)
        return book.naming(found.reasons[0], {row.unit_id: row.unit.name for row in theirs}) if found.reasons else None

    calls = tuple(
        Call(
            firm,
            firm.asked_on if firm.asked_on != coverage.NEVER else None,
            why(firm, ContactHow.REMOTE),
            why(firm, ContactHow.ON_SITE),
        )
        for firm in firms
    )
    return Today(calls, tuple(goes))


def _contacts(actor: Actor, firms: Sequence[int], day: dt.date) -> list[Any]:
    """The contacts that weigh on one of today with some enterprises, and those on which the actor goes today, with the plan that it
    ``goes`` on. One query."""
    goes = PlanMember.objects.filter(plan__contact=OuterRef("pk"), staff=actor.staff or 0).values("plan")[:1]
    near = Q(day__gt=day - book.LOOKED_BACK, day__lt=day + book.LOOKED_BACK, state__in=COUNTING)
    theirs = near & (Q(enterprise__in=firms) | Q(enterprise__merged_into__in=firms))
    own = Q(goes__isnull=False, day=day, state=ContactState.PLANNED, pk__in=sight.visible(actor).values("pk"))
    rows = Contact.objects.annotate(goes=Subquery(goes)).filter(theirs | own)
    return list(rows.select_related("unit", "enterprise").order_by("day", "pk"))


def _of(row: Contact) -> set[int | None]:
    """The enterprise of a contact, and the row that stands for it."""
    return {row.enterprise_id, row.enterprise.merged_into_id}


def _begins(row: Contact) -> tuple[bool, dt.datetime, int]:
    """What has an hour before what has none."""
    return row.begins_at is None, row.begins_at or row.taken_at, row.pk
