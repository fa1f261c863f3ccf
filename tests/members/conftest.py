"""Accounts of the cast's enterprises. Every name and mailbox is synthetic."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from tests.cases.conftest import city
from tests.cast import START, City
from zhuqi.core.access.actor import Actor
from zhuqi.core.jobs import clock
from zhuqi.core.limits import actions as limits
from zhuqi.core.messages.actions import send
from zhuqi.domain.members.actions import admit, ask
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.queries.inside import of_mailbox
from zhuqi.domain.members.rules import MemberProof

__all__ = ["city"]
NOW = START + dt.timedelta(days=1, hours=3)
BOX = "boss@example.com"


@pytest.fixture(autouse=True)
def doors(settings: Any, db: None) -> None:
    """A mail server is set up, the site stands at the moment of these tests, and nobody has come to a door yet."""
    settings.MAIL, settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = True, "zhuqi@example.com", "https://zhuqi.example.com"
    clock.stand_at("cast", NOW)
    limits.SHUT.clear()
    outbox.outbox.clear()


def asked(city: City, n: int = 0, box: str = BOX, part: str = "official", now: dt.datetime = START) -> Member:
    """An account that somebody of the cast asked for."""
    return ask(city.actor(part), city.enterprises[n].pk, name="演练厂长", mailbox=box, now=now)


def admitted(city: City, n: int = 0, box: str = BOX, now: dt.datetime = NOW) -> tuple[Member, str]:
    """One that the room admitted, and the secret of its letter."""
    row = admit(city.actor("dispatcher"), asked(city, n, box).pk, proof=MemberProof.CALLED, now=now)
    return row, letter(now)


def letter(now: dt.datetime = NOW) -> str:
    """The secret of the letter that goes out."""
    send(now)
    found = re.search(r"https://zhuqi\.example\.com/l/in/([A-Za-z0-9_-]{43})", str(outbox.outbox[-1].body))
    assert found
    return found[1]


def code(now: dt.datetime = NOW) -> str:
    """The code of the mail that goes out."""
    send(now)
    found = re.search(r"[0-9a-z]{5}-[0-9a-z]{5}", str(outbox.outbox[-1].body))
    assert found
    return found[0]


def inside(city: City, n: int = 0, box: str = BOX) -> tuple[Member, Client]:
    """An account in use, and the browser in which it was opened."""
    row, secret = admitted(city, n, box)
    client = Client()
    assert client.post(f"/l/in/{secret}").status_code == 302
    row.refresh_from_db()
    return row, client


def as_member(row: Member) -> Actor:
    """Somebody who came in by their account."""
    firm = row.enterprise.merged_into or row.enterprise
    assert of_mailbox(row.mailbox).filter(pk=row.pk).exists()
    return Actor(enterprise=firm.pk, member=row.pk)
