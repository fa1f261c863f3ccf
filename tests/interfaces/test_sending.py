"""The enterprise's link on the case's page: made once, shown once, revoked; not for whoever handled the case."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.interfaces.conftest import Town
from zhuqi.domain.cases.models import Link

ComeIn = Callable[..., Client]


def path(town: Town, name: str = "replied") -> str:
    return f"/cases/{town.cases[name].pk}/links"


def made(client: Client, town: Town, **typed: str) -> str:
    """The address of a link just made, as it is sent to the enterprise."""
    page = client.post(path(town), {"channel": "phone", "key": "k1", **typed}).content.decode()
    found = re.search(r">http://testserver(/l/[^<]+)<", page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("dispatcher", 200),
        ("official", 200),
        ("finance", 409),
        ("leader", 409),
        ("town_handler", 404),
        ("administrator", 404),
    ],
)
def test_the_room_and_the_finder_send_it_and_the_handler_does_not(
    come_in: ComeIn, town: Town, part: str, status: int
) -> None:
    client = come_in(part)
    assert client.get(path(town)).status_code == status
    assert client.post(path(town), {"channel": "phone"}).status_code == status
    assert Link.objects.count() == (status == 200)
    if status != 404:
        linked = path(town) in client.get(f"/cases/{town.cases['replied'].pk}").content.decode()
        assert linked is (status == 200), "the page of the case leads there where it opens"


def test_its_address_opens_the_case_and_is_shown_once(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    address = made(client, town)
    assert "打开" in Client().get(address).content.decode()
    assert address not in client.get(path(town)).content.decode()
    assert made(client, town) == "" and Link.objects.count() == 1, "the same form again makes no second one"
    assert "第一次" in client.post(path(town), {"channel": "phone", "key": "k1"}).content.decode()


def test_a_revoked_link_opens_nothing(come_in: ComeIn, town: Town) -> None:
    client = come_in("dispatcher")
    address = made(client, town)
    assert client.post(path(town), {"link": Link.objects.get().pk, "key": "k2"}).status_code == 302
    assert Client().get(address).status_code == 404
    assert "不再有效" in client.get(path(town)).content.decode()


def test_what_cannot_be_meant_is_told_beside_its_field(come_in: ComeIn, town: Town) -> None:
    answer = come_in("dispatcher").post(path(town), {"channel": "phone", "until": "2018-01-01", "key": "k"})
    assert answer.status_code == 422 and Link.objects.count() == 0
    assert come_in("dispatcher").post(path(town), {"channel": "link", "key": "k"}).status_code == 422
