"""Correcting the registers by the API: what is left out stays as it is; and a consequence tried again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.beside import failed
from tests.api.conftest import Caller
from tests.api.keeping import Extra, furnish
from tests.interfaces.conftest import NOW, Town
from zhuqi.core.journal.models import Entry, Reaction

Calls = Callable[..., Caller]


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def test_what_is_left_out_stays_as_it_is(town: Town, extra: Extra, calls: Calls) -> None:
    admin, firm = calls("administrator"), f"/enterprises/{town.city.enterprises[0].pk}"
    before = admin.get(firm).json()
    told = admin.post(f"{firm}/correct", {"name": "演练改名有限公司", "staff_count": 7}).json()
    assert told == admin.get(firm).json() and told["staff_count"] == 7
    same = {"name", "staff_count", "scale", "why"}
    assert {k: v for k, v in told.items() if k not in same} == {k: v for k, v in before.items() if k not in same}
    assert admin.post(f"{firm}/correct", {"staff_count": None}).json()["staff_count"] is None
    unit = f"/units/{extra.unit}"
    held = admin.get(unit).json()
    assert admin.post(f"{unit}/correct", {"name": "演练改名局"}).json() == {**held, "name": "演练改名局"}
    person = f"/people/{town.city.staff['finance'].pk}"
    held = admin.get(person).json()
    moved = admin.post(f"{person}/correct", {"unit_id": extra.unit}).json()
    assert moved == {**held, "unit": {"id": extra.unit, "name": "演练改名局"}}


def test_saying_nothing_books_nothing(town: Town, extra: Extra, calls: Calls) -> None:
    booked = Entry.objects.count()
    for path in (f"/units/{extra.unit}", f"/enterprises/{town.city.enterprises[0].pk}"):
        assert calls("administrator").post(f"{path}/correct", {}).status_code == 200
    assert Entry.objects.count() == booked


@pytest.mark.parametrize("typed", [{"name": ""}, {"name": None}, {"region_id": None}, {"uscc": "x"}])
def test_what_must_be_said_cannot_be_emptied(town: Town, calls: Calls, typed: dict[str, object]) -> None:
    answer = calls("administrator").post(f"/enterprises/{town.city.enterprises[0].pk}/correct", typed)
    assert answer.status_code == 422 and set(answer.json()["fields"]) == set(typed)


def test_a_failing_consequence_is_tried_again_at_once(extra: Extra, calls: Calls) -> None:
    admin, which = calls("administrator"), failed()
    told = admin.post("/reactions/failing/try_again", which)
    assert told.status_code == 200 and told.json()["done_at"] is None
    owed = Reaction.objects.get(entry=which["entry"], name=which["name"])
    assert owed.next_at <= NOW and Entry.objects.filter(kind="reaction", subject=which["entry"]).exists()
    for wrong in ({**which, "name": "cases.nothing"}, {**which, "entry": 10**9}):
        assert admin.post("/reactions/failing/try_again", wrong).status_code == 404
    Reaction.objects.filter(pk=owed.pk).update(done_at=NOW)
    assert admin.post("/reactions/failing/try_again", which).json()["code"] == "refused"
