"""Cases that are handled together, beside a case and beside the forms of steps that reach all of them. Never for an enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.joining import reaches_all
from zhuqi.domain.cases.queries import joined
from zhuqi.domain.cases.queries.detail import Detail
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.interfaces.web.cases.layouts.scene import Noted, Panel
from zhuqi.interfaces.web.wording import phrase


def beside(actor: Actor, found: Detail, now: dt.datetime) -> Panel | None:
    """With which cases one is handled; None where it goes by itself. One query, none then."""
    others = joined.fellows(actor, found.case)
    if not others:
        return None
    said = say("Of other enterprises. What the room and the lead do to one is done to all that are in hand.")
    return Panel(gettext("Handled together with"), (phrase(said, now),), notes=_notes(others, now))


def reached(actor: Actor, found: Detail, action: Action, now: dt.datetime) -> Panel | None:
    """On which other cases a step is taken too; None where it is of this one alone."""
    if not reaches_all(action, found.at):
        return None
    others = [case for case in joined.fellows(actor, found.case) if case.state != State.ENDED]
    if not others:
        return None
    said = say("This is done to {n} cases at once, or to none. Each enterprise reads it as its own.", n=len(others) + 1)
    return Panel(gettext("Also for"), (phrase(said, now),), notes=_notes(others, now))


def offer(actor: Actor, cases: Sequence[Any]) -> str:
    """Where those of some cases that lie together are joined; empty where there are no two that the reader may join."""
    found = joined.lying_together(actor, cases)
    if not found:
        return ""
    first, *others = found
    ticked = urlencode({"case": [case.pk for case in others]}, doseq=True)
    return f"{reverse('act', args=[first.pk, Action.JOIN.value])}?{ticked}"


def _notes(cases: Sequence[Any], now: dt.datetime) -> tuple[Noted, ...]:
    return tuple(
        Noted(
            f"{case.number} {case.title}",
            " · ".join((case.enterprise.name, phrase(State(case.state), now))),
            reverse("case", args=[case.pk]),
        )
        for case in cases
    )
