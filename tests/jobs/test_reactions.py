"""What follows is done once, later if it can't be done now, and what can't be done is kept with its reason."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import override_settings

from tests.cast import START
from tests.jobs import wiring
from tests.journal.wired import wired
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import work
from zhuqi.core.jobs.work import PATIENCE, drain
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry, Reaction

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def reactions() -> Iterator[None]:
    wiring.DONE.clear()
    wiring.FAILING.clear()
    with wired("tests.jobs.wiring.REACTIONS"):
        yield


@pytest.fixture
def account() -> Account:
    return open_many(CLOCK, ["somebody"], now=START)[0]


def reaction(name: str) -> Reaction:
    return Reaction.objects.get(name=name)


def test_an_entry_comes_with_what_it_owes(account: Account) -> None:
    entry = Entry.objects.get(kind="account", subject=account.pk)
    assert entry.owes == '["arm","greet"]'
    assert {(r.entry_id, r.name, r.done_at, r.attempts, r.next_at) for r in Reaction.objects.all()} == {
        (entry.pk, name, None, 0, START) for name in ("arm", "greet")
    }


def test_what_is_owed_is_done_once(account: Account) -> None:
    drain(START)
    drain(START + MINUTE)
    assert sorted(wiring.DONE) == [("arm", account.pk), ("follow", account.pk), ("greet", account.pk)]
    assert {(r.done_at, r.attempts, r.error) for r in Reaction.objects.all()} == {(START, 1, "")}


def test_what_a_reaction_causes_is_done_in_the_same_draining(account: Account) -> None:
    assert drain(START) == 3
    assert wiring.DONE[-1] == ("follow", account.pk)


def test_nothing_is_done_before_its_time(account: Account) -> None:
    assert drain(START - MINUTE) == 0
    assert not wiring.DONE


def test_at_most_so_many_are_tried() -> None:
    open_many(CLOCK, [f"account-{n}" for n in range(4)], now=START)
    assert [drain(START, most=5), drain(START, most=5), drain(START, most=5)] == [5, 5, 2]


def test_the_oldest_comes_first() -> None:
    young = open_many(CLOCK, ["young"], now=START + MINUTE)[0]
    old = open_many(CLOCK, ["old"], now=START)[0]
    drain(START + MINUTE)
    assert [pk for name, pk in wiring.DONE if name == "greet"] == [old.pk, young.pk]


def test_a_failure_is_undone_kept_and_tried_again_later(account: Account) -> None:
    wiring.FAILING.append(RuntimeError("no messenger"))
    drain(START)
    owed = reaction("arm")
    assert (owed.done_at, owed.attempts, owed.error) == (None, 1, "RuntimeError: no messenger")
    assert owed.next_at == START + PATIENCE[0] * MINUTE
    account.refresh_from_db()
    assert not account.has_usable_password(), "what it wrote before it failed is undone"
    assert ("greet", account.pk) in wiring.DONE, "the others go on"
    assert drain(START + 30 * dt.timedelta(seconds=1)) == 0
    assert drain(START + MINUTE) == 2
    owed = reaction("arm")
    assert (owed.done_at, owed.attempts, owed.error) == (START + MINUTE, 2, "")


def test_patience_grows_and_then_stays(account: Account) -> None:
    now, waits = START, []
    for _ in range(len(PATIENCE) + 2):
        wiring.FAILING.append(RuntimeError("no messenger"))
        drain(now)
        waits.append((reaction("arm").next_at - now) // MINUTE)
        now = reaction("arm").next_at
    assert waits == [*PATIENCE, PATIENCE[-1], PATIENCE[-1]]
    assert list(PATIENCE) == sorted(PATIENCE)


def test_a_refusal_is_kept_as_its_sentence_and_a_long_error_shortened(account: Account) -> None:
    wiring.FAILING.append(wiring.REFUSAL)
    drain(START)
    assert reaction("arm").error == "The messenger is closed."
    wiring.FAILING.append(RuntimeError("x" * 5000))
    drain(START + MINUTE)
    assert len(reaction("arm").error) == 1000


def test_a_worker_leaves_rows_that_verification_knows(account: Account) -> None:
    wiring.FAILING.append(RuntimeError("no messenger"))
    for now in (START, START + MINUTE):
        drain(now)
        assert not list(verify.findings())


@pytest.mark.parametrize(
    "changed",
    [{"done_at": START}, {"attempts": 0}, {"next_at": START + 9 * MINUTE}, {"error": ""}, {"mac": "0" * 64}],
)
def test_whoever_changes_a_reaction_without_the_key_is_found(account: Account, changed: dict[str, object]) -> None:
    wiring.FAILING.append(RuntimeError("no messenger"))
    drain(START)
    Reaction.objects.filter(name="arm").update(**changed)
    assert [(found.table, found.row) for found in verify.findings()] == [("journal_reaction", reaction("arm").entry_id)]


def test_a_name_that_nobody_wired_any_more_waits_with_a_sentence(account: Account) -> None:
    with wired("tests.jobs.wiring.NOTHING"):
        assert drain(START) == 0
    assert "greet" in reaction("greet").error
    assert "wired" in reaction("greet").error
    assert drain(START + MINUTE) == 3, "wired again, it is done"
    assert not list(verify.findings())


def test_a_worker_that_comes_second_does_nothing(account: Account) -> None:
    owed = (reaction("greet").entry_id, "greet")
    assert [work._do(owed, START), work._do(owed, START)] == [1, 0]
    assert wiring.DONE.count(("greet", account.pk)) == 1


def test_a_worker_that_waited_for_one_that_failed_leaves_it_to_its_next_time(account: Account) -> None:
    wiring.FAILING.append(RuntimeError("no messenger"))
    owed = (reaction("arm").entry_id, "arm")
    assert [work._do(owed, START), work._do(owed, START)] == [0, 0]
    assert reaction("arm").attempts == 1


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_do_each_thing_once() -> None:
    accounts = open_many(CLOCK, [f"account-{n}" for n in range(12)], now=START)

    def works() -> None:
        drain(START)
        connection.close()

    workers = [threading.Thread(target=works) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sorted(pk for name, pk in wiring.DONE if name == "greet") == sorted(account.pk for account in accounts)
    assert not Reaction.objects.filter(done_at=None).exists()
    assert not list(verify.findings())


def test_an_entry_without_consequences_owes_nothing() -> None:
    with wired("tests.jobs.wiring.NOTHING"):
        open_many(CLOCK, ["somebody"], now=START)
    assert Entry.objects.get().owes == "[]"
    assert not Reaction.objects.exists()


def test_the_wiring_is_read_from_the_settings() -> None:
    with override_settings(SCHEDULE="tests.jobs.test_reactions.JOBS"):
        work.periodic.cache_clear()
        assert [job.name for job in work.periodic()] == ["only"]
    work.periodic.cache_clear()


JOBS = [SimpleNamespace(name="only")]
