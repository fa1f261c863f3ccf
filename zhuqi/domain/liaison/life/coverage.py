"""Who has an official, who has nobody, since when and until when that may be so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.bonds import Bond, OpenCases
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Firm, Key, meant
from zhuqi.domain.liaison.sections import LiaisonRules


@dataclass(frozen=True)
class Coverage:
    """Of the enterprises that are to have officials on a day: which have as many as they should, and which don't."""

    wanted: tuple[Key, ...]
    covered: tuple[Key, ...]
    unbound: tuple[Key, ...]
    """Those without anybody, or with too few."""
    overlays: Mapping[str, tuple[Key, ...]]
    """{overlay: enterprises of its scope with too few officials by it}; overlays without any aren't there."""

    @property
    def complete(self) -> bool:
        """Whether everybody has who they should."""
        return not self.unbound and not self.overlays


def coverage(rules: LiaisonRules, firms: Mapping[Key, Firm], bonds: Iterable[Bond], day: dt.date) -> Coverage:
    """Who is covered on a day. Order is that of ``firms``."""
    count: dict[tuple[str, Key], set[Key]] = defaultdict(set)
    held = [bond for bond in bonds if bond.holds(day)]
    for bond in held:
        count[bond.overlay, bond.firm].add(bond.staff)
    wanted = tuple(key for key, firm in firms.items() if meant(rules.scope, firm))
    ranks = {(bond.staff, bond.firm): bond.rank for bond in held if not bond.overlay}
    covered = tuple(
        key
        for key in wanted
        if len(count["", key]) >= rules.least and _by_rank(rules, firms[key], [ranks[it, key] for it in count["", key]])
    )
    missing = {
        overlay.name: tuple(
            key
            for key, firm in firms.items()
            if meant(overlay.scope, firm) and len(count[overlay.name, key]) < overlay.least
        )
        for overlay in rules.overlays
    }
    there = set(covered)
    unbound = tuple(key for key in wanted if key not in there)
    return Coverage(wanted, covered, unbound, {name: keys for name, keys in missing.items() if keys})


def _by_rank(rules: LiaisonRules, firm: Firm, ranks: Sequence[Rank | None]) -> bool:
    """Whether an enterprise has as many officials of each row of the chain as that says for such a one."""
    rows = [row for row in rules.chain if row.duty is Duty.HOLDS_ENTERPRISES and row.of_each and meant(row.scope, firm)]
    return all(sum(map(row.holds, ranks)) >= row.of_each for row in rows)


@dataclass(frozen=True)
class Vacancy:
    """An enterprise that lost its official: since which day, until when somebody must follow, and who looks after it."""

    firm: Key
    since: dt.date
    due: dt.datetime | None
    """None where the calendar of that year isn't published."""
    late: bool
    keeper: Duty | Rank | None


def vacancies(
    rules: LiaisonRules, firms: Mapping[Key, Firm], bonds: Iterable[Bond], now: dt.datetime, calendar: WorkCalendar
) -> tuple[Vacancy, ...]:
    """The enterprises that are to have an official, had one and have too few since; the oldest first. Those that never had
    any are in ``coverage``. The span runs from 0:00 of the first day without."""
    since = left(rules, firms, list(bonds), now.astimezone(calendar.zone).date())
    found = [_vacancy(rules, key, day, now, calendar) for key, day in since.items()]
    return tuple(sorted(found, key=lambda vacancy: vacancy.since))


def left(rules: LiaisonRules, firms: Mapping[Key, Firm], bonds: Collection[Bond], day: dt.date) -> dict[Key, dt.date]:
    """{enterprise that is to have officials, had them, and has too few on a day: the first day without the last who left}."""
    ended: dict[Key, list[dt.date]] = defaultdict(list)
    for bond in bonds:
        if not bond.overlay and bond.until is not None and bond.until <= day:
            ended[bond.firm].append(bond.until)
    return {key: max(ended[key]) for key in coverage(rules, firms, bonds, day).unbound if key in ended}


def _vacancy(rules: LiaisonRules, firm: Key, since: dt.date, now: dt.datetime, calendar: WorkCalendar) -> Vacancy:
    due = calendar.add(midnight(since, calendar), rules.vacancy.within)
    return Vacancy(firm, since, due, calendar.late(now, due), rules.vacancy.keeper)


def midnight(day: dt.date, calendar: WorkCalendar) -> dt.datetime:
    """When a day begins by the place's clock."""
    return dt.datetime.combine(day, dt.time(), calendar.zone)


@dataclass(frozen=True)
class Handover:
    """What a replacement asks for: until when it is handed over, and where open cases go."""

    due: dt.datetime | None
    late: bool
    cases: OpenCases


def handover(
    rules: LiaisonRules, ended_on: dt.date, handed_at: dt.datetime | None, now: dt.datetime, calendar: WorkCalendar
) -> Handover:
    """What holds for an official who holds the enterprise no more from ``ended_on`` on; ``handed_at``: when it was done."""
    due = calendar.add(midnight(ended_on, calendar), rules.replacing.within)
    return Handover(due, calendar.late(handed_at or now, due), rules.replacing.cases)
