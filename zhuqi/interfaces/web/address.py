"""Where a request comes from, and below which address it may bear a secret."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

PORTAL = "/l/"
"""The enterprise's own door. What follows may be a secret: no page repeats it, no log keeps it, no other site is told it."""


def client_address(request: HttpRequest) -> str | None:
    """The address a request comes from; None where the server tells none (a socket file).

    What a request says about that itself counts only behind ``ZHUQI_PROXIES`` proxies of ours, each of which adds the
    address it was called from: so the one that many places from the right is the last that can be believed.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not settings.PROXIES or len(said) < settings.PROXIES:
        return peer
    return _address(said[-settings.PROXIES]) or peer


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return None
