"""A share of the walks, and what must be true after them."""

from __future__ import annotations

import os
import random
from collections import Counter

from django.db import connection

from tests.cases.walker import Walker
from tests.cast import stage
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action

STEPS = 30
SOAK = os.environ.get("ZHUQI_SOAK") == "1"
SHARES = 2 if SOAK else 1
WALKS = int(os.environ.get("ZHUQI_WALKS") or (250 if SOAK else 100))
"""Shares of each of two files, and walks of one: ``make test`` makes four hundred over both engines, ``make soak`` a
thousand on each."""

WAYS = {
    Action.CHECK: {Action.ESCALATE, Action.SCREEN, Action.ASSIGN, Action.ACCEPT, Action.REPLY},
    Action.TAKE_OUT: {Action.JOIN},
}
"""What leads to a step that few lives come to: only the city checks, and only what was joined is taken out."""


def walk(share: int, *, city_checks: bool, left_out: set[Action]) -> None:
    """Walk a share of lives, each from a seed of its own; every step but those ``left_out`` must have been taken: where a rare
    one wasn't, as many lives again are walked for it."""
    city = stage(city_checks=city_checks, endings=city_checks)
    taken: Counter[Action] = Counter()
    refused = 0
    own = 10_000_000 * (connection.vendor == "postgresql")
    wanted = set(TAKEN) - left_out if WALKS >= 100 else set()
    for number in range(2 * WALKS):
        missing = wanted - set(taken) if number >= WALKS else set()
        if number >= WALKS and not missing:
            break
        seeks = missing.union(*(WAYS.get(action, ()) for action in missing))
        walker = Walker(city, random.Random(own + share * 1_000_000 + number), seeks=seeks)
        for _ in range(STEPS):
            walker.step()
        walker.stored_as_it_was_led()
        taken += walker.taken
        refused += walker.refused
    assert not [str(finding.sentence) for finding in everything()], "what is rebuilt from the journal is what is stored"
    assert refused > WALKS, "some of it was refused"
    missing = wanted - set(taken)
    assert not missing, f"never walked: {sorted(missing)}"
