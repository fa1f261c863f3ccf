"""Who is told what of plans, promises and duties, as a table. A sentence names a day, never an enterprise."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.words import Named, term
from zhuqi.core.messages.rules import Row, Table

NEAR = dt.timedelta(days=3)
"""So long before its day a promise is told of."""


class VisitTold(Named):
    """Somebody who is told, as seen from a plan, a promise or a duty."""

    GOERS = "goers", term("who goes")
    DECLINED = "declined", term("who goes, where the enterprise declines")
    HOSTS = "hosts", term("who goes there with them")
    MAKER = "maker", term("who promised")
    TAKER = "taker", term("who takes it over")
    HEAD = "head", term("who leads their unit")
    UNKEPT = "unkept", term("who leads the unit, where nobody keeps it by name")
    ONESELF = "oneself", term("whose duty it is")
    ENTERPRISE = "enterprise", term("the enterprise, by letter to those who have an account of it")


T = VisitTold
TABLE: Table = {
    ("plan", "planned_visit"): (
        Row(T.GOERS, term("You go on a visit on {day}.")),
        Row(
            T.ENTERPRISE, term("A visit to your enterprise is planned for {day}. You may decline it without a reason.")
        ),
        Row(T.HOSTS, term("Another unit goes together with you on the visit of {day}.")),
    ),
    ("plan", "plan_moved"): (
        Row(T.GOERS, term("A visit that you go on is now on {day}.")),
        Row(T.ENTERPRISE, term("A visit to your enterprise is now planned for {day}.")),
        Row(T.HOSTS, term("Another unit goes together with you on the visit of {day}.")),
    ),
    ("plan", "plan_dropped"): (
        Row(T.DECLINED, term("The enterprise declined the visit of {day}.")),
        Row(T.GOERS, term("The visit of {day} that you were to go on doesn't come about.")),
        Row(T.ENTERPRISE, term("The visit to your enterprise that was planned for {day} doesn't take place.")),
    ),
    ("plan", "plan_followed"): (Row(T.TAKER, term("You go on the visit of {day} in a colleague's place.")),),
    ("promise", "promise_followed"): (
        Row(T.TAKER, term("You keep what a colleague promised on a visit; it is due on {day}.")),
    ),
    ("promise", "promise_near"): (
        Row(T.MAKER, term("What you promised on a visit is due on {day}.")),
        Row(T.UNKEPT, term("What was promised on a visit of your unit is due on {day}, and nobody keeps it.")),
    ),
    ("promise", "promise_late"): (
        Row(T.MAKER, term("What you promised on a visit was due on {day}, and isn't noted as kept."), urgent=True),
        Row(T.HEAD, term("What was promised on a visit of your unit was due on {day}, and isn't noted as kept.")),
    ),
    ("promise", "promise_ended"): (
        Row(T.MAKER, term("What you promised on a visit was noted as ended.")),
        Row(
            T.ENTERPRISE,
            term("What was promised to your enterprise for {day} was noted as ended: see how on its page."),
        ),
    ),
    ("staff", "left_to_unit"): (
        Row(T.HEAD, term("Somebody went: {n} promises and planned visits of your unit are kept by nobody.")),
    ),
    ("staff", "zero_due"): (
        Row(
            T.ONESELF,
            term("The period ends on {day}: {n} enterprises that you hold had no visit in it. Ask them, or say why."),
        ),
    ),
}
"""What happened → who is told."""
