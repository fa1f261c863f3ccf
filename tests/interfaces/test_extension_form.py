"""The form for more time, under rules with rows, shares and approvers by length; and the head of the unit who grants it."""

from __future__ import annotations

import re

import pytest

from tests.cases.town import add_person, edition
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from tests.interfaces.test_acting import send
from tests.interfaces.test_layouts import ComeIn, fresh, opened
from zhuqi.core.access.actor import Role
from zhuqi.domain.cases.models import Request
from zhuqi.domain.cases.rules.words import Action

RULE = (
    "延期: {至多: 1, 每次至多: 5 工作日, 提前: 1 工作日, 批准: 调度室, 顺延承诺: 是}",
    "延期: {至多: 1, 每次至多: 原时限 40%, 顺延承诺: 是, 分级批准: [{由: 单位负责人, 不超过: 2 工作日}, {由: 领导}]}",
)


@pytest.fixture
def ruled(town: Town) -> Town:
    edition(town.city, "ng", NOW.date(), RULE, ("退回: {期限: 2 工作日}", "退回: {期限: 2 工作日, 逾期视为签收: 是}"))
    return town


def test_the_form_offers_the_share_and_says_who_grants_which_length(come_in: ComeIn, ruled: Town) -> None:
    case = fresh(ruled)
    assert "After that it counts as signed for." in text(opened(come_in, "finance", f"/cases/{case.pk}/hand_back"))
    ruled.city.do("finance", Action.ACCEPT, case.pk, NOW)
    page = text(opened(come_in, "finance", f"/cases/{case.pk}/ask_extension"))
    assert re.findall(r"(\d) working days?: until", page) == ["1", "2", "3", "4"], "40% of ten"
    assert "Up to 2 working days: Whoever heads your unit decides" in page
    assert "Up to 4 working days: A leader of the area decides" in page


def test_the_head_of_the_unit_finds_it_grants_it_and_not_their_own(come_in: ComeIn, ruled: Town) -> None:
    city, case = ruled.city, fresh(ruled)
    add_person(city, "boss", Role.TEAM_LEAD, "ng-finance")
    city.do("finance", Action.ACCEPT, case.pk, NOW)
    asked = {"amount": "2 工作日", "reason": "等银行上会。"}
    assert send(come_in("finance"), f"/cases/{case.pk}/ask_extension", **asked)[0] == 200
    assert come_in("finance").get(f"/cases/{case.pk}/extend").status_code != 200
    assert "/extend" in opened(come_in, "boss", f"/cases/{case.pk}")
    assert send(come_in("boss"), f"/cases/{case.pk}/extend", reason="同意。")[0] == 200
    assert Request.objects.get(case=case).granted is True
