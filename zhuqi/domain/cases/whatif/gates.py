"""Which replies a new text would have had checked: the same lot is drawn as when they were given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np

from zhuqi.base.worktime.sessions import moment
from zhuqi.domain.cases.life.drawing import lot
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.sampling import drawn
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Outcome, Tick
from zhuqi.domain.cases.sections.ending import GateRule
from zhuqi.domain.cases.whatif.arrays import TICKS, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.given import Asked, given, named, sorts
from zhuqi.domain.cases.whatif.moves import OUTCOMES, replies
from zhuqi.domain.cases.whatif.timeline import Flags, first, latest, so_far

CHECK, PROMISE = (TICKS.index(tick) + 1 for tick in (Tick.CHECK, Tick.CASE))
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, eq=False)
class Replies:
    """The answers of all cases, by case and time, as far as a gate looks at them: the case, when, the outcome (a place in
    ``OUTCOMES`` from 1), in which episode, how often the enterprise had disagreed in it, whether one before it had failed its
    check, whether it was checked, and when it was contested."""

    case: Numbers
    at: Numbers
    outcome: Numbers
    episode: Numbers
    contests: Numbers
    failed: Flags
    checked: Flags
    contested: Numbers


def answered(past: History) -> Replies:
    """The answers of all cases. One query."""
    told, count = replies(past.source, past.cases["id"]), len(past.cases["id"])
    case, at = told["case"], told["at"]
    reopened = reopenings(past)
    failed = told["passed"] == 0
    fail = first(case[failed], told["checked_at"][failed], count, np.iinfo(np.int64).max)
    return Replies(
        case=case,
        at=at,
        outcome=told["outcome"],
        episode=1 + so_far(*reopened, case, at),
        contests=contests(told["case"], told["contested_at"], reopened, case, at),
        failed=fail[case] < at,
        checked=told["checked_at"] != NEVER,
        contested=told["contested_at"],
    )


def reopenings(past: History) -> tuple[Numbers, Numbers]:
    """The case and the moment of every reopening, by case and time."""
    clocks = past.clocks
    here = np.flatnonzero((clocks["tick"] == PROMISE) & (clocks["episode"] > 1))
    here = here[np.lexsort((clocks["start"][here], clocks["case"][here]))]
    return clocks["case"][here], clocks["start"][here]


def contests(case: Numbers, at: Numbers, reopened: tuple[Numbers, Numbers], of: Numbers, by: Numbers) -> Numbers:
    """How often the enterprise had disagreed by some moments, since the case was last opened again. ``at``: NEVER where it
    didn't."""
    case, at = case[at != NEVER], at[at != NEVER]
    count = so_far(case, at, of, by)
    last = latest(*reopened, of, by)
    again = np.flatnonzero(last >= 0)
    count[again] -= so_far(case, at, of[again], reopened[1][last[again]])
    return count


def meant(past: History, said: Replies, gate: GateRule, known: Mapping[str, Sequence[str]], here: Numbers) -> Flags:
    """Which of some replies a gate has checked: those it is for, what failed once, and of the others those that are drawn."""
    case = said.case[here]
    asked = Asked(
        past, known, np.maximum(said.outcome[here], 0), ("", *OUTCOMES), case, np.zeros_like(case), said.at[here]
    )

    def share(outcome: str, traits: Traits, _: Hand | None) -> Fraction | None:
        of = Outcome(outcome) if outcome else None
        meant = gate.meant(of, traits.kind, traits.grade, traits.category)
        return gate.share_of(traits) if meant else None

    codes, shares = given(asked, sorts(gate), share)
    found = codes > 0
    for n, each in enumerate(shares, 1):
        for place in np.flatnonzero((codes == n) & ~said.failed[here]).tolist() if each < 1 else ():
            found[place] = drawn(each, *_lot(past, said, int(here[place])))
    return found


@dataclass(frozen=True)
class _Drawn:
    """What the lot looks at of a life."""

    enterprise: int
    recorded_at: dt.datetime
    episode: int
    contests: int


def _lot(past: History, said: Replies, place: int) -> tuple[object, ...]:
    """The facts by which a reply is drawn, as the life itself is."""
    case = int(said.case[place])
    facts = _Drawn(
        int(past.cases["enterprise_id"][case]),
        moment(int(past.cases["recorded_at"][case]), UTC),
        int(said.episode[place]),
        int(said.contests[place]),
    )
    return lot(cast(Life, facts), "督核")


def gated(gates: Sequence[GateRule]) -> bool:
    """Whether any gate lets some replies through and others not."""
    return any(
        gate.on and (gate.share < 1 or gate.rows or gate.outcomes or any(named([gate]).values())) for gate in gates
    )


def has_check(
    past: History, said: Replies, gate: GateRule, known: Mapping[str, Sequence[str]], clock: Numbers
) -> Flags:
    """Which of some clocks for checking a gate has too."""
    clocks = past.clocks
    reply = latest(said.case, said.at, clocks["case"][clock], clocks["start"][clock])
    found = np.full(len(clock), gate.on)
    some = np.flatnonzero(reply >= 0)
    found[some] = meant(past, said, gate, known, reply[some])
    return found
