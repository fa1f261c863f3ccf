"""Similar cases and likely units: found by words, among those in sight only, and gone with the words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import START, City
from tests.common.needs import HOUR, METER, METER_TOO, METERS, ROAD, settled, told
from zhuqi.base.errors import Missing
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.rules.words import Action, Ground
from zhuqi.domain.common.actions import indexing
from zhuqi.domain.common.models import Frequent, Posting
from zhuqi.domain.common.queries import rebuild
from zhuqi.domain.common.queries import similar as room
from zhuqi.domain.common.queries.similar import nearest, similar
from zhuqi.domain.common.rules import grams

pytestmark = pytest.mark.django_db
NEXT = START + dt.timedelta(days=1)


def likes(city: City, case: Case, part: str = "dispatcher") -> list[int]:
    return [like.case.pk for like in similar(city.actor(part), case.pk).likes]


def test_a_case_that_says_nearly_the_same_is_found_and_another_isn_t(city: City) -> None:
    first, second, third = told(city, METER), told(city, METER_TOO, 1), told(city, ROAD, 1)
    found = similar(city.actor("dispatcher"), first.pk)
    assert [like.case for like in found.likes] == [second] and found.enterprises == 1
    shared = [piece.text for piece in found.likes[0].title if piece.shared]
    assert any("没人来接表" in text or "人来接表" in text for text in shared)
    assert third.pk not in likes(city, first)


def test_the_answer_and_the_unit_that_solved_it_stand_beside_it(city: City) -> None:
    before = settled(city, told(city, METER, 1), START + HOUR)
    now = told(city, METER_TOO, 0, NEXT)
    found = similar(city.actor("dispatcher"), now.pk)
    assert found.last is not None and found.last.answer == "供电所已上门接表送电。"
    assert found.last.unit == "ng-utilities"
    (likely,) = found.proposal.likely
    assert (likely.unit, likely.n, likely.of, likely.cases) == (city.org("ng-utilities"), 1, 1, (before.pk,))
    assert likely.few


def test_a_case_that_nobody_signed_for_proposes_no_unit(city: City) -> None:
    told(city, METER, 1)
    assert not similar(city.actor("dispatcher"), told(city, METER_TOO).pk).proposal.likely


def test_a_ruling_keeps_a_unit_from_being_proposed_for_the_like(city: City) -> None:
    settled(city, told(city, METER, 1), START + HOUR, lead="ng-finance", part="finance")
    back = told(city, METERS, 1)
    city.do("official", Action.SUBMIT, back, START + 2 * HOUR, why="要区里协调。")
    city.do("dispatcher", Action.SCREEN, back, START + 2 * HOUR, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, back, START + 2 * HOUR, lead_id=city.org("ng-finance"))
    city.do(
        "finance",
        Action.HAND_BACK,
        back,
        START + 3 * HOUR,
        reason="不归我们",
        proposal="公用事业组",
        ground=Ground.DUTY,
    )
    city.do("dispatcher", Action.RULE, back, START + 4 * HOUR, upheld=True, reason="确实不归")
    found = similar(city.actor("dispatcher"), told(city, METER_TOO, 0, NEXT).pk).proposal
    assert not found.likely and found.not_theirs is not None
    assert found.not_theirs[city.org("ng-finance")].case == back.pk
    own = similar(city.actor("dispatcher"), back.pk).proposal
    assert city.org("ng-finance") in (own.not_theirs or {}), "nor is it proposed for this one itself"


def test_only_cases_in_sight_are_found(city: City) -> None:
    first, second = told(city, METER), told(city, METERS, 2)
    assert likes(city, second) == [first.pk]
    assert likes(city, second, "town_dispatcher") == [], "the other town's case isn't that room's to see"
    for part, case in (("finance", first), ("town_dispatcher", first), ("official", first)):
        with pytest.raises(Missing):
            similar(city.actor(part), case.pk)


def test_neither_how_alike_nor_what_is_shown_hangs_on_cases_out_of_sight(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "CANDIDATES", 2)
    room_of_town = city.actor("town_dispatcher")
    case = told(city, METERS, 2)
    for words in (METER, METER_TOO, ROAD):
        told(city, words, 2)
    indexing.count(NEXT)
    before = [(one.case.pk, one.alike) for one in nearest(room_of_town, " ".join(METERS), but=case.pk)]
    assert len(before) == 2
    for n in range(8):
        told(city, METERS if n % 2 else METER_TOO, n % 2)
    indexing.count(NEXT)
    assert [(one.case.pk, one.alike) for one in nearest(room_of_town, " ".join(METERS), but=case.pk)] == before
    from_above = nearest(city.actor("dispatcher"), " ".join(METERS), but=case.pk)
    assert [(one.case.pk, one.alike) for one in from_above] != before


def test_the_consequence_indexes_a_new_case(city: City) -> None:
    case = city.record(START, title=METER[0], body=METER[1])
    assert not Posting.objects.filter(case_id=case.pk).exists()
    while drain(START + HOUR):
        pass
    assert Posting.objects.filter(case_id=case.pk).count() == len(grams.grams(" ".join(METER)))


def test_what_was_there_before_is_indexed_by_the_clock_and_repeating_changes_nothing(city: City) -> None:
    case = city.record(START, title=METER[0], body=METER[1])
    for _ in range(2):
        indexing.catch_up(NEXT)
        assert Posting.objects.filter(case_id=case.pk).count() == len(grams.grams(" ".join(METER)))
    assert indexing.rebuild(NEXT) == 0


def test_the_index_goes_with_the_words(city: City) -> None:
    case = told(city, METER)
    Said.objects.filter(case=case).update(body="")
    Case.objects.filter(pk=case.pk).update(title="")
    assert [found.row for found in rebuild.findings() if found.table == "common_posting"] == [case.pk]
    entry = Entry.objects.filter(kind="case", subject=case.pk).order_by("-pk")[0]
    indexing.index_entry(entry, now=NEXT)
    assert not Posting.objects.filter(case_id=case.pk).exists() and not list(rebuild.findings())


def test_frequent_pairs_are_counted(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "RARE", 2)
    told(city, METER), told(city, METER, 1)
    indexing.count(NEXT)
    counted = dict(Frequent.objects.values_list("gram", "n"))
    assert set(counted.values()) == {2}
    assert set(counted) == grams.grams(" ".join(METER))


def test_the_most_similar_come_first(city: City) -> None:
    near, far = told(city, METER, 1), told(city, METERS, 1)
    found = nearest(city.actor("dispatcher"), " ".join(METER))
    assert [one.case for one in found] == [near, far] and found[0].alike > found[1].alike
    assert found[0].alike == pytest.approx(1)
    assert nearest(city.actor("dispatcher"), "。") == []


@pytest.mark.parametrize("many", [1, 6])
def test_it_costs_twelve_queries_at_most_however_many_are_alike(city: City, many: int) -> None:
    case = told(city, METER)
    for n in range(many):
        settled(city, told(city, METER_TOO, 1, START + n * HOUR), START + n * HOUR)
    actor = city.actor("dispatcher")
    with CaptureQueriesContext(connection) as queries:
        assert len(similar(actor, case.pk).likes) == many
    assert len(queries) <= 12
