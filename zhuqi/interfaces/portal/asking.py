"""Asking for an account of an enterprise: from the room of a case that a link opened, or from the enterprise's own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.members.actions import ask
from zhuqi.domain.members.rules import NAME as LONGEST
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field

NAME = "ask_account"
FIELDS = (
    Field("name", term("Who it is for"), most=LONGEST, complete="name"),
    Field(
        "mailbox",
        term("Mailbox"),
        most=120,
        hint=term("A letter goes there once the dispatch room has called back, and a code each time you come in."),
        complete="email",
    ),
)
DONE = say("Noted. The dispatch room calls your enterprise back; then a letter goes to the mailbox.")


def possible() -> bool:
    """Whether accounts can be had here: without a mail server nothing could be sent."""
    return bool(settings.MAIL and settings.ORIGIN)


def section(request: Asked, faults: Mapping[str, Sentence] | None, *, shown: bool) -> dict[str, Any] | None:
    """The form, as it was sent where it came back with faults; nothing where there are no accounts."""
    if not shown or not possible():
        return None
    form = forms.blank(FIELDS) if faults is None else forms.again(FIELDS, request.POST, faults)
    return {"form": form, "key": forms.new_key()}


def act(request: Asked, actor: Actor) -> None:
    """Ask for it. Raises Invalid, Missing, Refused."""
    typed = forms.read(FIELDS, request.POST)
    if actor.enterprise is None:
        raise Missing
    ask(actor, actor.enterprise, **typed, key=forms.key(request.POST), now=request.now)
