"""How somebody's own duties to visit stand (M2): for those who hold enterprises, enterprise by enterprise. Nobody else is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from zhuqi.base.period import Period
from zhuqi.core.access.actor import Actor
from zhuqi.domain.contacts.queries import book as books
from zhuqi.domain.contacts.rules.contacts import Encounter
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.liaison.rules.firms import Key
from zhuqi.domain.visits.life.duties import QuotaState, quota_state
from zhuqi.domain.visits.models import Visit, ZeroReason
from zhuqi.domain.visits.rules.zeros import AFTER, NEAR

MOST = 200
"""Enterprises of one official whose duties are looked at."""
BACK = dt.timedelta(days=400)


@dataclass(frozen=True)
class Due:
    """How one quota stands for one enterprise that somebody holds, and the reasons for a zero that its place knows."""

    enterprise: Enterprise
    state: QuotaState
    reasons: dict[str, str]

    @property
    def period(self) -> Period:
        """The period it is asked for in."""
        return self.state.period


def officials_asked(day: dt.date) -> list[int]:
    """The officials who hold enterprises where an edition wants a reason for every zero, on the last days of one of its periods;
    nobody on other days. Three queries, and those of the rules."""
    held = Liaison.objects.filter(since__lte=day).filter(Q(until=None) | Q(until__gt=day))
    regions = Enterprise.objects.filter(liaisons__in=held).order_by().values("region").distinct()
    found: set[int] = set()
    for region in Organisation.objects.filter(pk__in=regions).order_by("path"):
        rules = books.rules_below(region.path, day)
        ends = {quota.every.period(day).until for quota in rules.quotas if rules.zeros}
        if any(until is not None and until - NEAR <= day for until in ends):
            found |= set(held.filter(enterprise__region=region).values_list("staff", flat=True))
    return sorted(found)


def mine(actor: Actor, day: dt.date) -> list[Due]:
    """The actor's own duties on a day, enterprise by enterprise, by name. Eight queries at most, and one more a place and period of
    rules; none where they hold no enterprise."""
    if actor.staff is None:
        return []
    firms = list(liaison.my_enterprises(actor, day)[:MOST])
    if not firms:
        return []
    keys = [firm.pk for firm in firms]
    made = Visit.objects.filter(staff=actor.staff, enterprise__in=keys, day__gt=day - BACK).select_related("contact")
    history = list(made.order_by("day", "pk"))
    since: dict[Key, dt.date] = dict(
        Liaison.objects.filter(staff=actor.staff, enterprise__in=keys, until=None).values_list("enterprise", "since")
    )
    told = list(ZeroReason.objects.filter(staff=actor.staff, enterprise__in=keys, until__gt=day - AFTER))
    found = []
    by_region: dict[int, list[Enterprise]] = {}
    for firm in firms:
        by_region.setdefault(firm.region_id, []).append(firm)
    ruled = [(there, books.rules_at(there[0], day)) for there in by_region.values()]
    known = books.firms_of(firms, lists=any(rules.lists for _, rules in ruled))
    for there, rules in ruled:
        plain = [
            Encounter(
                visit.day,
                unit=visit.unit_id,
                how=ContactHow(visit.mode),
                kind=books.named(rules, Purpose(visit.kind)),
                firm=visit.enterprise_id,
                event=visit.contact.event if visit.contact else None,
            )
            for visit in history
        ]
        states = quota_state(
            rules,
            Duty.HOLDS_ENTERPRISES,
            day,
            plain,
            {firm.pk: known[firm.pk] for firm in there},
            reasons={row.enterprise_id: row.code for row in told if row.since <= day < row.until},
            since=since,
        )
        by_key: dict[Key | None, Enterprise] = {firm.pk: firm for firm in there}
        found += [Due(by_key[state.firm], state, dict(rules.zeros)) for state in states if state.firm in by_key]
    return sorted(found, key=lambda due: (due.enterprise.name, due.enterprise.pk))
