"""Types of voices. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.files import FileOut
from zhuqi_client.shapes.register import Somebody, Unit


class VoiceRows(TypedDict):
    """A page of needs: what waits, the oldest first; or what is over, the latest first."""

    voices: list[VoiceOut]
    next: str | None


class VoiceOut(TypedDict):
    """A need that was told without an account. ``name`` and ``phone``: masked; empty where the case has them.
    ``actions``: what the asker can do to it now.
    """

    id: int
    desk: Unit
    firm: str
    uscc: str
    body: str
    name: str
    phone: str
    told_at: str
    due: str | None
    stage: Stage
    reached_at: str | None
    ended_at: str | None
    answer: str
    enterprise: Firm | None
    case: int | None
    proof: Proof | None
    erased_at: str | None
    relay: VoiceRelay | None
    version: int
    actions: list[Act]


Stage = Literal["waiting", "taken_in", "answered", "not_ours"]


Proof = Literal["called", "known", "papers"]


class VoiceRelay(TypedDict):
    """What a hotline handed in beside the words of a need. ``number``: its own; ``lat``, ``long``: degrees (WGS
    84); ``media_url``: as it was written, nobody looked there.
    """

    number: str
    kind: str
    address: str
    address_id: str
    lat: float | None
    long: float | None
    media_url: str


Act = Literal["reach", "take_in", "answer", "decline", "pass_on", "vouch"]


class VoiceFull(TypedDict):
    """A need with its files, and the enterprises of the register that it may come from, those with its code
    first.
    """

    voice: VoiceOut
    files: list[FileOut]
    candidates: list[Firm]


class SenderShown(TypedDict):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    phone: str


class TryRows(TypedDict):
    """The calls of a case, the latest first. ``unreached``: about the last answer nobody was reached, often
    enough.
    """

    tries: list[TryOut]
    unreached: bool


class TryOut(TypedDict):
    """A call to an enterprise about an answer; ``reply``: which. It is nobody's word on it."""

    id: int
    case: int
    reply: int
    unit: Unit | None
    person: Somebody
    result: Result
    at: str


Result = Literal["reached", "not_reached", "refused", "wrong_number"]
