"""Who does what to an account of an enterprise, as a table."""

from __future__ import annotations

import datetime as dt

import pytest

from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.domain.members import events
from zhuqi.domain.members.life import Standing, apply
from zhuqi.domain.members.rules import Asked, MemberAct, MemberStage, ended, open_acts, refusal

PATH = "0001.0002."
AT = dt.datetime(2019, 5, 13, 9, tzinfo=dt.UTC)


def seated(role: Role, path: str = PATH, staff: int = 7) -> Actor:
    return Actor(account=1, staff=staff, seats=(Seat(role, 2, path, 2, path),))


ROOM, OTHER = seated(Role.DISPATCHER), seated(Role.DISPATCHER, "0001.0003.")
OFFICIAL, SECURITY = seated(Role.OFFICIAL), seated(Role.SECURITY_ADMIN)
FIRM, NOBODY = Actor(enterprise=5, member=3), Actor()
R, A, E, X = MemberAct.REVEAL, MemberAct.ADMIT, MemberAct.END, MemberAct.ERASE
TABLE = [
    (MemberStage.ASKED, ROOM, (R, A, E)),
    (MemberStage.INVITED, ROOM, (R, E)),
    (MemberStage.OPEN, ROOM, (R, E)),
    (MemberStage.ENDED, ROOM, (R, X)),
    (MemberStage.ASKED, FIRM, (E,)),
    (MemberStage.OPEN, FIRM, (E,)),
    (MemberStage.ENDED, FIRM, (X,)),
    *((stage, actor, ()) for stage in MemberStage for actor in (OTHER, OFFICIAL, SECURITY, NOBODY)),
]


@pytest.mark.parametrize(("stage", "actor", "acts"), TABLE)
def test_the_room_admits_and_the_enterprise_ends(stage: MemberStage, actor: Actor, acts: tuple[MemberAct, ...]) -> None:
    assert open_acts(Asked(stage, PATH, None, actor is FIRM, False), actor) == acts


def test_whoever_asked_does_not_admit() -> None:
    mine = Asked(MemberStage.ASKED, PATH, 7, False, False)
    assert refusal(MemberAct.ADMIT, mine, ROOM) is not None
    assert refusal(MemberAct.ADMIT, mine, seated(Role.DISPATCHER, staff=8)) is None


def test_what_is_erased_is_neither_shown_nor_erased_again() -> None:
    assert open_acts(Asked(MemberStage.ENDED, PATH, None, False, True), ROOM) == ()


def test_a_life_is_one_fold() -> None:
    told = [
        events.MemberAsked(enterprise=5, staff=7),
        events.MemberAdmitted(proof="called", until=AT),
        events.MemberShown(),
        events.MemberOpened(),
        events.MemberEnded(),
        events.MemberErased(),
    ]
    now: Standing | None = None
    for event in told:
        now = apply(now, event, AT)
    assert now == Standing(5, 7, AT, MemberStage.ENDED, "called", AT, AT, AT, AT)
    with pytest.raises(ValueError, match="asked"):
        apply(None, told[1], AT)


@pytest.mark.parametrize(
    ("idle", "whole", "out"), [(0, 0, False), (29, 29, False), (30, 30, True), (1, 479, False), (1, 480, True)]
)
def test_somebody_is_out_after_half_an_hour_unused_and_after_eight_hours(idle: int, whole: int, out: bool) -> None:
    began, last = AT - dt.timedelta(minutes=whole), AT - dt.timedelta(minutes=idle)
    half, most = dt.timedelta(minutes=30), dt.timedelta(hours=8)
    assert ended(began, last, AT, idle=half, most=most) is out
