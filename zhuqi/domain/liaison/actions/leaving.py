"""What follows here when somebody leaves the staff, or goes over to another unit: what they had from there ends with them, and of
each enterprise a hand-over begins. A colleague who serves at the same place takes it at once, where one was named; else the group
or unit holds it until the successor is named. Nothing is lost in between."""

from __future__ import annotations

import datetime as dt
import json

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.handing import begun
from zhuqi.domain.liaison.actions.links import fresh, reveal, unlink, unruly
from zhuqi.domain.liaison.actions.posts import disempower, empower, gone
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.queries import held_from, serves_at
from zhuqi.domain.liaison.rules import Duty


def end_all(entry: Entry, *, now: dt.datetime) -> None:
    """End every open post and link of somebody who left, or those held from the unit that they were transferred from and from
    below it, and hand each enterprise on. Who goes over with the whole unit keeps everything. Repeating changes nothing."""
    facts = json.loads(entry.facts)
    if facts.get("together"):
        return
    day = dt.date.fromisoformat(facts["on"]) if "on" in facts else day_of(entry.at)
    at = held_from(facts)
    colleague = Staff.objects.select_related("unit").filter(pk=facts.get("colleague") or 0).first()
    held = Liaison.objects.select_related("staff__unit", "place", "group", "enterprise__region")
    for liaison in held.filter(at("place__path"), staff=entry.subject, until=None).order_by("pk"):
        _hand_on(liaison, max(day, liaison.since), colleague, now)
    for post in Post.objects.select_related("staff", "org").filter(at("org__path"), staff=entry.subject, until=None):
        until = max(day, post.since)
        change = Change(CLOCK, "staff", entry.subject, now=now)
        change.update(post, until=until)
        disempower(change, post.staff, post.org, Duty(post.duty), until)
        change.record(events.Dismissed(org=post.org_id, duty=Duty(post.duty), until=until))


def _hand_on(liaison: Liaison, since: dt.date, colleague: Staff | None, now: dt.datetime) -> None:
    change = Change(CLOCK, "enterprise", liaison.enterprise_id, now=now)
    passing = begun(liaison, since, now=now)
    if colleague is None or not _takes(colleague, liaison, since, now):
        change.insert(passing)
        unlink(change, liaison, since)
        return
    link = fresh(liaison.enterprise, colleague, liaison.group, since)
    link.place = liaison.place
    change.update(liaison, until=since)
    change.insert(link)
    passing.successor, passing.link, passing.named_at = colleague, link, now
    change.insert(passing)
    empower([(change, colleague, link.place, Duty.HOLDS_ENTERPRISES, since)])
    disempower(change, liaison.staff, liaison.place, Duty.HOLDS_ENTERPRISES, since)
    told = events.HandedOver(staff=liaison.staff_id, successor=colleague.pk, group=link.group_id, since=since)
    change.record(told)
    reveal([liaison.enterprise_id])


def _takes(colleague: Staff, liaison: Liaison, since: dt.date, now: dt.datetime) -> bool:
    """Whether a colleague takes an enterprise at once: they serve at the same place already, don't hold it yet, and the rules
    allow it. So that who administers staff opens no enterprise to anybody by naming them."""
    held = Liaison.objects.filter(enterprise=liaison.enterprise_id, staff=colleague, until=None).exists()
    if held or gone(colleague, liaison.place) is not None or not serves_at(colleague.pk, liaison.place_id):
        return False
    link = fresh(liaison.enterprise, colleague, liaison.group, since)
    return not unruly([link], now, ending=[liaison.pk])
