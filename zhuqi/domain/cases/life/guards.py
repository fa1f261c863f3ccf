"""When a step is refused although the table allows it, and what somebody is to a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life, Request
from zhuqi.domain.cases.rules.steps import STEPS, takers
from zhuqi.domain.cases.rules.words import IN_HAND, Action, Asked, End, Hand, State, Tick, Who
from zhuqi.domain.cases.sections import CaseRules


@dataclass(frozen=True)
class Place:
    """Where an actor sits, as a case sees it: units it works in, desks it runs, and whether it oversees an area to which
    the case has come."""

    units: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()
    oversees: bool = False
    staff: int | None = None
    enterprise: int | None = None
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
    """The open requests of units to which the actor's room sent the case, in the order in which they were asked."""
    return tuple(r for r in life.requests if r.open and life.sender(life.row(r.holding)) in place.desks)


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
        Who.CLOCK: place.clock,
    }
    return frozenset(who for who, true in facts.items() if true)


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


def refusal(action: Action, at: Situation) -> Sentence | None:
    """Why a step can't be taken now, or None. The buttons shown are the actions for which this is None."""
    life = at.life
    allowed = takers(action, life.state)
    if not allowed:
        return say("“{action}” isn't possible while the case is {state}.", action=action, state=life.state)
    who = who_is(life, at.place) & allowed
    if not who:
        return say("“{action}” isn't yours to do here.", action=action)
    for guard in GUARDS.get(action, ()):
        refused = guard(at, who)
        if refused is not None:
            return refused
    return None


GRANTED_BY_STEP = frozenset(Asked) - {Asked.RETURN}
"""What ``refuse`` says no to; a return has a ruling of its own."""
Guard = Callable[[Situation, frozenset[Who]], Sentence | None]


