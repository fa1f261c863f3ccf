"""What isn't one's own is as if it weren't there, byte for byte: each operation of the table, pairs of numbers, and fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.asking import NOWHERE, Ask, asked, operations, whole
from tests.api.conftest import Caller
from tests.api.keeping import Extra, body, furnish
from tests.api.roles import ROUTES
from tests.interfaces.conftest import Town
from tests.roles import COLUMNS, table

Calls = Callable[..., Caller]
NOT_NUMBERS = {"year"}
"""Numbers in addresses that say themselves what they are of; they are no secret."""


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def elsewhere(operation: str, path: str) -> str:
    """The address of the same about nothing: its last number is nobody's."""
    pattern = operations()[operation][1].split("/")
    words = path.partition("?")[0].split("/")
    last = max(n for n, word in enumerate(pattern) if word.startswith("{"))
    return "/".join(str(NOWHERE) if n == last else word for n, word in enumerate(words))


def named(operation: str) -> bool:
    """Whether an operation's address holds a number."""
    return "{" in operations()[operation][1] and not any(
        f"{{{name}}}" in operations()[operation][1] for name in NOT_NUMBERS
    )


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "anon"])
def test_whatever_the_table_hides_is_as_what_does_not_exist(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, column: str
) -> None:
    """Of every operation with a number in its address, for everybody whom the table tells that nothing is there."""
    part, hides = COLUMNS[column], []
    client = calls(part).client
    for operation, row in table(ROUTES).items():
        if row[column] != "404" or not named(operation):
            continue
        there = asked(town, extra, operation, tokens[part])
        nothing = Ask(there.method, elsewhere(operation, there.path), there.body, there.version)
        assert nothing.path != there.path
        assert whole(there.sent(client)) == whole(nothing.sent(client)), operation
        hides.append(operation)
    assert len(hides) > 4 or part in ("dispatcher", "city_dispatcher"), hides


def test_every_operation_with_a_number_is_hidden_from_somebody() -> None:
    """So that the test above is about each of them; of one's own tokens there are others'."""
    for operation, row in table(ROUTES).items():
        if named(operation):
            assert "404" in row.values() or operation == "revoke_own_token" or operation in PUBLISHED, operation


PUBLISHED = {"show_edition", "show_differences"}
"""Rules are published: everybody inside reads them, on the pages too."""


PAIRED = ("fetch_file", "erase_file", "reveal_contact", "erase_contact", "revoke_case_link")
"""Operations with two numbers in their address, of which the second belongs to the first."""
BESIDE = {"show_differences"}
"""Operations with two numbers of which neither belongs to the other."""


OF_VOICES = {"fetch_voice_file"}
"""The same of needs told without an account, in tests/voice."""
OF_FIRMS = {"reveal_spokesperson": "spokesperson", "erase_spokesperson": "spokesperson", "erase_note": "note"}
"""The same of enterprises: {operation: what of it stands below an enterprise}."""


def test_all_pairs_are_known() -> None:
    assert {name for name, (_, path) in operations().items() if path.count("{") > 1} == {
        *PAIRED,
        *BESIDE,
        *OF_VOICES,
        *OF_FIRMS,
    }


@pytest.mark.parametrize("part", ["dispatcher", "official", "administrator", "auditor"])
@pytest.mark.parametrize("operation", OF_FIRMS)
def test_what_belongs_to_another_enterprise_is_not_found_below_this_one(
    town: Town, extra: Extra, calls: Calls, operation: str, part: str
) -> None:
    """Who speaks for the first enterprise and what is noted of it, asked for below every other one, seen or not."""
    client, (method, path), held = calls(part).client, operations()[operation], OF_FIRMS[operation]
    typed = body(town, operation)
    for firm in town.city.enterprises[1:]:
        there, nothing = (
            Ask(
                method,
                path.replace("{enterprise_id}", str(firm.pk)).replace(f"{{{held}_id}}", str(number)),
                typed,
            )
            for number in (getattr(extra, held), NOWHERE)
        )
        told = whole(there.sent(client))
        assert told[0] == 404 and told == whole(nothing.sent(client)), (operation, firm.pk)


