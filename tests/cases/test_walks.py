"""Random lives of cases: whatever people do, the books hold."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from tests.cases.walker import Walker
from tests.cast import stage
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.rules.words import Action

STEPS = 30
WALKS = int(os.environ.get("ZHUQI_WALKS", "250"))
"""Walks of one share; four shares make a thousand, so that two workers can go side by side."""


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(4))
def test_random_lives_keep_one_holder_an_open_clock_and_true_books(share: int) -> None:
    city = stage(city_checks=bool(share % 2))
    taken: Counter[Action] = Counter()
    refused = 0
    for walk in range(WALKS):
        walker = Walker(city, random.Random(share * 1_000_000 + walk))
        for _ in range(STEPS):
            walker.step()
        walker.stored_as_it_was_led()
        taken += walker.taken
        refused += walker.refused
    assert not [str(finding.sentence) for finding in everything()], "what is rebuilt from the journal is what is stored"
    assert refused > WALKS, "some of it was refused"
    if WALKS >= 100:
        assert not set(Action) - set(taken) - ({Action.MERGE} if share % 2 else {Action.MERGE, Action.CHECK}), (
            "every step was walked"
        )
