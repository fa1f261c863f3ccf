"""Round every request: its number, its line in the log, its place in the counts; and the doors for machines."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bind_contextvars, clear_contextvars

from zhuqi.interfaces.health import counting, views

log = logging.getLogger("zhuqi.requests")
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request number from a proxy is taken over when it looks like this."""
DOORS = {
    "/healthz": ("health_alive", views.alive),
    "/readyz": ("health_ready", views.ready),
    "/metrics": ("health_metrics", views.metrics),
}
"""Answered here: what comes after would ask for a session, a known host name and a database."""
UNKNOWN = "-"


def watched(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """The outermost of all. A line says the route's name, never the address: that may hold a secret."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        number = numbered(request)
        clear_contextvars()
        bind_contextvars(request=number)
        try:
            name, view = DOORS.get(request.path_info, ("", get_response))
            response = view(request)
            response.headers["X-Request-ID"] = number
            note(request, response, name, time.perf_counter() - began)
            return response
        finally:
            clear_contextvars()

    return answer


def numbered(request: HttpRequest) -> str:
    """The request's number: the proxy's, where it is of a sane form, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if SANE.fullmatch(given) else secrets.token_hex(8)


def note(request: HttpRequest, response: HttpResponseBase, door: str, seconds: float) -> None:
    """Count a request, and write its line."""
    match = request.resolver_match
    route = door or (match.view_name if match else "") or UNKNOWN
    counting.count(route, request.method or "", response.status_code, seconds)
    facts: dict[str, object] = {
        "route": route,
        "method": request.method if request.method in counting.METHODS else "other",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "account": getattr(getattr(request, "actor", None), "account", None),
    }
    log.info("request", extra=facts)
