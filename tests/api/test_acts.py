"""Steps by the API: the same form, the same sentence and the same effect as everywhere; once, and at the version seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.interfaces.conftest import NOW
from zhuqi.base.errors import Refused
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.api.bodies import body
from zhuqi.interfaces.api.site import api


def entries(case: Case) -> int:
    return Entry.objects.filter(kind="case", subject=case.pk).count()


NEED = {"title": "缺一个路口", "body": "货车掉不了头。", "kind": "utilities"}


def test_a_need_is_recorded_and_found_where_the_answer_says(town, calls) -> None:
    caller, firm = calls("official"), town.city.enterprises[0].pk
    made = caller.post("/cases", {"enterprise_id": firm, "found_on": "2019-06-03", "channel": "phone", **NEED})
    assert made.status_code == 201 and made.headers["ETag"] == '"1"'
    told = caller.get(made.headers["Location"].removeprefix("/api/v1")).json()
    assert {name: told[name] for name in made.json()} == made.json()
    assert (told["found_on"], told["channel"], told["title"]) == ("2019-06-03", "phone", NEED["title"])
    assert told["enterprise"]["id"] == firm and told["words"][0]["body"] == NEED["body"]


def test_a_need_with_the_same_key_is_recorded_once(town, calls) -> None:
    caller, typed = calls("official"), {"enterprise_id": town.city.enterprises[0].pk, **NEED}
    before = Case.objects.count()
    first = caller.post("/cases", typed, idempotency_key="k-1")
    again = caller.post("/cases", typed, idempotency_key="k-1")
    assert (first.status_code, first.content, first.headers["Location"]) == (
        again.status_code,
        again.content,
        again.headers["Location"],
    )
    assert Case.objects.count() == before + 1
    other = caller.post("/cases", typed, idempotency_key="k-2")
    assert other.json()["id"] != first.json()["id"] and Case.objects.count() == before + 2


def test_an_enterprise_out_of_sight_is_as_one_that_doesnt_exist(town, calls) -> None:
    typed = {"enterprise_id": town.city.enterprises[2].pk, **NEED}
    hidden = calls("official").post("/cases", typed)
    missing = calls("official").post("/cases", {**typed, "enterprise_id": 999999999})
    assert hidden.status_code == missing.status_code == 404 and hidden.content == missing.content


def test_a_case_goes_its_whole_way_by_the_api(town, calls) -> None:
    """Record, submit, screen, assign, accept, reply, ask, confirm: each with the version that the last answer gave."""
    firm, lead = town.city.enterprises[0].pk, town.city.org("ng-finance")
    done = calls("official").post("/cases", {"enterprise_id": firm, **NEED}).json()
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("official", "submit", {"why": "组里办不了"}),
        ("dispatcher", "screen", {"kind": "utilities", "grade": "B"}),
        ("dispatcher", "assign", {"lead_id": lead, "assist_ids": [town.city.org("ng-planning")], "note": None}),
        ("finance", "accept", {}),
        ("finance", "ask_extension", {"amount": "2 工作日", "reason": "等材料"}),
        ("dispatcher", "extend", {"reason": "材料未到"}),
        ("finance", "reply", {"outcome": "solved", "text": "已办妥"}),
        ("official", "ask", {"channel": "phone", "arrived_on": "2019-06-04"}),
        ("dispatcher", "confirm", {}),
    )
    for version, (part, action, typed) in enumerate(steps, 1):
        address = f"/cases/{done['id']}/actions/{action}"
        answer = calls(part).post(address, typed, if_match=f'"{version}"')
        assert answer.status_code == 200, (action, answer.json())
        done = answer.json()
        assert done["version"] == version + 1 and answer.headers["ETag"] == f'"{version + 1}"'
    assert (done["state"], done["end"]) == ("ended", "closed")


def test_a_step_without_a_version_is_turned_away(town, calls) -> None:
    case = town.cases["found"]
    answer = calls("official").post(f"/cases/{case.pk}/actions/submit", {"why": "x"})
    assert answer.status_code == 428 and answer.json()["code"] == "version_needed"
    for wrong in ("1", "*", 'W/"1"', '"x"', '"1", "2"', '"' + "9" * 30 + '"'):
        answer = calls("official").post(f"/cases/{case.pk}/actions/submit", {"why": "x"}, if_match=wrong)
        assert answer.status_code == 422 and list(answer.json()["fields"]) == ["If-Match"]
    assert entries(case) == 1


def test_a_step_at_an_old_version_is_stale_with_the_sentence_of_the_pages(town, calls) -> None:
    case = town.cases["handled"]
    before = entries(case)
    answer = calls("utilities").act(case, "stage_reply", version=before - 1, text="正在办")
    assert answer.status_code == 409 and answer.json() == {
        "code": "stale",
        "sentence": "Somebody else has moved this on in the meantime. Look again, then decide.",
        "fields": {},
    }
    assert entries(case) == before
    assert calls("utilities").act(case, "stage_reply", version=before, text="正在办").status_code == 200


def test_the_same_key_twice_is_one_effect_and_the_same_answer(town, calls) -> None:
    case, caller = town.cases["handled"], calls("utilities")
    before = entries(case)
    first = caller.act(case, "stage_reply", version=before, key="abc", text="正在办")
    again = caller.act(case, "stage_reply", version=before, key="abc", text="正在办")
    assert first.status_code == again.status_code == 200 and first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"] == f'"{entries(case)}"'
    assert Entry.objects.filter(kind="case", subject=case.pk, verb="stage_replied").count() == 1
    assert caller.act(case, "stage_reply", version=before, key="abd", text="正在办").status_code == 409


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 65, "键", "a\x7f"])
def test_a_key_that_is_none_is_refused(town, calls, key: str) -> None:
    case = town.cases["found"]
    headers = {"if_match": '"1"', "idempotency_key": key.encode().decode("latin-1")}
    answer = calls("official").post(f"/cases/{case.pk}/actions/submit", {"why": "x"}, **headers)
    assert answer.status_code == 422 and list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert entries(case) == 1


def test_what_a_rule_refuses_is_said_as_on_the_page(town, calls, client) -> None:
    case = town.cases["returned"]
    with pytest.raises(Refused) as refused:
        town.city.do("planner", Action.HAND_BACK, case.pk, NOW, reason="x", proposal="y")
    answer = calls("planner").act(case, "hand_back", reason="x", proposal="y")
    assert answer.status_code == 409 and answer.json()["code"] == "refused"
    assert answer.json()["sentence"] == str(refused.value.sentence)
    client.force_login(town.account("planner"))
    page = client.get(f"/cases/{case.pk}/hand_back")
    chinese = calls("planner", "zh").act(case, "hand_back", reason="x", proposal="y").json()["sentence"]
    assert page.status_code == 409 and chinese in page.content.decode()


def test_what_was_typed_wrongly_is_said_field_by_field(town, calls) -> None:
    case = town.cases["waiting"]
    answer = calls("dispatcher").act(case, "assign", lead_id=town.city.org("cc-power"))
    assert answer.status_code == 409
    screened = calls("dispatcher").act(case, "screen", kind="nothing", grade="D")
    unknown = "The rules here don't know this one. Choose one that they name."
    assert screened.status_code == 422 and screened.json()["fields"] == {"kind": unknown, "grade": unknown}
    screened = calls("dispatcher").act(case, "screen", kind="nothing", grade="B")
    assert screened.status_code == 422 and list(screened.json()["fields"]) == ["kind"]
    empty = calls("dispatcher").act(case, "screen")
    assert empty.json() == {
        "code": "invalid",
        "sentence": "This is needed.",
        "fields": {"kind": "This is needed.", "grade": "This is needed."},
    }


def test_a_stranger_cant_take_a_step_nor_learn_that_there_is_a_case(town, calls) -> None:
    case = town.cases["handled"]
    hidden = calls("town_handler").act(case, "accept", version=5)
    missing = calls("town_handler").post("/cases/999999999/actions/accept", {}, if_match='"5"')
    assert hidden.status_code == missing.status_code == 404 and hidden.content == missing.content


def test_a_step_that_needs_nothing_may_come_without_a_body(town, calls) -> None:
    case = town.cases["assigned"]
    assert calls("finance").post(f"/cases/{case.pk}/actions/accept", if_match='"4"').status_code == 200


@pytest.mark.parametrize("action", list(ACTIONS))
def test_every_action_has_an_address_whose_body_is_its_row_of_needs(action: Action) -> None:
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    path = "/api/v1/cases" if action is Action.RECORD else f"/api/v1/cases/{{case_id}}/actions/{action.value}"
    operation = described["paths"][path]["post"]
    name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    form = described["components"]["schemas"][name]
    assert form["additionalProperties"] is False
    assert list(form.get("properties", {})) == [need.name for need in NEEDS[action]]
    assert set(form.get("required", ())) == {need.name for need in NEEDS[action] if need.required}
    assert operation["requestBody"]["required"] == any(need.required for need in NEEDS[action])
    headers = {each["name"]: each["required"] for each in operation["parameters"] if each["in"] == "header"}
    assert headers == ({} if action is Action.RECORD else {"If-Match": True}) | {"Idempotency-Key": False}


def test_the_choices_of_a_body_are_those_of_the_form() -> None:
    for action, needs in NEEDS.items():
        form = body(action).model_json_schema()
        for need in needs:
            if need.shape is Shape.CHOICE:
                written = json.dumps(form["properties"][need.name])
                assert all(f'"{word.value}"' in written for word in need.choices)
