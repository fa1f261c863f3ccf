"""Units at the same second: one takes the contact, the others are told by whom it was taken."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from tests.cast import START, City, stage
from tests.contacts.going import MONDAY, D, history, planned
from zhuqi.base.errors import Fault, Refused
from zhuqi.core.journal.verify import everything
from zhuqi.domain.contacts.models import Book, Contact
from zhuqi.domain.visits.actions import move_plan

PARTS = ("official", "dispatcher", "city_dispatcher", "leader")


def at_once(*calls: object) -> list[object]:
    """What each call answers, all begun at the same moment: a row, or the fault it was told."""
    gate = threading.Barrier(len(calls))
    answers: list[object] = [None] * len(calls)

    def run(n: int) -> None:
        gate.wait(10)
        try:
            answers[n] = calls[n]()  # type: ignore[operator]
        except Fault as fault:
            answers[n] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def taken(city: City, *calls: object) -> list[Refused]:
    """That one of them got it and the others were refused with the reason. Gives the refusals."""
    answers = at_once(*calls)
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(told) == len(calls) - 1, answers
    assert [str(found.sentence) for found in everything()] == []
    return told


@pytest.mark.django_db(transaction=True)
def test_four_units_at_the_same_second_take_one_contact() -> None:
    city = stage()
    told = taken(city, *(lambda part=part, n=n: planned(city, part, n) for n, part in enumerate(PARTS)))
    first = Contact.objects.select_related("unit").get()
    assert all(first.unit.name in str(fault) and "go together" in str(fault) for fault in told)
    assert Book.objects.get().version == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_contact_of_the_year_is_taken_once() -> None:
    city = stage()
    history(city, *range(-120, -4, 4))
    told = taken(city, *(lambda part=part, n=n: planned(city, part, 10 + 40 * n) for n, part in enumerate(PARTS)))
    assert Contact.objects.count() == 30 and Book.objects.get().version == 30
    assert all("contact 31" in str(fault) for fault in told)


@pytest.mark.django_db(transaction=True)
def test_a_plan_that_moves_and_one_that_is_made_dont_meet() -> None:
    city = stage()
    mine = planned(city, "official", 20)
    taken(
        city,
        lambda: move_plan(city.actor("official"), mine.pk, day=MONDAY + D(4), seen=1, now=START),
        lambda: planned(city, "dispatcher", 5),
    )


@pytest.mark.django_db(transaction=True)
def test_one_plan_is_moved_once() -> None:
    city = stage()
    mine = planned(city, "official", 20)
    taken(
        city,
        *(
            lambda days=days: move_plan(city.actor("official"), mine.pk, day=MONDAY + D(days), seen=1, now=START)
            for days in (30, 60)
        ),
    )
