"""The subscriptions that an actor keeps: as system administrator those of the place, as its lead those of one's own unit."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.messages import queries as messages
from zhuqi.core.messages.models import Subscription
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import may_administer


def keeps(actor: Actor) -> bool:
    """Whether the actor keeps subscriptions at all."""
    return actor.has(Role.SYSTEM_ADMIN, Role.TEAM_LEAD)


def keeps_of(actor: Actor, org: Organisation) -> bool:
    """Whether the actor keeps those of an organisation: its system administrator, or whoever leads that very unit."""
    return may_administer(actor, org.path) or org.pk in actor.orgs(Role.TEAM_LEAD)


def kept(actor: Actor) -> QuerySet[Subscription]:
    """The subscriptions of organisations below the actor's seats as system administrator, and of units that it leads; those that
    ended too."""
    return messages.subscriptions(Organisation.objects.filter(_own(actor)).values("pk"))


def places(actor: Actor) -> QuerySet[Organisation]:
    """The live organisations for which the actor can subscribe, each after the one it hangs under."""
    return Organisation.objects.filter(_own(actor), retired_on=None).order_by("path")


def _own(actor: Actor) -> Q:
    paths = {seat.path for seat in actor.seats if seat.role is Role.SYSTEM_ADMIN}
    return below(paths, "path") | Q(pk__in=actor.orgs(Role.TEAM_LEAD))
