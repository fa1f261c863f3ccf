"""The search box: in the head of every page, without a script; what it shows, and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import HAN, text
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.search.sources import sources
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.interfaces.web.search import Sort

ComeIn = Callable[..., Client]
BUDGET = 12


def asked(client: Client, typed: str, more: str = "") -> Any:
    return client.get(f"/search?q={quote(typed)}{more}")


def marked(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", page)]


def test_every_kind_has_its_word_and_its_page() -> None:
    assert [sort.value for sort in Sort] == list(sources())


@pytest.mark.parametrize("address", ["/", "/cases", "/rulebooks", "/enterprises", "/account"])
def test_the_box_stands_in_the_head_of_every_page(come_in: ComeIn, town: Town, address: str) -> None:
    page = come_in("dispatcher").get(address).content.decode()
    head = page[page.index('<header class="top">') : page.index("</header>")]
    assert 'action="/search"' in head and 'method="get"' in head and 'name="q"' in head


def test_whoever_has_no_role_is_shown_no_box(inside: Client) -> None:
    assert 'action="/search"' not in inside.get("/").content.decode()
    assert not marked(asked(inside, "演练").content.decode())


def test_what_fits_is_shown_by_kind_with_what_fits_marked(come_in: ComeIn, town: Town) -> None:
    page = asked(come_in("dispatcher", "en"), "燃气").content.decode()
    assert f'href="/cases/{town.cases["handled"].pk}"' in page
    assert marked(page) == ["燃气"]
    assert "Enterprises" not in re.findall("<h2>(.*?)</h2>", page)
    page = asked(come_in("dispatcher", "en"), "rqgx").content.decode()
    assert marked(page) == ["燃气管线"]
    assert "by the initials of its name" in page
    page = asked(come_in("dispatcher", "en"), "不能打桩").content.decode()
    assert marked(page) == ["不能打桩"]
    assert "by its text" in page


def test_a_whole_number_leads_straight_there_and_only_those_who_see_it(come_in: ComeIn, town: Town) -> None:
    case, firm = town.cases["handled"], town.city.enterprises[0]
    for typed, address in ((case.number, f"/cases/{case.pk}"), (firm.uscc.lower(), f"/enterprises/{firm.pk}")):
        there = asked(come_in("dispatcher"), typed)
        assert (there.status_code, there.headers["Location"]) == (302, address)
    assert asked(come_in("finance"), case.number).status_code == 200
    assert asked(come_in("dispatcher"), "official").headers["Location"] == f"/people/{town.city.staff['official'].pk}"


def test_an_organisation_is_named_to_everybody_and_opened_to_those_who_keep_it(come_in: ComeIn, town: Town) -> None:
    finance = town.city.org("ng-finance")
    for part, opens in (("official", False), ("dispatcher", True)):
        page = asked(come_in(part), "ng-fin").content.decode()
        assert "ng-fin" in marked(page)
        assert (f'href="/organisations/{finance}"' in page) is opens


@pytest.mark.parametrize("typed", ["", "长", "%", "长 春", "x" * 81, "甲乙 " * 7, "\x00", "NEAR("])
def test_what_can_not_be_looked_for_is_answered_by_a_sentence(come_in: ComeIn, town: Town, typed: str) -> None:
    answer = asked(come_in("dispatcher"), typed)
    assert answer.status_code == 200
    assert HAN.search(text(answer.content.decode()))
    assert not marked(answer.content.decode())


def test_what_is_typed_comes_back_as_text(come_in: ComeIn, town: Town) -> None:
    page = asked(come_in("dispatcher"), '"><script>甲乙</script>').content.decode()
    assert "<script>甲" not in page
    assert "&lt;script&gt;甲乙" in page


def test_strangers_get_the_same_page_whether_it_is_there_or_not(come_in: ComeIn, town: Town) -> None:
    """Of two words as long as each other, one in a case they don't see, one nowhere: the same bytes but for the word."""

    def told(typed: str) -> str:
        page = asked(come_in("finance"), typed).content.decode()
        return re.sub(r'value="[A-Za-z0-9]{64}"', "", page).replace(typed, "…").replace(quote(typed), "…")

    assert marked(asked(come_in("utilities"), "燃气").content.decode())
    assert told("燃气") == told("蒸汽")


def test_a_page_costs_the_same_however_much_fits(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")

    def cost(more: str = "") -> int:
        with CaptureQueriesContext(connection) as queries:
            assert asked(client, "演练", more).status_code == 200
        return len([query for query in queries if query["sql"].lstrip("(").startswith("SELECT")])

    cost()
    before = cost()
    for n in range(30):
        code = complete(f"91220102MA55550{n:02d}")
        register(CLOCK, town.city.org("xf"), uscc=code, name=f"演练许多{n:02d}厂", now=NOW)
    assert cost() == before <= BUDGET
    page = asked(client, "演练许多").content.decode()
    assert page.count("<mark>演练许多</mark>") == 6
    assert f"q={quote('演练许多')}&amp;kind=enterprise" in page
    assert asked(client, "演练许多", "&kind=enterprise").content.decode().count("<mark>演练许多</mark>") == 30
    assert cost("&kind=enterprise") <= BUDGET
