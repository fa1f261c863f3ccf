"""The likely unit of the cases in a queue. Each costs some dozen queries, so it is remembered for a while, by reader and case."""

from __future__ import annotations

import datetime as dt
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries.bearings import assignable
from zhuqi.domain.cases.rules.words import State
from zhuqi.domain.common.queries.similar import Similar, similar
from zhuqi.interfaces.web import likeness
from zhuqi.interfaces.web.shown import Link

REMEMBERED = 4000
LIVES = dt.timedelta(minutes=30)
BUDGET = 0.4
"""Seconds that one request spends on units nobody asked for yet; at least one is looked for."""


@dataclass(frozen=True)
class Guess:
    """A likely unit: how many of the nearest cases stayed with it, in words, and those it rests on."""

    unit: int
    name: str
    n: int
    of: int
    words: str
    cases: tuple[Link, ...]
    few: bool = False

    @property
    def short(self) -> str:
        """As it stands in a row."""
        return f"{self.name} {self.n}/{self.of}"


Key = tuple[int | None, int, str, int]
_remembered: OrderedDict[Key, tuple[dt.datetime, tuple[Guess, ...]]] = OrderedDict()


def _key(actor: Actor, case: Any) -> Key:
    return actor.account, case.pk, case.salt, case.version


def known(actor: Actor, case: Any, now: dt.datetime) -> tuple[Guess, ...] | None:
    """The likely units of a case, as they were found a while ago; None where nobody has looked. No query."""
    at, found = _remembered.get(_key(actor, case), (None, ()))
    return found if at is not None and abs(now - at) < LIVES else None


def of(actor: Actor, found: Similar, now: dt.datetime) -> tuple[Guess, ...]:
    """The likely units that a comparison names, kept for the queue."""
    told = likeness.units(found, now)
    guesses = tuple(
        Guess(
            unit=one.unit,
            name=found.names.get(one.unit, "–"),
            n=one.n,
            of=one.of,
            words=said.words,
            cases=tuple(Link(link.word, link.address) for link in said.cases),
            few=one.few,
        )
        for one, said in zip(found.proposal.likely, told, strict=False)
    )
    _remembered[_key(actor, found.case)] = now, guesses
    while len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)
    return guesses


def look(actor: Actor, cases: Iterable[Any], now: dt.datetime) -> bool:
    """Look for the units of cases that wait to be screened and of which none is known, as many as a moment allows. Whether some
    are left."""
    began = time.perf_counter()
    leads: dict[tuple[int, int], list[int]] = {}
    for case in cases:
        if case.state != State.SCREENING.value or known(actor, case, now) is not None:
            continue
        if leads and time.perf_counter() - began > BUDGET:
            return True
        where = case.area_id, case.desk_id
        if where not in leads:
            leads[where] = [unit.pk for unit in assignable(case).leads]
        of(actor, similar(actor, case.pk, among=leads[where]), now)
    return False


def address(case: int) -> str:
    """Where the cases like one are compared."""
    return reverse("similar", args=[case])
