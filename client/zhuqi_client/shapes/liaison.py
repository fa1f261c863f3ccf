"""Types of liaison. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.register import Somebody, Unit


class PostRows(TypedDict):
    """A page of posts, the one filled last first."""

    posts: list[PostRow]
    next: str | None


class PostRow(TypedDict):
    """A duty that somebody holds or held. ``until``: the first day without it."""

    id: int
    duty: Duty
    person: Somebody
    unit: Unit
    since: str
    until: str | None


Duty = Literal["leads_team", "holds_team", "holds_group", "holds_enterprises"]


class Chain(TypedDict):
    """Who answers for an enterprise today, top down."""

    chain: list[Answering]


class Answering(TypedDict):
    """Somebody who answers for an enterprise, and from where."""

    duty: Duty
    person: Somebody
    unit: Unit


class LinkRows(TypedDict):
    """A page of an enterprise's links, the one made last first."""

    links: list[LinkRow]
    next: str | None


class LinkRow(TypedDict):
    """An official who holds or held the enterprise. ``group``: null where it is held one to one; ``place``:
    from where it is held and seen.
    """

    id: int
    person: Somebody
    place: Unit
    group: Unit | None
    since: str
    until: str | None


class HeldFirms(TypedDict):
    """A page of one's own enterprises, by name."""

    enterprises: list[HeldFirm]
    next: str | None


class HeldFirm(TypedDict):
    """An enterprise that one holds. ``last_visit``: null where no visit is in sight."""

    id: int
    name: str
    region: Unit
    open_cases: int
    last_visit: str | None


class UnboundFirms(TypedDict):
    """A page of enterprises without an official, by name."""

    enterprises: list[UnboundFirm]
    next: str | None


class UnboundFirm(TypedDict):
    """An enterprise that the rulebook wants to have an official and that has too few."""

    id: int
    name: str
    uscc: str
    region: Unit


class VacancyRows(TypedDict):
    """A page of vacancies, the oldest first."""

    vacancies: list[VacancyRow]
    next: str | None


class VacancyRow(TypedDict):
    """An enterprise that lost its official. ``due``: null where the calendar of that year isn't published;
    ``keeper``: a duty or a rank that looks after it meanwhile.
    """

    enterprise: Firm
    since: str
    due: str | None
    late: bool
    keeper: str | None


class SeatRows(TypedDict):
    """The empty seats of the teams and groups that one oversees."""

    seats: list[SeatRow]


class SeatRow(TypedDict):
    """A duty of the chain with too few people. ``since``: null where nobody held it yet."""

    unit: Unit
    duty: Duty
    needed: int
    there: int
    since: str | None
    due: str | None
    late: bool


class KnownRows(TypedDict):
    """By unit, in the order of the organisation."""

    units: list[KnownRow]


class KnownRow(TypedDict):
    """What the enterprises that a unit holds say of their official. Silence is in no share."""

    unit: Unit
    links: int
    answered: int
    yes: int
    no: int
    other: int
    silent: int


class TeamRows(TypedDict):
    """A page of the chain, by the order of the organisation."""

    teams: list[TeamOut]
    next: str | None


class TeamOut(TypedDict):
    """A team with its groups."""

    unit: Unit
    duties: list[HolderOut]
    empty: list[Duty]
    officials: list[ServingOut]
    waiting: int
    groups: list[GroupOut]


class HolderOut(TypedDict):
    """Somebody who has a duty there."""

    duty: Duty
    person: Somebody


class ServingOut(TypedDict):
    """Somebody who holds enterprises from there."""

    person: Somebody
    enterprises: int


class GroupOut(TypedDict):
    """A team or group of the chain. ``waiting``: enterprises that wait for a successor."""

    unit: Unit
    duties: list[HolderOut]
    empty: list[Duty]
    officials: list[ServingOut]
    waiting: int


class HandoverRows(TypedDict):
    """A page of hand-overs that wait for a successor or for their note, the oldest first."""

    handovers: list[HandoverOut]
    next: str | None


class HandoverOut(TypedDict):
    """An enterprise passing from an official to the next. ``place``: who holds it meanwhile."""

    id: int
    enterprise: Firm
    outgoing: Somebody
    successor: Somebody | None
    place: Unit
    since: str
    due: str | None
    late: bool
    open_cases: OpenCases | None
    note: str
    noted_at: str | None


OpenCases = Literal["move", "stay"]


class ProposalRows(TypedDict):
    """A page of proposals, the last first."""

    proposals: list[ProposalOut]
    next: str | None


class ProposalOut(TypedDict):
    """Links proposed for an area. ``wanted``: officials that were lacking; ``links``: how many are proposed and
    not left out.
    """

    id: int
    area: Unit
    author: Somebody
    made_at: str
    weights: dict[str, int]
    wanted: int
    links: int
    state: Fate
    version: int


Fate = Literal["open", "confirmed", "dropped"]


class WeightsBody(TypedDict):
    """What each term counts, from 0 to 10."""

    region: NotRequired[int | None]
    sector: NotRequired[int | None]
    continuity: NotRequired[int | None]
    load: NotRequired[int | None]


class ProposedRows(TypedDict):
    """A page of the rows of a proposal."""

    rows: list[ProposedRow]
    next: str | None


class ProposedRow(TypedDict):
    """A proposed link. ``terms``: what speaks for it; with ``held`` and ``most``, how many the official would
    hold, of how many.
    """

    id: int
    enterprise: Firm
    person: Somebody
    group: Unit | None
    terms: dict[str, float]
    by_hand: bool
    dropped: bool
