"""Loading posts and links from sheets. What is there already stays; nothing is ended by being left out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import BATCH, Change, record_many
from zhuqi.core.sheets.loading import Loaded, Loading
from zhuqi.core.sheets.reading import Table
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import Rank, may_register
from zhuqi.domain.liaison.actions import links, posts
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty, unusual

NO_STAFF = say("No member of staff has this code.")
NO_UNIT = say("No organisation in force has this code.")
NO_ENTERPRISE = say("No enterprise of the register has this code.")


@transaction.atomic
def load_posts(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Fill posts from a sheet, with the roles they need. Raises Faulty with every fault found; unusual ranks come back
    as warnings."""
    loading = Loading(table)
    staff, orgs = _staff(loading), _organisations(loading, "organisation")
    held = set(Post.objects.filter(until=None).values_list("staff", "org", "duty"))
    new, same = [], 0
    for row in loading.rows("staff", "organisation", "duty"):
        who, org = staff.get(row.values["staff"]), orgs.get(row.values["organisation"])
        duty = Duty(row.values["duty"])
        if who is None or org is None:
            loading.fault(row, "organisation" if who else "staff", NO_UNIT if who else NO_STAFF)
            continue
        if (who.pk, org.pk, duty) in held:
            same += 1
            continue
        wrong, strange = posts.unfit(actor, who, org, duty), unusual(duty, Rank(who.rank))
        if wrong is not None:
            loading.fault(row, "duty", wrong)
        if strange is not None:
            loading.warn(row, "duty", strange)
        new.append((who, org, duty, row.values.get("since") or directory.day_of(now)))
    loading.judge()
    for who, org, duty, since in new:
        posts.install(Change(actor, "staff", who.pk, now=now), who, org, duty, since)
    return Loaded(len(new), 0, same, tuple(loading.warnings))


@transaction.atomic
def load_liaisons(actor: Actor, table: Table, *, now: dt.datetime) -> Loaded:
    """Link officials to enterprises from a sheet. Raises Faulty with every fault found."""
    loading = Loading(table)
    staff, groups = _staff(loading), _organisations(loading, "group")
    codes = loading.codes("uscc")
    enterprises = {held.uscc: held for held in Enterprise.objects.select_related("region").filter(uscc__in=codes)}
    seen = set(directory.visible(actor).filter(uscc__in=codes).values_list("pk", flat=True))
    held = {
        (enterprise, who): group
        for enterprise, who, group in Liaison.objects.filter(until=None).values_list("enterprise", "staff", "group")
    }
    new, same = [], 0
    for row in loading.rows("uscc", "staff"):
        enterprise, who = enterprises.get(row.values["uscc"]), staff.get(row.values["staff"])
        group = groups.get(row.values.get("group"))
        if enterprise is None or not (enterprise.pk in seen or may_register(actor, enterprise.region.path)):
            loading.fault(row, "uscc", NO_ENTERPRISE)
        elif who is None:
            loading.fault(row, "staff", NO_STAFF)
        elif group is None and row.values.get("group") is not None:
            loading.fault(row, "group", NO_UNIT)
        elif (enterprise.pk, who.pk) not in held:
            wrong = links.unfit(actor, who, group)
            if wrong is not None:
                loading.fault(row, "staff", wrong)
            new.append(links.fresh(enterprise, who, group, row.values.get("since") or directory.day_of(now)))
        elif held[enterprise.pk, who.pk] != (group.pk if group else None):
            loading.fault(row, "group", say("They hold it from elsewhere: release that link first."))
        else:
            same += 1
    loading.judge()
    _bind(actor, new, now)
    return Loaded(len(new), 0, same)


def _bind(actor: Actor, made: list[Liaison], now: dt.datetime) -> None:
    """Write the links, with one role for all that somebody holds from one place."""
    Liaison.objects.bulk_create(made, batch_size=BATCH)
    empowered: set[tuple[int, int]] = set()
    changes = []
    for link in made:
        change = Change(actor, "enterprise", link.enterprise_id, now=now)
        change.touched(link)
        if (link.staff_id, link.place_id) not in empowered:
            empowered.add((link.staff_id, link.place_id))
            posts.empower(change, link.staff, link.place, Duty.HOLDS_ENTERPRISES, link.since)
        changes.append((change, links.bound(link)))
    record_many(changes)
    links.reveal(sorted({link.enterprise_id for link in made}))


def _staff(loading: Loading) -> dict[str, Staff]:
    codes = loading.codes("staff")
    return {who.code: who for who in Staff.objects.select_related("unit").filter(code__in=codes)}


def _organisations(loading: Loading, key: str) -> dict[str | None, Organisation]:
    return {org.code: org for org in directory.organisations().filter(code__in=loading.codes(key))}
