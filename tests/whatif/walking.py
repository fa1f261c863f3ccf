"""Random lives under the texts of which a simulation is asked, and lives in which units end and others follow them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from tests.cases.town import edition
from tests.cases.walker import HANDLERS, Walker
from tests.cast import START, City
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.rules.needs import Field, Shape
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import ending, merge_unit

MINUTE = dt.timedelta(minutes=1)
WALKS, STEPS = 30, 30
STILL = frozenset({Action.INSTRUCT, Action.RESTATE, Action.SET_UP, Action.MEET, Action.STAND_DOWN, Action.JOIN})
"""Steps that move few clocks: random lives that are full of them compare little."""


class Slowly(Walker):
    """A walker that never does two things at one moment, and gives the reasons that the rules know."""

    def step(self) -> None:
        self.now += MINUTE
        super().step()

    def options(self) -> list[tuple[str, Action]]:
        """Mostly what moves a clock, and more suspensions than by chance."""
        found = super().options()
        halting = [option for option in found if option[1] in (Action.ASK_SUSPENSION, Action.SUSPEND)]
        if halting and self.rng.random() < 0.3:
            return halting
        moving = [option for option in found if option[1] not in STILL]
        return moving if moving and self.rng.random() < 0.9 else found

    def moment(self) -> dt.datetime:
        """A companion's steps come one after the other, before the step for which it is there."""
        at, self.now = self.now, self.now + MINUTE
        return at

    def rate(self) -> None:
        """A rating would come at the moment of the next step."""

    def value(self, field: Field, action: Action) -> Any:
        if field.shape is Shape.CAUSE:
            return self.rng.choice(sorted(self.rules.causes) or [None])
        return super().value(field, action)


def walked(city: City, seed: int, *seeks: Action) -> dt.datetime:
    """Some random lives; gives a moment after all of them. ``seeks``: steps that every other life takes wherever they are
    open."""
    latest = START
    for number in range(WALKS):
        walker = Slowly(city, random.Random(seed * 1000 + number), seeks=seeks if number % 2 else ())
        for _ in range(STEPS):
            walker.step()
        latest = max(latest, walker.now)
    return latest + MINUTE


def lax(city: City, *more: tuple[str, str]) -> None:
    """An edition that takes requests too late, lets everybody suspend for a reason, and has some replies checked. ``more``: what
    else it says."""
    edition(
        city,
        "cc",
        START.date() - dt.timedelta(days=1),
        (
            "延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}",
            "延期: {至多: 3, 每次至多: 5 工作日, 提前: 1 工作日, 批准: [无需, 调度室], 过时申请: 照收并计逾期, 顺延承诺: 是}",
        ),
        ("挂账: {至多: 90 天}", "挂账: {至多: 90 天, 事由: {firm: 等企业补件, land: 等用地指标}, 免批: firm}"),
        ("督核: 否\n", "督核: {要: 是, 抽查: 60%}\n"),
        *more,
    )


FORCE = ("  提醒:\n", "  协调: [{由: 承办单位}, {由: 专班, 当: [领导批示], 专班: 是}]\n  提醒:\n")
"""What an edition says that sets up task forces."""


def signed(city: City) -> None:
    """An edition under which answers are signed before they go out, those of one class by the unit's head."""
    rows = "审签: [{由: 领导, 时长: 2 工作日}, {由: 单位负责人, 级别: C, 时长: 4 工作时}]"
    edition(city, "cc", START.date() - dt.timedelta(days=1), ("督核: 否\n", f"督核: 否\n  {rows}\n"))


Ending = tuple[str, str]
"""Codes of a unit and of the one that follows it."""


class Following(Slowly):
    """A walker in whose city units end: who is asked for then is the one that follows."""

    heirs: Mapping[int, int] = {}

    def value(self, field: Field, action: Action) -> Any:
        value = super().value(field, action)
        if field.shape in (Shape.UNIT, Shape.DESK):
            return self.today(value)
        return [*dict.fromkeys(map(self.today, value))] if field.shape is Shape.UNITS else value

    def today(self, unit: int) -> int:
        """Who stands in a unit's place."""
        while unit in self.heirs:
            unit = self.heirs[unit]
        return unit

    def companion(self) -> int | None:
        """Nobody can take a step for a unit whose people it doesn't know."""
        carrier = self.life.carrier
        known = carrier is not None and carrier.unit in {self.city.org(code) for code in HANDLERS.values()}
        return super().companion() if known else None

    def morrow(self, at: dt.datetime, heirs: Mapping[int, int]) -> None:
        """Go on after a midnight at which units ended."""
        self.now, self.heirs = at, heirs
        if self.city.org(self.lowest) in heirs:
            self.lowest = "ng-desk"
        accounts = {part: staff.account_id for part, staff in self.city.staff.items() if part in self.actors}
        self.actors |= {part: directory.actor(pk, at.date()) for part, pk in accounts.items() if pk is not None}
        self.places.clear()
        self.known.clear()
        self.check()


def ended(city: City, at: dt.datetime, *endings: Ending) -> dict[int, int]:
    """Let units end at a midnight; gives who follows whom."""
    for old, new in endings:
        merge_unit(CLOCK, city.org(old), into_id=city.org(new), on=at.date(), now=at - MINUTE)
    assert ending.carry_out_endings(at) == len(endings)
    return {city.org(old): city.org(new) for old, new in endings}


def followed(city: City, seed: int, *rounds: Sequence[Ending], walks: int = WALKS, steps: int = STEPS) -> dt.datetime:
    """Some random lives; after a third of their steps units end, and again after another third. Gives a moment after all of
    them."""
    walkers = [Following(city, random.Random(seed * 1000 + n)) for n in range(walks)]
    heirs: dict[int, int] = {}
    latest = START
    for endings in (*rounds, ()):
        for walker in walkers:
            for _ in range(steps // (len(rounds) + 1)):
                walker.step()
        latest = max(walker.now for walker in walkers)
        if endings:
            midnight = (latest + dt.timedelta(days=1)).replace(hour=0, minute=0)
            heirs |= ended(city, midnight, *endings)
            for walker in walkers:
                walker.morrow(midnight, heirs)
    return latest + MINUTE
