"""The rows of the visits' section: quotas, caps, gaps, quiet days, joint visits, registering ahead."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Chosen, Length, Number, Text, Word, YesNo
from zhuqi.domain.contacts.rules.periods import Every
from zhuqi.domain.contacts.rules.quiet import DaySet
from zhuqi.domain.contacts.rules.words import DUTIFUL, FELT, ContactHow, Counted
from zhuqi.domain.contacts.sections.shapes import Apart, Period, Quietly, Role, Whose
from zhuqi.domain.contacts.sections.words import COUNTED, HOWS
from zhuqi.domain.liaison.rules.firms import Sort
from zhuqi.domain.liaison.sections.firms import Sorts

NOBODY: frozenset[Sort] = frozenset()
ANY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quota:
    """How often somebody of a role is to serve in a period. Remotely and "asked, nothing needed" count unless on site."""

    role: Role = key("角色", Whose(), term("role"), Order.NONE, primitive=19)
    every: Every = key("每", Period(), term("every"), Order.NONE, primitive=19)
    least: int = key("至少", Number(1, 1000), term("at least"), Order.MORE, primitive=19)
    counted: Counted = key("计", Word(COUNTED), term("counted as"), Order.NONE, primitive=19, default=Counted.PER_FIRM)
    on_site: bool = key("须上门", YesNo(), term("on site only"), Order.MORE, primitive=19, default=False)
    firms: frozenset[Sort] = key("企业", Sorts(), term("enterprises"), Order.MORE, primitive=19, default=NOBODY)
    kinds: frozenset[str] = key("种类", Chosen(Text(20)), term("kinds of visit"), Order.NONE, primitive=19, default=ANY)

    def takes(self, no_phone: bool) -> frozenset[ContactHow]:
        """How a contact must have been to count; ``no_phone``: nothing stands for a visit here."""
        return frozenset({ContactHow.ON_SITE}) if self.on_site or no_phone else DUTIFUL


@dataclass(frozen=True)
class Cap:
    """How many contacts an enterprise has in a period at most, those of all units together, or those of each."""

    every: Every = key("每", Period(), term("every"), Order.NONE, primitive=19)
    most: int = key("至多", Number(1, 1000), term("at most"), Order.LESS, primitive=19)
    firms: frozenset[Sort] = key("企业", Sorts(), term("enterprises"), Order.MORE, primitive=19, default=NOBODY)
    kinds: frozenset[str] = key("种类", Chosen(Text(20)), term("kinds of visit"), Order.NONE, primitive=19, default=ANY)
    hows: frozenset[ContactHow] = key(
        "计入", Chosen(Word(HOWS)), term("counting"), Order.MORE, primitive=19, default=FELT
    )
    same_unit: bool = key("同一单位", YesNo(), term("of one unit"), Order.NONE, primitive=19, default=False)


@dataclass(frozen=True)
class Gap:
    """How far apart different events at one enterprise are at least."""

    least: Span = key("至少", Apart(1), term("at least"), Order.MORE, primitive=19)
    firms: frozenset[Sort] = key("企业", Sorts(), term("enterprises"), Order.MORE, primitive=19, default=NOBODY)
    hows: frozenset[ContactHow] = key(
        "计入", Chosen(Word(HOWS)), term("counting"), Order.MORE, primitive=19, default=FELT
    )
    same_unit: bool = key("同一单位", YesNo(), term("of one unit"), Order.NONE, primitive=19, default=False)


@dataclass(frozen=True)
class Quiet:
    """Days on which nobody comes unasked, and why."""

    days: DaySet = key("日", Quietly(), term("days"), Order.NONE, primitive=19)
    why: str | None = key("因", Text(100), term("because"), Order.NONE, primitive=19, default=None)
    firms: frozenset[Sort] = key("企业", Sorts(), term("enterprises"), Order.MORE, primitive=19, default=NOBODY)
    hows: frozenset[ContactHow] = key(
        "计入", Chosen(Word(HOWS)), term("counting"), Order.MORE, primitive=19, default=FELT
    )


@dataclass(frozen=True)
class JointRule:
    """When two contacts are proposed to go together."""

    within: Span = key("相隔", Apart(0), term("within"), Order.MORE, primitive=19, default=Span(3, Unit.NATURAL_DAY))


@dataclass(frozen=True)
class AheadRule:
    """Whether a contact is registered before it takes place, and how long before."""

    needed: bool = key("要", YesNo(), term("registered before"), Order.MORE, primitive=19, default=False)
    by: Span | None = key("提前", Length(0), term("by"), Order.MORE, primitive=19, default=None)
