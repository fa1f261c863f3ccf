"""Acting through the pages: a whole life by forms alone, and what happens to what can't be done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading import text
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry, Receipt
from zhuqi.domain.cases.models import Case, Edge, Holding, Request
from zhuqi.domain.cases.rules.words import Action

ComeIn = Callable[..., Client]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} in {text(page)[:300]}"
    return found[1]


def send(client: Client, address: str, **typed: object) -> tuple[int, str]:
    """Open a form as a person does, fill it in, send it; gives the status and the page that follows."""
    page = client.get(address).content.decode()
    sent = client.post(address, {"key": hidden(page, "key"), "seen": hidden(page, "seen"), **typed}, follow=True)
    return sent.status_code, sent.content.decode()


def test_a_need_lives_from_found_to_struck_off_by_forms_alone(come_in: ComeIn, town: Town) -> None:
    steps: list[tuple[str, str, dict[str, object]]] = [
        ("official", "submit", {"why": "组里没有办法。"}),
        ("dispatcher", "screen", {"kind": "finance", "grade": "A"}),
        (
            "dispatcher",
            "assign",
            {"lead_id": town.city.org("ng-finance"), "assist_ids": [town.city.org("ng-planning")]},
        ),
        ("finance", "accept", {}),
        ("finance", "ask_extension", {"amount": "2 工作日", "reason": "等银行上会。"}),
        ("dispatcher", "extend", {"reason": "银行周四上会。"}),
        ("finance", "stage_reply", {"text": "已报银行。", "next_on": "2019-06-06"}),
        ("finance", "reply?outcome=solved", {"outcome": "solved", "text": "已续贷一年。", "told_on": "2019-06-04"}),
        ("official", "ask", {"channel": "phone", "arrived_on": "2019-06-04"}),
        ("dispatcher", "confirm", {"text": "企业说好。"}),
    ]
    client = come_in("official")
    page = client.get("/cases/new").content.decode()
    typed = {
        "key": hidden(page, "key"),
        "enterprise_id": "演练001",
        "title": "贷款到期",
        "body": "六月底到期。",
        "kind": "finance",
        "channel": "visit",
        "found_on": "2019-06-04",
    }
    sent = client.post("/cases/new", typed, follow=True)
    case = Case.objects.get(title="贷款到期")
    assert f"已登记，编号 {case.number}" in sent.content.decode()
    for minute, (part, action, values) in enumerate(steps, 1):
        clock.stand_at("cast", NOW + dt.timedelta(minutes=minute))
        status, page = send(come_in(part), f"/cases/{case.pk}/{action}", **values)
        assert status == 200, (action, text(page))
        assert "已办：" in page, action
    case.refresh_from_db()
    assert (case.state, case.end, case.outcome) == ("ended", "closed", "solved")
    assert "销号" in text(client.get(f"/cases/{case.pk}").content.decode())


def test_the_buttons_shown_are_the_actions_open_to_the_reader(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"].pk
    shown = {}
    for part in ("utilities", "construction", "dispatcher", "official", "leader"):
        page = come_in(part).get(f"/cases/{case}").content.decode()
        shown[part] = set(re.findall(rf'(?:href|action)="/cases/{case}/(\w+)"', page))
    assert {"stage_reply", "hand_back"} & shown["utilities"] == {"stage_reply"}  # too late to return it
    assert "reply" not in shown["utilities"]  # a part unit hasn't contributed yet
    assert "contribute" in shown["construction"]
    assert "assign" in shown["dispatcher"]
    assert shown["leader"] == {"instruct", "files", "word"}, "a leader notes an instruction, with its paper"
    page = come_in("utilities").get(f"/cases/{case}").content.decode()
    assert "还有 1 个分办单位没有交出意见" in page
    assert "退回已于 5 月 23 日 17:00 截止" in page


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    status, page = send(client, f"/cases/{town.cases['returned'].pk}/rule", reason="归建设口。")
    assert status == 422
    assert 'id="upheld-error"' in page
    assert "归建设口。" in page
    assert "不归本单位。" in page, "the words of the request stand above the form"


def test_what_the_rules_refuse_about_a_field_is_said_there(come_in: ComeIn, town: Town) -> None:
    client = come_in("utilities")
    status, page = send(client, f"/cases/{town.cases['handled'].pk}/stage_reply", text="已排期。", next_on="2019-06-03")
    assert status == 422
    assert 'id="next_on-error"' in page
    assert "已排期。" in page


def test_somebody_who_saw_an_older_case_is_told_to_look_again(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    address = f"/cases/{case.pk}/stage_reply"
    page = come_in("utilities").get(address).content.decode()
    town.city.do("construction", Action.CONTRIBUTE, case.pk, NOW, text="本单位可以配合。")
    form = {"key": hidden(page, "key"), "seen": hidden(page, "seen"), "text": "别人动过之后的话。"}
    answer = come_in("utilities").post(address, form)
    assert answer.status_code == 409
    assert "在此期间别人已经办过一步" in answer.content.decode()
    assert "别人动过之后的话。" in answer.content.decode()
    again = answer.content.decode()
    sent = come_in("utilities").post(address, {**form, "key": hidden(again, "key"), "seen": hidden(again, "seen")})
    assert sent.status_code == 302


def two_returns(town: Town) -> Case:
    """A case that its part unit asks to return, and then its lead."""
    do, units = town.city.do, town.city.org
    case = town.city.record(at(6, 3, 9), title="道路开口")
    do("official", Action.SUBMIT, case.pk, at(6, 3, 9, 1), why="组里没有办法。")
    do("dispatcher", Action.SCREEN, case.pk, at(6, 3, 9, 2), kind="utilities", grade="B")
    parts = (units("ng-construction"),)
    do("dispatcher", Action.ASSIGN, case.pk, at(6, 3, 9, 3), lead_id=units("ng-utilities"), part_ids=parts)
    do("construction", Action.ACCEPT, case.pk, at(6, 3, 9, 4))
    do("utilities", Action.ACCEPT, case.pk, at(6, 3, 9, 5))
    do("construction", Action.HAND_BACK, case.pk, at(6, 3, 9, 6), reason="分办不归我组。", proposal="规划")
    return do("utilities", Action.HAND_BACK, case.pk, at(6, 3, 9, 7), reason="主办不归我组。", proposal="规划")


def test_the_words_above_a_ruling_are_those_of_the_row_that_is_ruled_on(come_in: ComeIn, town: Town) -> None:
    case = two_returns(town)
    address, reasons = f"/cases/{case.pk}/rule", {"ng-construction": "分办不归我组。", "ng-utilities": "主办不归我组。"}
    for minute, unit in enumerate(("ng-construction", "ng-utilities")):
        clock.stand_at("cast", NOW + dt.timedelta(minutes=minute))
        page = text(come_in("dispatcher").get(address).content.decode())
        assert [name for name, reason in reasons.items() if reason in page] == [unit]
        assert f"{unit}申请退回。" in page
        send(come_in("dispatcher"), address, upheld="no", reason="仍请办理。")
        ruled = Request.objects.filter(case=case, granted=False).order_by("ruled_at").last()
        assert ruled is not None
        assert Holding.objects.get(case=case, n=ruled.holding).unit_id == town.city.org(unit)


def test_another_kind_of_request_isnt_shown_above_a_ruling(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"].pk
    town.city.do("finance", Action.ACCEPT, case, at(6, 3, 9))
    town.city.do("finance", Action.ASK_ESCALATION, case, at(6, 3, 10), reason="要市里定。")
    page = come_in("dispatcher").get(f"/cases/{case}/rule").content.decode()
    assert "要市里定。" not in page
    for action in ("refuse", "escalate"):
        assert "要市里定。" in come_in("dispatcher").get(f"/cases/{case}/{action}").content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "²", "9" * 30, "1\x00"])
def test_a_form_that_doesnt_say_which_state_it_saw_is_stale_and_does_nothing(
    come_in: ComeIn, town: Town, seen: str
) -> None:
    case = town.cases["assigned"].pk
    answer = come_in("finance").post(f"/cases/{case}/accept", {"key": "k", "seen": seen})
    assert answer.status_code == 409
    assert "在此期间别人已经办过一步" in answer.content.decode()
    assert not Holding.objects.filter(case=case, hand="lead", accepted_at__isnull=False).exists()


def test_a_key_with_signs_that_a_database_refuses_is_cleaned(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"].pk
    page = come_in("finance").get(f"/cases/{case}").content.decode()
    form = {"key": "a\x00b\u0085", "seen": hidden(page, "seen")}
    assert come_in("finance").post(f"/cases/{case}/accept", form).status_code == 302
    assert Receipt.objects.filter(key__endswith=":ab").exists()


def test_a_form_sent_twice_is_done_once(come_in: ComeIn, town: Town) -> None:
    client, case = come_in("finance"), town.cases["assigned"]
    case.refresh_from_db()
    page = client.get(f"/cases/{case.pk}").content.decode()
    form = {"key": hidden(page, "key"), "seen": hidden(page, "seen")}
    answers = [client.post(f"/cases/{case.pk}/accept", form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    booked = Entry.objects.filter(kind="case", subject=case.pk)
    assert booked.filter(verb="accepted").count() == 1, "what was due is booked with it, and it itself once"
    assert Case.objects.get(pk=case.pk).version == booked.count()


def test_an_action_that_isnt_open_is_refused_with_its_reason(come_in: ComeIn, town: Town) -> None:
    client, case = come_in("leader"), town.cases["waiting"].pk
    page = client.get(f"/cases/{case}/assign")
    assert page.status_code == 409
    assert "不归您办" in page.content.decode()
    assert client.post(f"/cases/{case}/assign", {"lead_id": town.city.org("ng-finance")}).status_code == 409
    assert not Edge.objects.filter(case=case, action="assign").exists()


def test_where_there_is_nothing_to_choose_the_form_says_so(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    Case.objects.filter(enterprise=case.enterprise_id).exclude(pk=case.pk).update(enterprise=town.city.enterprises[-1])
    page = come_in("dispatcher").get(f"/cases/{case.pk}/merge").content.decode()
    assert "没有别的在办诉求" in page and "<select" not in page


def test_reading_a_page_changes_nothing(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"]
    come_in("finance").get(f"/cases/{case.pk}/accept")
    case.refresh_from_db()
    assert case.state == "assigned"


def test_an_enterprise_is_found_by_its_code_and_an_unclear_name_is_asked_about(come_in: ComeIn, town: Town) -> None:
    client = come_in("official")
    page = client.get("/cases/new").content.decode()
    form = {"key": hidden(page, "key"), "title": "题", "body": "话", "kind": "other"}
    unclear = client.post("/cases/new", {**form, "enterprise_id": "演练"})
    assert unclear.status_code == 422
    assert "符合的不止一家" in unclear.content.decode() and 'name="picked"' in unclear.content.decode()
    unknown = client.post("/cases/new", {**form, "enterprise_id": "没有这家"})
    assert "您能看到的企业里，没有与此相符的" in unknown.content.decode()
    code = town.city.enterprises[0].uscc
    assert client.post("/cases/new", {**form, "enterprise_id": code}).status_code == 302


def test_what_happened_is_told_with_who_and_in_which_words(come_in: ComeIn, town: Town) -> None:
    page = text(come_in("leader").get(f"/cases/{town.cases['returned'].pk}").content.decode())
    assert "ng-planning申请退回。" in page
    assert "项目建设组" in page
    assert "演练planner" in page
    story = page[page.index("最新的在前") :]
    assert story.index("申请退回") < story.index("提交调度室")


def test_what_the_clock_did_is_told_as_the_clocks(come_in: ComeIn, town: Town) -> None:
    clock.stand_at("cast", at(6, 5))
    assert come_in("dispatcher").get(f"/cases/{town.cases['handled'].pk}").status_code == 200
