"""What the API shows: lists by pages, one case, one life, statements, registers."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import secret
from tests.interfaces.conftest import NOW
from zhuqi.core.access.actor import CLOCK, of_enterprise
from zhuqi.core.accounts.actions import close, issue_token, open_many, revoke_token
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import ledger, lives
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.words import State
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import open_list, put_on_list
from zhuqi.domain.directory.models import Enterprise
from zhuqi.interfaces.api.case_shapes import Telling

LIST_BUDGET, DETAIL_BUDGET, FIRST_TIME = 12, 17, 29
"""Queries of a list, of a case whose life this process remembers, and of one that it reads for the first time."""


def test_whoever_holds_a_token_is_told_in_whose_name_it_speaks(town, calls) -> None:
    me = calls("dispatcher").get("/me").json()
    assert me["name"] == "演练dispatcher" and me["scopes"] == ["act", "administer", "hotline", "read"]
    desk = town.city.orgs["ng-desk"]
    assert me["seats"] == [
        {
            "role": "dispatcher",
            "unit": {"id": desk.pk, "name": desk.name},
            "sight": {"id": town.city.org("ng"), "name": "南关（演练）区"},
        }
    ]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer zq_nobody", "Basic eDp5", "Bearer " + "x" * 9000]
)
def test_without_a_good_token_nothing_opens(town, header: str | None) -> None:
    for address in ("/api/v1/me", "/api/v1/cases", f"/api/v1/cases/{town.cases['found'].pk}"):
        answer = Client().get(address, headers={"Authorization": header} if header is not None else {})
        assert answer.status_code == 401 and answer.json()["code"] == "unknown"
        assert answer.headers["WWW-Authenticate"] == "Bearer" and not answer.cookies


def test_a_session_doesnt_open_the_api(town, come_by_session: Client) -> None:
    assert come_by_session.get("/").status_code == 200
    for answer in (come_by_session.get("/api/v1/me"), come_by_session.post("/api/v1/cases", {"title": "x"})):
        assert answer.status_code == 401 and answer.json()["code"] == "unknown" and not answer.cookies
    assert come_by_session.get("/").status_code == 200


@pytest.fixture
def come_by_session(client: Client, town) -> Client:
    client.force_login(town.account("dispatcher"))
    return client


def test_a_token_that_is_revoked_or_over_or_whose_account_is_closed_opens_nothing(town, caller_of) -> None:
    account = town.account("dispatcher").pk
    good: dict[str, Any] = {"name": "x", "scopes": [TokenScope.READ], "now": NOW}
    revoked, first = issue_token(CLOCK, account, until=NOW.date() + dt.timedelta(days=9), **good)
    old = NOW - dt.timedelta(days=30)
    over = issue_token(CLOCK, account, until=NOW.date(), **{**good, "now": old})[1]
    assert caller_of(first).get("/me").status_code == 200
    revoke_token(CLOCK, revoked.pk, now=NOW)
    assert caller_of(first).get("/me").status_code == 401
    assert caller_of(over).get("/me").status_code == 401
    still = secret(account)
    close(CLOCK, account, now=NOW)
    assert caller_of(still).get("/me").status_code == 401


def test_reading_needs_read_and_a_step_needs_act(town, caller_of) -> None:
    account, case = town.account("official").pk, town.cases["found"]
    reader, actor = caller_of(secret(account, TokenScope.READ)), caller_of(secret(account, TokenScope.ACT))
    refused = reader.act(case, "submit", why="组里办不了")
    assert refused.status_code == 403 and refused.json()["code"] == "not_opened"
    assert actor.get("/cases").status_code == 403
    assert actor.act(case, "submit", version=1, why="组里办不了").status_code == 200


def test_the_list_goes_on_by_cursor_through_every_case_once(town, calls) -> None:
    caller = calls("dispatcher")
    whole = caller.get("/cases?rows=100").json()
    assert len(whole["cases"]) == whole["count"] == len(town.cases) and whole["next"] is None and not whole["more"]
    seen: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = caller.get(f"/cases?rows=2{cursor}").json()
        assert page["count"] == whole["count"] and len(page["cases"]) <= 2
        seen += page["cases"]
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert seen == whole["cases"]


def test_a_cursor_of_another_list_or_a_changed_one_is_refused(calls) -> None:
    caller = calls("dispatcher")
    cursor = caller.get("/cases?rows=1").json()["next"]
    for wrong in (cursor[:-1], "x" + cursor, "WyJhIiwxXQ", caller.get("/units?rows=1").json()["next"]):
        answer = caller.get(f"/cases?cursor={wrong}")
        assert answer.status_code == 422 and list(answer.json()["fields"]) == ["cursor"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=screening", {"waiting"}),
        ("live=false", {"ended"}),
        ("late=true", {"handled", "returned", "assigned"}),
        ("kind=labour", {"found"}),
        ("words=燃气", {"handled"}),
        ("words=不在", set()),
        ("live=true&words=路灯", set()),
    ],
)
def test_the_list_is_narrowed(town, calls, asked: str, found: set[str]) -> None:
    rows = calls("dispatcher").get(f"/cases?{asked}").json()["cases"]
    numbers = {row["number"] for row in rows}
    assert numbers == {town.cases[name].number for name in found}


def test_the_list_is_narrowed_by_the_unit_that_holds(town, calls) -> None:
    unit = town.city.org("ng-utilities")
    rows = calls("dispatcher").get(f"/cases?unit={unit}").json()["cases"]
    assert [row["number"] for row in rows] == [town.cases["handled"].number]
    assert rows[0]["holder"]["id"] == unit and rows[0]["clock"]["late"]


def test_nobody_sees_what_isnt_theirs(town, calls) -> None:
    for part in ("town_handler", "administrator"):
        caller = calls(part)
        assert caller.get("/cases").json()["cases"] == []
        hidden, missing = caller.get(f"/cases/{town.cases['handled'].pk}"), caller.get("/cases/999999999")
        assert hidden.status_code == missing.status_code == 404 and hidden.content == missing.content
        assert caller.get(f"/cases/{town.cases['handled'].pk}/life").status_code == 404


def test_a_case_says_where_it_stands_and_what_can_be_done(town, calls) -> None:
    case = town.cases["handled"]
    answer = calls("utilities").get(f"/cases/{case.pk}")
    told = answer.json()
    assert answer.headers["ETag"] == f'"{told["version"]}"' == f'"{Case.objects.get(pk=case.pk).version}"'
    assert told["state"] == "handling" and told["holder"]["id"] == town.city.org("ng-utilities")
    assert [held["hand"] for held in told["holdings"]] == ["hold", "hold", "lead", "part", "assist"]
    handle = [clock for clock in told["clocks"] if clock["tick"] == "handle" and clock["unit"] == told["holder"]]
    assert len(handle) == 1 and handle[0]["running"] and handle[0]["late"] and handle[0]["due"].endswith("+08:00")
    assert {words["name"] for words in told["words"]} == {"body", "why", "note"}
    at = detail(town.city.actor("utilities"), case.pk, now=NOW)
    assert told["actions"] == [action.value for action in at.actions] and "stage_reply" in told["actions"]
    assert calls("leader").get(f"/cases/{case.pk}").json()["actions"] == ["instruct"]


def test_a_case_shows_requests_and_replies(town, calls) -> None:
    caller = calls("dispatcher")
    asked = caller.get(f"/cases/{town.cases['returned'].pk}").json()["requests"]
    assert [(request["asked"], request["granted"]) for request in asked] == [("return", None)]
    told = caller.get(f"/cases/{town.cases['replied'].pk}").json()["replies"]
    assert [(reply["outcome"], reply["unit"]["id"]) for reply in told] == [("solved", town.city.org("ng-finance"))]


def test_a_whole_life_tells_every_entry_and_every_movement(town, calls) -> None:
    case = town.cases["ended"]
    answer = calls("dispatcher").get(f"/cases/{case.pk}/life")
    told = answer.json()
    assert [entry["verb"] for entry in told["entries"]] == ["recorded", "settled", "confirmed"]
    assert [entry["seq"] for entry in told["entries"]] == [1, 2, 3] and told["version"] == 3
    assert all(entry["sentence"] for entry in told["entries"]) and told["entries"][0]["who"] == "演练official"
    assert [words["body"] for words in told["entries"][1]["words"]] == ["当天修好。"]
    assert told["edges"][0]["source"] == {"unit": None, "name": "outside"}
    assert told["edges"][-1]["target"]["name"].startswith("closed:solved:")


def test_the_enterprise_sees_nothing_of_the_inside(town) -> None:
    case = town.cases["handled"]
    actor = of_enterprise(case.enterprise_id)
    told = Telling(detail(actor, case.pk, now=NOW), NOW, inside=False).case()
    assert (told.holder, told.desk, told.grade, told.submitted_at) == (None, None, None, None)
    assert not told.holdings and not told.requests and told.number == case.number
    assert [clock.tick.value for clock in told.clocks] == ["case"] and told.clocks[0].unit is None
    assert [words.name for words in told.words] == ["body"] and all(words.outside for words in told.words)
    written = told.model_dump_json()
    for code in ("ng-desk", "ng-utilities", "ng-construction", "ng-planning", "xf-group", "演练official", "请先看现场"):
        assert code not in written
    answered = detail(actor, town.cases["replied"].pk, now=NOW)
    replies = Telling(answered, NOW, inside=False).case().replies
    assert [(reply.outcome, reply.unit) for reply in replies] == [("solved", None)]


@pytest.mark.parametrize("part", ["dispatcher", "leader"])
def test_a_statement_is_the_ledgers(town, calls, part: str) -> None:
    unit = town.city.org("ng")
    told = calls(part).get(f"/statement?unit={unit}&since=2019-05-01&until=2019-06-04&tree=true").json()
    books = ledger.account(town.city.actor(part), unit, dt.date(2019, 5, 1), dt.date(2019, 6, 4), tree=True)
    assert told["opening"] + told["received"] - told["passed_on"] - told["closed"] == told["closing"] == books.closing
    assert told["received"] == len(town.cases) and told["closed"] == 1
    assert sum(line["n"] for line in told["lines"] if line["side"] == "received") == told["received"]
    alone = calls(part).get(f"/statement?unit={town.city.org('ng-utilities')}").json()
    assert (alone["since"], alone["until"], alone["tree"], alone["closing"]) == ("2019-01-01", "2019-06-04", False, 1)
    assert alone["lines"][0]["beyond"]["name"] == "ng-desk"


def test_a_statement_out_of_sight_is_as_one_that_doesnt_exist(town, calls) -> None:
    caller = calls("town_handler")
    hidden, missing = caller.get(f"/statement?unit={town.city.org('ng')}"), caller.get("/statement?unit=999999999")
    assert hidden.status_code == missing.status_code == 404 and hidden.content == missing.content
    backward = calls("dispatcher").get(f"/statement?unit={town.city.org('ng')}&since=2019-06-04&until=2019-06-01")
    assert backward.status_code == 422 and "since" in backward.json()["fields"]


def test_units_are_listed_by_pages_to_those_with_a_role(town, calls, caller_of) -> None:
    caller = calls("utilities")
    every = caller.get("/units").json()["units"]
    assert {row["code"] for row in every} == set(town.city.orgs)
    seen: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = caller.get(f"/units?rows=5{cursor}").json()
        seen += page["units"]
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert seen == every
    desk = next(row for row in every if row["code"] == "ng-desk")
    assert desk["parent"] == desk["area"] == town.city.org("ng") and every[0]["parent"] is None
    assert [row["code"] for row in caller.get("/units?words=ng-desk").json()["units"]] == ["ng-desk"]
    without = open_many(CLOCK, ["nobody"], now=NOW)[0].pk
    assert caller_of(secret(without)).get("/units").json() == {"units": [], "next": None}


def test_enterprises_are_found_by_name_and_code_where_they_are_in_sight(town, calls) -> None:
    firms = town.city.enterprises
    found = calls("dispatcher").get("/enterprises?words=演练00").json()
    assert [row["id"] for row in found["enterprises"]] == [firm.pk for firm in firms] and not found["more"]
    by_code = calls("dispatcher").get(f"/enterprises?words={firms[1].uscc.lower()}").json()["enterprises"]
    assert [row["name"] for row in by_code] == [firms[1].name] and by_code[0]["region"]["name"] == "幸福（演练）乡"
    assert calls("administrator").get("/enterprises?words=演练00").json()["enterprises"] == []


def test_a_list_and_a_case_stay_within_their_queries(town, calls, monkeypatch) -> None:
    monkeypatch.setattr(lives, "_remembered", OrderedDict())
    one = f"/cases/{town.cases['handled'].pk}"
    for address, most in (
        ("/cases", LIST_BUDGET),
        ("/cases?rows=1", LIST_BUDGET),
        ("/cases?late=true&words=燃气", LIST_BUDGET),
        (one, FIRST_TIME),
        (one, DETAIL_BUDGET),
        (f"{one}/life", DETAIL_BUDGET),
    ):
        with CaptureQueriesContext(connection) as seen:
            assert calls("dispatcher").get(address).status_code == 200
        assert len(seen) <= most, (address, len(seen))


def test_sentences_come_in_the_readers_language(town, calls) -> None:
    for language, said in (
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("en-GB", "en"),
        ("fr, en;q=0.5", "en"),
        ("fr", "zh-hans"),
        ("*" * 900, "zh-hans"),
    ):
        answer = calls("leader", language).get("/cases/999999999")
        assert answer.headers["Content-Language"] == said
        english = answer.json()["sentence"] == "There is nothing here under that number for you."
        assert english == (said == "en"), language


def test_every_state_of_the_town_is_shown(town, calls) -> None:
    states = {row["state"] for row in calls("dispatcher").get("/cases").json()["cases"]}
    assert states == {"found", "screening", "assigned", "handling", "replied", "ended"} <= set(State)


def test_enterprises_are_found_by_what_the_register_narrows_by(town, calls) -> None:
    one, two, three = town.city.enterprises
    Enterprise.objects.filter(pk=one.pk).update(industry="3411", above="above", standing="stopped")
    Enterprise.objects.filter(pk=three.pk).update(merged_into=two.pk)
    dispatcher = calls("dispatcher")
    seen = directory.actor(town.account("dispatcher").pk, NOW.date())
    held = open_list(seen, town.city.org("ng"), name="演练重点", since=NOW.date(), now=NOW)
    put_on_list(seen, held.pk, enterprise_id=two.pk, since=NOW.date(), now=NOW)

    def found(query: str, caller: Any = dispatcher) -> set[int]:
        return {row["id"] for row in caller.get(f"/enterprises?{query}").json()["enterprises"]}

    assert found("") == found("words=演练00") == {one.pk, two.pk}
    assert found("section=C") == found("above=above") == found("standing=stopped") == {one.pk}
    assert found("standing=open") == found(f"list_id={held.pk}") == found("merged=true") == {two.pk}
    assert found("merged=false") == {one.pk}
    assert found("region=xf") == {one.pk, two.pk} and found("region=mz") == found("region=nowhere") == set()
    assert found(f"park_id={town.city.org('ng')}") == found("list_id=999999") == set()
    for query in ("section=Z", "above=much", "merged=yes", "park_id=x"):
        assert dispatcher.get(f"/enterprises?{query}").status_code == 422, query
    for part in ("administrator", "auditor"):
        assert found(f"list_id={held.pk}", calls(part)) == set(), "who sees no enterprise finds none by a list"


def test_finding_enterprises_costs_the_same_however_many_fit(town, calls) -> None:
    caller = calls("dispatcher")
    with CaptureQueriesContext(connection) as asked:
        assert caller.get("/enterprises?region=xf&standing=open&merged=false&words=演练").status_code == 200
    assert len(asked) <= LIST_BUDGET
