"""The replay: load the registers, then one loop. Up to each moment the schedule runs, reactions are drained, then somebody
acts. All or nothing: one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import Any

from django.db import transaction

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat, of_enterprise
from zhuqi.core.jobs import clock, work
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.reading import read as read_rulebook
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.loading import Loaded
from zhuqi.core.sheets.reading import Row
from zhuqi.domain.calendar.actions import install_shipped
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.loading import load_enterprises, load_grants, load_organisations, load_staff
from zhuqi.domain.liaison.actions.loading import load_liaisons, load_posts
from zhuqi.domain.visits import actions as visits
from zhuqi.interfaces.replay.read import ENTERPRISE, UNITS, Dropped, Line, Preset
from zhuqi.interfaces.replay.references import sound

LOADERS: dict[str, Callable[..., Loaded]] = {
    "organisations": load_organisations,
    "staff": load_staff,
    "grants": load_grants,
    "enterprises": load_enterprises,
    "posts": load_posts,
    "liaisons": load_liaisons,
}
EVENING = dt.time(17, 45)
"""When a day's visits are written down: the rows know the day only."""
PUBLISHED = "预设中已发生的走访"
"""Why a visit of a preset was made where the budget had no room for it: it is history."""
NEVER_RECORDED = say("Its case was never recorded.")

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, of how many."""


def quiet(what: str, done: int, of: int) -> None:
    """No progress."""


@dataclass
class Replayed:
    """What a replay did: the preset as it went in, rows dropped on the way, seconds spent on each part."""

    preset: Preset
    dropped: list[Dropped] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def drop(self, line: Line, sentence: Sentence) -> None:
        """Note a row that couldn't be taken."""
        self.dropped.append(Dropped(line, sentence))


@dataclass(frozen=True)
class Ids:
    """Ids by the names that rows use."""

    units: dict[str, int]
    accounts: dict[str, int]
    enterprises: dict[str, int]


@transaction.atomic
def replay(preset: Preset, progress: Progress = quiet) -> Replayed:
    """Replay a preset into an empty database and leave its clock at the last cut-off. Raises Refused where the database
    holds something already."""
    if directory.organisations().exists():
        raise Refused(say("This database holds something already. A replay needs an empty one."))
    preset = sound(preset)
    done = Replayed(preset, list(preset.dropped))
    _timed(done, "registers", lambda: _load(done, progress))
    _timed(done, "acts", lambda: _Loop(done, progress).run())
    clock.stand_at(preset.name, preset.moment("last_count"))
    done.dropped.sort(key=lambda drop: (list(preset.tables).index(drop.line.file), drop.line.number))
    return done


def _timed(done: Replayed, what: str, part: Callable[[], object]) -> None:
    began = perf_counter()
    part()
    done.seconds[what] = perf_counter() - began


def _load(done: Replayed, progress: Progress) -> None:
    """Calendar, registers, rulebook, rounds: as the clock, at the moment of setting up."""
    preset, now = done.preset, done.preset.moment("set_up")
    install_shipped(CLOCK, now)
    for n, (file, load) in enumerate(LOADERS.items()):
        progress(term("registers"), n, len(LOADERS))
        _timed(done, file, partial(_load_one, done, file, load, now))
    place = read_rulebook(preset.rulebook).at("地区").text()
    held = directory.organisations().filter(code=place).first()
    if held is not None:
        adopt(CLOCK, text=preset.rulebook, place=(held.pk, held.path), now=now)
    progress(term("registers"), len(LOADERS), len(LOADERS))


def _load_one(done: Replayed, file: str, load: Callable[..., Loaded], now: dt.datetime) -> None:
    """One register. Rows with a fault are dropped and named, the rest goes on."""
    table = done.preset.tables[file]
    while table.rows:
        try:
            load(CLOCK, table, now=now)
        except Faulty as faulty:
            faults = {fault.row: fault.sentence for fault in faulty.faults if fault.row}
            if not faults:
                raise
            for number, sentence in faults.items():
                done.drop(Line(file, number), sentence)
            table = replace(table, rows=tuple(row for row in table.rows if row.number not in faults))
        else:
            return


