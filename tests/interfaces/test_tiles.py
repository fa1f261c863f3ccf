"""The tile map: every figure opens just as many rows, it costs the same however many areas, and orders nothing by figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import Town
from zhuqi.domain.directory.models import Organisation

ComeIn = Callable[..., Client]
LINK = re.compile(r'<a href="(/[^"]+area=\d+[^"]*)">(\d+)</a>')


@pytest.mark.parametrize("part", ["dispatcher", "leader", "city_dispatcher"])
def test_every_figure_of_a_tile_opens_as_many_rows(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    page = client.get("/liaison/tiles?days=30").content.decode()
    found = LINK.findall(page)
    assert found
    for address, n in set(found):
        shown = client.get(unescape(address)).content.decode()
        main = shown.split("<main", 1)[1].split("</main>", 1)[0]
        if "vacancies" in address:
            main = main.split(">链条空岗<", 1)[-1] if ">链条空岗<" in main else main
        assert main.count('<p class="t">') >= int(n), address
        assert int(n) > 0


def test_the_map_says_the_same_as_its_table(come_in: ComeIn, town: Town) -> None:
    page = come_in("dispatcher").get("/liaison/tiles").content.decode()
    tiles, table = page.split("<table", 1)
    assert sorted(set(LINK.findall(tiles))) == sorted(one for one in set(LINK.findall(table)) if "beside" not in one[0])


def test_the_map_costs_the_same_however_many_areas(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    area = Organisation.objects.get(pk=town.city.org("ng"))
    with CaptureQueriesContext(connection) as before:
        assert client.get("/liaison/tiles").status_code == 200
    for n in range(12):
        Organisation.objects.create(
            kind="town", name=f"演练{n}街道", code=f"t{n}", parent=area, path=f"{area.path}y{n:07d}"[: len(area.path) + 8],
            since=area.since, area=area,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as after:
        page = client.get("/liaison/tiles").content.decode()
    assert len(after) == len(before) <= 20 and "演练11街道" in page


def test_the_name_of_the_place_stays_at_its_head(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    head = re.compile(r'class="brand".*?</a>', re.S)
    shown = [head.search(client.get(page).content.decode()) for page in ("/liaison/tiles", "/liaison/chain")]
    assert shown[0] and shown[1] and shown[0].group() == shown[1].group()


def test_an_area_out_of_sight_has_no_tiles(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    assert client.get(f"/liaison/tiles?area={town.city.org('cc')}").status_code == 404
    assert client.get("/liaison/tiles?area=999999").status_code == 404
    assert client.get("/liaison/unbound?area=999999").status_code == 404


def test_naming_an_area_shows_nobody_more(come_in: ComeIn, town: Town) -> None:
    client, city = come_in("dispatcher"), town.city.org("cc")
    for page in ("/liaison/unbound", "/liaison/vacancies", "/visits/coverage"):
        whole = set(re.findall(r"/enterprises/\d+", client.get(page).content.decode()))
        assert set(re.findall(r"/enterprises/\d+", client.get(f"{page}?area={city}").content.decode())) <= whole


@pytest.mark.parametrize("asked", ["days=7", "days=x", "area=x", "area=0"])
def test_a_question_that_cant_be_read_gets_a_sentence(come_in: ComeIn, town: Town, asked: str) -> None:
    assert come_in("dispatcher").get(f"/liaison/tiles?{asked}").status_code in {400, 422}


def test_a_time_longer_than_any_is_as_good_as_never(come_in: ComeIn, town: Town) -> None:
    assert come_in("dispatcher").get("/visits/coverage?days=999999999").status_code == 200
