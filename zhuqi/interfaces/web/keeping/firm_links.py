"""Who answers for an enterprise, on its page: the chain above it, the officials who hold it or held it, and the forms by which
one is linked, follows another, or is let go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.days import day_of
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import reach
from zhuqi.domain.liaison import actions as chain
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.actions.handing import LONGEST as NOTE
from zhuqi.domain.liaison.rules import Duty, may_bind
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed, Item, Part
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

WHICH = (Field("staff", term("Staff"), Kind.INTEGER, required=False, least=1),)
BIND, RELEASE, HAND_OVER = term("Link an official"), term("End the link"), term("Hand it over")


def above(request: Asked, firm: Any, held: Iterable[Any]) -> Part:
    """Who answers for it, top down. ``held``: its links. One query."""
    items = [
        Item(phrase(duty, request.now), staff.name, meta=(org.name,))
        for duty, staff, org in liaison.answers_for(firm.pk, day_of(request.now), held)
        if duty is not Duty.HOLDS_ENTERPRISES
    ]
    return Part(
        gettext("Who answers for it above"), items, gettext("Nobody leads or holds the team or group it is in.")
    )


def officials(request: Asked, held: Iterable[Any]) -> Part:
    """The officials that hold it or held it."""
    day = day_of(request.now)
    now: list[Item] = []
    past: list[Item] = []
    for link in held:
        over = link.until is not None and link.until <= day
        period = frame.lasts(link.since, link.until)
        ends = link.until is None and may_bind(request.actor, link.place.path)
        passes = f"{reverse('enterprise_act', args=[link.enterprise_id, 'hand_over'])}?staff={link.staff_id}"
        address = f"{reverse('enterprise_act', args=[link.enterprise_id, 'release'])}?staff={link.staff_id}"
        one_to_one = "" if link.group_id else gettext("one to one")
        item = Item(
            label=phrase(Duty.HOLDS_ENTERPRISES, request.now),
            title=link.staff.name,
            meta=tuple(part for part in (link.place.name, one_to_one, phrase(period, request.now)) if part),
            doors=(Link(gettext(HAND_OVER), passes), Link(gettext("End this"), address)) if ends else (),
        )
        (past if over else now).append(item)
    return Part(gettext("Officials who hold it"), now, gettext("No official holds this enterprise."), past=past)


def _groups(actor: Actor) -> Any:
    """The teams and groups from where the actor links."""
    led = {seat.path for seat in actor.seats if seat.role is Role.TEAM_LEAD}
    return directory.organisations().filter(below(led | reach(actor), "path"), kind__in=liaison.SERVED_IN)


def _bind(request: Asked, firm: Any) -> Deed:
    groups = _groups(request.actor)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        group = frame.organisation_typed(typed["group"], groups, "group").pk if typed["group"] else None
        staff = chain.coded(request.actor, typed["staff"], group)
        chain.bind(
            request.actor, firm.pk, staff_id=staff, group_id=group, since=typed["since"], key=key, now=request.now
        )
        return say("The official is linked to “{name}”.", name=firm.name)

    hint = term("The service group or team in which it is held; empty for one to one.")
    fields = (
        Field("staff", term("Staff code"), most=30),
        frame.organisation_field(
            groups, "group", term("Service group or team: code or name"), required=False, hint=hint
        ),
        frame.day_field("since", term("Start day"), request.now),
    )
    return Deed(
        BIND, fields, do, say("From that day on the official and their group see the enterprise and answer for it.")
    )


def _release(request: Asked, firm: Any) -> Deed:
    wanted = forms.read(WHICH, request.GET)["staff"]
    link = liaison.links_of(firm.pk).filter(staff=wanted, until=None).first() if wanted else None
    if link is None or not may_bind(request.actor, link.place.path):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        chain.release(request.actor, firm.pk, staff_id=link.staff_id, until=typed["until"], key=key, now=request.now)
        return say("{name} no longer holds “{firm}”.", name=link.staff.name, firm=firm.name)

    asks = say(
        "{name} no longer answers for “{firm}”, and no longer sees it unless by another road.",
        name=link.staff.name,
        firm=firm.name,
    )
    fields = (frame.day_field("until", term("First day without it"), request.now),)
    return Deed(RELEASE, fields, do, asks, grave=True)


def _hand_over(request: Asked, firm: Any) -> Deed:
    groups = _groups(request.actor)
    wanted = forms.read(WHICH, request.GET)["staff"]
    link = liaison.links_of(firm.pk).filter(staff=wanted, until=None).first() if wanted else None
    if link is None or not may_bind(request.actor, link.place.path):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        group = frame.organisation_typed(typed["group"], groups, "group").pk if typed["group"] else None
        successor = chain.coded(request.actor, typed["successor"], group, field="successor")
        chain.hand_over(
            request.actor,
            firm.pk,
            staff_id=link.staff_id,
            successor_id=successor,
            group_id=group,
            note=typed["note"],
            since=typed["since"],
            key=key,
            now=request.now,
        )
        return say("“{firm}” is handed over. The successor is asked to take note of it.", firm=firm.name)

    asks = say(
        "From that day on the successor answers for “{firm}” instead of {name}.", firm=firm.name, name=link.staff.name
    )
    hint = term("The service group or team in which it is held; empty for one to one.")
    own = link.group.code if link.group else ""
    fields = (
        Field("successor", term("The successor's staff code"), most=30),
        frame.organisation_field(
            groups, "group", term("Service group or team: code or name"), required=False, hint=hint, value=own
        ),
        frame.day_field("since", term("Start day"), request.now),
        Field("note", term("What the next one should know"), Kind.LONG_TEXT, required=False, most=NOTE),
    )
    return Deed(HAND_OVER, fields, do, asks)


DEEDS = {"bind": _bind, "release": _release, "hand_over": _hand_over}
