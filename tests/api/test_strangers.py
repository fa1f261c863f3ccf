"""What strangers send: a sentence every time, and nothing done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from zhuqi.core.journal.models import Entry

LONG = "长" * 30_000
IDS = (
    "0",
    "-1",
    "9007199254740992",
    str(10**30),
    "1e3",
    "١",
    "abc",
    "1%00",
    "%ED%A0%80",
    "1%0A",
    "true",
    "+1",
    "%2e%2e",
)


def said(answer: Any, *statuses: int) -> dict[str, Any]:
    """What an answer says: one of these statuses, and a sentence."""
    assert answer.status_code in statuses, (answer.status_code, answer.content[:300])
    assert answer.headers["Content-Type"] == "application/json"
    told: dict[str, Any] = answer.json()
    assert set(told) == {"code", "sentence", "fields"} and told["sentence"]
    assert all(told["fields"].values())
    return told


@pytest.mark.parametrize("written", IDS)
def test_an_address_with_a_bad_id_leads_nowhere(calls, written: str) -> None:
    caller = calls("dispatcher")
    for address in (f"/cases/{written}", f"/cases/{written}/life"):
        assert said(caller.get(address), 404)["code"] == "missing"
    assert said(caller.post(f"/cases/{written}/actions/accept", {}, if_match='"1"'), 404)["code"] == "missing"


@pytest.mark.parametrize(
    "address",
    ["", "/", "/nothing", "/cases/", "/cases/1/", "/cases/1/actions", "/cases/1/actions/fly", "/%0a", "/%00", "/docs"],
)
def test_an_address_that_nothing_has_is_answered_as_json(calls, address: str) -> None:
    said(calls("dispatcher").get(address), 404)


@pytest.mark.parametrize("address", ["/api/", "/api/v2/cases", "/api/v1"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_beside_the_api_no_page_answers(client: Client, db: None, method: str, address: str) -> None:
    said(client.generic(method, address), 404)


QUERIES = (
    ("/cases?unit=" + str(10**30), "unit"),
    ("/cases?unit=0", "unit"),
    ("/cases?unit=x", "unit"),
    ("/cases?unit=1.0", "unit"),
    ("/cases?live=1", "live"),
    ("/cases?late=yes", "late"),
    ("/cases?state=asleep", "state"),
    ("/cases?kind=%00", "kind"),
    ("/cases?words=%00", "words"),
    ("/cases?words=", "words"),
    ("/cases?words=a%0Ab", "words"),
    ("/cases?words=" + "a" * 3_000, "words"),
    ("/cases?rows=0", "rows"),
    ("/cases?rows=101", "rows"),
    ("/cases?rows=99999", "rows"),
    ("/cases?cursor=x", "cursor"),
    ("/cases?cursor=%E2%98%83:%00", "cursor"),
    ("/cases?live=true&live=false", "live"),
    ("/cases?nothing=1", "nothing"),
    ("/me?x=1", "x"),
    ("/cases/1?x=1", "x"),
    ("/units?cursor=a:b", "cursor"),
    ("/enterprises?words=" + "a" * 121, "words"),
    ("/statement", "unit"),
    ("/statement?unit=1&since=0001-01-01", "since"),
    ("/statement?unit=1&until=9999-12-31", "until"),
    ("/statement?unit=1&until=1559606400", "until"),
    ("/statement?unit=1&until=20190604", "until"),
    ("/statement?unit=1&until=2019-W23-2", "until"),
    ("/statement?unit=1&until=2019-02-30", "until"),
    ("/statement?unit=1&until=２０１９-06-04", "until"),
    ("/statement?unit=1&tree=maybe", "tree"),
)


@pytest.mark.parametrize(("address", "field"), QUERIES)
def test_a_query_that_cant_be_read_is_refused_field_by_field(calls, address: str, field: str) -> None:
    told = said(calls("dispatcher").get(address), 422)
    assert told["code"] == "invalid" and list(told["fields"]) == [field]


GOOD = {"enterprise_id": 1, "title": "一行", "body": "几行", "kind": "utilities"}
VALUES: tuple[tuple[str, Any], ...] = (
    ("enterprise_id", 10**30),
    ("enterprise_id", 0),
    ("enterprise_id", -1),
    ("enterprise_id", 1.0),
    ("enterprise_id", "1"),
    ("enterprise_id", True),
    ("enterprise_id", None),
    ("enterprise_id", [1]),
    ("title", ""),
    ("title", "a\u0000b"),
    ("title", "a\nb"),
    ("title", "a\ud800b"),
    ("title", "长" * 61),
    ("title", 7),
    ("title", {"a": 1}),
    ("body", LONG),
    ("body", "a\u0000b"),
    ("body", "\udfff"),
    ("body", "\u007f"),
    ("body", ["a"]),
    ("kind", LONG),
    ("kind", "nothing"),
    ("channel", "pigeon"),
    ("channel", 1),
    ("found_on", "0001-01-01"),
    ("found_on", "9999-12-31"),
    ("found_on", "2019-6-4"),
    ("found_on", "2019-06-04T00:00:00"),
    ("found_on", 1559606400),
    ("found_on", "2019-02-29"),
    ("found_on", "4.6.2019"),
    ("found_on", "2100-01-01"),
    ("found_on", "1999-01-01"),
    ("wish", "more"),
    ("a" * 5_000, "more"),
    ("\ud800", "more"),
    ("key", "k"),
)


@pytest.mark.parametrize(("field", "value"), VALUES, ids=range(len(VALUES)))
def test_a_body_that_cant_be_taken_is_refused_field_by_field(town, calls, field: str, value: Any) -> None:
    before = Entry.objects.count()
    typed = {**GOOD, "enterprise_id": town.city.enterprises[0].pk, field: value}
    told = said(calls("official").post("/cases", typed), 422)
    assert list(told["fields"]) == ["body" if field == "\ud800" else field[:60]], told
    assert Entry.objects.count() == before


STEPS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("waiting", "assign", {"lead_id": 10**30}, "lead_id"),
    ("waiting", "assign", {"lead_id": 1, "part_ids": [1, 0]}, "part_ids"),
    ("waiting", "assign", {"lead_id": 1, "part_ids": 5}, "part_ids"),
    ("waiting", "assign", {"lead_id": 1, "assist_ids": [1] * 51}, "assist_ids"),
    ("waiting", "assign", {"lead_id": 1, "assist_ids": ["1"]}, "assist_ids"),
    ("returned", "rule", {"upheld": "yes", "reason": "x"}, "upheld"),
    ("returned", "rule", {"upheld": 1, "reason": "x"}, "upheld"),
    ("returned", "rule", {"upheld": True, "reason": LONG}, "reason"),
    ("returned", "rule", {"upheld": True, "reason": "  "}, "reason"),
)


@pytest.mark.parametrize(("case", "action", "typed", "field"), STEPS)
def test_a_step_that_cant_be_taken_is_refused_field_by_field(
    town, calls, case: str, action: str, typed: dict[str, Any], field: str
) -> None:
    before = Entry.objects.count()
    told = said(calls("dispatcher").act(town.cases[case], action, **typed), 422)
    assert list(told["fields"]) == [field] and Entry.objects.count() == before


@pytest.mark.parametrize(
    "amount", ["", "lang", "2", "-2 工作日", "9" * 50, "2 工作日" * 20, "1 月", 2, None, "999999999 工作日", "\u0000"]
)
def test_a_length_of_time_that_cant_be_read_is_refused(town, calls, amount: Any) -> None:
    told = said(calls("utilities").act(town.cases["handled"], "ask_extension", amount=amount, reason="x"), 422)
    assert list(told["fields"]) == ["amount"]


BODIES: tuple[tuple[bytes, str, int], ...] = (
    (b"", "application/json", 422),
    (b"{", "application/json", 400),
    (b"null", "application/json", 400),
    (b"[]", "application/json", 400),
    (b'"text"', "application/json", 400),
    (b"1", "application/json", 400),
    (b"{}", "application/json", 422),
    (b'{"title": NaN}', "application/json", 400),
    (b'{"title": "a", "title": "b"}', "application/json", 400),
    (b'{"enterprise_id": ' + b"9" * 6_000 + b"}", "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json", 400),
    (b'\xef\xbb\xbf{"title": "a"}', "application/json", 400),
    (b'{"title": "\xff\xfe"}', "application/json", 400),
    ('{"title": "一行"}'.encode("gbk"), "application/json", 400),
    ('{"title": "一行"}'.encode("gbk"), "application/json; charset=gbk", 415),
    (b"{}", "application/json; charset=nothing", 415),
    (b"{}", "text/plain", 415),
    (b"title=a", "application/x-www-form-urlencoded", 415),
    (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", 415),
    (b"<need/>", "application/xml", 415),
    (b"{}", "", 415),
    (b" " * 3_000_000, "application/json", 413),
)


@pytest.mark.parametrize(("content", "kind", "status"), BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_json_object_is_turned_away(town, tokens, content: bytes, kind: str, status: int) -> None:
    before = Entry.objects.count()
    headers = {"Authorization": f"Bearer {tokens['official']}", "Accept-Language": "zh"}
    said(Client().generic("POST", "/api/v1/cases", content, content_type=kind, headers=headers), status)
    assert Entry.objects.count() == before


@pytest.mark.parametrize("coding", ["gbk", "utf-7", "nothing"])
def test_a_request_in_another_coding_is_turned_away(town, tokens, coding: str) -> None:
    headers = {"Authorization": f"Bearer {tokens['official']}"}
    for method, address in (("GET", "cases?words=a"), ("POST", "cases?words=a"), ("GET", "nothing")):
        kind = f"application/json; charset={coding}"
        said(Client().generic(method, f"/api/v1/{address}", b"{}", content_type=kind, headers=headers), 415)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_another_method_is_named_as_such(town, tokens, method: str) -> None:
    headers = {"Authorization": f"Bearer {tokens['official']}"}
    for address, allowed in (
        ("cases", "GET, POST"),
        ("me", "GET"),
        ("cases/1/actions/reply", "POST"),
        ("openapi.json", "GET"),
    ):
        answer = getattr(Client(), method)(f"/api/v1/{address}", headers=headers)
        assert said(answer, 405)["code"] == "method" and answer.headers["Allow"] == allowed


def test_too_many_parameters_are_turned_away(calls) -> None:
    said(calls("official").get("/cases?" + "&".join(f"a{n}=1" for n in range(1_100))), 400)


def test_a_mistake_of_ours_is_said_as_json_and_kept(calls, monkeypatch, caplog) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("zq_secret")

    monkeypatch.setattr("zhuqi.interfaces.api.cases.lists.filtered", broken)
    told = said(calls("official").get("/cases"), 500)
    assert told["code"] == "broken" and "zq_secret" not in json.dumps(told)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("trouble", [OperationalError("the server closed the connection"), InterfaceError("closed")])
def test_where_the_database_is_away_one_is_told_to_come_again(town, calls, monkeypatch, trouble: Exception) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise trouble

    monkeypatch.setattr("zhuqi.interfaces.api.cases.lists.filtered", away)
    answer = calls("dispatcher").get("/cases")
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "away", "5")
    assert "server" not in answer.content.decode()
