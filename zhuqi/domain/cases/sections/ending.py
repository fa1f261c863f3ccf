"""How a case comes to its end: the check, which ends count, what the enterprise disputes, reopening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Difference, Stance, stance
from zhuqi.core.rulebook.keys import Order, Rows, key, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Length, Number, Several, Share, T, Text, Word, YesNo
from zhuqi.domain.cases.rules.tally import ENDING
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Outcome
from zhuqi.domain.cases.sections.bysort import Block, rows_compared, rows_yielded
from zhuqi.domain.cases.sections.rating import CALLERS, Another, Caller

ENDS: Mapping[str, Outcome] = {
    "已解决": Outcome.SOLVED,
    "已答复": Outcome.ANSWERED,
    "已解释": Outcome.EXPLAINED,
}
"""How a rulebook writes the outcomes with which a case can end. A plan isn't one: its work goes on."""
MOST_QUESTIONS = 12
CHECKERS: Mapping[str, Caller] = {**CALLERS, "领导": Caller.LEADER}
"""Who can be named to check a reply. Never who handled it, whatever is written."""
Chose = frozenset[str]


@dataclass(frozen=True)
class Only(Chosen[T]):
    """Some values; none of them written means all."""

    def compare(self, one: frozenset[T], other: frozenset[T]) -> int | None:
        """More where it reaches further; nothing written reaches everything."""
        if not one or not other:
            return bool(other) - bool(one)
        return Chosen.compare(self, one, other)


@dataclass(frozen=True)
class Questions(Labels):
    """Questions, each to be answered with yes or no: a list of them, or short codes with what is asked."""

    def read(self, node: Node) -> Mapping[str, str]:
        found = Labels.read(self, node)
        if len(found) > MOST_QUESTIONS:
            raise node.wrong(say("At most {n} stand here; these are {m}.", n=MOST_QUESTIONS, m=len(found)))
        return found

    def compare(self, one: Mapping[str, str], other: Mapping[str, str]) -> int | None:
        """More where everything that the other asks is asked too."""
        asked, before = (frozenset(f"{code} {label}" for code, label in all_.items()) for all_ in (one, other))
        return Chosen(Text()).compare(asked, before)


