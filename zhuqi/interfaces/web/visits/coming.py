"""Where a device delivers what was kept on it, and what makes the page of the phone one that can be installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.days import day_of
from zhuqi.domain.visits.actions.delivering import deliver
from zhuqi.domain.visits.rules.wanting import Became
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.device_mark import mark
from zhuqi.interfaces.web.forms import Field
from zhuqi.interfaces.web.keeping.who import serves
from zhuqi.interfaces.web.visits.phone import photos_of
from zhuqi.interfaces.web.visits.telling import fields_of, kinds_of, told
from zhuqi.interfaces.web.wording import phrase

MOST = 20
"""Drafts that come at once."""
ANOTHER = "another"
"""What a device is told of a draft that is another account's: it stays where it is."""
UNREADABLE = say("This draft can't be read. Please write the visit down again.")
WORKER = Path(__file__).parent.parent / "static" / "zhuqi" / "sw.js"


def sync(request: Asked) -> HttpResponse:
    """GET: whose session this is and the token for a form. POST: drafts, each answered with what became of it."""
    if request.actor.account is None:
        return JsonResponse({"why": "login"}, status=401)
    if not serves(request.actor):
        raise Missing
    if request.method != "POST":
        return JsonResponse({"account": mark(request.actor.account), "token": get_token(request)})
    drafts = _drafts(request.POST.get("drafts", ""))
    if drafts is None:
        return JsonResponse({"why": "drafts"}, status=422)
    today = day_of(request.now)
    try:
        fields = fields_of(kinds_of(request.actor, today), None)
    except Refused as fault:
        said = phrase(fault.sentence, request.now)
        return JsonResponse({"answers": [_told(draft, Became.REFUSED, said) for draft in drafts]})
    return JsonResponse({"answers": [_answer(request, draft, fields) for draft in drafts]})


def _drafts(text: str) -> list[dict[str, Any]] | None:
    """The drafts that came, if they are any."""
    try:
        came = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(came, list) or not 0 < len(came) <= MOST:
        return None
    return came if all(isinstance(one, dict) and _keyed(one.get("key")) for one in came) else None


def _keyed(key: object) -> bool:
    """Whether this is a key that a device made."""
    return (
        isinstance(key, str)
        and 16 <= len(key) <= 40
        and key.replace("-", "").replace("_", "").isascii()
        and all(sign.isalnum() or sign in "-_" for sign in key)
    )


def _answer(request: Asked, draft: dict[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """What became of one draft. Whoever's session this is, a draft of another account is nobody's here."""
    if draft.get("account") != mark(request.actor.account):
        return _told(draft, ANOTHER)
    key = draft["key"]
    typed = _typed(draft.get("fields"))
    if typed is None:
        return _told(draft, Became.REFUSED, phrase(UNREADABLE, request.now))
    try:
        photos = photos_of(request, f"photos_{key}")
        came = deliver(request.actor, told(fields, typed, photos, key=key, now=request.now), now=request.now)
    except Invalid as fault:
        said: Sentence | None = fault.sentence
        return _told(draft, Became.REFUSED, phrase(said, request.now))
    at = reverse("visit", args=[came.visit.pk]) if came.visit is not None else ""
    return _told(draft, came.became, phrase(came.said, request.now), at, came.need)


def _told(draft: dict[str, Any], became: str, said: str = "", at: str = "", need: int | None = None) -> dict[str, Any]:
    return {"key": draft["key"], "became": str(became), "said": said, "at": at, "need": need}


def _typed(fields: object) -> QueryDict | None:
    """The fields of a draft as a form would send them."""
    if not isinstance(fields, dict) or len(fields) > 60:
        return None
    typed = QueryDict(mutable=True)
    for name, value in fields.items():
        if not isinstance(value, str) or len(value) > 10_000:
            return None
        typed[name] = value
    return typed


def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser asks for to put the page on a device's first screen. The same for everybody."""
    icon = {"src": static("zhuqi/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    told = {
        "name": f"{gettext('Zhuqi')} · {gettext('Write a visit down')}",
        "short_name": gettext("Zhuqi"),
        "id": "/visits/phone",
        "start_url": reverse("visit_phone"),
        "scope": "/",
        "display": "standalone",
        "lang": "zh-CN",
        "background_color": "#fdfdfb",
        "theme_color": "#f5f4f0",
        "icons": [icon],
    }
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = "application/manifest+json"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the site where there is no signal. It is asked for anew each time, so that none grows old."""
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer
