"""Loading posts and links from sheets. What is there already stays; nothing is ended by being left out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Row, Table
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import Rank, may_register
from zhuqi.domain.directory.sheets import NO_ENTERPRISE, NO_STAFF, NO_UNIT
from zhuqi.domain.liaison.actions import links, posts
from zhuqi.domain.liaison.actions.proposing import link_all
from zhuqi.domain.liaison.life.binding import no
from zhuqi.domain.liaison.life.fitting import Misfit
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty, unusual


@transaction.atomic
def load_posts(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Fill posts from a sheet, with the roles they need. Raises Faulty with every fault found; unusual ranks come back
    as warnings."""
    loading = Loading(table)
    staff = directory.staff_by_code(loading.codes("staff"))
    orgs = directory.organisations_by_code(loading.codes("organisation"))
    held = set(Post.objects.filter(until=None).values_list("staff", "org", "duty"))
    new: list[Post] = []
    for row in loading.rows("staff", "organisation", "duty"):
        who, org = staff.get(row.values["staff"]), orgs.get(row.values["organisation"])
        duty = Duty(row.values["duty"])
        if who is None or org is None:
            loading.fault(row, "organisation" if who else "staff", NO_UNIT if who else NO_STAFF)
            continue
        if (who.pk, org.pk, duty) in held:
            loading.same()
            continue
        wrong, strange = posts.unfit(actor, who, org, duty), unusual(duty, Rank(who.rank))
        if wrong is not None:
            loading.fault(row, "duty", wrong)
        if strange is not None:
            loading.warn(row, "duty", strange)
        since = row.values.get("since") or day_of(now)
        new.append(Post(staff=who, org=org, duty=duty, since=since))
        loading.new(row)
    loading.judge()
    _appoint(actor, new, now)
    return loading.loaded()


def _appoint(actor: Actor, made: list[Post], now: dt.datetime) -> None:
    """Write the posts, with their roles."""
    endings.hold([post.org_id for post in made])
    bulk.insert(made)
    pairs = [(_noted(Change(actor, "staff", post.staff_id, now=now), post), post) for post in made]
    posts.empower((change, post.staff, post.org, Duty(post.duty), post.since) for change, post in pairs)
    record_many((change, posts.appointed(post)) for change, post in pairs)


@transaction.atomic
def load_liaisons(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Link officials to enterprises from a sheet. Raises Faulty with every fault found."""
    loading = Loading(table)
    staff = directory.staff_by_code(loading.codes("staff"))
    groups = directory.organisations_by_code(loading.codes("group"))
    enterprises = directory.enterprises_by_code(loading.codes("uscc"))
    seen = set(directory.visible(actor).filter(uscc__in=set(enterprises)).values_list("pk", flat=True))
    held = {
        (enterprise, who): group
        for enterprise, who, group in Liaison.objects.filter(until=None).values_list("enterprise", "staff", "group")
    }
    new: list[tuple[Row, Liaison]] = []
    for row in loading.rows("uscc", "staff"):
        enterprise, who = enterprises.get(row.values["uscc"]), staff.get(row.values["staff"])
        code = row.values.get("group")
        group = groups.get(code) if code is not None else None
        if enterprise is None or not (enterprise.pk in seen or may_register(actor, enterprise.region.path)):
            loading.fault(row, "uscc", NO_ENTERPRISE)
        elif who is None:
            loading.fault(row, "staff", NO_STAFF)
        elif group is None and code is not None:
            loading.fault(row, "group", NO_UNIT)
        elif (enterprise.pk, who.pk) not in held:
            wrong = links.unfit(actor, who, group)
            if wrong is not None:
                loading.fault(row, "staff", wrong)
            new.append((row, links.fresh(enterprise, who, group, row.values.get("since") or day_of(now))))
            loading.new(row)
        elif held[enterprise.pk, who.pk] != (group.pk if group else None):
            loading.fault(row, "group", say("They hold it from elsewhere: release that link first."))
        else:
            loading.same()
    loading.judge()
    for misfit in links.unruly([link for _, link in new], now):
        row = next(row for row, link in new if misfit.who in _named(link, misfit))
        loading.fault(row, "staff", no(misfit))
    loading.judge()
    link_all(actor, [link for _, link in new], now)
    return loading.loaded()


def _named(link: Liaison, misfit: Misfit) -> tuple[int, ...]:
    """Whose id a misfit about a link can name."""
    return (link.staff_id,) if misfit.sort in ("official", "rank") else (link.enterprise_id,)


def _noted(change: Change, row: Post | Liaison) -> Change:
    """The change, taking note of a row that was stored with others."""
    change.touched(row)
    return change
