"""The page of an enterprise that has an account, and the room of a case that it opens there."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.town import assigned, replied
from tests.cast import START, City
from tests.files import making
from tests.members.conftest import BOX, NOW, asked, inside
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.models import Asking, Case
from zhuqi.domain.cases.rules.words import Channel, Confirmation, End
from zhuqi.domain.contacts.models import Contact, Wish
from zhuqi.domain.directory.actions.about import write_spokesperson
from zhuqi.domain.directory.actions.merging import merge_enterprise
from zhuqi.domain.liaison.models import Acquaintance
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.rules import MemberStage
from zhuqi.domain.visits.actions import plan
from zhuqi.domain.visits.models import Plan

pytestmark = pytest.mark.django_db
QUERIES = 12


def page(client: Client, address: str = "/l/our") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def form(client: Client, address: str, act: str) -> dict[str, str]:
    """What a form of a page would send."""
    for found in re.findall(r"<form.*?</form>", page(client, address), re.DOTALL):
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))
        if hidden.get("act") == act:
            return {name: unescape(value) for name, value in hidden.items() if name != "csrfmiddlewaretoken"}
    raise AssertionError(act)


def test_what_waits_for_the_enterprise_stands_first(city: City) -> None:
    _, client = inside(city)
    waits = replied(city)
    newer = city.record(NOW, body="新装的路灯不亮。")
    shown = page(client)
    assert shown.index(waits.number) < shown.index(newer.number)
    assert "新装的路灯不亮。" in shown and shown.count('class="waits"') == 1


def test_opened_here_a_case_is_the_room_of_its_link_and_is_asked_about(city: City) -> None:
    row, client = inside(city)
    case = replied(city)
    assert not Asking.objects.filter(case=case).exists()
    page(client, f"/l/our/cases/{case.pk}")
    assert not Asking.objects.filter(case=case).exists(), "looking asks nothing"
    opened = client.post("/l/our", form(client, "/l/our", "open"))
    assert opened["Location"] == f"/l/our/cases/{case.pk}"
    asking = Asking.objects.get(case=case)
    assert asking.channel == Channel.PORTAL
    confirm = form(client, opened["Location"], "confirm")
    answer = client.post(opened["Location"], confirm)
    assert answer["Location"] == f"/l/our/cases/{case.pk}?done=confirm"
    case.refresh_from_db()
    assert (case.end, case.confirmation) == (End.CLOSED, Confirmation.ENTERPRISE)
    said = Entry.objects.get(kind="case", subject=case.pk, verb="confirmed")
    assert (said.behalf, said.account, said.staff) == (f"enterprise:{case.enterprise_id}:{row.pk}", None, None)
    assert client.post(opened["Location"], confirm).status_code == 302, "a repeat is the same answer"
    assert case.number in page(client), "it can be rated"
    assert case.number in page(client, "/l/our?which=over")
    assert not list(everything())


def test_everything_of_the_room_can_be_done_by_an_account(city: City) -> None:
    _, client = inside(city)
    case = replied(city)
    room = f"/l/our/cases/{case.pk}"
    rating = {**form(client, room, "rate"), "rate_reply_rating": "4", "rate_result_rating": "5"}
    complaint = {**form(client, room, "complain"), "complain_text": "等得太久"}
    for sent in (rating, complaint):
        assert client.post(room, sent).status_code == 302
    contested = {**form(client, room, "contest"), "contest_text": "还没送电"}
    assert client.post(room, contested).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.contests) == ("handling", 1)


def test_a_file_is_attached_and_fetched(city: City) -> None:
    _, client = inside(city)
    case = replied(city)
    room = f"/l/our/cases/{case.pk}"
    sent = {
        **form(client, room, "attach"),
        "note": "见照片",
        "files": SimpleUploadedFile("门口.jpg", making.picture(), "image/jpeg"),
    }
    assert client.post(room, sent).status_code == 302
    address = re.search(rf"{room}/files/\d+", page(client, room))
    assert address and client.get(address[0]).status_code == 200
    assert Client().get(address[0]).status_code == 302


def test_a_need_is_taken_in_at_once_with_the_time_from_now(city: City) -> None:
    row, client = inside(city)
    sent = {
        "key": "once",
        "body": "厂门口的路灯坏了两周。",
        "kind": "utilities",
        "name": "演练来人",
        "phone": "13800000000",
    }
    answers = [client.post("/l/our/need", sent)["Location"] for _ in range(2)]
    case = Case.objects.get()
    assert answers == [f"/l/our/cases/{case.pk}?done=need"] * 2
    assert (case.enterprise_id, case.told_at, case.channel, case.finder_id) == (row.enterprise_id, NOW, "portal", None)
    assert "厂门口的路灯坏了两周。" in page(client, f"/l/our/cases/{case.pk}")
    wrong = client.post("/l/our/need", {**sent, "key": "two", "kind": "nonsense", "body": ""})
    assert wrong.status_code == 422 and Case.objects.count() == 1
    assert not list(everything())


def test_who_says_too_much_waits(city: City, settings: Any) -> None:
    _, client = inside(city)
    settings.LIMITS = {**settings.LIMITS, "voice": (1, 60)}
    sent = {"body": "路灯坏了。", "kind": "utilities"}
    answers = [client.post("/l/our/need", {**sent, "key": f"k{n}"}) for n in range(2)]
    assert [one.status_code for one in answers] == [302, 429]
    assert "路灯坏了。" in answers[1].content.decode()


def planned(city: City, n: int = 0) -> Plan:
    return plan(
        city.actor("official"),
        city.enterprises[n].pk,
        day=NOW.date() + dt.timedelta(days=2),
        purpose="了解用电",
        now=NOW,
    )


def test_a_planned_visit_is_declined_without_a_reason(city: City) -> None:
    _, client = inside(city)
    made = planned(city)
    assert "了解用电" in page(client)
    answer = client.post("/l/our", form(client, "/l/our", "decline"))
    assert answer["Location"] == "/l/our?done=decline"
    held = Contact.objects.get(plan=made)
    assert (held.state, held.why) == ("declined", "")
    assert "了解用电" not in page(client)
    assert not list(everything())


def test_the_enterprise_is_left_alone_until_it_says_otherwise(city: City) -> None:
    _, client = inside(city)
    wrong = client.post("/l/our", {**form(client, "/l/our", "rest"), "rest_until": "2019-01-01"})
    assert wrong.status_code == 422
    assert client.post("/l/our", form(client, "/l/our", "rest")).status_code == 302
    held = Wish.objects.get()
    assert (held.enterprise_id, held.said_by, held.until) == (city.enterprises[0].pk, "", None)
    assert client.post("/l/our", form(client, "/l/our", "lift")).status_code == 302
    held.refresh_from_db()
    assert held.lifted_on == NOW.date()


def test_it_says_whether_it_knows_its_contact_person(city: City) -> None:
    _, client = inside(city)
    sent = form(client, "/l/our", "know")
    assert client.post("/l/our", {**sent, "know_answer": "yes"}).status_code == 302
    assert Acquaintance.objects.count() == 1


def test_a_colleague_is_asked_for_and_an_account_ended_by_each_other(city: City) -> None:
    row, client = inside(city)
    sent = {**form(client, "/l/our", "ask_account"), "name": "演练会计", "mailbox": "two@example.com"}
    assert client.post("/l/our", sent).status_code == 302
    more = Member.objects.get(mailbox="two@example.com")
    assert (more.stage, more.asked_by_id, more.enterprise_id) == (MemberStage.ASKED, None, row.enterprise_id)
    again = client.post("/l/our", {**sent, "key": "other"})
    assert again.status_code == 409
    shown = page(client)
    assert "t***@example.com" in shown and "two@example.com" not in shown and "演练会计" not in shown
    assert client.post("/l/our", form(client, "/l/our", "end_account")).status_code == 302
    more.refresh_from_db()
    assert more.stage == MemberStage.ENDED


def test_an_account_is_asked_for_in_the_room_of_a_case(city: City) -> None:
    case = replied(city)
    _, secret = make_link(city.actor("dispatcher"), case.pk, now=NOW)
    client = Client()
    client.post(f"/l/{secret}", {"key": "k"})
    sent = {**form(client, "/l/", "ask_account"), "name": "演练厂长", "mailbox": BOX}
    wrong = client.post("/l/", {**sent, "mailbox": "x"})
    assert wrong.status_code == 422
    assert client.post("/l/", sent)["Location"] == "/l/?done=ask_account"
    row = Member.objects.get()
    assert (row.stage, row.asked_by_id) == (MemberStage.ASKED, None)
    assert Entry.objects.get(kind="member").facts.count(f'"case":{case.pk}') == 1


def test_who_serves_two_enterprises_picks(city: City) -> None:
    inside(city, 1)
    row, client = inside(city)
    assert city.enterprises[1].name in page(client)
    assert client.post("/l/our", form(client, "/l/our", "change")).status_code == 302
    shown = page(client)
    assert f"<h1>{city.enterprises[1].name}</h1>" in shown
    assert client.post("/l/our", {**form(client, "/l/our", "change"), "row": str(row.pk)}).status_code == 302


def test_a_merged_enterprise_is_seen_whole(city: City) -> None:
    _, client = inside(city)
    old, new = replied(city), city.record(NOW, enterprise_id=city.enterprises[1].pk, body="另一处厂房漏水。")
    merge_enterprise(
        city.actor("dispatcher"), city.enterprises[0].pk, into_id=city.enterprises[1].pk, why="同一家企业", now=NOW
    )
    shown = page(client)
    assert old.number in shown and new.number in shown and city.enterprises[1].name in shown
    room = f"/l/our/cases/{old.pk}"
    assert client.post(room, form(client, room, "confirm")).status_code == 302
    old.refresh_from_db()
    assert old.confirmation == Confirmation.ENTERPRISE


def test_looking_changes_nothing(city: City) -> None:
    _, client = inside(city)
    case = replied(city)
    before = Entry.objects.count()
    for address in (
        "/l/our",
        "/l/our?which=over",
        "/l/our?done=rest",
        "/l/our/need",
        f"/l/our/cases/{case.pk}",
        "/l/in",
    ):
        assert client.get(address).status_code in {200, 302}
    assert Entry.objects.count() == before


def test_what_is_said_inside_is_not_on_the_page(city: City) -> None:
    _, client = inside(city)
    assigned(city)
    shown = page(client)
    for hidden in ("组里办不了", "三相电增容", "ng-utilities"):
        assert hidden not in shown, hidden


def test_the_page_costs_the_same_however_much_stands_on_it(city: City) -> None:
    _, client = inside(city)
    costs = []
    for n in range(3):
        with CaptureQueriesContext(connection) as found:
            page(client)
        costs.append(len(found))
        replied(city) if n == 0 else city.record(NOW, body=f"第 {n} 件")
        if n == 0:
            planned(city)
            asked(city, box="two@example.com", now=START)
    assert max(costs) <= QUERIES
    for address in ("/l/our?which=over", "/l/our/need"):
        with CaptureQueriesContext(connection) as found:
            page(client, address)
        assert len(found) <= QUERIES


def test_it_sees_who_is_held_to_speak_for_it_masked_and_only_its_own(city: City) -> None:
    room = city.actor("dispatcher")
    write_spokesperson(room, city.enterprises[0].pk, name="演练王五", phone="13700004321", now=START)
    write_spokesperson(room, city.enterprises[1].pk, name="别家赵六", phone="13600008765", now=START)
    _, client = inside(city)
    shown = page(client)
    assert "137****4321" in shown and "演练王五" not in shown
    assert "136****8765" not in shown and "别家赵六" not in shown
