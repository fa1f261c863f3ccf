"""What is out of order in the registers, for the administrators who keep them: names, never numbers alone."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.core.access.queries import below, in_force, lasting
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.rules import Kind, keeps

MANNED = (Kind.DESK, Kind.FUNCTIONAL_GROUP, Kind.SUPERVISION)
"""Kinds of units in which somebody must hold a role: cases come to them, and nobody else opens them."""


def unmanned(actor: Actor, day: dt.date) -> QuerySet[Organisation]:
    """The units in the actor's care to which cases come and in which nobody holds a role on a day."""
    held = in_force(day).filter(org=OuterRef("pk"))
    rows = directory.organisations().filter(below(keeps(actor), "path"), kind__in=MANNED)
    return rows.exclude(Exists(held))


def gone(actor: Actor, day: dt.date) -> QuerySet[Staff]:
    """Whom the actor looks after that have left, and whose account is open still."""
    return directory.administered_staff(actor).filter(left_on__lte=day, account__is_active=True)


def ending(actor: Actor, day: dt.date, until: dt.date) -> QuerySet[Staff]:
    """Whom the actor looks after that lose a role by a day, where it is booked."""
    soon = lasting(day).filter(below(keeps(actor), "path"), account=OuterRef("account"), until__lte=until)
    return directory.administered_staff(actor).filter(Exists(soon))


def missing_administrators(actor: Actor, day: dt.date) -> list[Role]:
    """The kinds of administrator that nobody is, at or above where the actor is one or below it. One query."""
    paths = keeps(actor) | {seat.path for seat in actor.seats if seat.role in ADMINISTRATORS}
    held = in_force(day).filter(role__in=[role.value for role in ADMINISTRATORS]).values_list("role", "path").distinct()
    there = {role for role, path in held if any(path.startswith(own) or own.startswith(path) for own in paths)}
    return sorted(role for role in ADMINISTRATORS if role.value not in there)
