"""Organisations that are to end: what is planned, what is in the way, what lies there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhuqi.base.errors import Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core import succession
from zhuqi.core.access.actor import ADMINISTRATORS
from zhuqi.core.access.queries import held_at
from zhuqi.core.days import day_of
from zhuqi.domain.directory.models import Organisation, PlannedEnding
from zhuqi.domain.directory.queries import ended, heir, kept_there, named


def planned(org_id: int) -> PlannedEnding | None:
    """The ending that is planned of an organisation. One query."""
    rows = PlannedEnding.objects.select_related("successor").filter(org=org_id, done_at=None, cancelled_at=None)
    return rows.first()


def hold(ids: Iterable[int]) -> None:
    """Keep units that are given something from ending until that is stored. Raises Stale where one has ended, or is retired from a
    day to come. Asked before what is given is taken: the clock too takes a unit first, then what lies with it. Two queries at
    most."""
    if kept_there(ids).filter(retired_on__isnull=False).exists():
        raise Stale


def follower(org_id: int, now: dt.datetime) -> int:
    """Who stands in the place of a unit today, kept from ending in favour of another. Raises Stale where it does. Three queries
    at most."""
    stands = heir(org_id)
    if ended([stands], day_of(now)):
        raise Stale
    return stands


def follows(org_id: int, successor_id: int) -> bool:
    """Whether an organisation is to end in favour of another. One query."""
    row = planned(org_id)
    return row is not None and row.successor_id == successor_id


def peopled(org: Organisation) -> Sentence | None:
    """What hangs under an organisation or belongs to it, and so keeps it from ending. Two queries."""
    names = named(org.children.filter(retired_on=None))
    if names:
        return say("Organisations still hang under it ({names}): retire those first.", names=names)
    names = named(org.staff.filter(left_on=None))
    if names:
        return say("Staff still belong to it ({names}): move them to another unit first.", names=names)
    return None


def administrated(org: Organisation, day: dt.date) -> Sentence | None:
    """An administrator's role held there keeps it from ending: who ends organisations ends no such role. One query."""
    if held_at(org.pk, day).filter(role__in=ADMINISTRATORS).exists():
        return say("Administrators' roles are held there: the security administrator ends those first.")
    return None


def needed(org: Organisation, day: dt.date) -> Sentence | None:
    """Why an organisation can't end on a day with nobody in its place: what hangs under it, who belongs to it, what lies with
    it, kind by kind. Some dozen queries at most."""
    wrong = peopled(org) or administrated(org, day)
    if wrong is not None:
        return wrong
    lies = succession.lying(org.pk)
    if lies:
        what = tuple(say("{what}: {n}", what=Sentence(one.what), n=one.n) for one in lies)
        return say("This still lies with it: {lies}. Name who takes its place.", lies=what)
    names = named(org.enterprises_inside.filter(merged_into=None))
    if names:
        return say("Enterprises still lie in this park ({names}): write down where they lie first.", names=names)
    return None
