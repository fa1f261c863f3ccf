"""What happened to a case, event by event, in sentences. The journal holds ids; names come in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.history import WAN
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.words import Hand
from zhuqi.domain.cases.sections import CaseRules


@dataclass(frozen=True)
class Told:
    """What a story needs to know besides the event: the life, and the names of units and kinds."""

    life: Life
    units: Mapping[int, str]
    rules: CaseRules

    def unit(self, pk: int) -> str:
        """A unit's name, or a dash where it isn't known."""
        return self.units.get(pk, "–")

    def named(self, pks: Iterable[int]) -> list[str]:
        """The names of several units."""
        return [self.unit(pk) for pk in pks]

    def holder(self, n: int) -> str:
        """The unit of the holding with number ``n``."""
        return self.unit(self.life.row(n).unit)


def copied(said: Sentence, facts: Mapping[str, Any], told: Told) -> Sentence:
    """What an entry says, and who got a copy by it; and of codes that no unit had, that nobody got one."""
    units = told.named(unit for unit, _ in facts.get("copies", ()))
    lost = facts.get("uncopied", ())
    if units:
        said = say("{said} Copies to: {units}.", said=said, units=units)
    if lost:
        said = say("{said} No unit is called {codes}: nobody got that copy.", said=said, codes=list(lost))
    return said


def sentence(event: Event, told: Told) -> Sentence:
    """What an event says; an unknown one says its own verb."""
    kind = type(event)
    if kind in PLAIN:
        return PLAIN[kind]
    teller = TELLERS.get(kind)
    return teller(event, told) if teller else say("Done: {verb}.", verb=event.verb)


def _recorded(event: e.Recorded, told: Told) -> Sentence:
    unit = told.unit(event.unit)
    if event.at_desk:
        return say("The need came to {unit} {channel}.", unit=unit, channel=event.channel)
    return say("{unit} wrote the need down, told {channel}.", unit=unit, channel=event.channel)


def _screened(event: e.Screened, rules: CaseRules) -> Sentence:
    said = say(
        "Screened: {kind}, {grade}.",
        kind=rules.kinds.get(event.kind, event.kind),
        grade=rules.grades.get(event.grade, event.grade),
    )
    if event.category:
        said = say("{said} Category: {label}.", said=said, label=rules.categories.get(event.category, event.category))
    if event.urgency:
        said = say("{said} Urgency: {label}.", said=said, label=rules.urgencies.get(event.urgency, event.urgency))
    if event.judge is not None:
        said = say("{said} The class is provisional until it is confirmed: {by}.", said=said, by=event.judge)
    return _stake(said, event)


def _assigned(event: e.Assigned, told: Told) -> Sentence:
    said = say("Assigned to {lead}, which leads.", lead=told.unit(event.lead))
    if event.parts:
        said = say("{said} A part each: {units}.", said=said, units=told.named(event.parts))
    return _assisted(said, event.assists, told)


def _assisted(said: Sentence, assists: Iterable[int], told: Told) -> Sentence:
    units = told.named(assists)
    return say("{said} Assisting: {units}.", said=said, units=units) if units else said


def _accepted(event: e.Accepted, told: Told) -> Sentence:
    row = told.life.row(event.holding)
    if event.silent is not None:
        return say(
            "{unit} neither signed for it nor gave it back in time; by the rules that counts as signed.",
            unit=told.unit(row.unit),
        )
    if row.hand is Hand.LEAD:
        return say("{unit} signed for it and begins.", unit=told.unit(row.unit))
    return say("{unit} signed for its share ({hand}).", unit=told.unit(row.unit), hand=row.hand)


def _extension(event: e.ExtensionAsked, told: Told) -> Sentence:
    said = say("{unit} asked for {span} more.", unit=told.holder(event.holding), span=event.amount)
    return say("{said} The rules give it at once.", said=said) if event.granted else said


def _signing(event: e.SigningAsked, told: Told) -> Sentence:
    said = say(
        "{unit} handed in an answer to be signed: {outcome}. It is signed by: {who}.",
        unit=told.holder(event.holding),
        outcome=event.outcome,
        who=event.approver,
    )
    day = event.next_on or event.recheck_on
    return say("{said} It names this day: {day}.", said=said, day=day) if day else said


def _replied(event: e.Replied, told: Told) -> Sentence:
    said = say("Replied to the enterprise: {outcome}.", outcome=event.outcome)
    if event.next_on:
        return say("{said} The plan's next date is {day}.", said=said, day=event.next_on)
    if event.recheck_on:
        return say("{said} It is looked at again on {day}.", said=said, day=event.recheck_on)
    return said


def _put(event: e.Put, told: Told) -> Sentence:
    if event.arrived_on:
        return say("The enterprise was asked {channel}; the question arrived.", channel=event.channel)
    return say("The enterprise was asked {channel}; whether it arrived isn't known.", channel=event.channel)


def _unanswered(event: e.Unanswered, told: Told) -> Sentence:
    """Silence that doesn't end it: it is asked once more where the rules say so; where contests bar an end, the room decides."""
    if not told.rules.asked_again.times:
        return say("The enterprise didn't answer in time; after repeated contests the room decides.")
    if told.life.contests < told.rules.dispute.bars_silence:
        return say("The enterprise didn't answer in time; by the rules here it is asked once more.")
    return say("The enterprise didn't answer in time; that doesn't end it.")


