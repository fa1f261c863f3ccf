"""Taking over a history of visits from a sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.contacts.actions import taking
from zhuqi.domain.contacts.rules.standing import Wanted
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.domain.directory.sheets import NO_ENTERPRISE, NO_STAFF
from zhuqi.domain.visits import queries
from zhuqi.domain.visits.actions.recording import amiss, paid, place, recorded, reveal
from zhuqi.domain.visits.models import ContactRound, Visit
from zhuqi.domain.visits.rules import Purpose, may_load

NOT_YOURS = say("A history of visits is taken over by the system administrator; officials record their own.")
NO_ROUND = say("No round of contact, or more than one, has this name.")
IDENTITY = ("enterprise_id", "staff_id", "day", "mode", "kind")
"""What tells visits apart."""


@dataclass(frozen=True)
class Known:
    """What a sheet's rows name, by code or name."""

    enterprises: dict[str, Enterprise]
    staff: dict[str, Staff]
    rounds: dict[str, ContactRound]


@transaction.atomic
def load_visits(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Write down visits from a sheet; one that is there already stays. Raises Faulty with every fault found."""
    loading = Loading(table)
    known, today = _known(loading), day_of(now)
    held = _held(known)
    new: list[Visit] = []
    for row in loading.rows("uscc", "staff", "day", "mode", "kind"):
        visit = _said(loading, row, known, now)
        if visit is None:
            continue
        if tuple(getattr(visit, column) for column in IDENTITY) in held:
            loading.same()
            continue
        wrong = amiss(visit, today) if may_load(actor, visit.staff.unit.path) else NOT_YOURS
        if wrong is not None:
            loading.fault(row, "day", wrong)
        new.append(visit)
        loading.new(row)
    loading.judge()
    _write(actor, new, now)
    return loading.loaded()


def _known(loading: Loading) -> Known:
    return Known(
        directory.enterprises_by_code(loading.codes("uscc")),
        directory.staff_by_code(loading.codes("staff")),
        queries.rounds_by_name(loading.codes("round")),
    )


def _held(known: Known) -> set[tuple[object, ...]]:
    """The identities of the visits by the sheet's staff that are there. One query."""
    staff = [who.pk for who in known.staff.values()]
    return set(Visit.objects.filter(staff__in=staff).values_list(*IDENTITY))


def _said(loading: Loading, row: Row, known: Known, now: dt.datetime) -> Visit | None:
    """The visit that a row tells of, not stored yet. Notes what it names that isn't there."""
    said = row.values
    enterprise, staff = known.enterprises.get(said["uscc"]), known.staff.get(said["staff"])
    held = known.rounds.get(said["round"]) if said.get("round") else None
    if enterprise is None:
        loading.fault(row, "uscc", NO_ENTERPRISE)
    elif staff is None:
        loading.fault(row, "staff", NO_STAFF)
    elif said.get("round") and held is None:
        loading.fault(row, "round", NO_ROUND)
    else:
        return paid(enterprise, staff, held, day=said["day"], mode=said["mode"], kind=said["kind"], now=now)
    return None


def _write(actor: Actor, made: list[Visit], now: dt.datetime) -> None:
    """Store the visits, each with its unit, its entry and its scopes."""
    place(made)
    met = [
        (visit.enterprise_id, visit.unit_id, Wanted(visit.day, ContactHow(visit.mode), Purpose(visit.kind)))
        for visit in made
    ]
    for visit, contact in zip(made, taking.take_over(actor, met, now=now), strict=True):
        visit.contact = contact
    bulk.insert(made)
    booked = []
    for visit in made:
        change = Change(actor, "visit", visit.pk, now=now)
        change.touched(visit)
        booked.append((change, recorded(visit)))
    record_many(booked)
    reveal(made)
