"""A need, written down: the one step that begins without a case.

One form. "Look it up" finds the enterprise by name or credit code and shows what it has in hand, and keeps what was typed;
nothing has to be looked up first. Where a live case of the enterprise says nearly the same, the form asks once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.queries.bearings import Alike, in_hand
from zhuqi.domain.cases.queries.sight import place
from zhuqi.domain.cases.rules.needs import Shape
from zhuqi.domain.cases.rules.words import Action, Channel
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.cases import acting
from zhuqi.interfaces.web.cases.acts import Act, groups
from zhuqi.interfaces.web.cases.layouts import panels
from zhuqi.interfaces.web.cases.layouts.scene import Panel, Part
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.shown import Fact
from zhuqi.interfaces.web.wording import phrase

OFFERED = 100
"""How many of one's own enterprises the field proposes."""
LISTED = forms.FEW
"""How many enterprises that fit are offered to choose from: as many as stand open on the page."""
PARTS = (
    Part(term("Which enterprise"), ("enterprise_id", "picked")),
    Part(term("What it needs"), ("title", "body", "kind", "category", "anyway")),
    Part(term("How we know"), ("channel", "found_on", "contact_name", "contact_role", "contact_phone")),
    Part(term("What is at stake"), ("amount", "firms", "signed")),
)


@dataclass(frozen=True)
class Firm:
    """The enterprises that fit what was typed, what the one that is meant has in hand, and what is wrong where none is."""

    one: Any = None
    fitting: tuple[Any, ...] = ()
    live: tuple[Alike, ...] = ()
    fault: Sentence | None = None


@inside
def record(request: Asked) -> HttpResponseBase:
    """The form; sent, the need is on record and its case is shown. "Look it up" only looks."""
    if request.method != "POST":
        firm = _known(request.actor, request.GET.get("enterprise", ""))
        return _form(request, firm)
    firm = _meant(request)
    if "look" in request.POST:
        faults = {"enterprise_id": firm.fault} if firm.fault and not firm.fitting else {}
        return _form(request, firm, faults=faults)
    try:
        typed = _read(request, firm)
        case = ACTIONS[Action.RECORD](request.actor, **typed, key=forms.key(request.POST), now=request.now)
    except Invalid as fault:
        return _form(request, firm, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, firm, refused=fault.sentence, status=409)
    return done(request, reverse("case", args=[case.pk]), say("It is on record as {number}.", number=case.number))


def _read(request: Asked, firm: Firm) -> dict[str, Any]:
    """What the step takes. Raises Invalid, also where the need seems to be in hand already and nobody said that it isn't."""
    values: dict[str, Any] = {}
    faults: dict[str, Sentence] = {}
    try:
        values = forms.read(_fields(request, firm), request.POST)
    except Invalid as fault:
        faults |= fault.fields
    if firm.fault and "enterprise_id" not in faults:
        faults["enterprise_id"] = firm.fault
    if faults:
        raise Invalid(faults)
    twin = next((one.case for one in firm.live if one.alike), None)
    if twin is not None and not values.pop("anyway", False):
        raise Invalid(
            {
                "anyway": say(
                    "{number} says nearly the same and is in hand. If this is another need, say so.", number=twin.number
                )
            }
        )
    return acting.typed(Action.RECORD, {**values, "enterprise_id": firm.one.pk})


# which enterprise is meant


