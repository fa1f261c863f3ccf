"""Who gets what by the API, as reviewed tables; and strangers who put every number into every place where one can stand: what is
hidden and what doesn't exist are one answer, byte for byte. ``make soak`` makes fifty thousand requests on each engine."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.api.asking import NOWHERE, Ask, whole
from tests.api.conftest import Caller
from tests.api.typed import fitting
from tests.interfaces.conftest import NOW, Town
from tests.roles import EVERYBODY, FIRMS, OTHERS, SEEN, table
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.words import Action, State

Calls = Callable[..., Caller]
PROBES = 50_000 if os.environ.get("ZHUQI_SOAK") == "1" else 1_600
UNITS = ("cc", "ng", "ng-desk", "ng-utilities", "ng-finance", "ng-planning", "xf", "mz", "mz-desk", "cc-power")
BOOKS = """
part             cc  ng  ng-desk ng-utilities ng-finance ng-planning xf  mz  mz-desk cc-power
dispatcher       .   x   x       x            x          x           x   x   x       .
city_dispatcher  x   x   x       x            x          x           x   x   x       x
town_dispatcher  .   .   .       .            .          .           .   x   x       .
supervisor       x   x   x       x            x          x           x   x   x       x
leader           .   x   x       x            x          x           x   x   x       .
utilities        .   .   .       x            .          .           .   .   .       .
finance          .   .   .       .            x          .           .   .   .       .
planner          .   .   .       .            .          x           .   .   .       .
power            .   .   .       .            .          .           .   .   .       x
"""
"""Whose statement is shown: of the area for those who see it, else of the own unit. Who isn't named gets none of these."""


@pytest.fixture
def come(calls: Calls) -> Callable[[str], Client]:
    """The API as one of the columns meets it."""
    return lambda part: Client(headers={"Accept-Language": "en"}) if part == "anonymous" else calls(part).client


@pytest.mark.parametrize("part", [*EVERYBODY, *OTHERS])
def test_everybody_sees_the_cases_books_and_enterprises_of_the_tables(
    town: Town, come: Callable[[str], Client], part: str
) -> None:
    client, cases = come(part), table(SEEN).get(part, {})
    listed = Ask("GET", "/cases?rows=100").sent(client).json()
    for name, case in town.cases.items():
        seen = cases.get(name) == "x"
        for path in (f"/cases/{case.pk}", f"/cases/{case.pk}/life"):
            assert Ask("GET", path).sent(client).status_code == (200 if seen else 404), name
        assert (case.number in {row["number"] for row in listed["cases"]}) is seen, name
    assert listed["count"] == list(cases.values()).count("x") and not listed["more"]
    for code, cell in table(BOOKS).get(part, {}).items():
        for tree in ("true", "false"):
            answer = Ask("GET", f"/statement?unit={town.city.org(code)}&tree={tree}").sent(client)
            assert answer.status_code == (200 if cell == "x" else 404), code
    found = {row["id"] for row in Ask("GET", "/enterprises?words=演练").sent(client).json()["enterprises"]}
    firms = table(FIRMS).get(part, {})
    assert found == {firm.pk for n, firm in enumerate(town.city.enterprises, 1) if firms.get(str(n)) == "x"}


def test_a_past_holder_reads_and_can_do_nothing_more(town: Town, come: Callable[[str], Client]) -> None:
    """ng-finance had it, ng-utilities has it now."""
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case, NOW)
    case = town.city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-utilities"))
    client = come("finance")
    told = Ask("GET", f"/cases/{case.pk}").sent(client)
    assert told.status_code == 200 and told.json()["actions"] == []
    for action in set(ACTIONS) - {Action.RECORD}:
        path = f"/cases/{case.pk}/actions/{action.value}"
        assert Ask("POST", path, fitting(town, action), case.version).sent(client).status_code == 409, action
    nobody = come("power")
    assert Ask("GET", f"/cases/{case.pk}").sent(nobody).status_code == 404


@dataclass(frozen=True)
class Things:
    """What a probe is about: of one that is hidden, or of one that there isn't."""

    case: int
    version: int
    enterprise: int
    unit: int
    holder: int
    words: str


