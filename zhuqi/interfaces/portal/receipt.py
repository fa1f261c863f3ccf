"""The receipt of a need that was told without an account: where it stands, in plain words. Nothing can be done here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.queries.links import behind
from zhuqi.domain.voice.queries.outside import Receipt, receipt
from zhuqi.domain.voice.rules import Stage, late
from zhuqi.interfaces.portal.views import nothing
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.squares import square
from zhuqi.interfaces.web.wording import day, phrase, until

HEADINGS = {
    Stage.WAITING: say("With the dispatch room"),
    Stage.TAKEN_IN: say("Taken in"),
    Stage.ANSWERED: say("Answered"),
    Stage.NOT_OURS: say("It isn't for us"),
}


@dataclass(frozen=True)
class Shown:
    """The receipt as its page shows it. ``address``: of the case, where it opens."""

    heading: str
    lede: str
    area: str
    firm: str
    said: str
    told: str
    files: str
    promise: str
    kept: str
    answer: str
    answered: str
    address: str
    opens: str


@require_safe
def show(request: Asked, secret: str) -> HttpResponseBase:
    """How a need stands. What opens nothing is the page of a link that opens nothing."""
    found = receipt(secret, request.now)
    if found is None:
        return nothing(request)
    address = request.build_absolute_uri(request.path)
    new = request.GET.get("new") == "1"
    shown = {
        "need": _shown(found, secret, request.now),
        "new": new,
        "address": address,
        "square": square(address, gettext("The address as a square code")) if new else SafeString(""),
    }
    return render(request, "portal_need.html", shown)


def _shown(found: Receipt, secret: str, now: dt.datetime) -> Shown:
    promise, kept = _promise(found, now)
    opens = behind(secret, now) is not None if found.checked else False
    return Shown(
        heading=phrase(HEADINGS[found.stage], now),
        lede=phrase(_lede(found, now), now),
        area=found.area,
        firm=found.firm,
        said=found.body,
        told=phrase(found.told_at, now),
        files=phrase(say("Files sent with it: {n}.", n=found.files), now) if found.files else "",
        promise=promise,
        kept=phrase(kept, now),
        answer=found.answer,
        answered=phrase(found.ended_at, now),
        address=reverse("portal_knock", args=[secret]) if opens else "",
        opens=day(found.until.date(), now),
    )


def _lede(found: Receipt, now: dt.datetime) -> Sentence:
    """How it stands, in one sentence."""
    if found.erased:
        return say("This is over for more than half a year. What you wrote was erased.")
    if found.stage is Stage.TAKEN_IN and found.checked:
        return say("It is taken in as {number}. The time counts from when you told us.", number=found.number)
    if found.stage is Stage.TAKEN_IN:
        return say(
            "It is taken in as {number}. The time counts from when you told us. As soon as the room has made sure that you "
            "speak for the enterprise, everything can be seen here.",
            number=found.number,
        )
    if found.stage is Stage.WAITING and found.reached_at is not None:
        return say("The dispatch room of {area} has been in touch with you, and is looking into it.", area=found.area)
    if found.stage is Stage.WAITING and late(found.stage, False, found.due, now):
        return say(
            "The dispatch room of {area} should have been in touch with you by now. That it is late stands on its page.",
            area=found.area,
        )
    if found.stage is Stage.WAITING:
        return say("The dispatch room of {area} has it and will be in touch with you.", area=found.area)
    return say("The dispatch room of {area} has answered.", area=found.area)


def _promise(found: Receipt, now: dt.datetime) -> tuple[str, Sentence | None]:
    """(by when the room is in touch, what became of that), while it matters."""
    if found.due is None or found.stage is not Stage.WAITING:
        return "", None
    if found.reached_at is not None:
        return until(found.due, now), say("You were contacted in time.") if found.reached_at <= found.due else say(
            "This day is over."
        )
    return until(found.due, now), say("This day is over.") if now > found.due else None
