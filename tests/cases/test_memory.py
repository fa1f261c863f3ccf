"""Lives are remembered in a process by the head of their chain, and never a wrong one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.cast import START, stage
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action

HOUR = dt.timedelta(hours=1)


@pytest.mark.django_db
def test_a_case_fetched_before_somebody_moved_it_leaves_no_wrong_life_behind() -> None:
    city = stage()
    case = city.record()
    looked = Case.objects.get(pk=case.pk)
    city.do("official", Action.SUBMIT, case, START + HOUR, why="需供电部门")
    lives._remembered.clear()
    lives.current(looked)
    fresh = Case.objects.get(pk=case.pk)
    assert lives.current(fresh) == lives.load(fresh)


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered_for_what_came_instead() -> None:
    city = stage()
    case = city.record()
    with transaction.atomic():
        city.do("official", Action.SUBMIT, case, START + HOUR, why="会被撤回的一步")
        transaction.set_rollback(True)
    city.do("official", Action.SETTLE, Case.objects.get(pk=case.pk), START + HOUR, outcome="solved", text="当场办了")
    fresh = Case.objects.get(pk=case.pk)
    assert lives.current(fresh) == lives.load(fresh)
    assert lives.current(fresh).settled
