"""An enterprise's book with its wishes, how far rounds have come, and who wasn't asked for how long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.contacts.actions import lift_wish, wish
from zhuqi.domain.contacts.queries import book, sight
from zhuqi.domain.visits import actions, queries
from zhuqi.domain.visits.queries import coverage, planned, reaching
from zhuqi.domain.visits.rules import may_open_round
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part, lasts, organisation_field, organisation_typed
from zhuqi.interfaces.web.narrowing import narrowed
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.visits import frame
from zhuqi.interfaces.web.visits.frame import Deed
from zhuqi.interfaces.web.wording import phrase


@inside
def show_book(request: Asked, firm_id: int) -> HttpResponseBase:
    """Every contact of an enterprise, of all units. Raises Missing."""
    firm = frame.firm_of(request, firm_id)
    rows, further = paging.page(request, "book", book.calendar_of(request.actor, firm.pk), ("-day", "-pk"))
    addresses = _addresses(request, [row.pk for row in rows])
    items = [frame.book_item(row, request, addresses.get(row.pk, "")) for row in rows]
    none = gettext("Nobody was there, and nobody plans to go.")
    held = Part(gettext("Who goes and went there"), items, none, further=frame.further(further))
    doors = (
        Door(gettext("Write a visit down"), f"{reverse('visit_record')}?enterprise={firm.pk}", main=True),
        Door(gettext("Plan a visit"), f"{reverse('visit_new')}?enterprise={firm.pk}"),
        Door(gettext("It wishes to be left alone"), reverse("enterprise_book_act", args=[firm.pk, "wish"])),
    )
    head = Head(
        firm.name,
        gettext("What all units do there, planned and past."),
        (Link(gettext("Visits"), reverse("visits")), Link(gettext("Its file"), reverse("enterprise", args=[firm.pk]))),
    )
    return frame.page(request, head, [*_wishes(request, firm), held], doors=doors)


def _addresses(request: Asked, contacts: list[int]) -> dict[int, str]:
    """{contact: where the visit is read by which it was held, else its plan}, as far as they are in sight. Two queries."""
    plans, made = planned.of_contacts(request.actor, contacts), queries.of_contacts(request.actor, contacts)
    found = {contact: reverse("visit_plan", args=[pk]) for contact, pk in plans.items()}
    return {**found, **{contact: reverse("visit", args=[pk]) for contact, pk in made.items()}}


def _wishes(request: Asked, firm: Any) -> list[Part]:
    """When it wishes to be left alone. One query."""
    items = []
    for row in sight.wishes(request.actor).filter(enterprise=firm.pk).order_by("-pk")[:10]:
        period = lasts(row.since, row.until)
        label = gettext("taken back") if row.lifted_on else gettext("left alone")
        who = row.said_by or gettext("by its own door")
        lift = f"{reverse('enterprise_book_act', args=[firm.pk, 'lift'])}?wish={row.pk}"
        doors = () if row.lifted_on else (Link(gettext("It may be visited again"), lift),)
        items.append(
            Item(label, phrase(period, request.now), meta=(who, phrase(row.said_on, request.now)), doors=doors)
        )
    return [Part(gettext("Wishes to be left alone"), items)] if items else []


WHICH = Field("wish", term("Wish"), Kind.INTEGER, required=False, least=1)


@inside
def act_on_book(request: Asked, firm_id: int, name: str) -> HttpResponseBase:
    """The forms by which a wish is noted or taken back. Raises Missing."""
    firm = frame.firm_of(request, firm_id)
    back = reverse("enterprise_book", args=[firm.pk])
    head = Head(firm.name, firm.name, (Link(gettext("Visits"), reverse("visits")), Link(firm.name, back)))
    if name == "wish":
        return frame.perform(request, _wish(request, firm, head, back))
    if name != "lift":
        raise Missing
    number = request.GET.get("wish", "")
    row = sight.wish(request.actor, int(number) if number.isdecimal() and len(number) < 16 else 0)

    def lift(_: dict[str, Any], key: str) -> Sentence:
        lift_wish(request.actor, row.pk, key=key, now=request.now)
        return say("The enterprise may be visited again.")

    asks = say("Only where the enterprise said so.")
    return frame.perform(request, Deed(term("It may be visited again"), (), lift, head, back, asks))


def _wish(request: Asked, firm: Any, head: Head, back: str) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        wish(request.actor, firm.pk, **typed, key=key, now=request.now)
        return say("It is written down. Nobody plans a visit there meanwhile.")

    today = day_of(request.now)
    fields = (
        Field("said_by", term("Who in the enterprise said so"), most=40),
        Field("said_on", term("When they said so"), Kind.DAY, value=today),
        Field("since", term("From which day on"), Kind.DAY, value=today),
        Field("until", term("First day on which it may be visited again"), Kind.DAY, required=False),
    )
    asks = say("The enterprise needs no reason, and nobody asks for one.")
    return Deed(term("It wishes to be left alone"), fields, do, head, back, asks)


@inside
def rounds(request: Asked) -> HttpResponseBase:
    """The rounds of contact, the one announced last first."""
    frame.must_serve(request.actor)
    rows, further = paging.page(request, "rounds", queries.rounds(request.actor), ("-pk",))
    items = [
        Item(
            held.area.name,
            held.name,
            reverse("visits_round", args=[held.pk]),
            (phrase(lasts(held.since, held.until), request.now),),
        )
        for held in rows
    ]
    part = Part(gettext("Rounds of contact"), items, gettext("No round is announced."), further=frame.further(further))
    opens = queries.areas_of_rounds(request.actor).exists()
    doors = (Door(gettext("Announce a round"), reverse("visits_round_new"), main=True),) if opens else ()
    return frame.page(request, Head(gettext("Rounds of contact")), [part], here="visits_rounds", doors=doors)


@inside
def round_new(request: Asked) -> HttpResponseBase:
    """The form by which a round is announced. Raises Missing."""
    frame.must_serve(request.actor)
    areas = queries.areas_of_rounds(request.actor)
    if not areas.exists():
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        area = organisation_typed(typed.pop("organisation"), areas)
        made = actions.open_round(request.actor, area.pk, **typed, key=key, now=request.now)
        return say("“{name}” is announced.", name=made.name)

    fields = (
        Field("name", term("Name"), most=60),
        organisation_field(areas, word=term("Area: code or name")),
        Field("since", term("From which day on"), Kind.DAY, value=day_of(request.now)),
        Field("until", term("First day without it"), Kind.DAY, required=False),
    )
    crumbs = (Link(gettext("Rounds of contact"), reverse("visits_rounds")),)
    head = Head(gettext("Announce a round"), crumbs=crumbs)
    return frame.perform(request, Deed(term("Announce a round"), fields, do, head, reverse("visits_rounds")))


@inside
def show_round(request: Asked, round_id: int) -> HttpResponseBase:
    """How far a round has come: those not reached first. Raises Missing."""
    frame.must_serve(request.actor)
    held, today = _round(request, round_id), day_of(request.now)
    reach = reaching.reach(request.actor, held, today)
    targets = reaching.targets(request.actor, held, today)
    rows, further = paging.page(request, "targets", targets, ("reached", "pk"))
    items = [
        Item(
            gettext("in touch with") if row.reached else gettext("not reached yet"),
            row.enterprise.name,
            reverse("enterprise_book", args=[row.enterprise_id]),
            (row.enterprise.region.name, *((phrase(row.reached_on, request.now),) if row.reached_on else ())),
        )
        for row in rows
    ]
    lede = say(
        "Reached {reached} of {aimed}; {beside} more beside them.",
        reached=reach.reached,
        aimed=reach.aimed,
        beside=reach.beside,
    )
    part = Part(
        gettext("Whom it is to reach"),
        items,
        gettext("It isn't said yet whom it is to reach."),
        further=frame.further(further),
    )
    aims = may_open_round(request.actor, held.area.path)
    doors = (
        (Door(gettext("Aim at all that an official holds"), reverse("visits_round_act", args=[held.pk])),)
        if aims
        else ()
    )
    crumbs = (Link(gettext("Rounds of contact"), reverse("visits_rounds")),)
    return frame.page(request, Head(held.name, phrase(lede, request.now), crumbs), [part], doors=doors)


def _round(request: Asked, round_id: int) -> Any:
    held = queries.rounds(request.actor).filter(pk=round_id).first()
    if held is None:
        raise Missing
    return held


@inside
def act_on_round(request: Asked, round_id: int) -> HttpResponseBase:
    """The form by which a round aims at all that an official holds. Raises Missing."""
    frame.must_serve(request.actor)
    held = _round(request, round_id)
    if not may_open_round(request.actor, held.area.path):
        raise Missing

    def do(_: dict[str, Any], key: str) -> Sentence:
        actions.aim(request.actor, held.pk, all_held=True, key=key, now=request.now)
        return say("The round aims at them now.")

    back = reverse("visits_round", args=[held.pk])
    head = Head(held.name, held.name, (Link(held.name, back),))
    asks = say("All enterprises of the area that an official holds today, beside those it aims at already.")
    return frame.perform(request, Deed(term("Aim at all that an official holds"), (), do, head, back, asks))


WITHIN = (Field("days", term("Asked within"), Kind.INTEGER, required=False, least=1),)
LONGEST = 3660
"""Days: ten years and more are as good as never."""


@inside
def cover(request: Asked) -> HttpResponseBase:
    """Who wasn't asked for how long: never asked first. Beside it those asked most."""
    frame.must_serve(request.actor)
    asked = forms.read(WITHIN, request.GET)
    before = day_of(request.now) - dt.timedelta(days=min(asked["days"], LONGEST)) if asked["days"] else None
    where = narrowed(request)
    firms = where.rows(coverage.unasked(request.actor, before=before))
    rows, further = paging.page(request, "coverage", firms, ("asked_on", "pk"))
    items = [
        Item(
            gettext("nobody asked yet") if firm.asked_on == coverage.NEVER else phrase(firm.asked_on, request.now),
            firm.name,
            reverse("enterprise_book", args=[firm.pk]),
            (firm.region.name,),
        )
        for firm in rows
    ]
    most = [
        Item(phrase(say("{n} times", n=n), request.now), firm.name, reverse("enterprise_book", args=[firm.pk]))
        for firm, n in coverage.most_asked(request.actor, day_of(request.now))
    ]
    parts = [
        Part(
            gettext("Longest not asked"),
            items,
            gettext("You see no enterprise yet."),
            gettext("never asked first, then the longest ago"),
            further=frame.further(further),
        )
    ]
    if most and "after" not in request.GET and before is None and not where.name:
        note = gettext("in the last twelve months, of all units; what they asked for themselves isn't counted")
        parts.append(Part(gettext("Asked most"), most, note=note))
    there = (Link(where.name, ""),) if where.name else ()
    head = Head(gettext("Who wasn't asked"), gettext("So that it isn't always the same ones that are visited."), there)
    return frame.page(request, head, parts, here="visits_coverage")
