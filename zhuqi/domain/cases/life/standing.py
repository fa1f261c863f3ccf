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
    """Where an actor sits, as a case sees it: units it works in, desks it runs, and which of the areas to which the case has
    come it oversees or leads."""

    units: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    heads: frozenset[int] = frozenset()
    """Units that it heads: those at which it is the lead."""
    oversees: frozenset[int] = frozenset()
    """Areas: it acts on a case only while it lies in one of them."""
    staff: int | None = None
    enterprise: int | None = None
    leads: frozenset[int] = frozenset()
    """Areas: it grants what units ask whose rows stand under one of them."""
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
    its room sent the case, those that a leader of the row's area grants, and those that the head of the unit grants. Never
    what they asked for themselves, whatever seats they hold."""
    return tuple(r for r in life.requests if r.open and _rules_on(life, r, place))


def _rules_on(life: Life, request: Request, place: Place) -> bool:
    row = life.row(request.holding)
    leads = life.area_of(row) in place.leads
    if request.staff is not None and request.staff == place.staff:
        return False
    if request.approver is Approver.LEADER:
        return leads
    if request.approver is Approver.HEAD:
        head = row.unit in place.heads and place.staff is not None
        return head or (request.asked is Asked.SIGNING and leads)
    return life.sender(row) in place.desks


def handled(life: Life, place: Place) -> bool:
    """Whether the actor sits in a unit that holds the case, gave the latest reply, or handled it before or beside that one; or
    gave the reply itself."""
    reply = life.reply
    if any(handled_by(life, unit) for unit in place.units | place.desks):
        return True
    return reply is not None and reply.staff is not None and reply.staff == place.staff


def handled_by(life: Life, unit: int) -> bool:
    """Whether a unit holds the case, gave the latest reply, or had a hand in it: it leads or helps, or signed for it once, or gave
    its share. What was only sent to it, and went elsewhere unsigned, it didn't handle; nor is the room in charge a handler
    because it helped once."""
    reply, carrier = life.reply, life.carrier
    if (carrier is not None and carrier.unit == unit) or (reply is not None and life.now(reply.unit) == unit):
        return True
    rows = [row for row in life.holdings if life.now(row.unit) == unit and row.hand is not Hand.HOLD]
    return unit != life.desk and any(row.ended_at is None or row.accepted_at or row.contributed_at for row in rows)


def signed_by(life: Life, place: Place) -> bool:
    """Whether the actor signed the latest reply before it went out."""
    reply = life.reply
    signed = [r for r in life.requests if reply is not None and r.asked is Asked.SIGNING and r.holding == reply.holding]
    mine = [r for r in signed if r.granted and r.ruled_at is not None and reply is not None and r.ruled_at <= reply.at]
    return bool(mine) and mine[-1].ruled_by is not None and mine[-1].ruled_by == place.staff


def who_is(life: Life, place: Place) -> frozenset[Who]:
    """What somebody is to a case."""
    carrier = life.carrier
    both = place.units | place.desks
    calls = life.desk in place.desks or life.area in place.oversees
    found = life.finder_unit is not None and (life.found_by in both or life.finder == place.staff)
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
        Who.LEADER: life.area in place.leads and not handled(life, place),
        Who.CLOCK: place.clock,
        Who.JUDGE: judges(life, place),
        Who.FORCE: bool(life.force) and life.force[0].unit in both,
        Who.APPROVER: life.proposer is not None and life.area in place.leads,
    }
    return frozenset(who for who, true in facts.items() if true)


def judges(life: Life, place: Place) -> bool:
    """Whether the actor confirms the class of a case: as whom the edition names, and neither where it was screened nor by
    whoever handled it."""
    if life.provisional is None or handled(life, place) or life.desk in place.desks:
        return False
    clock = next((clock for clock in reversed(life.clocks) if clock.tick is Tick.CLASS), None)
    above = clock is not None and clock.unit in place.desks
    oversees, leads = life.area in place.oversees, life.area in place.leads
    return {Judge.SUPERVISION: oversees, Judge.ABOVE: above, Judge.LEADER: leads}[life.provisional]


def calls(life: Life, place: Place) -> frozenset[Caller]:
    """As whom the actor could call the enterprise back, or check a reply, where it didn't handle the case."""
    both = place.units | place.desks
    facts = {
        Caller.DESK: life.desk in place.desks,
        Caller.SUPERVISION: life.area in place.oversees,
        Caller.FINDER: life.finder_unit is not None and (life.found_by in both or life.finder == place.staff),
        Caller.LEADER: life.area in place.leads,
    }
    return frozenset(caller for caller, true in facts.items() if true)


def submitter(life: Life) -> int | None:
    """The unit that submitted what now waits to be screened; None where it came another way."""
    carrier = life.carrier and life.first(life.carrier)
    if carrier is None or carrier.opened_by is not Action.SUBMIT or carrier.source is None:
        return None
    return life.now(life.row(carrier.source).unit)


def hands_out(at: Situation) -> bool:
    """Whether the actor may give the enterprise a link: the dispatch room in charge, and whoever may ask the enterprise
    and didn't handle the case. In the hands of the handler a link would let it answer for the enterprise."""
    who = who_is(at.life, at.place)
    return Who.DESK in who or bool(who & {Who.FINDER, Who.CALLER} and not handled(at.life, at.place))
