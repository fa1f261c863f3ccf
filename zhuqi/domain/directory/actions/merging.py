"""Two rows that are one enterprise: one stands for both. Nothing that hangs on the other is rewritten, so it can be undone
(docs/decisions/0029-one-row-stands-for-another.md)."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.paths import within_any
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import events
from zhuqi.domain.directory.actions.about import kept_row
from zhuqi.domain.directory.actions.altering import alter, needed_reason
from zhuqi.domain.directory.actions.enterprises import NOT_YOURS
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.rules import may_register
from zhuqi.domain.directory.rules.firms import UNDONE_WITHIN, registrar_paths


@verb
def merge_enterprise(
    actor: Actor, enterprise_id: int, *, into_id: int, why: str, key: str = "", now: dt.datetime
) -> Enterprise:
    """Let another row stand for this one from now on: lists and searches show that one, what hung on this one is found there.
    Raises Missing, Refused, Invalid."""
    _ours(enterprise_id, into_id)
    firm, into = kept_row(actor, enterprise_id), kept_row(actor, into_id)
    if firm.pk == into.pk:
        raise Refused(say("Choose another row: this is the same one."))
    if firm.absorbed.exists():
        raise Refused(say("Others were merged into this one: let it stand for both, or undo those first."))
    said = needed_reason(why)
    change = Change(actor, "enterprise", firm.pk, now=now, key=key)
    alter(change, firm, why=said, merged_into=into, merged_at=now)
    change.record(events.MergedInto(into=into.pk))
    return firm


def _ours(*enterprise_ids: int) -> None:
    """Hold some rows until this transaction ends, in one order: what is read of them afterwards is how they stand, so that of two
    mergings that cross the second one is judged after the first."""
    list(Enterprise.objects.select_for_update().filter(pk__in=enterprise_ids).order_by("pk").values_list("pk"))


@verb
def unmerge_enterprise(actor: Actor, enterprise_id: int, *, why: str, key: str = "", now: dt.datetime) -> Enterprise:
    """Let a row stand for itself again, within the days that a merging can be undone. What was written to the other since
    stays there. Raises Missing, Refused, Invalid."""
    firm = Enterprise.objects.select_related("region", "merged_into").filter(pk=enterprise_id).first()
    if firm is None or not (actor.clock or within_any(firm.region.path, registrar_paths(actor))):
        raise Missing
    if not may_register(actor, firm.region.path):
        raise Refused(NOT_YOURS)
    if firm.merged_into is None or firm.merged_at is None:
        raise Refused(say("This row stands for itself."))
    if now - firm.merged_at > UNDONE_WITHIN:
        raise Refused(say("A merging can be undone for {n} days; these are over.", n=UNDONE_WITHIN.days))
    said = needed_reason(why)
    change = Change(actor, "enterprise", firm.pk, now=now, key=key)
    out_of = firm.merged_into.pk
    alter(change, firm, why=said, merged_into=None, merged_at=None)
    change.record(events.Unmerged(out_of=out_of))
    return firm
