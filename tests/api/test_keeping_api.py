"""Who gets what beside the cases, as a reviewed table; and what isn't one's own is as if it weren't there, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Caller, secret
from tests.api.keeping import Extra, addressed, body, furnish, operations
from tests.api.test_sight import COLUMNS, NOWHERE, Ask, headers_of
from tests.interfaces.conftest import Town
from tests.interfaces.test_sight_of_pages import table
from zhuqi.core.accounts.rules import TokenScope

Calls = Callable[..., Caller]
ROUTES = """
operation        anon offi keep disp util plan fina town city supe lead sysa seca audi none
show_unit        401  200  200  200  200  200  200  200  200  200  200  200  200  200  404
found_unit       401  409  409  409  409  409  409  409  409  409  409  201  409  409  409
retire_unit      401  409  409  409  409  409  409  409  409  409  409  200  409  409  404
list_people      401  404  404  200  404  404  404  200  200  404  404  200  200  404  404
show_person      401  404  404  200  404  404  404  404  200  404  404  200  200  404  404
employ           401  409  409  409  409  409  409  409  409  409  409  201  409  409  409
leave            401  404  404  409  404  404  404  404  409  404  404  200  409  404  404
give_role        401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
end_role         401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
reset_password   401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
unlock           401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
lose_factor      401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
revoke_tokens    401  404  404  409  404  404  404  404  409  404  404  409  200  404  404
show_enterprise  401  200  200  200  404  404  404  404  200  200  200  200  404  404  404
register         401  409  409  201  409  409  409  409  201  409  409  201  409  409  409
who_answers      401  200  200  200  404  404  404  404  200  200  200  200  404  404  404
list_officials   401  200  200  200  404  404  404  404  200  200  200  200  404  404  404
bind             401  409  200  200  404  404  404  404  200  409  409  409  404  404  404
release          401  409  200  200  404  404  404  404  200  409  409  409  404  404  404
list_posts       401  404  404  200  404  404  404  200  200  404  404  200  200  404  404
appoint          401  404  404  200  404  404  404  404  200  404  404  409  409  404  404
dismiss          401  404  404  200  404  404  404  404  200  404  404  409  409  404  404
list_rounds      401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
show_round       401  200  200  200  200  200  200  200  200  200  200  200  404  404  404
open_round       401  409  409  201  409  409  409  409  201  409  409  201  409  409  409
list_visits      401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
show_visit       401  200  200  200  404  404  404  404  200  200  200  404  404  404  404
record_visit     401  201  201  201  404  404  404  404  201  201  201  404  404  404  409
list_years       401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
show_year        401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
publish_year     401  409  409  409  409  409  409  409  409  409  409  201  409  409  409
list_editions    401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
show_edition     401  200  200  200  200  200  200  200  200  200  200  200  200  200  404
adopt            401  409  409  409  409  409  409  409  409  409  409  201  409  409  409
list_links       401  200  200  200  200  200  404  404  200  200  200  404  404  404  404
make_case_link   401  201  201  201  409  409  404  404  409  201  409  404  404  404  404
revoke_case_link 401  200  200  200  409  409  404  404  409  200  409  404  404  404  404
list_ratings     401  404  404  404  404  404  404  404  404  200  200  404  404  404  404
list_complaints  401  404  404  404  404  404  404  404  404  200  404  404  404  404  404
list_journal     401  404  404  404  404  404  404  404  404  404  404  404  404  200  404
list_failing     401  404  404  404  404  404  404  404  404  404  404  200  404  404  404
list_tokens      401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
make_token       401  201  201  201  201  201  201  201  201  201  201  201  201  201  201
revoke_own_token 401  200  200  200  200  200  200  200  200  200  200  200  200  200  200
"""
"""Everybody on: a unit of the district on which nothing hangs; somebody of ng-finance, with a second factor; the first
enterprise, its official and the keeper of its group; a round of the district and a visit to that enterprise; the case that
ng-utilities handles and its link. Tokens are one's own. The system administrator sets up and never gives a role, the security
administrator gives roles and never sets up, the audit administrator reads."""
ORDINARY = {"register", "open_round", "record_visit", "make_case_link", "revoke_case_link"}
"""Steps that ``act`` opens: they change nobody's rights. All others decide who may see and do what."""


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def asked(town: Town, extra: Extra, name: str, token: str) -> Ask:
    method, path = operations()[name]
    return Ask(method, addressed(town, extra, path, token), body(town, name))


def test_every_operation_stands_in_the_table() -> None:
    assert set(table(ROUTES)) == set(operations())
    assert all(set(row) == set(COLUMNS) for row in table(ROUTES).values())


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_gets_the_answers_of_the_table(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, column: str
) -> None:
    part = COLUMNS[column]
    client = Client() if part == "anonymous" else calls(part).client
    token = tokens.get(part, "")
    answered = {name: str(asked(town, extra, name, token).sent(client).status_code) for name in operations()}
    assert answered == {name: row[column] for name, row in table(ROUTES).items()}


@pytest.mark.parametrize("scope", TokenScope)
def test_a_token_opens_what_its_scope_says_and_nothing_else(town: Town, extra: Extra, scope: TokenScope) -> None:
    """Of everybody's: what the role would forbid isn't even asked."""
    own = secret(town.account("dispatcher").pk, scope)
    caller = Caller(own)
    for name, (method, _) in operations().items():
        answer = asked(town, extra, name, own).sent(caller.client)
        needed = TokenScope.READ if method == "GET" else TokenScope.ACT if name in ORDINARY else TokenScope.ADMINISTER
        assert (answer.status_code == 403) is (scope is not needed), name
        if scope is not needed:
            word = "“administer”" if needed is TokenScope.ADMINISTER else "“act”"
            assert answer.json()["code"] == "not_opened" and word in answer.json()["sentence"]


