"""These tests play on the cast's stage, with the house's own wiring."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import START, City, stage
from zhuqi.core.jobs.work import drain
from zhuqi.core.messages.models import Mailbox, Message, Preference, Subscription
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action as A

HOUR = dt.timedelta(hours=1)
ADDRESS = "https://hooks.example.com/in"


@pytest.fixture
def city(db: Any) -> City:
    return stage()


@pytest.fixture
def mail(settings: Any) -> None:
    """A mail server is set up."""
    settings.MAIL, settings.DEFAULT_FROM_EMAIL, settings.ORIGIN = True, "zhuqi@example.com", "https://zhuqi.example.com"


def dispatched(city: City, lead: str = "ng-utilities", now: dt.datetime = START, **others: list[str]) -> Case:
    """A need of the first enterprise, found, submitted, screened and assigned within the hour."""
    case = city.record(now)
    city.do("official", A.SUBMIT, case, now, why="需要部门办理")
    city.do("dispatcher", A.SCREEN, case, now + HOUR / 4, kind="utilities", grade="B")
    units = {f"{hand}_ids": [city.org(code) for code in codes] for hand, codes in others.items()}
    return city.do("dispatcher", A.ASSIGN, case, now + HOUR / 2, lead_id=city.org(lead), **units)


def told(city: City, now: dt.datetime) -> dict[str, list[str]]:
    """{part: the sentences it is told, oldest first}, once the reactions are drained."""
    drain(now)
    parts = {person.account_id: part for part, person in city.staff.items()}
    found: dict[str, list[str]] = {}
    for message in Message.objects.order_by("id"):
        found.setdefault(parts[message.account_id], []).append(message.sentence)
    return found


def mailed(city: City, part: str, **chosen: Any) -> Mailbox:
    """Somebody of the cast who confirmed a mailbox and chose mail."""
    account = city.staff[part].account_id or 0
    Preference.objects.create(account_id=account, **{"mail": True, **chosen})
    return Mailbox.objects.create(
        account_id=account, address=f"{part}@example.com", salt="s", named_at=START, confirmed_at=START
    )


def subscribed(city: City, org: str = "ng", *names: str, now: dt.datetime = START) -> tuple[Subscription, str]:
    wanted = names or ("assigned", "replied")
    return subscribe(
        city.actor("administrator"), city.org(org), name="一网通办", address=ADDRESS, names=wanted, now=now
    )
