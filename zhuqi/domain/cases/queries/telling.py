"""Who is to be told of an entry about a case: the table's lines as accounts, each at the seat at which it is told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.ladders.parties import Party
from zhuqi.base.paths import lineage
from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.queries import seated
from zhuqi.core.messages.rules import Row, To
from zhuqi.domain.cases.life.values import Life, Request
from zhuqi.domain.cases.models import Case, Rating
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.queries.sight import WORKING
from zhuqi.domain.cases.rules.telling import DUE, LOW_STARS, TABLE, WAS_DUE, Told
from zhuqi.domain.cases.rules.words import Approver, Asked, Hand, Tick
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Staff

DESKS = (Role.DISPATCHER,)
HANDS = (*WORKING, Role.DISPATCHER)
"""Who works where a case may lie: in a unit, or in a dispatch room."""
HEADS = (Role.TEAM_LEAD,)
NOTHING = Sentence("")
NEARBY = 1000
"""So many entries later at most stands the last one of the same step."""
NEXT = frozenset({Tick.CHECK, Tick.ASK})


@dataclass(frozen=True, order=True)
class Seats:
    """Whoever holds one of some roles at an organisation; ``sees``: whose role looks from there downward, wherever it is held."""

    org: int
    roles: tuple[Role, ...]
    sees: bool = False


Places = set[Seats]


@dataclass(frozen=True)
class Happened:
    """An entry about a case, with the case as it now stands."""

    entry: Entry
    case: Case
    life: Life
    facts: Mapping[str, Any]

    def units(self, ids: Iterable[int | None], roles: tuple[Role, ...] = HANDS) -> Places:
        """Some organisations, with who is told there."""
        return {Seats(unit, roles) for unit in ids if unit is not None}

    @property
    def request(self) -> Request | None:
        """What was asked, or ruled on."""
        n = self.facts.get("request")
        if n is not None:
            return self.life.requests[int(n) - 1]
        return next((r for r in reversed(self.life.requests) if r.at == self.entry.at), None)

    @property
    def granted(self) -> bool:
        """Whether nobody need rule on it."""
        return bool(self.facts.get("granted")) or self.facts.get("approver") == Approver.NOBODY


def told(entry: Entry, now: dt.datetime) -> tuple[Case, list[To]] | None:
    """The case of an entry, and who is to be told of it in which sentence; None where nobody is."""
    facts = json.loads(entry.facts)
    case = Case.objects.filter(pk=entry.subject if entry.kind == "case" else facts["case"]).first()
    if case is None or (entry.verb == "rated" and not _low(entry)):
        return None
    if entry.verb == "joined" and not _last_joined(entry, facts["mark"]):
        return case, []
    at = Happened(entry, case, current(case), facts)
    said = _said(at)
    found: list[To] = []
    for row in TABLE[entry.verb]:
        found += [
            replace(to, sentence=Sentence(_text(row, said, entry), said), urgent=row.urgent)
            for to in _people(Told(row.to), at, now)
        ]
    return case, found


def _text(row: Row, said: Mapping[str, object], entry: Entry) -> str:
    """The sentence of a line; of a deadline that had passed, that it has."""
    due = said.get("due")
    return WAS_DUE if row.text == DUE and isinstance(due, dt.datetime) and due < entry.at else row.text


def _people(whom: Told, at: Happened, now: dt.datetime) -> list[To]:
    """The accounts of one line. What an enterprise thinks is never told to who has a seat in the unit that answered."""
    if whom is Told.ENTERPRISE:
        return []
    if whom is Told.FINDER:
        return [To(account, NOTHING) for account in _finders(at.life)]
    found = [
        To(account, NOTHING, org, role)
        for seats in sorted(PLACES[whom](at))
        for account, org, role in seated([seats.org], seats.roles, now, sees=seats.sees)
    ]
    if whom is not Told.OVERSEER or at.life.reply is None:
        return found
    rated = {account for account, _, _ in seated([at.life.reply.unit], tuple(Role), now)}
    return [to for to in found if to.account not in rated]


def _said(at: Happened) -> dict[str, object]:
    said: dict[str, object] = {"number": at.case.number}
    clock = at.facts.get("clock")
    if at.entry.verb == "reminded" and clock is not None:
        said["due"] = at.life.clocks[clock - 1].due or at.entry.at
    return said


def _low(entry: Entry) -> bool:
    """Whether a rating says that the enterprise isn't satisfied, as it now stands."""
    row = Rating.objects.filter(pk=entry.subject).first()
    stars = (row.reply_rating, row.result_rating, *row.more.values_list("stars", flat=True)) if row else ()
    return any(n is not None and n <= LOW_STARS for n in stars)


