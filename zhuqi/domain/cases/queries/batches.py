"""What dispatch rooms assigned together: who reads a batch, what is on its sheet, and whether the numbers have no gap."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.cases.events import Assigned
from zhuqi.domain.cases.models import Batch, BatchCounter, Batched, Said
from zhuqi.domain.cases.queries import sight

NEWEST = ("-at", "-pk")
OVERSEEING = (Role.LEADER, Role.SUPERVISOR)


def visible(actor: Actor) -> QuerySet[Batch]:
    """The batches that an actor reads: those of its own room, those that went to its unit, those below what it oversees."""
    if actor.clock:
        return Batch.objects.all()
    own = Q(desk__in=actor.orgs(Role.DISPATCHER)) | Q(lead__in=actor.orgs(*sight.WORKING))
    roots = [seat.sight_path for seat in actor.seats if seat.role in OVERSEEING]
    return Batch.objects.filter(own | below(roots, "desk__path") if roots else own)


def rows(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """With what a list shows of them."""
    return batches.select_related("desk", "lead", "staff")


def cases(actor: Actor, batch: Batch) -> list[Batched]:
    """The cases of a batch that an actor sees, in their order, with what the sheet shows of them. One query."""
    seen = Batched.objects.filter(batch=batch, case__in=sight.visible(actor).values("pk"))
    return list(seen.select_related("case__enterprise__region").order_by("n"))


def note(batched: list[Batched]) -> str:
    """What was told to the unit, as it stands with the cases. One query."""
    first = next((row for row in batched if row.version is not None), None)
    if first is None:
        return ""
    said = Said.objects.filter(case=first.case_id, seq=first.version or 0, name="note").order_by("n")
    return said.values_list("body", flat=True).first() or ""


def findings() -> Iterator[Finding]:
    """Where the numbers of a room have a gap, or a batch names an assignment that its case doesn't know."""
    given: dict[tuple[int, int], list[int]] = {}
    for desk, year, n in Batch.objects.order_by("desk", "year", "n").values_list("desk", "year", "n"):
        given.setdefault((desk, year), []).append(n)
    for counter in BatchCounter.objects.order_by("pk"):
        if given.pop((counter.desk_id, counter.year), []) != list(range(1, counter.last + 1)):
            said = say("The batches of this room and year aren't numbered from 1 to {n}.", n=counter.last)
            yield Finding(BatchCounter._meta.db_table, counter.pk, said)
    for desk, year in sorted(given):
        said = say("There are batches of {year} and no counter of them.", year=str(year))
        yield Finding(Batch._meta.db_table, desk, said)
    for row in Batched.objects.filter(version__isnull=False).select_related("batch").order_by("pk").iterator():
        entry = Entry.objects.filter(kind="case", subject=row.case_id, seq=row.version or 0, verb=Assigned.verb).first()
        if entry is None or json.loads(entry.facts)["lead"] != row.batch.lead_id:
            said = say("The journal of the case knows no such assignment.")
            yield Finding(Batched._meta.db_table, row.pk, said)
