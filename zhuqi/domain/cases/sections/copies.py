"""Who gets a copy of a case, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhuqi.base.ladders.reminders import Rung, Sent, Timing, When
from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Text, Word
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Tick
from zhuqi.domain.cases.sections.chasing import Colour
from zhuqi.domain.cases.sections.clocks import Clock
from zhuqi.domain.cases.sections.sorts import OfCases
from zhuqi.domain.cases.sections.words import CHASED, COPYING

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules

COPIED = ("moment", "clocks", "sheet", "kinds", "categories", "grades", "urgencies", "channels", "scales")
"""What a row is known by."""
LONGEST_CODE = 30
"""Characters of a unit's code."""
SENT_AT: Mapping[Sent, Moment] = {
    Sent.REMIND: Moment.REMINDED,
    Sent.URGE: Moment.URGED,
    Sent.SUPERVISE: Moment.SUPERVISED,
    Sent.REPORT: Moment.REPORTED_UP,
    Sent.TALK: Moment.TALKED,
    Sent.CIRCULATE: Moment.CIRCULATED,
}
"""Which moment it is that something of a ladder is due."""
RAN_OUT = Rung(Timing(When.AFTER, Span(1, Unit.MINUTE)), ())
"""A minute after the moment that could just be kept: nothing is sent to anybody, copies go out."""


@dataclass(frozen=True, kw_only=True)
class CopyRule(OfCases):
    """Units that see a case from a moment on, and only look at it: ``{当: 答复, 给: [效能办, 督查室]}``, by their codes. Of rows
    that fit a case each counts: ``{当: 交办, 级别: A, 给: 办公室}`` adds to what all cases bring. ``{当: 逾期, 钟: 答复,
    给: jijian}`` as soon as that clock runs late; ``{当: 督办, 单: 红, 给: jijian}`` when such a sheet goes out."""

    moment: Moment = key("当", Word(COPYING), term("when"), Order.NONE, primitive=5)
    units: frozenset[str] = key("给", Chosen(Text(LONGEST_CODE)), term("copies to the units"), Order.MORE, primitive=5)
    clocks: frozenset[Tick | str] = key(
        "钟", Chosen(Clock()), term("clocks"), Order.NONE, primitive=12, default=frozenset()
    )
    sheet: str | None = key("单", Colour(), term("colour of its sheet"), Order.NONE, primitive=12, default=None)

    def brought(
        self, came: Collection[Moment], traits: Traits, clock: Tick | str | None = None, sheet: str | None = None
    ) -> bool:
        """Whether some moments of such a case bring these copies. ``clock``, ``sheet``: whose time ran out, or for which
        something was due, and the colour of its sheet."""
        return (
            self.moment in came
            and self.speaks_of(traits)
            and (not self.clocks or clock in self.clocks)
            and self.sheet in (None, sheet)
        )

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A copy to nobody; a clock or a colour at a moment that has none; a clock by which nobody can be late."""
        if not self.units:
            yield node.at("给").wrong(say("Name the units by their codes, or take the row out."))
        if self.clocks and self.moment not in CHASED.values():
            yield node.at("钟").wrong(say("Only these come by a clock: {words}.", words=" ".join(CHASED)))
        if self.sheet and self.moment not in SENT_AT.values():
            words = " ".join(word for word, moment in CHASED.items() if moment in SENT_AT.values())
            yield node.at("单").wrong(say("Only these have a sheet: {words}.", words=words))
        if self.clocks and self.clocks <= NOBODY_LATE:
            yield node.at("钟").wrong(say("Nobody is late by this clock: the clock itself acts when it ends."))


def on_overdue(rows: Iterable[CopyRule], clock: Tick | str, traits: Traits) -> tuple[Rung, ...]:
    """The rung that a clock's ladder has besides, where copies go out as soon as it runs late."""
    wanted = any(row.brought({Moment.OVERDUE}, traits, clock) for row in rows)
    return (RAN_OUT,) if wanted else ()


def never_copied(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Rows for what no ladder here sends: for these clocks, in this colour."""
    sent_by = {moment: sent for sent, moment in SENT_AT.items()}
    for item, row in zip(node.items(), rules.copies, strict=False):
        if row.moment in sent_by and not any(
            rung.sent is sent_by[row.moment]
            and row.sheet in (None, rung.sheet)
            and (not row.clocks or not rung.clocks or row.clocks & rung.clocks)
            for rung in rules.reminders
        ):
            yield item.at("当").wrong(say("This never comes: nothing under 提醒 sends it so."))
