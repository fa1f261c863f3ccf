"""What this browser has opened: a link's id, signed and kept for two hours in a cookie that only this door receives."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhuqi.domain.cases.queries.links import Door, Opened, opened
from zhuqi.interfaces.web.address import PORTAL

COOKIE, SALT = "opened", "zhuqi.portal.door"
LASTS = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Room:
    """The room of one case as a browser has it: what is open, where its forms go, how its files are addressed, and where the way
    out leads (empty: it is closed)."""

    opened: Opened
    address: str
    files: str
    back: str = ""


def by_link(found: Door) -> Room:
    """The room that a link opens."""
    return Room(found, reverse("portal"), "portal_file")


def leave_open(answer: HttpResponse, link: int, now: dt.datetime) -> None:
    """Remember in the browser that a link was opened. Strict: no other site's page can act with it."""
    answer.set_cookie(
        COOKIE,
        signing.dumps({"link": link, "until": (now + LASTS).isoformat()}, salt=SALT),
        max_age=LASTS,
        path=PORTAL,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def shut(answer: HttpResponse) -> None:
    """Forget it."""
    answer.delete_cookie(COOKIE, path=PORTAL, samesite="Strict")


def through(request: HttpRequest, now: dt.datetime) -> Door | None:
    """What the browser has open, if the link still opens it: a revoked one doesn't. One query, or none."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        link, until = int(kept["link"]), dt.datetime.fromisoformat(kept["until"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return opened(link, now) if now < until else None
