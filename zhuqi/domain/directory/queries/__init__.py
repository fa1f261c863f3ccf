"""Reads of the directory. Organisations are no secret among those who have come in; enterprises are seen by sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery

from zhuqi.base.errors import Missing
from zhuqi.base.paths import lineage, span, within, within_any
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role, Seat
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import (
    accounts_below,
    below,
    below_sight,
    in_force,
    in_sight,
    lasting,
)
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import AREAS, KEEPERS, Kind, keeps, reach

Row = TypeVar("Row", bound=Model)
ASKED_AT_ONCE = 5000
"""Codes in one query: fewer than any engine takes."""


def actor(account_id: int, day: dt.date) -> Actor:
    """Whoever comes in with an account, with the roles that hold on ``day``. Somebody who has left has none. One query, or two
    for who holds no role."""
    held = list(in_force(day).filter(account=account_id).order_by("id").values_list(*SEAT, *PERSON))
    person = held[0][len(SEAT) :] if held else None
    if person is None:
        person = Staff.objects.filter(account_id=account_id).values_list("pk", "name", "left_on").first()
    if person is None or person[0] is None:
        return Actor(account=account_id, seats=_seats(held))
    staff, name, left_on = person
    gone = left_on is not None and left_on <= day
    return Actor(account=account_id, staff=staff, name=name, seats=() if gone else _seats(held))


SEAT = ("role", "org", "path", "sight", "sight_path")
PERSON = tuple(f"account__staff__{column}" for column in ("pk", "name", "left_on"))


def _seats(held: Iterable[tuple[Any, ...]]) -> tuple[Seat, ...]:
    return tuple(Seat(Role(role), *rest) for role, *rest in (row[: len(SEAT)] for row in held))


def visible(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises in the actor's sight: those of its areas, those it is linked to, and an enterprise itself. A row that was
    merged into another isn't there; whoever saw it sees the other."""
    if actor.enterprise is not None:
        return Enterprise.objects.filter(pk=actor.enterprise)
    areas = Organisation.objects.filter(below_sight(actor, "path")).values("pk")
    seen = Q(region__in=areas) | in_sight(actor, "enterprise")
    merged = Enterprise.objects.filter(seen, merged_into__isnull=False).values("merged_into")
    return Enterprise.objects.filter(seen | Q(pk__in=merged), merged_into=None)


def enterprise(actor: Actor, enterprise_id: int) -> Enterprise:
    """One enterprise, with its region; for a row that was merged, the one that stands for it. Raises Missing where it is out of
    sight. Two queries at most."""
    seen = visible(actor).select_related("region")
    found = seen.filter(pk=enterprise_id).first() or seen.filter(absorbed=enterprise_id).first()
    if found is None:
        raise Missing
    return found


def registered(actor: Actor) -> QuerySet[Enterprise]:
    """The register of enterprises as the actor reads it: those in sight, and as system administrator those of their place,
    which they keep without seeing what is handled for them."""
    kept = {seat.path for seat in actor.seats if seat.role is Role.SYSTEM_ADMIN}
    if not kept:
        return visible(actor).select_related("region")
    areas = Organisation.objects.filter(below(kept, "path")).values("pk")
    return (visible(actor) | Enterprise.objects.filter(region__in=areas, merged_into=None)).select_related("region")


