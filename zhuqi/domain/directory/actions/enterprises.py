"""The register of enterprises."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.events import plain
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.core.sheets.columns import taken
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.rules import AREAS, may_register, scale_of
from zhuqi.domain.directory.sheets import ENTERPRISES

NOT_YOURS = say("Enterprises are registered by the dispatcher or the system administrator of their area.")
NO_AREA = say("An enterprise lies in a city, district, town or village, not in a unit.")
HELD = say("Another enterprise has this code.")


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
    enterprise = change.insert(Enterprise(salt=secrets.token_hex(16), region=region, **columns(typed)))
    change.subject = enterprise.pk
    change.record(events.Registered(region=region.pk, scale=enterprise.scale))
    search.keep("enterprise", [enterprise.pk])
    return enterprise


def columns(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an enterprise from what was typed about it: blank text is empty, the scale computed."""
    industry = typed["industry"] or ""
    scale, why = scale_of(industry, typed["staff_count"], typed["revenue_wan"], typed["assets_wan"])
    return {
        **typed,
        "industry": industry,
        "address": typed["address"] or "",
        "scale": scale,
        "scale_reason": written(why),
    }


def written(sentence: Sentence) -> str:
    """A sentence as it is stored: {text, facts}."""
    return json.dumps({"text": sentence.text, "facts": plain(dict(sentence.facts))}, ensure_ascii=False)
