"""Types of contacts. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict


class ContactRows(TypedDict):
    """Who speaks for a case, the latest first; those erased aren't told."""

    contacts: list[ContactRow]


class ContactRow(TypedDict):
    """Who speaks for a case, masked as everybody sees them. ``case``: whose; an erased one has neither name nor
    telephone.
    """

    id: int
    case: int
    name: str
    role: str
    phone: str
    at: str
    erased_at: str | None


class ContactShown(TypedDict):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    case: int
    name: str
    role: str
    phone: str