def kept_organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that the actor looks after, retired ones too: as administrator, or as dispatcher of the area."""
    return Organisation.objects.filter(below(reach(actor), "path")).select_related("area", "parent")


def kept_staff(actor: Actor) -> QuerySet[Staff]:
    """Whom the actor looks after: who belongs to one of those organisations, or holds or held a role there. Those who have
    left too."""
    return _staff_below(reach(actor))


def administered_staff(actor: Actor) -> QuerySet[Staff]:
    """Whom the actor looks after as an administrator: their roles and accounts are no secret from it."""
    return _staff_below(keeps(actor))


def tells_of(actor: Actor, staff: Staff) -> bool:
    """Whether the actor is told somebody's roles and how their account stands. At most one query. ``staff`` comes with its
    unit."""
    paths = keeps(actor)
    if within_any(staff.unit.path, paths):
        return True
    return (
        bool(paths) and staff.account_id is not None and accounts_below(paths).filter(account=staff.account_id).exists()
    )


def _staff_below(paths: frozenset[str]) -> QuerySet[Staff]:
    inside = below(paths, "unit__path")
    return Staff.objects.filter(inside | Q(account__in=accounts_below(paths))).select_related("unit", "account")


def grants_given(actor: Actor, day: dt.date) -> QuerySet[Grant]:
    """The open roles that the actor gives and ends as security administrator, without its own; with the codes of holder
    (``staff_code``) and organisation (``org_code``)."""
    kept = {seat.path for seat in actor.seats if seat.role is Role.SECURITY_ADMIN}
    code = Organisation.objects.filter(pk=OuterRef("org"), retired_on=None).values("code")[:1]
    return (
        lasting(day)
        .filter(below(kept, "sight_path"), until=None, account__staff__left_on=None, account__staff__isnull=False)
        .exclude(account=actor.account or 0)
        .annotate(staff_code=F("account__staff__code"), org_code=Subquery(code))
        .exclude(org_code=None)
        .order_by("staff_code", "role", "pk")
    )


def found_staff(
    actor: Actor, day: dt.date, *, words: str | None, unit: int | None, role: str | None, at: int | None
) -> QuerySet[Staff]:
    """Whom the actor looks after, narrowed to words, to a unit, to who holds ``role`` on ``day``, to who holds one ``at`` an
    organisation. By roles only among those whose roles the actor is told; raises Missing for whoever is told none."""
    by_role = bool(role or at)
    if by_role and not actor.has(*KEEPERS):
        raise Missing
    rows = administered_staff(actor) if by_role else kept_staff(actor)
    if words:
        rows = fitting(rows, words)
    if unit:
        rows = rows.filter(unit=unit)
    return rows.filter(account__in=holders(day, role, at)) if by_role else rows


def fitting(rows: QuerySet[Row], words: str, code: str = "code") -> QuerySet[Row]:
    """Those rows that have the words in their name, or have them as their ``code``."""
    return rows.filter(Q(name__icontains=words) | Q(**{f"{code}__iexact": words}))


def holders(day: dt.date, role: str | None, org: int | None) -> QuerySet[Grant, int]:
    """The accounts that hold a role on a day, or any role at an organisation, or both, as a subquery."""
    held = in_force(day)
    if role:
        held = held.filter(role=role)
    return (held.filter(org=org) if org else held).values_list("account", flat=True)


def placed(ids: Iterable[int]) -> dict[int, Organisation]:
    """{id: organisation with its area}, retired ones too. One query."""
    return {org.pk: org for org in Organisation.objects.select_related("area").filter(pk__in=set(ids))}


NAMED = 5
"""Names that a sentence tells; what is more is an ellipsis."""


def named(rows: QuerySet[Row]) -> list[str]:
    """The first names of some rows, in order, to be told in a sentence. One query."""
    found = list(rows.order_by("name", "pk").values_list("name", flat=True)[: NAMED + 1])
    return [*found[:NAMED], "…"] if len(found) > NAMED else found


def staying(actor: Actor, staff: Staff, day: dt.date) -> Sentence | None:
    """Why somebody can't leave, if they can't: they have, or hold an administrator's role on ``day`` or later. One query."""
    if staff.left_on is not None:
        return say("This member of staff has left already.")
    if actor.clock or not lasting(day).filter(account=staff.account_id or 0, role__in=ADMINISTRATORS).exists():
        return None
    return say("They hold an administrator's role: the security administrator ends it first.")


def serving(day: dt.date) -> QuerySet[Staff]:
    """The staff who haven't left by a day."""
    return Staff.objects.filter(Q(left_on=None) | Q(left_on__gt=day))


