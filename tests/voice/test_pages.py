"""The pages of a need told without an account: the form, its receipt, the tray of the room."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import START, City
from tests.files import making
from tests.voice.conftest import SAID, SECRET, told
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.limits import actions as limits
from zhuqi.domain.cases.models import Case
from zhuqi.domain.voice.actions import take_in
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.rules import Stage

pytestmark = pytest.mark.django_db
QUERIES = 12


@pytest.fixture(autouse=True)
def at_the_start(city: City, db: None) -> None:
    """The site stands at the moment of these tests, and nobody has come to a door yet."""
    clock.stand_at("cast", START)
    limits.SHUT.clear()


def paper(page: str) -> str:
    found = re.search(r'name="paper" value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def form(client: Client, city: City, **typed: Any) -> dict[str, Any]:
    """What the form sends, filled in."""
    page = client.get("/say").content.decode()
    return {"paper": paper(page), "website": "", "desk": str(city.org("ng-desk")), **SAID, **typed}


def come_in(city: City, part: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=city.staff[part].account_id or 0))
    return client


def test_a_need_is_told_without_an_account_and_its_receipt_says_where_it_is(city: City) -> None:
    client = Client()
    photo = SimpleUploadedFile("门口.jpg", making.picture(), "image/jpeg")
    answer = client.post("/say", {**form(client, city), "files": photo})
    assert answer.status_code == 302
    assert re.fullmatch(r"/l/need/[A-Za-z0-9_-]{43}\?new=1", answer["Location"])
    voice = Voice.objects.get()
    assert (voice.firm, voice.desk_id, voice.told_at) == (SAID["firm"], city.org("ng-desk"), START)
    shown = Client().get(answer["Location"])
    page = shown.content.decode()
    assert SAID["body"] in page and SAID["phone"] not in page and SAID["name"] not in page
    assert shown["Referrer-Policy"] == "strict-origin" and "noindex" in shown["X-Robots-Tag"]
    assert not list(everything())


def test_looking_at_a_receipt_changes_nothing(city: City) -> None:
    told(city)
    before = Entry.objects.count()
    for _ in range(3):
        assert Client().get(f"/l/need/{SECRET}").status_code == 200
    assert Client().post(f"/l/need/{SECRET}").status_code == 405
    assert Entry.objects.count() == before


def test_the_same_form_sent_twice_has_one_receipt_and_other_words_have_another(city: City) -> None:
    client = Client()
    sent = form(client, city)
    places = {client.post("/say", sent)["Location"] for _ in range(2)}
    assert len(places) == 1 and Voice.objects.count() == 1
    assert client.post("/say", {**sent, "body": "另有一事。"})["Location"] not in places
    assert Voice.objects.count() == 2


@pytest.mark.parametrize("field", ["firm", "body", "name", "phone", "desk"])
def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(city: City, field: str) -> None:
    client = Client()
    answer = client.post("/say", form(client, city, **{field: ""}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page
    kept = "body" if field != "body" else "firm"
    assert SAID[kept] in page
    assert not Voice.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("website", "http://example.invalid"), ("paper", "forged"), ("paper", "")])
def test_what_no_person_sends_is_not_taken_and_not_lost(city: City, name: str, value: str) -> None:
    client = Client()
    answer = client.post("/say", form(client, city, **{name: value}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert SAID["body"] in page and not Voice.objects.exists()
    again = {**form(client, city), "paper": paper(page)}
    assert client.post("/say", again).status_code == 302


def test_many_from_one_address_wait_and_others_do_not(city: City, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "voice": (3, 3600)}
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [client.post("/say", form(client, city, body=f"第 {n} 件")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert int(answers[3]["Retry-After"]) > 0
    assert "第 3 件" in answers[3].content.decode()
    other = Client(REMOTE_ADDR="192.0.2.8")
    assert other.post("/say", form(other, city)).status_code == 302
    assert Voice.objects.count() == 4


def test_one_form_is_not_sent_without_end_from_many_addresses(city: City, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "voice_form": (2, 3600)}
    sent = form(Client(), city)
    codes = [Client(REMOTE_ADDR=f"192.0.2.{n}").post("/say", {**sent, "body": f"{n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 429]


def test_a_flood_of_files_from_many_places_shuts_out_files_and_no_words(city: City, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "voice_files": (2, 3600)}

    def send(n: int, **more: Any) -> Any:
        client = Client(REMOTE_ADDR=f"198.51.100.{n}", headers={"accept-language": "en"})
        client.cookies["lang"] = "en"
        return client.post("/say", {**form(client, city, body=f"第 {n} 件"), **more})

    def note(n: int) -> SimpleUploadedFile:
        return SimpleUploadedFile("a.txt", f"{n}".encode())

    assert [send(n, files=note(n)).status_code for n in range(4)] == [302, 302, 429, 429]
    shut = send(5, files=note(5))
    assert (
        "without files" in shut.content.decode() and "第 5 件" in shut.content.decode() and int(shut["Retry-After"]) > 0
    )
    assert send(6).status_code == 302
    assert Voice.objects.count() == 3


def test_wrong_receipts_are_counted_like_wrong_links(city: City, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "link": (2, 600)}
    client = Client(REMOTE_ADDR="192.0.2.9")
    assert [client.get(f"/l/need/guess{n}").status_code for n in range(3)] == [404, 404, 429]
    told(city)
    assert client.get(f"/l/need/{SECRET}").status_code == 200


@pytest.mark.parametrize("part", ["official", "dispatcher", "utilities", "supervisor", "leader", "administrator"])
def test_staff_is_told_to_write_it_down_instead(city: City, part: str) -> None:
    client = come_in(city, part)
    page = client.get("/say").content.decode()
    assert 'name="body"' not in page
    assert client.post("/say", {"body": "x"}).status_code == 403
    assert not Voice.objects.exists()


def test_nothing_is_sent_across_sites(city: City) -> None:
    assert Client(enforce_csrf_checks=True).post("/say", form(Client(), city)).status_code == 403


def test_a_bomb_is_refused_within_five_seconds_beside_the_files(city: City) -> None:
    client = Client()
    bomb = SimpleUploadedFile("x.png", making.png_that_says(60_000, 60_000), "image/png")
    began = time.monotonic()
    answer = client.post("/say", {**form(client, city), "files": bomb})
    assert time.monotonic() - began < 5
    assert answer.status_code == 422 and 'id="files-error"' in answer.content.decode()
    assert not Voice.objects.exists()


def test_a_name_with_a_path_leads_nowhere(city: City) -> None:
    client = Client()
    evil = SimpleUploadedFile("x.txt", "灯".encode(), "text/plain")
    vars(evil)["_name"] = "..\\..\\windows\\con.txt"  # what a browser would never send
    assert client.post("/say", {**form(client, city), "files": evil}).status_code == 302
    [row] = Voice.objects.get().files.select_related("file")
    assert not {"/", "\\", ".."} & set(row.file.name) and row.file.name == "_con.txt"


def test_the_tray_shows_what_is_late_and_costs_the_same_however_long_it_is(city: City) -> None:
    told(city)
    client = come_in(city, "dispatcher")
    clock.stand_at("cast", START.replace(day=16))
    with CaptureQueriesContext(
        connection,
    ) as few:
        page = client.get("/voices").content.decode()
    assert SAID["firm"] in page and "lamp left red" in page
    for n in range(60):
        told(city, START.replace(day=16), secret=f"n{n}", firm=f"演练第{n}家")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/voices").content.decode()
    assert len(few) == len(many) <= QUERIES
    assert page.count('class="t"') == 50
    further = re.search(r'href="(\?[^"]*)" rel="next"', page)
    assert further
    assert client.get(f"/voices{unescape(further[1])}").content.decode().count('class="t"') == 11


def hidden(page: str, act: str) -> dict[str, str]:
    """What a form of the page would send by itself."""
    found = re.search(rf'<details class="fold" id="{act}".*?</details>', page, re.DOTALL)
    assert found, act
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0])
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_the_room_takes_it_in_from_its_page(city: City) -> None:
    voice = told(city, uscc=city.enterprises[1].uscc)
    client = come_in(city, "dispatcher")
    where = f"/voices/{voice.pk}"
    with CaptureQueriesContext(connection) as asked:
        page = client.get(where).content.decode()
    assert len(asked) <= 18
    sent = {"take_in_title": "路灯", "take_in_kind": "utilities", "take_in_proof": "called"}
    wrong = client.post(where, {**hidden(page, "take_in"), **sent})
    assert wrong.status_code == 422 and 'id="take_in_enterprise_id-error"' in wrong.content.decode()
    chosen = {"take_in_enterprise_id": str(city.enterprises[1].pk)}
    answer = client.post(where, {**hidden(page, "take_in"), **sent, **chosen})
    case = Case.objects.get(told_at=START)
    assert answer["Location"] == f"/cases/{case.pk}"
    again = client.post(where, {**hidden(page, "take_in"), **sent, **chosen})
    assert again["Location"] == f"/cases/{case.pk}" and Case.objects.filter(told_at=START).count() == 1
    outside = Client().get(f"/l/need/{SECRET}").content.decode()
    assert case.number in outside and f'href="/l/{SECRET}"' in outside
    assert Client().post(f"/l/{SECRET}", {"key": "k"}).status_code == 302


def test_one_not_among_the_fitting_can_be_searched_for(city: City) -> None:
    voice = told(city, firm="叫法不同的一家")
    client = come_in(city, "dispatcher")
    page = client.get(f"/voices/{voice.pk}").content.decode()
    assert city.enterprises[0].name not in page
    page = client.get(f"/voices/{voice.pk}", {"words": "演练001"}).content.decode()
    assert city.enterprises[0].name in page
    sent = {
        **hidden(page, "take_in"),
        "words": "演练001",
        "take_in_title": "路灯",
        "take_in_kind": "utilities",
        "take_in_enterprise_id": str(city.enterprises[0].pk),
    }
    assert client.post(f"/voices/{voice.pk}", sent).status_code == 302
    voice.refresh_from_db()
    assert voice.enterprise_id == city.enterprises[0].pk


@pytest.mark.parametrize(("act", "stage"), [("answer", Stage.ANSWERED), ("decline", Stage.NOT_OURS)])
def test_the_room_answers_or_declines_and_the_receipt_says_so(city: City, act: str, stage: Stage) -> None:
    voice = told(city)
    client = come_in(city, "dispatcher")
    page = client.get(f"/voices/{voice.pk}").content.decode()
    assert client.post(f"/voices/{voice.pk}", {**hidden(page, act), f"{act}_text": ""}).status_code == 422
    sent = {**hidden(page, act), f"{act}_text": "<b>请拨打 12345</b>"}
    assert client.post(f"/voices/{voice.pk}", sent).status_code == 302
    voice.refresh_from_db()
    assert voice.stage == stage
    receipt = Client().get(f"/l/need/{SECRET}").content.decode()
    assert "&lt;b&gt;请拨打 12345&lt;/b&gt;" in receipt


def test_a_telephone_is_shown_once_to_who_asks_and_then_is_on_record(city: City) -> None:
    voice = told(city)
    client = come_in(city, "dispatcher")
    assert SAID["phone"] not in client.get(f"/voices/{voice.pk}").content.decode()
    answer = client.post(f"/voices/{voice.pk}", {"act": "reveal", "key": "k"})
    assert SAID["phone"] in answer.content.decode() and answer["Cache-Control"] == "no-store"
    assert Entry.objects.filter(kind="voice", verb="revealed").count() == 1
    assert SAID["phone"] not in client.get(f"/voices/{voice.pk}").content.decode()
    assert come_in(city, "leader").post(f"/voices/{voice.pk}", {"act": "reveal", "key": "k"}).status_code == 409


@pytest.mark.parametrize("act", ["reach", "take_in", "answer", "decline", "pass_on", "vouch", "reveal", "nonsense"])
def test_who_does_not_see_it_is_told_there_is_no_such_thing(city: City, act: str) -> None:
    voice = told(city)
    for part in ("official", "utilities", "town_dispatcher", "administrator"):
        client = come_in(city, part)
        assert client.get(f"/voices/{voice.pk}").status_code == 404
        assert client.post(f"/voices/{voice.pk}", {"act": act, "seen": "1"}).status_code == 404


def test_its_files_are_downloads_for_who_sees_it(city: City) -> None:
    client = Client()
    photo = SimpleUploadedFile("门口.jpg", making.picture(), "image/jpeg")
    client.post("/say", {**form(client, city), "files": photo})
    row = Voice.objects.get().files.get()
    where = f"/voices/{row.voice_id}/files/{row.file_id}"
    answer = come_in(city, "leader").get(where)
    assert answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "image/jpeg"
    assert come_in(city, "official").get(where).status_code == 404


def test_a_receipt_whose_sender_was_not_checked_opens_no_case(city: City) -> None:
    voice = told(city)
    take_in(
        city.actor("dispatcher"),
        voice.pk,
        enterprise_id=city.enterprises[1].pk,
        title="路灯",
        kind="utilities",
        now=START,
    )
    page = Client().get(f"/l/need/{SECRET}").content.decode()
    assert f'href="/l/{SECRET}"' not in page
    assert Client().get(f"/l/{SECRET}").status_code == 404
