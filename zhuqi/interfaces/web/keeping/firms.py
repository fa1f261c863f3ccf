"""The register of enterprises: a list that can be searched, one enterprise with who answers for it, entering one, linking an
official to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import below
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import AREAS, Scale, reach
from zhuqi.domain.liaison import actions as chain
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.actions.handing import LONGEST as NOTE
from zhuqi.domain.liaison.rules import Duty, may_bind
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame, who
from zhuqi.interfaces.web.keeping.frame import Deed, Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "enterprises"
ASKED = (Field("words", term("Name or credit code"), required=False, most=120),)
WHICH = (Field("staff", term("Staff"), Kind.INTEGER, required=False, least=1),)
CODE = term("Eighteen characters, or a registration number of fifteen digits.")
REGION = term("The district, town or village it lies in.")
INDUSTRY = term("GB/T 4754-2017: a section's letter, or two to four digits; empty where it isn't known.")
REGISTER, BIND, RELEASE = term("Enter an enterprise"), term("Link an official"), term("End the link")
HAND_OVER = term("Hand it over")


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The enterprises that the actor sees or keeps, by name. Raises Missing for administrators who keep none."""
    who.must_see_firms(request.actor)
    asked = forms.read(ASKED, request.GET)
    rows = directory.registered(request.actor)
    if asked["words"]:
        rows = directory.fitting(rows, asked["words"], "uscc")
    shown, more = frame.listed(request, HERE, rows, ("name", "pk"))
    may = who.enters_firms(request.actor)
    context = {
        "head": Head(gettext("Enterprises"), lede=phrase(frame.counted(rows, frame.FIRMS), request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "asked": forms.asked_for(ASKED, asked),
        "part": Part("", [_item(request, firm) for firm in shown], _none(asked["words"]), further=more),
        "doors": (Door(gettext(REGISTER), reverse("register"), main=True),) if may else (),
    }
    return render(request, "keeping/list.html", context)


def _none(words: str) -> str:
    return gettext("Nothing fits.") if words else gettext("You see no enterprise yet.")


def _item(request: Asked, firm: Any) -> Item:
    return Item(
        label=phrase(Scale(firm.scale), request.now),
        title=firm.name,
        address=reverse("enterprise", args=[firm.pk]),
        meta=(firm.uscc, firm.region.name, *((firm.industry,) if firm.industry else ())),
    )


def _seen(request: Asked, firm_id: int) -> Any:
    found = directory.registered(request.actor).filter(pk=firm_id).first()
    if found is None:
        raise Missing
    return found


@inside
def show(request: Asked, firm_id: int) -> HttpResponseBase:
    """The page of an enterprise."""
    firm = _seen(request, firm_id)
    why = json.loads(firm.scale_reason)
    cases = f"{reverse('cases')}?which=all&enterprise={firm.pk}" if request.actor.sights else ""
    facts = (
        (say("Credit code"), firm.uscc, ""),
        (say("Place"), " ".join(part for part in (firm.region.name, firm.address) if part), ""),
        (say("Industry code"), firm.industry, ""),
        (say("Number of staff"), firm.staff_count, ""),
        (say("Revenue (10,000 yuan)"), firm.revenue_wan, ""),
        (say("Assets (10,000 yuan)"), firm.assets_wan, ""),
        (say("Scale"), Scale(firm.scale), ""),
        (say("Why this scale"), Sentence(why["text"], why["facts"]) if why.get("text") else "", ""),
        (say("Cases"), say("its cases") if cases else "", cases),
    )
    held = list(liaison.links_of(firm.pk))
    parts = [_chain(request, firm), _links(request, held)]
    doors = tuple(
        Door(gettext(word), reverse("enterprise_act", args=[firm.pk, name]), main=name == "bind")
        for name, word in (("bind", BIND), ("correct", frame.CORRECT))
        if name in who.may(request.actor, who.FIRM, firm)
    )
    if any(link.staff_id == request.actor.staff and link.until is None for link in held):
        doors = (*doors, Door(gettext("Act for it"), f"{reverse('errand_take')}?enterprise={firm.pk}"))
    return frame.one(request, _head(firm), here=HERE, facts=facts, doors=doors, parts=parts)


def _head(firm: Any, *crumbs: Link) -> Head:
    return Head(firm.name, crumbs=(Link(gettext("Enterprises"), reverse("enterprises")), *crumbs))


def _chain(request: Asked, firm: Any) -> Part:
    """Who answers for it, top down. Two queries."""
    items = [
        Item(phrase(duty, request.now), staff.name, meta=(org.name,))
        for duty, staff, org in liaison.answers_for(firm.pk, day_of(request.now))
        if duty is not Duty.HOLDS_ENTERPRISES
    ]
    return Part(
        gettext("Who answers for it above"), items, gettext("Nobody leads or holds the team or group it is in.")
    )


def _links(request: Asked, held: Iterable[Any]) -> Part:
    """The officials that hold it or held it."""
    day = day_of(request.now)
    now: list[Item] = []
    past: list[Item] = []
    for link in held:
        over = link.until is not None and link.until <= day
        period = (
            say("since {day}", day=link.since)
            if link.until is None
            else say("from {since} on, no longer on {until}", since=link.since, until=link.until)
        )
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


@inside
def register(request: Asked) -> HttpResponseBase:
    """The form by which an enterprise enters the register."""
    if not who.enters_firms(request.actor):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        region = frame.organisation_typed(typed.pop("region"), _areas(request), "region")
        made = actions.register(request.actor, region.pk, **typed, key=key, now=request.now)
        return say("“{name}” is in the register.", name=made.name)

    code = Field("uscc", term("Credit code"), most=40, hint=CODE)
    asks = say("The scale is computed from industry, staff, revenue and assets; leave empty what isn't known.")
    head = Head(gettext(REGISTER), crumbs=(Link(gettext("Enterprises"), reverse("enterprises")),))
    deed = Deed(REGISTER, (code, *_fields(request)), do, asks)
    return frame.perform(request, deed, head=head, here=HERE, back=reverse("enterprises"))


def _areas(request: Asked) -> Any:
    """Where the actor enters enterprises."""
    return directory.kept_organisations(request.actor).filter(kind__in=AREAS, retired_on=None)


def _fields(request: Asked, firm: Any = None) -> tuple[Field, ...]:
    """What the register says of an enterprise, but for its code; with what it says already."""

    def said(name: str) -> object:
        return getattr(firm, name) if firm is not None else None

    region = firm.region.code if firm is not None else ""
    return (
        Field("name", term("Enterprise name"), most=120, value=said("name")),
        frame.organisation_field(_areas(request), "region", term("Area: code or name"), hint=REGION, value=region),
        Field("industry", term("Industry code"), required=False, most=5, hint=INDUSTRY, value=said("industry")),
        Field("staff_count", term("Number of staff"), required=False, most=20, value=said("staff_count")),
        Field("revenue_wan", term("Revenue (10,000 yuan)"), required=False, most=30, value=said("revenue_wan")),
        Field("assets_wan", term("Assets (10,000 yuan)"), required=False, most=30, value=said("assets_wan")),
        Field("address", term("Address"), required=False, most=200, value=said("address")),
    )


@inside
def act(request: Asked, firm_id: int, name: str) -> HttpResponseBase:
    """The form by which an official is linked, or a link ended."""
    firm = _seen(request, firm_id)
    if name not in who.may(request.actor, who.FIRM, firm):
        raise Missing
    back = reverse("enterprise", args=[firm.pk])
    head = _head(firm, Link(firm.name, back))
    return frame.perform(request, DEEDS[name](request, firm), head=head, here=HERE, back=back)


def _correct(request: Asked, firm: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        region = frame.organisation_typed(typed.pop("region"), _areas(request), "region")
        made = actions.correct_enterprise(
            request.actor, firm.pk, region_id=region.pk, **typed, key=key, now=request.now
        )
        return say("The register says so of “{name}” now.", name=made.name)

    asks = say("The scale is computed from industry, staff, revenue and assets; leave empty what isn't known.")
    return Deed(frame.CORRECT, _fields(request, firm), do, asks)


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


DEEDS = {"hand_over": _hand_over, "bind": _bind, "release": _release, "correct": _correct}
