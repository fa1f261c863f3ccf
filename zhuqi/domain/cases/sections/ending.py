"""How a case comes to its end: the check, which ends count, what the enterprise disputes, reopening."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Length, Number, Share, T, Text, Word, YesNo
from zhuqi.domain.cases.rules.tally import ENDING
from zhuqi.domain.cases.rules.words import Outcome

ENDS: Mapping[str, Outcome] = {
    "已解决": Outcome.SOLVED,
    "已答复": Outcome.ANSWERED,
    "已解释": Outcome.EXPLAINED,
}
"""How a rulebook writes the outcomes with which a case can end. A plan isn't one: its work goes on."""
MOST_QUESTIONS = 12


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
class GateRule:
    """The check of a reply before the enterprise is asked. Who handled it never checks it, whatever is written here.

    ``share``: of the replies that the check is for; what failed once is checked whatever the lot says. ``outcomes``,
    ``grades``, ``kinds``, ``categories``: only such replies and cases; nothing written means all. ``questions``: each answered
    yes or no by the checker; all yes, and it passes. ``counted``: the outcomes that count as done (办结).
    """

    on: bool = key("要", YesNo(), term("replies are checked"), Order.MORE, primitive=15, needed=True, default=False)
    share: Fraction = key("抽查", Share(), term("so many of them"), Order.MORE, primitive=15, default=Fraction(1))
    questions: Mapping[str, str] = key(
        "问题", Questions(), term("the checker answers"), Order.MORE, primitive=15, default_factory=dict
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

    def meant(self, outcome: Outcome | None, kind: str, grade: str, category: str) -> bool:
        """Whether the check is for such a reply, before the lot is drawn."""
        given = ((self.outcomes, outcome), (self.kinds, kind), (self.grades, grade), (self.categories, category))
        return self.on and all(not wanted or value in wanted for wanted, value in given)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A check of nothing is no check; something must count as done."""
        if not self.share:
            yield node.at("抽查").wrong(say("Nothing would be checked. Write 督核: 否 where there is no check."))
        if not self.counted:
            yield node.at("算办结").wrong(say("Nothing would ever count as done. Name at least one outcome."))


def unknown(node: Node, word: str, known: Collection[str]) -> Iterator[Unreadable]:
    """The labels below a key that the section doesn't name."""
    if not node.keyed or not node.has(word):
        return
    below = node.at(word)
    for item in below.items() if below.listed else [below]:
        if item.value not in known:
            said = say("“{label}” isn't known here. Known are: {known}", label=item.value, known=" ".join(known))
            yield item.wrong(said)


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
class ReopeningRule:
    """How long an ended case can be opened again."""

    within: Span = key(
        "期限",
        Length(0),
        term("reopened within"),
        Order.MORE,
        primitive=16,
        needed=True,
        default=Span(90, Unit.NATURAL_DAY),
    )
