"""A wall, held against the pages whose figures it shows."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import override

from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries import ledger, lists
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web.cases.listing import SOON
from zhuqi.interfaces.web.day import wall


def agrees(actor: Actor, now: dt.datetime) -> wall.Wall:
    """The wall of an actor, held against statements, holdings and lists."""
    with override("en"):
        shown = wall.the_wall(actor, now)
    desk = directory.desk_serving(wall.seat_of(actor).sight)
    assert desk is not None and desk.area is not None
    since, area = now.date().replace(month=1, day=1), desk.area.pk
    account = ledger.account(actor, area, since, now.date(), tree=True)
    assert [term.figure.n for term in shown.equation] == [
        account.opening,
        *(account.total(side) for side in Side),
        account.closing,
    ]
    assert shown.balance.tone == "green"
    inside = [node for node in shown.nodes if node.note != "raised from here"]
    assert sum(node.n for node in inside) == account.closing == ledger.in_hand(directory.ever_below(desk.area.path))
    assert shown.nodes[1].n == ledger.account(actor, desk.pk, since, now.date()).closing
    assert sum(node.n for node in shown.nodes) == lists.filtered(actor, live=True).count(), (
        "each case lies at one place"
    )
    found = {row.name: row for row in lists.exceptions(actor, now, now + SOON)}
    for row in shown.units[: wall.ROWS]:
        if row.name in found:
            assert (row.late.n, row.soon.n) == (len(found[row.name].late), len(found[row.name].soon))
            assert row.held == lists.filtered(actor, unit=found[row.name].unit, live=True).count()
    assert sum(row.held for row in shown.units) == lists.filtered(actor, live=True).count()
    return shown