@pytest.mark.parametrize("part", ["dispatcher", "utilities", "finance", "official", "auditor"])
@pytest.mark.parametrize("operation", PAIRED)
def test_what_belongs_to_another_case_is_not_found_below_this_one(
    town: Town, extra: Extra, calls: Calls, operation: str, part: str
) -> None:
    """A file, contact or link of the handled case, asked for below every other case, seen or not."""
    client, (method, path) = calls(part).client, operations()[operation]
    held = {"file_id": extra.file, "contact_id": extra.contact, "link_id": extra.link}
    (name,) = (name for name in held if f"{{{name}}}" in path)
    for case in town.cases.values():
        if case.pk == town.cases["handled"].pk:
            continue
        there, nothing = (
            Ask(method, path.replace("{case_id}", str(case.pk)).replace(f"{{{name}}}", str(number)), None, case.version)
            for number in (held[name], NOWHERE)
        )
        told = whole(there.sent(client))
        assert told[0] == 404 and told == whole(nothing.sent(client)), (operation, case.number)


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
        *(
            (part, "GET", f"/drafts/{extra.draft}", None, extra.draft)
            for part in ("dispatcher", "security", "supervisor")
        ),
        *(("dispatcher", "POST", f"/drafts/{extra.draft}/{deed}", {}, extra.draft) for deed in ("sign", "withdraw")),
        ("security", "GET", f"/rounds/{extra.round}", None, extra.round),
        ("town_handler", "GET", f"/visits/{extra.visit}", None, extra.visit),
        ("town_handler", "GET", f"/visits?round={extra.round}", None, extra.round),
        ("town_handler", "GET", f"/visits?enterprise={firm}", None, firm),
        ("town_handler", "POST", "/visits", {"enterprise_id": firm, **met}, firm),
        ("administrator", "POST", "/visits", {"enterprise_id": firm, "round_id": extra.round, **met}, firm),
        ("security", "POST", "/visits", {"enterprise_id": other, "round_id": extra.round, **met}, extra.round),
        *(
            (part, "GET", f"/batches/{extra.batch}", None, extra.batch)
            for part in ("town_dispatcher", "finance", "official")
        ),
        ("town_handler", "GET", f"/errands/{extra.errand}", None, extra.errand),
        ("town_handler", "GET", f"/errands?enterprise={firm}", None, firm),
        ("town_handler", "POST", f"/errands/{extra.errand}/file", {"seen": 1}, extra.errand),
        ("town_handler", "GET", f"/enterprises/{firm}/book", None, firm),
        ("town_handler", "GET", f"/enterprises/{firm}/wishes", None, firm),
        ("town_dispatcher", "POST", f"/enterprises/{firm}/wishes", {"said_by": "x"}, firm),
        ("town_dispatcher", "POST", f"/wishes/{extra.wish}/lift", {}, extra.wish),
        ("town_dispatcher", "GET", f"/plans/{extra.plan}", None, extra.plan),
        ("town_dispatcher", "POST", "/plans", {"enterprise_id": firm, "day": "2019-06-20", "purpose": "x"}, firm),
        ("town_dispatcher", "POST", f"/plans/{extra.plan}/move", {"day": "2019-06-28", "seen": 1}, extra.plan),
        (
            "town_dispatcher",
            "POST",
            f"/plans/{extra.plan}/drop",
            {"state": "cancelled", "why": "x", "seen": 1},
            extra.plan,
        ),
        ("town_dispatcher", "GET", f"/promises/{extra.promise}", None, extra.promise),
        (
            "town_dispatcher",
            "POST",
            f"/promises/{extra.promise}/end",
            {"state": "kept", "why": "x", "seen": 1},
            extra.promise,
        ),
        *(
            ("town_dispatcher", "POST", f"/{what}/hand", {"person_id": 1, "seen": 1}, number)
            for what, number in ((f"promises/{extra.promise}", extra.promise), (f"plans/{extra.plan}", extra.plan))
        ),
        ("security", "GET", f"/rounds/{extra.round}/targets", None, extra.round),
        ("security", "GET", f"/rounds/{extra.round}/reach", None, extra.round),
        ("security", "POST", f"/rounds/{extra.round}/targets", {"enterprise_ids": [firm]}, extra.round),
        ("town_dispatcher", "POST", "/zeros", {"enterprise_id": firm, "code": "unwilling"}, firm),
        ("finance", "GET", f"/cases/{case}/links", None, case),
        ("finance", "GET", f"/common/{extra.issue}", None, extra.issue),
        *(
            ("finance", "POST", f"/common/{extra.issue}/{deed}", {"text": "话"}, extra.issue)
            for deed in ("take-up", "tell", "change", "give-up")
        ),
        ("finance", "GET", f"/cases/{case}/similar", None, case),
        ("finance", "GET", f"/cases/{case}/joinable", None, case),
        ("official", "POST", f"/common/{extra.issue}/join", {"case_id": case}, extra.issue),
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
        first, second = map(whole, told)
        assert first == second, (part, path, first, second)
        assert first[0] in ({200} if "?" in path else {404, 409}), (part, path, first)


def test_a_token_of_somebody_else_is_as_one_that_does_not_exist(
    town: Town, tokens: dict[str, str], calls: Calls
) -> None:
    others = calls("security").get("/tokens").json()["tokens"][0]["id"]
    told = [calls("official").post(f"/tokens/{number}/revoke", {}) for number in (others, NOWHERE)]
    assert [answer.status_code for answer in told] == [404, 404] and told[0].content == told[1].content
    assert calls("security").get("/tokens").status_code == 200
