"""Who confirms the class that a room gave: until then it is provisional (级别认定)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Named, term
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Length, Text, Word
from zhuqi.domain.cases.rules.words import Judge
from zhuqi.domain.cases.sections.ending import Only


class Lapse(Named):
    """What becomes of a class that nobody confirmed in time."""

    STANDS = "stands", term("it stands as reported")
    WAITS = "waits", term("it goes on waiting")


JUDGES: Mapping[str, Judge] = {"督查": Judge.SUPERVISION, "上级": Judge.ABOVE, "领导": Judge.LEADER}
LAPSES: Mapping[str, Lapse] = {"按报送": Lapse.STANDS, "待认定": Lapse.WAITS}


@dataclass(frozen=True)
class Lapses(Word[Lapse]):
    """What becomes of a class in the end."""

    def compare(self, one: Lapse, other: Lapse) -> int:
        """More where nothing stands that nobody confirmed."""
        return (one is Lapse.WAITS) - (other is Lapse.WAITS)


@dataclass(frozen=True)
class GradeRule:
    """Which classes are confirmed (any, where none is named), by whom, within what time, and what follows where nobody does.
    Deadlines run by the class that the room gave, and are counted anew where it is confirmed otherwise."""

    by: Judge = key("由", Word(JUDGES), term("confirmed by"), Order.NONE, primitive=4)
    within: Span = key("时长", Length(0), term("runs for"), Order.LESS, primitive=4)
    grades: frozenset[str] = key("级别", Only(Text()), term("classes"), Order.MORE, primitive=4, default=frozenset())
    lapse: Lapse = key(
        "逾期", Lapses(LAPSES), term("not confirmed in time"), Order.MORE, primitive=4, default=Lapse.STANDS
    )

    def wanted(self, grade: str) -> bool:
        """Whether a class is provisional until it is confirmed."""
        return not self.grades or grade in self.grades