def _last_joined(entry: Entry, mark: str) -> bool:
    """Whether it is the last entry of its step: several cases that one step brings together are told of once."""
    step = Entry.objects.filter(kind="case", verb=entry.verb, at=entry.at, facts__contains=mark)
    return not step.filter(pk__gt=entry.pk, pk__lte=entry.pk + NEARBY).exists()


def _finders(life: Life) -> list[int]:
    if life.finder is None:
        return []
    return list(Staff.objects.filter(pk=life.finder, account__isnull=False).values_list("account", flat=True))


def _carrier(at: Happened) -> Places:
    """The unit that has it: not the room it was just recorded at, nor the unit of whoever found it."""
    carrier = at.life.carrier
    if carrier is None or (at.entry.verb == "recorded" and (at.facts["at_desk"] or at.facts["finder"] is not None)):
        return set()
    return at.units([carrier.unit])


def _desk(at: Happened) -> Places:
    if at.entry.verb == "recorded" and not at.facts["at_desk"]:
        return set()
    opened = [row.unit for row in at.life.holdings if row.hand is Hand.HOLD and row.began_at == at.entry.at]
    return at.units([at.facts.get("desk") or (opened or [at.life.desk])[-1]], DESKS)


def _lead(at: Happened) -> Places:
    return at.units([at.facts["lead"]])


def _helpers(at: Happened) -> Places:
    return at.units([*at.facts.get("parts", ()), *at.facts.get("assists", ())])


def _ruler(at: Happened) -> Places:
    request = at.request
    if request is None or at.granted or not request.open:
        return set()
    row = at.life.row(request.holding)
    leads = _above(at.life.area_of(row), (Role.LEADER,))
    if request.approver is Approver.LEADER:
        return leads
    if request.approver is Approver.HEAD:
        heads = at.units([row.unit], HEADS)
        return heads | leads if request.asked is Asked.SIGNING else heads
    return at.units([at.life.sender(row)], DESKS)


def _asker(at: Happened) -> Places:
    request = at.request
    return at.units([at.life.row(request.holding).unit]) if request is not None else set()


def _left(at: Happened) -> Places:
    """Units whose rows the entry ended; of those, not the rooms that only passed it on."""
    ended = [row for row in at.life.holdings if row.ended_at == at.entry.at]
    return at.units(row.unit for row in ended if row.hand is not Hand.HOLD)


def _next(at: Happened) -> Places:
    reply = at.life.reply
    units = {clock.unit for clock in at.life.running if clock.tick in NEXT}
    return at.units(units - {reply.unit if reply else None}, (*HANDS, Role.SUPERVISOR))


def _ticking(at: Happened) -> Places:
    return at.units([at.life.clocks[at.facts["clock"] - 1].unit])


def _force(at: Happened) -> Places:
    return at.units([at.facts["lead"], *at.facts["members"]])


def _overseer(at: Happened) -> Places:
    """Who oversees the area in which it was handled."""
    return _above(at.life.area, (Role.SUPERVISOR,))


def _above(area: int, roles: tuple[Role, ...]) -> Places:
    """Whoever holds a role that looks at an area, at it or above it."""
    return {Seats(org, roles, sees=True) for org in lineage(directory.unit(area).path)}


def _parties(at: Happened) -> Places:
    """Whom the ladder names. The unit that handles it is the one whose clock it is; the day promised to the enterprise, which the
    room keeps, is told to the unit that has it. The enterprise isn't told here, and "all units" names nobody."""
    found: Places = set()
    life, clock = at.life, at.life.clocks[at.facts["clock"] - 1]
    carrier = life.carrier if clock.tick is Tick.CASE else None
    unit = carrier.unit if carrier is not None else clock.unit
    for name in at.facts.get("to", ()):
        found |= {
            Party.UNIT: at.units([unit]),
            Party.CO_UNITS: at.units(row.unit for row in life.co_rows),
            Party.HEAD: at.units([unit], HEADS),
            Party.CHIEF: at.units([unit], HEADS),
            Party.FINDER: at.units([life.found_by]),
            Party.DESK: at.units([life.desk], DESKS),
        }.get(Party(name), set())
        if Party(name) is Party.SUPERVISION:
            found |= _above(life.area, (Role.SUPERVISOR,))
        if Party(name) in (Party.LEADER, Party.TOP_LEADER):
            found |= _above(life.area, (Role.LEADER,))
    return found


PLACES: Mapping[Told, Callable[[Happened], Places]] = {
    Told.CARRIER: _carrier,
    Told.LEAD: _lead,
    Told.HELPERS: _helpers,
    Told.DESK: _desk,
    Told.RULER: _ruler,
    Told.ASKER: _asker,
    Told.LEFT: _left,
    Told.NEXT: _next,
    Told.PARTIES: _parties,
    Told.TICKING: _ticking,
    Told.FORCE: _force,
    Told.OVERSEER: _overseer,
}
"""Where each sits."""
