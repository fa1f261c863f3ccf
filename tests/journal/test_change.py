"""A change and its entry are one thing; entries of a subject follow one another."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.cast import START
from zhuqi.base.errors import Refused, Stale
from zhuqi.base.events import Event
from zhuqi.core.access.actor import CLOCK, Actor, of_enterprise
from zhuqi.core.accounts.actions import close, open_many, set_password
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal import verify
from zhuqi.core.journal.change import Change, _lengthen, record_many
from zhuqi.core.journal.digests import link, row_digest
from zhuqi.core.journal.models import Chain, Entry

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    verb: ClassVar[str] = "noted"
    day: dt.date = START.date()


@pytest.fixture
def account() -> Account:
    return open_many(CLOCK, ["somebody"], now=START)[0]


def entries(account: Account) -> list[Entry]:
    return list(Entry.objects.filter(kind="account", subject=account.pk).order_by("seq"))


def test_an_entry_holds_who_when_what_and_the_digest_of_every_row(account: Account) -> None:
    set_password(Actor(account=7, staff=8), account.pk, password="long enough", now=START + MINUTE)
    account.refresh_from_db()
    entry = entries(account)[-1]
    assert (entry.account, entry.staff, entry.behalf, entry.verb, entry.at) == (
        7,
        8,
        "",
        "password_set",
        START + MINUTE,
    )
    assert json.loads(entry.rows) == [["accounts_account", account.pk, row_digest(account)]]


@pytest.mark.parametrize(
    ("actor", "behalf"), [(CLOCK, "clock"), (of_enterprise(12), "enterprise:12"), (Actor(account=3), "")]
)
def test_an_entry_says_on_whose_behalf(account: Account, actor: Actor, behalf: str) -> None:
    set_password(actor, account.pk, password="long enough", now=START)
    assert entries(account)[-1].behalf == behalf


def test_each_entry_links_to_the_one_before_and_the_chain_to_the_last(account: Account) -> None:
    set_password(CLOCK, account.pk, password="long enough", now=START + MINUTE)
    close(CLOCK, account.pk, now=START + 2 * MINUTE)
    first, second, third = entries(account)
    assert (first.prev, second.prev, third.prev) == ("", link(first.pk, first.hash), link(second.pk, second.hash))
    chain = Chain.objects.get(kind="account", subject=account.pk)
    assert (chain.length, chain.head, chain.last_at) == (3, link(third.pk, third.hash), third.at)


def test_an_action_dated_before_the_last_entry_is_refused_and_changes_nothing(account: Account) -> None:
    set_password(CLOCK, account.pk, password="the first one", now=START + MINUTE)
    with pytest.raises(Refused) as refused:
        set_password(CLOCK, account.pk, password="the second one", now=START)
    assert not isinstance(refused.value, Stale)
    account.refresh_from_db()
    assert account.check_password("the first one")
    assert len(entries(account)) == 2
    set_password(CLOCK, account.pk, password="at the same moment", now=START + MINUTE)


def test_whoever_books_second_on_one_length_of_the_chain_is_stale(account: Account) -> None:
    seen = Chain.objects.get(kind="account", subject=account.pk)
    set_password(CLOCK, account.pk, password="long enough", now=START)
    with pytest.raises(Stale):
        _lengthen(seen, entries(account)[-1])


def test_an_entry_under_a_number_that_is_taken_is_stale(account: Account) -> None:
    Chain.objects.filter(kind="account", subject=account.pk).delete()
    with pytest.raises(Stale), transaction.atomic():
        close(CLOCK, account.pk, now=START)
    account.refresh_from_db()
    assert account.is_active


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer at a time: nobody can write between read and write"
)
def test_writing_a_row_that_somebody_else_wrote_since_is_stale(account: Account) -> None:
    set_password(CLOCK, account.pk, password="somebody else's", now=START)
    change = Change(CLOCK, "account", account.pk, now=START)
    with pytest.raises(Stale):
        change.update(account, is_active=False)


def test_a_row_that_is_deleted_is_remembered_as_gone(account: Account) -> None:
    change, pk = Change(CLOCK, "account", account.pk, now=START), account.pk
    change.delete(account)
    entry = change.record(Noted())
    assert json.loads(entry.rows) == [["accounts_account", pk, None]]
    assert not list(verify.findings())


def test_a_change_without_a_subject_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="subject"):
        Change(CLOCK, "account", None, now=START).record(Noted())


def test_facts_are_canonical_json_with_what_follows_beside_them(account: Account) -> None:
    entry = Change(CLOCK, "account", account.pk, now=START).record(Noted(), more={"b": 1, "a": "南关"}, edition=5)
    assert entry.facts == '{"a":"南关","b":1,"day":"2019-05-13"}'
    assert entry.edition == 5
    assert entry.rows == "[]"


def test_many_new_subjects_are_booked_at_once() -> None:
    accounts = open_many(CLOCK, [f"official-{n}" for n in range(600)], now=START)
    assert Chain.objects.filter(kind="account", length=1).count() == 600
    assert {entry.seq for account in accounts[:3] for entry in entries(account)} == {1}
    assert not list(verify.findings())


def test_changes_booked_together_follow_what_is_there_and_each_other(account: Account) -> None:
    twice = [(Change(CLOCK, "account", account.pk, now=START), Noted()) for _ in range(2)]
    record_many(twice)
    assert [entry.seq for entry in entries(account)] == [1, 2, 3]
    assert not list(verify.findings())


def test_changes_booked_together_are_refused_where_one_is_dated_too_early(account: Account) -> None:
    set_password(CLOCK, account.pk, password="long enough", now=START + MINUTE)
    with pytest.raises(Refused):
        record_many([(Change(CLOCK, "account", account.pk, now=START), Noted())])


def test_changes_booked_together_are_stale_where_a_number_is_taken(account: Account) -> None:
    Chain.objects.filter(kind="account", subject=account.pk).delete()
    with pytest.raises(Stale):
        record_many([(Change(CLOCK, "account", account.pk, now=START), Noted())])
    assert len(entries(account)) == 1


def test_trying_a_password_never_rewrites_it() -> None:
    """The framework would, where the hashing has become stronger since: a change that nobody booked."""
    account = open_many(CLOCK, ["somebody"], now=START)[0]
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        set_password(CLOCK, account.pk, password="long enough", now=START)
    weak = Account.objects.get().password
    both = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=both):
        assert Account.objects.get().check_password("long enough")
        assert not Account.objects.get().check_password("something else")
    assert Account.objects.get().password == weak
    assert not list(verify.findings())


def test_a_row_written_without_an_entry_is_found(account: Account) -> None:
    Change(CLOCK, "account", account.pk, now=START).update(account, language="en")
    assert [(found.table, found.row) for found in verify.findings()] == [("accounts_account", account.pk)]
