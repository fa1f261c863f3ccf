"""Changes of an organisation by forms: moving it at a midnight to come, calling that off, letting it go up in another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.core.access.queries import held_at
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.moving import one_planned, planned
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed, Item, Part
from zhuqi.interfaces.web.wording import phrase

WHY = Field("why", term("Why"), required=False, most=200)
WORDS: Mapping[str, str] = {
    "move": term("Move it under another"),
    "call_off": term("Call the move off"),
    "merge": term("Let it go up in another"),
}


def planned_fact(request: Asked, org: Any) -> Sentence | None:
    """What is planned of an organisation. One query."""
    move = planned(org.pk)
    return say("under “{name}” from {day} on", name=move.parent.name, day=move.on) if move is not None else None


def _kept(request: Asked) -> Any:
    return directory.kept_organisations(request.actor).filter(retired_on=None)


def _move(request: Asked, org: Any) -> Deed:
    kept = _kept(request)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        parent = frame.organisation_typed(typed["parent"], kept, "parent")
        actions.plan_move(
            request.actor, org.pk, parent_id=parent.pk, on=typed["on"], why=typed["why"], key=key, now=request.now
        )
        return say("“{name}” hangs under “{parent}” from {day} on.", name=org.name, parent=parent.name, day=typed["on"])

    morrow = day_of(request.now) + dt.timedelta(days=1)
    fields = (
        frame.organisation_field(kept, "parent", term("Under which: code or name")),
        Field("on", term("From the midnight of"), Kind.DAY, value=morrow),
        WHY,
    )
    asks = say(
        "All that hangs under “{name}” comes with it. Roles, cases and enterprises are seen from the new place from that "
        "midnight on. Until then the move can be called off.",
        name=org.name,
    )
    return Deed(WORDS["move"], fields, do, asks, parts=(_inside(request, org),))


def _call_off(request: Asked, org: Any) -> Deed:
    move = one_planned(request.actor, org.pk)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.cancel_move(request.actor, org.pk, key=key, now=request.now)
        return say("“{name}” stays where it is.", name=org.name)

    asks = say("It was to hang under “{name}” from {day} on.", name=move.parent.name, day=move.on)
    return Deed(WORDS["call_off"], (), do, asks, grave=True)


def _merge(request: Asked, org: Any) -> Deed:
    kept = _kept(request).filter(kind=org.kind)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        into = frame.organisation_typed(typed["into"], kept.exclude(pk=org.pk), "into")
        actions.merge_unit(request.actor, org.pk, into_id=into.pk, why=typed["why"], key=key, now=request.now)
        return say("“{name}” went up in “{into}”.", name=org.name, into=into.name)

    fields = (frame.organisation_field(kept.exclude(pk=org.pk), "into", term("In which: code or name")), WHY)
    asks = say(
        "Its people and what hangs under it belong to the other from today on. The roles held at “{name}” end with it: "
        "the security administrator gives them anew. It is retired; its past stays.",
        name=org.name,
    )
    refused = directory.bound_there(org, day_of(request.now))
    parts = (_people(org), _inside(request, org), _roles(request, org))
    return Deed(WORDS["merge"], fields, do, asks, grave=True, refused=refused, parts=parts)


def _inside(request: Asked, org: Any) -> Part:
    """What hangs under it. One query."""
    below = directory.subtree(org.path).exclude(pk=org.pk)
    items = [Item(row.code, row.name) for row in below[: frame.FEW]]
    return Part(gettext("What comes with it"), items, gettext("Nothing hangs under it."))


def _people(org: Any) -> Part:
    rows = org.staff.filter(left_on=None).order_by("code")[: frame.FEW]
    items = [Item(one.code, one.name, reverse("person", args=[one.pk])) for one in rows]
    return Part(gettext("Who comes with it"), items, gettext("Nobody belongs to it."))


def _roles(request: Asked, org: Any) -> Part:
    from_there = held_at(org.pk, day_of(request.now)).filter(account__staff__isnull=False)[: frame.FEW]
    items = [Item(_role(request, grant), grant.account.staff.name) for grant in from_there]
    return Part(gettext("Roles that end"), items, gettext("Nobody holds a role here."))


def _role(request: Asked, grant: Any) -> str:
    return phrase(Role(grant.role), request.now)


DEEDS: Mapping[str, Callable[[Asked, Any], Deed]] = {"move": _move, "call_off": _call_off, "merge": _merge}
