"""Types of members. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.register import Somebody


class MemberRows(TypedDict):
    """A page of accounts: those that wait, the oldest first; else the latest first."""

    members: list[MemberOut]
    next: str | None


class MemberOut(TypedDict):
    """An account of an enterprise. ``name`` and ``mailbox``: masked, empty where they are erased; ``asked_by``:
    null where the enterprise asked for it itself; ``actions``: what the asker can do about it now.
    """

    id: int
    enterprise: Firm
    name: str
    mailbox: str
    stage: MemberStage
    proof: MemberProof | None
    asked_by: Somebody | None
    asked_at: str
    until: str | None
    opened_at: str | None
    ended_at: str | None
    erased_at: str | None
    version: int
    actions: list[MemberAct]


MemberStage = Literal["asked", "invited", "open", "ended"]


MemberProof = Literal["called", "papers"]


MemberAct = Literal["reveal", "admit", "end", "erase"]


class MemberRevealed(TypedDict):
    """A name and a mailbox as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    mailbox: str
