"""An enterprise's account: its stages, what is done about it and by whom, and how long its doors stay open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory.rules import dispatches

KEPT = dt.timedelta(days=180)
"""How long name and mailbox are kept after an account ended."""
INVITED_FOR = dt.timedelta(days=7)
"""How long the letter's link opens the account."""
CODE_FOR = dt.timedelta(minutes=15)
"""How long a code of a mail lets somebody in."""
MOST_WAITING, MOST = 5, 20
"""Accounts of one enterprise that may wait at a time, and that may be there at all."""
NAME = 60
"""Characters of a person's name."""


class MemberStage(Named):
    """How an account of an enterprise stands."""

    ASKED = "asked", term("waits for the dispatch room")
    INVITED = "invited", term("a letter went to the mailbox")
    OPEN = "open", term("in use")
    ENDED = "ended", term("ended")


class MemberAct(Named):
    """What is done about it."""

    REVEAL = "reveal", term("show name and mailbox")
    ADMIT = "admit", term("admit the person")
    END = "end", term("end the account")
    ERASE = "erase", term("erase name and mailbox")


class MemberProof(Named):
    """How the room found that the person speaks for the enterprise."""

    CALLED = "called", term("called back at a number the register had")
    PAPERS = "papers", term("papers of the enterprise and of the person were shown")


LIVE = frozenset({MemberStage.ASKED, MemberStage.INVITED, MemberStage.OPEN})
STEPS: Mapping[MemberAct, frozenset[MemberStage]] = {
    MemberAct.REVEAL: frozenset(MemberStage),
    MemberAct.ADMIT: frozenset({MemberStage.ASKED}),
    MemberAct.END: LIVE,
    MemberAct.ERASE: frozenset({MemberStage.ENDED}),
}
"""In which stage each may be done."""


@dataclass(frozen=True)
class Asked:
    """An account as the rules look at it. ``path``: of the area where its enterprise lies; ``asked_by``: the member of staff who
    asked for it, None where the enterprise did; ``own``: the actor is this enterprise, come in by an account."""

    stage: MemberStage
    path: str
    asked_by: int | None
    own: bool
    erased: bool


def refusal(act: MemberAct, member: Asked, actor: Actor) -> Sentence | None:
    """Why the actor can't do this, if so."""
    room = bool(actor.staff) and dispatches(actor, member.path)
    if not room and not (member.own and act in {MemberAct.END, MemberAct.ERASE}):
        return say("This is done by the dispatch room of the area; the enterprise itself ends and erases its accounts.")
    if member.erased and act in {MemberAct.REVEAL, MemberAct.ERASE}:
        return say("Name and mailbox are erased.")
    if member.stage not in STEPS[act]:
        return say("This has been dealt with already.")
    if act is MemberAct.ADMIT and member.asked_by is not None and member.asked_by == actor.staff:
        return say("Whoever asked for an account doesn't admit it: somebody else in the room does.")
    return None


def open_acts(member: Asked, actor: Actor) -> tuple[MemberAct, ...]:
    """What the actor can do about it now."""
    return tuple(act for act in MemberAct if refusal(act, member, actor) is None)


def ended(began: dt.datetime, last: dt.datetime, now: dt.datetime, *, idle: dt.timedelta, most: dt.timedelta) -> bool:
    """Whether somebody who came in is out again: unused for too long, or in for too long."""
    return now - last >= idle or now - began >= most


def written(mailbox: str) -> str:
    """A mailbox as it is kept and compared."""
    return mailbox.strip().lower()