def _contested(event: e.Contested, told: Told) -> Sentence:
    if event.rated:
        said = say("The enterprise rated it, and isn't satisfied.")
        if event.up:
            return say("{said} It goes to {desk}.", said=said, desk=told.unit(event.up[0]))
        return say("{said} It is done again.", said=said)
    if event.up:
        return say("The enterprise doesn't agree. It goes to {desk}.", desk=told.unit(event.up[0]))
    return say("The enterprise doesn't agree. It is done again.")


def _reopened(event: e.Reopened, told: Told) -> Sentence:
    said = say("Reopened at {desk}.", desk=told.unit(event.desk))
    return say("{said} The enterprise rated it, and isn't satisfied.", said=said) if event.rated else said


def _checked(event: e.Checked, told: Told) -> Sentence:
    said = (
        say("The reply was checked and holds.")
        if event.passed
        else say("The reply was checked and doesn't hold; it is done again.")
    )
    for yes, head in ((True, say("Yes")), (False, say("No"))):
        asked = [told.rules.questions.get(one.question, one.question) for one in event.answers if one.yes is yes]
        said = say("{said} {head}: {questions}.", said=said, head=head, questions=asked) if asked else said
    return said


def _cause(said: Sentence, cause: str | None, told: Told) -> Sentence:
    """With the coded reason for not accepting."""
    return say("{said} Why: {cause}.", said=said, cause=told.rules.refusals.get(cause, cause)) if cause else said


def _handed_back(event: e.HandedBack, told: Told) -> Sentence:
    said = say("{unit} asked to return it.", unit=told.holder(event.holding))
    return say("{said} Why: {ground}.", said=said, ground=event.ground) if event.ground else said


def _taken_back(event: e.TakenBack, told: Told) -> Sentence:
    request = told.life.requests[event.request - 1]
    row = told.life.row(request.holding)
    unit = told.life.then(row, request.taken_back_at).unit if request.taken_back_at else row.unit
    return say("{unit} withdrew its request: {asked}.", unit=told.unit(unit), asked=request.asked)


PLAIN: Mapping[type[Event], Sentence] = {
    e.Submitted: say("Submitted to the dispatch room."),
    e.Merged: say("Merged into another case of the same enterprise."),
    e.Extended: say("The extension was given."),
    e.Suspended: say("The clocks were stopped."),
    e.Resumed: say("The clocks run again."),
    e.StageReplied: say("Told the enterprise how it stands."),
    e.Withdrawn: say("The enterprise withdrew it."),
    e.Dissatisfied: say(
        "The enterprise rated it, and isn't satisfied; it was done again often enough, and the room decides."
    ),
    e.ForceMet: say("The task force met."),
    e.ForceEnded: say("The task force ended."),
    e.Joined: say("It is handled together with cases of other enterprises."),
    e.TakenOut: say("It was taken out of the joint handling and goes on by itself."),
    e.CalendarCame: say("The calendar was published; the dates are set."),
    e.MatterMoved: say("The common issue that it is in moved on; the enterprise reads what was said."),
}


def _reminded(event: e.Reminded, told: Told) -> Sentence:
    """What was due by a ladder; entries from before don't say what."""
    tick = told.life.clocks[event.clock - 1].called
    if not event.sent:
        return say("A reminder was due: {tick}.", tick=tick)
    said = {"tick": tick, "to": list(event.to), "sent": list(event.sent)}
    if event.sheet is None:
        return say("{tick}: due to {to}: {sent}.", **said)
    return say("{tick}: due to {to}: {sent}; colour of the sheet: {sheet}.", **said, sheet=event.sheet)


def _ran_out(event: e.RanOut, told: Told) -> Sentence:
    return say("The time ran out: {tick}.", tick=told.life.clocks[event.clock - 1].called)


def _raised(event: e.Raised, told: Told) -> Sentence:
    return say("By the rules here it must go up to the desk above: {why}.", why=event.why)


