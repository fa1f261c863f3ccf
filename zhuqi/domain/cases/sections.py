"""The part of a rulebook that cases read: kinds, clocks, extensions, returns, gates, silence, reopening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from zhuqi.base.words import say
from zhuqi.base.worktime.spans import Begins, DayEnd, Span, Unit
from zhuqi.core.rulebook.reading import Node
from zhuqi.domain.cases.rules.words import Grade, Hand, Tick

TICKS: Mapping[str, Tick] = {
    "承诺企业": Tick.CASE,
    "解决或提交": Tick.SUBMIT,
    "甄别": Tick.SCREEN,
    "签收": Tick.ACCEPT,
    "答复": Tick.HANDLE,
    "重办": Tick.REDO,
    "裁定": Tick.RULE,
    "督核": Tick.CHECK,
    "问企业": Tick.ASK,
    "等企业": Tick.SILENCE,
}
HANDS: Mapping[str, Hand] = {"主办": Hand.LEAD, "分办": Hand.PART, "协办": Hand.ASSIST}
LONGEST_CODE = 30
"""Characters of a kind's code."""
GRADES: Mapping[str, Grade] = {"A": Grade.A, "B": Grade.B, "C": Grade.C}


@dataclass(frozen=True)
class ClockRule:
    """How long one clock runs; empty filters mean any."""

    tick: Tick
    span: Span
    kinds: frozenset[str] = frozenset()
    grades: frozenset[Grade] = frozenset()
    hands: frozenset[Hand] = frozenset()

    def fits(self, tick: Tick, kind: str, grade: Grade | None, hand: Hand | None) -> bool:
        """Whether the rule speaks of this clock."""
        return (
            tick is self.tick
            and (not self.kinds or kind in self.kinds)
            and (not self.grades or grade in self.grades)
            and (not self.hands or hand in self.hands)
        )

    @property
    def closeness(self) -> int:
        """How many filters it names: the closest rule wins, the first of equals."""
        return bool(self.kinds) + bool(self.grades) + bool(self.hands)


@dataclass(frozen=True)
class ExtensionRule:
    """How often and how long a unit's clock may be extended, how early it must be asked, and who approves."""

    count: int = 1
    most: Span = Span(5, Unit.WORKING_DAY)
    lead: Span | None = None
    by_desk: bool = True
    moves_promise: bool = True


@dataclass(frozen=True)
class Ladder:
    """Reminders of one clock: before it is due, and after."""

    before: tuple[Span, ...] = (Span(1, Unit.WORKING_DAY),)
    after: tuple[Span, ...] = (Span(1, Unit.WORKING_HOUR), Span(2, Unit.WORKING_DAY))


