"""Words of the daily work: what an enterprise says of its official, what becomes of a proposal, which terms speak for a link."""

from __future__ import annotations

from zhuqi.base.words import Named, term


class Knows(Named):
    """What an enterprise says when it is asked whether it knows the official who is linked to it."""

    YES = "yes", term("we know them")
    NO = "no", term("we don't know them")
    OTHER = "other", term("somebody else came")


class Fate(Named):
    """What became of a proposal."""

    OPEN = "open", term("not confirmed yet")
    CONFIRMED = "confirmed", term("confirmed")
    DROPPED = "dropped", term("dropped")


class Term(Named):
    """What speaks for linking an official to an enterprise, each with a weight."""

    REGION = "region", term("same area")
    SECTOR = "sector", term("their line of work")
    CONTINUITY = "continuity", term("served it before")
    LOAD = "load", term("room left")


WEIGHTS = {Term.REGION: 3, Term.SECTOR: 2, Term.CONTINUITY: 4, Term.LOAD: 1}
"""Weights where nobody says otherwise."""
HEAVIEST = 10
