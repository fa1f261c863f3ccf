"""What can be loaded from a sheet and written as one, in the order in which sheets are loaded: each may name what those before
it hold. The columns are the layouts' own, so that a column which a room adds is taken in and given out without a word here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.intake.registers import Register
from zhuqi.core.sheets.columns import Layout
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory import sheets as of_directory
from zhuqi.domain.directory.actions.loading import load_enterprises, load_grants, load_organisations, load_staff
from zhuqi.domain.directory.rules import REGISTRARS
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison import sheets as of_liaison
from zhuqi.domain.liaison.actions.loading import load_liaisons, load_posts
from zhuqi.domain.liaison.rules import BINDERS
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.visits import sheets as of_visits
from zhuqi.domain.visits.actions.loading import load_visits

ACTOR = directory.actor
"""Who an account is on a day: a large sheet is loaded by the worker, as whoever confirmed it."""
Elsewhere = Mapping[str, Callable[[Any], Any]]


def cells(layout: Layout, elsewhere: Elsewhere) -> Callable[[Any], dict[str, Any]]:
    """A row as a sheet has it: the columns of the same name, and those that lie ``elsewhere``."""
    reads = {column.key: elsewhere.get(column.key) or _named(column.key) for column in layout.columns}
    return lambda row: {key: read(row) for key, read in reads.items()}


def _named(key: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, key, None)


def has(*roles: Role) -> Callable[[Actor], bool]:
    """Whether somebody has one of some roles anywhere."""
    return lambda actor: actor.has(*roles)


def _organisations(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return directory.kept_organisations(actor).filter(retired_on=None).order_by("path")


def _staff(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return directory.kept_staff(actor).filter(left_on=None).order_by("code")


def _enterprises(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return directory.registered(actor).order_by("uscc")


def _posts(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return liaison.kept_posts(actor).filter(until=None).select_related("staff", "org").order_by("staff__code", "pk")


def _liaisons(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return liaison.links_seen(actor).filter(until=None).order_by("enterprise__uscc", "staff__code", "pk")


def _visits(actor: Actor, day: dt.date) -> QuerySet[Any]:
    return visits.visible(actor).select_related("enterprise", "staff", "round").order_by("-day", "-pk")


def _sees_firms(actor: Actor) -> bool:
    return bool(actor.sights) or actor.has(Role.SYSTEM_ADMIN)


def _sees(actor: Actor) -> bool:
    return bool(actor.sights)


def _register(word: str, layout: Layout, load: Any, may: Any, rows: Any, elsewhere: Elsewhere, reads: Any) -> Register:
    return Register(word, layout, load, may, rows, cells(layout, elsewhere), reads)


_TABLE = (
    _register(
        term("Organisations"),
        of_directory.ORGANISATIONS,
        load_organisations,
        has(Role.SYSTEM_ADMIN),
        _organisations,
        {"parent": lambda org: org.parent.code if org.parent else None},
        has(Role.SYSTEM_ADMIN),
    ),
    _register(
        term("People"),
        of_directory.STAFF,
        load_staff,
        has(Role.SYSTEM_ADMIN),
        _staff,
        {"unit": lambda one: one.unit.code},
        has(Role.SYSTEM_ADMIN),
    ),
    _register(
        term("Roles"),
        of_directory.GRANTS,
        load_grants,
        has(Role.SECURITY_ADMIN),
        directory.grants_given,
        {"staff": lambda grant: grant.staff_code, "organisation": lambda grant: grant.org_code},
        has(Role.SECURITY_ADMIN),
    ),
    _register(
        term("Enterprises"),
        of_directory.ENTERPRISES,
        load_enterprises,
        has(*REGISTRARS),
        _enterprises,
        {"region": lambda firm: firm.region.code},
        _sees_firms,
    ),
    _register(
        term("Posts"),
        of_liaison.POSTS,
        load_posts,
        has(Role.DISPATCHER),
        _posts,
        {"staff": lambda post: post.staff.code, "organisation": lambda post: post.org.code},
        has(Role.DISPATCHER),
    ),
    _register(
        term("Links between officials and enterprises"),
        of_liaison.LIAISONS,
        load_liaisons,
        has(*BINDERS),
        _liaisons,
        {
            "uscc": lambda link: link.enterprise.uscc,
            "staff": lambda link: link.staff.code,
            "group": lambda link: link.group.code if link.group else None,
        },
        _sees,
    ),
    _register(
        term("Visits"),
        of_visits.VISITS,
        load_visits,
        has(Role.SYSTEM_ADMIN),
        _visits,
        {
            "uscc": lambda visit: visit.enterprise.uscc,
            "staff": lambda visit: visit.staff.code,
            "round": lambda visit: visit.round.name if visit.round else None,
        },
        _sees,
    ),
)
REGISTERS: Mapping[str, Register] = {one.layout.key: one for one in _TABLE}
"""By the layouts' keys."""
