"""Enterprises of the register: whether one is still at work, which two may be one, how long a merging can be undone, and who
writes what about them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.domain.directory.rules import REGISTRARS, may_register


class Standing(Named):
    """Whether an enterprise is at work here."""

    OPEN = "open", term("at work")
    STOPPED = "stopped", term("stopped work")
    MOVED_OUT = "moved_out", term("moved out of the area")


UNDONE_WITHIN = dt.timedelta(days=30)
"""How long a merging of two rows can be undone."""
_FORMS = (("有限责任公司", "有限公司"), ("股份有限公司", "股份公司"))
LONGEST_FOLDED = 120


def folded(name: str) -> str:
    """A name as names are compared: without blanks, brackets and points, in one width and case, forms of companies in one
    wording. Empty where nothing is left of it."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[\s()\[\]{}<>《》〈〉【】「」·•.,，。、\-_—'\"“”]", "", text)
    for long, short in _FORMS:
        text = text.replace(long, short)
    return text[:LONGEST_FOLDED]


def own_code(uscc: str) -> str:
    """The nine signs of a credit code that are the body's own (GB 11714); a registration number of 15 digits has none."""
    return uscc[8:17] if len(uscc) == 18 else ""


def likeness(name: str, uscc: str, other_name: str, other_uscc: str) -> list[Sentence]:
    """Why two rows may be one enterprise; empty where nothing says so."""
    found = []
    if folded(name) and folded(name) == folded(other_name):
        found.append(say("They have the same name."))
    if own_code(uscc) and own_code(uscc) == own_code(other_uscc):
        found.append(say("Their credit codes hold the same code of the body itself."))
    if found and len(uscc) != len(other_uscc):
        found.append(say("One has a registration number of the old kind, the other a credit code."))
    return found


def unfit_standing(standing: Standing, stands: Standing, since: dt.date, today: dt.date) -> Sentence | None:
    """Why this can't be said of an enterprise, if it can't."""
    if standing is stands:
        return say("The register says so already.")
    if since > today:
        return say("This can't be booked ahead; at most from today on.")
    return None


def registrar_paths(actor: Actor) -> frozenset[str]:
    """The paths from which downward the actor keeps the register of enterprises."""
    return frozenset(
        seat.sight_path if seat.role is Role.DISPATCHER else seat.path
        for seat in actor.seats
        if seat.role in REGISTRARS
    )


def may_write_on(actor: Actor, path: str, *, linked: bool) -> bool:
    """Whether the actor writes notes and spokespersons of an enterprise that it sees: who keeps the register there, and the
    officials and leads to whose group or unit it is ``linked``."""
    return may_register(actor, path) or (linked and actor.has(Role.OFFICIAL, Role.TEAM_LEAD))


def may_keep_list(actor: Actor, path: str) -> bool:
    """Whether the actor keeps the key lists of an area: who keeps the register there."""
    return may_register(actor, path)
