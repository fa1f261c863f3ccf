"""Challenges of passkeys as a session keeps them: one at a time, answered once. And the form part that takes a passkey where a
password is asked for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse

from zhuqi.base.errors import Invalid
from zhuqi.base.words import term
from zhuqi.core.accounts import lockout, passkeys, queries
from zhuqi.core.accounts.passkeys import Answered, Challenge, Purpose
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import login
from zhuqi.interfaces.web.asked import Asked

CHALLENGE = "challenge"
"""Key of a session: what a device was asked last."""
ANSWER = "answer"
"""What a form's hidden field is called, in which the script puts the device's answer."""
PASSWORD = forms.Field("password", term("Present password"), forms.Kind.SECRET, complete="current-password")


def put(request: Asked, challenge: Challenge) -> Challenge:
    """Keep a challenge until it is answered, in place of any before it."""
    request.session[CHALLENGE] = asdict(challenge)
    return challenge


def take(request: Asked, *purposes: Purpose) -> Challenge | None:
    """The challenge that was put for one of these, which is gone with it; None where there is none, or it is too old."""
    held = request.session.pop(CHALLENGE, None)
    challenge = Challenge(**{**held, "purpose": Purpose(held["purpose"])}) if held else None
    return challenge if challenge is not None and challenge.purpose in purposes and challenge.fresh else None


def asking(request: Asked) -> str:
    """What one's own device is asked in place of the password, as JSON; empty where one has no passkey."""
    known = [held.credential for held in queries.passkeys(request.actor.account or 0)]
    if not known or not passkeys.possible():
        return ""
    return passkeys.to_answer(put(request, passkeys.new_challenge(Purpose.PROVE, request.actor.account or 0)), known)


def given(request: Asked, fields: tuple[forms.Field, ...]) -> dict[str, Any]:
    """What was typed, and the proof that it is they: ``password``, or ``passkey`` in its place. Raises Invalid."""
    answer = request.POST.get(ANSWER, "")
    challenge = take(request, Purpose.PROVE)
    if not answer:
        return forms.read((*fields, PASSWORD), request.POST)
    return {**forms.read(fields, request.POST), "passkey": Answered(challenge or passkeys.NOWHERE, answer)}


def locked(request: Asked) -> HttpResponse | None:
    """The page that says so, where too many wrong passwords have shut the door from here."""
    user: Any = request.user
    if not lockout.shut(request, user.username):
        return None
    return login.locked(request, HttpResponse(), {"username": user.username})


def count(request: Asked, fault: Invalid) -> None:
    """Count a wrong password or passkey like one at the door; one that was left out isn't wrong."""
    if "password" in fault.fields and (request.POST.get("password") or request.POST.get(ANSWER)):
        user: Any = request.user
        lockout.count_failure(request, user.username)
