"""The part of a rulebook that cases read: kinds, clocks, extensions, returns, gates, silence, reopening."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhuqi.base.ladders.coordinators import Coordinator
from zhuqi.base.ladders.reminders import Rung
from zhuqi.base.ladders.talks import Talk
from zhuqi.base.ladders.triggers import Trigger
from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit, write
from zhuqi.core.rulebook.comparing import Difference
from zhuqi.core.rulebook.keys import Order, Part, Rows, key
from zhuqi.core.rulebook.primitives import OWN
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Labels, Several, Text, YesNo, alone_or_listed
from zhuqi.domain.cases.rules.moments import Keeper
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections.asking import ReturnRule, RollingRule, SuspensionRule
from zhuqi.domain.cases.sections.chasing import (
    ALWAYS,
    ROWS,
    RUNGS,
    STANDARD_LADDER,
    TRIGGERS,
    CoordinatorRule,
    RungRule,
    coordinator_ladder,
    ladder,
    left_out,
    strange_labels,
)
from zhuqi.domain.cases.sections.clashes import clashing, doubtful, upward
from zhuqi.domain.cases.sections.clocks import KEPT_BY, ClockRule, OwnClock
from zhuqi.domain.cases.sections.contradictions import never_held, never_sent
from zhuqi.domain.cases.sections.copies import COPIED, CopyRule, never_copied, on_overdue
from zhuqi.domain.cases.sections.ending import AskAgainRule, DisputeRule, GateRule, ReopeningRule, unknown
from zhuqi.domain.cases.sections.extending import ExtensionRule
from zhuqi.domain.cases.sections.filters import closest
from zhuqi.domain.cases.sections.former import renewed
from zhuqi.domain.cases.sections.grading import GradeRule
from zhuqi.domain.cases.sections.intake import IntakeRule
from zhuqi.domain.cases.sections.lamps import STANDARD_PALETTE, ClockLamps, talk_faults, talk_ladder
from zhuqi.domain.cases.sections.plaindays import plain_days
from zhuqi.domain.cases.sections.rating import RatingRule
from zhuqi.domain.cases.sections.signing import SIGNED_FOR, SigningRule, signed_by
from zhuqi.domain.cases.sections.sorts import FILTERS
from zhuqi.domain.cases.sections.strictness import deadlines_compared, deadlines_yielded
from zhuqi.domain.cases.sections.unlikely import unlikely
from zhuqi.domain.cases.sections.words import CALLED, MOMENTS, TICKS

LABELLED = {"种类": "kinds", "类别": "categories", "级别": "grades", "缓急": "urgencies"}
"""Filters of a clock that name labels of the section, and the field that holds these."""
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
        return talk_ladder(self.talks, self.lamps.palette if self.lamps else STANDARD_PALETTE)

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
        deadlines = node.at("时限") if node.has("时限") else node
        strange = sorted(self.extension.grades - set(self.grades))
        if strange and node.has("延期"):
            why = say("“{label}” isn't known here. Known are: {known}", label=strange[0], known=" ".join(self.grades))
            yield node.at("延期").wrong(why)
        yield from self._chased(node)
        for block, word, labels in self._labelled():
            if node.has(block):
                yield from unknown(node.at(block), word, labels)
        yield from self._of_sorts(node)
        unnamed = [fault for row in (deadlines.items() if deadlines.listed else ()) for fault in self._unnamed(row)]
        yield from unnamed
        yield from self._empty(node)
        yield from self._spanless(node)
        yield from clashing(self, node)
        plain = {rule.clock for rule in self.clocks if rule.closeness == 0}
        missing = [name for name, tick in TICKS.items() if tick not in plain]
        if missing and not unnamed:
            yield deadlines.wrong(say("Some cases would get no clock for: {names}", names=" ".join(missing)))

    def doubts(self, node: Node) -> Iterator[Unreadable]:
        """What can be kept but hardly is meant: less time for the whole than for a part, a key that can never be used."""
        yield from doubtful(self, node)
        yield from plain_days(node)
        yield from unlikely(self, node)
        if node.has("提醒"):
            yield from left_out(self.reminders, node.at("提醒"))
        if node.has("谈话"):
            palette = self.lamps.palette if self.lamps else STANDARD_PALETTE
            yield from talk_faults(self.talks, palette, node.at("谈话"), grave=False)
        whole, answer = self.span(Tick.CASE), self.span(Tick.HANDLE)
        for word, called, part, of, name in (
            ("时限", "答复", answer, whole, "承诺企业"),
            ("时限", "签收", self.span(Tick.ACCEPT), answer, "答复"),
            ("退回", "期限", self.returning.within, answer, "答复"),
            ("延期", "提前", self.extension.lead, answer, "答复"),
            ("滚动答复", "间隔至多", self.rolling.within if self.rolling.on else None, whole, "承诺企业"),
            ("再问", "间隔", self.asked_again.gap, self.span(Tick.SILENCE), "等企业"),
            *(("审签", "时长", row.within, answer, "答复") for row in self.signing if row.closeness == 0),
        ):
            if node.has(word) and part is not None and of is not None and (compare(part, of) or 0) > 0:
                why = say(
                    "{part} ({span}) is longer than {name} ({of}).",
                    part=called,
                    span=write(part),
                    name=name,
                    of=write(of),
                )
                yield node.at(word).wrong(why)

    def needs_above(self, node: Node) -> Iterator[Unreadable]:
        """What sends a case up: in a topmost place there is nobody to send it to."""
        yield from upward(self, node)

    def _empty(self, node: Node) -> Iterator[Unreadable]:
        """A case has a kind and a class: without any none could be recorded."""
        for word, labels in (("种类", self.kinds), ("级别", self.grades)):
            if not labels:
                yield node.near(word).wrong(say("Name at least one."))

    def _spanless(self, node: Node) -> Iterator[Unreadable]:
        """Clocks of the place's own for which no row says how long they run for those who keep them."""
        for own in self.own:
            hands = KEPT_BY.get(own.keeper, frozenset())
            rows = [row for row in self.clocks if row.clock == own.name]
            if not any(not row.hands or not hands or row.hands & hands for row in rows):
                yield node.near("时钟").wrong(
                    say("“{name}” never runs: no row of 时限 says for how long.", name=own.name)
                )

    def _chased(self, node: Node) -> Iterator[Unreadable]:
        """Clocks, labels and classes in reminders, lamps and triggers that the section doesn't name; talks of other lamps."""
        lamps = node.at("亮灯").at("规则") if node.has("亮灯") and node.at("亮灯").has("规则") else None
        for rows in (*(node.at(word) if node.has(word) else None for word in ("提醒", "抄送", "审签")), lamps):
            for row in alone_or_listed(rows) if rows is not None else ():
                yield from self._strange(row)
        yield from self._never_stopped(node)
        yield from never_sent(self, node.at("提醒")) if node.has("提醒") else ()
        yield from never_copied(self, node.at("抄送")) if node.has("抄送") else ()
        named = [(node, "提级", self.raising)]
        if node.has("协调"):
            rungs = alone_or_listed(node.at("协调"))
            named += [(item, "当", row.triggers) for item, row in zip(rungs, self.coordinators, strict=True)]
        for item, word, triggers in named:
            if not item.has(word):
                continue
            for label, of in strange_labels(triggers, lambda of: getattr(self, of)):
                yield item.at(word).wrong(_not_known(label, getattr(self, of)))
            items = alone_or_listed(item.at(word))
            yield from (items[n].wrong(why) for n, why in never_held(self, triggers))
        if node.has("谈话"):
            yield from talk_faults(self.talks, self.lamps.palette if self.lamps else STANDARD_PALETTE, node.at("谈话"))

    def _never_stopped(self, node: Node) -> Iterator[Unreadable]:
        """Rungs that repeat until something by which a clock of the place's own doesn't stop."""
        rows = alone_or_listed(node.at("提醒")) if node.has("提醒") else []
        for item, row in zip(rows, self.reminders, strict=False):
            until, mine = row.timing.until, [own for own in self.own if own.name in row.clocks]
            if until and until not in ALWAYS and any(MOMENTS.get(until) not in own.stop for own in mine):
                yield item.at("时").wrong(say("The clock named here doesn't stop by “{until}”.", until=until))

    def _strange(self, row: Node) -> Iterator[Unreadable]:
        """Clocks and labels among the filters of a row that the section doesn't name."""
        known: Mapping[str, Iterable[str]] = {
            "钟": [*CALLED, *(own.name for own in self.own)],
            **{word: getattr(self, field) for word, field in LABELLED.items()},
        }
        for word, labels in known.items():
            for item in alone_or_listed(row.at(word)) if row.has(word) else ():
                if item.value not in labels:
                    yield item.wrong(_not_known(item.value, labels))

    def _of_sorts(self, node: Node) -> Iterator[Unreadable]:
        """Labels in the rows of blocks that the section doesn't name."""
        blocks = (node.at(word) for word in ("督核", "延期", "退回") if node.has(word))
        rows = [row for block in blocks if block.keyed and block.has("各类") for row in block.at("各类").items()]
        for row in rows:
            for word, field in LABELLED.items():
                yield from unknown(row, word, getattr(self, field))

    def _labelled(self) -> Iterator[tuple[str, str, Collection[str]]]:
        """(block, key, labels that it may name)."""
        for word in ("级别", "种类", "类别"):
            yield "督核", word, getattr(self, LABELLED[word])
        yield "受理", "不计数", self.categories
        yield "级别认定", "级别", self.grades
        yield "评价", "加急", self.urgencies

    def _unnamed(self, row: Node) -> Iterator[Unreadable]:
        """Labels and clocks in a row of deadlines that the section doesn't name."""
        clock = row.at("钟")
        known = {*TICKS, *(own.name for own in self.own)}
        if clock.value not in known:
            yield clock.wrong(say("This clock isn't known. Known are: {known}", known=" ".join(known)))
        for word, field in LABELLED.items():
            labels = getattr(self, field)
            for item in alone_or_listed(row.at(word)) if row.has(word) else ():
                if item.value not in labels:
                    yield item.wrong(
                        say("“{label}” isn't known here. Known are: {known}", label=item.value, known=" ".join(labels))
                    )


def _not_known(label: object, known: Iterable[str]) -> Sentence:
    return say("“{label}” isn't known here. Known are: {known}", label=label, known=" ".join(known))
