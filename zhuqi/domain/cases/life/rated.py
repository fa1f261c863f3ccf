"""What a rating makes of a life: which reply can be rated, and what follows where the enterprise isn't satisfied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.values import Life, Reply
from zhuqi.domain.cases.rules.grading import Next, follows
from zhuqi.domain.cases.rules.words import ANSWERED, Action, End, Hand, State
from zhuqi.domain.cases.sections.rating import RatingRule

RATED_FOR = dt.timedelta(days=30)
"""How long after its end a case can still be rated."""
Stars = Mapping[str, int | None]


def told(at: Situation, reply: Reply | None) -> bool:
    """Whether a reply has come to the enterprise: where replies are checked first, only one that passed."""
    return reply is not None and (reply.stage or bool(reply.passed) or bool(reply.spared) or not at.rules.gate.on)


def rateable(at: Situation) -> Reply | None:
    """The reply that the enterprise can rate now: the latest that it knows, until 30 days after the end."""
    reply, ended = at.life.reply, at.life.ended_at
    over = ended is not None and at.now > ended + RATED_FOR
    return reply if reply is not None and not over and told(at, reply) else None


def newly_bad(rules: RatingRule, given: Stars, before: Stars) -> bool:
    """Whether a rating says that the enterprise isn't satisfied, and what it said before of the same reply didn't."""
    return rules.isnt_satisfied(given) and not rules.isnt_satisfied(before)


def step_after(life: Life) -> Action:
    """By which step a case is done again: contested, or opened again where it is over."""
    return Action.REOPEN if life.state is State.ENDED else Action.CONTEST


def follow(at: Situation, *, above: bool) -> Next:
    """What follows a rating that isn't satisfied. Nothing where the case is in hand already, can't be opened again any more,
    or ended otherwise than by an answer. ``above``: whether there is a room one level up."""
    life, rules = at.life, at.rules.rating
    if (life.state not in ANSWERED and life.end is not End.CLOSED) or refusal(step_after(life), at) is not None:
        return Next.NOTHING
    return follows(
        bad=True,
        redone=life.redone,
        most=rules.most,
        then=rules.then,
        last=rules.last,
        above=above,
        ended=life.end is not None,
    )


def led(life: Life) -> bool:
    """Whether a unit leads the case, so that it could go one level up; what is over went that far once."""
    return life.end is not None or (life.carrier is not None and life.carrier.hand is Hand.LEAD)
