"""A whole exchange, as a hotline has it: from the discovery to a request that is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.interfaces.conftest import NOW, Town
from tests.open311.conftest import DAY, Hotline, key_of, need, sound, tree
from zhuqi.core.jobs import clock
from zhuqi.core.jobs.work import drain
from zhuqi.core.messages import connecting
from zhuqi.core.messages.actions import send
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.cases.models import Case, Contact, Said
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.voice.actions import answer, decline, take_in
from zhuqi.domain.voice.models import Relay, Voice
from zhuqi.domain.voice.rules import Stage


def test_a_hotline_finds_the_service_hands_in_a_need_and_reads_it_until_it_is_closed(town: Town) -> None:
    city, hotline = town.city, Hotline(key_of(town))
    found = hotline.client.get("/open311/discovery.json").json()
    [endpoint] = found["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2" and endpoint["url"].endswith(
        "/open311/v2"
    )
    service = next(each for each in hotline.get("services.json").json() if each["service_code"] == "utilities")
    assert service["metadata"] is True and service["type"] == "batch"
    definition = hotline.get("services/utilities.json").json()
    needed = {each["code"] for each in definition["attributes"] if each["required"]}
    assert needed == {"number", "enterprise"}

    token = hotline.handed_in(need(town))
    request_id = hotline.id_of(token)
    assert request_id is not None
    case = Case.objects.get(pk=request_id)
    assert (case.channel, case.finder, case.told_at, case.desk_id) == (Channel.HOTLINE, None, NOW, city.org("ng-desk"))
    told = hotline.read(request_id)
    assert (told["status"], told["service_code"], told["description"]) == (
        "open",
        "utilities",
        need(town)["description"],
    )
    assert (told["lat"], told["long"], told["address"]) == (43.817072, 125.323544, "幸福乡演练路1号")
    assert told["requested_datetime"] == told["updated_datetime"] == "2019-06-04T10:20:00+08:00"
    assert case.number in told["status_notes"]

    later = NOW + DAY
    clock.stand_at("cast", later)
    city.do("dispatcher", Action.SCREEN, case, later, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, later, lead_id=city.org("ng-utilities"))
    moved = hotline.read(request_id)
    assert moved["status"] == "open" and moved["updated_datetime"] == "2019-06-05T10:20:00+08:00"
    assert moved["expected_datetime"] > moved["updated_datetime"]
    city.do("utilities", Action.ACCEPT, case, later)
    city.do("utilities", Action.REPLY, case, later, outcome=Outcome.SOLVED, text="灯换好了。")
    assert hotline.read(request_id)["status"] == "open", "an answer isn't the end: the enterprise is asked"
    end = later + DAY
    clock.stand_at("cast", end)
    city.do("dispatcher", Action.CONFIRM, case, end, text="企业说修好了。")
    closed = hotline.read(request_id)
    assert (closed["status"], closed["updated_datetime"]) == ("closed", "2019-06-06T10:20:00+08:00")
    assert "solved" in closed["status_notes"]
    listed = hotline.get("requests.json", status="closed").json()
    assert [each["service_request_id"] for each in listed] == [request_id]
    assert hotline.get("requests.json", status="open").json() == []
    assert tree(hotline.get(f"requests/{request_id}.xml")).findtext("request/status") == "closed"
    sound()


def test_the_case_has_the_callers_words_the_place_and_the_caller(town: Town, hotline: Hotline) -> None:
    address = "https://pictures.example.com/1.jpg"
    token = hotline.handed_in(need(town, media_url=address))
    case = Case.objects.get(pk=hotline.id_of(token) or 0)
    body = Said.objects.get(case=case, name="body").body
    assert body == f"{need(town)['description']}\n\n幸福乡演练路1号\n43.817072, 125.323544\n{address}"
    speaks = Contact.objects.get(case=case)
    assert (speaks.name, speaks.phone) == ("演练来电", "13800000000")
    voice = Voice.objects.get(case=case)
    assert (voice.name, voice.phone, voice.stage) == ("", "", Stage.TAKEN_IN)
    assert hotline.read(str(case.pk))["media_url"] == address


def test_the_same_number_again_is_the_same_need_whatever_else_is_said(town: Town, hotline: Hotline) -> None:
    token = hotline.handed_in(need(town))
    cases = Case.objects.count()
    assert hotline.handed_in(need(town)) == token
    assert hotline.handed_in(need(town, description="别的话", service_code="labour")) == token
    assert Case.objects.count() == cases and Relay.objects.count() == 1
    assert hotline.handed_in(need(town, "HL-2")) != token
    other = Hotline(key_of(town, "city_dispatcher"))
    assert other.handed_in(need(town)) != token, "another hotline counts by itself"
    sound()


def test_an_enterprise_that_nobody_knows_waits_for_the_room_and_has_an_id_afterwards(
    town: Town, hotline: Hotline
) -> None:
    unknown: dict[str, Any] = {"attribute[uscc]": None, "attribute[enterprise]": "没登记的演练厂"}
    token = hotline.handed_in(need(town, **unknown))
    assert hotline.id_of(token) is None
    assert tree(hotline.get(f"tokens/{token}.xml")).find("request/service_request_id").text is None
    assert hotline.get("requests.json").json() == []
    voice = Voice.objects.get(relay__token=token)
    assert (voice.firm, voice.stage, voice.desk_id) == ("没登记的演练厂", Stage.WAITING, town.city.org("ng-desk"))
    room, firm = town.city.actor("dispatcher"), town.city.enterprises[1].pk
    done = take_in(room, voice.pk, enterprise_id=firm, title="路灯", kind="utilities", now=NOW)
    assert hotline.id_of(token) == str(done.case_id)
    assert Case.objects.get(pk=done.case_id or 0).channel == Channel.HOTLINE
    assert hotline.read(str(done.case_id))["status"] == "open"
    sound()


def test_what_is_over_without_a_case_is_closed_with_the_words_for_the_sender(town: Town, hotline: Hotline) -> None:
    for number, act, said in (("A", answer, "Answered."), ("B", decline, "Not ours.")):
        token = hotline.handed_in(need(town, number, **{"attribute[uscc]": None}))
        voice = Voice.objects.get(relay__token=token)
        act(town.city.actor("dispatcher"), voice.pk, text="请拨打供电热线。", now=NOW)
        request_id = hotline.id_of(token)
        assert request_id == f"need-{voice.pk}"
        told = hotline.read(request_id or "")
        assert (told["status"], told["status_notes"]) == ("closed", f"{said} 请拨打供电热线。")
        assert hotline.get("requests.json", service_request_id=request_id or "").json() == [told]


def test_a_hotline_that_subscribed_is_told_of_what_happens_to_its_case(
    town: Town, hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = town.city
    drain(NOW)
    subscribe(
        city.actor("administrator"), city.org("ng-desk"), name="12345", address="https://hooks.example.com/in",
        names=["assigned", "replied", "confirmed"], now=NOW,
    )  # fmt: skip
    request_id = hotline.id_of(hotline.handed_in(need(town)))
    case = Case.objects.get(pk=request_id or 0)
    city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=city.org("ng-utilities"))
    drain(NOW)
    gone: list[dict[str, Any]] = []

    def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
        gone.append({"to": address, **json.loads(body)})
        return 200

    monkeypatch.setattr(connecting, "post", post)
    send(NOW)
    [told] = gone
    assert (told["to"], told["event"]) == ("https://hooks.example.com/in", "assigned")
    assert str(told["subject"]["id"]) == request_id, "the very id by which it asks"
