"""Who sees which visit: those above the unit that made it, those above the enterprise's region, whoever made it, and the
enterprise."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Max, Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below, in_sight
from zhuqi.core.days import start_of
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.sight import visible as cases_seen
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import enterprise, kept_organisations
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.visits.models import ContactRound, Promise, Visit, VisitWords


def visible(actor: Actor) -> QuerySet[Visit]:
    """The visits in the actor's sight."""
    if actor.case is not None:  # who comes by a link sees one case, nothing else
        return Visit.objects.none()
    if actor.enterprise is not None:
        return Visit.objects.filter(enterprise__in=family(actor.enterprise))
    seen = Visit.objects.filter(Q(in_sight(actor, "visit")))
    if actor.staff is None:
        return seen
    return Visit.objects.filter(Q(in_sight(actor, "visit")) | Q(staff=actor.staff))


def last_of(actor: Actor, enterprises: Collection[int]) -> dict[int, dt.date]:
    """{enterprise: the day of the last visit in sight}; those without aren't there. One query."""
    made = visible(actor).filter(enterprise__in=enterprises).order_by()
    return dict(made.values_list("enterprise").annotate(last=Max("day")))


def seen_from(unit_path: str, region_path: str) -> list[tuple[str, str]]:
    """(path, reason) from where a visit is seen."""
    return [(unit_path, "visit"), (region_path, "territory")]


def sights(visits: QuerySet[Visit]) -> dict[int, list[tuple[str, str]]]:
    """{visit: (path, reason) from where it is seen}; where its unit ended, from whoever stands in its place too. Three queries at
    most."""
    heirs = directory.heirs()
    paths = directory.paths(heirs.values()) if heirs else {}
    made = visits.order_by("pk").values_list("pk", "unit", "unit__path", "region__path")
    return {
        pk: [*seen_from(at, region), *([(paths[heirs[unit]], "visit")] if unit in heirs else ())]
        for pk, unit, at, region in made
    }


def scopes() -> set[tuple[int, int, str]]:
    """(visit, organisation, reason) of every scope that visits must have, for verification. Three queries at most."""
    seen = sights(Visit.objects.all())
    return {(pk, org, why) for pk, pairs in seen.items() for path, why in pairs for org in lineage(path)}


def rounds_by_name(names: Collection[str]) -> dict[str, ContactRound]:
    """{name: round, with its area} of those names that only one round has. One query."""
    named: dict[str, list[ContactRound]] = defaultdict(list)
    for held in ContactRound.objects.select_related("area").filter(name__in=names):
        named[held.name].append(held)
    return {name: held[0] for name, held in named.items() if len(held) == 1}


def rounds(actor: Actor) -> QuerySet[ContactRound]:
    """The rounds of the areas that the actor oversees or keeps the register of, and of those above: theirs take part in
    them."""
    paths = actor.sight_paths | {seat.path for seat in actor.seats if seat.role is Role.SYSTEM_ADMIN}
    above = {pk for path in paths for pk in lineage(path)}
    return ContactRound.objects.filter(below(paths, "area__path") | Q(area__in=above)).select_related("area")


def round_for(actor: Actor, round_id: int, enterprise_id: int) -> ContactRound:
    """A round that the actor can name for a visit: one in sight, or one of the areas the enterprise lies in. Raises Missing.
    Three queries at most."""
    found = rounds(actor).filter(pk=round_id).first()
    if found is None:
        found = round_of(round_id)
        if found.area_id not in lineage(enterprise(actor, enterprise_id).region.path):
            raise Missing
    return found


def round_of(round_id: int) -> ContactRound:
    """One round, with its area. Raises Missing. One query."""
    found = ContactRound.objects.select_related("area").filter(pk=round_id).first()
    if found is None:
        raise Missing
    return found


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """A time of a day by the place's clock."""
    return start_of(day).replace(hour=time.hour, minute=time.minute)


def one(actor: Actor, visit_id: int) -> Visit:
    """One visit, with whom, where from and its contact. Raises Missing. One query."""
    found = visible(actor).select_related("enterprise", "staff", "unit", "contact").filter(pk=visit_id).first()
    if found is None:
        raise Missing
    return found


def of_contacts(actor: Actor, contacts: Collection[int]) -> dict[int, int]:
    """{contact: the visit in sight by which it was held}, the first written down where several went. One query."""
    made = visible(actor).filter(contact__in=contacts).order_by("-pk").values_list("contact", "pk")
    return dict(made)


def words_of(visit: Visit) -> str:
    """What was talked about; empty where nothing was written. One query."""
    return VisitWords.objects.filter(visit=visit).values_list("text", flat=True).first() or ""


def needs_of(actor: Actor, visit: Visit) -> QuerySet[Case]:
    """The cases that the needs of a visit became, those in sight."""
    return cases_seen(actor).filter(found_on_visit__visit=visit).order_by("pk")


def promises_of(visit: Visit) -> QuerySet[Promise]:
    """What was promised on a visit."""
    return Promise.objects.filter(visit=visit).select_related("enterprise", "staff", "unit").order_by("pk")


def areas_of_rounds(actor: Actor) -> QuerySet[Organisation]:
    """The areas in which the actor announces rounds."""
    return kept_organisations(actor).filter(kind__in=AREAS, retired_on=None)