def _screened(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.life.grade else say("Screen it first: which kind it is, and which class.")


def _unsigned(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if any(row.accepted_at is None for row in at.rows(Action.ACCEPT)):
        return None
    return say("Your unit has signed for it already.")


def _recallable(at: Situation, who: frozenset[Who]) -> Sentence | None:
    carrier = at.life.carrier
    if at.life.state is State.SCREENING or carrier is None:
        return say("It has been screened already.") if at.life.grade else None
    rows = [row for row in at.life.holdings if row.dispatch == carrier.dispatch]
    if any(row.accepted_at or row.contributed_at for row in rows):
        return say("A unit has signed for it already. Assign it anew instead.")
    if any(at.life.request(holding=row.n) for row in rows):
        return say("A request is waiting for your ruling. Rule on it first.")
    sign = next((c for c in at.life.running if c.tick is Tick.ACCEPT and c.holding == carrier.n), None)
    if sign is not None and sign.late(at.now):
        return say("The time for signing for it is over. Assign it anew instead.")
    return None


def own_request(at: Situation) -> Request | None:
    """The open request of the actor's own rows, the lead's first."""
    rows = at.rows(Action.TAKE_BACK)
    return next((asked for row in rows if (asked := at.life.request(holding=row.n)) is not None), None)


def _own_request(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if own_request(at) else say("No request of yours is waiting.")


def returnable(at: Situation) -> Holding | None:
    """The actor's row that could be handed back now."""
    return next((row for row in at.rows(Action.HAND_BACK) if _return_refused(at, row) is None), None)


def _return_refused(at: Situation, row: Holding) -> Sentence | None:
    if row.locked:
        return say("The return was refused once; it can't be asked again.")
    if at.life.request(holding=row.n):
        return say("A request of yours is still waiting for its ruling.")
    until = at.terms.calendar.due(row.accepted_at or row.began_at, [at.rules_of(row).returning.within])
    if until is not None and at.now > until:
        return say("The time for returning it ended on {until}.", until=until)
    return None


def _returnable(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return _of_own_rows(at, Action.HAND_BACK, _return_refused)


def _of_own_rows(
    at: Situation, action: Action, refused: Callable[[Situation, Holding], Sentence | None]
) -> Sentence | None:
    """None where one of the actor's rows may be used; else why the first may not."""
    answers = [refused(at, row) for row in at.rows(action)]
    return None if None in answers else next(iter(answers), None)


def _open(asked: Asked) -> Guard:
    def guard(at: Situation, who: frozenset[Who]) -> Sentence | None:
        return None if at.asked(asked) else say("Nobody has asked for this: {asked}.", asked=asked)

    return guard


def _any_but_return(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.asked(*GRANTED_BY_STEP) else say("No request is waiting.")


def _nothing_waiting(at: Situation, who: frozenset[Who]) -> Sentence | None:
    carrier = at.life.carrier
    if carrier is not None and at.life.request(holding=carrier.n):
        return say("A request of yours is still waiting for its ruling.")
    return None


def work_clock(life: Life, row: Holding) -> Clock | None:
    """The running clock by which a row's unit must have done its share."""
    return next((c for c in life.running if c.holding == row.n and c.tick in (Tick.HANDLE, Tick.REDO)), None)


def extendable(at: Situation) -> Holding | None:
    """The actor's row whose clock could be extended now."""
    return next((row for row in at.rows(Action.ASK_EXTENSION) if _extension_refused(at, row) is None), None)


def _extension_refused(at: Situation, row: Holding) -> Sentence | None:
    rule, clock = at.rules_of(row).extension, work_clock(at.life, row)
    if at.life.request(holding=row.n):
        return say("A request of yours is still waiting for its ruling.")
    if clock is None or clock.due is None:
        return say("There is no deadline to extend.")
    given = sum(r.holding == row.n and r.asked is Asked.EXTENSION and bool(r.granted) for r in at.life.requests)
    if given >= rule.count:
        return say("It has been extended {n} times; the rules allow no more.", n=given)
    if rule.lead is None:
        return say("It is too late to ask: the deadline is over.") if at.now > clock.due else None
    asked_by = at.terms.calendar.due(at.now, [rule.lead])
    if asked_by is None or asked_by > clock.due:
        return say("It is too late to ask: an extension is asked {lead} before the deadline.", lead=rule.lead)
    return None


def _extendable(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return _of_own_rows(at, Action.ASK_EXTENSION, _extension_refused)


def _has_desk_above(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.desk_above else say("There is no dispatch room above this one.")


def _has_desk_below(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.desk_below else say("There is no dispatch room below this one.")


def _asked_for_escalation(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.life.state in IN_HAND:
        return _open(Asked.ESCALATION)(at, who)
    return _screened(at, who)


def _parts_done(at: Situation, who: frozenset[Who]) -> Sentence | None:
    waiting = sum(row.hand is Hand.PART for row in at.life.co_rows)
    if at.rules.parts_before_reply and waiting:
        return say("{n} part units haven't contributed yet.", n=waiting)
    return None


def _gate(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.rules.gate.on and at.life.state is not State.CHECKED:
        return say("The reply is still being checked.")
    return None


def _has_gate(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.rules.gate.on else say("The rules here know no check.")


def _own_work(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if who == {Who.FINDER} and handled(at.life, at.place):
        return say(
            "Who handled a case can't report what the enterprise thinks of it. Another unit calls back, or the enterprise "
            "says it itself."
        )
    return None


def _not_asked_yet(at: Situation, who: frozenset[Who]) -> Sentence | None:
    asking = at.life.asking
    return say("The enterprise has been asked, and the question arrived.") if asking and asking.arrived_on else None


def _silent(at: Situation, who: frozenset[Who]) -> Sentence | None:
    """By the clock after silence; by the desk where repeated contests bar that."""
    barred = at.life.contests >= at.rules.dispute.bars_silence
    silence = next((c for c in at.life.running if c.tick is Tick.SILENCE), None)
    if Who.DESK in who and barred:
        asking = at.life.asking
        if asking is None or asking.arrived_on is None:
            return say("Ask the enterprise about the latest reply first.")
        return say("The enterprise still has time to answer.") if silence and not silence.late(at.now) else None
    if barred or Who.CLOCK not in who:
        return say(
            "A case ends by silence only through the clock, and never after {n} contests.",
            n=at.rules.dispute.bars_silence,
        )
    if silence is None or not silence.late(at.now):
        return say("The enterprise still has time to answer.")
    return None


def _within_window(at: Situation, who: frozenset[Who]) -> Sentence | None:
    life = at.life
    if life.end is End.MERGED:
        return say("It was merged; the other case goes on.")
    until = at.terms.calendar.due(life.ended_at or at.now, [at.rules.reopening.within])
    if until is not None and at.now > until:
        return say("The time for reopening it ended on {until}.", until=until)
    return None


def _due(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if who != {Who.CLOCK}:
        return None
    recheck = next((c for c in at.life.running if c.tick is Tick.RECHECK), None)
    if recheck is None or recheck.due is None or at.now < recheck.due:
        return say("Its day hasn't come yet.")
    return None


GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    Action.ASSIGN: (_screened,),
    Action.SEND_DOWN: (_screened, _has_desk_below),
    Action.ESCALATE: (_has_desk_above, _asked_for_escalation),
    Action.RECALL: (_recallable,),
    Action.ACCEPT: (_unsigned,),
    Action.HAND_BACK: (_returnable,),
    Action.RULE: (_open(Asked.RETURN),),
    Action.ASK_EXTENSION: (_extendable,),
    Action.EXTEND: (_open(Asked.EXTENSION),),
    Action.ASK_SUSPENSION: (_nothing_waiting,),
    Action.SUSPEND: (_open(Asked.SUSPENSION),),
    Action.RESUME: (_due,),
    Action.ASK_ESCALATION: (_has_desk_above, _nothing_waiting),
    Action.TAKE_BACK: (_own_request,),
    Action.REFUSE: (_any_but_return,),
    Action.REPLY: (_parts_done,),
    Action.CHECK: (_has_gate,),
    Action.ASK: (_gate, _not_asked_yet),
    Action.CONFIRM: (_gate, _own_work),
    Action.CONTEST: (_gate, _own_work),
    Action.END: (_gate, _silent),
    Action.REOPEN: (_within_window,),
}


def open_actions(at: Situation) -> list[Action]:
    """What the actor can do now, in the order of the table."""
    return [action for action in STEPS if action is not Action.RECORD and refusal(action, at) is None]
