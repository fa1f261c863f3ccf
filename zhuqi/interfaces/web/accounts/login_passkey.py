"""Coming in with a passkey: without a password, or after it in place of a code."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.accounts import lockout, passkeys, queries
from zhuqi.core.accounts.actions import answer_passkey
from zhuqi.core.accounts.passkeys import Purpose
from zhuqi.interfaces.web.accounts import login, proof
from zhuqi.interfaces.web.asked import Asked, back_to

WRONG = say("This passkey doesn't open the door. Try again, or go another way.")


def first(request: Asked) -> HttpResponseBase:
    """In place of name and password: whichever passkey the device has for us."""
    if not passkeys.possible():
        raise Missing
    onward = back_to(request, reverse("my_day"))
    if request.actor.account is not None:
        return HttpResponseRedirect(onward)
    if request.method != "POST":
        return _door(request, Purpose.COME_IN)
    account = _answered(request, Purpose.COME_IN)
    if isinstance(account, HttpResponse):
        return account
    return login.enter(request, account, onward, factor=True)


def second(request: Asked) -> HttpResponseBase:
    """After the password: a passkey of the same account."""
    account, onward = login.half(request)
    if account is None or not passkeys.possible():
        return HttpResponseRedirect(reverse("login"))
    if request.method != "POST":
        return _door(request, Purpose.SECOND, account.pk)
    answered = _answered(request, Purpose.SECOND, account.pk)
    if isinstance(answered, HttpResponse):
        return answered
    return login.enter(request, answered, onward, factor=True)


def _answered(request: Asked, purpose: Purpose, account_id: int = 0) -> Any:
    """The account that the answer opens, or the page that says why it opens none. A wrong one counts like a wrong password."""
    challenge, answer = proof.take(request, purpose), request.POST.get(proof.ANSWER, "")
    owner = queries.open_account(account_id) if account_id else queries.whose_passkey(passkeys.credential_of(answer))
    if owner is not None and lockout.shut(request, owner.username):
        return login.locked(request, HttpResponse(), {"username": owner.username})
    if challenge is not None and challenge.account == account_id:
        account = answer_passkey(challenge, answer=answer, now=request.now)
        if account is not None:
            return account
    if owner is not None and answer:
        lockout.count_failure(request, owner.username)
    return _door(request, purpose, account_id, wrong=WRONG, status=422)


def _door(
    request: Asked, purpose: Purpose, account_id: int = 0, *, wrong: Sentence | None = None, status: int = 200
) -> HttpResponse:
    known = [held.credential for held in queries.passkeys(account_id)] if account_id else []
    challenge = proof.put(request, passkeys.new_challenge(purpose, account_id))
    facts = {
        "asking": passkeys.to_answer(challenge, known),
        "wrong": wrong,
        "next": back_to(request, ""),
        "second": purpose is Purpose.SECOND,
    }
    return render(request, "accounts/login_passkey.html", facts, status=status)
