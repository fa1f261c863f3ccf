"""What follows as a deadline comes and goes: the ladder of reminders, what raises a case, who coordinates it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.findings import Finding
from zhuqi.base.ladders import coordinators, reminders, triggers
from zhuqi.base.ladders.coordinators import Coordinator
from zhuqi.base.ladders.parties import PARTY_OF, Party
from zhuqi.base.ladders.reminders import SENT, Notice, Rung, Sent, Timing
from zhuqi.base.ladders.triggers import CODED, Trigger
from zhuqi.base.lamps.rules import COLOURS
from zhuqi.base.words import say, term
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Several, Shape, Text, Told, Word, Written, YesNo, alone_or_listed
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections.filters import Filtered, groups
from zhuqi.domain.cases.sections.reach import reach
from zhuqi.domain.cases.sections.strictness import points
from zhuqi.domain.cases.sections.telling import COLOUR_WORDS, timing_told
from zhuqi.domain.cases.sections.words import HANDS, MOMENTS

MOST_ROWS = 60
GIVEN_TO: Mapping[str, Party] = {
    **PARTY_OF,
    "主办": Party.UNIT, "协办": Party.CO_UNITS, "分办": Party.CO_UNITS, "督查": Party.SUPERVISION,
}  # fmt: skip
"""Whom a rung is given to, as it may be written; of several ways, the first is written back."""
SHEETS: Mapping[str, Sent] = {
    **SENT,
    "提示": Sent.REMIND, "提示单": Sent.REMIND, "催办单": Sent.URGE, "督办单": Sent.SUPERVISE,
    "约谈单": Sent.TALK, "通报单": Sent.CIRCULATE,
}  # fmt: skip
"""What is sent, as it may be written; of several ways, the first is written back."""
ALWAYS = ("销号", "办结")
"""Every clock of a case stops by these at the latest."""
STOPS: Mapping[Tick, frozenset[Moment]] = {
    Tick.CASE: frozenset({Moment.REPLIED}),
    Tick.SUBMIT: frozenset({Moment.SUBMITTED}),
    Tick.SCREEN: frozenset({Moment.ASSIGNED}),
    Tick.ACCEPT: frozenset({Moment.ACCEPTED}),
    Tick.HANDLE: frozenset({Moment.REPLIED, Moment.CONTRIBUTED}),
    Tick.REDO: frozenset({Moment.REPLIED}),
    Tick.PLAN: frozenset({Moment.REPLIED}),
    Tick.CHECK: frozenset({Moment.CHECKED}),
    Tick.ASK: frozenset({Moment.ASKED}),
    Tick.CLASS: frozenset({Moment.CLASSIFIED}),
}
"""What stops the standing clocks, as a rulebook names it."""


def timing(text: str) -> Timing:
    """A rung's timing. Raises Invalid where it can't be read or counts to a fixed day, which can't be counted from a deadline."""
    found = reminders.read(text)
    if not all(span.is_length for span in (found.offset, found.every) if span is not None):
        raise Invalid(
            {"timing": say("A rung comes so much before or after: write 1 工作日 or 2 小时, and no fixed day.")}
        )
    return found


TIMING = Written(
    timing,
    reminders.write_timing,
    ("到期前 1 工作日", "到期时", "到期后 2 工作日", "每 7 天，至销号", "起算时"),
    tell=timing_told,
)
TRIGGER = Written(
    triggers.read,
    triggers.write,
    (
        "第 3 次交办",
        "退回满 2 次",
        "逾期超过 5 工作日",
        "登记满 15 天",
        "不认可满 2 次",
        "第 2 次延期",
        "级别 A",
        "金额 500 万元以上",
        "涉及企业 10 家以上",
        "涉及单位 3 家以上",
        "重新办理满 2 次",
        "领导批示",
        "书面申请",
    ),
)


@dataclass(frozen=True)
class Colour(Shape[str]):
    """A colour by its word: 红."""

    def read(self, node: Node) -> str:
        written = node.text(4)
        if written not in COLOURS:
            known = " ".join(COLOURS)
            raise node.wrong(say("“{token}” isn't a colour. There are: {known}", token=written, known=known))
        return written

    def plain(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(COLOURS)}

    def told(self, value: str) -> Told:
        return say(COLOUR_WORDS[value])

    def offers(self, section: Any) -> Mapping[str, Told]:
        return {colour: self.told(colour) for colour in COLOURS}


