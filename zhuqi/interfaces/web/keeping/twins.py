"""Rows of the register that may be one enterprise."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, term
from zhuqi.domain.directory.queries import register
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping import frame, who
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

TWINS = term("Rows that may be one enterprise")
ALIKE = term("Names that are nearly alike")


@inside
def listed(request: Asked) -> HttpResponseBase:
    """Rows of the register that may be one enterprise, alike ones together. Raises Missing for who keeps none."""
    if not who.enters_firms(request.actor):
        raise Missing
    rows = register.twins(request.actor)
    shown, more = frame.listed(request, "twins", rows, ("folded", "pk"))
    empty = gettext("No two rows that you keep are alike.")
    context = {
        "head": Head(
            gettext(TWINS),
            lede=phrase(frame.counted(rows, frame.FIRMS), request.now),
            crumbs=(Link(gettext("Enterprises"), reverse("enterprises")),),
        ),
        "tabs": frame.tabs(request.actor, "enterprises"),
        "part": Part("", [_item(firm) for firm in shown], empty, further=more),
        "doors": (Door(gettext(ALIKE), reverse("alike")),),
    }
    return render(request, "keeping/list.html", context)


@inside
def near(request: Asked) -> HttpResponseBase:
    """Pairs of rows that may be one by a slip of the pen, the likeliest first. Raises Missing for who keeps none."""
    if not who.enters_firms(request.actor):
        raise Missing
    shown, more = frame.listed(request, "alike", register.alike(request.actor), ("-score", "pk"))
    context = {
        "head": Head(
            gettext(ALIKE),
            lede=gettext(
                "Found each night: names that differ by a slip of the pen, within one district. Look at both first."
            ),
            crumbs=(Link(gettext("Enterprises"), reverse("enterprises")), Link(gettext(TWINS), reverse("twins"))),
        ),
        "tabs": frame.tabs(request.actor, "enterprises"),
        "part": Part("", [_pair(request, it) for it in shown], gettext("No names are nearly alike."), further=more),
        "doors": (),
    }
    return render(request, "keeping/list.html", context)


def _pair(request: Asked, it: Any) -> Item:
    one, other = it.one, it.other
    why = json.loads(it.why)
    act = reverse("enterprise_act", args=[other.pk, "merge"])
    apart = reverse("enterprise_act", args=[other.pk, "apart"])
    return Item(
        label=str(it.score),
        title=f"{one.name} / {other.name}",
        address=reverse("enterprise", args=[one.pk]),
        meta=(one.uscc, other.uscc, one.region.name, other.region.name if other.region_id != one.region_id else ""),
        why=(phrase(Sentence(why["text"], why["facts"]), request.now),),
        doors=(
            Link(gettext("Merge the second into the first"), f"{act}?into={one.pk}"),
            Link(gettext("They are two"), f"{apart}?other={one.pk}"),
        ),
    )


def _item(firm: Any) -> Item:
    return Item(firm.uscc, firm.name, reverse("enterprise", args=[firm.pk]), (firm.region.name,))