@dataclass(frozen=True)
class CaseRules:
    """What one edition says about cases."""

    kinds: Mapping[str, str]
    clocks: tuple[ClockRule, ...]
    extension: ExtensionRule = field(default_factory=ExtensionRule)
    return_within: Span = Span(2, Unit.WORKING_DAY)
    suspension: Span = Span(90, Unit.NATURAL_DAY)
    """How long a case may be suspended at a time."""
    gate: bool = False
    contests_bar_silence: int = 2
    contest_goes_up: bool = False
    reopen_within: Span = Span(90, Unit.NATURAL_DAY)
    parts_before_reply: bool = True
    needs_to_desk: bool = False
    ladder: Ladder = field(default_factory=Ladder)

    def span(self, tick: Tick, kind: str = "", grade: Grade | None = None, hand: Hand | None = None) -> Span | None:
        """How long a clock runs; None where the edition doesn't know it."""
        fitting = [rule for rule in self.clocks if rule.fits(tick, kind, grade, hand)]
        return max(fitting, key=lambda rule: rule.closeness).span if fitting else None

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of cases."""
        day, end = Unit.WORKING_DAY, DayEnd.CLOSING
        spans = {
            Tick.CASE: Span(15, day, Begins.MOMENT, end),
            Tick.SUBMIT: Span(2, day, Begins.MOMENT, end),
            Tick.SCREEN: Span(1, day, Begins.MOMENT, end),
            Tick.ACCEPT: Span(1, day, Begins.MOMENT, end),
            Tick.HANDLE: Span(10, day, Begins.MOMENT, end),
            Tick.REDO: Span(5, day, Begins.MOMENT, end),
            Tick.RULE: Span(1, day, Begins.MOMENT, end),
            Tick.CHECK: Span(2, day, Begins.MOMENT, end),
            Tick.ASK: Span(2, day, Begins.MOMENT, end),
            Tick.SILENCE: Span(10, day, Begins.MOMENT, end),
        }
        return cls(kinds={"other": "其他"}, clocks=tuple(ClockRule(tick, span) for tick, span in spans.items()))

    @classmethod
    def read(cls, node: Node) -> Self:
        """The section ``办理`` of a text. Raises Unreadable; a clock without any rule is refused (the four No's)."""
        node.only(
            "种类", "时限", "延期", "退回", "挂账", "督核", "争议", "重办", "分办先于答复", "企业直报到调度室", "提醒"
        )
        kinds = {_code(label): label.text() for _, label in node.at("种类").pairs()}
        clocks = tuple(_clock(item, kinds) for item in node.at("时限").items())
        missing = [name for name, tick in TICKS.items() if not any(c.tick is tick and c.closeness == 0 for c in clocks)]
        if missing:
            raise node.at("时限").wrong(say("Some cases would get no clock for: {names}", names=" ".join(missing)))
        plain = cls(kinds=kinds, clocks=clocks)
        dispute = node.at("争议").only("不认可几次后不按沉默销号", "不认可后提级") if node.has("争议") else None
        return cls(
            kinds=kinds,
            clocks=clocks,
            extension=_extension(node.at("延期")) if node.has("延期") else plain.extension,
            return_within=node.at("退回").only("期限").at("期限").span() if node.has("退回") else plain.return_within,
            suspension=node.at("挂账").only("至多").at("至多").span(1) if node.has("挂账") else plain.suspension,
            gate=node.at("督核").yes() if node.has("督核") else plain.gate,
            contests_bar_silence=dispute.at("不认可几次后不按沉默销号").number(1, 99) if dispute else 2,
            contest_goes_up=dispute.at("不认可后提级").yes() if dispute else False,
            reopen_within=node.at("重办").only("期限").at("期限").span() if node.has("重办") else plain.reopen_within,
            parts_before_reply=node.at("分办先于答复").yes() if node.has("分办先于答复") else True,
            needs_to_desk=node.at("企业直报到调度室").yes() if node.has("企业直报到调度室") else False,
            ladder=_ladder(node.at("提醒")) if node.has("提醒") else plain.ladder,
        )


def _code(label: Node) -> str:
    if len(label.key) > LONGEST_CODE:
        raise label.wrong(say("A kind's code has at most {n} characters.", n=LONGEST_CODE))
    return label.key


def _clock(node: Node, kinds: Mapping[str, str]) -> ClockRule:
    node.only("钟", "时长", "种类", "级别", "办理方式")
    named = frozenset(item.text() for item in node.at("种类").items()) if node.has("种类") else frozenset()
    for kind in sorted(named - set(kinds)):
        raise node.at("种类").wrong(say("“{kind}” isn't one of the kinds above.", kind=kind))
    return ClockRule(
        tick=node.at("钟").choice(TICKS),
        span=node.at("时长").span(1),
        kinds=named,
        grades=frozenset(item.choice(GRADES) for item in node.at("级别").items()) if node.has("级别") else frozenset(),
        hands=frozenset(item.choice(HANDS) for item in node.at("办理方式").items())
        if node.has("办理方式")
        else frozenset(),
    )


def _extension(node: Node) -> ExtensionRule:
    node.only("至多", "每次至多", "提前", "调度室批准", "顺延承诺")
    return ExtensionRule(
        count=node.at("至多").number(0, 99),
        most=node.at("每次至多").span(1),
        lead=node.at("提前").span() if node.has("提前") else None,
        by_desk=node.at("调度室批准").yes(),
        moves_promise=node.at("顺延承诺").yes(),
    )


def _ladder(node: Node) -> Ladder:
    node.only("到期前", "到期后")
    return Ladder(
        before=tuple(item.span() for item in node.at("到期前").items()),
        after=tuple(item.span() for item in node.at("到期后").items()),
    )
