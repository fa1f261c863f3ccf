"""Who sees which errand: the enterprise, whoever runs it, and who oversees the unit that runs it or the enterprise's area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below_sight
from zhuqi.core.days import holds_on
from zhuqi.core.succession import Lying
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import serving
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.errands.models import Errand, Note
from zhuqi.domain.errands.rules import LIVE, ErrandDeed, ErrandState, leads, open_to
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.models import Liaison, Post


def visible(actor: Actor) -> QuerySet[Errand]:
    """The errands in the actor's sight, with whom and what they are about. Read off where units and areas lie now, so that
    nothing has to follow when one is moved."""
    held = Errand.objects.select_related("enterprise", "staff", "unit", "region")
    if actor.case is not None:  # who comes by a link sees one case, nothing else
        return held.none()
    if actor.enterprise is not None:
        return held.filter(enterprise__in=family(actor.enterprise))
    areas = Organisation.objects.filter(below_sight(actor, "path")).values("pk")
    own = Q(staff=actor.staff) if actor.staff and actor.seats else Q(pk__in=())
    return held.filter(Q(unit__in=areas) | Q(region__in=areas) | own)


def one(actor: Actor, errand_id: int) -> Errand:
    """One errand. Raises Missing where it is out of sight. One query."""
    found = visible(actor).filter(pk=errand_id).first()
    if found is None:
        raise Missing
    return found


def live(actor: Actor) -> QuerySet[Errand]:
    """What isn't over, the day promised first in front."""
    return visible(actor).filter(state__in=LIVE).order_by("due", "pk")


def mine(actor: Actor) -> QuerySet[Errand]:
    """What the actor runs and isn't over, the day promised first in front."""
    return live(actor).filter(staff=actor.staff) if actor.staff else Errand.objects.none()


def overdue(actor: Actor, today: dt.date) -> QuerySet[Errand]:
    """What isn't over though the promised day is past."""
    return live(actor).filter(due__lt=today)


def notes(errand: Errand) -> QuerySet[Note]:
    """What was done about one, in its order. One query."""
    return Note.objects.filter(errand=errand).select_related("staff").order_by("n")


def runs(actor: Actor, errand: Errand) -> bool:
    """Whether the actor runs it."""
    return bool(actor.seats) and actor.staff is not None and actor.staff == errand.staff_id


def deeds(actor: Actor, errand: Errand) -> tuple[ErrandDeed, ...]:
    """What is open to the actor about an errand now, in the order of the table. ``errand`` comes with its unit and region."""
    own, led = runs(actor, errand), leads(actor, (errand.unit.path, errand.region.path))
    return tuple(deed for deed in ErrandDeed if open_to(deed, ErrandState(errand.state), runs=own, leads=led) is None)


def serves(staff: Staff, enterprise_id: int, day: dt.date) -> Organisation | None:
    """From where somebody may run an errand of an enterprise on a day: their group or unit where they hold it, or serve in a
    group or team that it is linked to; else None. Five queries at most."""
    links = list(liaison.links_of(enterprise_id).filter(holds_on(day)))
    served = liaison.group_of(staff.pk, day)
    if any(link.staff_id == staff.pk for link in links):
        return served or staff.unit
    groups: Collection[int] = {link.group_id for link in links if link.group_id}
    return served if served is not None and served.pk in groups else None


def runners(errand: Errand, day: dt.date) -> QuerySet[Staff]:
    """Who could run it instead: officials who hold the enterprise on that day, or serve where it is held. Two queries."""
    links = list(liaison.links_of(errand.enterprise_id).filter(holds_on(day)))
    groups = {link.group_id for link in links if link.group_id}
    in_groups = Q(holds_on(day, "posts__"), posts__org__in=groups)
    there = Q(pk__in={link.staff_id for link in links}) | in_groups | Q(unit__in=groups)
    fit = serving(day).filter(there, account__isnull=False)
    return fit.exclude(pk=errand.staff_id).select_related("unit").distinct().order_by("name", "pk")


def lying(org: int) -> Iterator[Lying]:
    """What of errands lies with a unit itself. One query."""
    yield Lying("errands", term("errands for enterprises"), Errand.objects.filter(unit=org, state__in=LIVE).count())


def unattended(actor: Actor, day: dt.date) -> QuerySet[Errand]:
    """What isn't over, in the actor's sight, and is run by somebody who has left, or who has no more to do with its unit."""
    since = Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))
    duty = Post.objects.filter(since, staff=OuterRef("staff"), org=OuterRef("unit"))
    link = Liaison.objects.filter(since, staff=OuterRef("staff"), place=OuterRef("unit"))
    here = Q(staff__unit=F("unit")) | Exists(duty) | Exists(link)
    return live(actor).filter(Q(staff__left_on__lte=day) | ~here)
