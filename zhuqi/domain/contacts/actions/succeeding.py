"""Contacts that a unit planned are those of the one that stands in its place, once it ends. The enterprise agreed to them: they
aren't judged anew."""

from __future__ import annotations

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.succession import Passing
from zhuqi.domain.contacts import events
from zhuqi.domain.contacts.actions.booking import opened
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import ContactState


def pass_on(passing: Passing) -> None:
    """Let every contact that a unit planned be its successor's. Repeating changes nothing."""
    planned = Contact.objects.filter(unit=passing.old, state=ContactState.PLANNED)
    for pk, enterprise in list(planned.order_by("enterprise", "pk").values_list("pk", "enterprise")):
        held = opened(enterprise)
        contact = Contact.objects.get(pk=pk)
        change = Change(CLOCK, "budget", pk, now=passing.now)
        change.update(contact, unit_id=passing.new, version=contact.version + 1)
        change.touched(held)
        change.record(events.Followed(enterprise=enterprise, unit=passing.new))
