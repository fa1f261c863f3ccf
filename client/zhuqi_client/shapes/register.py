"""Types of register. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict


class ChangeRows(TypedDict):
    """What changed in one row of a register, the latest first."""

    changes: list[ChangeRow]
    next: str | None


class ChangeRow(TypedDict):
    """One column that came to say something else; organisations and enterprises by their ids, days as
    2019-06-04.
    """

    id: int
    column: str
    before: str
    after: str
    at: str
    by: Somebody | None
    why: str


class Somebody(TypedDict):
    """Somebody on the staff."""

    id: int
    name: str


class EnterpriseOut(TypedDict):
    """One enterprise of the register. ``why``: from what its scale was computed. Money in 10,000 yuan."""

    id: int
    uscc: str
    name: str
    region: Unit
    address: str
    industry: str
    staff_count: int | None
    revenue_wan: str | None
    assets_wan: str | None
    scale: Scale
    why: str
    above: Above | None
    above_why: str
    park: Unit | None
    in_base_since: str | None
    standing: Standing
    standing_since: str | None


class Unit(TypedDict):
    """An organisation by its id."""

    id: int
    name: str


Scale = Literal["large", "medium", "small", "micro", "not_applicable", "unknown"]


Above = Literal["above", "below", "outside", "unknown"]


Standing = Literal["open", "stopped", "moved_out"]


class SpokespersonRows(TypedDict):
    """Who speaks for an enterprise, the latest first; those erased aren't told."""

    spokespersons: list[SpokespersonRow]


class SpokespersonRow(TypedDict):
    """Who speaks for an enterprise, masked; an erased one has neither name nor telephone."""

    id: int
    name: str
    role: str
    phone: str
    at: str
    erased_at: str | None


class SpokespersonShown(TypedDict):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    role: str
    phone: str


class NoteRows(TypedDict):
    """The notes on an enterprise, the latest first."""

    notes: list[NoteRow]
    next: str | None


class NoteRow(TypedDict):
    """A note; an erased one has no words."""

    id: int
    text: str
    at: str
    by: Somebody | None
    erased_at: str | None


class TwinRows(TypedDict):
    """Rows of the register that may be one enterprise; what is alike stands together."""

    enterprises: list[EnterpriseRow]
    next: str | None


class EnterpriseRow(TypedDict):
    """One enterprise."""

    id: int
    uscc: str
    name: str
    region: Unit


class HangingRows(TypedDict):
    """What hangs on one row, as far as one sees it: what is found at another once it is merged there."""

    hanging: list[HangingRow]


class HangingRow(TypedDict):
    """One kind of thing that hangs on an enterprise: how many, and the first by name."""

    kind: str
    count: int
    names: list[str]


class AlikeRows(TypedDict):
    """A page of such pairs."""

    pairs: list[AlikeRow]
    next: str | None


class AlikeRow(TypedDict):
    """Two rows that may be one enterprise, how likely, and why."""

    one: EnterpriseRow
    other: EnterpriseRow
    score: int
    why: str
