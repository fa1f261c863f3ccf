"""Coming in and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say, term
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, back_to, posted

YEAR = 365 * 24 * 3600
FIELDS = (
    forms.Field("username", term("Account"), most=60, complete="username"),
    forms.Field("password", term("Password"), forms.Kind.SECRET, complete="current-password"),
)
WRONG = say("This account and this password don't go together. Check both and try again.")


def log_in(request: Asked) -> HttpResponseBase:
    """The door. Comes back to ``next`` where that is one of our own pages."""
    onward = back_to(request, reverse("my_day"))
    if request.actor.account is not None:
        return HttpResponseRedirect(onward)
    if request.method != "POST":
        return _door(request, forms.blank(FIELDS))
    try:
        typed = forms.read(FIELDS, request.POST)
    except Invalid as fault:
        return _door(request, forms.again(FIELDS, request.POST, fault.fields), status=422)
    account = authenticate(request, username=typed["username"], password=typed["password"])
    if account is None:
        return _door(request, forms.again(FIELDS, request.POST, {}), wrong=WRONG, status=422)
    login(request, account)
    answer = HttpResponseRedirect(onward)
    if "lang" not in request.COOKIES:
        remember(answer, "lang", account.language)
    return answer


def _door(request: Asked, form: list[forms.Shown], wrong: Sentence | None = None, status: int = 200) -> HttpResponse:
    facts = {"form": form, "wrong": wrong, "next": back_to(request, "")}
    return render(request, "login.html", facts, status=status)


@posted
def log_out(request: Asked) -> HttpResponseBase:
    """Leave; the session ends with it."""
    logout(request)
    return HttpResponseRedirect(reverse("login"))


def remember(answer: HttpResponseBase, name: str, value: str) -> None:
    """Keep one of the reader's own choices in their browser for a year."""
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True)
