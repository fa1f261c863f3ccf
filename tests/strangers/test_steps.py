"""Every field of every step, by pages and by the API, gets what strangers type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.api.conftest import secret
from tests.api.typed import fitting
from tests.interfaces.conftest import NOW, Town
from tests.strangers.conftest import FORM, Meeting, some
from tests.strangers.odd import as_form, as_json
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action

PARTS = ("dispatcher", "utilities", "finance", "planner", "official", "supervisor", "construction")


def doer(town: Town, action: Action) -> tuple[str, Case]:
    """Somebody who can take a step, and the case; for steps that nobody can take here, somebody who sees the case."""
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[held.pk for held in town.cases.values()])}
    for part in PARTS if action is not Action.RECORD else ():
        for case in cases.values():
            try:
                if action in detail(town.city.actor(part), case.pk, now=NOW).actions:
                    return part, case
            except Exception:  # not theirs to see
                continue
    return "official", cases[town.cases["found"].pk]


def places(action: Action) -> Iterator[tuple[int, str]]:
    """(place among all fields of all steps, name) of a step's fields, and of what every form sends along."""
    first = sum(len(NEEDS[other]) for other in TAKEN[: TAKEN.index(action)])
    yield from enumerate((need.name for need in NEEDS[action]), first)


@pytest.mark.parametrize("action", list(ACTIONS))
def test_the_page_of_a_step(town: Town, client: Client, meeting: Meeting, action: Action) -> None:
    part, case = doer(town, action)
    client.force_login(town.account(part))
    client.cookies["lang"] = "zh-hans"
    path = "/cases/new" if action is Action.RECORD else f"/cases/{case.pk}/{action.value}"
    for place, name in [*places(action), (3, "seen"), (4, "key"), (5, "made_up")]:
        rest = {**{k: v for k, v in typed(town, action).items() if k != name}, "seen": case.version}
        for what, value in some(as_form(), place).items():
            content = f"{urlencode(rest, doseq=True)}&{name}=".encode() + value
            meeting.send(client, "POST", path, content, FORM, f"{part} {path} {name}: {what}")
        twice = f"{urlencode(rest, doseq=True)}&{name}=a&{name}=b&{name}=".encode()
        meeting.send(client, "POST", path, twice, FORM, f"{part} {path} {name}: twice")
    assert sum(meeting.told.values()) >= 4


def typed(town: Town, action: Action) -> dict[str, Any]:
    """What fits, as a form writes it."""
    words = {True: "yes", False: "no"}
    return {
        name: words.get(value, value) if isinstance(value, bool) else value
        for name, value in fitting(town, action).items()
    }


@pytest.mark.parametrize("action", list(ACTIONS))
def test_the_operation_of_a_step(town: Town, meeting: Meeting, action: Action) -> None:
    part, case = doer(town, action)
    client = Client(headers={"Authorization": f"Bearer {secret(town.account(part).pk)}", "Accept-Language": "zh"})
    path = "/api/v1/cases" if action is Action.RECORD else f"/api/v1/cases/{case.pk}/actions/{action.value}"
    headers = {"If-Match": f'"{case.version}"'}
    for place, name in [*places(action), (5, "made_up")]:
        rest = json.dumps({k: v for k, v in fitting(town, action).items() if k != name})[1:-1]
        for what, value in some(as_json(), place + 4).items():
            content = ("{" + ", ".join(filter(None, [rest, f'"{name}": {value}'])) + "}").encode()
            told = meeting.send(
                client, "POST", path, content, "application/json", f"{path} {name}: {what}", headers=headers
            )
            assert told.status_code in {200, 201, 400, 404, 409, 422}, (path, name, what, told.content)
        twice = ("{" + ", ".join(filter(None, [rest, f'"{name}": 1, "{name}": 2'])) + "}").encode()
        told = meeting.send(client, "POST", path, twice, "application/json", f"{path} {name}: twice", headers=headers)
        assert told.status_code == 400