def wan(yuan: int | None) -> str:
    """An amount in 10,000 yuan as it is typed; empty where nobody has said it."""
    return "" if yuan is None else f"{(Decimal(yuan) / WAN).normalize():f}"


def _stake(said: Sentence, event: e.Recorded | e.Screened | e.Restated) -> Sentence:
    """With what is at stake, as far as it was said then."""
    if event.stake is not None:
        said = say("{said} Amount at stake: {amount} × 10,000 yuan.", said=said, amount=wan(event.stake))
    if event.firms is not None:
        said = say("{said} Enterprises concerned: {n}.", said=said, n=event.firms)
    if event.signed:
        said = say("{said} There is a signed request.", said=said)
    elif event.signed is False and isinstance(event, e.Restated):
        said = say("{said} There is no signed request.", said=said)
    return said


def _classified(event: e.Classified, told: Told) -> Sentence:
    grade = told.rules.grades.get(event.grade, event.grade)
    if event.lapsed:
        return say("Nobody confirmed the class in time; it stands: {grade}.", grade=grade)
    return say("The class was confirmed: {grade}.", grade=grade)


def _force(event: e.ForceSetUp, told: Told) -> Sentence:
    lead, units = told.unit(event.lead), told.named(event.members)
    return say("A task force was set up for it, led by {lead}, with {units}.", lead=lead, units=units)


TELLERS: Mapping[type[Event], Callable[[Any, Told], Sentence]] = {
    e.Recorded: lambda it, told: _stake(_recorded(it, told), it),
    e.Settled: lambda it, _: say("Settled on the spot: {outcome}.", outcome=it.outcome),
    e.Screened: lambda it, told: _screened(it, told.rules),
    e.RefusalProposed: lambda it, told: _cause(
        say("Not accepting it was proposed; another person must agree."), it.cause, told
    ),
    e.NotAccepted: lambda it, told: _cause(
        say("Not accepted; the enterprise was told on {day}.", day=it.told_on), it.cause, told
    ),
    e.TransferredOut: lambda it, _: say(
        "Passed to a body outside the mechanism; the enterprise was told on {day}.", day=it.told_on
    ),
    e.Assigned: _assigned,
    e.Escalated: lambda it, told: _assisted(say("Escalated to {desk}.", desk=told.unit(it.desk)), it.assists, told),
    e.SentDown: lambda it, told: _assisted(say("Sent down to {desk}.", desk=told.unit(it.desk)), it.assists, told),
    e.Accepted: _accepted,
    e.Recalled: lambda it, _: say("Taken back by whoever had passed it on."),
    e.Succeeded: lambda it, told: say(
        "“{old}” ended; “{unit}” stands in its place. Every deadline runs on.",
        old=told.unit(it.unit),
        unit=told.unit(it.successor),
    ),
    e.HandedBack: _handed_back,
    e.Contacted: lambda it, told: say(
        "{unit} contacted the enterprise, {channel}.", unit=told.holder(it.holding), channel=it.channel
    ),
    e.Opined: lambda it, told: say("{unit} said how it is to be handled.", unit=told.holder(it.holding)),
    e.TakenBack: _taken_back,
    e.ExtensionAsked: _extension,
    e.SigningAsked: _signing,
    e.Signed: lambda it, _: say("The answer is signed. It can go to the enterprise."),
    e.SuspensionAsked: lambda it, told: say(
        "{unit} asked to stop the clocks until {day}.", unit=told.holder(it.holding), day=it.until
    ),
    e.EscalationAsked: lambda it, told: say("{unit} asked that a higher level take it.", unit=told.holder(it.holding)),
    e.Ruled: lambda it, _: say("The return was upheld.") if it.upheld else say("The return was refused."),
    e.RequestRefused: lambda it, told: say("Refused: {asked}.", asked=told.life.requests[it.request - 1].asked),
    e.Contributed: lambda it, told: say("{unit} gave its share.", unit=told.holder(it.holding)),
    e.Replied: _replied,
    e.Checked: _checked,
    e.Put: _put,
    e.Confirmed: lambda it, _: say("Struck off: {confirmation}.", confirmation=it.confirmation),
    e.Contested: _contested,
    e.EndedUnconfirmed: lambda it, _: say("Ended: {confirmation}.", confirmation=it.confirmation),
    e.Reopened: _reopened,
    e.Reminded: _reminded,
    e.RanOut: _ran_out,
    e.Raised: _raised,
    e.Restated: lambda it, _: _stake(say("What is at stake was corrected."), it),
    e.Unanswered: _unanswered,
    e.Instructed: lambda it, _: say("A leader has instructed it, on {day}.", day=it.on),
    e.Classified: _classified,
    e.ForceSetUp: _force,
}
