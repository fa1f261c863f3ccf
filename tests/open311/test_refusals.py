"""What isn't taken: said in the form of the standard, with its statuses, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings

from tests.interfaces.conftest import Town
from tests.open311.conftest import Hotline, key_of, need, refused, tree
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import revoke_token
from zhuqi.core.accounts.models import Token
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.limits.actions import SHUT
from zhuqi.core.limits.rules import Door
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries import relayed

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"service_code": None}, "service_code"),
    ({"description": None}, "description"),
    ({"description": "长" * 4001}, "description"),
    ({"description": "a\x00b"}, "description"),
    ({"address_string": None, "lat": None, "long": None}, "address_string"),
    ({"address_string": "一\n二"}, "address_string"),
    ({"lat": None}, "lat"),
    ({"long": "181"}, "long"),
    ({"lat": "nan"}, "lat"),
    ({"lat": "1e2"}, "lat"),
    ({"lat": "٤٣"}, "lat"),
    ({"phone": "call me"}, "phone"),
    ({"media_url": "javascript:alert(1)"}, "media_url"),
    ({"media_url": "https://x.example/" + "a" * 300}, "media_url"),
    ({"attribute[number]": None}, "attribute[number]"),
    ({"attribute[number]": "n" * 61}, "attribute[number]"),
    ({"attribute[enterprise]": None}, "attribute[enterprise]"),
    ({"attribute[category]": "nothing"}, "attribute[category]"),
    ({"attribute[colour]": "red"}, "attribute[colour]"),
    ({"attribute": "red"}, "attribute"),
    ({"account_id": "91220102MA0000999X"}, "account_id"),
]


@pytest.mark.parametrize(("other", "field"), WRONG)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(
    town: Town, hotline: Hotline, other: dict[str, Any], field: str
) -> None:
    said = refused(hotline.post("requests.json", need(town, **other)), 400)
    assert [each.partition(": ")[0] for each in said] == [field]
    assert not Voice.objects.exists()


def test_several_faults_are_several_errors(town: Town, hotline: Hotline) -> None:
    wrong = need(town, description="", **{"attribute[enterprise]": ""})
    said = refused(hotline.post("requests.json", wrong), 400)
    assert {each.partition(": ")[0] for each in said} == {"description", "attribute[enterprise]"}
    found = tree(hotline.post("requests.xml", wrong))
    assert found.tag == "errors" and [each.findtext("code") for each in found] == ["400", "400"]


def test_a_service_that_is_not_ours_is_not_found(town: Town, hotline: Hotline) -> None:
    refused(hotline.post("requests.json", need(town, service_code="potholes")), 404)
    refused(hotline.get("services/potholes.json"), 404)


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/xml"])
def test_only_forms_are_read(town: Town, hotline: Hotline, content_type: str) -> None:
    answer = hotline.client.post("/open311/v2/requests.json", b"<a/>", content_type=content_type)
    refused(answer, 400)
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"description=%ff%fe", "application/x-www-form-urlencoded"),
        (b"api_key=a&api_key=b", "application/x-www-form-urlencoded"),
        (b"description=x", "application/x-www-form-urlencoded; charset=gbk"),
        (b"&".join(b"a%d=1" % n for n in range(2000)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(hotline: Hotline, body: bytes, content_type: str) -> None:
    refused(hotline.client.post("/open311/v2/requests.json", body, content_type=content_type), 400)


def test_too_large_a_form_is_refused(hotline: Hotline) -> None:
    refused(hotline.post("requests.json", {"description": "x" * 2_100_000}), 413)


@pytest.mark.parametrize(
    "address",
    ["requests.json", "requests/1.json", "tokens/1.json"],
)
@pytest.mark.parametrize("bad", ["", "zq_nobodys", "x" * 300, "\ud800"])
def test_without_a_good_key_requests_are_closed(town: Town, address: str, bad: str) -> None:
    hotline = Hotline(bad.encode("utf-8", "replace").decode())
    refused(hotline.get(address), 403)


def test_no_other_scope_opens_it_and_its_own_opens_nothing_else(town: Town) -> None:
    scopes = [scope for scope in TokenScope if scope is not TokenScope.HOTLINE]
    hotline = Hotline(key_of(town, "dispatcher", *scopes))
    refused(hotline.get("requests.json"), 403)
    refused(hotline.post("requests.json", need(town)), 403)
    own = key_of(town)
    assert Hotline(own).get("requests.json").status_code == 200
    answer = hotline.client.get("/api/v1/me", headers={"Authorization": f"Bearer {own}"})
    assert answer.status_code == 403


def test_a_revoked_key_opens_nothing(town: Town, hotline: Hotline) -> None:
    revoke_token(CLOCK, Token.objects.get(name="12345").pk, now=Token.objects.get(name="12345").made_at)
    refused(hotline.get("requests.json"), 403)


def test_a_key_may_stand_in_the_header_and_no_cookie_opens_anything(town: Town, passer_by: Hotline) -> None:
    address = "/open311/v2/requests.json"
    assert passer_by.client.get(address, headers={"Authorization": f"Bearer {key_of(town)}"}).status_code == 200
    passer_by.client.force_login(town.account("dispatcher"))
    refused(passer_by.client.get(address), 403)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"start_date": "2019-06-04"}, "start_date"),
        ({"start_date": "2019-06-04T00:00:00"}, "start_date"),
        ({"end_date": "yesterday"}, "end_date"),
        ({"start_date": "0001-01-01T00:00:00Z"}, "start_date"),
        ({"end_date": "2019-02-30T00:00:00Z"}, "end_date"),
        ({"status": "resolved"}, "status"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(hotline: Hotline, asked: dict[str, str], field: str) -> None:
    [said] = refused(hotline.get("requests.json", **asked), 400)
    assert said.startswith(f"{field}: ")


@pytest.mark.parametrize("address", ["requests", "requests.html", "x", "v3/services.json", "requests/1", "../v1/me"])
def test_an_address_that_nothing_has_is_not_found(hotline: Hotline, address: str) -> None:
    refused(hotline.get(address), 404)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "post"])
def test_another_method_is_refused(hotline: Hotline, method: str) -> None:
    answer = getattr(hotline.client, method)("/open311/v2/services.json")
    refused(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD"


def test_sentences_are_in_the_language_that_is_asked_for(town: Town) -> None:
    there = Hotline("", "en").get("requests.json")
    here = Hotline("", "zh").get("requests.json")
    assert there.headers["Content-Language"] == "en" and here.headers["Content-Language"] == "zh-hans"
    assert "api_key" in refused(there, 403)[0] and "api_key" in refused(here, 403)[0]


def test_our_own_trouble_is_no_page(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("演练")

    monkeypatch.setattr(relayed, "followed", broken)
    [said] = refused(hotline.get("requests.json"), 500)
    assert "演练" not in said


@pytest.fixture
def few(settings: LazySettings) -> Any:
    settings.LIMITS = {name.value: (4, 60) for name in Door}
    SHUT.clear()
    yield
    SHUT.clear()


def test_who_comes_too_often_is_told_to_wait(town: Town, few: Any) -> None:
    hotline, stranger = Hotline(key_of(town)), Hotline("")
    for _ in range(4):
        assert hotline.get("requests.json").status_code == 200
        assert stranger.get("services.json").status_code == 200
    for caller, address in ((hotline, "requests.json"), (stranger, "services.json"), (stranger, "requests.json")):
        answer = caller.get(address)
        refused(answer, 429)
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert Hotline(key_of(town, "city_dispatcher")).get("requests.json").status_code == 200, "others may go on"
