"""Errands on their pages: taken on, run, handed on, and what the pages say meanwhile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.beside import errand_of
from tests.interfaces.conftest import NOW, Town
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import ErrandState

ComeIn = Callable[..., Client]


def typed(town: Town, **more: str) -> dict[str, str]:
    firm = str(town.city.enterprises[0].pk)
    said = {"mode": "agent", "matter": "演练许可", "office": "演练局", "asked_on": "2019-06-04", "due": "2019-06-20"}
    return {"enterprise": firm, "key": "k1", **said, **more}


def test_an_official_takes_it_on_runs_it_and_notes_the_result(come_in: ComeIn, town: Town) -> None:
    client = come_in("official")
    firm = client.get(f"/enterprises/{town.city.enterprises[0].pk}").content.decode()
    assert re.search(r'href="(/errands/new\?enterprise=\d+)"', firm)
    assert client.post("/errands/new", typed(town)).status_code == 302
    errand = Errand.objects.get()
    for deed, said, more in (
        ("file", "已登记报件", {"day": "2019-06-04"}),
        ("postpone", "承诺日期已改", {"due": "2019-06-24", "note": "评审改期"}),
        ("finish", "已办结", {"day": "2019-06-04", "outcome": "granted"}),
    ):
        page = client.get(f"/errands/{errand.pk}").content.decode()
        at = re.search(rf'href="(/errands/\d+/{deed}\?seen=\d+)"', page)
        assert at is not None, deed
        answer = client.post(at[1], {**more, "key": deed}, follow=True)
        assert said in answer.content.decode()
    page = client.get(f"/errands/{errand.pk}").content.decode()
    assert "最初承诺日期" in page and "评审改期" in page and "准予" in page
    assert not re.search(r'href="/errands/\d+/', page), "nothing is left to do"
    assert "演练许可" not in client.get("/errands").content.decode()
    assert "演练许可" in client.get("/errands?which=all").content.decode()


def test_a_form_sent_twice_is_answered_alike_and_done_once(come_in: ComeIn, town: Town) -> None:
    client, errand = come_in("official"), errand_of(town)
    at = f"/errands/{errand.pk}/stop?seen=1"
    for _ in range(2):
        assert client.post(at, {"why": "itself", "note": "企业自己去办", "key": "once"}).status_code == 302
    assert Errand.objects.get().version == 2


def test_what_somebody_else_moved_meanwhile_is_told(come_in: ComeIn, town: Town) -> None:
    client, errand = come_in("official"), errand_of(town)
    assert (
        client.post(f"/errands/{errand.pk}/report?seen=1", {"day": "2019-06-04", "note": "一", "key": "a"}).status_code
        == 302
    )
    answer = client.post(f"/errands/{errand.pk}/report?seen=1", {"day": "2019-06-04", "note": "二", "key": "b"})
    assert answer.status_code == 409 and "二" in answer.content.decode(), "what was typed is kept"
    for strange in ("", "x", "99999999999"):
        assert client.get(f"/errands/{errand.pk}/report?seen={strange}").status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [("matter", ""), ("due", "2019-06-01"), ("due", "gestern"), ("asked_on", "2019-06-05"), ("mode", "fly")],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    come_in: ComeIn, town: Town, field: str, value: str
) -> None:
    answer = come_in("official").post("/errands/new", typed(town, **{field: value}))
    page = answer.content.decode()
    assert answer.status_code == 422 and f'id="{field}-error"' in page and "演练局" in page
    assert not Errand.objects.exists()


def test_who_oversees_sees_what_is_late_and_hands_it_on(come_in: ComeIn, town: Town) -> None:
    errand = errand_of(town)
    Errand.objects.filter(pk=errand.pk).update(
        due=NOW.date() - dt.timedelta(days=3), asked_on=NOW.date() - dt.timedelta(days=9)
    )
    client = come_in("dispatcher")
    assert "超 3 天" in client.get("/errands?which=late").content.decode()
    page = client.get(f"/errands/{errand.pk}/hand_on?seen=1").content.decode()
    assert "演练keeper" in page
    keeper = str(town.city.staff["keeper"].pk)
    assert client.post(f"/errands/{errand.pk}/hand_on?seen=1", {"staff_id": keeper, "key": "h"}).status_code == 302
    assert Errand.objects.get().staff == town.city.staff["keeper"]


@pytest.mark.parametrize("which", ["live", "mine", "late", "all"])
def test_a_list_costs_the_same_whatever_its_size(come_in: ComeIn, town: Town, which: str) -> None:
    client = come_in("official")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"/errands?which={which}").status_code == 200
        return len(seen)

    errand_of(town)
    Errand.objects.update(asked_on=NOW.date() - dt.timedelta(9), due=NOW.date() - dt.timedelta(3))
    few = cost()
    for n in range(12):
        errand_of(town, f"演练{n}")
    Errand.objects.update(asked_on=NOW.date() - dt.timedelta(9), due=NOW.date() - dt.timedelta(3))
    assert cost() == few <= 12
    assert Errand.objects.filter(state=ErrandState.TAKEN).count() == 13


def test_an_errand_without_an_enterprise_is_told_to_choose_one(come_in: ComeIn, town: Town) -> None:
    answer = come_in("official").post("/errands/new", typed(town, enterprise=""))
    assert answer.status_code == 422
    assert "请选择一项。" in answer.content.decode() and "请选择单位" not in answer.content.decode()
