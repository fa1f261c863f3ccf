"""One's own account: the password, the sessions, and what was typed when a session ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say, term
from zhuqi.core.accounts import lockout, passkeys, queries
from zhuqi.core.accounts.actions import change_password, end_others, end_session
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.accounts.wall import wall
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import guard, proof
from zhuqi.interfaces.web.asked import Asked, done, inside, posted

NEW = term("At least ten characters; not the account's name, not digits alone, not a common one.")
PASSWORD = (
    forms.Field("old", term("Present password"), forms.Kind.SECRET, complete="current-password"),
    forms.Field("password", term("New password"), forms.Kind.SECRET, hint=NEW, complete="new-password"),
    forms.Field("again", term("New password once more"), forms.Kind.SECRET, complete="new-password"),
)
HOUR = 3600
CHOSEN = re.compile("[A-Za-z0-9_:.-]{0,40}")
"""Values of choices, days and keys: sent again with the rest, but nothing that somebody would want to read again."""


@inside
def account(request: Asked) -> HttpResponseBase:
    """The password, and where the rest of the account is."""
    if request.method != "POST":
        return _account(request, forms.blank(PASSWORD))
    try:
        typed = forms.read(PASSWORD, request.POST)
        if typed["password"] != typed["again"]:
            raise Invalid({"again": say("This isn't the same as above.")})
        return _change(request, typed)
    except Invalid as fault:
        return _account(request, forms.again(PASSWORD, request.POST, fault.fields), status=422)


def _change(request: Asked, typed: dict[str, Any]) -> HttpResponseBase:
    """Change the password and end the other sessions. A wrong present one counts like one at the door."""
    user: Any = request.user
    if shut := proof.locked(request):
        return shut
    try:
        changed = change_password(request.actor, user.pk, old=typed["old"], password=typed["password"], now=request.now)
    except Invalid as fault:
        if "old" in fault.fields:
            lockout.count_failure(request, user.username)
        raise
    update_session_auth_hash(request, changed)
    end_others(request.actor, request.session.session_key or "")
    request.session.pop(guard.RENEW, None)
    said = say("Your password is changed. Wherever else you were logged in, you are no longer.")
    return done(request, reverse("account"), said)


def _account(request: Asked, form: list[forms.Shown], status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "renew": request.session.get(guard.RENEW),
        "factor": queries.has_codes(request.user.pk or 0),
        "passkeys": queries.passkeys(request.user.pk or 0).count() if passkeys.possible() else None,
    }
    return render(request, "accounts/own.html", facts, status=status)


@dataclass(frozen=True)
class Line:
    """One session as its owner reads it."""

    handle: str
    device: str
    began_at: object
    last_at: object
    here: bool


@inside
def sessions(request: Asked) -> HttpResponseBase:
    """Where one is logged in, and ending that."""
    if request.method == "POST":
        handle = request.POST.get("session", "")
        if handle == "others":
            end_others(request.actor, request.session.session_key or "")
        else:
            end_session(request.actor, handle)
        return done(request, reverse("account_sessions"), say("Done: whoever was in there is out."))
    own = request.session.session_key
    lines = [
        Line(fingerprint(row.session_key), row.device, row.began_at, row.last_at, row.session_key == own)
        for row in queries.sessions(request.actor.account or 0)
    ]
    return render(request, "accounts/sessions.html", {"lines": lines, "others": len(lines) > 1, "now": wall()})


@inside
def typed(request: Asked) -> HttpResponseBase:
    """What was typed into the form whose session had ended: to be sent now, or let go."""
    held = request.session.get(guard.TYPED)
    stale = held is not None and wall().timestamp() - held["at"] > HOUR
    if held is None or stale or held["account"] != request.actor.account:
        request.session.pop(guard.TYPED, None)
        return HttpResponseRedirect(reverse("my_day"))
    fields = [(name, value) for name, values in held["fields"].items() for value in values]
    words = [value for _, value in fields if value.strip() and not CHOSEN.fullmatch(value)]
    return render(request, "accounts/typed.html", {"fields": fields, "words": words, "path": held["path"]})


@inside
@posted
def let_go(request: Asked) -> HttpResponseBase:
    """Forget what was typed."""
    request.session.pop(guard.TYPED, None)
    return HttpResponseRedirect(reverse("my_day"))
