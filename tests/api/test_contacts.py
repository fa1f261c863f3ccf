"""Who speaks for a case, by the API: masked, shown on record, erased; and what a request of a handler's tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Caller
from tests.interfaces.conftest import Town
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.models import Case, Contact

Calls = Callable[..., Caller]
TYPED = {"contact_name": "演练张三", "contact_role": "厂长", "contact_phone": "13800001234"}


@pytest.fixture
def case(town: Town) -> Case:
    return town.cases["handled"]


def test_a_contact_is_written_masked_shown_on_record_and_erased(calls: Calls, case: Case) -> None:
    desk, path = calls("dispatcher"), f"/cases/{case.pk}/contacts"
    made = desk.post(path, TYPED)
    assert made.status_code == 201 and made["Location"] == f"/api/v1{path}"
    row = made.json()
    assert (
        "张三" not in row["name"] and "0000" not in row["phone"] and row["role"] == "厂长" and row["erased_at"] is None
    )
    assert desk.get(path).json() == calls("leader").get(path).json() == {"contacts": [row]}
    looked = Entry.objects.filter(kind="contact", subject=row["id"], verb="revealed")
    shown = calls("utilities").post(f"{path}/{row['id']}/reveal")
    assert shown.status_code == 200 and shown["Cache-Control"] == "no-store"
    assert (shown.json()["name"], shown.json()["phone"]) == ("演练张三", "13800001234")
    assert looked.count() == 1 and "张三" not in looked.get().facts
    calls("utilities").post(f"{path}/{row['id']}/reveal")
    assert looked.count() == 2, "each time anew"
    gone = desk.post(f"{path}/{row['id']}/erase")
    assert gone.json()["name"] == gone.json()["phone"] == "" and gone.json()["erased_at"]
    assert desk.get(path).json() == {"contacts": []}
    assert desk.post(f"{path}/{row['id']}/reveal").status_code == 404
    assert Contact.objects.get(pk=row["id"]).phone == ""


def test_an_erased_one_is_not_shown_again_by_the_key_that_showed_it(calls: Calls, case: Case) -> None:
    desk, path = calls("dispatcher"), f"/cases/{case.pk}/contacts"
    one = f"{path}/{desk.post(path, TYPED).json()['id']}"
    assert desk.post(f"{one}/reveal", idempotency_key="look").json()["phone"] == "13800001234"
    desk.post(f"{one}/erase")
    assert desk.post(f"{one}/reveal", idempotency_key="look").status_code == 404


def test_the_next_contact_takes_the_place_of_the_one_before(calls: Calls, case: Case) -> None:
    desk, path = calls("dispatcher"), f"/cases/{case.pk}/contacts"
    first = desk.post(path, TYPED).json()["id"]
    second = desk.post(path, {"contact_name": "演练李四"}).json()["id"]
    assert [row["id"] for row in desk.get(path).json()["contacts"]] == [second]
    assert Contact.objects.get(pk=first).erased_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "contact_name"),
        ({**TYPED, "contact_phone": "打手机"}, "contact_phone"),
        ({"contact_name": ""}, "contact_name"),
    ],
)
def test_what_is_no_contact_is_told_by_its_field(calls: Calls, case: Case, typed: dict[str, str], field: str) -> None:
    answer = calls("dispatcher").post(f"/cases/{case.pk}/contacts", typed)
    assert answer.status_code == 422 and list(answer.json()["fields"]) == [field]


def test_a_request_tells_why_it_isnt_theirs_and_when_it_was_taken_back(town: Town, calls: Calls, case: Case) -> None:
    handler = calls("utilities")
    handler.act(case, "ask_escalation", reason="要市里定。")
    assert handler.act(case, "take_back").status_code == 200
    told = handler.get(f"/cases/{case.pk}").json()["requests"]
    assert told[-1]["asked"] == "escalation" and told[-1]["taken_back_at"] and told[-1]["ground"] is None
    fresh = town.cases["assigned"]
    calls("finance").act(fresh, "accept")
    answer = calls("finance").act(fresh, "hand_back", reason="不归本局。", proposal="项目组", ground="duty")
    assert answer.status_code == 200, answer.content
    last = calls("dispatcher").get(f"/cases/{fresh.pk}").json()["requests"][-1]
    assert last["ground"] == "duty" and last["taken_back_at"] is None