@dataclass(frozen=True)
class GateRow:
    """What differs in the check of some cases: how many, by whom, which outcomes count. What it leaves out is as the whole
    block says. Of several rows that fit, the one with most filters holds."""

    grades: Chose = key("级别", Only(Text()), term("only classes"), Order.NONE, primitive=15, default=frozenset())
    kinds: Chose = key("种类", Only(Text()), term("only kinds"), Order.NONE, primitive=15, default=frozenset())
    categories: Chose = key(
        "类别", Only(Text()), term("only categories"), Order.NONE, primitive=15, default=frozenset()
    )
    urgencies: Chose = key("缓急", Only(Text()), term("only urgencies"), Order.NONE, primitive=15, default=frozenset())
    share: Fraction | None = key("抽查", Share(), term("so many of them"), Order.MORE, primitive=15, default=None)
    by: tuple[Caller, ...] = key(
        "由", Several(Another(CHECKERS), 4), term("checked by"), Order.NONE, primitive=15, default=()
    )
    counted: frozenset[Outcome] | None = key(
        "算办结", Chosen(Word(ENDS)), term("outcomes that count as done"), Order.LESS, primitive=15, default=None
    )

    @property
    def whom(self) -> tuple[Chose, ...]:
        """Of which cases it speaks."""
        return self.grades, self.kinds, self.categories, self.urgencies

    @property
    def closeness(self) -> int:
        """How many filters it names."""
        return sum(map(bool, self.whom))

    @property
    def said(self) -> Mapping[str, Any]:
        """What the row says itself, by field."""
        held = {"share": self.share, "by": self.by or None, "counted": self.counted}
        return {name: value for name, value in held.items() if value is not None}

    def fits(self, traits: Traits, hand: Hand | None = None) -> bool:
        """Whether it speaks of such a case, in whatever hand."""
        given = traits.grade, traits.kind, traits.category, traits.urgency
        return all(not wanted or value in wanted for wanted, value in zip(self.whom, given, strict=True))

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A row about nothing in particular, or that says nothing."""
        if not any(self.whom):
            yield node.wrong(say("Say of which cases this row speaks: 级别, 种类, 类别 or 缓急."))
        if not self.said:
            yield node.wrong(say("This row says nothing: write 抽查, 由 or 算办结."))
        if self.counted is not None and not self.counted:
            yield node.near("算办结").wrong(say("Nothing would ever count as done. Name at least one outcome."))


GATE_ROWS = Rows(GateRow, by=("grades", "kinds", "categories", "urgencies"), most=40)


@dataclass(frozen=True)
class GateRule(Block):
    """The check of a reply before the enterprise is asked. Who handled it never checks it, whatever is written here; ``by``
    says who else does, where not everybody may (the first of them keeps the clock).

    ``share``: of the replies that the check is for; what failed once is checked whatever the lot says. ``outcomes``,
    ``grades``, ``kinds``, ``categories``: only such replies and cases; nothing written means all. ``questions``: each answered
    yes or no by the checker; all yes, and it passes, but no to those of ``no``. ``counted``: the outcomes that count as done
    (办结). ``rows``: what differs for some cases.
    """

    on: bool = key("要", YesNo(), term("replies are checked"), Order.MORE, primitive=15, needed=True, default=False)
    share: Fraction = key("抽查", Share(), term("so many of them"), Order.MORE, primitive=15, default=Fraction(1))
    questions: Mapping[str, str] = key(
        "问题", Questions(), term("the checker answers"), Order.MORE, primitive=15, default_factory=dict
    )
    no: frozenset[str] = key(
        "应答否", Chosen(Text()), term("to be answered with no"), Order.NONE, primitive=15, default=frozenset()
    )
    by: tuple[Caller, ...] = key(
        "由", Several(Another(CHECKERS), 4), term("checked by"), Order.NONE, primitive=15, default=()
    )
    outcomes: frozenset[Outcome] = key(
        "结果", Only(Word(ENDS)), term("only outcomes"), Order.MORE, primitive=15, default=frozenset()
    )
    grades: frozenset[str] = key(
        "级别", Only(Text()), term("only classes"), Order.MORE, primitive=15, default=frozenset()
    )
    kinds: frozenset[str] = key("种类", Only(Text()), term("only kinds"), Order.MORE, primitive=15, default=frozenset())
    categories: frozenset[str] = key(
        "类别", Only(Text()), term("only categories"), Order.MORE, primitive=15, default=frozenset()
    )
    counted: frozenset[Outcome] = key(
        "算办结", Chosen(Word(ENDS)), term("outcomes that count as done"), Order.LESS, primitive=15,
        default=frozenset(ENDING),
    )  # fmt: skip
    rows: tuple[GateRow, ...] = key("各类", GATE_ROWS, term("by sort of case"), Order.NONE, primitive=15, default=())

    def share_of(self, traits: Traits) -> Fraction:
        """How many replies of such cases are checked."""
        return self.of(traits).share

    def by_of(self, traits: Traits) -> tuple[Caller, ...]:
        """Who checks such a case, the keeper of its clock first; empty: whoever calls back."""
        return self.of(traits).by

    def counted_of(self, traits: Traits) -> frozenset[Outcome]:
        """The outcomes by which such a case counts as done."""
        return self.of(traits).counted

    def measured(self, other: Self) -> Stance:
        """How this stands to another one, rows aside. Where neither checks anything, by what counts as done alone."""
        if self.on or other.on:
            return super().measured(other)
        return stance(keys_of(GateRule)["counted"], other.counted, self.counted)

    @classmethod
    def differences_in(cls, field: str, old: Self, new: Self) -> Iterator[Difference] | None:
        """What differs in the rows, case by case."""
        return rows_compared(GATE_ROWS, old, new) if field == "rows" else None

    @classmethod
    def yielded_in(cls, field: str, above: Self, own: Self) -> tuple[object, ...] | None:
        """The rows that hold where the place above takes none that is laxer."""
        return rows_yielded(GATE_ROWS, above, own) if field == "rows" else None

    def holds(self, answers: Mapping[str, bool]) -> bool:
        """Whether a reply holds by the answers to the questions: each as it is to be answered."""
        return all(yes is (code not in self.no) for code, yes in answers.items())

    def meant(self, outcome: Outcome | None, kind: str, grade: str, category: str) -> bool:
        """Whether the check is for such a reply, before the lot is drawn."""
        given = ((self.outcomes, outcome), (self.kinds, kind), (self.grades, grade), (self.categories, category))
        return self.on and all(not wanted or value in wanted for wanted, value in given)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A check of nothing is no check; something must count as done."""
        if not self.share and not any(row.share for row in self.rows):
            yield node.near("抽查").wrong(say("Nothing would be checked. Write 督核: 否 where there is no check."))
        if not self.counted:
            yield node.near("算办结").wrong(say("Nothing would ever count as done. Name at least one outcome."))
        strange = sorted(self.no - set(self.questions))
        if strange:
            yield node.near("应答否").wrong(say("“{words}” isn't among the questions.", words=" ".join(strange)))
        if not self.on:
            yield from self._idle(node)

    def _idle(self, node: Node) -> Iterator[Unreadable]:
        """What speaks of a check where there is none."""
        unsaid = GateRule()
        for field, row in keys_of(GateRule).items():
            said = field not in BESIDE_THE_CHECK and getattr(self, field) != getattr(unsaid, field)
            if said and node.keyed and node.has(row.word):
                yield node.at(row.word).wrong(
                    say("Nothing is checked here (要: 否), so this would never hold. Write 要: 是, or take it out.")
                )
        for n, other in enumerate(self.rows if node.keyed and node.has("各类") else ()):
            if other.share is not None or other.by:
                yield (
                    node.at("各类")
                    .items()[n]
                    .wrong(
                        say("Nothing is checked here (要: 否), so this would never hold. Write 要: 是, or take it out.")
                    )
                )


