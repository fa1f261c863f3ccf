"""Taking over a history of visits from a sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import BATCH, Change, record_many
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Table
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits.actions.recording import recorded, reveal
from zhuqi.domain.visits.models import ContactRound, Visit
from zhuqi.domain.visits.rules import may_load, outside, untimely

NOT_YOURS = say("A history of visits is taken over by the system administrator; officials record their own.")
NO_STAFF = say("No member of staff has this code.")
NO_ENTERPRISE = say("No enterprise of the register has this code.")
NO_ROUND = say("No round of contact, or more than one, has this name.")


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
    known, today = _known(loading), directory.day_of(now)
    held = _held(known)
    units: dict[tuple[int, dt.date], Organisation] = {}
    new, same = [], 0
    for row in loading.rows("uscc", "staff", "day", "mode", "kind"):
        said = row.values
        enterprise, staff = known.enterprises.get(said["uscc"]), known.staff.get(said["staff"])
        round_ = known.rounds.get(said["round"]) if said.get("round") else None
        if enterprise is None or staff is None:
            loading.fault(row, "staff" if enterprise else "uscc", NO_STAFF if enterprise else NO_ENTERPRISE)
            continue
        if said.get("round") and round_ is None:
            loading.fault(row, "round", NO_ROUND)
            continue
        if (enterprise.pk, staff.pk, said["day"], said["mode"], said["kind"]) in held:
            same += 1
            continue
        wrong = _wrong(actor, enterprise, staff, round_, said["day"], today)
        if wrong is not None:
            loading.fault(row, "day", wrong)
        if (staff.pk, said["day"]) not in units:
            units[staff.pk, said["day"]] = liaison.group_of(staff.pk, said["day"]) or staff.unit
        new.append(
            Visit(
                round=round_,
                enterprise=enterprise,
                staff=staff,
                unit=units[staff.pk, said["day"]],
                region=enterprise.region,
                day=said["day"],
                mode=said["mode"],
                kind=said["kind"],
                recorded_at=now,
            )
        )
    loading.judge()
    Visit.objects.bulk_create(new, batch_size=BATCH)
    entries = []
    for visit in new:
        change = Change(actor, "visit", visit.pk, now=now)
        change.touched(visit)
        entries.append((change, recorded(visit)))
        reveal(visit)
    record_many(entries)
    return Loaded(len(new), 0, same)


def _known(loading: Loading) -> Known:
    codes = loading.codes("uscc")
    named: dict[str, list[ContactRound]] = {}
    for round_ in ContactRound.objects.select_related("area").filter(name__in=loading.codes("round")):
        named.setdefault(round_.name, []).append(round_)
    return Known(
        {held.uscc: held for held in Enterprise.objects.select_related("region").filter(uscc__in=codes)},
        {who.code: who for who in Staff.objects.select_related("unit").filter(code__in=loading.codes("staff"))},
        {name: rounds[0] for name, rounds in named.items() if len(rounds) == 1},
    )


def _held(known: Known) -> set[tuple[int, int, dt.date, str, str]]:
    """What tells visits apart, of those to the sheet's enterprises that are there."""
    ids = [enterprise.pk for enterprise in known.enterprises.values()]
    return set(Visit.objects.filter(enterprise__in=ids).values_list("enterprise", "staff", "day", "mode", "kind"))


def _wrong(
    actor: Actor, enterprise: Enterprise, staff: Staff, round_: ContactRound | None, day: dt.date, today: dt.date
) -> Sentence | None:
    if not may_load(actor, staff.unit.path):
        return NOT_YOURS
    wrong = untimely(day, today, Period(round_.since, round_.until) if round_ else None)
    return wrong or (outside(enterprise.region.path, round_.area.path) if round_ else None)
