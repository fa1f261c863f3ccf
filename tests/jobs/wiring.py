"""Reactions that keep count of themselves, and one that fails as long as it is told to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import set_password
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal.models import Entry

DONE: list[tuple[str, int]] = []
FAILING: list[Exception] = []


def greet(entry: Entry, *, now: dt.datetime) -> None:
    """Done once, whatever happens."""
    DONE.append(("greet", entry.subject))


def arm(entry: Entry, *, now: dt.datetime) -> None:
    """Writes, and fails after writing while there is something in ``FAILING``."""
    account = Account.objects.get(pk=entry.subject)
    set_password(CLOCK, account.pk, password="given by a reaction", now=now)
    if FAILING:
        raise FAILING.pop(0)
    DONE.append(("arm", entry.subject))


def follow(entry: Entry, *, now: dt.datetime) -> None:
    """What a reaction's own entry causes."""
    DONE.append(("follow", entry.subject))


REACTIONS: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {
    ("account", "opened"): {"greet": greet, "arm": arm},
    ("account", "password_set"): {"follow": follow},
}
NOTHING: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {}
REFUSAL = Refused(say("The messenger is closed."))
