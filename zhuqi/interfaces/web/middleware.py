"""What every request carries in, and what every answer carries out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.defaults import bad_request

from zhuqi.base.errors import Fault, Invalid, Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.core.messages import queries as messages
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web.address import PORTAL
from zhuqi.interfaces.web.device_mark import mark
from zhuqi.interfaces.web.places import Place, places

Answering = Callable[[HttpRequest], HttpResponseBase]
NOBODY = Actor()
API = "/api/"
OPEN311 = "/open311/"
PROGRAMS = (API, OPEN311)
"""Doors for programs: no cookie opens them, and no page answers there."""
POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "worker-src 'self'",
        "manifest-src 'self'",
    )
)
"""No inline script, no inline style, nothing from elsewhere."""


def chosen_language(get_response: Answering) -> Answering:
    """Answer in the language the reader chose. The outermost of ours, so it also seals every answer."""
    known = dict(settings.LANGUAGES)

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAMS):  # no cookie opens these doors
            request.COOKIES, request.session = {}, type(request.session)()
        chosen = request.COOKIES.get("lang", "")
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(language):
            return seal(get_response(request), language)

    return answer


def seal(response: HttpResponseBase, language: str) -> HttpResponseBase:
    """The headers of every answer: the content policy, its language, and that no cache keeps a page."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Content-Language", language)
    response.headers.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, ("Cookie",))
    return response


def asked(get_response: Answering) -> Answering:
    """Say who asks and when; turn a fault that an action raises into its page."""

    def answer(request: Any) -> HttpResponseBase:
        if request.path_info.startswith(PROGRAMS):  # they have doors of their own, and no page answers there
            return get_response(request)
        if not _legible(request):
            return bad_request(request, ValueError("it isn't UTF-8"))
        request.now = clock.now()
        account = request.user.pk
        request.actor = directory.actor(account, day_of(request.now)) if account else NOBODY
        return get_response(request)

    answer.process_exception = excuse  # type: ignore[attr-defined]  # where Django looks for it
    return answer


def _legible(request: HttpRequest) -> bool:
    """Whether what was sent is UTF-8 and whole; a part of it may name a coding of its own, which isn't taken."""
    if (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        return False
    try:
        _ = request.POST
    except (LookupError, ValueError, UnreadablePostError):
        return False
    return True


def excuse(request: HttpRequest, fault: Exception) -> HttpResponse | None:
    """The page of a fault: 404 for what isn't there, 422 for what can't be taken, 409 for what a rule refuses."""
    if not isinstance(fault, Fault):
        return None
    status = 404 if isinstance(fault, Missing) else 422 if isinstance(fault, Invalid) else 409
    return render(request, "fault.html", {"status": status, "said": fault.sentence}, status=status)


def page_facts(request: HttpRequest) -> dict[str, Any]:
    """What every template may use. A request that failed before it was ``asked`` is nobody's."""
    actor = getattr(request, "actor", NOBODY)
    now = getattr(request, "now", None)
    shown: tuple[Place, ...] = places(actor, request.path) if actor.account else ()
    return {
        "request": request,
        "here": PORTAL if request.path.startswith(PORTAL) else request.get_full_path(),
        "actor": actor,
        "device": mark(actor.account),
        "now": now,
        "theme": _one_of(request.COOKIES.get("theme"), ("light", "dark")),
        "type": _one_of(request.COOKIES.get("type"), ("large",)),
        "lang": translation.get_language(),
        "places": shown,
        "spare_places": tuple(place for place in shown if place.spare),
        "in_spare": any(place.spare and place.here for place in shown),
        "unread": lambda: _unread(actor),
        "area": getattr(settings, "AREA_NAME", "") or _area(actor),
        "filing_number": getattr(settings, "FILING_NUMBER", ""),
        "said_before": request.session.pop("said", "") if actor.account else "",
    }


def _unread(actor: Actor) -> str:
    """How many messages wait unread, as the navigation shows it; empty where none does. One query."""
    n = messages.unread(actor)
    return f"{messages.MOST_COUNTED}+" if n > messages.MOST_COUNTED else str(n or "")


def _area(actor: Actor) -> str:
    """The name of the area that the actor's first seat looks at. One query."""
    if not actor.seats:
        return ""
    area = directory.unit(actor.seats[0].sight).area
    return area.name if area is not None else ""


def _one_of(wanted: str | None, known: tuple[str, ...]) -> str:
    return wanted if wanted in known else ""
