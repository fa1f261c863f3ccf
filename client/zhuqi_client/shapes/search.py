"""Types of search. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict


class SearchOut(TypedDict):
    """What fits, by kind; kinds of which nothing does are left out."""

    groups: list[FoundOfKind]


class FoundOfKind(TypedDict):
    """What fits of one kind, the nearest first. ``more``: there may be others; type more, or ask for this kind
    alone.
    """

    kind: Sort
    found: list[FoundOut]
    more: bool


Sort = Literal["case", "enterprise", "organisation", "staff"]


class FoundOut(TypedDict):
    """One thing found, and why. ``code``: a case's number, a credit code, a code; ``said``: the code or the
    piece of a case's text that fits, empty where the name does.
    """

    id: int
    name: str
    code: str
    why: Reason
    said: str


Reason = Literal["code", "name", "pinyin", "text"]
