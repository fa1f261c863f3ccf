"""What a rulebook writes as one line is told through its structure, and values with parts of their own don't run together."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhuqi.base.lamps.rules import COLOURS
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.keys import Part
from zhuqi.core.rulebook.shapes import Several, Text, apart, listing
from zhuqi.domain.cases.sections.chasing import ROWS, TIMING, CoordinatorRule, timing
from zhuqi.domain.cases.sections.telling import COLOUR_WORDS


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("到期前 1 工作日", "1 working day before it is due"),
        ("到期时", "when it is due"),
        ("到期后 2 工作日", "2 working days after it was due"),
        ("起算后 3 天", "3 natural days after the clock started"),
        ("每 7 天，至销号", "every 7 natural days after the clock started, until: ended"),
        ("到期后 2 天，每 2 天，共 3 次", "2 natural days after it was due, then every 2 natural days, 3 times in all"),
        ("到期时，每 1 工作日，至办结", "when it is due, then every 1 working day, until: ended"),
    ],
)
def test_a_rungs_timing_is_told_without_a_word_of_its_writing(written: str, told: str) -> None:
    assert str(TIMING.told(timing(written))) == told


def test_every_colour_has_a_name() -> None:
    assert set(COLOUR_WORDS) == set(COLOURS)


def test_rows_of_a_list_are_set_apart_and_their_values_by_commas() -> None:
    rules = queries.parsed(Path("rulebooks/nanguan-20190510.yaml").read_text("utf-8"))["办理"]
    told = ROWS.told(rules.reminders)
    assert str(told).count("; ") == 2 and len(apart(told)) == 3
    assert (
        str(apart(told)[0])
        == "sent: 1 working day before it is due, what is sent: reminder, to: the unit that handles it"
    )
    assert apart(listing(["a", "b"])) == [listing(["a", "b"])], "what has no parts is one sentence"
    assert Several(Part(CoordinatorRule)).each.composed and not Several(Text()).each.composed
