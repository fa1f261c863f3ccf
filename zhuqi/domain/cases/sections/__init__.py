"""The part of a rulebook that cases read: kinds, clocks, extensions, returns, gates, silence, reopening."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhuqi.base.ladders.coordinators import Coordinator
from zhuqi.base.ladders.reminders import Rung
from zhuqi.base.ladders.talks import Talk
from zhuqi.base.ladders.triggers import Trigger
from zhuqi.base.lamps.rules import Palette
from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Difference
from zhuqi.core.rulebook.keys import Order, Part, Rows, key
from zhuqi.core.rulebook.primitives import OWN
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Labels, Several, Text, YesNo
from zhuqi.domain.cases.rules.moments import Keeper
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections.asking import ReturnRule, RollingRule, SuspensionRule
from zhuqi.domain.cases.sections.chasing import (
    ROWS,
    RUNGS,
    STANDARD_LADDER,
    TRIGGERS,
    CoordinatorRule,
    RungRule,
    coordinator_ladder,
    ladder,
    left_out,
)
from zhuqi.domain.cases.sections.clashes import clashing, doubtful, upward
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.cases.sections.contradictions import contradicting
from zhuqi.domain.cases.sections.copies import COPIED, CopyRule, on_overdue
from zhuqi.domain.cases.sections.ending import AskAgainRule, DisputeRule, GateRule, ReopeningRule
from zhuqi.domain.cases.sections.extending import ExtensionRule
from zhuqi.domain.cases.sections.filters import closest
from zhuqi.domain.cases.sections.former import renewed
from zhuqi.domain.cases.sections.grading import GradeRule
from zhuqi.domain.cases.sections.intake import IntakeRule
from zhuqi.domain.cases.sections.lamps import STANDARD_PALETTE, ClockLamps, talk_faults, talk_ladder
from zhuqi.domain.cases.sections.lengths import outlasting
from zhuqi.domain.cases.sections.missing import clockless, spanless, unsorted
from zhuqi.domain.cases.sections.naming import unnamed, unnamed_in_deadlines
from zhuqi.domain.cases.sections.plaindays import plain_days
from zhuqi.domain.cases.sections.rating import RatingRule
from zhuqi.domain.cases.sections.signing import SIGNED_FOR, SigningRule, signed_by
from zhuqi.domain.cases.sections.sorts import FILTERS
from zhuqi.domain.cases.sections.strictness import deadlines_compared, deadlines_yielded
from zhuqi.domain.cases.sections.unlikely import unlikely

ANYBODY = Traits()


@dataclass(frozen=True)
class CaseRules:
    """What one edition says about cases."""

    kinds: Mapping[str, str] = key("种类", Labels(), term("kinds"), Order.NONE, primitive=4)
    clocks: tuple[ClockRule, ...] = key(
        "时限", Rows(ClockRule, by=("clock", *FILTERS)), term("deadlines"), Order.LESS, primitive=3
    )
    categories: Mapping[str, str] = key(
        "类别", Labels(), term("categories"), Order.NONE, primitive=4, default_factory=dict
    )
    grades: Mapping[str, str] = key(
        "级别",
        Labels(),
        term("classes"),
        Order.NONE,
        primitive=4,
        default_factory=lambda: {c: f"{c} 类" for c in "ABC"},
    )
    urgencies: Mapping[str, str] = key(
        "缓急", Labels(), term("urgencies"), Order.NONE, primitive=4, default_factory=dict
    )
    own: tuple[OwnClock, ...] = key(
        "时钟", Rows(OwnClock, by=("name",), most=20), term("own clocks"), Order.MORE, primitive=3, default=()
    )
    extension: ExtensionRule = key(
        "延期", Part(ExtensionRule), term("extension"), Order.NONE, primitive=7, default_factory=ExtensionRule
    )
    returning: ReturnRule = key(
        "退回", Part(ReturnRule), term("return"), Order.NONE, primitive=9, default_factory=ReturnRule
    )
    suspension: SuspensionRule = key(
        "挂账", Part(SuspensionRule), term("suspension"), Order.NONE, primitive=8, default_factory=SuspensionRule
    )
    rolling: RollingRule = key(
        "滚动答复",
        Part(RollingRule, short="on"),
        term("rolling answers"),
        Order.NONE,
        primitive=6,
        default_factory=RollingRule,
    )
    intake: IntakeRule = key(
        "受理", Part(IntakeRule), term("acceptance"), Order.NONE, primitive=17, default_factory=IntakeRule
    )
    copies: tuple[CopyRule, ...] = key(
        "抄送", Rows(CopyRule, by=COPIED, most=20), term("copies"), Order.NONE, primitive=5, default=()
    )
    signing: tuple[SigningRule, ...] = key(
        "审签",
        Rows(SigningRule, by=SIGNED_FOR, most=20),
        term("signed before it goes out"),
        Order.NONE,
        primitive=15,
        default=(),
    )
    gate: GateRule = key(
        "督核", Part(GateRule, short="on"), term("check"), Order.NONE, primitive=15, default_factory=GateRule
    )
    asked_again: AskAgainRule = key(
        "再问",
        Part(AskAgainRule, short="times"),
        term("asked again"),
        Order.NONE,
        primitive=16,
        default_factory=AskAgainRule,
    )
    dispute: DisputeRule = key(
        "争议", Part(DisputeRule), term("disputes"), Order.NONE, primitive=16, default_factory=DisputeRule
    )
    reopening: ReopeningRule = key(
        "重办", Part(ReopeningRule), term("reopening"), Order.NONE, primitive=16, default_factory=ReopeningRule
    )
    rating: RatingRule = key(
        "评价", Part(RatingRule), term("ratings"), Order.NONE, primitive=16, default_factory=RatingRule
    )
    parts_before_reply: bool = key(
        "分办先于答复", YesNo(), term("part units contribute before the reply"), Order.MORE, primitive=5, default=True
    )
    needs_to_desk: bool = key(
        "企业直报到调度室",
        YesNo(),
        term("an enterprise's own need goes to the room"),
        Order.NONE,
        primitive=OWN,
        default=False,
    )
    reminders: tuple[RungRule, ...] = key(
        "提醒", ROWS, term("reminders"), Order.MORE, primitive=12, default=STANDARD_LADDER
    )
    confirming: GradeRule | None = key(
        "级别认定", Part(GradeRule), term("confirmation of a class"), Order.NONE, primitive=4, default=None
    )
    raising: tuple[Trigger, ...] = key("提级", TRIGGERS, term("raised when"), Order.MORE, primitive=10, default=())
    coordinators: tuple[CoordinatorRule, ...] = key(
        "协调", RUNGS, term("coordinators"), Order.NONE, primitive=11, default=()
    )
    lamps: ClockLamps | None = key("亮灯", Part(ClockLamps), term("lamps"), Order.NONE, primitive=13, default=None)
    talks: tuple[str, ...] = key("谈话", Several(Text(120), 6), term("talks"), Order.NONE, primitive=14, default=())

    @property
    def questions(self) -> Mapping[str, str]:
        """What a checker answers, as labels."""
        return self.gate.questions

    @property
    def refusals(self) -> Mapping[str, str]:
        """The reasons for not accepting, as labels."""
        return self.intake.causes

    @property
    def causes(self) -> Mapping[str, str]:
        """The reasons for a suspension, as labels."""
        return self.suspension.causes

    def span(self, clock: Tick | str, traits: Traits = ANYBODY, hand: Hand | None = None) -> Span | None:
        """How long a clock of such a case runs; None where the edition doesn't know it."""
        if clock is Tick.CLASS:
            return self.confirming.within if self.confirming and self.confirming.wanted(traits.grade) else None
        if clock is Tick.SIGN:
            signed = self.signed_by(traits)
            return signed.within if signed else None
        fitting = [rule for rule in self.clocks if rule.times(clock, traits, hand)]
        return max(fitting, key=lambda rule: rule.closeness).span if fitting else None

    def signed_by(self, traits: Traits) -> SigningRule | None:
        """Who signs the answer to such a case before it goes out, and within how long; None where nobody does."""
        return signed_by(self.signing, traits)

    def rungs(self, clock: Tick | str, traits: Traits = ANYBODY, hand: Hand | None = None) -> tuple[Rung, ...]:
        """The ladder of reminders of a clock of such a case; empty where nobody is reminded. Of a clock by which nobody is late
        only the rows speak that name it."""
        rows = [row for row in self.reminders if clock in row.clocks] if clock in self.watches else self.reminders
        return ladder(closest(rows, clock, traits, hand))

    @property
    def watches(self) -> frozenset[str]:
        """The place's own clocks by which nobody is late."""
        return frozenset(own.name for own in self.own if own.keeper is Keeper.NOBODY)

    def climbed(self, clock: Tick | str, traits: Traits = ANYBODY, hand: Hand | None = None) -> tuple[Rung, ...]:
        """All that the clock brings of a clock of such a case: its ladder, and that its time ran out where copies go then."""
        return (*self.rungs(clock, traits, hand), *on_overdue(self.copies, clock, traits))

    @property
    def coordinating(self) -> tuple[Coordinator, ...]:
        """The ladder of coordinators, the lowest first; empty where there is none."""
        return coordinator_ladder(self.coordinators)

    @property
    def talking(self) -> tuple[Talk, ...]:
        """The ladder of talks."""
        return talk_ladder(self.talks, self.palette)

    @property
    def palette(self) -> Palette:
        """The lamps by their names."""
        return self.lamps.palette if self.lamps else STANDARD_PALETTE

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of cases."""
        days = {
            Tick.CASE: 15,
            Tick.SUBMIT: 2,
            Tick.SCREEN: 1,
            Tick.ACCEPT: 1,
            Tick.HANDLE: 10,
            Tick.REDO: 5,
            Tick.RULE: 1,
            Tick.CHECK: 2,
            Tick.ASK: 2,
            Tick.SILENCE: 10,
        }
        spans = tuple(ClockRule(tick, Span(n, Unit.WORKING_DAY)) for tick, n in days.items())
        return cls(kinds={"other": "其他"}, clocks=spans)

    @classmethod
    def read(cls, node: Node, base: Self | None = None) -> Self:
        """The section ``办理`` of a text, over what a place above says. Raises Unreadable."""
        return Part(cls).read(renewed(node), base)

    @classmethod
    def differences_in(cls, field: str, old: Self, new: Self) -> Iterable[Difference] | None:
        """What differs in the deadlines, case by case; every other key is compared as it stands."""
        return deadlines_compared(old.clocks, new.clocks) if field == "clocks" else None

    @classmethod
    def yielded_in(cls, field: str, above: Self, own: Self) -> tuple[ClockRule, ...] | None:
        """The deadlines that hold where the place above takes none that is laxer."""
        return deadlines_yielded(above.clocks, own.clocks) if field == "clocks" else None

    def check(self, node: Node) -> Iterator[Unreadable]:
        """What is wrong between the keys: a clock without any rule (the four No's), labels and clocks that nobody named."""
        yield from contradicting(self, node)
        if node.has("谈话"):
            yield from talk_faults(self.talks, self.palette, node.at("谈话"))
        yield from unnamed(self, node)
        strange = list(unnamed_in_deadlines(self, node))
        yield from strange
        yield from unsorted(self, node)
        yield from spanless(self, node)
        yield from clashing(self, node)
        yield from () if strange else clockless(self, node)

    def doubts(self, node: Node) -> Iterator[Unreadable]:
        """What can be kept but hardly is meant: less time for the whole than for a part, a key that can never be used."""
        yield from doubtful(self, node)
        yield from plain_days(node)
        yield from unlikely(self, node)
        if node.has("提醒"):
            yield from left_out(self.reminders, node.at("提醒"))
        if node.has("谈话"):
            yield from talk_faults(self.talks, self.palette, node.at("谈话"), grave=False)
        yield from outlasting(self, node)

    def needs_above(self, node: Node) -> Iterator[Unreadable]:
        """What sends a case up: in a topmost place there is nobody to send it to."""
        yield from upward(self, node)
