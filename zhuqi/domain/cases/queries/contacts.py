"""Contacts of a case as everybody sees them: masked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.standing import Situation, who_is
from zhuqi.domain.cases.models import Contact
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.words import Who

WRITING = frozenset({Who.HOLDER, Who.DESK, Who.LEAD, Who.CO, Who.FINDER})
ERASING = frozenset({Who.DESK, Who.FINDER})


@dataclass(frozen=True)
class Masked:
    """Who in the enterprise speaks for a case, as far as it is shown to somebody who didn't ask to see more."""

    pk: int
    name: str
    role: str
    phone: str
    at: dt.datetime


def of_case(actor: Actor, case_id: int) -> tuple[Masked, ...]:
    """The contacts of a case that staff sees, none of them erased, the latest first. One query; none for anybody else."""
    if actor.staff is None:
        return ()
    found = Contact.objects.filter(case__in=visible(actor).filter(pk=case_id), erased_at=None).order_by("-pk")
    return tuple(Masked(row.pk, masking.name(row.name), row.role, masking.phone(row.phone), row.at) for row in found)


def written(actor: Actor, case_id: int, contact_id: int) -> bool:
    """Whether somebody was written down on a case that staff sees; what is known of them may be erased. One query."""
    if actor.staff is None:
        return False
    return Contact.objects.filter(pk=contact_id, case__in=visible(actor).filter(pk=case_id)).exists()


def writes(at: Situation) -> bool:
    """Whether the actor may write down who speaks for the enterprise."""
    return bool(who_is(at.life, at.place) & WRITING)


def erases(at: Situation) -> bool:
    """Whether the actor may erase a contact."""
    return bool(who_is(at.life, at.place) & ERASING)
