"""What was said to be at stake in cases, and when: amounts, how many enterprises, a signed request, a leader's instruction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import numpy as np
from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from zhuqi.base.ladders.triggers import Trigger
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.life.history import WAN
from zhuqi.domain.cases.whatif.arrays import History
from zhuqi.domain.cases.whatif.fetching import MOMENT, NONE, NUMBER, Fact, Kind, Numbers, fetch
from zhuqi.domain.cases.whatif.moves import FOREVER

Times = tuple[Numbers, Numbers, Numbers]
SAYING = ("recorded", "screened", "restated")
"""Entries that say what is at stake; what one doesn't say stays."""
BOTH: tuple[str, ...] = ("1", "true", "0", "false")
"""Yes and no, as one engine or the other gives them out of an entry's facts."""


def weighed(trigger: Trigger, past: History) -> Times:
    """When a case weighed as much as a trigger says: cases, from when on, until when. One query."""
    sort = trigger.sort.value
    if sort == "instruction":
        told = _told(past, ("instructed",), {})
        return told["case"], told["at"], np.full(len(told["case"]), FOREVER)
    name = {"amount": "stake"}.get(sort, sort)
    told = _told(past, SAYING, {name: BOTH if sort == "signed" else NUMBER})
    said = told[name] != (0 if sort == "signed" else NONE)
    case, at, value = told["case"][said], told["at"][said], told[name][said]
    until = np.full(len(case), FOREVER)
    same = case[1:] == case[:-1]
    until[:-1][same] = at[1:][same]
    known, place = np.unique(value, return_inverse=True)
    holds = np.array([HOLDS[sort](trigger, each) for each in known.tolist()], np.bool_)[place]
    return case[holds], at[holds], until[holds]


HOLDS: Mapping[str, Callable[[Trigger, int], bool]] = {
    "amount": lambda trigger, yuan: trigger.interval.holds(Fraction(yuan, WAN)),
    "firms": lambda trigger, count: trigger.interval.holds(Fraction(count)),
    "signed": lambda trigger, code: code <= BOTH.index("true") + 1,
}
"""Sort of a trigger → whether it holds for what was said."""


def _told(past: History, verbs: tuple[str, ...], facts: Mapping[str, Kind]) -> dict[str, Numbers]:
    """Some facts of some entries, by case and time."""
    rows = Entry.objects.filter(kind="case", verb__in=verbs, subject__in=past.source.values("pk"))
    asked = {
        f"said_{name}": Cast(Fact(name), BigIntegerField()) if kind == NUMBER else Fact(name)
        for name, kind in facts.items()
    }
    columns: dict[str, Kind] = {"subject": NUMBER, "at": MOMENT, "seq": NUMBER}
    told = fetch(rows.annotate(**asked), columns | {f"said_{name}": kind for name, kind in facts.items()})
    told = {name.removeprefix("said_"): column for name, column in told.items()}
    told["case"] = np.searchsorted(past.cases["id"], told["subject"])
    order = np.lexsort((told["seq"], told["case"]))
    return {name: column[order] for name, column in told.items()}


WEIGHTS = frozenset({*HOLDS, "instruction"})
