"""A case as its enterprise reads it: dates, where it stands, the promise and why it moved, answers, words meant for it.

What isn't gathered here can't reach its page: no member of staff, no word said inside, no request and no contact.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuqi.base.errors import Missing
from zhuqi.base.events import Event
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.digests import link
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.guards import open_actions
from zhuqi.domain.cases.life.rated import rateable, told
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.values import Clock, Life, Reply, Shift
from zhuqi.domain.cases.models import Case, Rating, Said
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules.words import ANSWERED, Action, Hand, Shifted, Tick
from zhuqi.domain.cases.sections.rating import RatingRule
from zhuqi.domain.directory import queries as directory

OURS = (Action.CONFIRM, Action.CONTEST, Action.WITHDRAW, Action.REOPEN)
"""What an enterprise does to its case."""
OPEN: frozenset[type[Event]] = frozenset(
    {
        *(e.Recorded, e.Settled, e.Submitted, e.Screened, e.NotAccepted, e.Merged, e.TransferredOut, e.Assigned),
        e.Recalled,
        e.Succeeded,
        *(e.Escalated, e.SentDown, e.Accepted, e.Extended, e.Suspended, e.Resumed, e.StageReplied, e.Replied),
        *(e.Contacted, e.MatterMoved),
        *(e.Put, e.Confirmed, e.Contested, e.Dissatisfied, e.Withdrawn, e.EndedUnconfirmed, e.Reopened),
    }
)
"""Events that the enterprise reads of. Requests, rulings, shares, checks and reminders are the office's own."""
ANSWERING = (e.Settled, e.StageReplied, e.Replied)


@dataclass(frozen=True)
class Happened:
    """Something that happened, with the words that were meant for the enterprise. ``reply``: the number of the reply
    that it was."""

    at: dt.datetime
    event: Event
    words: tuple[str, ...]
    reply: int | None = None


@dataclass(frozen=True)
class Move:
    """Why and by how much the promised date was moved."""

    shift: Shift
    why: str


@dataclass(frozen=True)
class Answer:
    """A reply, or word on progress."""

    reply: Reply
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class MoreRated:
    """Something else that it can rate, by itself: its grades, the best first, and how it did."""

    name: str
    grades: tuple[str, ...]
    stars: int | None


@dataclass(frozen=True)
class Outside:
    """Everything an enterprise's page shows. ``promise``: the clock promised to it, in the latest episode."""

    case: int
    version: int
    number: str
    enterprise: str
    kind: str
    said: tuple[str, ...]
    life: Life
    units: Mapping[int, str]
    actions: tuple[Action, ...]
    checking: bool
    promise: Clock | None
    moves: tuple[Move, ...]
    standing_still: str
    answers: tuple[Answer, ...]
    history: tuple[Happened, ...]
    rateable: bool
    reply_rating: int | None
    result_rating: int | None
    reply_grades: tuple[str, ...] = ()
    result_grades: tuple[str, ...] = ()
    more: tuple[MoreRated, ...] = ()
    """By which it rates, the best first; none: one to five."""

    @property
    def waiting(self) -> bool:
        """Whether the enterprise is asked for its view now."""
        return Action.CONFIRM in self.actions


def outside(actor: Actor, case_id: int, *, now: dt.datetime, row: Case | None = None) -> Outside:
    """One case for its enterprise. Raises Missing for anybody else. A fixed number of queries; ``row``: the case with its
    enterprise, as its link was found, spares one."""
    case = row if row is not None else visible(actor).filter(pk=case_id).select_related("enterprise").first()
    if (
        case is None
        or case.pk != case_id
        or actor.enterprise != case.enterprise_id
        or actor.case not in (None, case_id)
    ):
        raise Missing
    entries = list(Entry.objects.filter(kind="case", subject=case.pk).order_by("seq"))
    head = link(entries[-1].pk, entries[-1].hash) if entries else None
    # no step of an enterprise asks for other desks
    at = situation(actor, case, now=now, action=Action.CONFIRM, head=head)
    life = at.life
    history = _history(case, at, entries)
    promise = _promise(life)
    rated = Rating.objects.filter(case=case).order_by("-reply").first()
    reply = rateable(at)
    mine = rated if rated is not None and reply is not None and rated.reply == reply.n else None
    units = _units(life, history)
    return Outside(
        case=case.pk,
        version=case.version,
        number=case.number,
        enterprise=case.enterprise.name,
        kind=at.rules.kinds.get(life.kind, life.kind),
        said=history[0].words,
        life=life,
        units=units,
        actions=tuple(action for action in open_actions(at) if action in OURS),
        checking=life.state in ANSWERED and not told(at, life.reply),
        promise=promise,
        moves=_moves(promise, history),
        standing_still=_last_words(e.Suspended, history),
        answers=tuple(_answer(reply, units, history) for reply in life.replies if told(at, reply)),
        history=history,
        rateable=reply is not None,
        reply_rating=mine.reply_rating if mine else None,
        result_rating=mine.result_rating if mine else None,
        reply_grades=at.rules.rating.of_reply,
        result_grades=at.rules.rating.of_result,
        more=_more(at.rules.rating, mine),
    )


