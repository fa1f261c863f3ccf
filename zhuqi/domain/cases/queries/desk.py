"""The queue of a dispatch room: what it must screen, what it must rule on, what it sent on today; and who moved a case last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.models import Case, Edge, Holding, Request
from zhuqi.domain.cases.queries.lists import MOST, SOONEST, running
from zhuqi.domain.cases.queries.sight import place, visible
from zhuqi.domain.cases.rules.words import LIVE, Action, Asked, Channel, Hand, How, State, Tick
from zhuqi.domain.directory import queries as directory

DIRECT = (Channel.PORTAL, Channel.LINK, Channel.APP)
"""The ways by which an enterprise tells its need itself."""
SENT_BY = (Action.ASSIGN, Action.SEND_DOWN, Action.ESCALATE)
"""How a room passes a case on."""


def dispatches(actor: Actor) -> bool:
    """Whether somebody sits at a dispatch room."""
    return bool(actor.orgs(Role.DISPATCHER))


def waiting(actor: Actor) -> QuerySet[Case]:
    """What a dispatch room itself must act on: cases to screen and assign, and returns to rule on."""
    desks = place(actor).desks
    screening = Q(state=State.SCREENING.value, holder__in=desks)
    return visible(actor).filter(screening | _asked(desks), state__in=LIVE)


def _asked(desks: Iterable[int]) -> Q:
    """Cases of which a unit asks a room to take them back."""
    still = {"ruled_at": None, "void_at": None, "taken_back_at": None}
    asks = Request.objects.filter(case=OuterRef("case"), holding=OuterRef("holding"), asked=Asked.RETURN.value, **still)
    clocks = running().filter(Exists(asks), unit__in=desks, tick=Tick.RULE.value)
    return Q(pk__in=clocks.values("case"))


def _came_back() -> Exists:
    """Whether a unit once had a case and was right to return it."""
    rows = Holding.objects.filter(case=OuterRef("pk"), hand=Hand.LEAD.value, how=How.RETURNED.value)
    return Exists(rows)


def to_screen(actor: Actor) -> QuerySet[Case]:
    """What waits to be screened and passed on, the nearest deadline first."""
    return _near(waiting(actor).filter(state=State.SCREENING.value))


def nearly_due(actor: Actor, until: dt.datetime) -> QuerySet[Case]:
    """What waits for the room and is late, or due by a moment."""
    return _near(waiting(actor).filter(due__lte=until))


def returned(actor: Actor) -> QuerySet[Case]:
    """What a unit gives back: returns to rule on, and what came back by one and waits anew."""
    return _near(waiting(actor).filter(~Q(state=State.SCREENING.value) | Q(_came_back())))


def direct(actor: Actor) -> QuerySet[Case]:
    """What enterprises told the room themselves and waits to be screened."""
    return _near(to_screen(actor).filter(channel__in=[channel.value for channel in DIRECT]))


def sent_on(actor: Actor, day: dt.date) -> QuerySet[Case]:
    """What the room passed on that day and doesn't have again, the last one first."""
    desks = place(actor).desks
    made = Edge.objects.filter(
        case=OuterRef("pk"), day=day, source_unit__in=desks, action__in=[action.value for action in SENT_BY]
    )
    cases = visible(actor).filter(Exists(made)).exclude(state=State.SCREENING.value, holder__in=desks)
    return cases.annotate(sent_at=Subquery(made.order_by("-at").values("at")[:1])).order_by("-sent_at", "-pk")


def _near(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by(SOONEST, "pk")


@dataclass(frozen=True)
class Counts:
    """How many wait for a room, as far as it is worth counting: 1,001 stands for more."""

    screen: int
    due: int
    returned: int
    direct: int
    sent: int


def counted(actor: Actor, *, until: dt.datetime, day: dt.date) -> Counts:
    """What the tabs of a room count. Two queries, whatever the number of cases."""
    came_back = waiting(actor).annotate(back=_came_back()).order_by()
    found = list(came_back.values_list("state", "due", "channel", "back")[: MOST + 1])
    screen = [row for row in found if row[0] == State.SCREENING.value]
    return Counts(
        screen=len(screen),
        due=sum(due is not None and due <= until for _, due, _, _ in found),
        returned=sum(state != State.SCREENING.value or back for state, _, _, back in found),
        direct=sum(channel in {word.value for word in DIRECT} for _, _, channel, _ in screen),
        sent=sent_on(actor, day).order_by().values("pk")[: MOST + 1].count(),
    )


def moved_by(versions: Mapping[int, int]) -> dict[int, str]:
    """{case: who made its entry of that version}, empty for the clock and enterprises. Two queries at most."""
    if not versions:
        return {}
    wanted = reduce(or_, (Q(subject=case, seq=version) for case, version in versions.items()))
    made = dict(Entry.objects.filter(wanted, kind="case").values_list("subject", "staff"))
    names = directory.staff_names({staff for staff in made.values() if staff is not None})
    return {case: names.get(staff or 0, "") for case, staff in made.items()}
