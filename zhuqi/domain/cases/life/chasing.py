"""What the clock books on a life by the rules: that a rung of a ladder came, that a trigger fired."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.ladders.reminders import SENT
from zhuqi.base.lamps.rules import COLOURS
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.history import newly_raised, rules_of
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.sections.copies import RAN_OUT

MILDEST_FIRST = tuple(SENT.values())
WORD_OF = {token: word for word, token in COLOURS.items()}


def reminder(life: Life, clock: Clock, terms: Terms) -> e.Reminded | e.RanOut:
    """The next that the clock brings of a clock, as it is booked: what is due to whom, the mildest first; or that its time
    ran out, where copies go then."""
    coming = terms.coming(life, clock, clock.due)
    if coming.rung == RAN_OUT:
        return e.RanOut(clock=clock.n, rung=coming.n + 1)
    notices = coming.rung.notices if coming.rung else ()
    return e.Reminded(
        clock=clock.n,
        rung=coming.n + 1,
        sent=tuple(sorted({each.sent for each in notices}, key=MILDEST_FIRST.index)),
        to=tuple(dict.fromkeys(party for each in notices for party in each.to)),
        sheet=next((WORD_OF[each.sheet] for each in reversed(notices) if each.sheet), None),
    )


def raises(life: Life, now: dt.datetime, terms: Terms) -> tuple[e.Raised, ...]:
    """The triggers that fired by now and aren't booked yet."""
    triggers = rules_of(life, terms).raising
    return tuple(e.Raised(trigger=n, why=triggers[n - 1].sort) for n in newly_raised(life, now, terms))
