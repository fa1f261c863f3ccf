"""A need, written down: the one action that begins without a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.queries.sight import place
from zhuqi.domain.cases.rules.needs import Shape
from zhuqi.domain.cases.rules.words import Action, Channel
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import acting, forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.cases import Act
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.wording import phrase, today

OFFERED = 100
"""How many of one's own enterprises the field proposes."""
NAMED = 5


@inside
def record(request: Asked) -> HttpResponseBase:
    """The form; sent, the need is on record and its case is shown."""
    fields = _fields(request)
    if request.method != "POST":
        return _form(request, forms.blank(fields))
    try:
        values = forms.read(fields, request.POST)
        values["enterprise_id"] = _enterprise(request.actor, values["enterprise_id"])
        key = forms.key(request.POST)
        case = ACTIONS[Action.RECORD](request.actor, **acting.typed(Action.RECORD, values), key=key, now=request.now)
    except Invalid as fault:
        return _form(request, forms.again(fields, request.POST, fault.fields), status=422)
    except Refused as fault:
        return _form(request, forms.again(fields, request.POST, {}), refused=fault.sentence, status=409)
    return done(request, reverse("case", args=[case.pk]), say("It is on record as {number}.", number=case.number))


def _fields(request: Asked) -> tuple[forms.Field, ...]:
    actor, day = request.actor, today(request.now)
    kinds = [Choice(code, name) for code, name in _kinds(actor, day).items()]
    own = [Choice(enterprise.name, enterprise.name) for enterprise in liaison.my_enterprises(actor, day)[:OFFERED]]
    offered = {Shape.KIND: kinds, Shape.ENTERPRISE: own}
    return acting.fields(Action.RECORD, offered, {"channel": Channel.VISIT, "found_on": day})


def _kinds(actor: Actor, day: dt.date) -> dict[str, str]:
    """The kinds that the rules in force at the actor's desk know. Raises Refused where there is no desk."""
    at = place(actor)
    desk = directory.desk_serving(min(at.desks | at.units)) if at.desks | at.units else None
    if desk is None:
        raise Refused(say("Recording a need is for officials, dispatch rooms and the enterprise itself."))
    return dict(rulebook.section(rulebook.in_force(desk.path, day), "办理").kinds)


def _enterprise(actor: Actor, written: str) -> int:
    """The one enterprise in sight that fits a name, a part of it or a credit code. Raises Invalid."""
    seen = directory.visible(actor).order_by("name", "id")
    exact = list(seen.filter(name=written)[:2]) or list(seen.filter(uscc=written.upper())[:2])
    found: list[Any] = exact or list(seen.filter(name__icontains=written)[: NAMED + 1])
    if len(found) == 1:
        return int(found[0].pk)
    if not found:
        raise Invalid(
            {"enterprise_id": say("No enterprise that you may see fits. Write a part of its name, or its credit code.")}
        )
    names = [enterprise.name for enterprise in found[:NAMED]]
    raise Invalid({"enterprise_id": say("Several fit, among them {names}. Write more of the name.", names=names)})


def _form(request: Asked, shown: list[forms.Shown], refused: Sentence | None = None, status: int = 200) -> HttpResponse:
    form = Act(
        name=Action.RECORD.value,
        word=gettext("Record a need"),
        key=forms.key(request.POST) or get_random_string(24),
        form=shown,
        explained=gettext("In the words of the enterprise. From now on its time counts, and somebody has it."),
        refused=phrase(refused, request.now),
    )
    return render(request, "record.html", {"act": form}, status=status)
