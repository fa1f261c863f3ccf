"""A visit written down with one thumb: by tiles, with what the register knows, with or without a script, with or without signal.

The page is the same for every enterprise one holds, so that a device can keep it and open it where there is no signal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.days import day_of
from zhuqi.domain.contacts.queries import book
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits.actions.delivering import deliver
from zhuqi.domain.visits.rules.wanting import PHOTOS, Became
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.device_mark import mark
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.uploads import uploads
from zhuqi.interfaces.web.visits import frame
from zhuqi.interfaces.web.visits.telling import NEEDS, fields_of, kinds_of, told
from zhuqi.interfaces.web.wording import phrase

ASKED = (Field("enterprise", "", Kind.INTEGER, required=False, least=1),)
LISTED = 200
"""Enterprises of one's own that the page offers, and a device keeps."""
SAID = {
    Became.TAKEN: say("The visit is on record; needs that became cases: {n}."),
    Became.BEFORE: say("This visit is recorded already."),
}


@dataclass(frozen=True)
class Offered:
    """An enterprise to choose, with what the register knows of it and nobody is asked again."""

    pk: int
    name: str
    place: str
    chosen: bool


@dataclass(frozen=True)
class NeedFields:
    """The fields of one need on the page. ``open``: whether it stands open."""

    n: int
    kind: forms.Shown
    wrong: forms.Shown
    waiting: forms.Shown
    by: forms.Shown
    words: forms.Shown
    open: bool


@inside
def show(request: Asked) -> HttpResponseBase:
    """The page; sent, the visit is on record. Raises Missing, Refused."""
    frame.must_serve(request.actor)
    today = day_of(request.now)
    fields = fields_of(kinds_of(request.actor, today), today)
    if request.method != "POST":
        return _page(request, fields)
    try:
        key = forms.key(request.POST)
        draft = told(fields, request.POST, photos_of(request), key=key or forms.new_key(), now=request.now)
        came = deliver(request.actor, draft, now=request.now)
    except Invalid as fault:
        return _page(request, fields, faults=fault.fields, status=422)
    except Fault as fault:
        return _page(request, fields, refused=fault.sentence, status=409)
    if came.visit is None:
        return _page(request, fields, refused=came.said, alike=came.became is Became.ALIKE, status=409)
    said = SAID[came.became]
    if came.became is Became.TAKEN:
        said = say(said.text, n=len(draft.needs))
    return done(request, reverse("visit", args=[came.visit.pk]), came.said or said)


def photos_of(request: Asked, prefix: str = "photos") -> dict[int, list[Any]]:
    """The photos that came with a form, by the number of their need."""
    return {n: uploads(request, f"{prefix}_{n}") for n in range(1, NEEDS + 1)}


def _page(
    request: Asked,
    fields: tuple[Field, ...],
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    alike: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    posted = request.method == "POST"
    shown = forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields)
    by_name = {one.field.name: one for one in shown}
    firms = _offered(request, by_name["enterprise"].value)
    facts = {
        "firms": firms,
        "firm": by_name["enterprise"],
        "needs": [_need(by_name, n) for n in range(1, NEEDS + 1)],
        "mode": by_name["mode"],
        "others": [by_name[name] for name in ("day", "kind", "said", "beyond")],
        "anyway": by_name["anyway"] if alike else None,
        "refused": phrase(refused, request.now),
        "key": (posted and not refused and forms.key(request.POST)) or forms.new_key(),
        "photos": PHOTOS,
        "mark": mark(request.actor.account),
        "offline": book.rules_below(_place(request), day_of(request.now)).kept_offline,
    }
    return render(request, "visits/phone.html", facts, status=status)


def _place(request: Asked) -> str:
    """From where the actor serves."""
    return min(seat.path for seat in request.actor.seats)


def _offered(request: Asked, typed: str) -> list[Offered]:
    """One's own enterprises, and the one that is meant. Three queries at most."""
    own = list(liaison.my_enterprises(request.actor, day_of(request.now))[:LISTED])
    asked = forms.read(ASKED, request.GET)["enterprise"] if not typed else int(typed) if typed.isdecimal() else None
    if asked and all(firm.pk != asked for firm in own):
        own = [*directory.visible(request.actor).select_related("region").filter(pk=asked), *own]
    return [
        Offered(
            firm.pk, firm.name, " ".join(part for part in (firm.region.name, firm.address) if part), firm.pk == asked
        )
        for firm in own
    ]


def _need(by_name: Mapping[str, forms.Shown], n: int) -> NeedFields:
    some = {name: by_name[f"{name}_{n}"] for name in ("kind", "wrong", "waiting", "by", "words")}
    return NeedFields(n, **some, open=n == 1 or any(one.typed or one.error for one in some.values()))