def hidden(town: Town, extra: Extra) -> list[tuple[str, str, str, dict[str, Any] | None, int]]:
    """(who, method, address, body, the number in them that is none of theirs)."""
    city, case, link = town.city, town.cases["handled"].pk, extra.link
    firm, other, mine = city.enterprises[0].pk, city.enterprises[2].pk, town.cases["replied"].pk
    person, unit, team = city.staff["utilities"].pk, extra.unit, city.org("xf-team")
    role = {"role": "monitor", "unit_id": unit}
    duty = {"unit_id": team, "duty": "holds_team"}
    met = {"mode": "remote", "kind": "service"}
    strangers: list[tuple[str, str, str, dict[str, Any] | None, int]] = [
        *(("town_handler", "GET", f"/enterprises/{firm}{more}", None, firm) for more in ("", "/chain", "/officials")),
        ("town_dispatcher", "POST", f"/enterprises/{firm}/officials", {"staff": "town_handler"}, firm),
        ("town_dispatcher", "POST", f"/enterprises/{firm}/officials/release", {"person_id": 1}, firm),
        ("dispatcher", "POST", f"/enterprises/{firm}/officials/release", {"person_id": person}, person),
        ("town_dispatcher", "GET", f"/people/{person}", None, person),
        ("official", "GET", f"/people/{person}", None, person),
        *(
            ("town_dispatcher", "POST", f"/people/{person}/{deed}", {}, person)
            for deed in ("leave", "unlock", "lose_factor")
        ),
        ("town_dispatcher", "POST", f"/people/{person}/give_role", role, person),
        ("town_dispatcher", "POST", f"/people/{person}/end_role", role, person),
        ("utilities", "POST", f"/people/{person}/reset_password", {"password": "correct horse battery"}, person),
        ("town_dispatcher", "POST", "/posts", {"person_id": person, **duty}, person),
        ("town_dispatcher", "POST", "/posts/dismiss", {"person_id": person, **duty}, person),
        ("town_dispatcher", "GET", f"/posts?person={person}", None, person),
        ("town_dispatcher", "GET", f"/posts?unit={city.org('xf-group')}", None, city.org("xf-group")),
        ("town_dispatcher", "GET", f"/people?unit={city.org('ng-desk')}", None, city.org("ng-desk")),
        ("roleless", "GET", f"/units/{unit}", None, unit),
        ("roleless", "POST", f"/units/{unit}/retire", {}, unit),
        ("roleless", "POST", "/units", {"parent_id": unit, "kind": "department", "name": "x", "code": "x"}, unit),
        ("roleless", "POST", "/people", {"unit_id": unit, "code": "x", "name": "x", "rank": "staff"}, unit),
        ("roleless", "POST", "/enterprises", {"region_id": unit, "uscc": "x", "name": "x"}, unit),
        ("roleless", "POST", "/rounds", {"area_id": unit, "name": "x"}, unit),
        ("roleless", "GET", f"/editions/{extra.edition}", None, extra.edition),
        ("security", "GET", f"/rounds/{extra.round}", None, extra.round),
        ("town_handler", "GET", f"/visits/{extra.visit}", None, extra.visit),
        ("town_handler", "GET", f"/visits?round={extra.round}", None, extra.round),
        ("town_handler", "GET", f"/visits?enterprise={firm}", None, firm),
        ("town_handler", "POST", "/visits", {"enterprise_id": firm, **met}, firm),
        ("administrator", "POST", "/visits", {"enterprise_id": firm, "round_id": extra.round, **met}, firm),
        ("security", "POST", "/visits", {"enterprise_id": other, "round_id": extra.round, **met}, extra.round),
        ("finance", "GET", f"/cases/{case}/links", None, case),
        ("finance", "POST", f"/cases/{case}/links", {}, case),
        ("finance", "POST", f"/cases/{case}/links/{link}/revoke", {}, link),
        ("finance", "POST", f"/cases/{mine}/links/{link}/revoke", {}, link),
        ("dispatcher", "POST", f"/cases/{mine}/links/{link}/revoke", {}, link),
        ("supervisor", "GET", f"/editions?place={unit}", None, unit),
    ]
    return strangers


def test_what_is_hidden_and_what_does_not_exist_are_one_answer(town: Town, extra: Extra, calls: Calls) -> None:
    for part, method, path, sent, number in hidden(town, extra):
        changed = {name: NOWHERE if value == number else value for name, value in sent.items()} if sent else sent
        parts = ["/".join(str(NOWHERE) if word == str(number) else word for word in path.split("/"))]
        nowhere = parts[0] if parts[0] != path else path.replace(f"={number}", f"={NOWHERE}")
        assert nowhere != path or changed != sent, path
        told = [Ask(method, *one).sent(calls(part).client) for one in ((path, sent), (nowhere, changed))]
        first, second = ((answer.status_code, answer.content, headers_of(answer)) for answer in told)
        assert first == second, (part, path, first, second)
        assert first[0] in ({200} if "?" in path else {404, 409}), (part, path, first)


def test_a_token_of_somebody_else_is_as_one_that_does_not_exist(
    town: Town, tokens: dict[str, str], calls: Calls
) -> None:
    others = calls("security").get("/tokens").json()["tokens"][0]["id"]
    told = [calls("official").post(f"/tokens/{number}/revoke", {}) for number in (others, NOWHERE)]
    assert [answer.status_code for answer in told] == [404, 404] and told[0].content == told[1].content
    assert calls("security").get("/tokens").status_code == 200