BESIDE_THE_CHECK = frozenset({"on", "counted", "rows"})
"""What means something also where nothing is checked; of the rows, what they say counts as done."""


@dataclass(frozen=True)
class DisputeRule:
    """What follows where the enterprise doesn't agree."""

    bars_silence: int = key(
        "不认可几次后不按沉默销号", Number(1, 99), term("contests after which silence doesn't end it"), Order.LESS,
        primitive=15,needed=True, default=2,
    )  # fmt: skip
    goes_up: bool = key(
        "不认可后提级",
        YesNo(),
        term("a contested one goes one level up"),
        Order.MORE,
        primitive=16,
        needed=True,
        default=False,
    )


@dataclass(frozen=True)
class AskAgainRule:
    """How often an enterprise that doesn't answer is asked once more before silence ends its case, and how long after.

    ``times``: more askings that must have arrived. ``gap``: the next one comes so long after the one before at the earliest.
    The clock 问企业 runs anew for whoever asks, 等企业 for the enterprise."""

    times: int = key("次数", Number(0, 5), term("asked again"), Order.MORE, primitive=16, needed=True, default=0)
    gap: Span | None = key("间隔", Length(1), term("at the earliest after"), Order.MORE, primitive=16, default=None)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A time between askings of which there is one alone; a day of the month, which is no distance."""
        if self.gap is not None and not self.times:
            yield node.near("间隔").wrong(
                say("It is asked once only: there is nothing between. Write how often, 次数.")
            )
        if self.gap is not None and not self.gap.is_length:
            yield node.near("间隔").wrong(say("So long after: write 5 工作日 or 3 天, and no day of the month."))


@dataclass(frozen=True)
class ReopeningRule:
    """How long an ended case can be opened again."""

    within: Span = key(
        "期限",
        Length(1),
        term("reopened within"),
        Order.MORE,
        primitive=16,
        needed=True,
        default=Span(90, Unit.NATURAL_DAY),
    )
