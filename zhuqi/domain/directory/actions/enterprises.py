"""The register of enterprises."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.events import plain
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.models import Enterprise, Organisation
from zhuqi.domain.directory.rules import AREAS, Kind, may_register, scale_of
from zhuqi.domain.directory.rules.above import above_scale
from zhuqi.domain.directory.rules.firms import folded, own_code
from zhuqi.domain.directory.sheets import ENTERPRISES, NO_PARK

NOT_YOURS = say("Enterprises are registered by the dispatcher or the system administrator of their area.")
NO_AREA = say("An enterprise lies in a city, district, town or village, not in a unit.")
HELD = say("Another enterprise has this code.")
GONE = say("This row was merged into another, which stands for the enterprise: write there.")


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What is written down of an enterprise and nothing is computed from: its park, and since when it really is in the
    statistics base (在库)."""

    park_id: int | None = None
    in_base_since: dt.date | None = None


@verb
def register(
    actor: Actor,
    region_id: int,
    *,
    uscc: str,
    name: str,
    industry: str = "",
    staff_count: int | None = None,
    revenue_wan: Decimal | None = None,
    assets_wan: Decimal | None = None,
    address: str = "",
    beside: Beside | None = None,
    key: str = "",
    now: dt.datetime,
) -> Enterprise:
    """Enter an enterprise in the register (企业名录库), with its scale and the reason for it. Raises Invalid, field by field."""
    region = queries.unit(region_id)
    if not may_register(actor, region.path):
        raise Refused(NOT_YOURS)
    if region.kind not in AREAS:
        raise Refused(NO_AREA)
    typed = taken(
        ENTERPRISES,
        uscc=uscc,
        name=name,
        industry=industry,
        staff_count=staff_count,
        revenue_wan=revenue_wan,
        assets_wan=assets_wan,
        address=address,
    )
    if Enterprise.objects.filter(uscc=typed["uscc"]).exists():
        raise Invalid({"uscc": HELD})
    change = Change(actor, "enterprise", None, now=now, key=key)
    more = columns_beside(beside or Beside(), now)
    enterprise = change.insert(Enterprise(salt=secrets.token_hex(16), region=region, **columns(typed), **more))
    change.subject = enterprise.pk
    change.record(events.Registered(region=region.pk, scale=enterprise.scale))
    search.keep("enterprise", [enterprise.pk])
    return enterprise


def columns(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an enterprise from what was typed about it: blank text is empty, what follows from it computed."""
    industry = typed["industry"] or ""
    scale, why = scale_of(industry, typed["staff_count"], typed["revenue_wan"], typed["assets_wan"])
    code = {"own_code": own_code(typed["uscc"])} if "uscc" in typed else {}
    return {
        **typed,
        **code,
        "industry": industry,
        "address": typed["address"] or "",
        "scale": scale,
        "scale_reason": written(why),
        "folded": folded(typed["name"]),
        **judged(industry, typed["revenue_wan"]),
    }


def judged(industry: str, revenue_wan: Decimal | None) -> dict[str, str]:
    """The columns that say whether an enterprise is above scale, and why."""
    above, why = above_scale(industry, revenue_wan)
    return {"above": above, "above_reason": written(why)}


def columns_beside(beside: Beside, now: dt.datetime) -> dict[str, Any]:
    """The columns of what is written down beside. Raises Invalid."""
    if beside.in_base_since is not None and beside.in_base_since > day_of(now):
        raise Invalid({"in_base_since": say("This can't be booked ahead; at most from today on.")})
    return {"park": park_of(beside.park_id), "in_base_since": beside.in_base_since}


def park_of(park_id: int | None) -> Organisation | None:
    """The park of that id, in force, which can't end until this is stored; None for none. Raises Invalid."""
    if park_id is None:
        return None
    park = queries.kept_there([park_id]).filter(kind=Kind.PARK, retired_on=None).first()
    if park is None:
        raise Invalid({"park": NO_PARK})
    return park


def written(sentence: Sentence) -> str:
    """A sentence as it is stored: {text, facts}."""
    return json.dumps({"text": sentence.text, "facts": plain(dict(sentence.facts))}, ensure_ascii=False)
