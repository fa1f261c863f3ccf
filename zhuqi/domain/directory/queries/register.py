"""What is kept about enterprises beside their row: history, spokespersons, notes, key lists, and which rows are one enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuqi.base import masking
from zhuqi.base.errors import Missing
from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below, in_sight
from zhuqi.core.days import holds_on
from zhuqi.domain.directory.models import (
    Alike,
    Alteration,
    Apart,
    Enterprise,
    KeyList,
    Listed,
    Note,
    Organisation,
    Spokesperson,
)
from zhuqi.domain.directory.queries import kept_organisations, kept_staff, registered, visible
from zhuqi.domain.directory.rules import SECTIONS, dispatches, reach
from zhuqi.domain.directory.rules.firms import Standing, may_write_on, registrar_paths


def history(kind: str, subject: int) -> QuerySet[Alteration]:
    """What changed in one row of the registers, the latest first. Whoever asks judges sight."""
    return Alteration.objects.filter(kind=kind, subject=subject).select_related("staff").order_by("-pk")


def history_of(actor: Actor, kind: str, subject: int) -> QuerySet[Alteration]:
    """The same of a row that the actor reads in the registers. Raises Missing. One query."""
    seen = {"organisation": kept_organisations, "staff": kept_staff, "enterprise": registered}[kind](actor)
    if not seen.filter(pk=subject).exists():
        raise Missing
    return history(kind, subject)


@dataclass(frozen=True)
class Masked:
    """Who speaks for an enterprise, as far as it is shown to somebody who didn't ask to see more."""

    pk: int
    name: str
    role: str
    phone: str
    at: dt.datetime


def spokespersons(actor: Actor, enterprise_id: int) -> tuple[Masked, ...]:
    """Who speaks for an enterprise that staff has in sight, or that the actor is, masked, the latest first; erased ones aren't
    told, nor is anything to who only keeps the register, or came by the link of one case. One query."""
    if actor.staff is None and (actor.enterprise != enterprise_id or actor.case is not None):
        return ()
    held = Spokesperson.objects.filter(_about(visible(actor).filter(pk=enterprise_id)), erased_at=None)
    return tuple(
        Masked(row.pk, masking.name(row.name), row.role, masking.phone(row.phone), row.at)
        for row in held.order_by("-pk")
    )


def spokesperson(actor: Actor, person_id: int) -> Spokesperson:
    """Somebody who speaks for an enterprise in sight of staff; one who was erased too. Raises Missing. One query."""
    found = spokespersons_seen(actor).select_related("enterprise__region").filter(pk=person_id).first()
    if found is None:
        raise Missing
    return found


def spokespersons_seen(actor: Actor) -> QuerySet[Spokesperson]:
    """Who speaks for the enterprises in sight of staff; those who were erased too."""
    return Spokesperson.objects.filter(_about(visible(actor))) if actor.staff else Spokesperson.objects.none()


def _about(firms: QuerySet[Enterprise]) -> Q:
    """The condition that something was written about some enterprises, or about a row that they stand for."""
    pks = firms.order_by().values("pk")
    return Q(enterprise__in=pks) | Q(enterprise__merged_into__in=pks)


def notes(actor: Actor, enterprise_id: int) -> QuerySet[Note]:
    """The notes on an enterprise that staff has in sight, the latest first, without those erased."""
    if actor.staff is None:
        return Note.objects.none()
    held = Note.objects.filter(_about(visible(actor).filter(pk=enterprise_id)), erased_at=None)
    return held.select_related("staff").order_by("-pk")


def note(actor: Actor, note_id: int) -> Note:
    """A note on an enterprise in sight of staff; an erased one too. Raises Missing. One query."""
    found = notes_seen(actor).select_related("enterprise__region").filter(pk=note_id).first()
    if found is None:
        raise Missing
    return found


def notes_seen(actor: Actor) -> QuerySet[Note]:
    """The notes on the enterprises in sight of staff; erased ones too."""
    return Note.objects.filter(_about(visible(actor))) if actor.staff else Note.objects.none()


