"""What happened, as the enterprise reads it: units by name, nobody of their staff, nothing that was said inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.queries.outside import Outside
from zhuqi.domain.cases.rules.words import Confirmation, End, Outcome

OUTCOMES: Mapping[Outcome, Sentence] = {
    Outcome.SOLVED: say("It says that this is solved."),
    Outcome.ANSWERED: say("It answers your question."),
    Outcome.EXPLAINED: say("It says that conditions don't allow it now, and why."),
    Outcome.PLANNED: say("It says that this is done in stages, with dates."),
}
"""An outcome in plain words."""
ENDINGS: Mapping[End, Sentence] = {
    End.WITHDRAWN: say("You have withdrawn this."),
    End.MERGED: say("This goes on together with another need of yours."),
    End.NOT_ACCEPTED: say("This was not taken on. The reason stands below."),
    End.TRANSFERRED_OUT: say("This was passed to a body outside. To whom and why stands below."),
}
CLOSED: Mapping[Confirmation, Sentence] = {
    Confirmation.ENTERPRISE: say("This is over: you confirmed the answer."),
    Confirmation.REPORTED: say("This is over: the official who serves you reported that you agreed."),
    Confirmation.CALLBACK: say("This is over: you agreed when you were called."),
    Confirmation.UNCONFIRMED: say("This is over without your word: you were asked and gave no answer in time."),
    Confirmation.DISPUTED: say("This was ended although you don't agree."),
}


def sentence(event: Event, case: Outside) -> Sentence:
    """What an event says to the enterprise."""
    kind = type(event)
    return PLAIN[kind] if kind in PLAIN else TELLERS[kind](event, case)


def _accepted(event: e.Accepted, case: Outside) -> Sentence:
    unit = _unit(case, case.life.row(event.holding).unit)
    if event.silent is not None:
        return say("{unit} didn't give it back in time, and has to solve it.", unit=unit)
    return say("{unit} signed for it and begins.", unit=unit)


def _replied(event: e.Replied, case: Outside) -> Sentence:
    if event.next_on:
        return say("You were answered: {outcome}. The next date is {day}.", outcome=event.outcome, day=event.next_on)
    if event.recheck_on:
        return say(
            "You were answered: {outcome}. It is looked at again on {day}.",
            outcome=event.outcome,
            day=event.recheck_on,
        )
    return say("You were answered: {outcome}.", outcome=event.outcome)


def _unit(case: Outside, pk: int) -> str:
    return case.units.get(pk, "–")


def _contested(event: e.Contested, case: Outside) -> Sentence:
    if event.rated and event.up:
        return say(
            "You said that you aren't satisfied. It goes one level up, to {unit}.", unit=_unit(case, event.up[0])
        )
    if event.rated:
        return say("You said that you aren't satisfied. It is done again.")
    if event.up:
        return say("You said that it isn't right yet. It goes one level up, to {unit}.", unit=_unit(case, event.up[0]))
    return say("You said that it isn't right yet. It is done again.")


PLAIN: Mapping[type[Event], Sentence] = {
    e.Submitted: say("It went to the dispatch room."),
    e.Recalled: say("It was taken back before anybody had begun, to be passed on to the right place."),
    e.Merged: ENDINGS[End.MERGED],
    e.NotAccepted: say("It was not taken on."),
    e.TransferredOut: say("It was passed to a body outside."),
    e.Extended: say("More time was given for it."),
    e.Suspended: say("The work stands still for a time."),
    e.Resumed: say("The work goes on."),
    e.StageReplied: say("You were told how it stands."),
    e.Put: say("You were asked whether the answer holds."),
    e.Dissatisfied: say("You said that you aren't satisfied. The dispatch room decides how it goes on."),
    e.MatterMoved: say("There is news of the common matter that this is part of. What was said stands above."),
    e.Withdrawn: ENDINGS[End.WITHDRAWN],
}
TELLERS: Mapping[type[Event], Callable[[Any, Outside], Sentence]] = {
    e.Recorded: lambda it, case: say("{unit} wrote down what you need.", unit=_unit(case, it.unit)),
    e.Settled: lambda it, _: say("You were answered on the spot: {outcome}.", outcome=it.outcome),
    e.Screened: lambda _, case: say("It was taken on as {kind}.", kind=case.kind),
    e.Assigned: lambda it, case: say("{unit} was told to solve it.", unit=_unit(case, it.lead)),
    e.Escalated: lambda it, case: say("It went one level up, to {unit}.", unit=_unit(case, it.desk)),
    e.SentDown: lambda it, case: say("It went to {unit}.", unit=_unit(case, it.desk)),
    e.Succeeded: lambda it, case: say(
        "“{old}” is no more; “{unit}” goes on with it, by the same dates.",
        old=_unit(case, it.unit),
        unit=_unit(case, it.successor),
    ),
    e.Accepted: _accepted,
    e.Contacted: lambda it, case: say("{unit} contacted you.", unit=_unit(case, case.life.row(it.holding).unit)),
    e.Replied: _replied,
    e.Confirmed: lambda it, _: CLOSED[it.confirmation],
    e.Contested: _contested,
    e.EndedUnconfirmed: lambda it, _: CLOSED[it.confirmation],
    e.Reopened: lambda it, case: say("It was taken up again, by {unit}.", unit=_unit(case, it.desk)),
}
