"""How cases flow, drawn: every band carries its number, opens just as many cases, and nothing is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client

from tests.interfaces.conftest import Town
from zhuqi.interfaces.web.books.streams import LEFT, RIGHT, Stream, drawn, inside, through
from zhuqi.interfaces.web.books.tables import Share
from zhuqi.interfaces.web.shown import Figure

ComeIn = Callable[..., Client]
BAND = re.compile(r'<a href="([^"]+)" aria-label="([^"]+) → ([^"]+): (\d+)"><title>')


def test_what_comes_and_what_goes_meet_in_the_middle() -> None:
    drawing = through("我室", [Share("甲", "", Figure(6)), Share("乙", "", Figure(2))], [Share("丙", "", Figure(7))])
    assert [(band.stream.source, band.stream.target, band.stream.n) for band in drawing.bands] == [
        ("甲", "我室", 6), ("乙", "我室", 2), ("我室", "丙", 7),
    ]  # fmt: skip
    assert {bar.name: bar.n for bar in drawing.bars} == {"甲": 6, "乙": 2, "丙": 7, "我室": 8}


def test_bars_of_a_column_never_lie_on_each_other_nor_outside() -> None:
    drawing = drawn([Stream(f"单位{n:02d}", "我室", 1 + n % 7) for n in range(30)], "我室")
    column = sorted((bar for bar in drawing.bars if bar.anchor == "end"), key=lambda bar: bar.y)
    assert all(one.y + one.height <= other.y for one, other in pairwise(column))
    assert all(bar.y >= 0 and bar.y + bar.height <= drawing.height + 0.2 for bar in drawing.bars)


def test_two_accounts_of_one_name_are_two_bars_and_one_may_stand_on_both_sides() -> None:
    drawing = through("我室", [Share("甲", "", Figure(1)), Share("甲", "", Figure(2))], [Share("甲", "", Figure(3))])
    assert sorted(bar.n for bar in drawing.bars if bar.short) == [1, 2, 3]
    assert len({(bar.name, bar.anchor) for bar in drawing.bars}) == 4


@pytest.mark.parametrize("streams", [[], [Stream("甲", "乙", 0)]])
def test_where_nothing_moved_nothing_is_drawn(streams: list[Stream]) -> None:
    assert drawn(streams).bands == () and drawn(streams).bars == ()


def test_many_units_of_a_kind_are_one_bar_and_no_case_is_lost() -> None:
    passing = {(n, 100): 2 for n in range(1, 12)} | {(100, 200): 5}
    kinds = {**dict.fromkeys(range(1, 12), "team"), 100: "desk", 200: "department"}
    found = inside(passing, kinds, lambda key, n: f"{key}/{n}", lambda source, target: f"{source}>{target}", alone=8)
    assert [(one.source, one.target, one.n, one.address) for one in found] == [
        ("team/11", "100/0", 22, "team>100"), ("100/0", "200/0", 5, "100>200"),
    ]  # fmt: skip
    assert sum(one.n for one in found) == sum(passing.values())


def test_a_band_runs_from_the_left_bar_to_the_right_one() -> None:
    (band,) = drawn([Stream("甲", "乙", 3)]).bands
    assert band.d.startswith(f"M{LEFT:.1f}") and f"L{RIGHT:.1f}" in band.d


@pytest.mark.parametrize("below", ["", "&below=1"])
def test_every_band_of_a_statement_opens_as_many_cases_as_it_says(come_in: ComeIn, town: Town, below: str) -> None:
    client = come_in("dispatcher")
    unit = town.city.org("ng") if below else town.city.org("ng-desk")
    page = client.get(f"/statement?unit={unit}&since=2019-05-01&until=2019-06-04{below}").content.decode()
    bands = BAND.findall(page)
    assert bands
    for address, _, _, n in bands:
        shown = client.get(f"{unescape(address)}&rows=100").content.decode()
        titles = len(re.findall(r'href="/cases/\d+"', shown))
        assert titles == int(n), address


def test_the_units_below_have_their_own_drawing_and_a_table_that_says_the_same(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    page = client.get(
        f"/statement?unit={town.city.org('ng')}&since=2019-05-01&until=2019-06-04&below=1"
    ).content.decode()
    inside_ = [one for one in BAND.findall(page) if "side=inside" in one[0]]
    table = page.split("</thead>")
    rows = [
        row
        for part in table
        for row in re.findall(r'<td>[^<]+</td><td>[^<]+</td><td class="num"><a href="[^"]+">(\d+)</a>', part)
    ]
    assert inside_ and sorted(rows) == sorted(n for *_, n in inside_)


def test_a_stream_of_units_out_of_sight_opens_nothing(come_in: ComeIn, town: Town) -> None:
    unit = town.city.org("ng")
    asked = f"/statement/cases?unit={unit}&below=1&side=inside&since=2019-05-01&until=2019-06-04"
    client = come_in("dispatcher")
    for ends in (
        "",
        "&source=999999&target=1",
        f"&source={town.city.org('cc')}&target={town.city.org('ng-desk')}",
        "&source=nothing&target=desk",
    ):
        assert client.get(asked + ends).status_code == 404
    assert (
        come_in("finance")
        .get(f"{asked}&source={town.city.org('ng-desk')}&target={town.city.org('ng-utilities')}")
        .status_code
        == 404
    )
