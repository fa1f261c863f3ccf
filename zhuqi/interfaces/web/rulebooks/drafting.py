"""Handing a text in: typed or uploaded, looked at as often as one likes with nothing written, then handed in to be signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import draft as hand_in
from zhuqi.core.rulebook.reading import LONGEST, Unreadable
from zhuqi.core.rulebook.rules import NOT_YOURS, may_draft
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import changing, frame
from zhuqi.interfaces.web.rulebooks.changing import written
from zhuqi.interfaces.web.rulebooks.report import Judged, judged
from zhuqi.interfaces.web.rulebooks.reporting import reported
from zhuqi.interfaces.web.wording import phrase

MOST_BYTES = 1_000_000
"""A rulebook is some pages of text; whatever is larger is another file."""
TEXT = Field(
    "text", term("Text of the rulebook"), Kind.LONG_TEXT, most=LONGEST,
    hint=term("It names the place under 地区 by its code, and under 施行 the day from which it holds."),
)  # fmt: skip


@inside
def show(request: Asked) -> HttpResponseBase:
    """The form; sent, the text is judged, and handed in where that is asked for. Everybody who hands nothing in is told there is
    no such page."""
    if not frame.hands_in(request.actor):
        raise Missing
    if request.method != "POST":
        return page(request, begun(request))
    try:
        text = _typed(request)
    except Invalid as fault:
        return page(request, request.POST.get("text", ""), error=fault.fields["text"], status=422)
    if request.POST.get("act") == "change":
        return _changed(request, text)
    found = judged(text)
    refused = _not_here(request, found)
    if refused is not None:
        return page(request, text, found, refused=refused, status=409)
    if request.POST.get("act") != "hand_in" or found.refused or found.place is None:
        return page(request, text, found, status=422 if found.refused else 200)
    return _handed_in(request, text, found)


def _changed(request: Asked, text: str) -> HttpResponseBase:
    """The text with one value changed, looked at anew; nothing is written."""
    try:
        new = written(text, request.POST, request.now)
    except Invalid as fault:
        return page(request, text, faults=fault.fields, status=422)
    except Refused as fault:
        return page(request, text, refused=fault.sentence, status=409)
    found = judged(new)
    return page(request, new, found, refused=_not_here(request, found))


def _handed_in(request: Asked, text: str, found: Judged) -> HttpResponseBase:
    place = found.place.pk, found.place.path
    try:
        draft = hand_in(request.actor, text=text, place=place, key=forms.key(request.POST), now=request.now)
    except Unreadable as fault:
        return page(request, text, judged(text), refused=fault.sentence, status=422)
    except Refused as fault:
        return page(request, text, found, refused=fault.sentence, status=409)
    where = reverse("rulebook_draft", args=[draft.pk])
    return done(request, where, say("The text is handed in. A leader of the place signs it."))


def _not_here(request: Asked, found: Judged) -> Sentence | None:
    """Why the text can't be the actor's to hand in."""
    if found.place is not None and not may_draft(request.actor, found.place.path):
        return NOT_YOURS
    return None


def begun(request: Asked) -> str:
    """The text that one begins from: an edition's, a text's handed in before, or none."""
    edition, draft = request.GET.get("from", ""), request.GET.get("draft", "")
    if edition.isdecimal() and len(edition) < 16:
        return str(frame.edition(int(edition)).text)
    if draft.isdecimal() and len(draft) < 16:
        return str(queries.draft(request.actor, int(draft)).text)
    return ""


def _typed(request: Asked) -> str:
    """The text that was sent as a file, else the one that was typed. Raises Invalid."""
    sent = request.FILES.get("file")
    if sent is None:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        if not text.strip():
            raise Invalid({"text": say("Write the text here, or choose a file.")})
        return text
    if (sent.size or 0) > MOST_BYTES:
        raise Invalid({"text": say("This file is too large for a rulebook: at most {n} MB.", n=MOST_BYTES // 10**6)})
    try:
        return bytes(sent.read()).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Invalid({"text": say("The text isn't UTF-8. Save it again as UTF-8.")}) from None


def page(
    request: Asked,
    text: str,
    found: Judged | None = None,
    *,
    error: Sentence | None = None,
    refused: Sentence | None = None,
    faults: Mapping[str, Sentence] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The form with the text, and what was found about it."""
    asked = changing.fields(text, request.now) if text else []
    shown: dict[str, Any] = {
        "change": forms.again(asked, request.POST, faults) if faults else forms.blank(asked),
        "head": Head(gettext("Hand in a text"), phrase(_lede(), request.now), frame.crumbs()),
        "text": text,
        "error": error,
        "refused": phrase(refused, request.now) if refused else "",
        "hint": gettext(TEXT.hint),
        "most": LONGEST,
        "rows": max(16, min(28, text.count("\n") + 2)),
        "key": forms.key(request.POST) or forms.new_key(),
        "ready": found is not None and not found.refused and refused is None,
        "report": reported(found, text, request.now, "") if found is not None else None,
    }
    return render(request, "rulebooks/new.html", shown, status=status)


def _lede() -> Sentence:
    return say(
        "Look at it as often as you like: nothing is written until you hand it in, and nothing holds until it is signed."
    )
