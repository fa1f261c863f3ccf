"""What is owed is counted, and what failed can be let be tried at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import IntegrityError

from tests.cast import START
from tests.jobs import wiring
from tests.journal.wired import wired
from zhuqi.base.errors import Missing, Refused
from zhuqi.base.paths import below
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.jobs.actions import try_again
from zhuqi.core.jobs.queries import Owed, failing, owed
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry, Reaction

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
ROOT = below("", 1)
TOWN = below(ROOT, 2)
ADMINISTRATOR = Actor(account=7, staff=7, seats=(Seat(Role.SYSTEM_ADMIN, 1, ROOT, 1, ROOT),))
OF_A_TOWN = Actor(account=8, staff=8, seats=(Seat(Role.SYSTEM_ADMIN, 2, TOWN, 2, TOWN),))


@pytest.fixture(autouse=True)
def two_owed() -> Iterator[int]:
    """An entry that owes two consequences, of which one fails."""
    wiring.DONE.clear()
    wiring.FAILING.clear()
    with wired("tests.jobs.wiring.REACTIONS"):
        account = open_many(CLOCK, ["somebody"], now=START)[0]
        wiring.FAILING.append(wiring.REFUSAL)
        yield Entry.objects.get(kind="account", subject=account.pk).pk


def test_what_is_owed_is_counted_with_what_failed_and_since_when(two_owed: int) -> None:
    assert owed() == Owed(2, 0, START)
    drain(START)
    assert owed() == Owed(1, 1, START)
    drain(START + 10 * MINUTE)
    assert owed().count == 0 and owed().since is None


def test_what_stood_in_a_row_isnt_told_the_administrator(two_owed: int) -> None:
    wiring.FAILING[:] = [IntegrityError('violates "one_number"\nDETAIL:  Key (phone)=(13800001234) already exists.')]
    drain(START)
    (row,) = failing()
    assert row.error == 'IntegrityError: violates "one_number"'


def test_what_failed_is_done_as_soon_as_the_administrator_says_so(two_owed: int) -> None:
    drain(START)
    (row,) = failing()
    assert row.next_at == START + MINUTE
    given = try_again(ADMINISTRATOR, two_owed, name=row.name, key="k", now=START)
    assert given.pk == two_owed
    assert try_again(ADMINISTRATOR, two_owed, name=row.name, key="k", now=START).pk == two_owed
    assert Entry.objects.filter(kind="reaction", subject=two_owed, verb="tried_again").count() == 1
    assert not list(verify.everything())
    drain(START)
    assert not failing().exists()
    with pytest.raises(Refused):
        try_again(ADMINISTRATOR, two_owed, name=row.name, now=START)


def test_trying_again_never_puts_it_off(two_owed: int) -> None:
    before = Reaction.objects.get(name="arm").next_at
    try_again(ADMINISTRATOR, two_owed, name="arm", now=START + 60 * MINUTE)
    assert Reaction.objects.get(name="arm").next_at == before


@pytest.mark.parametrize("actor", [Actor(), Actor(account=7, staff=7), OF_A_TOWN, CLOCK])
def test_nobody_else_and_nothing_else(two_owed: int, actor: Actor) -> None:
    with pytest.raises(Missing):
        try_again(actor, two_owed, name="greet", now=START)
    for entry, name in ((two_owed, "unknown"), (10**12, "greet")):
        with pytest.raises(Missing):
            try_again(ADMINISTRATOR, entry, name=name, now=START)
