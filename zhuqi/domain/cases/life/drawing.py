"""What the rules make of one life: whether its reply is checked, whether it is called back, whether silence still ends it, what
it counts as."""

from __future__ import annotations

import datetime as dt

from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.sampling import drawn
from zhuqi.domain.cases.rules.tally import Tally, tally
from zhuqi.domain.cases.sections import CaseRules


def lot(life: Life, what: str) -> tuple[object, ...]:
    """The facts by which a life is drawn for something. Whoever handles the case chooses none of them; each round that the
    enterprise asks for is drawn anew."""
    return what, life.enterprise, life.recorded_at.astimezone(dt.UTC).isoformat(), life.episode, life.contests


def to_check(life: Life, rules: CaseRules) -> bool:
    """Whether the latest reply is checked before the enterprise is asked. What failed once is checked whatever the lot says."""
    reply, gate = life.reply, rules.gate
    if reply is None or not gate.meant(reply.outcome, life.kind, life.grade or "", life.category or ""):
        return False
    return any(before.passed is False for before in life.replies) or drawn(
        gate.share_of(life.traits), *lot(life, "督核")
    )


def to_call(life: Life, rules: CaseRules) -> bool:
    """Whether only the enterprise itself, or a callback, ends the case."""
    return drawn(rules.rating.callback, *lot(life, "回访"))


def barred(life: Life, rules: CaseRules) -> bool:
    """Whether silence no longer ends the case: it was contested, or done again, too often."""
    spent = bool(rules.rating.dissatisfied) and life.redone >= rules.rating.most
    return spent or life.contests >= rules.dispute.bars_silence


def asks_again(life: Life, rules: CaseRules) -> bool:
    """Whether the enterprise is asked once more before silence ends the case: fewer askings of its latest reply arrived than
    the rules want."""
    reply = life.reply
    here = [each for each in life.askings if reply is not None and each.reply == reply.n]
    arrived = sum(each.void_at is None and each.arrived_on is not None for each in here)
    return bool(arrived) and arrived <= rules.asked_again.times


def counted(life: Life, rules: CaseRules) -> Tally | None:
    """Under which name the case stands apart in the books, if it is struck off now."""
    return tally(
        life.outcome, life.category, counted=rules.gate.counted_of(life.traits), uncounted=rules.intake.uncounted
    )
