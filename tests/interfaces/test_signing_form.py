"""An answer that is signed before it goes out, at the forms: handed in, signed by the head of the unit, sent as it was signed."""

from __future__ import annotations

import re

from tests.cases.town import add_person, edition
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from tests.interfaces.test_acting import send
from tests.interfaces.test_layouts import ComeIn, fresh, opened
from zhuqi.core.access.actor import Role
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action

RULE = ("督核: 否", "督核: 否\n  审签: [{由: 单位负责人, 时长: 4 工作时}]")


def test_it_is_handed_in_signed_by_the_head_and_sent_as_it_was_signed(come_in: ComeIn, town: Town) -> None:
    edition(town.city, "ng", NOW.date(), RULE)
    add_person(town.city, "finance_head", Role.TEAM_LEAD, "ng-finance")
    case = fresh(town)
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    page = text(opened(come_in, "finance", f"/cases/{case.pk}/ask_signing"))
    assert "within 4 working hours" in page and "your deadline runs on" in page
    status, _ = send(come_in("finance"), f"/cases/{case.pk}/ask_signing", outcome="solved", draft="贷款已经放出。")
    assert status == 200
    page = text(opened(come_in, "finance_head", f"/cases/{case.pk}/sign"))
    assert "贷款已经放出。" in page and "handed in an answer to be signed: solved" in page
    assert send(come_in("finance_head"), f"/cases/{case.pk}/sign", note="同意")[0] == 200
    assert "贷款已经放出。</textarea>" in opened(come_in, "finance", f"/cases/{case.pk}/reply?outcome=solved")
    other = {"outcome": "solved", "text": "贷款批了一半。"}
    assert send(come_in("finance"), f"/cases/{case.pk}/reply?outcome=solved", **other)[0] == 422
    assert (
        send(come_in("finance"), f"/cases/{case.pk}/reply?outcome=solved", outcome="solved", text="贷款已经放出。")[0]
        == 200
    )
    assert Case.objects.get(pk=case.pk).state == "replied"
    story = text(opened(come_in, "finance", f"/cases/{case.pk}"))
    assert "handed in an answer to be signed" in story and "The answer is signed." in story


def test_what_came_back_unsigned_is_mended_from_what_was_handed_in(come_in: ComeIn, town: Town) -> None:
    edition(town.city, "ng", NOW.date(), RULE)
    add_person(town.city, "finance_head", Role.TEAM_LEAD, "ng-finance")
    case = fresh(town)
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    handed_in = f"/cases/{case.pk}/ask_signing"
    assert "Why it came back" not in opened(come_in, "finance", handed_in)
    send(come_in("finance"), handed_in, outcome="answered", draft="下周放款。")
    page = opened(come_in, "finance_head", f"/cases/{case.pk}/sign")
    assert page.index("下周放款。") < page.index("<textarea"), "what is signed stands before what is filled in"
    send(come_in("finance_head"), f"/cases/{case.pk}/refuse", reason="写明是哪一天。")
    page = opened(come_in, "finance", handed_in)
    assert "Why it came back" in page and "写明是哪一天。" in page and "下周放款。</textarea>" in page
    assert re.search('value="answered" checked', page)
    send(come_in("finance"), handed_in, outcome="answered", draft="6 月 14 日放款。")
    send(come_in("finance_head"), f"/cases/{case.pk}/sign")
    page = opened(come_in, "finance", f"/cases/{case.pk}/reply")
    assert "The answer is signed, as: answered." in text(page)
    assert "Why it came back" not in opened(come_in, "finance", handed_in)


def test_the_grounds_stand_before_the_button(come_in: ComeIn, town: Town) -> None:
    page = opened(come_in, "dispatcher", f"/cases/{fresh(town).pk}/recall")
    assert 0 < page.index('class="rail"') < page.index("data-once data-keep")
