"""What the forms and pages of rarer steps say: nothing that isn't so for this case, and the date before the click."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from django.test import Client

from tests.cases.town import DAY, HOUR, add_person, replied
from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading import text
from tests.interfaces.test_endings_forms import MORE, TWO, answered, at_the_desk, send
from tests.interfaces.test_weight_forms import on_its_way, page_of
from zhuqi.core.access.actor import Role
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.actions.clockwork import end_silent
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.words import Action, Channel, Tick
from zhuqi.interfaces.portal import acts, case_page
from zhuqi.interfaces.web.cases import clock_rows
from zhuqi.interfaces.web.wording import phrase

ComeIn = Callable[..., Client]
INSTEAD = "受理: {不受理事由: {ss: 涉法涉诉, cf: 重复反映}, 双人批准: 是, 转告: {ss: 请拨打 12368。}}"


def test_half_of_ten_thousand_yuan_is_no_fraction() -> None:
    assert phrase(Fraction(3001, 2), NOW) == "1500.5"
    assert phrase(Fraction(12_345_678), NOW) == "12345678"


def test_the_first_of_two_only_proposes_and_is_not_told_to_tell_the_enterprise(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, INSTEAD)
    client, address = come_in("dispatcher", "en"), f"/cases/{case.pk}/not_accept"
    page = text(client.get(address).content.decode())
    assert "Propose not to accept it" in page and "Tell the enterprise first" not in page
    assert "it is told: 请拨打 12368。" in page, "where the enterprise is told to go stands beside the reason"
    sent = send(client, address, reason="请走诉讼", cause="cf", instead="请看原件")
    assert sent.status_code == 302
    shown = text(page_of(client, case))
    assert "Done: propose not to accept it." in shown
    assert "Waits for a second person" in shown and "演练dispatcher proposed on" in shown and "重复反映" in shown


def test_the_second_sees_who_proposed_it_and_loses_none_of_the_words(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, INSTEAD)
    address = f"/cases/{case.pk}/not_accept"
    send(come_in("dispatcher"), address, reason="请走诉讼", cause="cf", instead="请看原件")
    add_person(town.city, "second", Role.DISPATCHER, "ng-desk")
    page = come_in("second", "en").get(address).content.decode()
    assert "请看原件</textarea>" in page and "Agree not to accept it" in page
    assert "演练dispatcher proposed it on" in text(page)
    assert "where two must agree" not in page


def test_where_one_person_is_enough_nothing_is_said_of_two(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, TWO.replace("是}", "否}"))
    page = text(come_in("dispatcher", "en").get(f"/cases/{case.pk}/not_accept").content.decode())
    assert "Don't accept" in page and "propose" not in page.lower() and "Left empty" not in page


def test_each_class_says_what_it_would_move_and_nothing_says_that_the_promise_stays(
    come_in: ComeIn, town: Town
) -> None:
    case = on_its_way(town)
    client = come_in("supervisor", "en")
    page = text(client.get(f"/cases/{case.pk}/classify").content.decode())
    assert "as the room gave it: no deadline moves" in page and "then promised to the enterprise by" in page
    assert "This step doesn't move it" not in page
    assert "B 类, to be confirmed" in text(page_of(client, case))


def test_what_waits_for_the_supervision_stands_on_its_day(come_in: ComeIn, town: Town) -> None:
    case = on_its_way(town)
    day = text(come_in("supervisor", "en").get("/").content.decode())
    assert day.index("What waits for me") < day.rindex(case.title)


def test_an_instruction_says_what_follows_by_the_rules_here(come_in: ComeIn, town: Town) -> None:
    case = on_its_way(town)
    address = f"/cases/{case.pk}/instruct"
    client = come_in("dispatcher", "en")
    assert "A task force can be set up for it then." in text(client.get(address).content.decode())
    send(client, address, leader="王副市长", on="2019-06-04", number="府办批〔2019〕3 号")
    page = text(page_of(client, case))
    assert "王副市长 · 府办批〔2019〕3 号" in page and "王副市长, 4 June" in page
    plain = town.cases["assigned"]
    assert "nothing else follows" in text(client.get(f"/cases/{plain.pk}/instruct").content.decode())


@pytest.mark.parametrize(
    ("no", "said"), [("", "each answer is yes"), (", 应答否: lx", "answered with no: 单位是否催问")]
)
def test_the_checker_is_told_with_which_answers_a_reply_holds(come_in: ComeIn, town: Town, no: str, said: str) -> None:
    case = answered(town, "督核: {要: 是, 问题: {jj: 问题是否解决, lx: 单位是否催问}" + no + "}")
    page = text(come_in("dispatcher", "en").get(f"/cases/{case.pk}/check").content.decode())
    assert said in page


def test_silence_before_a_further_asking_is_not_told_as_a_dispute(come_in: ComeIn, town: Town) -> None:
    case = answered(town, "再问: {次数: 1, 间隔: 1 工作时}")
    town.city.do("official", Action.ASK, case, at(6, 3, 15), channel=Channel.PHONE, arrived_on=at(6, 3).date())
    assert end_silent(at(6, 3) + 30 * DAY) == 1
    client = come_in("official", "en")
    page = text(page_of(client, case))
    assert "by the rules here it is asked once more" in page and "repeated contests" not in page
    assert "lie at least 1 working hour" in page
    assert "Asked before, without an answer" in text(client.get(f"/cases/{case.pk}/ask").content.decode())


def test_the_enterprise_reads_first_why_it_was_not_taken_on_and_where_to_go(town: Town) -> None:
    case = at_the_desk(town, INSTEAD.replace(", 双人批准: 是", ""))
    town.city.do(
        "dispatcher", Action.NOT_ACCEPT, case, at(6, 3, 11), reason="请走诉讼", cause="ss", told_on=at(6, 3).date()
    )
    found = outside(town.city.actor("enterprise"), case.pk, now=NOW)
    reason = case_page.shown(found, NOW).reason
    assert reason is not None and reason.words == ("请走诉讼", "请拨打 12368。")
    assert [field.label for field in acts.fields("reopen", found)] == ["What you want looked at again"]
    other = replied(town.city)
    told = outside(town.city.actor("enterprise"), other.pk, now=other.told_at + 2 * DAY + HOUR)
    assert case_page.shown(told, NOW).reason is None


def test_more_than_two_things_are_not_called_two(client: Client, town: Town) -> None:
    case = answered(town, MORE)
    _, secret = make_link(town.city.actor("dispatcher"), case.pk, now=NOW)
    client.cookies["lang"] = "en"
    client.post(f"/l/{secret}", {"key": "opened"})
    page = text(client.get("/l/").content.decode())
    assert "Each by itself" in page and "Two things" not in page


def test_nobody_is_late_by_an_enterprise_that_keeps_silent(come_in: ComeIn, town: Town) -> None:
    case = answered(town, "再问: {次数: 1}")
    town.city.do("official", Action.ASK, case, at(6, 3, 15), channel=Channel.PHONE, arrived_on=at(6, 3).date())
    end_silent(at(6, 3) + 30 * DAY)
    clock = next(one for one in lives.load(case).clocks if one.tick is Tick.SILENCE)
    assert clock.due is not None and clock.met_at is not None and clock.due < clock.met_at
    calendar = work_calendar()
    assert clock_rows.lamp(clock, calendar, lambda _: None, clock.met_at).tone == "grey"
    assert "missed" not in {one.kind for one in clock_rows.stretches(clock, calendar, clock.met_at)}
