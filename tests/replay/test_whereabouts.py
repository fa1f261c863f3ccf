"""Which term a need falls into at a moment, read off its movements alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from zhuqi.domain.cases.life.values import Account, Edge, Life, Reply
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.interfaces.replay.whereabouts import Room, Way, stands_solved, way, ways

TEAM, DESK, CITY, GROUP, OTHER = 1, 2, 3, 4, 5
ROOM = Room(desk=DESK, above=CITY, groups=frozenset({GROUP}))
NEW, ENDED = Account(None, "outside"), Account(None, "closed:solved:callback")


def hour(n: int) -> dt.datetime:
    return dt.datetime(2019, 5, 13, n, tzinfo=dt.UTC)


def held(unit: int) -> Account:
    return Account(unit, "open")


def life(*path: tuple[Action, Account]) -> Life:
    """A life that moved once an hour, from one o'clock on."""
    stations = [NEW, *(account for _, account in path)]
    edges = tuple(
        Edge(n, hour(n), action, stations[n - 1], account, "other") for n, (action, account) in enumerate(path, 1)
    )
    return Life(1, "other", Channel.VISIT, DESK, 9, hour(1).date(), hour(1), hour(1), edges=edges)


A = Action
FOUND, SUBMITTED = (A.RECORD, held(TEAM)), (A.SUBMIT, held(DESK))
TO_GROUP, UP = (A.ASSIGN, held(GROUP)), (A.ESCALATE, held(CITY))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), None),
        ((FOUND,), Way.WITH_TEAMS),
        ((FOUND, (A.SETTLE, Account(TEAM, "awaiting"))), Way.ON_THE_SPOT),
        ((FOUND, (A.SETTLE, Account(TEAM, "awaiting")), (A.CONFIRM, ENDED)), Way.ON_THE_SPOT),
        ((FOUND, (A.WITHDRAW, Account(None, "withdrawn"))), Way.OTHERWISE),
        ((FOUND, SUBMITTED), Way.AT_THE_ROOM),
        (((A.RECORD, held(DESK)),), Way.AT_THE_ROOM),
        ((FOUND, SUBMITTED, TO_GROUP), Way.TO_THE_GROUPS),
        ((FOUND, SUBMITTED, TO_GROUP, (A.RULE, held(DESK))), Way.AT_THE_ROOM),
        ((FOUND, SUBMITTED, TO_GROUP, (A.RULE, held(DESK)), UP), Way.TO_THE_CITY),
        ((FOUND, SUBMITTED, UP, (A.ASSIGN, held(OTHER))), Way.TO_THE_CITY),
        ((FOUND, SUBMITTED, UP, (A.SEND_DOWN, held(DESK)), TO_GROUP), Way.TO_THE_GROUPS),
        ((FOUND, SUBMITTED, (A.ASSIGN, held(OTHER))), Way.OTHERWISE),
        ((FOUND, SUBMITTED, (A.NOT_ACCEPT, Account(None, "not_accepted"))), Way.OTHERWISE),
        ((FOUND, SUBMITTED, TO_GROUP, (A.CONFIRM, ENDED), (A.REOPEN, held(DESK)), TO_GROUP), Way.TO_THE_GROUPS),
    ],
)
def test_a_need_falls_into_one_term(path: tuple[tuple[Action, Account], ...], found: Way | None) -> None:
    assert way(life(*path), ROOM, hour(20)) is found


def test_what_comes_later_doesnt_change_an_earlier_count() -> None:
    lived = life(FOUND, SUBMITTED, TO_GROUP, (A.RULE, held(DESK)), UP)
    assert [way(lived, ROOM, hour(n)) for n in range(6)] == [
        None, Way.WITH_TEAMS, Way.AT_THE_ROOM, Way.TO_THE_GROUPS, Way.AT_THE_ROOM, Way.TO_THE_CITY,
    ]  # fmt: skip


def test_the_terms_add_up_to_all_that_is_recorded() -> None:
    lives = [life(FOUND), life(FOUND, SUBMITTED), life(FOUND, SUBMITTED, UP), life()]
    counted = ways(lives, ROOM, hour(20))
    assert set(counted) == set(Way)
    assert sum(counted.values()) == 3


def replied(outcome: Outcome, contested: int | None = None) -> Life:
    reply = Reply(
        1, 1, GROUP, hour(4), stage=False, outcome=outcome, contested_at=hour(contested) if contested else None
    )
    progress = Reply(2, 1, GROUP, hour(5), stage=True)
    return replace(life(FOUND, SUBMITTED, TO_GROUP), replies=(reply, progress))


def test_solved_stands_until_it_is_contested_or_reopened() -> None:
    assert stands_solved(replied(Outcome.SOLVED), hour(6))
    assert not stands_solved(replied(Outcome.SOLVED), hour(3))
    assert not stands_solved(replied(Outcome.ANSWERED), hour(6))
    assert stands_solved(replied(Outcome.SOLVED, contested=8), hour(7))
    assert not stands_solved(replied(Outcome.SOLVED, contested=8), hour(8))
    reopened = replied(Outcome.SOLVED)
    edge = Edge(4, hour(9), A.REOPEN, ENDED, held(DESK), "other")
    reopened = replace(reopened, edges=(*reopened.edges, edge))
    assert stands_solved(reopened, hour(8))
    assert not stands_solved(reopened, hour(9))
