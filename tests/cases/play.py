"""A case played without a database: a life, the terms it runs under, and the events that move it. All units are numbers.

district: the finder's group 1, desk 2, units 3, 4, 5, 6; area 20, edition 1
city:     desk 12, unit 13; area 21, edition 2
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence
from zhuqi.base.worktime.calendar import SHANGHAI, WorkCalendar, build
from zhuqi.base.worktime.spans import DayEnd, Span, Unit
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.dispatching import losses
from zhuqi.domain.cases.life.fold import apply
from zhuqi.domain.cases.life.guards import open_actions, refusal
from zhuqi.domain.cases.life.standing import Place, Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life
from zhuqi.domain.cases.rules.words import (
    CARRIES,
    Action,
    Channel,
    Confirmation,
    Hand,
    Outcome,
    State,
    Tick,
    Who,
)
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.ending import GateRule

GROUP, DESK, LEAD, PART, ASSIST, OTHER = 1, 2, 3, 4, 5, 6
CITY_DESK, CITY_LEAD = 12, 13
AREA, CITY = 20, 21
EVERYWHERE = frozenset({AREA, CITY})
"""Where somebody leads or oversees who does so wherever the case lies."""
ENTERPRISE, OFFICIAL = 99, 501
PLAIN = CaseRules.standard()
SPECIAL = {dt.date(2019, 5, day): False for day in (1, 2, 3)} | {
    dt.date(2019, 4, 5): False,
    dt.date(2019, 5, 5): True,
    dt.date(2019, 6, 7): False,
}
"""5 April, 1 to 3 May and 7 June 2019 are off, Sunday 5 May is worked."""
MICROSECOND = dt.timedelta(microseconds=1)


def days(n: int) -> Span:
    """So many working days."""
    return Span(n, Unit.WORKING_DAY)


def calendar(*years: int) -> WorkCalendar:
    """A calendar of published years; 2019 as it was."""
    return build(years, SPECIAL)


ONLY_2019 = calendar(2019)


def at(when: str) -> dt.datetime:
    """A moment of 2019 in the place's zone: ``05-13 10:00``, or with its year before it."""
    year = "" if len(when) > 15 else "2019-"
    return dt.datetime.fromisoformat(year + when).replace(tzinfo=SHANGHAI)


def day(when: str) -> dt.date:
    """A day of 2019: ``05-13``."""
    return dt.date.fromisoformat(f"2019-{when}")


def written(moment: dt.datetime | None) -> str | None:
    """A moment as ``at`` takes it, without its year."""
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" if moment else None


