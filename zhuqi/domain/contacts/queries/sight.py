"""Who sees which contact: those above the unit that takes it, and whoever sees the enterprise, which sees its own."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import below_sight
from zhuqi.domain.contacts.models import Contact, Wish
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries.register import family


def visible(actor: Actor) -> QuerySet[Contact]:
    """The contacts in the actor's sight. Who comes by a link sees one case, nothing else."""
    if actor.case is not None:
        return Contact.objects.none()
    if actor.enterprise is not None:
        return Contact.objects.filter(enterprise__in=family(actor.enterprise))
    units = Organisation.objects.filter(below_sight(actor, "path")).values("pk")
    firms = directory.visible(actor).values("pk")
    return Contact.objects.filter(Q(unit__in=units) | Q(enterprise__in=firms))


def wishes(actor: Actor) -> QuerySet[Wish]:
    """The wishes of the enterprises in the actor's sight."""
    if actor.case is not None:
        return Wish.objects.none()
    return Wish.objects.filter(enterprise__in=directory.visible(actor).values("pk"))


def contact(actor: Actor, contact_id: int) -> Contact:
    """One contact, with its enterprise's region and its unit. Raises Missing."""
    found = visible(actor).select_related("enterprise__region", "unit").filter(pk=contact_id).first()
    if found is None:
        raise Missing
    return found


def wish(actor: Actor, wish_id: int) -> Wish:
    """One wish, with its enterprise. Raises Missing."""
    found = wishes(actor).select_related("enterprise__region").filter(pk=wish_id).first()
    if found is None:
        raise Missing
    return found
