"""The three administrators (三员分立): what each may and none of the others does, as one table; and how far it reaches."""

import pytest

from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.domain.calendar.rules import may_import
from zhuqi.domain.directory.rules import may_administer, may_grant, may_register, reach
from zhuqi.domain.liaison.rules import may_appoint, may_bind

CITY, DISTRICT, DESK = "00000001", "0000000100000002", "000000010000000200000003"
TOWN, OTHER = "000000010000000200000004", "0000000100000005"

MAY = [
    # role,                 set up, grant, register, appoint, bind, import a year, look people up
    (Role.SYSTEM_ADMIN, True, False, True, False, False, False, True),
    (Role.SECURITY_ADMIN, False, True, False, False, False, False, True),
    (Role.AUDIT_ADMIN, False, False, False, False, False, False, False),
    (Role.DISPATCHER, False, False, True, True, True, False, True),
    (Role.TEAM_LEAD, False, False, False, False, True, False, False),
    *((role, *[False] * 7) for role in (Role.OFFICIAL, Role.HANDLER, Role.TASK_FORCE, Role.MONITOR)),
    *((role, *[False] * 7) for role in (Role.SUPERVISOR, Role.LEADER)),
]


def seated(role, path=DISTRICT, sight=None):
    return Actor(account=1, staff=1, seats=(Seat(role, 1, path, 1, sight or path),))


def asked(actor, path):
    return (
        may_administer(actor, path),
        may_grant(actor, path),
        may_register(actor, path),
        may_appoint(actor, path),
        may_bind(actor, path),
        may_import(actor),
        any(path.startswith(kept) for kept in reach(actor)),
    )


def test_every_role_stands_in_the_table():
    assert {row[0] for row in MAY} == set(Role)


@pytest.mark.parametrize("row", MAY, ids=lambda row: row[0].value)
def test_what_a_role_may_at_its_place_and_below_it(row):
    role, *may = row
    for path in (DISTRICT, TOWN):
        assert asked(seated(role), path) == tuple(may)


@pytest.mark.parametrize("row", MAY, ids=lambda row: row[0].value)
def test_what_no_role_may_above_and_beside_its_place(row):
    for path in (CITY, OTHER):
        assert not any(asked(seated(row[0]), path))


def test_the_whole_place_is_the_root_and_there_a_year_is_imported():
    assert may_import(seated(Role.SYSTEM_ADMIN, CITY))
    assert not may_import(seated(Role.SECURITY_ADMIN, CITY))


def test_a_dispatcher_reaches_the_area_and_an_administrator_their_place():
    assert reach(seated(Role.DISPATCHER, DESK, DISTRICT)) == {DISTRICT}
    assert reach(seated(Role.SECURITY_ADMIN, DESK, DISTRICT)) == {DESK}


def test_the_console_is_the_set_up_and_nobody_is_nothing():
    assert asked(CLOCK, TOWN)[:6] == (True,) * 6
    assert not any(asked(Actor(), TOWN)) and not any(asked(Actor(enterprise=1), TOWN))
