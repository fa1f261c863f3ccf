"""The enterprise confirms by scanning: a code on the official's screen, which the enterprise takes in with its own phone.

Whoever may hand out the link shows the link. In the hands of a handler the link would answer for the enterprise (decision 15): a
handler shows an address without a secret, which opens to the enterprise's own account alone.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.domain.cases.life.standing import hands_out
from zhuqi.domain.cases.queries.detail import Detail, detail
from zhuqi.domain.cases.rules.words import ANSWERED, Channel
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.address import PORTAL
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.squares import square


def waits(found: Detail, staff: int | None) -> bool:
    """Whether the enterprise's word is what a case waits for, and somebody of the staff looks at it."""
    return staff is not None and found.life.state in ANSWERED


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """The code of a case that waits for its enterprise. It is only shown: nothing changes. Raises Missing."""
    found = detail(request.actor, case_id, now=request.now)
    if not waits(found, request.actor.staff):
        raise Missing
    gives = hands_out(found.at)
    accounts = bool(settings.MAIL and settings.ORIGIN)
    address = f"{settings.ORIGIN}{PORTAL}our/cases/{case_id}" if accounts and not gives else ""
    label = gettext("The enterprise's page of this case, as a square code")
    shown = {
        "case": found.case,
        "gives": gives,
        "links": reverse("links", args=[case_id]),
        "channel": Channel.VISIT.value,
        "key": forms.new_key(),
        "square": square(address, label) if address else "",
    }
    return render(request, "cases/code.html", shown)
