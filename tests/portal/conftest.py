"""An enterprise at its own door: the cast, a case that was answered, and the link to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.cases.town import DAY, HOUR, handled, replied
from tests.cast import START, City, stage
from tests.standing import standing_still
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.models import Case, Link
from zhuqi.domain.cases.rules.words import Action

NOW = START + DAY + 3 * HOUR
"""Two hours after the reply, on the Tuesday."""
INSIDE = ("内部理由一", "内部说明二", "内部提议三", "内部核查四", "组里办不了", "不归本单位")


@dataclass
class Visitor:
    """A phone in the hands of an enterprise."""

    client: Client
    secret: str

    def open(self) -> Any:
        """Press the button on the link's page."""
        return self.client.post(f"/l/{self.secret}", {"key": "opened"})

    def page(self) -> str:
        """The page of the case."""
        answer = self.client.get("/l/")
        assert answer.status_code == 200
        return answer.content.decode()

    def form(self, act: str) -> dict[str, str]:
        """What a form of the page would send."""
        found = re.search(rf'<form[^>]* id="{act}">(.*?)</form>', self.page(), re.DOTALL)
        assert found, act
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1])
        return {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}

    def send(self, act: str, **typed: str) -> Any:
        """Fill in a form of the page and send it."""
        return self.client.post("/l/", {**self.form(act), **typed})


@pytest.fixture(scope="module")
def staged(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """The cast, built once for a module."""
    with standing_still(django_db_blocker):
        city = stage()
        clock.stand_at("cast", NOW)
        yield city


@pytest.fixture
def city(staged: City, db: None) -> City:
    return staged


@pytest.fixture
def answered(city: City) -> Case:
    """A case that was answered and waits for its enterprise; nobody has asked it yet."""
    return replied(city)


def link_to(city: City, case: Case, now: dt.datetime = NOW, **typed: Any) -> tuple[Link, str]:
    return make_link(city.actor("dispatcher"), case.pk, now=now, **typed)


@pytest.fixture
def visitor(city: City, answered: Case) -> Visitor:
    """Somebody with the link to the answered case."""
    return Visitor(Client(), link_to(city, answered)[1])


@pytest.fixture
def inside(visitor: Visitor) -> Visitor:
    """The same, who has opened it."""
    assert visitor.open().status_code == 302
    return visitor


def moved_about(city: City) -> Case:
    """A case in which much was said inside, and some of it outside: returned, extended, suspended, answered."""
    case = handled(city, parts=("ng-construction",))
    day = START + DAY
    city.do("utilities", Action.ASK_EXTENSION, case, day, amount="2 工作日", reason=INSIDE[0])
    city.do("dispatcher", Action.EXTEND, case, day + HOUR, reason="等变压器到货")
    city.do("construction", Action.CONTRIBUTE, case, day + 2 * HOUR, text=INSIDE[1])
    city.do("utilities", Action.ASK_SUSPENSION, case, day + 2 * HOUR, reason=INSIDE[2], until=day.date() + 3 * DAY)
    city.do("dispatcher", Action.SUSPEND, case, day + 3 * HOUR, reason="厂方停产检修")
    return city.do("dispatcher", Action.RESUME, case, day + DAY, note=INSIDE[3])
