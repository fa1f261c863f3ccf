"""Pages of the register of enterprises: narrowed lists, who speaks for one, key lists, rows that are one, history; moves."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import register
from zhuqi.domain.directory.actions.alike import find_alike
from zhuqi.domain.directory.models import Alike, Enterprise, KeyList, Look, PlannedMove, Spokesperson, Staff

ComeIn = Callable[..., Client]
TODAY = NOW.date().isoformat()
MOST = 12 + 4
"""Queries of a page: twelve of its own, and those by which every request knows who asks."""


def firm(town: Town, n: int = 0) -> str:
    return f"/enterprises/{town.city.enterprises[n].pk}"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_who_speaks_is_shown_to_who_says_why(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    typed = {"name": "演练张三", "role": "厂长", "phone": "13800001234", "key": "a"}
    assert client.post(f"{firm(town)}/spokesperson", typed).status_code == 302
    shown = page(client, firm(town))
    assert "138****1234" in shown and "13800001234" not in shown and "演练张三" not in shown
    reveal = f"{firm(town)}/reveal?person={Spokesperson.objects.get().pk}"
    assert client.post(reveal, {"why": "", "key": "b"}).status_code == 422
    answer = client.post(reveal, {"why": "演练约见", "key": "c"})
    assert "13800001234" in answer.content.decode() and answer["Cache-Control"] == "no-store"
    assert Look.objects.get().why == "演练约见"
    client.post(f"{firm(town)}/erase?person={Spokesperson.objects.get().pk}", {"key": "d"})
    assert "Nobody is written down." in page(client, firm(town))


def test_who_keeps_the_register_alone_is_told_nobody(come_in: ComeIn, town: Town) -> None:
    come_in("dispatcher").post(f"{firm(town)}/spokesperson", {"name": "演练张三", "key": "a"})
    shown = page(come_in("administrator", "en"), firm(town))
    assert "Who speaks for the enterprise" not in shown and "Notes" not in shown
    reveal = f"{firm(town)}/reveal?person={Spokesperson.objects.get().pk}"
    assert come_in("administrator").post(reveal, {"why": "想看", "key": "b"}).status_code == 404


def test_a_list_is_opened_filled_and_narrows_the_register(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher", "en")
    typed = {"name": "演练专精特新", "document": "演练〔2019〕1号", "area": "ng", "since": TODAY, "key": "a"}
    assert client.post("/key-lists/new", typed).status_code == 302
    row = KeyList.objects.get()
    uscc, name = town.city.enterprises[0].uscc, town.city.enterprises[0].name
    client.post(f"/key-lists/{row.pk}/add", {"enterprise": uscc, "since": TODAY, "key": "b"})
    shown = page(client, f"/key-lists/{row.pk}")
    assert name in shown and "演练专精特新" in page(client, firm(town))
    assert (
        row.document in re.findall(r'<p class="lede">(.*?)</p>', shown)[0]
        and f'<span class="bit">{uscc}</span>' in shown
    )
    narrowed = page(client, f"/enterprises?list={row.pk}")
    assert name in narrowed and town.city.enterprises[1].name not in narrowed
    client.post(f"{firm(town)}/unlist?list={row.pk}", {"until": TODAY, "key": "c"})
    assert "Nobody you see stands on it." in page(client, f"/key-lists/{row.pk}")
    client.post(f"/key-lists/{row.pk}/close", {"until": TODAY, "key": "d"})
    assert KeyList.objects.get().until == NOW.date()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("region=mz", [2]), ("region=xf", [0]), ("region=nowhere", []), ("standing=stopped", []), ("above=above", [])],
)
def test_the_register_is_narrowed(come_in: ComeIn, town: Town, asked: str, shown: list[int]) -> None:
    found = page(come_in("dispatcher"), f"/enterprises?{asked}")
    for n, enterprise in enumerate(town.city.enterprises):
        assert (f'href="/enterprises/{enterprise.pk}"' in found) or n not in shown
        if not shown:
            assert f'href="/enterprises/{enterprise.pk}"' not in found


def test_two_rows_become_one_and_two_again(come_in: ComeIn, town: Town) -> None:
    client, first = come_in("dispatcher", "en"), town.city.enterprises[0]
    code = complete("91220102MA0008880")
    other = register(CLOCK, town.city.org("xf"), uscc=code, name=first.name, now=NOW)
    assert code in page(client, "/enterprises/twins")
    merge = f"/enterprises/{other.pk}/merge?into={first.pk}"
    assert "They have the same name." in page(client, merge)
    client.post(merge, {"why": "演练同一家", "key": "a"})
    assert client.get(f"/enterprises/{other.pk}")["Location"] == firm(town)
    assert code in page(client, firm(town)) and code not in page(client, "/enterprises")
    client.post(f"{firm(town)}/undo?row={other.pk}", {"why": "演练看错", "key": "b"})
    assert code in page(client, f"/enterprises/{other.pk}")
    assert "演练看错" in page(client, f"/enterprises/{other.pk}/history")


def test_a_move_is_planned_and_called_off(come_in: ComeIn, town: Town) -> None:
    client, unit = come_in("administrator", "en"), f"/organisations/{town.city.org('ng-planning')}"
    morrow = (NOW.date() + dt.timedelta(days=1)).isoformat()
    assert client.post(f"{unit}/move", {"parent": "xf", "on": TODAY, "why": "", "key": "a"}).status_code == 422
    assert client.post(f"{unit}/move", {"parent": "xf", "on": morrow, "why": "演练", "key": "b"}).status_code == 302
    assert "Call the move off" in page(client, unit)
    client.post(f"{unit}/call_off", {"key": "c"})
    assert PlannedMove.objects.get().cancelled_at is not None and "Move it under another" in page(client, unit)


def test_somebody_is_transferred(come_in: ComeIn, town: Town) -> None:
    client, one = come_in("administrator", "en"), town.city.staff["planner"]
    client.post(f"/people/{one.pk}/transfer", {"organisation": "ng-finance", "why": "演练轮岗", "key": "a"})
    assert Staff.objects.get(pk=one.pk).unit_id == town.city.org("ng-finance")
    assert "演练轮岗" in page(client, f"/people/{one.pk}/history")


def test_what_is_not_theirs_is_not_done(come_in: ComeIn, town: Town) -> None:
    client, before = come_in("official"), Entry.objects.count()
    typed = {"standing": "stopped", "since": TODAY, "why": "x", "list": "1", "key": "k"}
    for name in ("standing", "list", "unlist?list=1", "merge?into=2", "undo?row=1"):
        assert client.post(f"{firm(town)}/{name}", typed).status_code == 404, name
    assert Entry.objects.count() == before


@pytest.mark.parametrize("address", ["/enterprises", "/enterprises/twins", "/key-lists", "{firm}", "{firm}/history"])
def test_a_page_costs_the_same_whatever_its_rows(come_in: ComeIn, town: Town, address: str) -> None:
    client = come_in("dispatcher")

    def cost() -> int:
        with CaptureQueriesContext(connection) as sent:
            page(client, address.format(firm=firm(town)))
        return len(sent)

    few = cost()
    for n in range(9):
        code = complete(f"91220102MA00088{n}0")
        register(CLOCK, town.city.org("xf"), uscc=code, name=town.city.enterprises[0].name, now=NOW)
        typed = {"name": f"演练名单{n}", "document": "", "area": "ng", "since": TODAY, "key": f"l{n}"}
        client.post("/key-lists/new", typed)
        standing = ("stopped", "open")[n % 2]
        client.post(f"{firm(town)}/standing", {"standing": standing, "since": TODAY, "why": "", "key": f"s{n}"})
    cost()
    assert cost() <= max(few, MOST), address
    assert Enterprise.objects.count() > 9


def test_the_list_of_names_that_are_nearly_alike_costs_the_same_whatever_its_pairs(come_in: ComeIn, town: Town) -> None:
    client, rng = come_in("dispatcher"), random.Random(5)
    signs = "饲料物流餐饮管理科技电子化工建材纺织印刷包装医药生物环保"

    def cost(pairs: int) -> int:
        for n in range(Alike.objects.count(), pairs):
            kind = "".join(rng.sample(signs, 6))
            for slip, name in enumerate((f"演练{kind}精密有限公司", f"演练{kind}精蜜有限公司")):
                code, region = complete(f"91220102MA{7 * slip + 1}{n:02d}8{slip}00"), ("xf", "mz")[(n + slip) % 2]
                register(CLOCK, town.city.org(region), uscc=code, name=name, now=NOW)
        assert find_alike(NOW) >= pairs
        with CaptureQueriesContext(connection) as sent:
            text = page(client, "/enterprises/alike")
        assert text.count("apart?other=") == pairs
        return len(sent)

    few = cost(2)
    assert cost(20) <= max(few, MOST)
