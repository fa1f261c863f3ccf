"""The dispatch room: its queue, the case picked in it, and what is told of it while it stays open."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import SINCE
from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from tests.interfaces.test_pages import cost
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.domain.cases.models import Batch, Batched, Case, Glance
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.interfaces.web.desk.queue import QUEUES

ComeIn = Callable[..., Client]
TOKEN = re.compile(r'name="row" value="([^"]+)"')


def waiting(town: Town, n: int, **typed: str) -> list[Case]:
    """Needs that lie at the district's room (synthetic)."""
    return [town.city.record(NOW, part="dispatcher", **{"title": f"第{number}件", **typed}) for number in range(n)]


def screened(town: Town, **typed: str) -> Case:
    return town.city.do("dispatcher", Action.SCREEN, waiting(town, 1, **typed)[0], NOW, kind="utilities", grade="B")


def mate(town: Town) -> None:
    """Another one at the district's room."""
    room = town.city.org("ng-desk")
    give_role(CLOCK, town.city.staff["planner"].pk, role=Role.DISPATCHER, org_id=room, since=SINCE, now=NOW)


def page(come_in: ComeIn, address: str, part: str = "dispatcher") -> str:
    answer = come_in(part, "en").get(address)
    assert answer.status_code == 200, text(answer.content.decode())[:400]
    return answer.content.decode()


def test_the_queue_is_shown_with_the_first_case_beside_it(come_in: ComeIn, town: Town) -> None:
    shown = page(come_in, "/desk")
    case = town.cases["waiting"]
    assert f'data-case="{case.pk}" aria-current="true"' in shown
    assert "新设备六月到厂" in shown, "its words as first written"
    assert f"/cases/{case.pk}/screen?next=" in shown and f"/cases/{case.pk}/merge?next=" in shown


def test_the_tabs_count_what_they_show(come_in: ComeIn, town: Town) -> None:
    for name in ("screen", "due", "returned", "direct", "sent"):
        shown = page(come_in, f"/desk?which={name}")
        told = re.search(rf'id="n-{name}">(\d+)<', shown)
        assert told is not None and shown.count("data-case=") == int(told[1]), name


def test_a_return_that_waits_for_a_ruling_is_in_the_tab_of_returns(come_in: ComeIn, town: Town) -> None:
    shown = page(come_in, f"/desk?which=returned&case={town.cases['returned'].pk}")
    assert f'data-case="{town.cases["returned"].pk}"' in shown
    assert f"/cases/{town.cases['returned'].pk}/rule" in shown and 'data-key="r"' in shown


