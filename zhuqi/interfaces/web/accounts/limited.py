"""The log-in pages take so many forms from one address and no more: each costs the hashing of a password. So do those whose
opening alone costs something."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from zhuqi.base.words import say
from zhuqi.core.accounts.wall import wall
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door, place
from zhuqi.interfaces.web.address import client_address

LOG_IN = "login"
"""What the names of the log-in pages begin with."""
WORKING = frozenset({"login_passkey", "login_code_passkey", "login_provider", "login_provider_back"})
"""Those that cost something when they are merely opened: a session that is kept, or a question to the identity provider."""


def held_up(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Stands innermost, where the page that is asked for is known."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    answer.process_view = too_often  # type: ignore[attr-defined]  # where Django looks for it
    return answer


def too_often(request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
    """429 and a sentence for the form that is one too many; None for whatever may pass."""
    match = request.resolver_match
    name = (match.url_name or "") if match is not None else ""
    if not (name in WORKING or (request.method == "POST" and name.startswith(LOG_IN))):
        return None
    wait = limits.count(Door.LOG_IN, place(client_address(request)), now=wall())
    if not wait:
        return None
    said = say("Too many tries to log in came from here. Please try again in {n} seconds.", n=wait)
    page = render(request, "fault.html", {"status": 429, "said": said}, status=429)
    page.headers["Retry-After"] = str(wait)
    return page
