"""What of cases lies with a unit itself: in which hand, and by which clocks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from zhuqi.base.words import term
from zhuqi.core.access.queries import rows_seen
from zhuqi.core.succession import Lying
from zhuqi.domain.cases.models import RUNNING, Case, Clock, Holding, Member
from zhuqi.domain.cases.rules.words import CARRIES, CO_HANDS, LIVE, Tick

RULINGS = (Tick.RULE.value, Tick.SIGN.value)
CALLS = (Tick.CHECK.value, Tick.ASK.value, Tick.CLASS.value)


def lying(org: int) -> Iterator[Lying]:
    """What lies with a unit, kind by kind. Six queries."""
    held = Holding.objects.filter(unit=org, ended_at=None)
    clocks = Clock.objects.filter(RUNNING, unit=org)
    yield Lying("cases_in_hand", term("cases in hand"), held.filter(hand__in=CARRIES).count())
    yield Lying("cases_helped", term("cases it helps with"), held.filter(hand__in=CO_HANDS).count())
    yield Lying(
        "cases_in_charge",
        term("cases in its charge as dispatch room"),
        Case.objects.filter(desk=org, state__in=LIVE).count(),
    )
    yield Lying("requests", term("requests it must rule on"), clocks.filter(tick__in=RULINGS).count())
    yield Lying("answers", term("answers it must check or ask about"), clocks.filter(tick__in=CALLS).count())
    yield Lying("task_forces", term("task forces it sits in"), Member.objects.filter(unit=org, ended_at=None).count())


def live(org: int) -> QuerySet[Case]:
    """The live cases in which a unit has or had a part, or one below it, as far as they are seen from there."""
    held = Holding.objects.filter(case=OuterRef("pk"), unit=org)
    seen = Case.objects.filter(pk__in=rows_seen("case", org)) | Case.objects.filter(Exists(held))
    return seen.filter(state__in=LIVE).order_by("pk")
