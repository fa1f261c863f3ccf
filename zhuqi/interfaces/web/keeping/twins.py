"""Rows of the register that may be one enterprise."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import term
from zhuqi.domain.directory.queries import register
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping import frame, who
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

TWINS = term("Rows that may be one enterprise")


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
        "doors": (),
    }
    return render(request, "keeping/list.html", context)


def _item(firm: Any) -> Item:
    return Item(firm.uscc, firm.name, reverse("enterprise", args=[firm.pk]), (firm.region.name,))
