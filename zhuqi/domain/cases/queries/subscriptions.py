"""The subscriptions that an actor keeps, as system administrator of their organisations."""

from __future__ import annotations

from django.db.models import QuerySet

from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.messages import queries as messages
from zhuqi.core.messages.models import Subscription
from zhuqi.domain.directory.models import Organisation


def keeps(actor: Actor) -> bool:
    """Whether the actor keeps subscriptions at all."""
    return actor.has(Role.SYSTEM_ADMIN)


def kept(actor: Actor) -> QuerySet[Subscription]:
    """The subscriptions of organisations below the actor's seats as system administrator, those that ended too."""
    paths = {seat.path for seat in actor.seats if seat.role is Role.SYSTEM_ADMIN}
    return messages.subscriptions(Organisation.objects.filter(below(paths, "path")).values("pk"))


def places(actor: Actor) -> QuerySet[Organisation]:
    """The live organisations for which the actor can subscribe, each after the one it hangs under."""
    paths = {seat.path for seat in actor.seats if seat.role is Role.SYSTEM_ADMIN}
    return Organisation.objects.filter(below(paths, "path"), retired_on=None).order_by("path")
