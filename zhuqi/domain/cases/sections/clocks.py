"""Clocks as a rulebook names them: the standing ones, a place's own, and how long each runs for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Length, Shape, Text, Told, Word
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections.sorts import OfSort
from zhuqi.domain.cases.sections.words import CALLED, KEEPERS, MOMENTS, TICKS

LONGEST_NAME = 20
"""Characters of the name of a place's own clock."""
KEPT_BY: Mapping[Keeper, frozenset[Hand]] = {
    Keeper.LEAD: frozenset({Hand.LEAD}),
    Keeper.PART: frozenset({Hand.PART}),
    Keeper.ASSIST: frozenset({Hand.ASSIST}),
    Keeper.EACH: frozenset({Hand.LEAD, Hand.PART, Hand.ASSIST}),
}
"""In which hands a clock's keepers have the case; of the room and of whoever holds it any."""
M = Moment
COMES: Mapping[Moment, tuple[int, int]] = {
    M.RECORDED: (0, 0), M.SUBMITTED: (1, 1), M.SCREENED: (2, 2), M.ASSIGNED: (3, 3), M.ACCEPTED: (4, 4),
    M.CONTACTED: (0, 6), M.OPINED: (4, 5), M.REPORTED: (4, 5), M.TOLD: (0, 5), M.CONTRIBUTED: (4, 6),
    M.REPLIED: (4, 5), M.CHECKED: (2, 6), M.ASKED: (7, 7), M.CONTESTED: (2, 8), M.ENDED: (9, 9),
    M.RAISED: (2, 8), M.RETURNED: (3, 8), M.INSTRUCTED: (0, 8), M.CLASSIFIED: (2, 8), M.FORMED: (2, 8), M.MET: (2, 8),
}  # fmt: skip
"""How early and how late each moment comes in a life that goes straight on. After a plan (分期) the work goes on, after a
check or a contest it is done again."""
AGAIN: Mapping[Moment, frozenset[Moment]] = {
    M.RETURNED: frozenset({M.SCREENED, M.ASSIGNED}),
    M.RAISED: frozenset({M.SCREENED}),
    M.CONTESTED: frozenset({M.SCREENED}),
}
"""What comes once more after a case went back to a room."""
UNHELD: Mapping[Keeper, frozenset[Moment]] = {
    Keeper.LEAD: frozenset({M.RECORDED, M.SUBMITTED, M.SCREENED}),
    **{
        keeper: frozenset({M.RECORDED, M.SUBMITTED})
        for keeper in (Keeper.PART, Keeper.ASSIST, Keeper.EACH, Keeper.FORCE)
    },
}
"""Moments at which there is none yet of those who keep a clock."""
UNDONE: Mapping[Keeper, frozenset[Moment]] = {
    **{keeper: frozenset({M.CONTRIBUTED}) for keeper in (Keeper.LEAD, Keeper.HOLDER)},
    **{keeper: frozenset({M.OPINED}) for keeper in (Keeper.PART, Keeper.ASSIST)},
}
"""What those who keep a clock never do: it stops by what they do themselves."""


@dataclass(frozen=True)
class Clock(Shape["Tick | str"]):
    """A standing clock by its word, or a place's own by its name."""

    def read(self, node: Node) -> Tick | str:
        written = node.text(LONGEST_NAME)
        return CALLED.get(written, written)

    def plain(self, value: Tick | str) -> str:
        return next((written for written, tick in CALLED.items() if tick is value), str(value))

    def schema(self) -> dict[str, object]:
        return {"type": "string", "examples": list(TICKS), "maxLength": LONGEST_NAME}

    def told(self, value: Tick | str) -> Told:
        return say(value.label) if isinstance(value, Tick) else value

    def offers(self, section: Any) -> Mapping[str, Told]:
        own = [*TICKS.values(), *(each.name for each in getattr(section, "own", ()))]
        return {self.plain(each): self.told(each) for each in own}


@dataclass(frozen=True)
class OwnClock:
    """A clock that a place has beside the standing ones: from which moments to which, and whose it is. One that
    starts by what stops it comes again and again: ``{名称: 五日一报, 起: [签收, 报告进展], 止: [报告进展, 答复]}``."""

    name: str = key("名称", Text(LONGEST_NAME), term("what it is called"), Order.NONE, primitive=3)
    start: frozenset[Moment] = key("起", Chosen(Word(MOMENTS)), term("starts when"), Order.MORE, primitive=2)
    stop: frozenset[Moment] = key("止", Chosen(Word(MOMENTS)), term("stops when"), Order.LESS, primitive=2)
    keeper: Keeper = key("归", Word(KEEPERS), term("kept by"), Order.NONE, primitive=3, default=Keeper.LEAD)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A clock that would never start, or never stop before the case is over."""
        if self.name in CALLED:
            yield node.at("名称").wrong(say("Every case has a clock of this name already. Choose another name."))
        if not self.start:
            yield node.at("起").wrong(say("Name the moment at which it starts."))
        elif self.start <= UNHELD.get(self.keeper, frozenset()):
            yield node.at("起").wrong(
                say("It would never start: nobody of these handles the case yet. Start it at 交办.")
            )
        elif not any(
            COMES[stop][1] > COMES[start][0] or stop in AGAIN.get(start, ())
            for start in self.start
            for stop in self.stop
        ):
            why = say(
                "It would never stop: this comes before what starts it. Name something later, at the latest 销号."
            )
            yield node.at("止").wrong(why)
        elif self.stop <= UNDONE.get(self.keeper, frozenset()):
            yield node.at("止").wrong(say("It would never stop: those who keep it don't do this themselves."))


@dataclass(frozen=True)
class ClockRule(OfSort):
    """How long one clock runs, of such cases."""

    clock: Tick | str = key("钟", Clock(), term("clock"), Order.NONE, primitive=3)
    span: Span = key("时长", Length(0), term("runs for"), Order.LESS, primitive=1)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A clock of no time at all runs for nobody; one of no days runs to the end of the same day. Silence isn't hurried."""
        if self.span.amount == 0 and not self.span.in_days:
            yield node.near("时长").wrong(say("Here a span of at least {least} is expected.", least=1))
        elif self.clock is Tick.SILENCE and self.span.is_length and not (self.span.in_days and self.span.amount):
            why = say("The enterprise has a day to answer at the least, before its silence ends the case.")
            yield Unreadable(node.near("时长").line, "时长", why, law="M5")

    def times(self, clock: Tick | str, traits: Traits, hand: Hand | None) -> bool:
        """Whether the rule speaks of this clock of such a case. The closest rule wins, the first of equals."""
        return clock == self.clock and self.fits(traits, hand)
