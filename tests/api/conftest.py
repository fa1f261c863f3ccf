"""The town of the pages' tests, come into by token."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.interfaces.conftest import NOW, Town, peopled
from tests.roles import EVERYBODY, OTHERS, account_of
from tests.standing import standing_still
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.rules import TokenScope


class Caller:
    """A program with a token. ``get`` and ``post`` take addresses below ``/api/v1``."""

    def __init__(self, secret: str, language: str = "en") -> None:
        self.client = Client(headers={"Accept-Language": language, "Authorization": f"Bearer {secret}"})

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{address}", headers=headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        """``headers``: if_match, idempotency_key."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = b"" if body is None else json.dumps(body)
        return self.client.post(f"/api/v1{address}", content, content_type="application/json", headers=named)

    def act(self, case: Any, action: str, version: int | None = None, key: str = "", **typed: Any) -> Any:
        """A step, at the version the case has now where none is given."""
        seen = self.get(f"/cases/{case.pk}").json()["version"] if version is None else version
        keyed = {"idempotency_key": key} if key else {}
        return self.post(f"/cases/{case.pk}/actions/{action}", typed, if_match=f'"{seen}"', **keyed)


def secret(account_id: int, *scopes: TokenScope) -> str:
    """A token for a year."""
    until = NOW.date() + dt.timedelta(days=365)
    return issue_token(CLOCK, account_id, name="演练", scopes=scopes or tuple(TokenScope), until=until, now=NOW)[1]


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Town, dict[str, str]]]:
    """The town and everybody's token, built once for a module."""
    with standing_still(django_db_blocker):
        town = peopled()
        yield town, {part: secret(account_of(town, part)) for part in (*EVERYBODY, *OTHERS)}


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    """A mail server is set up, and an address of the site: letters can be written."""
    settings.MAIL, settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = True, "zhuqi@example.com", "https://zhuqi.example.com"


@pytest.fixture
def town(standing: tuple[Town, dict[str, str]], db: None) -> Town:
    return standing[0]


@pytest.fixture
def tokens(standing: tuple[Town, dict[str, str]], db: None) -> dict[str, str]:
    return standing[1]


@pytest.fixture
def calls(tokens: dict[str, str]) -> Callable[..., Caller]:
    """The API as one of the cast meets it."""

    def come(part: str, language: str = "en") -> Caller:
        return Caller(tokens[part], language)

    return come


@pytest.fixture
def caller_of() -> Callable[[str], Caller]:
    return Caller
