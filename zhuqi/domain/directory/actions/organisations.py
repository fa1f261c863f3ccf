"""Setting organisations up."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.paths import below
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import AREAS, Kind, may_administer, misplaced
from zhuqi.domain.directory.sheets import ORGANISATIONS

NOT_YOURS = say("Organisations and staff are set up by the system administrator of that place.")
ONE_DESK = say("This area has a dispatch room already.")


@verb
def found(
    actor: Actor,
    parent_id: int | None,
    *,
    kind: Kind,
    name: str,
    code: str,
    since: dt.date,
    region_code: str = "",
    key: str = "",
    now: dt.datetime,
) -> Organisation:
    """Set up an organisation under another, or at the root. Raises Invalid for what can't be stored, Refused for what
    can't hang there."""
    parent = queries.unit(parent_id) if parent_id is not None else None
    if not may_administer(actor, parent.path if parent else ""):
        raise Refused(NOT_YOURS)
    typed = taken(ORGANISATIONS, code=code, name=name, region_code=region_code)
    wrong = misplaced(kind, Kind(parent.kind) if parent else None, parent.path if parent else "")
    if wrong is not None:
        raise Refused(wrong)
    if parent is not None and parent.retired_on is not None:
        raise Refused(say("The organisation above it is retired."))
    if parent is not None:
        endings.hold([parent.pk])
    if Organisation.objects.filter(code=typed["code"]).exists():
        raise Invalid({"code": say("Another organisation has this code.")})
    if (
        kind is Kind.DESK
        and parent
        and Organisation.objects.filter(kind=kind, area=parent.area_id, retired_on=None).exists()
    ):
        raise Refused(ONE_DESK)
    change = Change(actor, "organisation", None, now=now, key=key)
    org = change.insert(fresh(kind, typed["name"], typed["code"], parent, typed["region_code"] or "", since))
    change.update(org, **placed(org, parent))
    change.subject = org.pk
    change.record(events.Founded(kind=kind, parent=parent_id, since=since))
    search.keep("organisation", [org.pk])
    return org


def fresh(
    kind: str, name: str, code: str, parent: Organisation | None, region_code: str, since: dt.date
) -> Organisation:
    """An organisation that isn't stored yet. Its path needs its id, so until then a stand-in keeps it apart."""
    return Organisation(
        kind=kind, name=name, code=code, parent=parent, region_code=region_code, since=since, path=f"~{code}"
    )


def placed(org: Organisation, parent: Organisation | None) -> dict[str, object]:
    """The columns that need the row's own id: its path, and its area."""
    area_id = org.pk if org.kind in AREAS or parent is None else parent.area_id
    return {"path": below(parent.path if parent else "", org.pk), "area_id": area_id}
