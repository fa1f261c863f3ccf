"""Units that ended while they had a part in a case: rows that are one in the hands of one unit after another, and who stood in
whose place when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import models
from zhuqi.domain.cases.events import Recorded, Succeeded
from zhuqi.domain.cases.whatif.fetching import MOMENT, NEVER, NONE, NUMBER, Fact, Numbers, fetch
from zhuqi.domain.cases.whatif.timeline import pairs

SUCCEED = 2
"""How a row was opened: a place in what ``arrays.HOLDING`` names, from 1."""


@dataclass(frozen=True, eq=False)
class Chains:
    """Of every row (its place) the first and the last of those that follow each other in one dispatch: the row itself, where
    nobody followed."""

    first: Numbers
    last: Numbers


def chains(rows: Mapping[str, Numbers], first_row: Numbers) -> Chains:
    """Which rows are one. ``rows`` by case and number."""
    place = np.arange(len(rows["n"]))
    followed = np.flatnonzero((rows["opened_by"] == SUCCEED) & (rows["source"] != NONE))
    if not len(followed):
        return Chains(place, place)
    first = place.copy()
    first[followed] = first_row[rows["case"][followed]] + rows["source"][followed] - 1
    while (first != first[first]).any():  # half as far each time
        first = first[first]
    last = place.copy()
    np.maximum.at(last, first, place)
    return Chains(first, last[first])


@dataclass(frozen=True, eq=False)
class Heirs:
    """Who followed whom in which case (its place), when; by case and time. ``desk``: the dispatch room to which those cases came
    first, by case; NONE for the others."""

    case: Numbers
    at: Numbers
    old: Numbers
    new: Numbers
    desk: Numbers

    def now(self, case: Numbers, unit: Numbers, by: Numbers) -> Numbers:
        """Who stands in the place of a unit of each case before a moment ``by`` (NEVER: today): itself, or who followed."""
        found = unit.copy()
        some = np.flatnonzero(np.isin(case, self.case))
        which, one = pairs(case[some], self.case, len(self.desk))
        held = some[which]
        before = (by[held] == NEVER) | (self.at[one] < by[held])
        held, one = held[before], one[before]
        nth = np.arange(len(held)) - np.searchsorted(held, held)
        for n in range(int(nth.max(initial=-1)) + 1):  # one after the other: who followed may have ended too
            here, then = held[nth == n], one[nth == n]
            found[here] = np.where(found[here] == self.old[then], self.new[then], found[here])
        return found

    def cut(
        self, case: Numbers, unit: Numbers, since: Numbers, until: Numbers
    ) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Times of units in cases (``until``: NEVER where one lasts), each cut where somebody followed its unit: from then on it is
        that one's."""
        if not len(self.case):
            return case, unit, since, until
        parts = [(case[:0],) * 4]
        while len(case):
            one = self._ended(case, unit, since, until)
            cut = one >= 0
            at = self.at[one]
            parts.append((case, unit, since, np.where(cut, at, until)))
            case, unit, since, until = case[cut], self.new[one[cut]], at[cut], until[cut]
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]

    def _ended(self, case: Numbers, unit: Numbers, since: Numbers, until: Numbers) -> Numbers:
        """Which of these endings each unit met in its time; -1 where none."""
        found = np.full(len(case), -1)
        which, one = pairs(case, self.case, len(self.desk))
        met = (self.old[one] == unit[which]) & (since[which] < self.at[one])
        met &= (until[which] == NEVER) | (self.at[one] < until[which])
        found[which[met][::-1]] = one[met][::-1]  # of several the first is written last
        return found


def heirs(cases: QuerySet[models.Case], ids: Numbers) -> Heirs:
    """Who followed whom in some cases. One query, and two more where anybody did."""
    desk = np.full(len(ids), NONE)
    passed = fetch(cases.exclude(heirs=None), {"id": NUMBER})["id"]
    if not len(passed):
        none = np.empty(0, np.int64)
        return Heirs(none, none, none, none, desk)
    said = _said(cases, Recorded.verb, "desk")
    desk[np.searchsorted(ids, said["subject"])] = said["desk"]
    told = _said(cases, Succeeded.verb, "unit", "successor")
    told["case"] = np.searchsorted(ids, told["subject"])
    order = np.lexsort((told["seq"], told["case"]))
    case, at, old, new = (told[name][order] for name in ("case", "at", "unit", "successor"))
    return Heirs(case, at, old, new, desk)


def _said(cases: QuerySet[models.Case], verb: str, *facts: str) -> dict[str, Numbers]:
    """What entries of cases with units that ended say in numbers."""
    rows = Entry.objects.filter(kind="case", verb=verb, subject__in=cases.exclude(heirs=None).values("pk"))
    asked = {f"said_{name}": Cast(Fact(name), BigIntegerField()) for name in facts}
    told = fetch(
        rows.annotate(**asked), {"subject": NUMBER, "at": MOMENT, "seq": NUMBER, **dict.fromkeys(asked, NUMBER)}
    )
    return {name.removeprefix("said_"): column for name, column in told.items()}
