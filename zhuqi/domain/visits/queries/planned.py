"""Plans of contact, and who could go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import holds_on
from zhuqi.domain.contacts.queries import sight
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.directory.queries import serving
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits.models import Plan, PlanMember, Visit
from zhuqi.domain.visits.rules.planning import leads


def visible(actor: Actor) -> QuerySet[Plan]:
    """The plans whose contacts are in the actor's sight."""
    return Plan.objects.filter(contact__in=sight.visible(actor).values("pk")).select_related(
        "contact__enterprise__region", "contact__unit", "planned_by", "round"
    )


def plan(actor: Actor, plan_id: int) -> Plan:
    """One plan, with its contact. Raises Missing."""
    found = visible(actor).filter(pk=plan_id).first()
    if found is None:
        raise Missing
    return found


def of_contacts(actor: Actor, contacts: Collection[int]) -> dict[int, int]:
    """{contact: its plan in sight}. One query."""
    return dict(visible(actor).filter(contact__in=contacts).values_list("contact", "pk"))


def decides(actor: Actor, held: Plan) -> bool:
    """Whether the actor moves or drops a plan: who goes, and the lead or dispatcher of the unit. ``held`` comes with its contact.
    One query at most."""
    if not actor.seats:
        return False
    if actor.staff == held.planned_by_id or leads(actor, held.contact.unit.path):
        return True
    return held.members.filter(staff=actor.staff).exists()


def going(actor: Actor) -> Q:
    """The condition under which the actor goes on a plan."""
    return Q(Exists(PlanMember.objects.filter(plan=OuterRef("pk"), staff=actor.staff or 0)))


def to_make(actor: Actor, day: dt.date, *, mine: bool = True) -> QuerySet[Plan]:
    """The plans that stand and haven't been recorded, those of today and before among them: one's own, or all in sight."""
    rows = visible(actor).filter(contact__state=ContactState.PLANNED)
    return rows.filter(going(actor)) if mine else rows


def unkept(actor: Actor, day: dt.date) -> QuerySet[Plan]:
    """The plans in sight that stand and on which nobody goes: whoever was to go has left."""
    goes = PlanMember.objects.filter(Q(staff__left_on=None) | Q(staff__left_on__gt=day), plan=OuterRef("pk"))
    return visible(actor).filter(~Exists(goes), contact__state=ContactState.PLANNED)


def unrecorded(actor: Actor, day: dt.date) -> QuerySet[Plan]:
    """Plans of the actor whose day has come, and of which they have written nothing down yet."""
    wrote = Visit.objects.filter(contact=OuterRef("contact"), staff=actor.staff or 0)
    standing = visible(actor).filter(
        going(actor), contact__state__in=(ContactState.PLANNED, ContactState.HELD), contact__day__lte=day
    )
    return standing.exclude(Exists(wrote))


def colleagues(staff: Staff, day: dt.date) -> QuerySet[Staff]:
    """Who could go along with somebody on a day: live members of their unit, and whoever serves in the same group. ``staff``
    comes with its unit."""
    group = liaison.group_of(staff.pk, day)
    of_unit = Q(unit=staff.unit_id)
    if group is not None:
        of_unit |= Q(holds_on(day, "posts__"), posts__org=group)
        of_unit |= Q(holds_on(day, "liaisons__"), liaisons__group=group)
    return Staff.objects.filter(pk__in=serving(day).filter(of_unit).values("pk")).order_by("name", "pk")
