"""The door of enterprises' accounts: a code that is mailed, the letter that opens an account, the way out.

What a browser keeps is a secret of its own, in a cookie that only /l/ receives. It is no session of the staff, and opens nothing
else.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from zhuqi.base import masking
from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.accounts.wall import wall
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door, place
from zhuqi.core.messages.rules import wrong_mailbox
from zhuqi.domain.members import actions
from zhuqi.domain.members.queries import inside as members
from zhuqi.domain.members.rules import CODE_FOR, written
from zhuqi.interfaces.portal import asking
from zhuqi.interfaces.portal.views import STAFF, at_the_door, nothing
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.address import PORTAL, client_address
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field

COOKIE = "ours"
MAILBOX = (Field("mailbox", term("Mailbox"), most=120, complete="email"),)
CODE = (Field("code", term("Code"), most=40, complete="one-time-code"),)
WRONG = say("This code isn't right, is too old, or was used already. Ask for another.")
SENT = say(
    "If this mailbox has an account, a code is on its way to it. It takes a minute or two, and is good for {n} minutes.",
    n=CODE_FOR.seconds // 60,
)
OFTEN = say("Too much came from here. Please try again in {n} seconds.")


def through(request: HttpRequest) -> members.Inside | None:
    """Who is in by this browser; nobody where a member of staff is logged in in it too. One query, or none."""
    return members.through(request.COOKIES.get(COOKIE, ""), wall=wall())


def let_in(secret: str) -> HttpResponse:
    """On to the enterprise's page, with the secret in the browser."""
    answer = HttpResponseRedirect(reverse("our"))
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=settings.SESSION_COOKIE_AGE,
        path=PORTAL,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


def out(request: Asked) -> HttpResponse:
    """Go out; what the browser had opens nothing any more."""
    found = through(request)
    if found is not None:
        actions.leave(found)
    answer = HttpResponseRedirect(reverse("member_in"))
    answer.delete_cookie(COOKIE, path=PORTAL, samesite="Strict")
    return answer


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_code(request: Asked) -> HttpResponseBase:
    """The door: one's mailbox, to which a code goes. The answer is the same whether or not it has an account."""
    if request.actor.account is not None:
        return _door(request, refused=STAFF, shut=True, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("our")) if through(request) is not None else _door(request)
    wait = _wait(request)
    if wait:
        return _later(request, wait)
    try:
        mailbox = written(forms.read(MAILBOX, request.POST)["mailbox"])
        wrong = wrong_mailbox(mailbox)
        if wrong is not None:
            raise Invalid({"mailbox": wrong})
    except Invalid as fault:
        return _door(request, faults=fault.fields, status=422)
    wait = limits.count(Door.MEMBER_CODE, mailbox, now=wall())
    if wait:
        return _later(request, wait)
    actions.send_code(mailbox, language=get_language() or settings.LANGUAGE_CODE, now=request.now)
    return _code(request, mailbox, told=SENT)


@at_the_door
@require_http_methods(["POST"])
def give_code(request: Asked) -> HttpResponseBase:
    """The code that came by mail. It is good for once."""
    if request.actor.account is not None:
        return _door(request, refused=STAFF, shut=True, status=403)
    wait = _wait(request)
    if wait:
        return _later(request, wait)
    mailbox = written(request.POST.get("mailbox", ""))[:120]
    try:
        code = forms.read(CODE, request.POST)["code"]
    except Invalid as fault:
        return _code(request, mailbox, faults=fault.fields, status=422)
    secret = actions.give_code(mailbox, code) if wrong_mailbox(mailbox) is None else ""
    return let_in(secret) if secret else _code(request, mailbox, refused=WRONG, status=422)


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Asked, secret: str) -> HttpResponseBase:
    """The link of a letter: for which enterprise it is, and the button that opens the account. A GET changes nothing."""
    found = members.behind(secret, request.now)
    if found is None:
        return nothing(request)
    firm = masking.firm((found.enterprise.merged_into or found.enterprise).name)
    facts: dict[str, object] = {"enterprise": firm, "refused": None, "shut": False}
    if request.actor.account is not None:
        facts |= {"refused": STAFF, "shut": True}
        return render(request, "portal_letter.html", facts, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return render(request, "portal_letter.html", facts)
    try:
        opened = actions.open_member(request.actor, found.pk, secret=secret, now=request.now)
    except Refused as fault:
        return render(request, "portal_letter.html", facts | {"refused": fault.sentence}, status=409)
    return let_in(actions.begin(opened))


def _wait(request: Asked) -> int:
    return limits.count(Door.MEMBER, place(client_address(request)), now=wall())


def _later(request: Asked, wait: int) -> HttpResponse:
    answer = _door(request, refused=Sentence(OFTEN.text, {"n": wait}), status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _door(
    request: Asked,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    shut: bool = False,
    status: int = 200,
) -> HttpResponse:
    form = forms.blank(MAILBOX) if faults is None else forms.again(MAILBOX, request.POST, faults)
    facts = {"form": form, "refused": refused, "shut": shut or not asking.possible(), "none": not asking.possible()}
    return render(request, "portal_in.html", facts, status=status)


def _code(
    request: Asked,
    mailbox: str,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    told: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    form = forms.blank(CODE) if faults is None else forms.again(CODE, request.POST, faults)
    facts = {"form": form, "refused": refused, "told": told, "mailbox": mailbox}
    return render(request, "portal_code.html", facts, status=status)