def probes(rng: random.Random, town: Town, own: int | None) -> Callable[[Things], Ask]:
    """One kind of request, with numbers that are none of one's business in every place where one can stand. ``own``: a case
    that the asker sees, for pairs."""
    action = rng.choice([action for action in ACTIONS if action is not Action.RECORD])
    free = {"live": "true", "late": "true", "kind": "utilities", "state": rng.choice(list(State)).value, "rows": "100"}
    narrowed = {name: free[name] for name in rng.sample(sorted(free), rng.randint(0, 2))}
    days = {"since": f"2019-0{rng.randint(4, 5)}-01", "until": "2019-06-04", "tree": rng.choice(["true", "false"])}

    def step(things: Things, case: int, **given: Any) -> Ask:
        return Ask("POST", f"/cases/{case}/actions/{action.value}", fitting(town, action, **given), things.version)

    def pointing(things: Things) -> Ask:
        """A step whose fields name what is hidden; the case itself is one's own where there is one."""
        ids = {Shape.CASE: things.case, Shape.CASES: [things.case], Shape.ENTERPRISE: things.enterprise}
        given = {need.name: ids[need.shape] for need in NEEDS[action] if need.shape in ids}
        return step(things, own or things.case, **given)

    return rng.choice(
        [
            lambda things: Ask("GET", f"/cases/{things.case}"),
            lambda things: Ask("GET", f"/cases/{things.case}/life"),
            lambda things: step(things, things.case),
            lambda things: Ask("POST", f"/cases/{things.case}/actions/{action.value}", {}, things.version),
            pointing,
            lambda things: Ask(
                "POST", f"/cases/{own or things.case}/actions/merge", {"into_id": things.case, "reason": "x"}, 2
            ),
            lambda things: Ask("POST", "/cases", fitting(town, Action.RECORD, enterprise_id=things.enterprise)),
            lambda things: Ask("GET", f"/cases?{urlencode({'words': things.words, **narrowed})}"),
            lambda things: Ask("GET", f"/cases?{urlencode({'unit': things.holder, **narrowed})}"),
            lambda things: Ask("GET", f"/statement?{urlencode({'unit': things.unit, **days})}"),
            lambda things: Ask("GET", f"/enterprises?{urlencode({'words': things.words})}"),
        ]
    )


def test_what_is_hidden_and_what_does_not_exist_are_one_answer(town: Town, come: Callable[[str], Client]) -> None:
    """Every request is sent twice: about something hidden, and about nothing. Not a byte differs, but the request's number."""
    rng, made = random.Random(11), 0
    strangers = {part: row for part in (*EVERYBODY, *OTHERS) if "." in (row := hidden_from(part)).values()}
    assert len(strangers) > 8
    while made < PROBES:
        part = rng.choice(sorted(strangers))
        row, client = strangers[part], come(part)
        there, nothing = things(rng, town, part, row)
        seen = [town.cases[name].pk for name, cell in row.items() if cell == "x"]
        probe = probes(rng, town, rng.choice(seen) if seen else None)
        answers = [probe(about).sent(client) for about in (there, nothing)]
        told = [whole(answer) for answer in answers]
        assert told[0] == told[1], (part, probe(there), told)
        assert told[0][0] < 500
        made += 2
    if PROBES >= 50_000:
        print(f"\n{made} requests about {len(strangers)} strangers, no byte between hidden and nothing")


def hidden_from(part: str) -> dict[str, str]:
    """{case: x where it is seen}."""
    return table(SEEN).get(part, dict.fromkeys(next(iter(table(SEEN).values())), "."))


def things(rng: random.Random, town: Town, part: str, row: Mapping[str, str]) -> tuple[Things, Things]:
    """Something that is hidden from somebody, and the same of nothing at all."""
    by_id = {case.pk: case for case in Case.objects.all()}
    cases = {name: by_id[case.pk] for name, case in town.cases.items()}
    case = cases[rng.choice([name for name, cell in row.items() if cell == "."])]
    seen = [cases[name] for name, cell in row.items() if cell == "x"]
    firms = [firm for n, firm in enumerate(town.city.enterprises, 1) if table(FIRMS).get(part, {}).get(str(n)) != "x"]
    shut = [town.city.org(code) for code in UNITS if table(BOOKS).get(part, {}).get(code) != "x"]
    idle = [org.pk for org in town.city.orgs.values() if org.pk not in {held.holder_id for held in seen}]
    words = [case.number, case.number[-7:]]
    words += [case.title] if [held.title for held in cases.values()].count(case.title) == 1 else []
    for firm in firms:
        words += [] if firm.pk in {held.enterprise_id for held in seen} else [firm.uscc, firm.name]
    enterprise = rng.choice(firms).pk if firms else NOWHERE
    there = Things(case.pk, case.version, enterprise, rng.choice(shut), rng.choice(idle), rng.choice(words))
    return there, Things(NOWHERE, case.version, NOWHERE, NOWHERE, NOWHERE, "没有的字")


def test_the_cursor_of_somebody_else_shows_nothing_of_theirs(town: Town, come: Callable[[str], Client]) -> None:
    cursor = Ask("GET", "/cases?rows=1").sent(come("dispatcher")).json()["next"]
    page = Ask("GET", f"/cases?{urlencode({'rows': 100, 'cursor': cursor})}").sent(come("finance")).json()
    mine = Ask("GET", "/cases?rows=100").sent(come("finance")).json()
    assert {row["id"] for row in page["cases"]} <= {row["id"] for row in mine["cases"]}
    assert page["count"] == mine["count"]
