"""What a round of contact has reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet

from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below
from zhuqi.core.days import holds_on
from zhuqi.domain.contacts.queries.book import rules_below
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.visits.models import ContactRound, RoundTarget, Visit
from zhuqi.domain.visits.rules import Mode


@dataclass(frozen=True)
class Reach:
    """How far a round has come. ``aimed``: how many enterprises it is to reach; ``reached``: how many of them it has; ``beside``:
    enterprises that it reached without aiming at them."""

    aimed: int
    reached: int
    beside: int


def on_site_only(held: ContactRound, day: dt.date) -> bool:
    """Whether only a visit on site reaches an enterprise here (不得以电话代替). One query."""
    return rules_below(held.area.path, day).no_phone


def _visits(held: ContactRound, day: dt.date) -> QuerySet[Visit]:
    made = Visit.objects.filter(round=held)
    return made.filter(mode=Mode.ON_SITE) if on_site_only(held, day) else made


def targets(actor: Actor, held: ContactRound, day: dt.date) -> Any:
    """The enterprises in sight that a round is to reach, with ``reached`` and ``reached_on``."""
    made = _visits(held, day).filter(enterprise=OuterRef("enterprise"))
    first = made.order_by().values("enterprise").annotate(first=Min("day")).values("first")
    rows = RoundTarget.objects.filter(round=held, enterprise__in=directory.visible(actor).values("pk"))
    return rows.select_related("enterprise__region").annotate(reached=Exists(made), reached_on=first[:1])


def reach(actor: Actor, held: ContactRound, day: dt.date) -> Reach:
    """How far a round has come among the enterprises in sight. Four queries."""
    rows = targets(actor, held, day)
    made = _visits(held, day).filter(enterprise__in=directory.visible(actor).values("pk"))
    aims = RoundTarget.objects.filter(round=held, enterprise=OuterRef("enterprise"))
    beside = made.exclude(Exists(aims)).values("enterprise").distinct().count()
    return Reach(rows.count(), rows.filter(reached=True).count(), beside)


def aimable(held: ContactRound, wanted: Collection[int] | None, day: dt.date) -> list[int]:
    """Those of some enterprises that a round can aim at and doesn't yet: they lie in its area. None: all that an official holds
    on a day. One query."""
    rows = Enterprise.objects.filter(below([held.area.path], "region__path"))
    if wanted is None:
        rows = rows.filter(Exists(Liaison.objects.filter(holds_on(day), enterprise=OuterRef("pk"))))
    else:
        rows = rows.filter(pk__in=list(wanted))
    aims = RoundTarget.objects.filter(round=held, enterprise=OuterRef("pk"))
    return list(rows.exclude(Exists(aims)).order_by("pk").values_list("pk", flat=True))
