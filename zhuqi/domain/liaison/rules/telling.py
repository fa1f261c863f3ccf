"""Who is told what of links, hand-overs and proposals, as a table. A sentence names a day and a number, never an enterprise.

Links that are made by the hundred, from a sheet or by a proposal, aren't told one by one. What an enterprise says of its official
is told to those who oversee the unit alone.
"""

from __future__ import annotations

from zhuqi.base.words import Named, term
from zhuqi.core.messages.rules import Row, Table


class LiaisonTold(Named):
    """Somebody who is told, as seen from a link, a hand-over or a proposal."""

    SUCCESSOR = "successor", term("who follows")
    OUTGOING = "outgoing", term("who goes")
    HEAD = "head", term("who leads the unit that holds it")
    OVERSEER = "overseer", term("who oversees the unit")
    ROOM = "room", term("the dispatch room")
    LINKED = "linked", term("who is linked by it")


T = LiaisonTold
TABLE: Table = {
    ("enterprise", "handed_over"): (
        Row(T.SUCCESSOR, term("From {day} on you serve another enterprise: take note of what passes on to you.")),
        Row(T.OUTGOING, term("An enterprise that you serve passes to somebody else on {day}.")),
    ),
    ("enterprise", "handover_noted"): (Row(T.OUTGOING, term("Your successor took note of what you handed over.")),),
    ("enterprise", "released"): (
        Row(T.OUTGOING, term("From {day} on an enterprise isn't yours to serve any more.")),
        Row(T.HEAD, term("From {day} on an enterprise of your unit has no official.")),
    ),
    ("enterprise", "said_who_comes"): (Row(T.OVERSEER, term("An enterprise says that it doesn't know its official.")),),
    ("proposal", "links_proposed"): (
        Row(T.ROOM, term("{n} links of officials to enterprises are proposed, for you to look through.")),
    ),
    ("proposal", "proposal_confirmed"): (
        Row(T.LINKED, term("Enterprises were linked to you: see under “My enterprises”.")),
    ),
    ("organisation", "vacancy_late"): (
        Row(
            T.ROOM,
            term("{n} vacancies in your area are past the day by which somebody was to follow: name who does."),
        ),
    ),
    ("staff", "left"): (Row(T.HEAD, term("Somebody left your unit: {n} enterprises wait for who follows.")),),
}
"""What happened → who is told."""