def writes_on(actor: Actor, enterprise: Enterprise) -> bool:
    """Whether the actor writes notes and spokespersons of an enterprise. One query; none for its dispatcher, who sees it.
    ``enterprise`` comes with its region."""
    if actor.staff is not None and dispatches(actor, enterprise.region.path):
        return True
    seen = visible(actor).filter(pk=enterprise.pk) if actor.staff else Enterprise.objects.none()
    found = seen.annotate(linked=Exists(Enterprise.objects.filter(in_sight(actor, "enterprise"), pk=OuterRef("pk"))))
    linked = found.values_list("linked", flat=True).first()
    return linked is not None and may_write_on(actor, enterprise.region.path, linked=bool(linked))


def key_lists(actor: Actor) -> QuerySet[KeyList]:
    """The key lists of the areas at, above and below those from where the actor sees or keeps, those that are over too."""
    paths = set(actor.sight_paths) | reach(actor)
    above = {pk for path in paths for pk in lineage(path)}
    told = KeyList.objects.filter(Q(area__in=above) | below(paths, "area__path"))
    return told.select_related("area")


def key_list(actor: Actor, list_id: int) -> KeyList:
    """One of them. Raises Missing. One query."""
    found = key_lists(actor).filter(pk=list_id).first()
    if found is None:
        raise Missing
    return found


def on_list(actor: Actor, list_id: int, day: dt.date) -> QuerySet[Listed]:
    """The places of a list that hold on a day, of enterprises that the actor reads in the register, those among them that a
    merged row has."""
    held = Listed.objects.filter(holds_on(day), list=list_id)
    read = registered(actor).order_by().values("pk")
    seen = Q(enterprise__in=read) | Q(enterprise__merged_into__in=read)
    return held.filter(seen).select_related("enterprise__region", "enterprise__merged_into")


def lists_of(enterprise_id: int) -> QuerySet[Listed]:
    """Every place of an enterprise, of the rows that it stands for too: those without an end first. Whoever asks judges
    sight."""
    held = Listed.objects.filter(enterprise__in=family(enterprise_id)).select_related("list__area")
    return held.order_by("until", "-since", "-pk")


def family(enterprise_id: int) -> QuerySet[Enterprise, int]:
    """The ids of all rows that one enterprise has, its own and those merged into it, as a subquery: rooms above find by it
    what hangs on any of them."""
    own = Enterprise.objects.filter(Q(pk=enterprise_id) | Q(merged_into=enterprise_id))
    return own.order_by("pk").values_list("pk", flat=True)


STANDS_FOR_MORE = Exists(Enterprise.objects.filter(merged_into=OuterRef("pk")))
"""The condition that other rows were merged into one."""


def stands_for(enterprise_id: int) -> int:
    """The row that stands for an enterprise: itself, or the one it was merged into. One query."""
    into = Enterprise.objects.filter(pk=enterprise_id).values_list("merged_into", flat=True).first()
    return into or enterprise_id


def stand_for(ids: Iterable[int]) -> dict[int, int]:
    """{row: the row that stands for it} of those among some rows that were merged into another. One query."""
    found = Enterprise.objects.filter(pk__in=set(ids), merged_into__isnull=False)
    return {pk: into for pk, into in found.values_list("pk", "merged_into") if into is not None}


