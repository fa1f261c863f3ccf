"""The replay: load the registers, then one loop. Up to each moment the schedule runs, reactions are drained, then somebody
acts. All or nothing: one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
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
from zhuqi.domain.cases.rules.words import Action, Channel
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.key_lists import open_list, put_on_list
from zhuqi.domain.directory.actions.loading import load_enterprises, load_grants, load_organisations, load_staff
from zhuqi.domain.errands import actions as errands
from zhuqi.domain.liaison.actions.loading import load_liaisons, load_posts
from zhuqi.domain.visits import actions as visits
from zhuqi.domain.visits.rules.promises import Need
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
NEVER_TAKEN = say("It was never taken on.")
Step = tuple[dt.datetime, Line, Callable[[Row, dt.datetime], object], Row]
"""When something is done, which line says so, what does it, and the row."""

Visited = tuple[str, str, dt.date]
"""Code of the enterprise, code of the official, day."""
NEED = ("title", "body", "kind")
"""What the rows tell of a need."""

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
        self.found = _found(self.preset, self.told)
        self.cases: dict[str, int] = {}
        self.rounds: dict[str, int] = {}
        self.errands: dict[str, Any] = {}
        self.actors: dict[tuple[str, dt.date], Actor] = {}
        self.last = self.preset.moment("set_up")

    def run(self) -> None:
        """Everything up to the last cut-off."""
        self._open_rounds()
        self._open_lists()
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

    def _script(self) -> Iterator[Step]:
        zone = self.preset.zone
        for row in self.preset.rows("visits"):
            found = self.found.get(_visited(row), [])
            evening = dt.datetime.combine(row.values["day"], EVENING, zone)
            yield (
                found[0].values["at"].replace(tzinfo=zone) if found else evening,
                Line("visits", row.number),
                self._visit,
                row,
            )
        with_visits = {act.number for acts in self.found.values() for act in acts}
        for row in self.preset.rows("acts"):
            if row.number not in with_visits:
                yield row.values["at"].replace(tzinfo=zone), Line("acts", row.number), self._act, row
        for row in self.preset.rows("errands"):
            yield from self._errand(row)

    def _errand(self, row: Row) -> Iterator[Step]:
        """The days of an errand, as far as it came: taken on, handed in, finished."""
        line, zone = Line("errands", row.number), self.preset.zone
        days = (("asked_on", self._take_on), ("filed_on", self._file), ("finished_on", self._finish))
        for n, (column, act) in enumerate(days):
            day = row.values.get(column)
            if day is not None:
                yield dt.datetime.combine(day, dt.time(10 + 2 * n), zone), line, act, row

    def _take_on(self, row: Row, at: dt.datetime) -> None:
        said = row.values
        typed = {name: said[name] for name in ("mode", "matter", "office", "due", "asked_on")}
        actor, firm = self._actor(said["staff"], "", at.date()), self.ids.enterprises[said["uscc"]]
        self.errands[said["ref"]] = errands.take_on(actor, firm, **typed, now=at)

    def _file(self, row: Row, at: dt.datetime) -> None:
        errand = self._taken(row)
        actor = self._actor(row.values["staff"], "", at.date())
        self.errands[row.values["ref"]] = errands.file(actor, errand.pk, seen=errand.version, now=at)

    def _finish(self, row: Row, at: dt.datetime) -> None:
        errand, said = self._taken(row), row.values
        actor, note = self._actor(said["staff"], "", at.date()), said.get("words") or ""
        errands.finish(actor, errand.pk, outcome=said["outcome"], note=note, seen=errand.version, now=at)

    def _taken(self, row: Row) -> Any:
        """The errand of a row as it stands. Raises Refused where it never began."""
        if row.values["ref"] not in self.errands:
            raise Refused(NEVER_TAKEN)
        return self.errands[row.values["ref"]]

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

    def _open_lists(self) -> None:
        """The key lists, kept by whoever administers the place."""
        lists: dict[str, int] = {}
        keeps = [row.values["staff"] for row in self.preset.rows("grants") if row.values["role"] == Role.SYSTEM_ADMIN]
        for row in self.preset.rows("lists"):
            said = row.values
            area, keeper = self.ids.units[said["area"]], self._actor(keeps[0], "", self.last.date())
            lists[said["list"]] = open_list(keeper, area, name=said["list"], since=said["since"], now=self.last).pk
        for row in self.preset.rows("listed"):
            said, keeper = row.values, self._actor(keeps[0], "", self.last.date())
            firm = self.ids.enterprises[said["uscc"]]
            put_on_list(keeper, lists[said["list"]], enterprise_id=firm, since=said["since"], now=self.last)

    def _act(self, row: Row, at: dt.datetime) -> None:
        action, ref = Action(row.values["act"]), row.values["case"]
        actor = self._actor(row.values["actor"], ref, at.date())
        fields = self._fields(row.values["facts"])
        if action is Action.RECORD:
            said = {name: self.told[ref][name] for name in NEED}
            enterprise = self.ids.enterprises[self.told[ref]["uscc"]]
            case = ACTIONS[action](actor, enterprise_id=enterprise, **said, **fields, now=at)
            self.cases[ref] = case.pk
        elif ref in self.cases:
            ACTIONS[action](actor, self.cases[ref], **fields, now=at)
        else:
            raise Refused(NEVER_RECORDED)

    def _visit(self, row: Row, at: dt.datetime) -> None:
        said, found = row.values, self.found.get(_visited(row), [])
        visit = visits.record(
            self._actor(said["staff"], "", at.date()),
            self.ids.enterprises[said["uscc"]],
            day=said["day"],
            mode=said["mode"],
            kind=said["kind"],
            round_id=self.rounds.get(said.get("round") or ""),
            needs=[Need(**{name: self.told[act.values["case"]][name] for name in NEED}) for act in found],
            beyond=PUBLISHED,
            now=at,
        )
        became = visit.needs.order_by("case").values_list("case", flat=True) if found else ()
        self.cases |= {act.values["case"]: case for act, case in zip(found, became, strict=True)}

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


def _visited(row: Row) -> Visited:
    return row.values["uscc"], row.values["staff"], row.values["day"]


def _found(preset: Preset, told: Mapping[str, Mapping[str, Any]]) -> dict[Visited, list[Row]]:
    """The needs that were found on visits, by visit: whoever was there wrote both down at once."""
    made = set(map(_visited, preset.rows("visits")))
    found: dict[Visited, list[Row]] = {}
    for row in preset.rows("acts"):
        said, facts = row.values, row.values["facts"]
        if said["act"] == Action.RECORD and facts.get("channel") == Channel.VISIT and said["case"] in told:
            visited = (told[said["case"]]["uscc"], said["actor"], facts["found_on"])
            if visited in made:
                found.setdefault(visited, []).append(row)
    return found


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
