"""When a step is refused although the table allows it: every guard, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.base.ladders.coordinators import wants_force
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.life.drawing import asks_again, barred, to_call
from zhuqi.domain.cases.life.history import coordinated, must_rise
from zhuqi.domain.cases.life.requesting import extension_refused, lapsed, own_request, return_refused
from zhuqi.domain.cases.life.signing import signing, unsigned
from zhuqi.domain.cases.life.standing import Situation, calls, handled, signed_by, who_is
from zhuqi.domain.cases.life.values import Holding
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.steps import STEPS, takers
from zhuqi.domain.cases.rules.words import IN_HAND, Action, Asked, End, Hand, State, Tick, Who
from zhuqi.domain.cases.sections.grading import Lapse


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
    """By the unit; by the clock where the rules take silence for signing."""
    if who == {Who.CLOCK}:
        return None if lapsed(at) else say("The time for giving it back isn't over.")
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


def _own_request(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if own_request(at) else say("No request of yours is waiting.")


def _returnable(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return _of_own_rows(at, Action.HAND_BACK, return_refused)


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


def _extendable(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return _of_own_rows(at, Action.ASK_EXTENSION, extension_refused)


def _has_desk_above(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.desk_above else say("There is no dispatch room above this one.")


def _has_desk_below(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.desk_below else say("There is no dispatch room below this one.")


def _asked_for_escalation(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.life.state in IN_HAND:
        raised = must_rise(at.life, at.now, at.terms)
        return None if raised else _open(Asked.ESCALATION)(at, who)
    return _screened(at, who)


def _opinion_wanted(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if any(Moment.OPINED in own.start | own.stop for own in at.rules.own):
        return None
    return say("The rules here ask for no opinion of its own. Reply on progress instead.")


def _parts_done(at: Situation, who: frozenset[Who]) -> Sentence | None:
    waiting = sum(row.hand is Hand.PART for row in at.life.co_rows)
    if at.rules.parts_before_reply and waiting:
        return say("{n} part units haven't contributed yet.", n=waiting)
    return None


def _signing_wanted(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if signing(at) else say("By the rules here nobody signs this one.")


def _gate(at: Situation, who: frozenset[Who]) -> Sentence | None:
    reply = at.life.reply
    spared = reply is not None and reply.spared
    if at.rules.gate.on and at.life.state is not State.CHECKED and not spared:
        return say("The reply is still being checked.")
    return None


def _has_gate(at: Situation, who: frozenset[Who]) -> Sentence | None:
    reply = at.life.reply
    if reply is not None and reply.spared:
        return say("By the rules here this reply isn't among those that are checked.")
    return None if at.rules.gate.on else say("The rules here know no check.")


def _checks(at: Situation, who: frozenset[Who]) -> Sentence | None:
    """Whom the rules name, where they name somebody; else, and where these let its time go by, whoever calls back: no case
    is stuck where a checker is missing. Never who handled it, or signed it."""
    if signed_by(at.life, at.place):
        return say("You signed this answer yourself. Somebody else checks it.")
    named = at.rules.gate.by_of(at.life.traits)
    over = any(clock.tick is Tick.CHECK and clock.late(at.now) for clock in at.life.running)
    if not named or (over and Who.CALLER in who):
        return None if Who.CALLER in who else say("“{action}” isn't yours to do here.", action=Action.CHECK)
    if not handled(at.life, at.place) and any(one in calls(at.life, at.place) for one in named):
        return None
    return say("By the rules here this one is checked by: {callers}.", callers=list(named))


def _agreed_by_two(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.life.proposer is not None and at.life.proposer == at.place.staff:
        return say("You proposed it yourself. Another dispatcher, or a leader, must agree.")
    return None


def _called_back(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if Who.ENTERPRISE in who or not to_call(at.life, at.rules):
        return None
    callers = at.rules.rating.callers
    if not handled(at.life, at.place) and any(caller in calls(at.life, at.place) for caller in callers):
        return None
    return say("By the rules here this one is called back: {callers}.", callers=list(callers))


def _own_work(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if who == {Who.FINDER} and handled(at.life, at.place):
        return say(
            "Who handled a case can't report what the enterprise thinks of it. Another unit calls back, or the enterprise "
            "says it itself."
        )
    return None


def _not_asked_yet(at: Situation, who: frozenset[Who]) -> Sentence | None:
    asking = at.life.asking
    if asking is None or asking.arrived_on is None:
        return None
    silence = any(clock.tick is Tick.SILENCE for clock in at.life.running)
    if silence or not asks_again(at.life, at.rules):
        return say("The enterprise has been asked, and the question arrived.")
    gap = at.rules.asked_again.gap
    earliest = at.terms.calendar.add(max(asking.at, at.terms.opening(asking.arrived_on)), gap) if gap else None
    if earliest is not None and gap is not None and gap.in_days:
        earliest = at.terms.opening(at.terms.day(earliest))
    if earliest is not None and at.now < earliest:
        return say("The enterprise is asked again from {earliest} on.", earliest=earliest)
    return None


def _silent(at: Situation, who: frozenset[Who]) -> Sentence | None:
    """By the clock after silence; by the desk where repeated contests bar that."""
    over = barred(at.life, at.rules)
    silence = next((c for c in at.life.running if c.tick is Tick.SILENCE), None)
    if Who.DESK in who and over:
        asking = at.life.asking
        if asking is None or asking.arrived_on is None:
            return say("Ask the enterprise about the latest reply first.")
        return say("The enterprise still has time to answer.") if silence and not silence.late(at.now) else None
    if over or Who.CLOCK not in who:
        return say(
            "A case ends by silence only through the clock, and never after {n} contests.",
            n=at.rules.dispute.bars_silence,
        )
    if silence is not None and not silence.late(at.now):
        return say("The enterprise still has time to answer.")
    if asks_again(at.life, at.rules):
        return say("By the rules here it is asked once more first.")
    return say("Ask the enterprise about the latest reply first.") if silence is None else None


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


def _provisional(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.life.provisional is None:
        return say("Nobody need confirm its class.")
    if Who.JUDGE in who:
        return None
    confirming = at.rules.confirming
    clock = next((c for c in at.life.running if c.tick is Tick.CLASS), None)
    stands = confirming is None or confirming.lapse is Lapse.STANDS
    return None if stands and clock is not None and clock.late(at.now) else say("Its day hasn't come yet.")


def _force_wanted(at: Situation, who: frozenset[Who]) -> Sentence | None:
    if at.life.force:
        return say("A task force works on it already.")
    standing = coordinated(at.life, at.now, at.terms)
    if standing is None or not wants_force(at.rules.coordinating, standing.rung):
        return say("By the rules here no task force is set up for it now.")
    return None


def _has_force(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.life.force else say("No task force works on it.")


def _joined(at: Situation, who: frozenset[Who]) -> Sentence | None:
    return None if at.life.joined else say("It is handled by itself, not together with others.")


GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    Action.NOT_ACCEPT: (_agreed_by_two,),
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
    Action.ASK_SIGNING: (_signing_wanted, _parts_done, _nothing_waiting),
    Action.SIGN: (_open(Asked.SIGNING),),
    Action.TAKE_BACK: (_own_request,),
    Action.REFUSE: (_any_but_return,),
    Action.OPINE: (_opinion_wanted,),
    Action.REPLY: (_parts_done, lambda at, who: unsigned(at)),
    Action.CHECK: (_has_gate, _checks),
    Action.ASK: (_gate, _not_asked_yet),
    Action.CONFIRM: (_gate, _own_work, _called_back),
    Action.CONTEST: (_gate, _own_work),
    Action.END: (_gate, _silent),
    Action.REOPEN: (_within_window,),
    Action.CLASSIFY: (_provisional,),
    Action.SET_UP: (_force_wanted,),
    Action.MEET: (_has_force,),
    Action.STAND_DOWN: (_has_force,),
    Action.TAKE_OUT: (_joined,),
}


def open_actions(at: Situation) -> list[Action]:
    """What the actor can do now, in the order of the table."""
    return [action for action in STEPS if action is not Action.RECORD and refusal(action, at) is None]