def _known(actor: Actor, number: str) -> Firm:
    """The enterprise that an address names; none where it doesn't, or where it can't be seen."""
    one = directory.visible(actor).filter(pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    return Firm(one, live=in_hand(actor, one.pk)) if one is not None else Firm()


def _meant(request: Asked) -> Firm:
    """The enterprise in sight that was picked, or the one that fits what was typed: a name, a part of it, a credit code."""
    written, picked = (request.POST.get(name, "").strip() for name in ("enterprise_id", "picked"))
    if not written or len(written) > acting.LONGEST[Shape.ENTERPRISE] or not written.isprintable():
        return Firm(fault=say("Which enterprise? Write a part of its name, or its credit code."))
    seen = directory.visible(request.actor).select_related("region").order_by("name", "id")
    exact = list(seen.filter(name=written)[:2]) or list(seen.filter(uscc=written.upper())[:2])
    fitting = tuple(exact or seen.filter(name__icontains=written)[: LISTED + 1])
    chosen = next((one for one in fitting if str(one.pk) == picked), None)
    one = chosen or (fitting[0] if len(fitting) == 1 else None)
    if one is not None:
        words = " ".join(request.POST.get(name, "") for name in ("title", "body"))
        return Firm(one, fitting if len(fitting) > 1 else (), in_hand(request.actor, one.pk, words=words))
    if not fitting:
        fault = say("No enterprise that you may see fits. Write a part of its name, or its credit code.")
        return Firm(fault=fault)
    return Firm(fitting=fitting, fault=say("Several fit. Choose one of those below, or write more of the name."))


# the form


def _fields(request: Asked, firm: Firm) -> tuple[Field, ...]:
    actor, day = request.actor, day_of(request.now)
    own = [Choice(enterprise.name, enterprise.name) for enterprise in liaison.my_enterprises(actor, day)[:OFFERED]]
    offered = {**acting.labels(rules_at(actor, day)), Shape.ENTERPRISE: own}
    first = {"channel": Channel.VISIT, "found_on": day, "enterprise_id": firm.one.name if firm.one else ""}
    fields = [*acting.fields(Action.RECORD, offered, first)]
    if firm.fitting:
        listed = firm.fitting[:LISTED]
        choices = tuple(Choice(str(one.pk), f"{one.name} · {one.uscc} · {one.region.name}") for one in listed)
        more = (
            term("More than these fit: write more of the name to see the others.") if len(firm.fitting) > LISTED else ""
        )
        fields.append(Field("picked", term("Which of these"), Kind.CHOICE, hint=more, choices=choices))
    if any(one.alike for one in firm.live):
        label = term("This is another need: write it down all the same")
        fields.append(Field("anyway", label, Kind.TICK, required=False))
    return tuple(fields)


def rules_at(actor: Actor, day: dt.date) -> CaseRules:
    """The rules in force at the actor's desk. Raises Refused where there is no desk."""
    at = place(actor)
    desk = directory.desk_serving(min(at.desks | at.units)) if at.desks | at.units else None
    if desk is None:
        raise Refused(say("Recording a need is for officials, dispatch rooms and the enterprise itself."))
    rules: CaseRules = rulebook.section(rulebook.in_force(desk.path, day), "办理")
    return rules


def _form(
    request: Asked,
    firm: Firm,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    fields = _fields(request, firm)
    shown = forms.again(fields, request.POST, faults or {}) if request.method == "POST" else forms.blank(fields)
    form = Act(
        name=Action.RECORD.value,
        word=gettext("Record a need"),
        key=forms.key(request.POST) or forms.new_key(),
        parts=groups(PARTS, shown),
        lede=gettext("In the words of the enterprise. From now on its time counts, and somebody has it."),
        panels=_panels(firm, request.now),
        refused=phrase(refused, request.now),
    )
    return render(request, "cases/record.html", {"act": form}, status=status)


def _panels(firm: Firm, now: dt.datetime) -> tuple[Panel, ...]:
    """The enterprise that is meant, and what it has in hand."""
    if firm.one is None:
        return ()
    one, live = firm.one, firm.live
    place_of = " ".join(part for part in (one.region.name, one.address) if part)
    facts = (Fact(gettext("Credit code"), one.uscc), Fact(gettext("Place"), place_of))
    none = gettext("It has nothing in hand that you can see.")
    notes = panels.in_hand(live, now, alike=gettext("nearly the same words"))
    return Panel(one.name, facts=facts), Panel(gettext("In hand already"), notes=notes, empty="" if live else none)
