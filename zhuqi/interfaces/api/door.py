"""What stands before every address of the API: the reader's language, the moment, faults as their answers, headers.

Nothing gets past it as a page, and no session is looked at.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.wall import wall
from zhuqi.core.jobs import clock
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door, place
from zhuqi.interfaces.api import faults
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import Away, Broken, TooMany, WrongMethod, fault_of
from zhuqi.interfaces.api.reading import legible
from zhuqi.interfaces.web.address import client_address

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
SPOKEN: Mapping[str, str] = {"zh": "zh-hans", "en": "en"}
NOBODY = Actor()
DAWN = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Where even the moment can't be told: no sentence that is said then has a date."""


def guarded(view: View, known: Mapping[str, frozenset[str]]) -> View:
    """A view behind the door. ``known``: {method: names of its query}."""

    @wraps(view)
    def behind(request: Asked, **named: Any) -> HttpResponse:
        language = spoken(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            answer = _answered(view, request, known.get(request.method or "", frozenset()), named)
            answer = answer if request.counted else _stranger(request) or answer
        answer.headers["Content-Language"] = language
        answer.headers["Cache-Control"] = "no-store"
        patch_vary_headers(answer, ("Accept-Language", "Authorization"))
        return answer

    behind.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie opens this door
    return behind


def spoken(asked: str) -> str:
    """The language of an answer: the first of ours that the reader asks for, else Chinese."""
    for tag, _ in parse_accept_lang_header(asked[:500]):
        found = SPOKEN.get(tag.partition("-")[0])
        if found:
            return found
    return "zh-hans"


def _answered(view: View, request: Asked, known: frozenset[str], named: Mapping[str, Any]) -> HttpResponse:
    request.now, request.actor, request.known, request.scopes, request.counted = DAWN, NOBODY, known, (), False
    try:
        request.now = clock.now()
        legible(request)
        answer = view(request, **named)
    except Exception as error:
        fault = fault_of(error)
        if isinstance(fault, Broken | Away):
            log.exception("%s %s", request.method, request.path)
        return faults.answer(fault, request.now)
    if answer.status_code == 405:
        allowed = ", ".join(sorted(answer.headers["Allow"].split(", ")))
        answer = faults.answer(WrongMethod(), request.now)
        answer.headers["Allow"] = allowed
    return answer


def _stranger(request: Asked) -> HttpResponse | None:
    """Count what comes without a good token, by where it comes from. Gives the answer of whoever comes too often."""
    try:
        wait = limits.count(Door.STRANGER, place(client_address(request)), now=wall())
    except DatabaseError:
        log.exception("a stranger couldn't be counted")
        return None
    return faults.answer(TooMany(wait), request.now) if wait else None


def nowhere(request: Asked) -> HttpResponse:
    """An address that nothing has."""
    raise Missing
