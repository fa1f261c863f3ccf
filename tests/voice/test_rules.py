"""What may be done to a need told without an account, by whom, and when it is late. Tables without a database."""

from __future__ import annotations

import datetime as dt

import pytest

from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.domain.voice.rules import STEPS, Act, Lies, Proof, Stage, coded, core_of, late, open_acts, refusal

ROOM, OTHER = 7, 8
NOON = dt.datetime(2019, 5, 14, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def seated(role: Role, org: int = ROOM) -> Actor:
    return Actor(account=1, staff=1, seats=(Seat(role, org, "/1/7/", 1, "/1/"),))


DISPATCHER = seated(Role.DISPATCHER)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", Act)
def test_a_step_is_open_in_the_stages_of_its_row_and_in_no_other(act: Act, stage: Stage) -> None:
    assert (refusal(act, Lies(ROOM, stage, None, False), DISPATCHER) is None) == (stage in STEPS[act])


@pytest.mark.parametrize("actor", [seated(role) for role in Role if role is not Role.DISPATCHER] + [
    seated(Role.DISPATCHER, OTHER), Actor(), Actor(enterprise=3), Actor(enterprise=3, case=4), Actor(clock=True),
])  # fmt: skip
def test_only_the_room_with_which_it_lies_does_anything(actor: Actor) -> None:
    assert open_acts(Lies(ROOM, Stage.WAITING, None, False), actor) == ()
    assert open_acts(Lies(ROOM, Stage.TAKEN_IN, None, False), actor) == ()


def test_what_is_noted_once_is_not_asked_for_again() -> None:
    assert Act.REACH not in open_acts(Lies(ROOM, Stage.WAITING, None, True), DISPATCHER)
    assert Act.TAKE_IN in open_acts(Lies(ROOM, Stage.WAITING, None, True), DISPATCHER)
    assert open_acts(Lies(ROOM, Stage.TAKEN_IN, None, False), DISPATCHER) == (Act.VOUCH,)
    assert open_acts(Lies(ROOM, Stage.TAKEN_IN, Proof.CALLED, False), DISPATCHER) == ()


@pytest.mark.parametrize(
    ("stage", "reached", "due", "expected"),
    [
        (Stage.WAITING, False, NOON - HOUR, True),
        (Stage.WAITING, False, NOON, False),  # late is after the moment
        (Stage.WAITING, False, NOON + HOUR, False),
        (Stage.WAITING, False, None, False),  # no calendar says when
        (Stage.WAITING, True, NOON - HOUR, False),
        (Stage.TAKEN_IN, False, NOON - HOUR, False),
        (Stage.ANSWERED, False, NOON - HOUR, False),
        (Stage.NOT_OURS, False, NOON - HOUR, False),
    ],
)
def test_late_is_what_nobody_has_been_in_touch_about_in_time(
    stage: Stage, reached: bool, due: dt.datetime | None, expected: bool
) -> None:
    assert late(stage, reached, due, NOON) is expected


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("演练002有限公司", "演练002"),
        ("长春市演练（集团）股份有限公司", "长春市演练"),
        ("演练五金商店", "演练五金"),
        ("公司", "公司"),
        ("长春有限公司", "长春"),
        ("春有限公司", "春有限公司"),
    ],
)
def test_what_all_names_have_in_common_is_not_searched_for(name: str, core: str) -> None:
    assert core_of(name) == core


def test_a_code_is_kept_as_it_was_written_whether_or_not_it_can_be_right() -> None:
    assert coded(" 91220102ma0000001x ") == "91220102MA0000001X"
    assert coded("keine") == "KEINE"
    assert len(coded("9" * 60)) == 18
