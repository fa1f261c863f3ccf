"""Coming in by the city's identity provider: away to it, and back with a code. It opens accounts that are there, and makes none."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.accounts import lockout, provider, queries
from zhuqi.core.accounts.actions import begun_once
from zhuqi.core.accounts.id_tokens import Untrusted
from zhuqi.core.accounts.provider import Going, Person, Silent
from zhuqi.core.accounts.wall import wall
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.accounts import login
from zhuqi.interfaces.web.asked import Asked, back_to

log = logging.getLogger(__name__)
GOING, NEXT, PATIENCE = "going", "going_next", 600
"""Keys of a session: the log-in that was begun, where it leads. Seconds for which it may take."""
LONGEST = 4000
"""Characters of a code that is handed on."""
UNREACHED = say("The city's log-in can't be reached at the moment. Try again soon, or log in here.")
NOT_IN = say("The city's log-in opens no account here. Log in here, or ask the system administrator of your unit.")
AGAIN = say("This log-in took too long, or wasn't begun in this browser. Please begin again.")


def begin(request: Asked) -> HttpResponseBase:
    """Away to the provider."""
    if not provider.configured():
        raise Missing
    onward = back_to(request, reverse("my_day"))
    if request.actor.account is not None:
        return HttpResponseRedirect(onward)
    try:
        address, going = provider.away(_back())
    except Silent as wrong:
        return _unreached(request, wrong)
    request.session[GOING], request.session[NEXT] = asdict(going), onward
    return HttpResponseRedirect(address)


def back(request: Asked) -> HttpResponseBase:
    """Back from the provider: in, or to the door with one sentence that says nothing of whose account there is."""
    if not provider.configured():
        raise Missing
    held, onward = request.session.pop(GOING, None), request.session.pop(NEXT, "")
    if request.actor.account is not None:
        return HttpResponseRedirect(reverse("my_day"))
    if held is None or not _fits(request, Going(**held)):
        return _refused(request, AGAIN)
    try:
        return _let_in(request, _person(request, Going(**held)), onward)
    except Silent as wrong:
        return _unreached(request, wrong)
    except Untrusted as wrong:
        log.warning("a log-in by the identity provider wasn't taken: %s", wrong)
        return _refused(request, NOT_IN)


def _fits(request: Asked, going: Going) -> bool:
    """Whether what came back is the first answer to the log-in that this session began."""
    if not constant_time_compare(request.GET.get("state", ""), going.state):
        return False
    return 0 <= wall().timestamp() - going.at <= PATIENCE and begun_once(going.state)


def _person(request: Asked, going: Going) -> Person:
    code = request.GET.get("code", "")
    if not 0 < len(code) <= LONGEST:
        raise Untrusted("there is no code")
    return provider.person(code, _back(), going, said_by=request.GET.get("iss"))


def _let_in(request: Asked, person: Person, onward: str) -> HttpResponseBase:
    if lockout.shut(request, person.name):
        return login.locked(request, HttpResponse(), {"username": person.name})
    account = queries.open_account_named(person.name)
    if account is None:
        raise Untrusted("it names no account that is open")
    if provider.stands_for_factor(person):
        return login.enter(request, account, onward, factor=True)
    return login.halfway(request, account, onward)


def _back() -> str:
    """Where the provider sends back to: from the settings, whatever a request says of itself."""
    return f"{settings.ORIGIN}{reverse('login_provider_back')}"


def _unreached(request: Asked, wrong: Silent) -> HttpResponse:
    log.warning("the identity provider can't be used: %s", wrong)
    return login.door(request, forms.blank(login.FIELDS), wrong=UNREACHED, status=503)


def _refused(request: Asked, said: Sentence) -> HttpResponse:
    return login.door(request, forms.blank(login.FIELDS), wrong=said, status=422)
