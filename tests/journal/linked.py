"""Who comes to an enterprise, in the story: known, handed over, proposed where nobody came, and why nobody went."""

from __future__ import annotations

from typing import Any

from tests.cases.town import edition
from tests.journal.stage import Story
from zhuqi.core.access.actor import CLOCK, of_enterprise
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison.actions import (
    change_proposed,
    confirm_proposal,
    hand_over,
    note_handover,
    propose,
    say_who_comes,
)
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.liaison.rules import Knows
from zhuqi.domain.visits.actions import explain_zero

ASKED = "联系:\n  形式: 一对一\n走访:\n  配额: [{角色: 包企干部, 每: 月, 至少: 1}]\n"
"""What one town's rules ask: somebody for each enterprise, and a visit a month."""


def handed_on(s: Story) -> None:
    """The first enterprise says whom it knows, the second goes to the next official, the third gets one that was proposed."""
    now, (first, second, _) = s.at(34, 15), s.city.enterprises
    dispatcher, official, keeper = s.city.actor("dispatcher"), s.city.staff["official"].pk, s.city.staff["keeper"].pk
    link = Liaison.objects.get(enterprise=first, until=None)
    for answer in (Knows.OTHER, Knows.YES):
        say_who_comes(of_enterprise(first.pk), link.pk, answer=answer, now=now)
    passing: dict[str, Any] = {"staff_id": official, "successor_id": keeper, "group_id": s.city.org("xf-group")}
    hand_over(CLOCK, second.pk, **passing, note="演练：厂长下午在。", since=now.date(), now=now)
    note_handover(s.city.actor("keeper"), Handover.objects.get().pk, now=s.at(34, 16))
    edition(s.city, "mz", now.date(), ("\n办理:\n", f"\n{ASKED}\n办理:\n"))
    given_up, made = (propose(dispatcher, s.city.org("ng"), now=s.at(34, hour)) for hour in (16, 17))
    assert given_up.pk != made.pk
    row = proposing.rows(made).get()
    change_proposed(dispatcher, made.pk, link_id=row.pk, staff="official", seen=1, now=s.at(34, 17))
    confirm_proposal(dispatcher, made.pk, seen=2, now=s.at(34, 18))


def unvisited(s: Story) -> None:
    """A month in which nobody went to the third enterprise, and why."""
    now, account = s.at(76), s.city.staff["official"].account_id
    assert account is not None
    explain_zero(directory.actor(account, now.date()), s.city.enterprises[2].pk, code="unwilling", now=now)
