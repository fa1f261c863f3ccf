"""One's own second factor: set up with a square code, removed with the password or a passkey."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say, term
from zhuqi.core.accounts import codes, passkeys, queries
from zhuqi.core.accounts.actions import remove_factor, set_factor
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import guard, proof
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.squares import square

NEW = "new_factor"
"""Key of a session: the secret that is being set up, sealed."""
CODE = forms.Field("code", term("Code"), hint=term("The six digits that your telephone shows now."), most=40)


@inside
def factor(request: Asked) -> HttpResponseBase:
    """Set up the second factor, or remove it."""
    has = queries.has_codes(request.user.pk or 0)
    asked = () if has else (CODE,)
    fields = (*asked, proof.PASSWORD)
    if request.method != "POST":
        return _page(request, fields, forms.blank(fields))
    if shut := proof.locked(request):
        return shut
    try:
        typed = proof.given(request, asked)
        return _remove(request, typed) if has else _set(request, typed)
    except Invalid as fault:
        proof.count(request, fault)
        return _page(request, fields, forms.again(fields, request.POST, fault.fields), status=422)


def _set(request: Asked, typed: dict[str, Any]) -> HttpResponseBase:
    account_id = request.actor.account or 0
    secret = _secret(request)
    paper = set_factor(request.actor, account_id, secret=secret, now=request.now, **typed)
    request.session.pop(NEW, None)
    request.session[guard.FACTOR] = True
    return render(request, "accounts/factor.html", {"paper": paper})


def _remove(request: Asked, typed: dict[str, Any]) -> HttpResponseBase:
    remove_factor(request.actor, request.actor.account or 0, now=request.now, **typed)
    if not queries.has_factor(request.actor.account or 0):
        request.session.pop(guard.FACTOR, None)
    return done(request, reverse("account_factor"), say("The codes of your telephone open nothing any more."))


def _page(request: Asked, fields: tuple[forms.Field, ...], form: list[forms.Shown], status: int = 200) -> HttpResponse:
    facts: dict[str, Any] = {
        "form": form,
        "left": queries.recovery_codes_left(request.user.pk or 0),
        "must": guard.must_have_factor(request.actor),
        "passkeys": passkeys.possible(),
        "asking": proof.asking(request),
    }
    if CODE in fields:
        secret = _secret(request)
        user: Any = request.user
        facts["square"] = square(codes.address(secret, user.username, gettext("Zhuqi")))
        facts["letters"] = " ".join(codes.as_typed(secret)[n : n + 4] for n in range(0, 32, 4))
    return render(request, "accounts/factor.html", facts, status=status)


def _secret(request: Asked) -> bytes:
    """The secret that is being set up: the same until it is."""
    secret = codes.opened(request.session.get(NEW, ""))
    if secret is None:
        secret = codes.new_secret()
        request.session[NEW] = codes.sealed(secret)
    return secret