@dataclass(frozen=True, kw_only=True)
class RungRule(Filtered):
    """One rung of a ladder: when something is sent, what, to whom. Rows of one timing are one rung."""

    hands: frozenset[Hand] = key(
        "办理方式", Chosen(Word(HANDS)), term("hands"), Order.NONE, primitive=5, default=frozenset()
    )
    timing: Timing = key("时", TIMING, term("sent"), Order.NONE, primitive=12)
    sent: Sent = key("发", Word(SHEETS), term("what is sent"), Order.NONE, primitive=12)
    to: tuple[Party, ...] = key("给", Several(Word(GIVEN_TO), 8), term("to"), Order.NONE, primitive=12)
    sheet: str | None = key("单", Colour(), term("colour of its sheet"), Order.NONE, primitive=12, default=None)

    @property
    def further(self) -> tuple[frozenset[object], ...]:
        return (self.hands,)


def ladder(rows: Iterable[RungRule]) -> tuple[Rung, ...]:
    """Rows that belong together as a ladder."""
    return tuple(
        Rung(at, tuple(Notice(row.sent, row.to, COLOURS.get(row.sheet or "", "")) for row in same))
        for at, same in groupby(rows, key=lambda row: row.timing)
    )


@dataclass(frozen=True)
class Ladders(Several[RungRule]):
    """The rows of all ladders. Each ladder is linted as a whole; which of two sets is stricter is asked clock by clock."""

    def read(self, node: Node) -> tuple[RungRule, ...]:
        rows = super().read(node)
        items = alone_or_listed(node)
        faults = [fault for places in groups(rows) for fault in _ladder_faults(rows, places, items)]
        if faults:
            raise Faulty(faults)
        return rows

    def compare(self, one: tuple[RungRule, ...], other: tuple[RungRule, ...]) -> int | None:
        """By what is sent, for every clock of every case that either names: more where nothing of the other is missing."""
        found: set[int | None] = {0}
        for clock in (None, *{clock: None for row in (*one, *other) for clock in row.clocks}):
            met = points(_firsts(one, clock), _firsts(other, clock))  # type: ignore[arg-type]
            if met is None:
                return None
            found |= {_sets(_sends(one, point.old), _sends(other, point.new)) for point in met}
        if None in found or {1, -1} <= found:
            return None
        return 1 if 1 in found else -1 if -1 in found else 0


def _firsts(rows: Sequence[RungRule], clock: Tick | str | None) -> list[RungRule]:
    """The first row of each ladder that can hold for a clock; None: for one that no row names."""
    found = [rows[places[0]] for places in groups(rows)]
    return [row for row in found if not row.clocks or clock in row.clocks]


def _sends(rows: Sequence[RungRule], first: object) -> frozenset[object]:
    """All that the ladder of a row sends."""
    whom = first.whom if isinstance(first, RungRule) else None
    return frozenset((row.timing, row.sent, frozenset(row.to), row.sheet) for row in rows if row.whom == whom)


def _sets(one: frozenset[object], other: frozenset[object]) -> int | None:
    return 0 if one == other else 1 if one > other else -1 if one < other else None


def _ladder_faults(rows: Sequence[RungRule], places: Sequence[int], items: Sequence[Node]) -> Iterator[Unreadable]:
    """What is wrong with one ladder, each fault at the row where its rung begins."""
    mine = [(n, rows[n]) for n in places]
    begins = [next(same)[0] for _, same in groupby(mine, key=lambda pair: pair[1].timing)]
    for finding in reminders.lint(ladder(row for _, row in mine)):
        yield fault(items[begins[finding.lines[-1] - 1] if finding.lines else places[0]], finding)
    for n, row in mine:
        until = row.timing.until
        if until and until not in ALWAYS and not _stopped_by(row, until):
            why = say(
                "A rung repeats while its clock runs, and not every clock named here stops by “{until}”. Name the clock "
                "that does (钟), or write 至销号.",
                until=until,
            )
            yield items[n].at("时").wrong(why)


