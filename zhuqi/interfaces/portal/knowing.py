"""The contact person of an enterprise on its page: who it is, from which unit, and whether it knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from zhuqi.base.errors import Missing
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.domain.liaison.actions import say_who_comes
from zhuqi.domain.liaison.queries.knowing import asked
from zhuqi.domain.liaison.rules import Knows
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field, Kind

NAME = "know"
ANSWER = Field(
    "know_answer",
    term("Do you know them?"),
    Kind.CHOICE,
    choices=forms.choices_of(Knows),
    hint=term("You needn't answer."),
)
LINK = Field("know_link", term("Contact person"), Kind.INTEGER, least=1)
DONE = say("Thank you. Only those who oversee the unit read it, never the official.")


def section(actor: Actor, now: dt.datetime, *, staff: bool) -> Sequence[dict[str, Any]]:
    """The officials of today, each with what the enterprise said of them and, for the enterprise itself, the form."""
    if actor.enterprise is None:
        return ()
    return [
        {
            "link": link.pk,
            "name": link.staff.name,
            "unit": link.place.name,
            "said": Knows(held.answer) if (held := getattr(link, "acquaintance", None)) else None,
            "shown": () if staff else forms.blank([ANSWER]),
            "key": forms.new_key(),
        }
        for link in asked(actor.enterprise, day_of(now))
    ]


def act(request: Asked, actor: Actor) -> None:
    """Take down what the enterprise says. Raises Invalid, Missing and Refused."""
    typed = forms.read((ANSWER, LINK), request.POST)
    if actor.enterprise is None:
        raise Missing
    key = forms.key(request.POST)
    say_who_comes(actor, typed["know_link"], answer=Knows(typed["know_answer"]), key=key, now=request.now)
