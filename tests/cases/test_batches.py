"""Several cases assigned together: all that can go do, each by its own entry; the number has no gap and none comes twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import START, City
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.batching import MOST, assign_many
from zhuqi.domain.cases.models import Batch, BatchCounter, Batched, Case
from zhuqi.domain.cases.queries import batches
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions.roles import give_role

pytestmark = pytest.mark.django_db
LATER = START + dt.timedelta(hours=2)


def screened(city: City, n: int, part: str = "dispatcher", **typed: Any) -> list[Case]:
    """Needs that lie screened at a room (synthetic)."""
    found = []
    for number in range(n):
        case = city.record(part=part, **{"title": f"第{number}件", **typed})
        found.append(city.do(part, Action.SCREEN, case, START, kind="utilities", grade="B"))
    return found


def together(city: City, cases: list[Case], part: str = "dispatcher", **typed: Any) -> Batch:
    asked = {"case_ids": [case.pk for case in cases], "lead_id": city.org("ng-utilities"), "now": LATER}
    return assign_many(city.actor(part), **{**asked, **typed})


def states(cases: list[Case]) -> list[str]:
    return list(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk").values_list("state", flat=True))


def test_they_go_together_each_by_its_own_entry(city: City) -> None:
    cases = screened(city, 3)
    batch = together(city, cases, note="本周内先联系企业。")
    assert states(cases) == ["assigned"] * 3
    rows = list(Batched.objects.filter(batch=batch).order_by("n"))
    assert [(row.n, row.case_id) for row in rows] == [(n, case.pk) for n, case in enumerate(cases, 1)]
    for row in rows:
        entry = Entry.objects.get(kind="case", subject=row.case_id, seq=row.version or 0)
        assert entry.verb == "assigned" and row.sign_by is not None and row.answer_by is not None
    assert batch.number == "南关（演练）〔2019〕1 号"
    assert batches.note(rows) == "本周内先联系企业。"
    assert not list(everything())


def test_what_somebody_else_moved_on_stays_and_is_named(city: City) -> None:
    cases = screened(city, 3)
    seen = [case.version for case in cases]
    city.do("dispatcher", Action.ASSIGN, cases[1], LATER, lead_id=city.org("ng-finance"))
    batch = together(city, cases, seen=seen)
    left = Batched.objects.get(batch=batch, left__isnull=False)
    assert (left.case_id, left.left) == (cases[1].pk, "moved")
    assert Case.objects.get(pk=cases[1].pk).holder_id == city.org("ng-finance"), "it stays with whom it was given"
    assert Batched.objects.filter(batch=batch, left=None).count() == 2
    assert not list(everything())


def test_what_the_rules_refuse_stays_and_is_named(city: City) -> None:
    cases = [*screened(city, 1), city.record(part="dispatcher")]
    batch = together(city, cases)
    assert list(Batched.objects.filter(batch=batch).order_by("n").values_list("left", flat=True)) == [None, "refused"]
    assert states(cases) == ["assigned", "screening"]


def test_where_none_can_go_there_is_no_batch_and_no_number(city: City) -> None:
    cases = screened(city, 2)
    with pytest.raises(Stale):
        together(city, cases, seen=[1, 1])
    with pytest.raises(Invalid) as fault:
        together(city, cases, lead_id=city.org("cc-power"))
    assert "lead_id" in fault.value.fields
    with pytest.raises(Refused):
        together(city, [city.record(part="dispatcher")])
    assert not Batch.objects.exists() and not BatchCounter.objects.exists()
    assert states(cases) == ["screening"] * 2
    assert together(city, cases).n == 1


def test_each_room_counts_for_itself_and_each_year_anew(city: City) -> None:
    assert [together(city, screened(city, 1)).n for _ in range(3)] == [1, 2, 3]
    case = city.record(part="town_dispatcher", enterprise_id=city.enterprises[-1].pk)
    case = city.do("town_dispatcher", Action.SCREEN, case, START, kind="utilities", grade="B")
    other = together(city, [case], "town_dispatcher", lead_id=city.org("mz-office"))
    assert other.n == 1 and other.number.startswith("明珠")
    assert not list(everything())


def test_a_repeat_is_given_the_same_batch(city: City) -> None:
    cases = screened(city, 2)
    first = together(city, cases, key="once")
    assert together(city, cases, key="once").pk == first.pk
    assert Batch.objects.count() == 1


def test_cases_that_are_handled_together_go_together_ticked_or_not(city: City) -> None:
    cases = [screened(city, 1, enterprise_id=firm.pk, title="同一条线路")[0] for firm in city.enterprises[:2]]
    city.do("dispatcher", Action.JOIN, cases[0], START, with_ids=[cases[1].pk])
    batch = together(city, cases[:1])
    assert set(Batched.objects.filter(batch=batch).values_list("case", flat=True)) == {case.pk for case in cases}
    assert states(cases) == ["assigned"] * 2


def test_both_of_a_pair_ticked_go_once(city: City) -> None:
    cases = [screened(city, 1, enterprise_id=firm.pk, title="同一条线路")[0] for firm in city.enterprises[:2]]
    city.do("dispatcher", Action.JOIN, cases[0], START, with_ids=[cases[1].pk])
    batch = together(city, cases)
    assert Batched.objects.filter(batch=batch, left=None).count() == 2
    assert Entry.objects.filter(kind="case", verb="assigned").count() == 2


@pytest.mark.parametrize("ids", [[], [1, 1], list(range(MOST + 1))])
def test_none_twice_and_not_too_many(city: City, ids: list[int]) -> None:
    with pytest.raises(Invalid):
        assign_many(city.actor("dispatcher"), case_ids=ids, lead_id=1, now=LATER)


def test_what_lies_elsewhere_or_out_of_sight_isnt_assigned(city: City) -> None:
    here = screened(city, 1)
    with pytest.raises(Missing):
        together(city, here, "official")
    with pytest.raises(Missing):
        together(city, here, "town_dispatcher")
    with pytest.raises(Refused):
        together(city, here, "city_dispatcher")
    assert states(here) == ["screening"]


READERS = {
    "dispatcher": True, "utilities": True, "supervisor": True, "leader": True, "clock": True, "finance": False,
    "town_dispatcher": False, "official": False, "administrator": False, "enterprise": False,
}  # fmt: skip


@pytest.mark.parametrize(("part", "reads"), READERS.items())
def test_a_batch_is_read_by_its_room_its_unit_and_those_above(city: City, part: str, reads: bool) -> None:
    batch = together(city, screened(city, 2))
    assert batches.visible(city.actor(part)).filter(pk=batch.pk).exists() is reads


def test_the_sheet_shows_cases_in_sight_alone(city: City) -> None:
    batch = together(city, screened(city, 2))
    assert len(batches.cases(city.actor("utilities"), batch)) == 2
    assert not batches.cases(city.actor("finance"), batch)


def test_a_gap_and_a_wrong_row_are_found(city: City) -> None:
    batch = together(city, screened(city, 2))
    Batched.objects.filter(batch=batch, n=1).update(version=1)
    Batch.objects.filter(pk=batch.pk).update(n=7)
    found = {finding.table for finding in batches.findings()}
    assert found == {"cases_batched", "cases_batchcounter"}
    BatchCounter.objects.all().delete()
    assert "cases_batch" in {finding.table for finding in batches.findings()}


def test_a_second_room_mate_reads_and_assigns_too(city: City) -> None:
    give_role(
        CLOCK,
        city.staff["planner"].pk,
        role=Role.DISPATCHER,
        org_id=city.org("ng-desk"),
        since=START.date(),
        now=START,
    )
    assert together(city, screened(city, 1), "planner").staff_id == city.staff["planner"].pk
