"""What stands beside a case for those who dispatch and lead: how many are like it, and where such cases went."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.standing import who_is
from zhuqi.domain.cases.queries.detail import Detail
from zhuqi.domain.cases.rules.words import LIVE, State, Who
from zhuqi.domain.common.queries.similar import similar
from zhuqi.interfaces.web import likeness
from zhuqi.interfaces.web.cases.layouts.scene import Noted, Panel
from zhuqi.interfaces.web.wording import phrase


def beside(
    actor: Actor, found: Detail, now: dt.datetime, *, among: Collection[int] | None = None, onward: bool = True
) -> Panel | None:
    """What is like a case that lives, for the room in charge of it; None for anybody else. ``among``: the units that may be named;
    ``onward``: with the way to the whole list. Units are named where a case is like it, or waits to be assigned."""
    if found.life.state not in LIVE or Who.DESK not in who_is(found.life, found.at.place):
        return None
    known = similar(actor, found.case.pk, among=among)
    asks = known.likes or not onward or found.life.state is State.SCREENING
    notes = [Noted(one.words, links=one.cases) for one in likeness.units(known, now)] if asks else []
    last = known.last
    if last is not None and last.answered_at is not None:
        said = say("Answered last by {unit} on {at}.", unit=last.unit, at=last.answered_at)
        notes.insert(0, Noted(last.case.title, phrase(said, now), reverse("case", args=[last.case.pk]), last.answer))
    if onward and known.likes:
        notes.append(
            Noted(gettext("Compare them, or open a common issue"), "", reverse("similar", args=[found.case.pk]))
        )
    return Panel(gettext("Like this one"), (likeness.counted(known, now),), notes=tuple(notes))
