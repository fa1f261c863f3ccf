"""Whatever other hands than the program's do to a table, verification names the table and the row."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import repeat

import pytest
from django.db import transaction

from tests.conftest import SOAK
from tests.journal.stage import Story
from tests.journal.story import WIRING, play
from tests.journal.tamper import Done, Hand, Impossible, Model, lawless
from tests.journal.wired import wired
from zhuqi.core.journal import verify
from zhuqi.core.journal.models import Entry

pytestmark = pytest.mark.django_db
SEED = 20190513
WANTED = 1200 if SOAK else 440
"""Tampers in all. Each column of each table is among them once, whatever chance says."""
TABLES = {model._meta.db_table: model for model in verify.covered()}
Deed = Callable[[Hand], Done]


@pytest.fixture(scope="module", autouse=True)
def story(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Story]:
    """The story, played once for every test here and rolled back at the end."""
    with django_db_blocker.unblock(), wired(WIRING), transaction.atomic():  # type: ignore[attr-defined]
        yield play()
        transaction.set_rollback(True)


def column(name: str) -> Deed:
    return lambda hand: hand.edit(name)


def cut(last: int) -> Deed:
    return lambda hand: hand.delete(last=last)


def deeds(model: Model) -> list[Deed]:
    """What is done to a table: each column edited, rows deleted, copied, cut off; then more of it, as chance has it."""
    rng = random.Random(f"{SEED} {model._meta.db_table}")
    each: list[Deed] = [column(name) for name in Hand(model, rng).names]
    each += [Hand.delete, Hand.insert, cut(1), cut(2)]
    if model is Entry:
        each += repeat(cut_chain, 5)
    kinds: list[Deed] = [Hand.edit, Hand.delete, Hand.insert]
    return each + rng.choices(kinds, k=max(0, WANTED // len(TABLES) - len(each)))


def cut_chain(hand: Hand) -> Done:
    """The last entry of a subject taken away."""
    heads = {(row["kind"], row["subject"]): row for row in hand.rows()}
    return hand.delete_of(hand.rng.choice(list(heads.values())))


def found(done: Done) -> bool:
    """Whether verification names what was done."""
    return any((finding.table, finding.row) in done.named for finding in verify.everything())


def test_what_the_actions_wrote_is_in_order() -> None:
    assert not list(verify.everything())


def test_every_table_has_rows_to_tamper_with() -> None:
    assert not [table for table, model in TABLES.items() if not model._default_manager.exists()]


@pytest.mark.parametrize("table", TABLES)
def test_tampering_is_found_and_named(table: str) -> None:
    model = TABLES[table]
    hand = Hand(model, random.Random(f"{SEED} hands on {table}"))
    missed, done = [], 0
    for deed in deeds(model):
        with lawless(model):
            try:
                did = deed(hand)
            except Impossible:
                continue
            done += 1
            if not found(did):
                missed.append(did.words)
    assert not missed
    assert done > len(hand.names)


def test_there_are_tampers_enough() -> None:
    assert sum(len(deeds(model)) for model in TABLES.values()) >= (1000 if SOAK else 200)


def test_a_value_written_over_by_itself_is_no_tampering() -> None:
    for model in TABLES.values():
        hand = Hand(model, random.Random(SEED))
        name = hand.names[-1]
        with lawless(model):
            assert hand._write(f'UPDATE "{hand.table}" SET "{name}" = "{name}"', [], hand.rows()[0])
            assert not list(verify.findings())


def test_a_table_that_verification_left_out_would_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = TABLES["liaison_post"]
    monkeypatch.setattr(verify, "UNCOVERED", {**verify.UNCOVERED, "liaison_post": "let us see"})
    with lawless(model):
        assert not found(Hand(model, random.Random(SEED)).edit("since"))
