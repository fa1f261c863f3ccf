"""What can happen to posts and liaisons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """Somebody was given a duty at a team or group."""

    verb: ClassVar[str] = "appointed"
    org: int
    duty: str
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Dismissed(Event):
    """Somebody's duty ended."""

    verb: ClassVar[str] = "dismissed"
    org: int
    duty: str
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class Bound(Event):
    """An official was linked to the enterprise."""

    verb: ClassVar[str] = "bound"
    staff: int
    group: int | None
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """An official's link to the enterprise ended."""

    verb: ClassVar[str] = "released"
    staff: int
    group: int | None
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """The enterprise passed from one official to another, without a day between."""

    verb: ClassVar[str] = "handed_over"
    staff: int
    successor: int
    group: int | None
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class HandoverNoted(Event):
    """The successor took note of what passes on."""

    verb: ClassVar[str] = "handover_noted"
    staff: int


@dataclass(frozen=True, kw_only=True)
class SaidWhoComes(Event):
    """The enterprise said whether it knows its official."""

    verb: ClassVar[str] = "said_who_comes"
    staff: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class LinksProposed(Event):
    """Links were proposed for an area."""

    verb: ClassVar[str] = "links_proposed"
    area: int
    links: int


@dataclass(frozen=True, kw_only=True)
class ProposalChanged(Event):
    """One proposed link was changed by hand."""

    verb: ClassVar[str] = "proposal_changed"
    enterprise: int


@dataclass(frozen=True, kw_only=True)
class ProposalConfirmed(Event):
    """All that was proposed holds now."""

    verb: ClassVar[str] = "proposal_confirmed"
    links: int


@dataclass(frozen=True, kw_only=True)
class ProposalDropped(Event):
    """Nothing of it holds."""

    verb: ClassVar[str] = "proposal_dropped"


@dataclass(frozen=True, kw_only=True)
class PlaceFollowed(Event):
    """The group or unit from which the enterprise was held ended, another stands in its place; the official stays."""

    verb: ClassVar[str] = "place_followed"
    came_from: int
    place: int
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class VacancyLate(Event):
    """Enterprises that lost their official, and empty seats of the chain, are past the day by which somebody was to follow, in the
    area of a dispatch room. ``seats``: organisation and duty of each, as text."""

    verb: ClassVar[str] = "vacancy_late"
    enterprises: tuple[int, ...]
    seats: tuple[str, ...]
