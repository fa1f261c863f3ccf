"""What an enterprise told by another way becomes a case at the desk that received it."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import labelled, texts
from zhuqi.domain.cases.actions.contacts import person, write
from zhuqi.domain.cases.actions.finding import counted, numbered
from zhuqi.domain.cases.actions.taking import store
from zhuqi.domain.cases.actions.weighing import weighed
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import Action, Channel
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation


def take_in(
    actor: Actor,
    desk: Organisation,
    *,
    enterprise_id: int,
    title: str,
    body: str,
    kind: str,
    category: str | None,
    speaks: tuple[str, str],
    told_at: dt.datetime,
    channel: Channel = Channel.PORTAL,
    now: dt.datetime,
) -> Case:
    """Write down a need that its enterprise told ``desk``, inside the caller's transaction. It lies at the desk, nobody is
    its finder, and both the promised clock and the elapsed time begin at ``told_at``. ``speaks``: name and telephone.

    Raises Missing (an enterprise out of sight), Invalid, Refused.
    """
    if desk.area is None:
        raise Refused(say("This dispatch room belongs to no area."))
    said = texts(Action.RECORD, title=title, body=body)
    who = person(speaks[0], "", speaks[1])
    enterprise = directory.enterprise(actor, enterprise_id)
    terms = sight.terms((), rulebook.in_force(desk.path, day_of(now)).pk)
    labelled(Action.RECORD, terms.editions[terms.current], kind=kind, category=category)
    event = events.Recorded(
        enterprise=enterprise_id,
        unit=desk.pk,
        desk=desk.pk,
        area=desk.area.pk,
        edition=terms.current,
        at_desk=True,
        kind=kind,
        category=category,
        scale=enterprise.scale,
        channel=channel,
        finder=None,
        found_on=day_of(told_at),
        told_at=told_at,
        **weighed(None, None, None),
    )
    counter = counted(desk.area, day_of(now).year)
    case = Case(number=numbered(desk.area, counter), title=said.pop("title"), salt=secrets.token_hex(16))
    store(actor, case, None, event, terms, now, "", Action.RECORD, said, also=(counter,))
    if who is not None:
        write(actor, case, who, now=now)
    return case
