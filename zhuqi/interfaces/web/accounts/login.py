"""Coming in with a password, with a code or a passkey after it where there is a second factor, and going out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.accounts import lockout, passkeys, queries
from zhuqi.core.accounts.actions import answer_factor
from zhuqi.core.accounts.sessions import DEVICE
from zhuqi.core.accounts.wall import wall
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import guard
from zhuqi.interfaces.web.accounts.device import device
from zhuqi.interfaces.web.asked import Asked, back_to, posted

YEAR = 365 * 24 * 3600
BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF, PATIENCE = "half", 300
"""Key of a session: whoever has given the password and not yet the code; seconds for which that lasts."""
FIELDS = (
    forms.Field("username", term("Account"), most=60, complete="username"),
    forms.Field("password", term("Password"), forms.Kind.SECRET, complete="current-password"),
)
CODE = (
    forms.Field(
        "code",
        term("Code"),
        hint=term("Six digits from your telephone, or one of the codes you keep on paper."),
        most=40,
        complete="one-time-code",
    ),
)
WRONG = say("This account and this password don't go together. Check both and try again.")
WRONG_CODE = say("This code isn't right, or it was used already. Wait for the next one and type that.")


def log_in(request: Asked) -> HttpResponseBase:
    """The door. Comes back to ``next`` where that is one of our own pages."""
    onward = back_to(request, reverse("my_day"))
    if request.actor.account is not None:
        return HttpResponseRedirect(onward)
    if request.method != "POST":
        return door(request, forms.blank(FIELDS))
    try:
        typed = forms.read(FIELDS, request.POST)
    except Invalid as fault:
        return door(request, forms.again(FIELDS, request.POST, fault.fields), status=422)
    account = authenticate(request, username=typed["username"], password=typed["password"])
    if account is None:
        return door(request, forms.again(FIELDS, request.POST, {}), wrong=WRONG, status=422)
    return halfway(request, account, onward, renew=queries.must_renew(account.pk))


def halfway(request: Asked, account: Any, onward: str, *, renew: bool = False) -> HttpResponseBase:
    """Let somebody in who has come through the first door; where they have a second factor, on to the second. ``renew``: they
    must choose their own password."""
    if not queries.has_factor(account.pk):
        return enter(request, account, onward, renew=renew)
    request.session.cycle_key()  # whoever gave somebody their session before doesn't hold the half of their log-in
    request.session[HALF] = {
        "account": account.pk,
        "password": account.get_session_auth_hash(),
        "at": int(wall().timestamp()),
        "next": onward,
        "renew": renew,
    }
    codes = queries.has_codes(account.pk) or not passkeys.possible()
    return HttpResponseRedirect(reverse("login_code" if codes else "login_code_passkey"))


def give_code(request: Asked) -> HttpResponseBase:
    """The second door: a code, within five minutes of the password. A wrong one counts like a wrong password."""
    account, onward = half(request)
    if account is None:
        return HttpResponseRedirect(reverse("login"))
    if request.method != "POST":
        return _second_door(request, account, forms.blank(CODE))
    try:
        code = forms.read(CODE, request.POST)["code"]
    except Invalid as fault:
        return _second_door(request, account, forms.again(CODE, request.POST, fault.fields), status=422)
    if lockout.shut(request, account.username):
        return locked(request, HttpResponse(), {"username": account.username})
    if answer_factor(account.pk, code=code, now=request.now):
        return enter(request, account, onward, factor=True)
    lockout.count_failure(request, account.username)
    return _second_door(request, account, forms.blank(CODE), wrong=WRONG_CODE, status=422)


def half(request: Asked) -> tuple[Any, str]:
    """The account that came through the first door a moment ago, and where it leads; (None, "") where there is none."""
    held = request.session.get(HALF)
    if not held or wall().timestamp() - held["at"] > PATIENCE:
        return None, ""
    account = queries.open_account(held["account"])
    if account is None or not constant_time_compare(account.get_session_auth_hash(), held["password"]):
        return None, ""
    return account, held["next"]


def enter(request: Asked, account: Any, onward: str, *, factor: bool = False, renew: bool = False) -> HttpResponseBase:
    """Let somebody in: a session of their own, and on to where they wanted to go or to what they had typed.

    ``renew``: they came by a password that isn't their own choice. Whoever came otherwise isn't asked for one.
    """
    before = request.session.pop(HALF, None) or {}
    renew = renew or (before.get("account") == account.pk and bool(before.get("renew")))
    login(request, account, backend=BACKEND)
    request.session.pop(guard.ENDED, None)
    request.session[DEVICE] = device(request.META.get("HTTP_USER_AGENT", ""))
    if factor:
        request.session[guard.FACTOR] = True
    if renew:
        request.session[guard.RENEW] = True
    if request.session.get(guard.TYPED, {}).get("account") == account.pk:
        onward = reverse("account_typed")
    else:
        request.session.pop(guard.TYPED, None)
    answer = HttpResponseRedirect(onward)
    if "lang" not in request.COOKIES:
        remember(answer, "lang", account.language)
    return answer


def locked(request: Asked, answered: HttpResponse, credentials: Mapping[str, Any] | None) -> HttpResponse:
    """What the locked-out read in place of any other answer: 429, and when to try again. The same whether there is such
    an account or not."""
    minutes = lockout.minutes_left(request, str((credentials or {}).get("username") or ""))
    wrong = say("Too many wrong passwords or codes. Please try again in {n} minutes.", n=minutes)
    page = door(request, forms.again(FIELDS, request.POST, {}), wrong=wrong, status=429)
    page.headers["Retry-After"] = str(60 * minutes)
    return page


def door(request: Asked, form: list[forms.Shown], wrong: Sentence | None = None, status: int = 200) -> HttpResponse:
    """The door as a page, with every way in that this place has."""
    facts = {
        "form": form,
        "wrong": wrong,
        "next": back_to(request, ""),
        "ended": request.session.get(guard.ENDED),
        "typed": guard.TYPED in request.session,
        "passkeys": passkeys.possible(),
        "provider": settings.OIDC_ISSUER and (settings.OIDC_LABEL or gettext("Log in with the city's account")),
    }
    return render(request, "accounts/login.html", facts, status=status)


def _second_door(
    request: Asked, account: Any, form: list[forms.Shown], wrong: Sentence | None = None, status: int = 200
) -> HttpResponse:
    facts = {
        "form": form,
        "wrong": wrong,
        "passkeys": passkeys.possible() and queries.passkeys(account.pk).exists(),
    }
    return render(request, "accounts/login_code.html", facts, status=status)


@posted
def log_out(request: Asked) -> HttpResponseBase:
    """Leave; the session ends with it."""
    logout(request)
    return HttpResponseRedirect(reverse("login"))


def remember(answer: HttpResponseBase, name: str, value: str) -> None:
    """Keep one of the reader's own choices in their browser for a year."""
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