def organisations() -> QuerySet[Organisation]:
    """The live organisations, each after the one it hangs under."""
    return Organisation.objects.filter(retired_on=None).order_by("path")


def subtree(org_path: str) -> QuerySet[Organisation]:
    """The live organisations at and below a path, each after the one it hangs under."""
    start, end = span(org_path)
    return organisations().filter(path__gte=start, path__lt=end)


def visible_units(actor: Actor) -> QuerySet[Organisation]:
    """The live organisations at and below what the actor oversees, each after the one it hangs under. One query."""
    return organisations().filter(below_sight(actor, "path"))


def unit(org_id: int) -> Organisation:
    """One organisation, with its area; a retired one too. Raises Missing. One query."""
    found = Organisation.objects.select_related("area").filter(pk=org_id).first()
    if found is None:
        raise Missing
    return found


def held(org_id: int) -> Organisation:
    """The same, and nobody else's to end until this transaction is over. Raises Missing. One query."""
    rows = Organisation.objects.select_related("area").select_for_update(of=("self",))
    found = rows.filter(pk=org_id).first()
    if found is None:
        raise Missing
    return found


def heirs() -> dict[int, int]:
    """{organisation that ended: the one that stands in its place today}, those alone that have one. One query."""
    direct = dict(Organisation.objects.filter(successor__isnull=False).values_list("pk", "successor"))
    return {pk: _last(pk, direct) for pk in direct}


def _last(pk: int, direct: Mapping[int, int | None]) -> int:
    while (following := direct.get(pk)) is not None:
        pk = following
    return pk


def heir(org_id: int) -> int:
    """The organisation that stands in the place of one today: itself while it is there. One query."""
    return heirs().get(org_id, org_id)


def ended(ids: Iterable[int], day: dt.date) -> bool:
    """Whether one of some units ended by a day and another stands in its place. Those that didn't end can't until this
    transaction is over, so that what is given to one doesn't stay behind. Two queries at most."""
    over = kept_there(ids).filter(successor__isnull=False, retired_on__lte=day)
    return over.exists()


def kept_there(ids: Iterable[int]) -> QuerySet[Organisation]:
    """Some organisations, which can't end until this transaction is over. One query, none on an engine that has one transaction
    at a time."""
    some = sorted(set(ids))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM directory_organisation WHERE id = ANY(%s) ORDER BY id FOR SHARE", [some])
    return Organisation.objects.filter(pk__in=some)


def by_code(rows: QuerySet[Row], codes: Iterable[str], column: str = "code") -> dict[str, Row]:
    """{code: row} of those among ``rows`` that have one of the codes. One query for each 5,000 codes."""
    asked = sorted(set(codes))
    return {
        getattr(row, column): row
        for start in range(0, len(asked), ASKED_AT_ONCE)
        for row in rows.filter(**{f"{column}__in": asked[start : start + ASKED_AT_ONCE]})
    }


def area_called(written: str) -> Organisation | None:
    """The one area in force that has a code or a name; None where none or several fit. One query."""
    fitting_ = organisations().filter(Q(code=written) | Q(name=written), kind__in=AREAS)
    found = list(fitting_[:2])
    return found[0] if len(found) == 1 else None


def organisations_by_code(codes: Iterable[str]) -> dict[str, Organisation]:
    """{code: organisation in force, with its area}. One query for each 5,000 codes."""
    return by_code(organisations().select_related("area"), codes)


def parks_by_code(codes: Iterable[str]) -> dict[str, Organisation]:
    """{code: park in force}. One query for each 5,000 codes."""
    return by_code(organisations().filter(kind=Kind.PARK), codes)


def staff_by_code(codes: Iterable[str]) -> dict[str, Staff]:
    """{code: member of staff, with their unit}, those who have left too. One query for each 5,000 codes."""
    return by_code(Staff.objects.select_related("unit"), codes)


