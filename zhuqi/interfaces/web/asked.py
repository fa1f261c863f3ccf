"""A request as our views receive it: who asks, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import Actor
from zhuqi.interfaces.web import wording

P = ParamSpec("P")


class Asked(HttpRequest):
    """What ``middleware.asked`` makes of a request."""

    actor: Actor
    now: dt.datetime


class Number:
    """An id in an address: digits that every database can hold."""

    regex = "[0-9]{1,15}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int) -> str:
        return str(number)


View = Callable[Concatenate[Asked, P], HttpResponseBase]


def inside(view: View[P]) -> View[P]:
    """A view for those who have logged in; the others are shown the door, and come back after it."""

    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor.account is None:
            back = request.get_full_path() if request.method == "GET" else reverse("my_day")
            return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return guarded


def posted(view: View[P]) -> View[P]:
    """A view that changes something: it can't be opened by following a link."""

    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "POST":
            answer = render(request, "fault.html", {"status": 405}, status=405)
            answer.headers["Allow"] = "POST"
            return answer
        return view(request, *args, **kwargs)

    return guarded


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The address named by ``next``, if it is one of ours; else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


def tell(request: Asked, said: Sentence) -> None:
    """Keep a sentence for the next page this person opens."""
    request.session["said"] = wording.phrase(said, request.now)


def done(request: Asked, where: str, said: Sentence) -> HttpResponse:
    """The answer to what was done: on to ``where``, with a sentence."""
    tell(request, said)
    return HttpResponseRedirect(where)
