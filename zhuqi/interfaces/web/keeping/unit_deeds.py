"""Changes of an organisation by forms: moving it at a midnight to come, letting it go up in another, retiring it, calling either
off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core import succession
from zhuqi.core.access.actor import Role
from zhuqi.core.access.queries import held_at
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.ending import one_planned as one_ending
from zhuqi.domain.directory.actions.moving import one_planned, planned
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import AREAS
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
    "call_off_ending": term("Call its ending off"),
}


MORROW = dt.timedelta(days=1)


def planned_facts(org: Any) -> dict[str, Sentence]:
    """{deed that calls it off: what is planned of an organisation}. Two queries."""
    found, move, row = {}, planned(org.pk), endings.planned(org.pk)
    if move is not None:
        found["call_off"] = say("under “{name}” from {day} on", name=move.parent.name, day=move.on)
    if row is not None:
        found["call_off_ending"] = say("in its place “{name}” from {day} on", name=row.successor.name, day=row.on)
    return found


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

    fields = (
        frame.organisation_field(kept, "parent", term("Under which: code or name")),
        Field("on", term("From the midnight of"), Kind.DAY, value=day_of(request.now) + MORROW),
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


def _call_off_ending(request: Asked, org: Any) -> Deed:
    row = one_ending(request.actor, org.pk)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.cancel_ending(request.actor, org.pk, key=key, now=request.now)
        return say("“{name}” goes on.", name=org.name)

    asks = say("“{other}” was to stand in its place from {day} on.", other=row.successor.name, day=row.on)
    return Deed(WORDS["call_off_ending"], (), do, asks, grave=True)


def _merge(request: Asked, org: Any) -> Deed:
    others = _kept(request).filter(kind=org.kind).exclude(pk=org.pk)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        into = frame.organisation_typed(typed["into"], others, "into")
        typed_ = {"on": typed["on"], "why": typed["why"]}
        actions.merge_unit(request.actor, org.pk, into_id=into.pk, **typed_, key=key, now=request.now)
        return say("“{name}” goes up in “{into}” on {day}.", name=org.name, into=into.name, day=typed["on"])

    fields = (
        frame.organisation_field(others, "into", term("In which: code or name")),
        Field("on", term("From the midnight of"), Kind.DAY, value=day_of(request.now) + MORROW),
        WHY,
    )
    asks = say(
        "Its people, what hangs under it and all that lies with it go over at that midnight; every clock runs on. The roles "
        "held at “{name}” end: the security administrator gives them anew. It is retired; its past stays. Until then it can be "
        "called off.",
        name=org.name,
    )
    refused = endings.administrated(org, day_of(request.now))
    parts = (lies(request, org), _people(org), _inside(request, org), _roles(request, org))
    return Deed(WORDS["merge"], fields, do, asks, grave=True, refused=refused, parts=parts)


def retire(request: Asked, org: Any) -> Deed:
    """Ending an organisation: at once where nothing lies with it, else in favour of who takes its place."""
    others = _kept(request).exclude(pk=org.pk).exclude(kind__in=AREAS)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        into = frame.organisation_typed(typed["into"], others, "into") if typed["into"] else None
        typed_ = {"on": typed["on"], "successor_id": into.pk if into else None, "why": typed["why"]}
        actions.retire(request.actor, org.pk, **typed_, key=key, now=request.now)
        if into is None:
            return say("“{name}” is retired.", name=org.name)
        return say(
            "“{name}” is retired on {day}; “{into}” takes its place.", name=org.name, day=typed["on"], into=into.name
        )

    roles = held_at(org.pk, day_of(request.now)).count()
    ends = say(
        "“{name}” is retired for good, and the roles held there end with it: {n}. Its past stays.",
        name=org.name,
        n=roles,
    )
    asks = ends if roles else say("“{name}” is retired for good. Its past stays.", name=org.name)
    place = frame.organisation_field(others, "into", term("Who takes its place: code or name"), required=False)
    fields = (
        frame.day_field("on", term("First day without it"), request.now),
        replace(place, hint=term("What lies with it goes over at the midnight of that day, tomorrow or later.")),
        WHY,
    )
    if org.retired_on is not None:
        refused: Sentence | None = say("This organisation is retired already.")
    else:
        refused = endings.peopled(org) or endings.administrated(org, day_of(request.now))
    return Deed(term("Retire it"), fields, do, asks, grave=True, refused=refused, parts=(lies(request, org),))


def lies(request: Asked, org: Any) -> Part:
    """What lies with it, kind by kind. Some dozen queries."""
    items = [Item(gettext(one.what), str(one.n)) for one in succession.lying(org.pk)]
    return Part(gettext("What goes over"), items, gettext("Nothing lies with it."))


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


DEEDS: Mapping[str, Callable[[Asked, Any], Deed]] = {
    "move": _move,
    "call_off": _call_off,
    "merge": _merge,
    "call_off_ending": _call_off_ending,
    "retire": retire,
}
