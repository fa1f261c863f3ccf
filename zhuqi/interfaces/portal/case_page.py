"""A case in words for its enterprise: how it stands, what was promised, what was answered, what it can do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.queries.outside import Answer, Outside
from zhuqi.domain.cases.rules.words import End, Shifted, State, Tick
from zhuqi.interfaces.portal.stories import CLOSED, ENDINGS, OUTCOMES, sentence
from zhuqi.interfaces.web.wording import local, phrase, until


@dataclass(frozen=True)
class Line:
    """A sentence with its day, and the words that go with it."""

    when: str
    what: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class CasePage:
    """What the page shows of a case."""

    number: str
    enterprise: str
    version: int
    heading: str
    lede: str
    kind: str
    told: str
    said: tuple[str, ...]
    promise: str
    kept: str
    still: tuple[str, ...]
    moves: tuple[Line, ...]
    elapsed: tuple[str, ...]
    answer: Line | None
    earlier: tuple[Line, ...]
    history: tuple[Line, ...]
    reason: Line | None = None
    """Why it wasn't taken on, or to whom it was passed, and where to go: what the enterprise reads first."""


def shown(case: Outside, now: dt.datetime) -> CasePage:
    """A case as its page shows it at ``now``."""
    promise, kept = _promise(case, now)
    lines = [_answer(answer, now) for answer in case.answers]
    return CasePage(
        number=case.number,
        enterprise=case.enterprise,
        version=case.version,
        heading=phrase(_heading(case), now),
        lede=phrase(_lede(case), now),
        kind=case.kind,
        told=phrase(_day(case.life.told_at), now),
        said=case.said,
        promise=phrase(promise, now),
        kept=phrase(kept, now),
        still=_some(case.standing_still) if case.life.state is State.SUSPENDED else (),
        moves=tuple(
            Line(
                phrase(_day(move.shift.at), now), phrase(_moved(move.shift.why, move.shift.span), now), _some(move.why)
            )
            for move in case.moves
        ),
        elapsed=tuple(phrase(said, now) for said in _elapsed(case.life, now)),
        answer=lines[-1] if lines else None,
        earlier=tuple(reversed(lines[:-1])),
        history=tuple(
            Line(phrase(one.at, now), phrase(sentence(one.event, case), now), one.words)
            for one in reversed(case.history)
        ),
        reason=_reason(case, now),
    )


def _reason(case: Outside, now: dt.datetime) -> Line | None:
    """The words with which it ended without an answer."""
    if case.life.end not in {End.NOT_ACCEPTED, End.TRANSFERRED_OUT} or not case.history:
        return None
    last = case.history[-1]
    return Line(phrase(_day(last.at), now), phrase(sentence(last.event, case), now), last.words) if last.words else None


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _day(at: dt.datetime) -> dt.date:
    return local(at).date()


def _heading(case: Outside) -> Sentence:
    """The whole in a few words."""
    life = case.life
    if life.end is not None:
        return say("Over")
    if case.waiting:
        return say("Your word is needed")
    return HEADINGS[life.state] if not case.checking else say("An answer is being checked")


HEADINGS = {
    State.FOUND: say("Written down"),
    State.SCREENING: say("With the dispatch room"),
    State.ASSIGNED: say("Given to a unit"),
    State.HANDLING: say("Being worked on"),
    State.PLANNED: say("Being done in stages"),
    State.SUSPENDED: say("Standing still for a time"),
    State.REPLIED: say("Answered"),
    State.CHECKED: say("Answered"),
}


