"""The three doors for machines. They need no session, no log-in and no host name, and answer before any page is made."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from zhuqi.interfaces.health import checks, counting


def alive(request: HttpRequest) -> HttpResponse:
    """``/healthz``: the process answers. Nothing else is asked, not even the database."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def ready(request: HttpRequest) -> HttpResponse:
    """``/readyz``: 200 where every check holds, else 503; each check with what it found."""
    found = checks.all_of_them()
    holds = all(check["ok"] for check in found.values())
    return JsonResponse(
        {"ready": holds, "checks": found}, status=200 if holds else 503, headers={"Cache-Control": "no-store"}
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """``/metrics``: what is counted, where ZHUQI_METRICS=1 or for a program of this machine that comes without a proxy."""
    if not (settings.METRICS or _from_here(request)):
        return HttpResponseNotFound("404\n", content_type="text/plain")
    return HttpResponse(counting.printed(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _from_here(request: HttpRequest) -> bool:
    if any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
