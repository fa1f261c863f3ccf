"""The calls made to an enterprise to ask what came of the answers of its case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.standing import Situation, handled, hands_out
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.queries.sight import situation, terms_of, visible
from zhuqi.domain.voice.models import Try
from zhuqi.domain.voice.rules import Result, unreached


@dataclass(frozen=True)
class Calls:
    """The calls of a case, the latest first; ``unreached``: about its last answer nobody was reached, as often as the edition asks
    (``enough``)."""

    case: Case
    tries: tuple[Try, ...]
    unreached: bool
    enough: int


def of_case(actor: Actor, case_id: int) -> Calls:
    """The calls of a case that staff sees. Raises Missing. Six queries."""
    case = visible(actor).filter(pk=case_id).first() if actor.staff is not None else None
    if case is None:
        raise Missing
    tries = tuple(Try.objects.filter(case=case).select_related("unit", "staff").order_by("-at", "-pk"))
    last = max((row.reply for row in tries), default=0)
    life = current(case)
    enough = terms_of(life).editions[life.editions[life.area]].rating.calls
    return Calls(case, tries, unreached([Result(row.result) for row in tries if row.reply == last], enough), enough)


def calling(actor: Actor, case: Case, now: dt.datetime) -> Situation:
    """A case as somebody meets it who would call its enterprise."""
    return situation(actor, case, now=now)


def may_call(at: Situation) -> bool:
    """Whether the actor calls the enterprise about an answer: who asks it, in a unit that didn't handle the case."""
    return at.life.reply is not None and at.life.end is None and hands_out(at) and not handled(at.life, at.place)
