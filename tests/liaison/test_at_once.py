"""A proposal in several hands at the same second: what is confirmed is what was seen."""

from __future__ import annotations

import pytest

from tests.directory.place import NOW
from tests.journal.test_at_once import first_wins
from tests.liaison.test_proposing import proposed, served
from zhuqi.domain.liaison.actions import change_proposed, confirm_proposal, drop_proposal
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.liaison.rules import Fate

__all__ = ["served"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_proposal_isnt_confirmed_while_a_row_of_it_is_dropped(served):
    made, desk = proposed(served), served.actor("desk")
    row = proposing.rows(made).order_by("pk")[0]
    first_wins(
        lambda: confirm_proposal(desk, made.pk, seen=1, now=NOW),
        lambda: change_proposed(desk, made.pk, link_id=row.pk, dropped=True, seen=1, now=NOW),
        lambda: drop_proposal(desk, made.pk, seen=1, now=NOW),
    )
    made.refresh_from_db()
    held = Liaison.objects.filter(until=None, since=NOW.date()).count()
    assert held == (made.wanted if made.state == Fate.CONFIRMED else 0)
