"""Seals: everything booked is under one; none twice; each holds the one before."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from tests.cast import START
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import open_many
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry, Seal
from zhuqi.core.journal.sealing import mac_of, seal

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def booked(n: int) -> None:
    """``n`` entries."""
    known = Entry.objects.count()
    open_many(CLOCK, [f"account-{known}-{i}" for i in range(n)], now=START)


def test_a_seal_is_put_on_everything_booked_since_the_last_one() -> None:
    booked(3)
    assert seal(START) == 3
    booked(4)
    assert seal(START + DAY) == 4 + 1, "the entry of the first seal is under the second"
    assert list(Seal.objects.order_by("upto").values_list("count", flat=True)) == [3, 8]
    assert not list(verify.findings())


def test_sealing_again_seals_nothing() -> None:
    booked(2)
    seal(START)
    assert [seal(START + n * DAY) for n in range(3)] == [0, 0, 0]
    assert Seal.objects.count() == 1


def test_nothing_booked_is_nothing_sealed() -> None:
    assert seal(START) == 0
    assert not Entry.objects.exists()


def test_a_seal_is_booked_like_anything_else() -> None:
    booked(1)
    seal(START)
    entry = Entry.objects.get(kind="seal")
    assert (entry.subject, entry.verb, entry.behalf) == (Seal.objects.get().pk, "sealed", "clock")


def test_each_seal_holds_the_one_before() -> None:
    booked(2)
    seal(START)
    booked(2)
    seal(START + DAY)
    Seal.objects.filter(upto=Seal.objects.order_by("upto")[0].upto).update(mac="0" * 64)
    found = [finding.row for finding in verify.findings() if "sealed" in str(finding.sentence)]
    assert found == list(Seal.objects.order_by("upto").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "other", [("x", 9, 3, ["a"]), ("", 8, 3, ["a"]), ("", 9, 2, ["a"]), ("", 9, 3, ["b"]), ("", 9, 3, [])]
)
def test_a_mac_holds_the_seal_before_the_end_the_count_and_every_link(other: tuple[str, int, int, list[str]]) -> None:
    assert mac_of(*other) != mac_of("", 9, 3, ["a"])


def test_more_links_than_a_chunk_are_all_held() -> None:
    links = [str(n) for n in range(2500)]
    assert mac_of("", 1, 1, links) == mac_of("", 1, 1, iter(links))
    assert len({mac_of("", 1, 1, links[:n] + links[n + 1 :]) for n in (0, 999, 1000, 2499)}) == 4


@pytest.mark.django_db(transaction=True)
def test_a_seal_waits_for_whoever_is_booking() -> None:
    """An entry with a lower id than what is there already, whose transaction ends later, must not come to lie below the seal."""
    begun, enough = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            booked(1)
            begun.set()
            enough.wait(10)
        connection.close()

    def sealed() -> None:
        seal(START)
        connection.close()

    slow, sealing = threading.Thread(target=slowly), threading.Thread(target=sealed)
    slow.start()
    begun.wait(10)
    if connection.vendor == "postgresql":  # SQLite has one writer at a time
        open_many(CLOCK, ["quick"], now=START)
    sealing.start()
    sealing.join(0.3)
    assert sealing.is_alive(), "it waits"
    enough.set()
    for thread in (slow, sealing):
        thread.join(10)
    assert Seal.objects.get().count == Entry.objects.exclude(kind="seal").count()
    assert not list(verify.findings())
