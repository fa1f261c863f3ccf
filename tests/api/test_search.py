"""The search by the API: what the page finds, with the same reasons, for whoever holds the token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import Caller
from tests.api.test_reading import LIST_BUDGET
from tests.interfaces.conftest import NOW, Town
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.directory.actions.enterprises import register

Calls = Callable[..., Caller]


def found(caller: Caller, words: str, more: str = "") -> dict[str, list[dict[str, Any]]]:
    answer = caller.get(f"/search?words={quote(words)}{more}")
    assert answer.status_code == 200, answer.content
    return {group["kind"]: group["found"] for group in answer.json()["groups"]}


def test_it_tells_what_fits_and_why(town: Town, calls: Calls) -> None:
    case, firm = town.cases["handled"], town.city.enterprises[0]
    assert found(calls("dispatcher"), "燃气") == {
        "case": [{"id": case.pk, "name": case.title, "code": case.number, "why": "name", "said": ""}]
    }
    told = found(calls("dispatcher"), "不能打桩")["case"][0]
    assert (told["id"], told["why"]) == (case.pk, "text")
    assert "不能打桩" in told["said"]
    told = found(calls("dispatcher"), firm.uscc)["enterprise"][0]
    assert told == {"id": firm.pk, "name": firm.name, "code": firm.uscc, "why": "code", "said": firm.uscc}


@pytest.mark.parametrize("part", ["finance", "town_dispatcher", "administrator", "auditor"])
def test_nobody_is_told_what_their_lists_hide(town: Town, calls: Calls, part: str) -> None:
    assert "case" not in found(calls(part), "燃气")
    answer = calls(part).get(f"/search?words={quote('燃气')}").content
    assert answer == calls(part).get(f"/search?words={quote('蒸汽')}").content


def test_one_kind_alone_and_as_many_as_asked_for(town: Town, calls: Calls) -> None:
    assert set(found(calls("administrator"), "演练", "&kind=staff")) == {"staff"}
    answer = calls("administrator").get(f"/search?words={quote('演练')}&kind=staff&rows=2").json()["groups"][0]
    assert (len(answer["found"]), answer["more"]) == (2, True)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?words=",
        "?words=%E9%95%BF",
        "?words=%25%25",
        "?words=ab%00",
        f"?words={'x' * 81}",
        "?words=ab&kind=visit",
        "?words=ab&rows=0",
        "?words=ab&q=1",
    ],
)
def test_what_can_not_be_looked_for_is_refused_with_a_sentence(town: Town, calls: Calls, query: str) -> None:
    answer = calls("dispatcher").get(f"/search{query}")
    assert answer.status_code == 422
    assert all(answer.json()["fields"].values())


def test_it_costs_the_same_however_much_fits(town: Town, calls: Calls) -> None:
    caller = calls("administrator")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(caller, "演练")
        return len([query for query in queries if query["sql"].lstrip("(").startswith("SELECT")])

    cost()
    before = cost()
    for n in range(30):
        code = complete(f"91220102MA55550{n:02d}")
        register(CLOCK, town.city.org("xf"), uscc=code, name=f"演练许多{n:02d}厂", now=NOW)
    assert cost() == before <= LIST_BUDGET
