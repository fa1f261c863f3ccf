"""What somebody is to a case: where an actor sits, which rows are its own, which requests its room rules on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Holding, Life, Request
from zhuqi.domain.cases.rules.steps import takers
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Hand, Judge, Tick, Who
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.rating import Caller


@dataclass(frozen=True)
class Place:
    """Where an actor sits, as a case sees it: units it works in, desks it runs, whether it oversees or leads an area to
    which the case has come."""

    units: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    """Units that it heads: those at which it is the lead."""
    oversees: bool = False
    staff: int | None = None
    enterprise: int | None = None
    leads: bool = False
    clock: bool = False


@dataclass(frozen=True)
class Situation:
    """A life, who looks at it, when, and under which terms."""

    life: Life
    place: Place
    now: dt.datetime
    terms: Terms
    desk_above: bool = True
    desk_below: bool = True

    @property
    def rules(self) -> CaseRules:
        """The edition the case runs under where it lies now."""
        return self.terms.editions[self.life.editions[self.life.area]]

    def rules_of(self, row: Holding) -> CaseRules:
        """The edition a row stands under."""
        return self.terms.editions[self.life.editions[self.life.area_of(row)]]

    def rows(self, action: Action) -> tuple[Holding, ...]:
        """The actor's own open rows with which the table lets it take a step now, the lead's first."""
        takes, carrier = takers(action, self.life.state), self.life.carrier
        lead = (carrier,) if carrier and carrier.hand is Hand.LEAD and Who.LEAD in takes else ()
        co = self.life.co_rows if Who.CO in takes else ()
        return tuple(row for row in (*lead, *co) if row.unit in self.place.units | self.place.desks)

    def asked(self, *kinds: Asked) -> Request | None:
        """The first open request of these kinds that the actor's room rules on."""
        return next((r for r in sent_by(self.life, self.place) if r.asked in kinds), None)


def sent_by(life: Life, place: Place) -> tuple[Request, ...]:
    """The open requests that are the actor's to rule on, in the order in which they were asked: those of units to which
    its room sent the case, those that a leader of the area grants, and those that the head of the unit grants who didn't ask."""
    return tuple(r for r in life.requests if r.open and _rules_on(life, r, place))


def _rules_on(life: Life, request: Request, place: Place) -> bool:
    if request.approver is Approver.LEADER:
        return place.leads
    if request.approver is Approver.HEAD:
        head = life.row(request.holding).unit in place.heads and place.staff not in (None, request.staff)
        return head or (request.asked is Asked.SIGNING and place.leads)
    return life.sender(life.row(request.holding)) in place.desks


def handled(life: Life, place: Place) -> bool:
    """Whether the actor sits in the unit that holds the case or gave the latest reply, or gave it itself."""
    reply, carrier = life.reply, life.carrier
    both = place.units | place.desks
    if carrier is not None and carrier.unit in both:
        return True
    return reply is not None and (reply.unit in both or (reply.staff is not None and reply.staff == place.staff))


def who_is(life: Life, place: Place) -> frozenset[Who]:
    """What somebody is to a case."""
    carrier = life.carrier
    both = place.units | place.desks
    calls = life.desk in place.desks or place.oversees
    found = life.finder_unit is not None and (life.finder_unit in both or life.finder == place.staff)
    facts = {
        Who.HOLDER: carrier is not None and carrier.hand is Hand.HOLD and carrier.unit in both,
        Who.DESK: life.desk in place.desks,
        Who.SENDER: life.desk in place.desks or bool(sent_by(life, place)),
        Who.LEAD: carrier is not None and carrier.hand is Hand.LEAD and carrier.unit in place.units,
        Who.CO: any(row.unit in both for row in life.co_rows),
        Who.FINDER: found,
        Who.SUBMITTER: submitter(life) in both,
        Who.ENTERPRISE: place.enterprise == life.enterprise,
        Who.CALLER: calls and not handled(life, place),
        Who.LEADER: place.leads and not handled(life, place),
        Who.CLOCK: place.clock,
        Who.JUDGE: judges(life, place),
        Who.FORCE: bool(life.force) and life.force[0].unit in both,
        Who.APPROVER: life.proposer is not None and place.leads,
    }
    return frozenset(who for who, true in facts.items() if true)


def judges(life: Life, place: Place) -> bool:
    """Whether the actor confirms the class of a case: as whom the edition names, and neither where it was screened nor by
    whoever handled it."""
    if life.provisional is None or handled(life, place) or life.desk in place.desks:
        return False
    clock = next((clock for clock in reversed(life.clocks) if clock.tick is Tick.CLASS), None)
    above = clock is not None and clock.unit in place.desks
    return {Judge.SUPERVISION: place.oversees, Judge.ABOVE: above, Judge.LEADER: place.leads}[life.provisional]


def calls(life: Life, place: Place) -> frozenset[Caller]:
    """As whom the actor could call the enterprise back, or check a reply, where it didn't handle the case."""
    both = place.units | place.desks
    facts = {
        Caller.DESK: life.desk in place.desks,
        Caller.SUPERVISION: place.oversees,
        Caller.FINDER: life.finder_unit is not None and (life.finder_unit in both or life.finder == place.staff),
        Caller.LEADER: place.leads,
    }
    return frozenset(caller for caller, true in facts.items() if true)


def submitter(life: Life) -> int | None:
    """The unit that submitted what now waits to be screened; None where it came another way."""
    carrier = life.carrier
    if carrier is None or carrier.opened_by is not Action.SUBMIT or carrier.source is None:
        return None
    return life.row(carrier.source).unit


def hands_out(at: Situation) -> bool:
    """Whether the actor may give the enterprise a link: the dispatch room in charge, and whoever may ask the enterprise
    and didn't handle the case. In the hands of the handler a link would let it answer for the enterprise."""
    who = who_is(at.life, at.place)
    return Who.DESK in who or bool(who & {Who.FINDER, Who.CALLER} and not handled(at.life, at.place))
