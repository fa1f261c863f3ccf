"""Somebody with an account, and whoever administers it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.cast import ZONE
from zhuqi.base.paths import below
from zhuqi.core.access.actions import grant
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.access.queries import seats
from zhuqi.core.accounts import actions
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.change import Change
from zhuqi.domain.directory.events import RoleGiven

PASSWORD = "demo-demo-demo"
NOW = dt.datetime(2019, 6, 4, 10, 20, tzinfo=ZONE)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
CITY = (1, below("", 1))
DISTRICT = (2, below(CITY[1], 2))
SISTER = (3, below(CITY[1], 3))


@pytest.fixture(autouse=True)
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time: what is hashed, and how often, stays the same."""
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)
    monkeypatch.setattr(Argon2PasswordHasher, "parallelism", 1)


def person(username: str, role: Role | None = None, place: tuple[int, str] = DISTRICT) -> Actor:
    """Somebody with an account, and with a role somewhere."""
    account = actions.open_many(CLOCK, [username], now=NOW)[0]
    if role is not None:
        change = Change(CLOCK, "staff", account.pk, now=NOW)
        grant(change, account_id=account.pk, role=role, org=place, sight=place, since=TODAY)
        change.record(RoleGiven(role=role, org=place[0], since=TODAY))
    return Actor(account=account.pk, name=username, seats=seats(account.pk, TODAY))


@pytest.fixture
def he(db: None) -> Actor:
    return person("he", Role.HANDLER)


@pytest.fixture
def she(db: None) -> Actor:
    return person("she", Role.HANDLER)


@pytest.fixture
def account(he: Actor, settings: Any) -> Account:
    """His account, with a password. The places of these people have no rows, so the area's name is given."""
    settings.AREA_NAME = "演练"
    return actions.set_password(CLOCK, he.account or 0, password=PASSWORD, now=NOW)


@pytest.fixture
def place(settings: Any) -> None:
    """A place that people reach under an address of its own, as passkeys need."""
    settings.ORIGIN, settings.PASSKEY_DOMAIN = "https://zhuqi.example", "zhuqi.example"
