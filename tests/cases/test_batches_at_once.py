"""Batches at the same second: every number once, none left out, and a case goes with one of them."""

from __future__ import annotations

import pytest

from tests.cases.test_batches import screened, together
from tests.cast import stage
from tests.contacts.test_races import at_once
from zhuqi.base.errors import Stale
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Batch, BatchCounter, Batched

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_batches_at_once_have_the_numbers_one_to_eight() -> None:
    city = stage()
    cases = screened(city, 8)
    answers = at_once(*(lambda case=case: together(city, [case]) for case in cases))
    assert all(isinstance(answer, Batch) for answer in answers), answers
    assert sorted(Batch.objects.values_list("n", flat=True)) == list(range(1, 9))
    assert BatchCounter.objects.get().last == 8
    assert not list(everything())


def test_two_who_tick_the_same_cases_assign_each_once() -> None:
    city = stage()
    cases = screened(city, 3)
    seen = [case.version for case in cases]
    answers = at_once(
        lambda: together(city, cases, seen=seen),
        lambda: together(city, cases[::-1], seen=seen[::-1], lead_id=city.org("ng-finance")),
    )
    assert [type(answer) for answer in sorted(answers, key=lambda one: isinstance(one, Stale))] == [Batch, Stale]
    assert Entry.objects.filter(kind="case", verb="assigned").count() == 3
    assert Batched.objects.filter(left=None).count() == 3 and BatchCounter.objects.get().last == 1
    assert not list(everything())
