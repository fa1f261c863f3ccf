"""The tables in docs/visits.md about liaison are true."""

from __future__ import annotations

import pytest

from tests.visits.page import calendar, rows, rulesets
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.liaison import examples
from zhuqi.domain.liaison.sections import LiaisonRules

CALENDAR = calendar()
LIAISON, FAULTS = "Liaison", "Faults between the keys of liaison"


def section(text: str) -> LiaisonRules:
    return LiaisonRules.read(read(text))


def test_every_row_is_numbered() -> None:
    assert [row[0] for row in rows(LIAISON)] == [str(n) for n in range(1, 50)]


@pytest.mark.parametrize("row", rows(LIAISON), ids=lambda row: f"row_{row[0]}")
def test_a_row_of_the_truth_table_holds(row: list[str]) -> None:
    _, letter, asked, comes_to = row
    rules = section(rulesets(LIAISON)[letter])
    outcome = examples.run(rules, read(f"{{名: 例, 联系: {asked}, 应有: {comes_to}}}"), calendar=CALENDAR)
    assert outcome.ok, outcome


@pytest.mark.parametrize("row", rows(FAULTS), ids=lambda row: row[0])
def test_what_contradicts_is_refused(row: list[str]) -> None:
    written, because = row
    with pytest.raises(Unreadable) as found:
        section(written)
    assert because in str(found.value)
