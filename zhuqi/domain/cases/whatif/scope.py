"""Which clocks a new text would have governed: those of cases that entered its place while it would have been in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhuqi.base.paths import within
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import TICKS, History
from zhuqi.domain.cases.whatif.fetching import Numbers


@dataclass(frozen=True, eq=False)
class Stays:
    """Every stay of a case in an area: by case (its place) and area, the edition it lies under, and when it entered."""

    case: Numbers
    area: Numbers
    edition: Numbers
    entered: Numbers

    def of(self, case: Numbers, area: Numbers) -> Numbers:
        """The place of each pair among the stays."""
        most = int(max(self.area.max(initial=0), area.max(initial=0))) + 1
        return np.searchsorted(self.case * most + self.area, case * most + area)


def stays(history: History, columns: Mapping[str, Numbers]) -> Stays:
    """The stays of some cases. A case enters an area when its first clock for submitting or screening starts there."""
    case = np.searchsorted(history.cases["id"], columns["case_id"])
    order = np.lexsort([columns["area_id"], case])
    found = Stays(case[order], columns["area_id"][order], columns["edition_id"][order], np.full(len(case), NEVER_YET))
    clocks = history.clocks
    first = np.isin(clocks["tick"], [TICKS.index(tick) + 1 for tick in (Tick.SUBMIT, Tick.SCREEN)])
    np.minimum.at(found.entered, found.of(clocks["case"][first], clocks["area_id"][first]), clocks["start"][first])
    return found


NEVER_YET: int = int(np.iinfo(np.int64).max)


@dataclass(frozen=True)
class Text:
    """A new text at a place: what it says of cases, and by which calendar its clocks run."""

    path: str
    rules: CaseRules
    calendar: WorkCalendar


def governing(
    texts: Sequence[Text], stays: Stays, areas: Mapping[int, str], editions: Mapping[int, str], begin: int, end: int
) -> Numbers:
    """For each stay the number of the new text that would have governed it, from 1 on; 0 where none would.

    ``areas`` and ``editions``: {id: path of the area, of the edition's place}. A text takes the stead of editions at or above
    its place, for areas at or below it; where several do, the one furthest down. ``begin``, ``end``: of entering, half-open.
    """
    number = np.zeros(len(stays.case), np.int64)
    inside = (stays.entered >= begin) & (stays.entered < end)
    most = int(stays.edition.max(initial=0)) + 1
    key = stays.area * most + stays.edition
    for pair in np.unique(key[inside]).tolist():
        area, edition = areas[pair // most], editions[pair % most]
        fit = [n for n, text in enumerate(texts, 1) if within(area, text.path) and within(text.path, edition)]
        if fit:
            number[inside & (key == pair)] = max(fit, key=lambda n: len(texts[n - 1].path))
    return number
