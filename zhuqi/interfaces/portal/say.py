"""The page on which an enterprise says what it needs, without an account. Nothing here asks the register.

The form carries a signed paper instead of a cookie: it counts how often one form is sent, and gives the receipt its secret, so
that a form that comes twice has one receipt.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.accounts.wall import wall
from zhuqi.core.files.rules import Upload
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door, place
from zhuqi.domain.voice.actions import tell
from zhuqi.domain.voice.queries.outside import desks
from zhuqi.domain.voice.rules import LINE, NAME, TEXT
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.address import client_address
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.cases.files import ACCEPT
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.uploads import uploads

SALT, LASTS = "zhuqi.say", 24 * 60 * 60
PAPER, TRAP = "paper", "website"
"""The hidden field of the signed paper, and the one that nobody sees and that stays empty."""
FIELDS = (
    Field("firm", term("Enterprise"), most=NAME, hint=term("Its name as it is registered."), complete="organization"),
    Field("uscc", term("Credit code"), required=False, most=40),
    Field(
        "body",
        term("What you need"),
        Kind.LONG_TEXT,
        most=TEXT,
        hint=term("What it is about, where, since when, and what you have tried already."),
    ),
    Field("name", term("Your name"), most=LINE, complete="name"),
    Field(
        "phone",
        term("Telephone"),
        most=30,
        hint=term("Only the dispatch room sees it, and it calls you about this need only."),
        complete="tel",
    ),
)
STAFF = say("You are logged in as staff. What an enterprise told you is written down under “Record”.")
OLD = say("This page was open for too long. What you typed is still here: please send it again.")
TRAPPED = say(
    "A field that stays empty was filled in, perhaps by your browser. It is empty again: please send it again."
)


LADEN = say(
    "Very many files are coming in at the moment, so none are taken. Send it without files: you will be asked for them."
)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Asked) -> HttpResponseBase:
    """The form; sent, it leads to the receipt."""
    if request.actor.account is not None:
        return _page(request, refused=STAFF, shut=True, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _page(request)
    paper = _read(request.POST.get(PAPER, ""))
    wait = _wait(request, paper)
    if wait:
        said = say("Too much came from here. Please try again in {n} seconds; what you typed is still here.", n=wait)
        return _later(_page(request, refused=said, status=429), wait)
    if not paper or request.POST.get(TRAP):
        return _page(request, refused=TRAPPED if paper else OLD, status=422)
    wait = limits.count(Door.VOICE_FILES, "", now=wall()) if request.FILES else 0
    if wait:
        return _later(_page(request, faults={"files": LADEN}, status=429), wait)
    return _told(request, paper)


def _later(answer: HttpResponse, wait: int) -> HttpResponse:
    answer.headers["Retry-After"] = str(wait)
    return answer


def _told(request: Asked, paper: str) -> HttpResponse:
    try:
        typed = forms.read(_fields(), request.POST)
        sent = uploads(request)
        key = _digest(paper, typed, sent)
        secret = _secret(key)
        desk = int(typed.pop("desk", 0)) or _only()
        tell(request.actor, desk_id=desk, **typed, uploads=sent, secret=secret, key=key[:40], now=request.now)
    except Invalid as fault:
        return _page(request, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, refused=fault.sentence, status=409)
    return HttpResponseRedirect(f"{reverse('need', args=[secret])}?new=1")


def _wait(request: Asked, paper: str) -> int:
    """Seconds to wait, 0 for whoever may pass: by address, and by form."""
    by_place = limits.count(Door.VOICE, place(client_address(request)), now=wall())
    return by_place or (limits.count(Door.VOICE_FORM, paper, now=wall()) if paper else 0)


def _digest(paper: str, typed: Mapping[str, Any], sent: list[Upload]) -> str:
    """What makes one sending one: the same form with the same words and files. What is written anew on an old page is
    another need."""
    parts = [paper, repr(sorted(typed.items())), *(hashlib.sha256(one.content).hexdigest() for one in sent)]
    return hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _secret(key: str) -> str:
    """The secret of the receipt: only we can make it, and for one sending always the same."""
    made = salted_hmac(SALT, key, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return urlsafe_b64encode(made).decode().rstrip("=")


def _new() -> str:
    return signing.dumps(secrets.token_urlsafe(12), salt=SALT)


def _read(written: str) -> str:
    """What a paper of ours says; empty for any other, and for one that is too old."""
    try:
        return str(signing.loads(written, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return ""


def _fields() -> tuple[Field, ...]:
    """The fields; where there is a choice of areas, it comes first."""
    found = desks()
    if len(found) == 1:
        return FIELDS
    choices = tuple(Choice(str(one.pk), _area(one)) for one in found)
    hint = term("Where what you need is to be done. If you aren't sure, take the larger one: it is passed on.")
    return (Field("desk", term("Which area"), Kind.CHOICE, choices=choices, hint=hint), *FIELDS)


def _only() -> int:
    """The one dispatch room, where there is no choice."""
    return next((one.pk for one in desks()), 0)


def _area(desk: Any) -> str:
    above = desk.area.parent
    return f"{above.name} · {desk.area.name}" if above is not None and above.parent_id is not None else desk.area.name


def _page(
    request: Asked,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    shut: bool = False,
    status: int = 200,
) -> HttpResponse:
    fields, faults = _fields(), faults or {}
    posted = request.method == "POST"
    paper = request.POST.get(PAPER, "") if posted else ""
    shown = {
        "form": forms.again(fields, request.POST, faults) if posted else forms.blank(fields),
        "files": faults.get("files"),
        "refused": refused or forms.unplaced((*fields, Field("files", "")), faults),
        "shut": shut,
        "accept": ACCEPT,
        "paper": paper if _read(paper) else _new(),
    }
    return render(request, "portal_say.html", shown, status=status)
