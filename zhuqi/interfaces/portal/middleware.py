"""What every answer of the enterprise's door carries, be it a page, a refusal of the framework or a fault."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from zhuqi.interfaces.web.address import PORTAL

HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "strict-origin",
}
"""Kept nowhere, found by no search, and no address is told onward: ``strict-origin`` sends none of the path, to nobody.
(``no-referrer`` would make browsers send ``Origin: null`` with our own forms, which the forgery check refuses.)"""


def unseen(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put the headers on every answer of the enterprise's door."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info.startswith(PORTAL):
            for name, value in HEADERS.items():
                response.headers[name] = value
        return response

    return answer
