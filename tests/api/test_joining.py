"""Several enterprises, one handling, by the API: joined, acted on at once, taken out; the enterprise reads nothing of it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import joined
from zhuqi.domain.cases.rules.words import Action


def pair(town: Any) -> list[Case]:
    """Needs of two enterprises (synthetic) that one unit has been given."""
    found = []
    for firm in town.city.enterprises[:2]:
        case = town.city.record(NOW, part="dispatcher", enterprise_id=firm.pk)
        case = town.city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
        found.append(town.city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-utilities")))
    return found


def test_cases_are_joined_acted_on_at_once_and_taken_out(town, calls) -> None:
    first, other = pair(town)
    desk, unit = calls("dispatcher"), calls("utilities")
    assert desk.get(f"/cases/{first.pk}").json()["together"] == []
    assert desk.act(first, "join", version=first.version, with_ids=[other.pk]).status_code == 200
    told = desk.get(f"/cases/{first.pk}").json()
    assert [(one["id"], one["number"]) for one in told["together"]] == [(other.pk, other.number)]
    assert "take_out" in told["actions"] and "take_out" not in unit.get(f"/cases/{first.pk}").json()["actions"]
    assert unit.act(first, "accept", version=told["version"]).status_code == 200
    assert [Case.objects.get(pk=case.pk).state for case in (first, other)] == ["handling"] * 2
    version = Case.objects.get(pk=other.pk).version
    assert desk.act(other, "take_out", version=version, reason="不是一回事").status_code == 200
    assert desk.get(f"/cases/{first.pk}").json()["together"] == []
    assert desk.act(other, "take_out", version=version, reason="不是一回事").status_code == 409


def test_what_can_be_joined_is_what_the_form_offers(town, calls) -> None:
    first, other = pair(town)
    desk = calls("dispatcher")
    told = desk.get(f"/cases/{first.pk}/joinable").json()["cases"]
    assert [(one["case"]["id"], one["case"]["number"]) for one in told] == [(other.pk, other.number)]
    assert told[0]["alike"] == 1 and told[0]["case"]["enterprise"]["name"] == other.enterprise.name
    offered = joined.joinable(town.city.actor("dispatcher"), first)
    assert [one.case.pk for one in offered] == [other.pk] and told[0]["words"] == offered[0].words
    for part in ("leader", "supervisor"):
        assert calls(part).get(f"/cases/{first.pk}/joinable").json() == {"cases": []}, (
            "who may not join is offered none"
        )
    assert calls("town_dispatcher").get(f"/cases/{first.pk}/joinable").status_code == 404
    assert desk.act(first, "join", version=first.version, with_ids=[told[0]["case"]["id"]]).status_code == 200
    assert desk.get(f"/cases/{first.pk}/joinable").json() == {"cases": []}


def test_what_can_be_joined_costs_the_same_however_many_there_are(town, calls) -> None:
    first, _ = pair(town)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            offered = joined.offered(town.city.actor("dispatcher"), first.pk, now=NOW)
        costs.append((len(offered), len(queries)))
        pair(town), pair(town)
    assert costs[1][0] > costs[0][0] and costs[1][1] <= costs[0][1] + 1, costs


def test_what_one_of_them_refuses_is_refused_with_its_number(town, calls) -> None:
    first, other = pair(town)
    desk, unit = calls("dispatcher"), calls("utilities")
    desk.act(first, "join", version=first.version, with_ids=[other.pk])
    unit.act(first, "accept", version=first.version + 1)
    answer = unit.act(
        first,
        "reply",
        version=first.version + 2,
        outcome="solved",
        text=f"与{other.enterprise.name}一起送电",
        told_on=None,
    )
    assert answer.status_code == 422 and list(answer.json()["fields"]) == ["text"]
    wrong = desk.act(first, "join", version=first.version + 2, with_ids=[999_999])
    assert wrong.status_code == 422 and list(wrong.json()["fields"]) == ["with_ids"]