class _Loop:
    """The script, moment by moment."""

    def __init__(self, done: Replayed, progress: Progress) -> None:
        self.done, self.preset, self.progress = done, done.preset, progress
        self.ids = _ids(self.preset)
        self.told = {row.values["ref"]: row.values for row in self.preset.rows("cases")}
        self.cases: dict[str, int] = {}
        self.rounds: dict[str, int] = {}
        self.actors: dict[tuple[str, dt.date], Actor] = {}
        self.last = self.preset.moment("set_up")

    def run(self) -> None:
        """Everything up to the last cut-off."""
        self._open_rounds()
        script = sorted(self._script(), key=lambda step: step[0])
        for n, (at, line, act, row) in enumerate(script):
            if n % 50 == 0:
                self.progress(term("acts"), n, len(script))
            self._until(at)
            try:
                act(row, at)
            except Fault as fault:
                self.done.drop(line, fault.sentence)
        self._until(self.preset.moment("last_count"))
        self.progress(term("acts"), len(script), len(script))

    def _script(self) -> Iterator[tuple[dt.datetime, Line, Callable[[Row, dt.datetime], object], Row]]:
        zone = self.preset.zone
        for row in self.preset.rows("acts"):
            yield row.values["at"].replace(tzinfo=zone), Line("acts", row.number), self._act, row
        for row in self.preset.rows("visits"):
            evening = dt.datetime.combine(row.values["day"], EVENING, zone)
            yield evening, Line("visits", row.number), self._visit, row

    def _until(self, at: dt.datetime) -> None:
        """Let the clock do what is due by ``at``."""
        began = perf_counter()
        work.tick(self.last, at)
        work.drain(at)
        self.last = at
        self.done.seconds["clock"] = self.done.seconds.get("clock", 0) + perf_counter() - began

    def _open_rounds(self) -> None:
        for row in self.preset.rows("rounds"):
            said = row.values
            opened = visits.open_round(
                CLOCK,
                self.ids.units[said["area"]],
                name=said["name"],
                since=said["since"],
                until=said.get("until"),
                now=self.last,
            )
            self.rounds[opened.name] = opened.pk

    def _act(self, row: Row, at: dt.datetime) -> None:
        action, ref = Action(row.values["act"]), row.values["case"]
        actor = self._actor(row.values["actor"], ref, at.date())
        fields = self._fields(row.values["facts"])
        if action is Action.RECORD:
            said = {name: self.told[ref][name] for name in ("title", "body", "kind")}
            enterprise = self.ids.enterprises[self.told[ref]["uscc"]]
            case = ACTIONS[action](actor, enterprise_id=enterprise, **said, **fields, now=at)
            self.cases[ref] = case.pk
        elif ref in self.cases:
            ACTIONS[action](actor, self.cases[ref], **fields, now=at)
        else:
            raise Refused(NEVER_RECORDED)

    def _visit(self, row: Row, at: dt.datetime) -> None:
        said = row.values
        visits.record(
            self._actor(said["staff"], "", at.date()),
            self.ids.enterprises[said["uscc"]],
            day=said["day"],
            mode=said["mode"],
            kind=said["kind"],
            round_id=self.rounds.get(said.get("round") or ""),
            beyond=PUBLISHED,
            now=at,
        )

    def _actor(self, code: str, ref: str, day: dt.date) -> Actor:
        if code == ENTERPRISE:
            return of_enterprise(self.ids.enterprises[self.told[ref]["uscc"]])
        if (code, day) not in self.actors:
            self.actors[code, day] = directory.actor(self.ids.accounts[code], day)
        return self.actors[code, day]

    def _fields(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts of a row as the fields of its step: organisations by id."""
        units = self.ids.units
        return {
            UNITS.get(name, name): (
                value if name not in UNITS else [units[c] for c in value] if isinstance(value, list) else units[value]
            )
            for name, value in facts.items()
        }


def over(code: str) -> Actor:
    """Somebody who sees the whole of an organisation, as its leader does."""
    org = directory.organisations().get(code=code)
    return Actor(name=org.name, seats=(Seat(Role.LEADER, org.pk, org.path, org.pk, org.path),))


def _ids(preset: Preset) -> Ids:
    roots = [row.values["code"] for row in preset.rows("organisations") if row.values.get("parent") is None]
    units = directory.organisations()
    return Ids(
        units=dict(units.values_list("code", "pk")),
        accounts=dict(units.exclude(staff=None).values_list("staff__code", "staff__account_id")),
        enterprises={
            uscc: pk for root in roots for uscc, pk in directory.visible(over(root)).values_list("uscc", "pk")
        },
    )
