"""The town as a hotline meets it. Every name and number is synthetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.interfaces.conftest import NOW, Town, peopled
from tests.standing import standing_still
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.journal.verify import everything

FORM = "application/x-www-form-urlencoded"
DAY = dt.timedelta(days=1)


def key_of(town: Town, part: str = "dispatcher", *scopes: TokenScope) -> str:
    """A key for a year; the hotline sits at the district's dispatch room where nothing is said."""
    until = NOW.date() + 365 * DAY
    account = town.account(part).pk
    return issue_token(CLOCK, account, name="12345", scopes=scopes or (TokenScope.HOTLINE,), until=until, now=NOW)[1]


def need(town: Town, number: str = "HL-1", **other: Any) -> dict[str, str]:
    """What a hotline posts: a need of an enterprise of the register."""
    fields: dict[str, Any] = {
        "service_code": "utilities",
        "description": "厂门口的路灯坏了两周，夜班进出不安全。",
        "address_string": "幸福乡演练路1号",
        "lat": "43.817072",
        "long": "125.323544",
        "last_name": "演",
        "first_name": "练来电",
        "phone": "13800000000",
        "attribute[number]": number,
        "attribute[enterprise]": town.city.enterprises[0].name,
        "attribute[uscc]": town.city.enterprises[0].uscc,
    }
    return {name: str(value) for name, value in {**fields, **other}.items() if value is not None}


class Hotline:
    """A program with a key. Addresses are those below ``/open311/v2/``."""

    def __init__(self, key: str, language: str = "en") -> None:
        self.key = key
        self.client = Client(headers={"Accept-Language": language})

    def get(self, address: str, **asked: str) -> Any:
        return self.client.get(f"/open311/v2/{address}", {**({"api_key": self.key} if self.key else {}), **asked})

    def post(self, address: str, fields: dict[str, str], content_type: str = FORM) -> Any:
        body = urlencode({**({"api_key": self.key} if self.key else {}), **fields})
        return self.client.post(f"/open311/v2/{address}", body, content_type=content_type)

    def handed_in(self, fields: dict[str, str]) -> str:
        """The token of what is posted."""
        answer = self.post("requests.json", fields)
        assert answer.status_code == 200, answer.content.decode()
        [told] = answer.json()
        return str(told["token"])

    def id_of(self, token: str) -> str | None:
        [told] = self.get(f"tokens/{token}.json").json()
        assert told["token"] == token
        found: str | None = told["service_request_id"]
        return found

    def read(self, request_id: str) -> dict[str, Any]:
        [told] = self.get(f"requests/{request_id}.json").json()
        assert isinstance(told, dict)
        return told


def tree(answer: Any) -> ElementTree.Element:
    """An answer in XML, whatever its status."""
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    return ElementTree.fromstring(answer.content)


def refused(answer: Any, status: int) -> list[str]:
    """The descriptions of an answer that says no, in the one form there is."""
    assert answer.status_code == status, answer.content.decode()
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    told = answer.json()
    assert told and all(set(each) == {"code", "description"} and each["code"] == status for each in told)
    assert all(each["description"] for each in told)
    return [each["description"] for each in told]


def sound() -> None:
    """The books verify; but for the accounts, to which the town gave its passwords by hand."""
    assert not [found for found in everything() if found.table != "accounts_account"]


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """The town, built once for a module."""
    with standing_still(django_db_blocker):
        yield peopled()


@pytest.fixture
def town(standing: Town, db: None) -> Town:
    return standing


@pytest.fixture
def hotline(town: Town) -> Hotline:
    return Hotline(key_of(town))


@pytest.fixture
def passer_by(town: Town) -> Hotline:
    """Somebody without a key."""
    return Hotline("")
