"""What follows here when somebody leaves the staff: their posts end with them, and of each enterprise they held a hand-over
begins. Until the successor is named, the group or unit holds it; nothing is lost in between."""

from __future__ import annotations

import datetime as dt
import json

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.handing import begun
from zhuqi.domain.liaison.actions.links import unlink
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty


def end_all(entry: Entry, *, now: dt.datetime) -> None:
    """End every open post and link of somebody who left, and begin the hand-over of each enterprise; their roles have ended
    already. Repeating changes nothing."""
    left = dt.date.fromisoformat(json.loads(entry.facts)["on"])
    held = Liaison.objects.select_related("staff", "place").filter(staff=entry.subject, until=None)
    for liaison in held.order_by("pk"):
        change = Change(CLOCK, "enterprise", liaison.enterprise_id, now=now)
        until = max(left, liaison.since)
        change.insert(begun(liaison, until, now=now))
        unlink(change, liaison, until)
    for post in Post.objects.filter(staff=entry.subject, until=None).order_by("pk"):
        until = max(left, post.since)
        change = Change(CLOCK, "staff", entry.subject, now=now)
        change.update(post, until=until)
        change.record(events.Dismissed(org=post.org_id, duty=Duty(post.duty), until=until))
