"""What verification is for, and where it ends: docs/decisions/0001 tried out, by whoever has the whole database but not the key."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from tests.cast import START
from zhuqi import integrity
from zhuqi.base.words import say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Scope
from zhuqi.core.accounts.actions import open_many, set_password
from zhuqi.core.accounts.models import Account
from zhuqi.core.journal import verify
from zhuqi.core.journal.digests import canonical, entry_hash, link, row_digest
from zhuqi.core.journal.models import Chain, Entry, Reaction, Seal
from zhuqi.core.journal.sealing import seal
from zhuqi.core.journal.verify import Finding

HOUR = dt.timedelta(hours=1)


def found() -> list[tuple[str, int]]:
    return [(finding.table, finding.row) for finding in verify.findings()]


def opened(*names: str) -> list[Account]:
    return open_many(CLOCK, list(names), now=START)


def forge(entry: Entry, **changed: Any) -> None:
    """Rewrite an entry as the program would have written it, and everything after it that tells of it: what anybody can do
    who has the database and this program, but not the key."""
    for name, value in changed.items():
        setattr(entry, name, value)
    for later in Entry.objects.filter(kind=entry.kind, subject=entry.subject, seq__gte=entry.seq).order_by("seq"):
        if later.pk == entry.pk:
            later = entry
        before = Entry.objects.filter(kind=later.kind, subject=later.subject, seq=later.seq - 1).first()
        later.prev = link(before.pk, before.hash) if before else ""
        later.hash = entry_hash(later)
        later.save()
        Chain.objects.filter(kind=later.kind, subject=later.subject).update(
            head=link(later.pk, later.hash), length=later.seq, last_at=later.at
        )


def take_over(account: Account) -> None:
    """Change a row and let its last entry vouch for the change."""
    account.username += "-taken-over"
    account.save()
    entry = Entry.objects.filter(kind="account", subject=account.pk).order_by("-seq")[0]
    forge(entry, rows=canonical([["accounts_account", account.pk, row_digest(account)]]))


def remove(account: Account) -> None:
    """Take a subject away with everything that tells of it."""
    Entry.objects.filter(kind="account", subject=account.pk).delete()
    Chain.objects.filter(kind="account", subject=account.pk).delete()
    account.delete()


@pytest.mark.django_db
def test_a_forged_history_is_found_once_it_was_sealed() -> None:
    first, second = opened("first", "second")
    seal(START)
    take_over(second)
    assert found() == [("journal_seal", Seal.objects.get().pk)]
    assert first.pk


@pytest.mark.django_db
def test_a_forged_history_is_not_found_before_it_was_sealed() -> None:
    account = opened("somebody")[0]
    take_over(account)
    assert not found()


@pytest.mark.django_db
def test_a_subject_removed_whole_is_found_once_it_was_sealed() -> None:
    accounts = opened("first", "second")
    seal(START)
    remove(accounts[0])
    assert found() == [("journal_seal", Seal.objects.get().pk)]


@pytest.mark.django_db
def test_a_subject_removed_whole_is_not_found_before_it_was_sealed() -> None:
    remove(opened("first", "second")[0])
    assert not found()


@pytest.mark.django_db
def test_a_cut_tail_is_found_without_a_seal() -> None:
    account = opened("somebody")[0]
    set_password(CLOCK, account.pk, password="long enough", now=START + HOUR)
    Entry.objects.get(kind="account", subject=account.pk, seq=2).delete()
    assert {table for table, _ in found()} == {"journal_chain", "accounts_account"}


def thrice() -> list[Entry]:
    """The three entries of one account."""
    account = opened("somebody")[0]
    for n in (1, 2):
        set_password(CLOCK, account.pk, password=f"long enough {n}", now=START + n * HOUR)
    return list(Entry.objects.filter(kind="account", subject=account.pk).order_by("seq"))


@pytest.mark.django_db
def test_an_entry_rewritten_alone_no_longer_carries_the_one_after_it() -> None:
    _, second, third = thrice()
    second.facts = '{"invented":1}'
    second.hash = entry_hash(second)
    second.save()
    assert found() == [("journal_entry", third.pk)]


@pytest.mark.django_db
def test_an_entry_cut_out_leaves_a_gap_even_where_the_ends_are_sewn_together() -> None:
    _, second, third = thrice()
    second.delete()
    first = Entry.objects.get(kind="account", subject=third.subject, seq=1)
    third.prev = link(first.pk, first.hash)
    third.hash = entry_hash(third)
    third.save()
    Chain.objects.filter(kind="account", subject=third.subject).update(head=link(third.pk, third.hash))
    assert found() == [("journal_entry", third.pk)]


@pytest.mark.django_db
def test_a_seal_that_was_taken_away_with_its_entry_is_missed_by_the_next_seal() -> None:
    opened("first")
    seal(START)
    opened("second")
    seal(START + HOUR)
    gone = Seal.objects.order_by("upto")[0]
    Entry.objects.filter(kind="seal", subject=gone.pk).delete()
    Chain.objects.filter(kind="seal", subject=gone.pk).delete()
    gone.delete()
    assert found() == [("journal_seal", Seal.objects.get().pk)]


@pytest.mark.django_db
def test_without_the_key_no_seal_holds(tmp_path: Path) -> None:
    opened("somebody")
    seal(START)
    other = tmp_path / "another.key"
    other.write_text("another")
    with override_settings(JOURNAL_KEY_FILE=other):
        assert found() == [("journal_seal", Seal.objects.get().pk)]


@pytest.mark.django_db
def test_an_older_database_is_in_order_by_itself() -> None:
    """Restoring an old backup can't show within it: the last seal's mac, kept elsewhere, tells the two apart."""
    opened("first")
    seal(START)
    kept_elsewhere = Seal.objects.order_by("-upto").values_list("count", "mac").first()
    assert not found()
    opened("second")
    seal(START + HOUR)
    assert not found()
    assert Seal.objects.order_by("-upto").values_list("count", "mac").first() != kept_elsewhere


@pytest.mark.django_db
def test_a_journal_under_sm3_is_in_order_and_under_another_algorithm_it_is_not() -> None:
    with override_settings(JOURNAL_HASH="sm3"):
        account = opened("somebody")[0]
        set_password(CLOCK, account.pk, password="long enough", now=START + HOUR)
        seal(START + HOUR)
        assert not found()
    assert {table for table, _ in found()} == {"journal_entry", "journal_chain", "journal_seal", "accounts_account"}


@pytest.mark.django_db
def test_an_entry_that_can_no_longer_be_read_is_a_finding_and_stops_nothing() -> None:
    account = opened("somebody")[0]
    Entry.objects.filter(subject=account.pk).update(rows="{", owes="[1")
    assert ("journal_entry", Entry.objects.get().pk) in found()
    assert ("accounts_account", account.pk) in found()


@pytest.mark.django_db
def test_a_reaction_that_no_entry_owes_is_found() -> None:
    opened("somebody")
    Reaction.objects.create(entry=Entry.objects.get(), name="invented", next_at=START, mac="")
    assert found() == [("journal_reaction", Entry.objects.get().pk)]


def broken() -> Iterator[Finding]:
    yield Finding("somewhere", 1, say("something"))
    raise KeyError("nothing there")


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another wiring of verification: one room whose check breaks, two rows that must be seen from one place."""
    monkeypatch.setattr(integrity, "ROOMS", (broken,))
    monkeypatch.setattr(integrity, "SCOPES", {"case": lambda: {(7, 1, "desk"), (8, 1, "desk")}})


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(rooms: None) -> None:
    Scope.objects.create(kind="case", row=7, org=1, reason="desk")
    Scope.objects.create(kind="case", row=9, org=1, reason="desk")
    Scope.objects.create(kind="visit", row=3, org=1, reason="visit")
    everything = list(verify.everything())
    assert "KeyError" in str(everything[1].sentence)
    assert [(f.table, f.row) for f in everything] == [
        ("somewhere", 1),
        (__name__, 0),
        ("access_scope", 8),
        ("access_scope", 9),
        ("access_scope", 3),
    ]


