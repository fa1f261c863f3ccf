"""One's own passkeys: the list, a new one in two steps, and removing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import say, term
from zhuqi.core.accounts import passkeys, queries
from zhuqi.core.accounts.actions import add_passkey, begin_passkey, remove_passkey
from zhuqi.core.accounts.passkeys import Purpose
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import guard, proof
from zhuqi.interfaces.web.accounts.device import device
from zhuqi.interfaces.web.asked import Asked, done, inside, posted

NAME = forms.Field("name", term("What to call it"), hint=term("Where it is: my office computer, my key."), most=60)
ADDING, REMOVING = (NAME, proof.PASSWORD), (proof.PASSWORD,)


@inside
def show(request: Asked) -> HttpResponseBase:
    """The list, and the first step to a new one: its name, and that it is they."""
    if not passkeys.possible():
        raise Missing
    if request.method != "POST":
        return _page(request, forms.blank(ADDING))
    if shut := proof.locked(request):
        return shut
    try:
        typed = proof.given(request, (NAME,))
        challenge = begin_passkey(request.actor, request.actor.account or 0, **typed)
    except Invalid as fault:
        proof.count(request, fault)
        return _page(request, forms.again(ADDING, request.POST, fault.fields), status=422)
    known = [held.credential for held in queries.passkeys(challenge.account)]
    user: Any = request.user
    making = passkeys.to_make(proof.put(request, challenge), user.username, known)
    return render(request, "accounts/passkeys.html", {"making": making, "name": challenge.name})


@inside
@posted
def made(request: Asked) -> HttpResponseBase:
    """The second step: what the device made."""
    challenge = proof.take(request, Purpose.ADD)
    if challenge is None or not passkeys.possible():
        said = say("The passkey couldn't be taken. Please begin again.")
        return done(request, reverse("account_passkeys"), said)
    agent = request.META.get("HTTP_USER_AGENT", "")
    answer = request.POST.get(proof.ANSWER, "")
    held, paper = add_passkey(request.actor, challenge, answer=answer, device=device(agent), now=request.now)
    request.session[guard.FACTOR] = True
    if paper:
        return render(request, "accounts/factor.html", {"paper": paper})
    return done(request, reverse("account_passkeys"), say("“{name}” opens the door from now on.", name=held.name))


@inside
def remove(request: Asked, passkey_id: int) -> HttpResponseBase:
    """Remove one, with the password or with a passkey."""
    held = queries.passkeys(request.actor.account or 0).filter(pk=passkey_id).first()
    if held is None:
        raise Missing
    if request.method != "POST":
        return _removing(request, held, forms.blank(REMOVING))
    if shut := proof.locked(request):
        return shut
    try:
        remove_passkey(request.actor, held.pk, now=request.now, **proof.given(request, ()))
    except Invalid as fault:
        proof.count(request, fault)
        return _removing(request, held, forms.again(REMOVING, request.POST, fault.fields), status=422)
    if not queries.has_factor(request.actor.account or 0):
        request.session.pop(guard.FACTOR, None)
    where = "account_passkeys" if passkeys.possible() else "account"
    return done(request, reverse(where), say("“{name}” no longer opens the door.", name=held.name))


def _page(request: Asked, form: list[forms.Shown], status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "held": list(queries.passkeys(request.actor.account or 0)),
        "asking": proof.asking(request),
        "must": guard.must_have_factor(request.actor) and not request.session.get(guard.FACTOR),
        "left": queries.recovery_codes_left(request.actor.account or 0),
    }
    return render(request, "accounts/passkeys.html", facts, status=status)


def _removing(request: Asked, held: Any, form: list[forms.Shown], status: int = 200) -> HttpResponse:
    facts = {
        "form": form,
        "name": held.name,
        "last": queries.passkeys(held.account_id).count() == 1 and not queries.has_codes(held.account_id),
        "asking": proof.asking(request),
    }
    return render(request, "accounts/passkey.html", facts, status=status)
