"""One's own tokens: the list, a new one whose secret is shown once, and revoking one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.accounts import queries
from zhuqi.core.accounts.actions import issue_token, prove, revoke_token
from zhuqi.core.accounts.rules import LABEL, TokenScope
from zhuqi.core.days import day_of
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import proof
from zhuqi.interfaces.web.asked import Asked, done, inside

READ, ACT, ADMINISTER, HOTLINE = TokenScope.READ, TokenScope.ACT, TokenScope.ADMINISTER, TokenScope.HOTLINE
MAY = {
    "read": (say("read: lists and details"), (READ,)),
    "read_act": (say("read and act"), (READ, ACT)),
    "act": (say("act alone"), (ACT,)),
    "all": (say("read, act and administer: also what decides who may see and do what"), (READ, ACT, ADMINISTER)),
    "hotline": (say("hotline: hand in needs by Open311 and follow them, nothing else"), (HOTLINE,)),
}
"""What may be chosen: word, scopes."""
FIELDS = (
    forms.Field("name", term("What to call it"), hint=term("What uses it, and where."), most=LABEL),
    forms.Field(
        "scopes",
        term("What it may do"),
        forms.Kind.CHOICE,
        hint=term("Whatever it does is done in your name."),
        choices=tuple(forms.Choice(value, word) for value, (word, _) in MAY.items()),
    ),
    forms.Field(
        "until",
        term("First day without it"),
        forms.Kind.DAY,
        hint=term("At most a year ahead; the shorter, the better."),
    ),
)
ASKED = (*FIELDS, proof.PASSWORD)
"""A token opens doors for as long as a year, so it is asked for anew whether it is they: a screen may be left alone."""


@dataclass(frozen=True)
class Line:
    """One token as its owner reads it. ``ended``: why it opens nothing any more."""

    pk: int
    name: str
    may: tuple[TokenScope, ...]
    made_at: object
    until: object
    ended: Sentence | None


@inside
def tokens(request: Asked) -> HttpResponseBase:
    """The list, and a new one."""
    if request.method != "POST":
        return _page(request, forms.blank(ASKED))
    if shut := proof.locked(request):
        return shut
    try:
        typed = proof.given(request, FIELDS)
        prove(request.actor, **{name: typed.pop(name) for name in ("password", "passkey") if name in typed})
        typed["scopes"] = MAY[typed["scopes"]][1]
        token, secret = issue_token(
            request.actor, request.actor.account or 0, **typed, key=forms.key(request.POST), now=request.now
        )
    except Invalid as fault:
        proof.count(request, fault)
        return _page(request, forms.again(ASKED, request.POST, fault.fields), status=422)
    return render(request, "accounts/token_made.html", {"token": token, "secret": secret})


@inside
def revoke(request: Asked, token_id: int) -> HttpResponseBase:
    """Ask whether to revoke one, and revoke it."""
    token = queries.tokens(request.actor.account or 0).filter(pk=token_id).first()
    if token is None:
        raise Missing
    if request.method == "POST":
        revoke_token(request.actor, token.pk, key=forms.key(request.POST), now=request.now)
        return done(request, reverse("account_tokens"), say("“{name}” opens nothing any more.", name=token.name))
    return render(request, "accounts/token.html", {"line": _line(request, token)})


def _page(request: Asked, form: list[forms.Shown], status: int = 200) -> HttpResponse:
    lines = [_line(request, token) for token in queries.tokens(request.actor.account or 0)]
    ended = [line for line in lines if line.ended]
    facts = {
        "form": form,
        "lines": [line for line in lines if not line.ended],
        "ended": ended,
        "asking": proof.asking(request),
    }
    return render(request, "accounts/tokens.html", facts, status=status)


def _line(request: Asked, token: Any) -> Line:
    ended = None
    if token.revoked_at is not None:
        ended = say("revoked")
    elif token.until <= day_of(request.now):
        ended = say("expired")
    may = tuple(scope for scope in TokenScope if token.allows(scope))
    return Line(token.pk, token.name, may, token.made_at, token.until, ended)
