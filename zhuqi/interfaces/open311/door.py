"""What stands before every address: the reader's language, the moment, the key where one is needed, limits, faults as answers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from zhuqi.base.errors import Missing
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door, place
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.door import DAWN, NOBODY, spoken
from zhuqi.interfaces.api.faults import Away, Broken, TooMany, WrongMethod, fault_of
from zhuqi.interfaces.api.reading import legible
from zhuqi.interfaces.api.tokens import LONGEST
from zhuqi.interfaces.open311 import read
from zhuqi.interfaces.open311.faults import NoKey, answer
from zhuqi.interfaces.web.address import client_address

log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
BEARER = "bearer "


def guarded(views: Mapping[str, View], *, keyed: bool) -> View:
    """The views of one address by method, behind the door. ``keyed``: they need a key."""

    def behind(request: Asked, **named: Any) -> HttpResponse:
        form = "xml" if request.path_info.endswith(".xml") else "json"
        language = spoken(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            told = _answered(views, keyed, request, form, named)
            told = told if request.counted else _stranger(request, form) or told
        told.headers["Content-Language"] = language
        told.headers["Cache-Control"] = "no-store"
        patch_vary_headers(told, ("Accept-Language", "Authorization"))
        return told

    wrapped: Any = wraps(next(iter(views.values()), behind))(behind)
    wrapped.csrf_exempt = True  # no cookie opens this door
    return wrapped


def _answered(
    views: Mapping[str, View], keyed: bool, request: Asked, form: str, named: Mapping[str, Any]
) -> HttpResponse:
    request.now, request.actor, request.scopes, request.counted = DAWN, NOBODY, (), False
    try:
        request.now = clock.now()
        legible(request)
        method = "GET" if request.method == "HEAD" else request.method or ""
        if not views:
            raise Missing
        if method not in views:
            raise WrongMethod
        if keyed:
            _let_in(request)
        return views[method](request, **named)
    except Exception as error:
        fault = fault_of(error)
        if isinstance(fault, Broken | Away):
            log.exception("%s %s", request.method, request.path_info)
        told = answer(fault, form, request.now)
        if isinstance(fault, WrongMethod):
            told.headers["Allow"] = ", ".join(sorted({*views, "HEAD"} if "GET" in views else views))
        return told


def _let_in(request: Asked) -> None:
    """Put whoever the key belongs to on the request. Raises NoKey, TooMany."""
    held = token_of(secret, request.now) if 0 < len(secret := _key(request)) <= LONGEST else None
    if held is None:
        raise NoKey
    request.counted = True
    if wait := limits.count(Door.TOKEN, str(held.account_id), now=wall()):
        raise TooMany(wait)
    if not held.allows(TokenScope.HOTLINE):
        raise NoKey
    request.actor = directory.actor(held.account_id, day_of(request.now))


def _key(request: Asked) -> str:
    """The key: of the form or the address, as the standard has it, or where other programs say who they are."""
    said = request.headers.get("Authorization", "")
    if said.lower().startswith(BEARER):
        return said[len(BEARER) :].strip()
    given = read.form(request)[0] if request.method == "POST" else read.query(request)
    return given.get("api_key", "").strip()


def _stranger(request: Asked, form: str) -> HttpResponse | None:
    """Count what comes without a good key, by where it comes from. Gives the answer of whoever comes too often."""
    try:
        wait = limits.count(Door.STRANGER, place(client_address(request)), now=wall())
    except DatabaseError:
        log.exception("a stranger couldn't be counted")
        return None
    return answer(TooMany(wait), form, request.now) if wait else None
