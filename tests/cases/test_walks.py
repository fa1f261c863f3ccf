"""Random lives of cases, where no edition has the closing check: whatever people do, the books hold."""

from __future__ import annotations

import pytest

from tests.cases.walks import SHARES, walk
from zhuqi.domain.cases.rules.words import Action

LACKING = {
    Action.ASK_SIGNING,
    Action.SIGN,
    Action.CHECK,
    Action.OPINE,
    Action.CLASSIFY,
    Action.SET_UP,
    Action.MEET,
    Action.STAND_DOWN,
}
"""Steps that no edition here knows."""


@pytest.mark.django_db
@pytest.mark.parametrize("share", range(SHARES))
def test_random_lives_keep_one_holder_an_open_clock_and_true_books(share: int) -> None:
    walk(share, city_checks=False, left_out=LACKING)
