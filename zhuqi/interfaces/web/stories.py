"""What happened to a case, entry by entry, in sentences. The journal holds ids; names come in here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.spans import Begins, DayEnd, Span, Unit
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.words import Asked, Channel, Confirmation, Grade, Hand, Outcome


@dataclass(frozen=True)
class Told:
    """What a story needs to know besides the entry: the life, and the names of units and kinds."""

    life: Life
    units: Mapping[int, str]
    kinds: Mapping[str, str]

    def unit(self, pk: Any) -> str:
        """A unit's name, or a dash where it isn't known."""
        return self.units.get(pk, "–")

    def named(self, pks: Any) -> list[str]:
        """The names of several units."""
        return [self.unit(pk) for pk in pks or ()]

    def holder(self, n: Any) -> str:
        """The unit of the holding with number ``n``."""
        return self.unit(self.life.row(n).unit)

    def asked(self, n: Any) -> Asked:
        """What the request with number ``n`` asked for."""
        return self.life.requests[n - 1].asked


Facts = Mapping[str, Any]
Teller = Callable[[Facts, Told], Sentence]


def sentence(verb: str, facts: Facts, told: Told) -> Sentence:
    """What an entry says; an unknown verb says its own name."""
    if verb in PLAIN:
        return PLAIN[verb]
    teller = TELLERS.get(verb)
    return teller(facts, told) if teller else say("Done: {verb}.", verb=verb)


def _day(text: Any) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _span(facts: Any) -> Span:
    return Span(facts["amount"], Unit(facts["unit"]), Begins(facts["begins"]), DayEnd(facts["ends"]))


def _recorded(facts: Facts, told: Told) -> Sentence:
    if facts["at_desk"]:
        return say(
            "The need came to {unit} {channel}.", unit=told.unit(facts["unit"]), channel=Channel(facts["channel"])
        )
    return say(
        "{unit} wrote the need down, told {channel}.", unit=told.unit(facts["unit"]), channel=Channel(facts["channel"])
    )


def _assigned(facts: Facts, told: Told) -> Sentence:
    said = say("Assigned to {lead}, which leads.", lead=told.unit(facts["lead"]))
    if facts["parts"]:
        said = say("{said} A part each: {units}.", said=said, units=told.named(facts["parts"]))
    return _assisted(said, facts, told)


def _assisted(said: Sentence, facts: Facts, told: Told) -> Sentence:
    if not facts["assists"]:
        return said
    return say("{said} Assisting: {units}.", said=said, units=told.named(facts["assists"]))


def _escalated(facts: Facts, told: Told) -> Sentence:
    return _assisted(say("Escalated to {desk}.", desk=told.unit(facts["desk"])), facts, told)


def _sent_down(facts: Facts, told: Told) -> Sentence:
    return _assisted(say("Sent down to {desk}.", desk=told.unit(facts["desk"])), facts, told)


def _accepted(facts: Facts, told: Told) -> Sentence:
    row = told.life.row(facts["holding"])
    if row.hand is Hand.LEAD:
        return say("{unit} signed for it and begins.", unit=told.unit(row.unit))
    return say("{unit} signed for its share ({hand}).", unit=told.unit(row.unit), hand=row.hand)


def _replied(facts: Facts, told: Told) -> Sentence:
    said = say("Answered the enterprise: {outcome}.", outcome=Outcome(facts["outcome"]))
    if facts.get("next_on"):
        return say("{said} The plan's next date is {day}.", said=said, day=_day(facts["next_on"]))
    if facts.get("recheck_on"):
        return say("{said} It is looked at again on {day}.", said=said, day=_day(facts["recheck_on"]))
    return said


def _put(facts: Facts, told: Told) -> Sentence:
    channel = Channel(facts["channel"])
    if facts.get("arrived_on"):
        return say("The enterprise was asked {channel}; the question arrived.", channel=channel)
    return say("The enterprise was asked {channel}; whether it arrived isn't known.", channel=channel)


def _contested(facts: Facts, told: Told) -> Sentence:
    if facts.get("up"):
        return say("The enterprise doesn't agree. It goes to {desk}.", desk=told.unit(facts["up"][0]))
    return say("The enterprise doesn't agree. It is done again.")


def _extension(facts: Facts, told: Told) -> Sentence:
    said = say("{unit} asked for {span} more.", unit=told.holder(facts["holding"]), span=_span(facts["amount"]))
    return say("{said} The rules give it at once.", said=said) if facts["granted"] else said


PLAIN: Mapping[str, Sentence] = {
    e.Submitted.verb: say("Submitted to the dispatch room."),
    e.Merged.verb: say("Merged into another case of the same enterprise."),
    e.Extended.verb: say("The extension was given."),
    e.Suspended.verb: say("The clocks were stopped."),
    e.Resumed.verb: say("The clocks run again."),
    e.StageReplied.verb: say("Told the enterprise how it stands."),
    e.Withdrawn.verb: say("The enterprise withdrew it."),
    e.CalendarCame.verb: say("The calendar was published; the dates are set."),
}
TELLERS: Mapping[str, Teller] = {
    e.Recorded.verb: _recorded,
    e.Settled.verb: lambda f, _: say("Settled on the spot: {outcome}.", outcome=Outcome(f["outcome"])),
    e.Screened.verb: lambda f, told: say(
        "Screened: {kind}, {grade}.", kind=told.kinds.get(f["kind"], f["kind"]), grade=Grade(f["grade"])
    ),
    e.NotAccepted.verb: lambda f, _: say("Not accepted; the enterprise was told on {day}.", day=_day(f["told_on"])),
    e.TransferredOut.verb: lambda f, _: say(
        "Passed to a body outside the mechanism; the enterprise was told on {day}.", day=_day(f["told_on"])
    ),
    e.Assigned.verb: _assigned,
    e.Escalated.verb: _escalated,
    e.SentDown.verb: _sent_down,
    e.Accepted.verb: _accepted,
    e.HandedBack.verb: lambda f, told: say("{unit} asked to return it.", unit=told.holder(f["holding"])),
    e.ExtensionAsked.verb: _extension,
    e.SuspensionAsked.verb: lambda f, told: say(
        "{unit} asked to stop the clocks until {day}.", unit=told.holder(f["holding"]), day=_day(f["until"])
    ),
    e.EscalationAsked.verb: lambda f, told: say(
        "{unit} asked that a higher level take it.", unit=told.holder(f["holding"])
    ),
    e.Ruled.verb: lambda f, _: say("The return was upheld.") if f["upheld"] else say("The return was refused."),
    e.RequestRefused.verb: lambda f, told: say("Refused: {asked}.", asked=told.asked(f["request"])),
    e.Contributed.verb: lambda f, told: say("{unit} gave its share.", unit=told.holder(f["holding"])),
    e.Replied.verb: _replied,
    e.Checked.verb: lambda f, _: (
        say("The reply was checked and holds.")
        if f["passed"]
        else say("The reply was checked and doesn't hold; it is done again.")
    ),
    e.Put.verb: _put,
    e.Confirmed.verb: lambda f, _: say("Struck off: {confirmation}.", confirmation=Confirmation(f["confirmation"])),
    e.Contested.verb: _contested,
    e.EndedUnconfirmed.verb: lambda f, _: say("Ended: {confirmation}.", confirmation=Confirmation(f["confirmation"])),
    e.Reopened.verb: lambda f, told: say("Reopened at {desk}.", desk=told.unit(f["desk"])),
    e.Reminded.verb: lambda f, told: say("A reminder went out: {tick}.", tick=told.life.clocks[f["clock"] - 1].tick),
}