def _stopped_by(row: RungRule, until: str) -> bool:
    """Whether each clock that a row names stops by a moment. A clock of the place's own is asked where it is known."""
    moment = MOMENTS.get(until)
    return (
        bool(row.clocks)
        and moment is not None
        and all(not isinstance(clock, Tick) or moment in STOPS.get(clock, frozenset()) for clock in row.clocks)
    )


def fault(node: Node, finding: Finding) -> Unreadable:
    """A linter's finding at a place of the text."""
    return Unreadable(node.line, node.key, finding.sentence, law=finding.law)


def rung(
    written: str,
    sent: Sent,
    *to: Party,
    sheet: str | None = None,
    clocks: Iterable[Tick | str] = (),
    grades: Iterable[str] = (),
) -> RungRule:
    """A row from a timing's text."""
    return RungRule(
        timing=timing(written), sent=sent, to=to, sheet=sheet, clocks=frozenset(clocks), grades=frozenset(grades)
    )


STANDARD_LADDER = (
    rung("到期前 1 工作日", Sent.REMIND, Party.UNIT),
    rung("到期后 1 工作时", Sent.URGE, Party.UNIT),
    rung("到期后 2 工作日", Sent.URGE, Party.UNIT, Party.DESK),
)


@dataclass(frozen=True)
class CoordinatorRule:
    """One rung of the ladder of coordinators: what it is called there, and what brings a case up to it (any of these)."""

    label: str = key("由", Text(30), term("coordinated by"), Order.NONE, primitive=11)
    triggers: tuple[Trigger, ...] = key("当", Several(TRIGGER, 8), term("when"), Order.NONE, primitive=11, default=())
    force: bool = key("专班", YesNo(), term("a task force for the one case"), Order.NONE, primitive=11, default=False)


def coordinator_ladder(rows: Iterable[CoordinatorRule]) -> tuple[Coordinator, ...]:
    """The rows as a ladder, the lowest first."""
    return tuple(Coordinator(row.label, row.label, row.triggers, row.force) for row in rows)


@dataclass(frozen=True)
class Coordinators(Several[CoordinatorRule]):
    """The rungs from the handler up, in order, linted as a whole."""

    def read(self, node: Node) -> tuple[CoordinatorRule, ...]:
        rows = super().read(node)
        found = coordinators.lint(coordinator_ladder(rows))
        items = alone_or_listed(node)
        if found:
            raise Faulty([fault(items[each.lines[-1] - 1] if each.lines else node, each) for each in found])
        return rows


@dataclass(frozen=True)
class Triggers(Several[Trigger]):
    """What raises a case: any of these."""

    def read(self, node: Node) -> tuple[Trigger, ...]:
        found = super().read(node)
        items = alone_or_listed(node)
        faults = [fault(items[each.lines[-1] - 1], each) for each in triggers.lint(found)]
        if faults:
            raise Faulty(faults)
        return found

    def compare(self, one: tuple[Trigger, ...], other: tuple[Trigger, ...]) -> int | None:
        """More where more is raised, or sooner."""
        return reach(one, other)


def strange_labels(found: Sequence[Trigger], known: Callable[[str], Iterable[str]]) -> Iterator[tuple[str, str]]:
    """(label, what the section calls its like) of labels that some triggers name and the section doesn't know."""
    for each in found:
        of = CODED.get(each.sort)
        if of is not None:
            yield from ((code, of) for code in sorted(each.codes - set(known(of))))


TRIGGERS = Triggers(TRIGGER, 12)
ROWS = Ladders(Part(RungRule), MOST_ROWS)
RUNGS = Coordinators(Part(CoordinatorRule), coordinators.MOST_RUNGS)


def left_out(rows: Sequence[RungRule], node: Node) -> Iterator[Unreadable]:
    """Ladders of some cases that leave out what the ladder of more cases sends: the closest ladder stands alone."""
    items = alone_or_listed(node)
    ladders = [[rows[n] for n in places] for places in groups(rows)]
    for own, places in zip(ladders, groups(rows), strict=True):
        for wider in ladders:
            gone = {row.sent for row in wider} - {row.sent for row in own}
            if wider is not own and gone and own[0].within(wider[0]):
                why = say(
                    "For these cases this ladder stands alone. {notices} of the rows for more cases isn't sent here: "
                    "write it again if it is meant.",
                    notices="、".join(word for word, sent in SENT.items() if sent in gone),
                )
                yield items[places[0]].wrong(why)
                break