@pytest.mark.django_db
def test_sharing_what_follows_from_the_rows_is_in_order(rooms: None) -> None:
    share("case", 7, [("00000001", "desk")])
    share("case", 8, [("00000001", "desk")])
    assert "access_scope" not in {finding.table for finding in verify.everything()}


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_it_reads_is_not_mistaken_for_tampering(monkeypatch: pytest.MonkeyPatch) -> None:
    opened("before")
    read = verify._chains

    def meanwhile() -> None:
        opened("meanwhile")
        connection.close()

    def chains(told: verify.Told) -> Iterator[Finding]:
        writer = threading.Thread(target=meanwhile)
        writer.start()
        writer.join(timeout=10)
        assert not writer.is_alive(), "verification keeps nobody from writing"
        yield from read(told)

    monkeypatch.setattr(verify, "_chains", chains)
    assert not list(verify.everything())
    assert Account.objects.filter(username="meanwhile").exists()
    assert not list(verify.findings())


def test_every_table_left_out_has_a_reason_and_is_not_ours() -> None:
    assert all(reason for reason in verify.UNCOVERED.values())
    theirs = {"django", "auth", "sqlite", "axes"}
    ours = {table for table in verify.UNCOVERED if table.split("_")[0] not in theirs}
    passing = {"accounts_session", "accounts_usedstep", "accounts_spent", "accounts_passkeycount", "limits_tally"}
    told = {"messages_message", "messages_sending"}
    passing.add("cases_glance")
    assert ours == passing | told | {"common_frequent", "directory_alike", "members_code", "members_sitting"}, (
        "what people are told and its sending; sessions, what was used up, which end by themselves, what devices count, how often"
        " somebody came, who has what open; how often two signs stand together"
    )


def test_findings_are_grouped_by_table_and_row() -> None:
    some = [Finding("b", 2, say("x")), Finding("a", 1, say("y")), Finding("b", 1, say("z"))]
    assert [(table, [f.row for f in rows]) for table, rows in verify.grouped(some)] == [("a", [1]), ("b", [1, 2])]
