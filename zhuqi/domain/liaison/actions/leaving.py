"""What follows here when somebody leaves the staff: their posts and links end with them."""

from __future__ import annotations

import datetime as dt
import json

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.links import unlink
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty


def end_all(entry: Entry, *, now: dt.datetime) -> None:
    """End every open post and link of somebody who left; their roles have ended already. Repeating changes nothing."""
    left = dt.date.fromisoformat(json.loads(entry.facts)["on"])
    held = Liaison.objects.select_related("staff", "place").filter(staff=entry.subject, until=None)
    for liaison in held.order_by("pk"):
        unlink(Change(CLOCK, "enterprise", liaison.enterprise_id, now=now), liaison, max(left, liaison.since))
    for post in Post.objects.filter(staff=entry.subject, until=None).order_by("pk"):
        until = max(left, post.since)
        change = Change(CLOCK, "staff", entry.subject, now=now)
        change.update(post, until=until)
        change.record(events.Dismissed(org=post.org_id, duty=Duty(post.duty), until=until))
