"""Who is to be told of an entry about a plan, a promise or a duty, and what has come of which nobody was told yet."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.queries import persons
from zhuqi.core.messages.rules import To
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory.queries import staff_accounts
from zhuqi.domain.directory.queries.heads import heads
from zhuqi.domain.visits.models import Plan, PlanMember, Promise
from zhuqi.domain.visits.rules.promises import Kept
from zhuqi.domain.visits.rules.telling import NEAR, VisitTold


@dataclass(frozen=True)
class About:
    """What an entry is told as: the kind and number of what it is about, the facts of its sentences, and who is who."""

    kind: str
    subject: int
    facts: dict[str, Any]
    people: Any
    enterprise: int | None = None


def of_entry(entry: Entry, now: dt.datetime) -> About | None:
    """What an entry is told as; None where nobody is told any more."""
    facts = json.loads(entry.facts)
    if entry.kind == "plan":
        plan = Plan.objects.select_related("contact").get(pk=entry.subject)
        return _plan(entry, plan, facts)
    if entry.kind == "promise":
        held = Promise.objects.select_related("staff").get(pk=entry.subject)
        if entry.verb != "promise_ended" and held.state != Kept.OPEN:
            return None
        taker = facts.get("colleague")
        return About("promise", held.pk, {"day": held.due}, partial(_of_promise, held, taker, now), held.enterprise_id)
    if entry.verb == "left_to_unit":
        n = facts["promises"] + facts["visits"]
        return About("unkept", facts["unit"], {"n": n}, lambda _: heads(facts["unit"], now))
    last = dt.date.fromisoformat(facts["until"]) - dt.timedelta(days=1)
    facts = {"day": last, "n": facts["enterprises"]}
    return About("duty", entry.subject, facts, lambda _: persons(staff_accounts([entry.subject])))


def _plan(entry: Entry, plan: Plan, facts: dict[str, Any]) -> About | None:
    """A visit written down without a plan was planned by nobody, and one that has moved on is told of by its last entry."""
    stands = plan.contact.state == ContactState.PLANNED
    if stands is (entry.verb == "plan_dropped"):
        return None
    declined = facts.get("state") == ContactState.DECLINED
    return About(
        "plan",
        plan.pk,
        {"day": plan.contact.day},
        partial(_of_plan, plan, facts.get("colleague"), declined),
        plan.contact.enterprise_id,
    )


def _of_plan(plan: Plan, taker: int | None, declined: bool, whom: VisitTold) -> list[To]:
    if whom is VisitTold.TAKER:
        return persons(staff_accounts([taker]))
    if whom is VisitTold.ENTERPRISE or (whom is VisitTold.DECLINED and not declined):
        return []
    rows = PlanMember.objects.filter(plan=plan)
    if whom is VisitTold.HOSTS:
        beside = Contact.objects.filter(event=plan.contact.event, state=ContactState.PLANNED).exclude(
            pk=plan.contact_id
        )
        rows = PlanMember.objects.filter(plan__contact__in=beside)
    return persons(staff_accounts(rows.values_list("staff", flat=True)))


def _of_promise(held: Promise, taker: int | None, now: dt.datetime, whom: VisitTold) -> list[To]:
    if whom in (VisitTold.MAKER, VisitTold.TAKER):
        return persons(staff_accounts([held.staff_id if whom is VisitTold.MAKER else taker]))
    unkept = whom is VisitTold.UNKEPT and held.staff_id is None
    return heads(held.unit_id, now) if unkept or whom is VisitTold.HEAD else []


def promises_coming(today: dt.date) -> tuple[QuerySet[Promise], QuerySet[Promise]]:
    """The promises that stand whose day comes near, and those whose day has passed, of which that isn't booked yet. A promise that
    was moved past its day is told of as late alone."""
    open_ = Promise.objects.filter(state=Kept.OPEN).order_by("due", "pk")
    return (
        open_.filter(due__gte=today, due__lte=today + NEAR).exclude(_booked("promise_near")),
        open_.filter(due__lt=today).exclude(_booked("promise_late")),
    )


def _booked(verb: str) -> Exists:
    return Exists(Entry.objects.filter(kind="promise", subject=OuterRef("pk"), verb=verb))
