"""Sessions at every request: they end when they must, what was typed meanwhile is kept, and first things come first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from zhuqi.core.access.actor import ADMINISTRATORS, Actor
from zhuqi.core.accounts.sessions import ended, note_use
from zhuqi.core.accounts.wall import wall

Answering = Callable[[HttpRequest], HttpResponseBase]
ENDED, TYPED, RENEW, FACTOR = "ended", "typed", "renew", "factor"
"""Keys of a session: it took the place of one that ended; what was typed then; a password is due; a code was given."""
ENTRY = frozenset(
    {"login", "login_code", "login_passkey", "login_code_passkey", "login_provider", "login_provider_back"}
)
DUE = frozenset({"account", "account_factor", "account_passkeys", "account_passkey_made"})
FREE = ENTRY | DUE | {"logout", "language", "look", "complaints"}
"""Addresses that stay open to whoever has yet to choose a password or to set up a second factor."""
UNATTENDED = "/wall"
"""What looks again by itself, with nobody before it: that is no use of a session."""
LARGEST = 200_000
"""Characters of a form that are kept."""
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "old", "again", "code", "secret", "token")


def kept(get_response: Answering) -> Answering:
    """End a session that was idle or lasted too long. Stands before whoever reads who asks."""

    def answer(request: Any) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            here = wall()
            if ended(request.session, here):
                request.ended_for = int(request.session[SESSION_KEY])
                request.session.flush()
                request.session[ENDED] = True
                request.user = AnonymousUser()
            elif request.path_info != UNATTENDED:
                note_use(request.session, here)
        return get_response(request)

    answer.process_view = keep  # type: ignore[attr-defined]  # where Django looks for it, after the form's token was checked
    return answer


def keep(request: Any, view: object, args: object, kwargs: object) -> HttpResponse | None:
    """Keep what was typed into a form whose session had ended, for the same account, and lead to the door."""
    who = getattr(request, "ended_for", None)
    name = request.resolver_match.url_name or ""
    if who is None or request.method != "POST" or name in FREE or name.startswith("account"):
        return None
    fields = {
        field: values
        for field, values in request.POST.lists()
        if not any(part in field.casefold() for part in NEVER_KEPT)
    }
    if sum(len(value) for values in fields.values() for value in values) <= LARGEST:
        at = int(wall().timestamp())
        request.session[TYPED] = {"account": who, "path": request.path, "fields": fields, "at": at}
    return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': reverse('my_day')})}")


def guarded(get_response: Answering) -> Answering:
    """Let nobody on who has yet to choose their own password, or to set up the second factor their role needs."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    answer.process_view = first_things  # type: ignore[attr-defined]  # where Django looks for it
    return answer


def first_things(request: Any, view: object, args: object, kwargs: object) -> HttpResponse | None:
    """What has to be done before anything else, as a page to go to; None where nothing has."""
    if request.resolver_match.url_name in FREE or not request.user.is_authenticated:
        return None
    if request.session.get(RENEW):
        return HttpResponseRedirect(reverse("account"))
    if must_have_factor(request.actor) and not request.session.get(FACTOR):
        return HttpResponseRedirect(reverse("account_factor"))
    return None


def must_have_factor(actor: Actor) -> bool:
    """Whether the settings ask a second factor of somebody with these roles."""
    if settings.SECOND_FACTOR == "administrators":
        return actor.has(*ADMINISTRATORS)
    return bool(settings.SECOND_FACTOR == "all")
