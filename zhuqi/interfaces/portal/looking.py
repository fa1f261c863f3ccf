"""What an enterprise sees on its own page, shown to whoever serves it: by the same code, as far as they see the same rows.

Nothing can be done here. What an enterprise says of its officials, of visits that it doubts and of replies isn't shown: it goes
to those who supervise, and they read it elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhuqi.core.access.actor import of_enterprise
from zhuqi.domain.members.queries.inside import Inside
from zhuqi.interfaces.portal import knowing, our_parts, visits
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.visits.frame import firm_of


@inside
@require_safe
def show(request: Asked, firm_id: int) -> HttpResponseBase:
    """The enterprise's own page as its official may look at it. Raises Missing."""
    firm = firm_of(request, firm_id)
    theirs, room = of_enterprise(firm.pk), reverse("enterprise_theirs", args=[firm.pk])
    over = request.GET.get("which") == "over"
    facts: dict[str, Any] = {
        "firm": firm.name,
        "room": room,
        "needs": our_parts.needs(request, theirs, over=over, room=room, reader=request.actor),
        "over": over,
        "looking": True,
        "file": reverse("enterprise_file", args=[firm.pk]),
        "record": reverse("enterprise", args=[firm.pk]),
    }
    if not over:
        found = Inside(0, 0, firm.name, request.now, theirs)
        came = visits.section(theirs, request.now, staff=True, reader=request.actor)
        facts |= our_parts.beside(found, request.now, reader=request.actor)
        facts |= {
            "visits": {**came, "rows": tuple(replace(row, doubted=False) for row in came["rows"])},
            "know": [{**one, "said": None} for one in knowing.section(theirs, request.now, staff=True)],
        }
    return render(request, "portal_looking.html", facts)
