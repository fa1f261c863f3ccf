"""What is turned away before the door is reached, because it can't be read as a request: below ``/api/`` in the API's form,
elsewhere as a sentence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views import defaults

from zhuqi.interfaces.api import faults
from zhuqi.interfaces.api.door import DAWN, spoken
from zhuqi.interfaces.api.faults import HeadersTooLarge, TurnedAway
from zhuqi.interfaces.web.middleware import API
from zhuqi.interfaces.web.wording import phrase

KEPT_NOWHERE = {"Cache-Control": "no-store"}
KINDS: dict[int, type[TurnedAway]] = {400: TurnedAway, 431: HeadersTooLarge}


def turned_away(status: int, path: str, language: str) -> HttpResponse:
    """The answer to what is no request. ``language``: what the reader asks for, as it came."""
    fault = KINDS[status]()
    if not path.startswith(API):
        with translation.override(settings.LANGUAGE_CODE):
            said = f"{status} {phrase(fault.sentence, DAWN)}\n"
        return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8", headers=KEPT_NOWHERE)
    spoken_here = spoken(language)
    with translation.override(spoken_here):
        answer = faults.answer(fault, DAWN)
    for name, value in {**KEPT_NOWHERE, "Content-Language": spoken_here}.items():
        answer.headers[name] = value
    patch_vary_headers(answer, ("Accept-Language", "Authorization"))
    return answer


def bad_request(request: HttpRequest, exception: Any) -> HttpResponseBase:
    """What the framework refuses on its own, like a host name that isn't ours. Named by ``urls.handler400``."""
    if request.path_info.startswith(API):
        return turned_away(400, request.path_info, request.headers.get("Accept-Language", ""))
    return defaults.bad_request(request, exception)