@dataclass
class Play:
    """One case on its way. Each method is one event; without ``when`` it happens at the moment of the last one."""

    rules: CaseRules = PLAIN
    city: CaseRules = PLAIN
    known: WorkCalendar = ONLY_2019
    now: dt.datetime = field(default_factory=lambda: at("05-13 10:00"))
    _life: Life | None = None

    @property
    def life(self) -> Life:
        """The life as it now is."""
        assert self._life is not None
        return self._life

    @property
    def terms(self) -> Terms:
        """The terms where the case lies now."""
        current = self._life.editions[self._life.area] if self._life else 1
        return Terms({1: self.rules, 2: self.city}, {1: self.known, 2: self.known}, current)

    def do(self, event: Event, when: str = "") -> Self:
        """An event happens."""
        self.now = at(when) if when else self.now
        self._life = apply(self._life, event, self.now, self.terms)
        return self

    def record(self, when: str = "05-13 10:00", **facts: Any) -> Self:
        """Found by the official's group, unless ``facts`` say otherwise."""
        facts = {"unit": GROUP, "desk": DESK, "area": AREA, "edition": 1, "at_desk": False, "finder": OFFICIAL, **facts}
        facts = {"found_on": at(when).date(), "told_at": at(when), "channel": Channel.VISIT, "kind": "other", **facts}
        return self.do(e.Recorded(enterprise=ENTERPRISE, **facts), when)

    def submit(self, when: str = "05-13 16:00") -> Self:
        return self.do(e.Submitted(), when)

    def settle(self, when: str = "05-13 11:00") -> Self:
        return self.do(e.Settled(staff=None, outcome=Outcome.SOLVED), when)

    def screen(self, when: str = "05-14 09:10", grade: str = "B") -> Self:
        return self.do(e.Screened(kind="other", grade=grade), when)

    def assign(self, when: str = "05-14 09:20", lead: int = LEAD, parts: Any = (), assists: Any = ()) -> Self:
        return self.do(e.Assigned(lead=lead, parts=tuple(parts), assists=tuple(assists)), when)

    def accept(self, when: str = "05-14 14:00", unit: int = LEAD) -> Self:
        return self.do(e.Accepted(holding=self.row(unit).n), when)

    def hand_back(self, when: str, unit: int = LEAD) -> Self:
        return self.do(e.HandedBack(holding=self.row(unit).n), when)

    def rule(self, when: str, upheld: bool) -> Self:
        lost = losses(self.life, at(when), self.terms) if upheld else ()
        return self.do(e.Ruled(request=self.request, upheld=upheld, lost=lost), when)

    def recall(self, when: str) -> Self:
        return self.do(e.Recalled(), when)

    def take_back(self, when: str) -> Self:
        return self.do(e.TakenBack(request=self.request), when)

    def ask_extension(self, when: str, n: int = 3, unit: int = LEAD, granted: bool = False) -> Self:
        return self.do(e.ExtensionAsked(holding=self.row(unit).n, amount=days(n), granted=granted), when)

    def extend(self, when: str) -> Self:
        return self.do(e.Extended(request=self.request), when)

    def ask_suspension(self, when: str, until: str) -> Self:
        return self.do(e.SuspensionAsked(holding=self.row(LEAD).n, until=day(until)), when)

    def suspend(self, when: str) -> Self:
        return self.do(e.Suspended(request=self.request), when)

    def resume(self, when: str) -> Self:
        return self.do(e.Resumed(lost=losses(self.life, at(when), self.terms)), when)

    def ask_escalation(self, when: str) -> Self:
        return self.do(e.EscalationAsked(holding=self.row(LEAD).n), when)

    def escalate(self, when: str, assists: Any = ()) -> Self:
        return self.do(e.Escalated(desk=CITY_DESK, area=CITY, edition=2, assists=tuple(assists)), when)

    def contribute(self, when: str, unit: int = PART) -> Self:
        return self.do(e.Contributed(holding=self.row(unit).n), when)

    def reply(self, when: str, outcome: Outcome = Outcome.SOLVED, **facts: Any) -> Self:
        return self.do(e.Replied(staff=None, outcome=outcome, told_on=at(when).date(), **facts), when)

    def plan(self, when: str, next_on: str) -> Self:
        return self.reply(when, Outcome.PLANNED, next_on=day(next_on))

    def check(self, when: str, passed: bool) -> Self:
        return self.do(e.Checked(passed=passed), when)

    def ask(self, when: str, arrived: str | None = "same day") -> Self:
        arrived_on = at(when).date() if arrived == "same day" else day(arrived) if arrived else None
        return self.do(e.Put(channel=Channel.PHONE, arrived_on=arrived_on), when)

    def contest(self, when: str, up: bool = False) -> Self:
        above = (CITY_DESK, CITY, 2) if up else None
        return self.do(e.Contested(channel=Channel.PORTAL, up=above), when)

    def confirm(self, when: str, how: Confirmation = Confirmation.ENTERPRISE) -> Self:
        return self.do(e.Confirmed(confirmation=how, channel=Channel.PORTAL), when)

    def end(self, when: str, how: Confirmation = Confirmation.UNCONFIRMED) -> Self:
        return self.do(e.EndedUnconfirmed(confirmation=how), when)

    def withdraw(self, when: str) -> Self:
        return self.do(e.Withdrawn(channel=Channel.PORTAL), when)

    def reopen(self, when: str) -> Self:
        return self.do(e.Reopened(desk=DESK, area=AREA, edition=1, channel=Channel.PORTAL), when)

    @property
    def request(self) -> int:
        """The number of the open request."""
        request = self.life.request()
        assert request is not None
        return request.n

    def row(self, unit: int) -> Holding:
        """A unit's latest row."""
        return [row for row in self.life.holdings if row.unit == unit][-1]

    def clock(self, tick: Tick, unit: int | None = None) -> Clock:
        """The latest clock of a kind (of a unit)."""
        return [c for c in self.life.clocks if c.tick is tick and unit in (None, c.unit)][-1]

    def due(self, tick: Tick, unit: int | None = None) -> str | None:
        """When that clock is due."""
        return written(self.clock(tick, unit).due)

    def seen(self, place: Place, when: str | dt.datetime = "", **situation: bool) -> Situation:
        """The case as somebody meets it."""
        now = at(when) if isinstance(when, str) and when else when or self.now
        assert isinstance(now, dt.datetime)
        return Situation(self.life, place, now, self.terms, **situation)

    def refused(self, action: Action, place: Place, when: str | dt.datetime = "", **situation: bool) -> str:
        """Why somebody can't take an action; empty where they can."""
        sentence: Sentence | None = refusal(action, self.seen(place, when, **situation))
        return str(sentence) if sentence else ""

    def open(self, place: Place, when: str | dt.datetime = "") -> set[Action]:
        """What somebody can do."""
        return set(open_actions(self.seen(place, when)))

    def edges(self) -> list[str]:
        """The movements: ``2:open → 3:open``."""
        return [f"{_account(edge.source)} → {_account(edge.target)}" for edge in self.life.edges]


