"""Extensions that were granted, asked again of a new text: which it would have refused, which it counts as overdue, and which
somebody higher would have had to grant. They are held fixed all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import due_ticks
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases.rules.words import Approver, Tick, TooLate
from zhuqi.domain.cases.sections.extending import HIGHER, ExtensionRule, limits
from zhuqi.domain.cases.whatif.arrays import TICKS, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.given import Asked, given, sorts
from zhuqi.domain.cases.whatif.judging import Law, Runs, begun, phases
from zhuqi.domain.cases.whatif.moves import APPROVERS, EXTENDED, Grants
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.cases.whatif.timeline import Flags, alike, latest

WORKED = [TICKS.index(tick) + 1 for tick in (Tick.HANDLE, Tick.REDO)]
UNITS = tuple(Unit)


@dataclass(frozen=True, eq=False)
class Ruled:
    """What a new text says of the extensions that lie under it: the clock that each moved (its place), which are refused, which
    would be granted by somebody higher; and which come too late, counted as overdue, or after the deadline."""

    grant: Numbers
    clock: Numbers
    refused: Flags
    higher: Flags
    overdue: Flags
    after: Flags


def moved_by(past: History) -> Numbers:
    """The clock of its unit that each extension moved (its place); -1 where none is there."""
    grants, moves, clocks = past.grants, past.moves, past.clocks
    mine = (moves.why == EXTENDED) & np.isin(clocks["tick"][moves.clock], WORKED)
    clock, at = moves.clock[mine], moves.at[mine]
    most = int(max(clocks["holding"].max(initial=0), grants.row.max(initial=0))) + 1
    found = latest(
        clocks["case"][clock] * most + clocks["holding"][clock], at, grants.case * most + grants.row, grants.granted
    )
    known = found >= 0
    known[known] = at[found[known]] == grants.granted[known]
    place = np.full(len(grants.case), -1)
    place[known] = clock[found[known]]
    return place


def split_by(past: History) -> Numbers:
    """The clock that each extension ended because it was asked too late, and counted as overdue (its place); -1: none."""
    grants, clocks = past.grants, past.clocks
    split = np.flatnonzero((clocks["overdue"] == 1) & (clocks["left_at"] != NEVER))
    most = int(max(clocks["holding"].max(initial=0), grants.row.max(initial=0))) + 1
    key = clocks["case"][split] * most + clocks["holding"][split]
    found = latest(key, clocks["left_at"][split], grants.case * most + grants.row, grants.granted)
    known = found >= 0
    known[known] = clocks["left_at"][split[found[known]]] == grants.granted[known]
    place = np.full(len(grants.case), -1)
    place[known] = split[found[known]]
    return place


def ruled(
    past: History, runs: Runs, text: Text, law: Law, has: Flags, known: Mapping[str, Sequence[str]], clock: Numbers
) -> Ruled:
    """The extensions by which the clocks that a text has were moved. ``clock``: as ``moved_by`` gives it."""
    grants = past.grants
    here = np.flatnonzero(clock >= 0)
    here = here[has[clock[here]]]
    asked, due = grants.asked[here], _due(runs, clock[here], grants.asked[here], law)
    codes, rules = _rules(past, text, known, clock[here], asked)
    nth, before = _before(grants)
    refused, higher, overdue = np.zeros((3, len(here)), np.bool_)
    for n, rule in enumerate(rules, 1):
        some = np.flatnonzero(codes == n)
        mine = here[some]
        by = due_ticks(text.calendar, asked[some], [rule.lead]) if rule.lead else asked[some]
        late = (due[some] != UNDETERMINED) & ((by == UNDETERMINED) | (by > due[some]))
        overdue[some] = late & (rule.late is TooLate.OVERDUE)
        refused[some] = (nth[mine] >= rule.count) | (late & (rule.late is TooLate.REFUSED))
        for group in alike(law.span[clock[mine]]):
            code = int(law.span[clock[mine[group[0]]]])
            refused[some[group]] |= _too_much(grants, rule, law.spans[code - 1] if code else None, nth, before)[
                mine[group]
            ]
        higher[some] = _higher(grants, rule, nth, mine)
    return Ruled(here, clock[here], refused, higher, overdue, (due != UNDETERMINED) & (asked > due))


def _rules(
    past: History, text: Text, known: Mapping[str, Sequence[str]], clock: Numbers, at: Numbers
) -> tuple[Numbers, list[ExtensionRule]]:
    """What a text says of extensions of each clock: a place in the rules from 1."""
    row = past.row[clock]
    hand = np.where(row >= 0, past.rows["hand"][row], 0)
    asked = Asked(past, known, np.zeros_like(clock), [Tick.HANDLE], past.clocks["case"][clock], hand, at)
    return given(asked, sorts(text.rules.extension), lambda _, traits, hand: text.rules.extension.of(traits, hand))


def _higher(grants: Grants, rule: ExtensionRule, nth: Numbers, here: Numbers) -> Flags:
    """Which of some extensions somebody higher would have had to grant."""
    was = np.array([HIGHER[Approver.DESK], *(HIGHER[each] for each in APPROVERS)])[np.maximum(grants.approver[here], 0)]
    most = min(int(nth.max(initial=0)) + 1, max(len(rule.approvers), 2))
    spans = (None, *grants.spans)
    needed = np.array([[HIGHER[rule.approver(n, span)] for span in spans] for n in range(1, most + 1)])
    found: Flags = needed[np.minimum(nth[here], most - 1), np.maximum(grants.amount[here], 0)] > was
    return found


def _due(runs: Runs, clock: Numbers, asked: Numbers, law: Law) -> Numbers:
    """When each clock was due as more time was asked for: what is granted in the same moment comes after."""
    due = np.full(len(clock), UNDETERMINED)
    for way, _ in phases(runs, clock, begun(runs, clock, law), law):
        held = (way.course.since < asked[way.which]) | (way.course.since == way.course.start)
        due[way.which[held]] = way.course.due[held]
    return due


def _before(grants: Grants) -> tuple[Numbers, Numbers]:
    """How many extensions each row was given before, and how much by those in the same unit."""
    unit, amount = _units(grants)
    row = grants.case * (int(grants.row.max(initial=0)) + 1) + grants.row
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    key = row * (len(UNITS) + 1) + unit
    order = np.argsort(key, kind="stable")
    sums = np.cumsum(amount[order]) - amount[order]
    given = np.empty(len(row), np.int64)
    given[order] = sums - sums[np.searchsorted(key[order], key[order])]
    return nth, given


def _units(grants: Grants) -> tuple[Numbers, Numbers]:
    """Unit (a place in ``UNITS`` from 1) and amount of each extension; 0 where none was said."""
    units = np.array([0, *(UNITS.index(span.unit) + 1 for span in grants.spans)])
    amounts = np.array([0, *(span.amount for span in grants.spans)])
    return units[np.maximum(grants.amount, 0)], amounts[np.maximum(grants.amount, 0)]


def _too_much(grants: Grants, rule: ExtensionRule, original: Span | None, nth: Numbers, before: Numbers) -> Flags:
    """Longer than a single one may be of clocks with such a span (a share of a fixed day is nothing), or together longer than
    all may be. In another unit than the text's a single one is only where it surely is longer, and all together aren't added
    up."""
    unit, amount = _units(grants)
    times = len(limits(rule.most))
    longer = np.array([_longer(grants, rule.limit(original, n)) for n in range(1, times + 1)])
    found: Flags = longer[np.minimum(nth, times - 1), np.maximum(grants.amount, 0)]
    total = rule.altogether(original)
    if total is not None:
        found |= (unit == UNITS.index(total.unit) + 1) & (before + amount > total.amount)
    return found


def _longer(grants: Grants, most: Span | None) -> list[bool]:
    """Which of the lengths that were granted (the first: none said) are longer than a single one may be."""
    if most is None or not most.amount:
        return [True] * (len(grants.spans) + 1)
    return [False, *((compare(span, most) or 0) > 0 for span in grants.spans)]