def _lede(case: Outside) -> Sentence:
    """How it stands now, in one sentence."""
    life = case.life
    carrier = life.carrier
    if life.end is End.CLOSED and life.confirmation is not None:
        return CLOSED[life.confirmation]
    if life.end is not None:
        return ENDINGS.get(life.end, say("This is over."))
    unit = case.units.get(carrier.unit, "–") if carrier else "–"
    if case.checking:
        return say("{unit} has answered; another unit checks the answer before it comes to you.", unit=unit)
    if case.waiting:
        silence = next((clock for clock in life.running if clock.tick is Tick.SILENCE and clock.due), None)
        if silence is not None and silence.due is not None:
            return say(
                "{unit} has answered. Please say by {day} whether that holds; without your word it ends as unconfirmed, "
                "which is never counted as your agreement.",
                unit=unit,
                day=_day(silence.due),
            )
        return say("{unit} has answered. Please say whether that holds.", unit=unit)
    again = next((clock.due for clock in life.running if clock.tick is Tick.RECHECK and clock.due), None)
    if life.state is State.SUSPENDED and again is not None:
        return say(
            "{unit} can't go on with it for the time being. It is looked at again on {day}.", unit=unit, day=_day(again)
        )
    return Sentence(LEDES[life.state].text, {"unit": unit})


LEDES = {
    State.FOUND: say("{unit} has it, to settle it itself or to pass it to the dispatch room."),
    State.SCREENING: say("{unit} has it, and decides which unit solves it."),
    State.ASSIGNED: say("{unit} is to solve it, and has still to sign for it."),
    State.HANDLING: say("{unit} is working on it."),
    State.PLANNED: say("{unit} does it in stages, by the dates in its answer."),
    State.SUSPENDED: say("{unit} can't go on with it for the time being."),
    State.REPLIED: say("{unit} has answered."),
    State.CHECKED: say("{unit} has answered."),
}


def _promise(case: Outside, now: dt.datetime) -> tuple[str | Sentence, Sentence | None]:
    """(the promised day, what became of it)."""
    clock = case.promise
    if clock is None:
        return "", None
    if clock.paused_at is not None:
        return say("No day while the work stands still"), say("It is set anew when the work goes on.")
    if clock.due is None:
        return say("Not yet known"), say("The calendar of that year isn't published yet.")
    return until(clock.due, now), _kept(clock, now)


def _kept(clock: Clock, now: dt.datetime) -> Sentence | None:
    assert clock.due is not None
    if clock.void_at is not None:
        return None
    if clock.met_at is not None:
        return say("Answered late, on {day}.", day=_day(clock.met_at)) if clock.late(now) else say("Kept.")
    return say("This day is over.") if clock.late(now) else None


def _moved(why: Shifted, span: object) -> Sentence:
    if why is Shifted.EXTENSION:
        return say("Moved on by {span}: more time was given.", span=span)
    if why is Shifted.CLASS:
        return say("Set anew: what your need is was looked at again.")
    return say("Moved on by {span}: the work stood still.", span=span)


def _elapsed(life: Life, now: dt.datetime) -> tuple[Sentence, ...]:
    """How long it takes, in days of the calendar: nothing that happens inside stops this count."""
    last = life.ended_at or now
    whole = say("Days since you told us, on {day}: {n}.", n=_days(life.told_at, last), day=_day(life.told_at))
    if life.episode_at is None or life.episode == 1:
        return (whole,)
    again, n = _day(life.episode_at), _days(life.episode_at, last)
    return whole, say("Days since it was taken up again, on {day}: {n}.", n=n, day=again)


def _days(since: dt.datetime, last: dt.datetime) -> int:
    return (_day(last) - _day(since)).days


def _answer(answer: Answer, now: dt.datetime) -> Line:
    reply = answer.reply
    head = say("{unit} tells you how it stands.", unit=answer.unit)
    if reply.outcome is not None:
        head = say("{unit} answers. {outcome}", unit=answer.unit, outcome=OUTCOMES[reply.outcome])
    said = [phrase(head, now)]
    if reply.next_on:
        said.append(phrase(say("Next date: {day}.", day=reply.next_on), now))
    if reply.recheck_on:
        said.append(phrase(say("Looked at again on {day}.", day=reply.recheck_on), now))
    return Line(phrase(_day(reply.at), now), " ".join(said), answer.words)
