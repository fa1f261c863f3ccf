"""The town, met by strangers: what they send, how they are answered, and that nothing is half done."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.interfaces.conftest import Town, peopled
from tests.standing import standing_still
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything

T = TypeVar("T")
WHOLE = os.environ.get("ZHUQI_SOAK") == "1"
PATIENCE = 5.0
"""Seconds within which everything is answered."""
SHARE = 1 if WHOLE else 29
"""Of how many oddities a field gets one; the next field gets the next ones."""
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with standing_still(django_db_blocker):
        yield peopled()


@pytest.fixture
def town(standing: Town, db: None) -> Town:
    return standing


def some(odd: Mapping[str, T], n: int) -> dict[str, T]:
    """The oddities that the ``n``-th field gets."""
    return {name: value for place, (name, value) in enumerate(odd.items()) if (place + n) % SHARE == 0}


def found() -> list[str]:
    """What verification finds: of the town the passwords, which were put in past the journal."""
    return [str(finding) for finding in everything()]


class Meeting:
    """Sends what strangers send, and holds the answers against what may be answered. ``told`` counts them by status."""

    def __init__(self) -> None:
        self.told: dict[int, int] = {}
        self.known = found()

    def send(self, client: Client, method: str, path: str, content: bytes, kind: str, what: str, **more: Any) -> Any:
        """One request, and its answer: in time, no fault of ours, with a sentence; refused, nothing is booked; taken, everything
        is as verification wants it. What was done is undone."""
        with transaction.atomic():
            before, began = Entry.objects.count(), time.monotonic()
            answer = client.generic(method, path, content, content_type=kind, **more)
            took = time.monotonic() - began
            booked = Entry.objects.count() - before
            self.judge(answer, took, booked, what)
            transaction.set_rollback(True)
        return answer

    def judge(self, answer: Any, took: float, booked: int, what: str) -> None:
        """Hold one answer against the rules."""
        status = answer.status_code
        assert status < 500, (what, status, answer.content[:500])
        assert took < PATIENCE, (what, took)
        if status >= 400:
            assert booked == 0, (what, status, booked)
            assert self.sentence(answer), (what, status, answer.content[:500])
        elif booked and self.told.get(status, 0) % (10 if WHOLE else 1_000) == 0:
            assert found() == self.known, what
        self.told[status] = self.told.get(status, 0) + 1

    def sentence(self, answer: Any) -> str:
        """What an answer says to people."""
        if answer.headers.get("Content-Type") == "application/json":
            return str(answer.json()["sentence"])
        page = answer.content.decode()
        return page if any("\u3400" <= sign <= "\u9fff" for sign in page) else ""


@pytest.fixture
def meeting(town: Town) -> Meeting:
    return Meeting()