def test_what_was_sent_on_today_can_be_taken_back_from_its_tab(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    assert f'data-case="{case.pk}"' not in page(come_in, "/desk?which=sent")
    town.city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-finance"))
    shown = page(come_in, f"/desk?which=sent&case={case.pk}")
    assert f'data-case="{case.pk}"' in shown and 'data-key="z"' in shown
    town.city.do("dispatcher", Action.RECALL, case, NOW, reason="弄错了")
    assert f'data-case="{case.pk}"' not in page(come_in, "/desk?which=sent")


def test_what_an_enterprise_told_itself_is_in_a_tab_of_its_own(come_in: ComeIn, town: Town) -> None:
    before = page(come_in, "/desk?which=direct").count("data-case=")
    case = town.city.record(NOW, part="enterprise", channel="portal")
    Case.objects.filter(pk=case.pk).update(state="screening", holder=town.city.org("ng-desk"))
    shown = page(come_in, "/desk?which=direct")
    assert shown.count("data-case=") == before + 1 and "on the portal" in shown


def test_a_step_taken_from_the_room_leads_back_to_it(come_in: ComeIn, town: Town) -> None:
    case, after = screened(town), waiting(town, 1)[0]
    client = come_in("dispatcher", "en")
    shown = client.get(f"/desk?case={case.pk}").content.decode()
    address = re.search(rf'href="(/cases/{case.pk}/assign\?next=[^"]+)"', shown)
    assert address is not None
    sent = {"lead_id": town.city.org("ng-finance"), "seen": case.version, "key": "k"}
    answer = client.post(address[1].replace("&amp;", "&"), sent)
    assert answer.status_code == 302 and answer["Location"] == f"/desk?which=screen&case={after.pk}"


def test_a_way_back_leads_nowhere_else(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    sent = {"lead_id": town.city.org("ng-finance"), "seen": case.version, "key": "k"}
    answer = come_in("dispatcher").post(f"/cases/{case.pk}/assign?next=https://example.org/", sent)
    assert answer["Location"] == f"/cases/{case.pk}"


def test_a_class_is_said_by_one_button_and_kind_and_rest_stay(come_in: ComeIn, town: Town) -> None:
    case = waiting(town, 1, kind="labour")[0]
    client = come_in("dispatcher", "en")
    shown = client.get(f"/desk?case={case.pk}").content.decode()
    assert '<button class="btn" name="grade" value="A" data-key="a">' in shown
    sent = {"kind": "labour", "grade": "A", "seen": case.version, "key": "k"}
    answer = client.post(f"/cases/{case.pk}/screen?next=/desk?case={case.pk}", sent)
    assert answer["Location"] == f"/desk?case={case.pk}"
    case.refresh_from_db()
    assert (case.kind, case.grade) == ("labour", "A")


def test_a_case_out_of_sight_is_no_case(come_in: ComeIn, town: Town) -> None:
    client = come_in("town_dispatcher")
    assert client.get(f"/desk?case={town.cases['handled'].pk}").status_code == 404
    assert client.get("/desk?case=999999").status_code == 404
    assert client.post("/desk/hands", {"open": town.cases["handled"].pk}).status_code == 404
    assert client.post("/desk/hands", {"open": "x"}).status_code == 404


def test_the_room_costs_the_same_however_long_the_queue(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    waiting(town, 3)
    costs = []
    for more in (0, 20):
        waiting(town, more)
        tokens = "&".join(f"row={token}" for token in TOKEN.findall(client.get("/desk").content.decode()))
        queues = [cost(client, f"/desk/queue?which={which}&{tokens}") for which in QUEUES]
        costs.append([cost(client, f"/desk?case={town.cases['waiting'].pk}"), *queues])
    assert costs[0] == costs[1]
    assert max(costs[0][1:]) <= 12


def poll(client: Client, tokens: list[str], tag: str = "", which: str = "screen") -> tuple[int, str, str]:
    answer = client.get("/desk/queue", {"which": which, "row": tokens}, headers={"If-None-Match": tag} if tag else None)
    return answer.status_code, answer.content.decode(), answer["ETag"]


def test_nothing_new_is_a_304(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    tokens = TOKEN.findall(client.get("/desk").content.decode())
    status, body, tag = poll(client, tokens)
    assert (status, body.count('class="line')) == (200, 0)
    assert poll(client, tokens, tag) == (304, "", tag)


def test_a_change_by_another_hand_comes_into_its_row_with_who_did_it(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    tokens = TOKEN.findall(come_in("dispatcher", "en").get("/desk").content.decode())
    mate(town)
    town.city.do("planner", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-finance"))
    _, body, _ = poll(come_in("dispatcher", "en"), tokens)
    assert f'id="r{case.pk}" hx-swap-oob="true"' in body and "changed by" in body
    assert town.city.staff["planner"].name in body
    assert body.count('class="line') == 1, "the other rows stay as they are"


def test_ones_own_change_is_no_news(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    client = come_in("dispatcher", "en")
    tokens = TOKEN.findall(client.get("/desk").content.decode())
    town.city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-finance"))
    _, body, _ = poll(client, tokens)
    assert f'class="line gone" id="r{case.pk}"' in body and "changed by" not in body


def test_new_ones_are_announced_and_not_put_between(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    tokens = TOKEN.findall(client.get("/desk").content.decode())
    waiting(town, 2)
    _, body, _ = poll(client, tokens)
    assert "2 new</a>" in body and body.count('class="line') == 0
    assert 'id="n-screen" hx-swap-oob="true">3<' in body


@pytest.mark.parametrize("row", ["", "x", "1", "1.2", "9" * 30 + ".1.00000000", "1.1.zzzzzzzz", "\x00"])
def test_rows_that_no_page_sent_are_passed_over(come_in: ComeIn, town: Town, row: str) -> None:
    assert come_in("dispatcher").get("/desk/queue", {"row": [row]}).status_code == 200


def test_who_has_a_case_open_is_told_to_the_others_there(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    assert come_in("city_dispatcher").post("/desk/hands", {"open": case.pk}).status_code == 204
    assert f"{town.city.staff['city_dispatcher'].name} has it open" in page(come_in, "/desk")
    assert "has it open" not in page(come_in, "/desk", "city_dispatcher"), "one doesn't meet oneself"
    assert come_in("city_dispatcher").post("/desk/hands", {"open": town.cases["found"].pk}).status_code == 204
    assert Glance.objects.count() == 1, "a row a person, whatever they look at"


def test_likely_units_come_into_the_rows_once_they_are_known(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    client = come_in("dispatcher", "en")
    shown = client.get(f"/desk?case={town.cases['waiting'].pk}").content.decode()
    assert f'<span class="due" id="g{case.pk}"></span>' in shown and 'hx-get="/desk/likely?which=screen"' in shown
    found = client.get("/desk/likely?which=screen").content.decode()
    told = re.search(rf'id="g{case.pk}" hx-swap-oob="true">([^<]+)<', found)
    assert told is not None
    assert told[1] in client.get("/desk").content.decode()
    assert f'id="g{case.pk}"' not in client.get("/desk/likely?which=screen").content.decode()


def test_an_empty_queue_says_so(come_in: ComeIn, town: Town) -> None:
    shown = page(come_in, "/desk", "town_dispatcher")
    assert "Nothing waits for you." in shown and "data-case" not in shown


def ticked(client: Client, cases: list[Case]) -> dict[str, list[str]]:
    """What the room sends for the cases ticked in it."""
    rows = TOKEN.findall(client.get("/desk").content.decode())
    return {"case": [str(case.pk) for case in cases], "row": rows}


def test_cases_ticked_are_assigned_together_and_their_sheet_is_shown(come_in: ComeIn, town: Town) -> None:
    cases = [screened(town, title=f"一批第{n}件") for n in range(3)]
    client = come_in("dispatcher", "en")
    sent = ticked(client, cases)
    form = client.get("/desk/batches/new", sent).content.decode()
    assert all(case.title in form for case in cases) and 'name="lead_id"' in form
    typed = {"lead_id": town.city.org("ng-utilities"), "note": "请先联系企业。", "key": "k"}
    answer = client.post("/desk/batches/new", {**sent, **typed})
    batch = Batch.objects.get()
    assert answer["Location"] == f"/desk/batches/{batch.pk}"
    sheet = client.get(f"/desk/batches/{batch.pk}").content.decode()
    assert batch.number in sheet and "请先联系企业。" in sheet and "Received by (signature)" in sheet
    assert all(case.number in sheet and case.title in sheet for case in cases)
    assert batch.number in client.get("/desk/batches").content.decode()
    assert batch.number in page(come_in, f"/desk/batches/{batch.pk}", "utilities")
    assert come_in("finance").get(f"/desk/batches/{batch.pk}").status_code == 404


def test_what_was_moved_since_the_room_was_shown_is_named_on_the_page_of_the_batch(come_in: ComeIn, town: Town) -> None:
    cases = [screened(town, title=f"一批第{n}件") for n in range(2)]
    client = come_in("dispatcher", "en")
    sent = ticked(client, cases)
    town.city.do("dispatcher", Action.ASSIGN, cases[0], NOW, lead_id=town.city.org("ng-finance"))
    client.post("/desk/batches/new", {**sent, "lead_id": town.city.org("ng-utilities"), "note": "", "key": "k"})
    shown = client.get(f"/desk/batches/{Batch.objects.get().pk}").content.decode()
    assert "Not in it" in shown and "somebody else moved it on meanwhile" in shown and cases[0].number in shown
    assert Batched.objects.filter(left=None).count() == 1


def test_a_form_without_a_unit_comes_back_and_one_without_cases_says_so(come_in: ComeIn, town: Town) -> None:
    client, case = come_in("dispatcher", "en"), screened(town)
    answer = client.post("/desk/batches/new", {**ticked(client, [case]), "lead_id": "", "key": "k"})
    assert answer.status_code == 422 and 'class="error"' in answer.content.decode()
    assert "Tick at least one case first." in client.get("/desk/batches/new").content.decode()
    answer = client.post("/desk/batches/new", {"lead_id": town.city.org("ng-finance"), "key": "k"})
    assert answer.status_code == 422
    assert client.post("/desk/batches/new", {"case": "999999", "lead_id": "1", "key": "k"}).status_code in {404, 422}
    assert not Batch.objects.exists()


def test_a_long_sheet_costs_what_a_short_one_does(come_in: ComeIn, town: Town) -> None:
    client, costs = come_in("dispatcher"), []
    for n in (1, 6):
        sent = ticked(client, [screened(town, title=f"第{m}件") for m in range(n)])
        client.post("/desk/batches/new", {**sent, "lead_id": town.city.org("ng-finance"), "key": f"k{n}"})
        newest = Batch.objects.order_by("-pk").first()
        assert newest is not None
        costs.append([cost(client, f"/desk/batches/{newest.pk}"), cost(client, "/desk/batches")])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12