def _more(rules: RatingRule, mine: Rating | None) -> tuple[MoreRated, ...]:
    """What else it can rate. A query where there is anything, and where it rated."""
    given = dict(mine.more.values_list("name", "stars")) if mine is not None and rules.more else {}
    return tuple(MoreRated(row.name, row.grades, given.get(row.name)) for row in rules.more)


def _history(case: Case, at: Situation, entries: Sequence[Entry]) -> tuple[Happened, ...]:
    """What happened that the enterprise reads of, in order. One query."""
    words: dict[int, list[str]] = {}
    for seq, body in Said.objects.filter(case=case, outside=True).order_by("n").values_list("seq", "body"):
        words.setdefault(seq, []).append(body)
    found, replies = [], 0
    for entry in entries:
        event, reply = e.KINDS[entry.verb].revive(json.loads(entry.facts)), None
        if isinstance(event, ANSWERING):
            replies += 1
            reply = replies
        known = reply is None or told(at, at.life.replies[reply - 1])
        if known and _open(event, at.life):
            found.append(Happened(entry.at, event, tuple(words.get(entry.seq, ())), reply))
    return tuple(found)


def _open(event: Event, life: Life) -> bool:
    """Of those who sign, only the lead; of askings, only what arrived."""
    if isinstance(event, e.Accepted):
        return life.row(event.holding).hand is Hand.LEAD
    if isinstance(event, e.Put):
        return event.arrived_on is not None
    return type(event) in OPEN


def _promise(life: Life) -> Clock | None:
    return next((clock for clock in reversed(life.clocks) if clock.tick is Tick.CASE), None)


def _moves(promise: Clock | None, history: Sequence[Happened]) -> tuple[Move, ...]:
    shifts = [shift for shift in promise.shifts if shift.span.amount or shift.why is Shifted.CLASS] if promise else []
    return tuple(Move(shift, _why(shift, history)) for shift in shifts)


def _why(shift: Shift, history: Sequence[Happened]) -> str:
    """What was told to the enterprise when the promise moved; a suspension moves it when it is over. Why its class was changed is
    said inside."""
    if shift.why is Shifted.CLASS:
        return ""
    if shift.why is Shifted.EXTENSION:
        return _last_words(e.Extended, [one for one in history if one.at == shift.at])
    return _last_words(e.Suspended, [one for one in history if one.at <= shift.at])


def _last_words(kind: type[Event], history: Sequence[Happened]) -> str:
    return next(("\n".join(one.words) for one in reversed(history) if isinstance(one.event, kind)), "")


def _answer(reply: Reply, units: Mapping[int, str], history: Sequence[Happened]) -> Answer:
    words = next((one.words for one in history if one.reply == reply.n), ())
    return Answer(reply, units.get(reply.unit, ""), words)


def _units(life: Life, history: Sequence[Happened]) -> dict[int, str]:
    """The names of the units that the page names. One query."""
    found = {life.desk, *(row.unit for row in life.holdings), *(reply.unit for reply in life.replies)}
    for one in history:
        found |= {
            pk
            for name in ("unit", "desk", "lead", "successor")
            if isinstance(pk := getattr(one.event, name, None), int)
        }
        found |= {*getattr(one.event, "parts", ()), *getattr(one.event, "assists", ())}
        if isinstance(one.event, e.Contested) and one.event.up:
            found.add(one.event.up[0])
    return directory.names(found)