def rows_seen(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises in sight, and the rows that were merged into one of them."""
    return _with_merged(visible(actor))


def read(actor: Actor) -> QuerySet[Enterprise]:
    """The register as the actor reads it, and the rows that were merged into one of those."""
    return _with_merged(registered(actor))


def _with_merged(firms: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    pks = firms.order_by().values("pk")
    return Enterprise.objects.filter(Q(pk__in=pks) | Q(merged_into__in=pks))


def kept(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises whose register the actor keeps, without rows merged into others."""
    inside = Organisation.objects.filter(below(registrar_paths(actor), "path")).values("pk")
    return Enterprise.objects.filter(region__in=inside, merged_into=None).select_related("region")


def twins(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises that the actor keeps and that may be one with another it keeps: the same name as names are compared, or
    the same code of the body itself. What is alike stands together."""
    mine = kept(actor)
    return mine.filter(Exists(_named_as(mine)) | Exists(_coded_as(mine))).order_by("folded", "pk")


def alike(actor: Actor) -> QuerySet[Alike]:
    """Pairs of rows that the actor keeps and that may be one by a slip of the pen, the likeliest first; without those that were
    told apart, or have become one."""
    inside = Organisation.objects.filter(below(registrar_paths(actor), "path")).values("pk")
    mine = Q(one__region__in=inside, other__region__in=inside, one__merged_into=None, other__merged_into=None)
    said = Apart.objects.filter(one=OuterRef("one"), other=OuterRef("other"))
    rows = Alike.objects.filter(mine).exclude(Exists(said))
    return rows.select_related("one__region", "other__region").order_by("-score", "pk")


def told_apart(one: int, other: int) -> bool:
    """Whether somebody said that two rows are two enterprises. One query."""
    first, second = sorted((one, other))
    return Apart.objects.filter(one=first, other=second).exists()


def _said(row: OuterRef, other: OuterRef) -> Exists:
    """The condition that two rows were told apart."""
    return Exists(Apart.objects.filter(Q(one=row, other=other) | Q(one=other, other=row)))


def _others(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """Rows beside the one that is looked at, without those that were told apart from it."""
    return rows.exclude(pk=OuterRef("pk")).exclude(_said(OuterRef("pk"), OuterRef(OuterRef("pk"))))


def _named_as(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    return _others(rows.filter(folded=OuterRef("folded")).exclude(folded=""))


def _coded_as(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    return _others(rows.filter(own_code=OuterRef("own_code")).exclude(own_code=""))


def twins_of(actor: Actor, enterprise: Enterprise) -> QuerySet[Enterprise]:
    """The other rows that the actor keeps and that may be this enterprise."""
    same = Q(folded=enterprise.folded) & ~Q(folded="") | Q(own_code=enterprise.own_code) & ~Q(own_code="")
    if enterprise.folded is None:
        return Enterprise.objects.none()
    near = Q(pk__in=Alike.objects.filter(one=enterprise.pk).values("other"))
    near |= Q(pk__in=Alike.objects.filter(other=enterprise.pk).values("one"))
    apart = Q(pk__in=Apart.objects.filter(one=enterprise.pk).values("other"))
    apart |= Q(pk__in=Apart.objects.filter(other=enterprise.pk).values("one"))
    return kept(actor).filter(same | near).exclude(apart).exclude(pk=enterprise.pk).order_by("pk")


def narrowed(
    rows: QuerySet[Enterprise],
    *,
    region: str = "",
    section: str = "",
    park: int | None = None,
    above: str = "",
    standing: str = "",
    key_list: int | None = None,
    day: dt.date,
) -> QuerySet[Enterprise]:
    """Enterprises narrowed: ``region``: the path of an area; ``section``: a letter of GB/T 4754; ``key_list``: on which they
    stand on a day. Whoever asks judges which lists may be named."""
    if region:
        rows = rows.filter(below({region}, "region__path"))
    if section in SECTIONS:
        first, last = SECTIONS[section]
        rows = rows.filter(Q(industry=section) | Q(industry__gte=f"{first:02d}", industry__lt=f"{last + 1:02d}"))
    if park is not None:
        rows = rows.filter(park=park)
    if above:
        rows = rows.filter(above=above)
    if standing:
        open_ = Q(standing=None) | Q(standing=Standing.OPEN)
        rows = rows.filter(open_ if standing == Standing.OPEN else Q(standing=standing))
    if key_list is not None:
        held = Listed.objects.filter(holds_on(day), list=key_list)
        there = Q(pk__in=held.values("enterprise")) | Q(pk__in=held.values("enterprise__merged_into"))
        rows = rows.filter(there)
    return rows