def _account(account: Any) -> str:
    return f"{account.unit}:{account.name}" if account.unit else str(account.name)


def found(**world: Any) -> Play:
    """Found by the official's group on Monday 13 May, 10:00."""
    return Play(**world).record()


def screening(**world: Any) -> Play:
    return found(**world).submit()


def screened(**world: Any) -> Play:
    return screening(**world).screen()


def assigned(parts: Any = (), assists: Any = (), **world: Any) -> Play:
    return screened(**world).assign(parts=parts, assists=assists)


def handling(parts: Any = (), assists: Any = (), **world: Any) -> Play:
    """Signed for by the lead on Tuesday 14 May, 14:00; its answer is due on Tuesday 28 May."""
    return assigned(parts, assists, **world).accept()


def planned(**world: Any) -> Play:
    return handling(**world).plan("05-20 10:00", next_on="06-03")


def suspended(**world: Any) -> Play:
    return handling(**world).ask_suspension("05-16 09:00", until="05-24").suspend("05-16 10:00")


def replied(**world: Any) -> Play:
    return handling(**world).reply("05-20 10:00")


def checked(**world: Any) -> Play:
    world = {"rules": GATED, **world}
    return handling(**world).reply("05-20 10:00").check("05-21 10:00", passed=True)


def ended(**world: Any) -> Play:
    return replied(**world).ask("05-20 14:00").confirm("05-22 10:00")


def spans(hands: dict[Hand, Span] | None = None, **own: Span) -> CaseRules:
    """The standard with other spans for some clocks, and for ``HANDLE`` of some hands."""
    rules = [ClockRule(Tick[name], span) for name, span in own.items()]
    rules += [ClockRule(Tick.HANDLE, span, hands=frozenset({hand})) for hand, span in (hands or {}).items()]
    return replace(PLAIN, clocks=(*rules, *PLAIN.clocks))


def carriers(case: Play) -> list[int]:
    """The units that carry the balance of a case."""
    return [row.unit for row in case.life.holdings if row.hand in CARRIES and row.ended_at is None]


GATED = replace(PLAIN, gate=GateRule(on=True))
REACH: Mapping[State, Callable[..., Play]] = {
    State.FOUND: found,
    State.SCREENING: screening,
    State.ASSIGNED: assigned,
    State.HANDLING: handling,
    State.PLANNED: planned,
    State.SUSPENDED: suspended,
    State.REPLIED: replied,
    State.CHECKED: checked,
    State.ENDED: ended,
}
"""A way to each state."""
IN_GROUP = Place(units=frozenset({GROUP}), staff=OFFICIAL)
AT_DESK = Place(desks=frozenset({DESK}), staff=502)
AT_CITY_DESK = Place(desks=frozenset({CITY_DESK}), staff=512)
IN_LEAD = Place(units=frozenset({LEAD}), staff=503)
IN_PART = Place(units=frozenset({PART}), staff=504)
IN_ASSIST = Place(units=frozenset({ASSIST}), staff=505)
OVERSEER = Place(units=frozenset({OTHER}), oversees=EVERYWHERE, staff=506)
THE_ENTERPRISE = Place(enterprise=ENTERPRISE)
THE_CLOCK = Place(clock=True)
STRANGER = Place(units=frozenset({77}), desks=frozenset({78}), staff=577)
SEATS: Mapping[Who, Place] = {
    Who.HOLDER: IN_GROUP,
    Who.DESK: AT_DESK,
    Who.LEAD: IN_LEAD,
    Who.CO: IN_PART,
    Who.FINDER: Place(staff=OFFICIAL),
    Who.ENTERPRISE: THE_ENTERPRISE,
    Who.CALLER: OVERSEER,
    Who.CLOCK: THE_CLOCK,
}
"""Somebody for each thing that one can be to a case."""
MIDNIGHT = DayEnd.MIDNIGHT
