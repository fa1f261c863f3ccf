"""Subscriptions of programs (webhooks), for the system administrator: the list, a new one whose secret is shown once, what was
sent there last, a trial, a new secret, the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.messages.queries import last_tried
from zhuqi.core.messages.rules import LABEL, LONGEST_ADDRESS, why_failed
from zhuqi.domain.cases.actions.subscribing import end_subscription, rotate_secret, subscribe, try_subscription
from zhuqi.domain.cases.queries.subscriptions import keeps, kept, places
from zhuqi.domain.cases.rules.telling import HOOKED, WAITS
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.oversight.journal_words import VERBS
from zhuqi.interfaces.web.wording import phrase

NEWEST = ("-id",)
NAMES = {**VERBS, WAITS: term("need told without an account waits in the tray")}
"""What each event is called."""


@dataclass(frozen=True)
class Line:
    """One subscription as the administrator reads it."""

    pk: int
    name: str
    org: str
    address: str
    names: str
    since: str
    ended: str
    last: str
    bad: bool


def fields(request: Asked) -> tuple[Field, ...]:
    """What is asked of a new subscription."""
    return (
        Field(
            "org",
            term("Organisation"),
            Kind.UNIT,
            hint=term("Its program is told of the cases that it sees, and of no others."),
            choices=tuple(Choice(str(org.pk), org.name) for org in places(request.actor)),
        ),
        Field("name", term("What to call it"), hint=term("What listens, and where."), most=LABEL),
        Field("address", term("Address"), hint=term("It begins with https://"), most=LONGEST_ADDRESS),
        Field(
            "names",
            term("Events"),
            Kind.SEVERAL,
            choices=tuple(Choice(name, gettext(NAMES[name])) for name in HOOKED),
        ),
    )


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The list, and a new one. Everybody else is told there is no such page."""
    if not keeps(request.actor):
        raise Missing
    asked = fields(request)
    if request.method != "POST":
        return _page(request, forms.blank(asked))
    try:
        typed = forms.read(asked, request.POST)
        org = typed.pop("org")
        row, secret = subscribe(request.actor, org, **typed, key=forms.key(request.POST), now=request.now)
    except Invalid as fault:
        return _page(request, forms.again(asked, request.POST, fault.fields), status=422)
    return _secret(request, row, secret)


def _secret(request: Asked, row: Any, secret: str) -> HttpResponse:
    return render(request, "oversight/subscription_secret.html", {"row": row, "secret": secret})


def _page(request: Asked, form: list[forms.Shown], status: int = 200) -> HttpResponse:
    found, further = paging.page(request, "subscriptions", kept(request.actor), NEWEST)
    facts = {"lines": _lines(request, found), "form": form, "further": further}
    return render(request, "oversight/subscriptions.html", facts, status=status)


def _lines(request: Asked, rows: list[Any]) -> list[Line]:
    names, last = directory.names({row.org for row in rows}), last_tried({row.pk for row in rows})
    return [_line(request, row, names, last) for row in rows]


def _line(request: Asked, row: Any, names: Mapping[int, str], last: Mapping[int, Any]) -> Line:
    tried = last.get(row.pk)
    return Line(
        pk=row.pk,
        name=row.name,
        org=names.get(row.org, ""),
        address=row.address,
        names=phrase([gettext(VERBS.get(name, name)) for name in row.names.split()], request.now),
        since=phrase(row.made_at, request.now),
        ended=phrase(row.ended_at, request.now) if row.ended_at else "",
        last=phrase(_how_it_went(tried), request.now) if tried else "",
        bad=tried is not None and tried.done_at is None and bool(tried.error),
    )


def _how_it_went(tried: Any) -> Sentence:
    """What came of the last thing sent."""
    if tried.done_at is not None:
        return say("the last one arrived {at}", at=tried.done_at)
    if tried.failed_at is not None:
        return say("the last one was given up {at}: {why}", at=tried.failed_at, why=why_failed(tried.error))
    if not tried.error:
        return say("one is on its way")
    return say(
        "the last one failed {n} times, tried again {at}: {why}",
        n=tried.attempts,
        at=tried.due_at,
        why=why_failed(tried.error),
    )


@inside
def one(request: Asked, subscription_id: int) -> HttpResponseBase:
    """One subscription; a POST tries it, gives it a new secret or ends it."""
    row = kept(request.actor).filter(pk=subscription_id).first()
    if row is None:
        raise Missing
    if request.method != "POST":
        return _one(request, row)
    deed, key, now = request.POST.get("do", ""), forms.key(request.POST), request.now
    here = reverse("subscription", args=[row.pk])
    try:
        if deed == "try":
            try_subscription(request.actor, row.pk, key=key, now=now)
            return done(request, here, say("A trial is sent within a minute. Look here again."))
        if deed == "rotate":
            return _secret(request, *rotate_secret(request.actor, row.pk, key=key, now=now))
        if deed == "end":
            end_subscription(request.actor, row.pk, key=key, now=now)
            return done(request, reverse("subscriptions"), say("Nothing is sent to “{name}” any more.", name=row.name))
    except Refused as fault:
        return _one(request, row, fault.sentence)
    raise Missing


def _one(request: Asked, row: Any, refused: Sentence | None = None) -> HttpResponse:
    (line,) = _lines(request, [row])
    facts = {"line": line, "refused": refused}
    return render(request, "oversight/subscription.html", facts, status=409 if refused else 200)
