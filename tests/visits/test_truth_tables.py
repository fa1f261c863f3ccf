"""The tables in docs/visits.md about visits are true."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.visits.page import calendar, chapter, rows, rulesets
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.contacts.rules import quiet
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.liaison.sections import LiaisonRules
from zhuqi.domain.visits import examples

CALENDAR = calendar()
CONTACTS, QUOTAS, CLASHES = "Contacts", "Quotas", "Duties that can't be kept"
QUIET, FORBIDDEN = "Quiet days as they are written", "What no edition can switch off"
ORDINARY = dict.fromkeys(("带队领导", "包队干部", "包组干部", "包企干部"))


def section(text: str) -> VisitRules:
    return VisitRules.read(read(text))


def faults(text: str) -> tuple[Unreadable, ...]:
    with pytest.raises(Unreadable) as found:
        section(text)
    return found.value.faults


@pytest.mark.parametrize(("head", "least"), [(CONTACTS, 57), (QUOTAS, 39), (CLASHES, 25)])
def test_every_row_is_numbered(head: str, least: int) -> None:
    numbers = [row[0] for row in rows(head)]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)] and len(numbers) >= least


@pytest.mark.parametrize(
    ("head", "row"),
    [(head, row) for head in (CONTACTS, QUOTAS) for row in rows(head)],
    ids=lambda item: item if isinstance(item, str) else f"row_{item[0]}",
)
def test_a_row_of_a_truth_table_holds(head: str, row: list[str]) -> None:
    _, letter, asked, comes_to = row
    rules = section(rulesets(head)[letter])
    outcome = examples.run(rules, read(f"{{名: 例, 走访: {asked}, 应有: {comes_to}}}"), calendar=CALENDAR)
    assert outcome.ok, outcome


@pytest.mark.parametrize("row", rows(CLASHES), ids=lambda row: f"row_{row[0]}")
def test_what_can_t_be_kept_is_refused_or_shown(row: list[str]) -> None:
    _, written, officials, comes_to, because = row
    if comes_to == "refused":
        assert because in str(faults(written)[0])
        return
    rules = section(written)
    found = rules.conflicts({quota.role: int(officials) for quota in rules.quotas})
    assert [finding.grave for finding in found] == ([False] if comes_to == "shown" else [])
    assert all(because in str(finding.sentence) and finding.law for finding in found)


@pytest.mark.parametrize("row", rows(QUIET), ids=lambda row: row[0])
def test_quiet_days_are_read_as_written(row: list[str]) -> None:
    written, inside, outside = row
    found = quiet.parse(written)
    assert found is not None
    assert {day: found.holds(dt.date.fromisoformat(day), CALENDAR) for day in [*inside.split(), *outside.split()]} == {
        **dict.fromkeys(inside.split(), True),
        **dict.fromkeys(outside.split(), False),
    }
    assert quiet.parse(found.written) == found


@pytest.mark.parametrize("written", re.findall(r"`([^`]+)`", chapter(QUIET).split("Refused:")[1]))
def test_days_that_mean_nothing_or_two_things_are_refused(written: str) -> None:
    assert quiet.parse(written) is None
    assert "can't be read" in str(faults(f"静默日: [{written}]")[0])


@pytest.mark.parametrize("row", rows(FORBIDDEN), ids=lambda row: row[0])
def test_what_a_law_forbids_is_refused_with_it(row: list[str]) -> None:
    written, because, law = row
    found = faults(written)
    assert any(because.casefold() in str(fault.why).casefold() and fault.law == law for fault in found), found


RECIPES = re.findall(r"```yaml\n(.+?)```", chapter("Recipes"), re.DOTALL)


@pytest.mark.parametrize("text", RECIPES, ids=range(len(RECIPES)))
def test_a_recipe_can_be_typed_as_it_stands(text: str) -> None:
    root = read(text)
    assert VisitRules.read(root.at("走访")) != VisitRules.standard()
    if root.has("联系"):
        assert LiaisonRules.read(root.at("联系")) != LiaisonRules.standard()
