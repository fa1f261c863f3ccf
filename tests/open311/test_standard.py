"""What the standard says of names, forms, times and filters, held word by word."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.interfaces.conftest import NOW, Town
from tests.open311.conftest import DAY, Hotline, key_of, need, refused, tree
from zhuqi.core.jobs import clock
from zhuqi.domain.voice.queries import relayed

FIELDS = [
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description", "agency_responsible",
    "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode",
    "lat", "long", "media_url",
]  # fmt: skip


def alike(element: Any, value: Any) -> None:
    """XML and JSON say the same: a list is an element that holds one for each."""
    if isinstance(value, dict):
        assert [child.tag for child in element] == list(value)
        for child in element:
            alike(child, value[child.tag])
    elif isinstance(value, list):
        assert len(element) == len(value) and len({child.tag for child in element}) <= 1
        for child, part in zip(element, value, strict=True):
            alike(child, part)
    elif value is None:
        assert element.text is None
    else:
        assert element.text == (str(value).lower() if isinstance(value, bool) else str(value))


@pytest.mark.parametrize(
    ("address", "root", "item"),
    [
        ("services", "services", "service"),
        ("services/utilities", "service_definition", None),
        ("requests", "service_requests", "request"),
        ("requests/{id}", "service_requests", "request"),
        ("tokens/{token}", "service_requests", "request"),
        ("requests/999999", "errors", "error"),
        ("services/nothing", "errors", "error"),
        ("nowhere", "errors", "error"),
    ],
)
def test_xml_and_json_say_the_same(town: Town, hotline: Hotline, address: str, root: str, item: str | None) -> None:
    token = hotline.handed_in(need(town))
    address = address.format(id=hotline.id_of(token), token=token)
    in_json, in_xml = hotline.get(f"{address}.json"), hotline.get(f"{address}.xml")
    assert in_json.headers["Content-Type"] == "application/json; charset=utf-8"
    assert in_json.status_code == in_xml.status_code
    found, value = tree(in_xml), in_json.json()
    assert found.tag == root and value
    alike(found, value)
    if item:
        assert {child.tag for child in found} == {item}


@pytest.mark.parametrize("address", ["/open311/discovery", "/open311/v2/discovery"])
def test_the_discovery_has_every_field_in_both_forms(town: Town, passer_by: Hotline, address: str) -> None:
    value = passer_by.client.get(f"{address}.json").json()
    found = tree(passer_by.client.get(f"{address}.xml"))
    alike(found, value)
    assert found.tag == "discovery" and found.findtext("endpoints/endpoint/formats/format") == "text/xml"
    assert list(value) == ["changeset", "contact", "key_service", "endpoints"]
    [endpoint] = value["endpoints"]
    assert list(endpoint) == ["specification", "url", "changeset", "type", "formats"]
    assert value["changeset"] == endpoint["changeset"] == "2019-05-10T00:00:00+08:00"
    assert endpoint["formats"] == ["text/xml", "application/json"] and value["contact"] and value["key_service"]


def test_the_services_are_the_kinds_of_the_edition(town: Town, passer_by: Hotline) -> None:
    services = passer_by.get("services.json").json()
    served = relayed.served(town.city.orgs["ng-desk"].path, NOW)
    assert [(each["service_code"], each["service_name"]) for each in services] == list(served.kinds.items())
    names = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert all(list(each) == names for each in services)


def test_a_definition_numbers_what_it_asks(town: Town, passer_by: Hotline) -> None:
    definition = passer_by.get("services/utilities.json").json()
    assert list(definition) == ["service_code", "attributes"]
    asked = definition["attributes"]
    assert [each["order"] for each in asked] == list(range(1, len(asked) + 1))
    names = ["variable", "code", "datatype", "required", "datatype_description", "order", "description"]
    assert all(list(each)[:7] == names and each["variable"] is True for each in asked)
    assert {each["datatype"] for each in asked} <= {"string", "singlevaluelist"}
    assert all(each["values"] for each in asked if each["datatype"] == "singlevaluelist")


def test_an_answer_to_a_post_has_a_token_and_no_id(town: Town, hotline: Hotline) -> None:
    told = hotline.post("requests.json", need(town)).json()
    assert list(told[0]) == ["token", "service_notice", "account_id"]
    assert told[0]["account_id"] == town.city.enterprises[0].uscc
    found = tree(hotline.post("requests.xml", need(town)))
    assert found.tag == "service_requests" and found.findtext("request/token") == told[0]["token"]


def test_a_request_has_the_fields_of_the_standard_and_no_others(town: Town, hotline: Hotline) -> None:
    request_id = hotline.id_of(hotline.handed_in(need(town, media_url="https://pictures.example.com/1.jpg")))
    told = hotline.read(request_id or "")
    assert list(told) == FIELDS
    assert told["status"] in {"open", "closed"}
    for name in ("requested_datetime", "updated_datetime"):
        assert dt.datetime.fromisoformat(told[name]).utcoffset() == dt.timedelta(hours=8)


def handed(town: Town, days: tuple[int, ...]) -> dict[int, str]:
    """{days ago: id} of needs handed in on some days."""
    found = {}
    for ago in sorted(days, reverse=True):
        clock.stand_at("cast", NOW + (200 - ago) * DAY)
        hotline = Hotline(key_of(town))
        found[ago] = hotline.id_of(hotline.handed_in(need(town, f"D{ago}"))) or ""
    return found


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [each["service_request_id"] for each in answer.json()]


def test_where_no_time_is_said_it_is_the_last_ninety_days(town: Town, hotline: Hotline) -> None:
    held = handed(town, (0, 89, 91, 120))
    now = NOW + 200 * DAY
    assert ids(hotline.get("requests.json")) == [held[0], held[89]], "the newest first"

    def at(ago: int) -> str:
        return (now - ago * DAY).isoformat()

    assert ids(hotline.get("requests.json", start_date=at(125))) == [held[89], held[91], held[120]]
    assert ids(hotline.get("requests.json", end_date=at(90))) == [held[91], held[120]]
    assert ids(hotline.get("requests.json", start_date=at(91), end_date=at(89))) == [held[89], held[91]]
    assert ids(hotline.get("requests.json", start_date="2019-10-01T00:00:00Z", end_date="2019-10-01T00:00:00Z")) == []
    refused(hotline.get("requests.json", start_date=at(91), end_date=at(0)), 400)
    refused(hotline.get("requests.json", start_date=at(1), end_date=at(2)), 400)
    assert ids(hotline.get("requests.json", service_request_id=f"{held[120]},{held[0]},7777777", status="closed")) == [
        held[0],
        held[120],
    ], "ids override whatever else is asked"


def test_a_plus_that_came_as_a_space_is_still_a_zone(town: Town, hotline: Hotline) -> None:
    token = hotline.handed_in(need(town))
    query = f"api_key={hotline.key}&start_date=2019-06-04T00:00:00+08:00"
    answer = hotline.client.get(f"/open311/v2/requests.json?{query}")
    assert ids(answer) == [hotline.id_of(token)]


def test_services_and_status_narrow_the_list_several_with_commas(town: Town, hotline: Hotline) -> None:
    one = hotline.id_of(hotline.handed_in(need(town, "A")))
    two = hotline.id_of(hotline.handed_in(need(town, "B", service_code="labour")))
    assert ids(hotline.get("requests.json", service_code="labour")) == [two]
    assert ids(hotline.get("requests.json", service_code="labour,utilities")) == [two, one]
    assert ids(hotline.get("requests.json", status="open,closed")) == [two, one]
    assert ids(hotline.get("requests.json", status="closed")) == []
    assert ids(hotline.get("requests.json", service_code="", status="", start_date="")) == [two, one], (
        "empty is not said"
    )


def test_at_most_a_thousand_are_told(town: Town, hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        hotline.handed_in(need(town, str(n)))
    assert relayed.MOST == 1000
    monkeypatch.setattr(relayed, "MOST", 3)
    assert len(ids(hotline.get("requests.json"))) == 3


def test_a_list_costs_the_same_however_long_it_is(
    town: Town, hotline: Hotline, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        hotline.handed_in(need(town, str(n), **({"attribute[uscc]": ""} if n % 3 == 0 else {})))
    with django_assert_max_num_queries(12):
        assert len(ids(hotline.get("requests.json"))) == 8


@pytest.mark.parametrize("place", ["ng", "cc"])
def test_a_jurisdiction_is_an_area_that_has_a_dispatch_room(town: Town, passer_by: Hotline, place: str) -> None:
    assert passer_by.get("services.json", jurisdiction_id=place).status_code == 200
    refused(passer_by.get("services.json", jurisdiction_id="nowhere"), 404)
    refused(passer_by.get("services/utilities.json", jurisdiction_id="xf"), 404)


def test_an_account_at_two_rooms_says_for_which(town: Town) -> None:
    hotline = Hotline(key_of(town, "city_dispatcher"))
    told = hotline.post("requests.json", need(town, jurisdiction_id="cc"))
    assert told.status_code == 200
    refused(hotline.post("requests.json", need(town, "2", jurisdiction_id="ng")), 404)
    assert json.loads(told.content)[0]["token"]
