"""The enterprise's link as whoever sends it sees it: make one, whose address is shown once; revoke one."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say, term
from zhuqi.domain.cases.actions.links import make_link, revoke_link
from zhuqi.domain.cases.life.standing import hands_out
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.queries.links import of_case
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.squares import square
from zhuqi.interfaces.web.wording import day, local, phrase

SENT = (Channel.PHONE, Channel.VISIT)
"""By which ways a link is handed over."""
FIELDS = (
    forms.Field("channel", term("How it is sent"), forms.Kind.CHOICE, choices=forms.choices_of(SENT)),
    forms.Field(
        "until",
        term("It opens until"),
        forms.Kind.DAY,
        required=False,
        hint=term("Thirty days, where nothing is said."),
    ),
    forms.Field("alone", term("Revoke those sent before"), forms.Kind.TICK, required=False),
)
REVOKE = (forms.Field("link", term("Link"), forms.Kind.INTEGER, least=1),)


@dataclass(frozen=True)
class Sent:
    """A link that was made: when, by whom, until when; ``open`` while it opens the case."""

    pk: int
    made: str
    ends: str
    open: bool


@dataclass(frozen=True)
class Made:
    """A new link's address, this one time; empty where the form came twice."""

    address: str
    square: SafeString | str


@inside
def links(request: Asked, case_id: int) -> HttpResponseBase:
    """A case's links; a POST makes one, or revokes one. Raises Missing, Refused."""
    found = detail(request.actor, case_id, now=request.now)
    if request.actor.account is None:
        raise Missing
    if not hands_out(found.at):
        raise Refused(say("The enterprise's link is sent by the dispatch room, or by whoever asks the enterprise."))
    if request.method != "POST":
        return _page(request, found.case, forms.blank(FIELDS))
    if "link" in request.POST:
        link = forms.read(REVOKE, request.POST)["link"]
        revoke_link(request.actor, link, key=forms.key(request.POST), now=request.now)
        return done(request, reverse("links", args=[case_id]), say("That link opens nothing any more."))
    try:
        typed = forms.read(FIELDS, request.POST)
        key = forms.key(request.POST)
        _, secret = make_link(
            request.actor,
            case_id,
            until=typed["until"],
            channel=Channel(typed["channel"]),
            alone=typed["alone"],
            key=key,
            now=request.now,
        )
    except Invalid as fault:
        return _page(request, found.case, forms.again(FIELDS, request.POST, fault.fields), status=422)
    return _page(request, found.case, forms.blank(FIELDS), made=_made(request, secret))


def _made(request: Asked, secret: str) -> Made:
    if not secret:
        return Made("", "")
    address = request.build_absolute_uri(reverse("portal_knock", args=[secret]))
    return Made(address, square(address, gettext("The link as a square code")))


def _page(
    request: Asked, case: Any, form: list[forms.Shown], *, made: Made | None = None, status: int = 200
) -> HttpResponseBase:
    sent = [_sent(link, request.now) for link in of_case(request.actor, case.pk)]
    shown = {"case": case, "form": form, "made": made, "sent": sent, "key": secrets.token_urlsafe(16)}
    return render(request, "cases/links.html", shown, status=status)


def _sent(link: Any, now: dt.datetime) -> Sent:
    who = link.made_by.name if link.made_by is not None else gettext("the clock")
    last = day(local(link.until - dt.timedelta(seconds=1)).date(), now)
    opens = link.revoked_at is None and link.until > now
    return Sent(link.pk, phrase(say("{at}, {who}", at=link.made_at, who=who), now), last, opens)