def enterprises_by_code(codes: Iterable[str]) -> dict[str, Enterprise]:
    """{credit code: enterprise, with its region}, for taking in registers: whoever asks judges sight. Of a row that was merged,
    the one that stands for it. One query for each 5,000 codes."""
    rows = by_code(Enterprise.objects.select_related("region", "merged_into__region"), codes, "uscc")
    return {code: row.merged_into or row for code, row in rows.items()}


def rows_by_code(codes: Iterable[str]) -> dict[str, Enterprise]:
    """The same, each code's own row, merged or not; rows of one region share it. Two queries for each 5,000 codes."""
    return by_code(Enterprise.objects.prefetch_related("region"), codes, "uscc")


def names(ids: Iterable[int]) -> dict[int, str]:
    """{id: name} of organisations, in one query."""
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def names_of(kind: str, ids: Iterable[int]) -> dict[int, str]:
    """{id: name} of rows of one register, in one query. For showing them to those who may see them."""
    model: type[Model] = {"organisation": Organisation, "staff": Staff, "enterprise": Enterprise}[kind]
    return dict(model._default_manager.filter(pk__in=set(ids)).values_list("pk", "name"))


def staff_names(ids: Iterable[int]) -> dict[int, str]:
    """{id: name} of staff, in one query. For showing who did what to those who may see it."""
    return dict(Staff.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def staff_accounts(ids: Iterable[int | None]) -> list[int]:
    """The accounts of some members of staff. One query."""
    held = Staff.objects.filter(pk__in={pk for pk in ids if pk is not None}, account__isnull=False).order_by("pk")
    return list(held.values_list("account", flat=True))


def staff_coded(code: str) -> int | None:
    """The id of whoever has a code."""
    return Staff.objects.filter(code=code).values_list("pk", flat=True).first()


def _desks() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=Kind.DESK, retired_on=None).select_related("area")


def _nearest(areas: tuple[int, ...]) -> Organisation | None:
    """The desk of the deepest of these areas that has one. They lie on one line, so the longest path sorts last."""
    return _desks().filter(area__in=areas).order_by("-area__path").first()


def desk_serving(org_id: int) -> Organisation | None:
    """The dispatch room of the nearest area at or above an organisation. Two queries. Raises Missing."""
    return _nearest(lineage(unit(org_id).path))


def desk_above(desk_id: int) -> Organisation | None:
    """The dispatch room of the nearest area above a room's own. Two queries. Raises Missing."""
    area = unit(desk_id).area
    return _nearest(lineage(area.path)[:-1]) if area else None


def have_desk_above(desk_ids: Collection[int]) -> set[int]:
    """Those of some dispatch rooms that have one above their own area. One query, none without rooms."""
    if not desk_ids:
        return set()
    areas: dict[int, str] = dict(_desks().values_list("pk", "area__path"))
    return {
        pk
        for pk in desk_ids
        if pk in areas and any(within(areas[pk], path) for path in areas.values() if path != areas[pk])
    }


def desks_below(desk_id: int) -> list[Organisation]:
    """The dispatch rooms of the areas below a room's own, at every level, by path. Two queries. Raises Missing."""
    area = unit(desk_id).area
    if area is None:
        return []
    start, end = span(area.path)
    return list(_desks().filter(area__path__gt=start, area__path__lt=end).order_by("path"))


def paths(ids: Iterable[int]) -> dict[int, str]:
    """{id: path} of organisations, in one query."""
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "path"))


def territory(enterprise_id: int) -> str:
    """The path of the area an enterprise lies in. One query."""
    return Enterprise.objects.values_list("region__path", flat=True).get(pk=enterprise_id)


def ever_below(org_path: str) -> frozenset[int]:
    """The ids of every organisation at and below a path, retired ones too. One query."""
    start, end = span(org_path)
    return frozenset(Organisation.objects.filter(path__gte=start, path__lt=end).values_list("pk", flat=True))


def desked_areas(org_path: str) -> list[str]:
    """The paths of the areas at and below a path that have a dispatch room of their own. One query."""
    start, end = span(org_path)
    return list(_desks().filter(path__gte=start, path__lt=end).values_list("area__path", flat=True))
