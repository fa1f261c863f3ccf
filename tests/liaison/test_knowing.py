"""“I know my contact person”: the enterprise's own word, counted by unit, with silence as silence."""

from __future__ import annotations

import pytest

from tests.directory.place import DAY, NOW, unbooked
from tests.liaison.ruled import link, part
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import CLOCK, Role, of_enterprise
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.liaison.actions import say_who_comes
from zhuqi.domain.liaison.models import Acquaintance, Liaison
from zhuqi.domain.liaison.queries import knowing
from zhuqi.domain.liaison.rules import Knows


def said(place, n, answer, now=NOW, **more):
    held = Liaison.objects.get(enterprise=place.enterprises[n], until=None)
    return say_who_comes(of_enterprise(place.enterprises[n].pk), held.pk, answer=answer, now=now, **more)


def overseer(place, role=Role.SUPERVISOR, who="lead", org="D"):
    give_role(CLOCK, place.staff[who].pk, role=role, org_id=place.orgs[org].pk, since=DAY, now=NOW)
    return place.actor(who)


def figures(rows):
    return [(row.name, row.links, row.answered, row.yes, row.no, row.other, row.silent) for row in rows]


def test_silence_counts_as_silence_and_in_no_share(place):
    for n in range(3):
        link(place, n, "ann", "G1" if n < 2 else "G2")
    said(place, 0, Knows.YES)
    watching = overseer(place)
    assert figures(knowing.by_unit(watching, DAY)) == [("第一组", 2, 1, 1, 0, 0, 1), ("第二组", 1, 0, 0, 0, 0, 1)]


def test_its_last_word_counts_and_the_same_key_once(place):
    link(place, 0, "ann", "G1")
    said(place, 0, Knows.YES, key="k")
    said(place, 0, Knows.YES, key="k")
    said(place, 0, Knows.OTHER)
    assert Acquaintance.objects.get().answer == Knows.OTHER
    assert unbooked() == []


@pytest.mark.parametrize("who", ["ann", "desk", "city", "admin", "lead"])
def test_no_official_says_it_for_an_enterprise(place, who):
    link(place, 0, "ann", "G1")
    held = Liaison.objects.get()
    with pytest.raises(Refused, match="Only the enterprise itself"):
        say_who_comes(place.actor(who), held.pk, answer=Knows.YES, now=NOW)
    assert not Acquaintance.objects.exists()


def test_nobody_speaks_of_anothers_official_or_of_one_who_is_gone(place):
    link(place, 0, "ann", "G1")
    held = Liaison.objects.get()
    with pytest.raises(Missing):
        say_who_comes(of_enterprise(place.enterprises[1].pk), held.pk, answer=Knows.NO, now=NOW)
    part(place, 0, "ann")
    with pytest.raises(Missing):
        say_who_comes(of_enterprise(place.enterprises[0].pk), held.pk, answer=Knows.NO, now=NOW)


def test_a_new_official_is_asked_about_anew(place):
    link(place, 0, "ann", "G1")
    said(place, 0, Knows.YES)
    part(place, 0, "ann")
    link(place, 0, "bob", "G1")
    assert figures(knowing.by_unit(overseer(place), DAY)) == [("第一组", 1, 0, 0, 0, 0, 1)]


@pytest.mark.parametrize(("role", "sees"), [(Role.SUPERVISOR, True), (Role.LEADER, True), (Role.DISPATCHER, False)])
def test_supervisors_and_leaders_read_it_nobody_else(place, role, sees):
    link(place, 0, "ann", "G1")
    assert bool(knowing.by_unit(overseer(place, role), DAY)) is sees
    assert knowing.by_unit(place.actor("ann"), DAY) == []


def test_nobody_reads_it_of_their_own_unit(place):
    link(place, 0, "chief")
    watching = overseer(place, who="chief", org="D")
    assert watching.has(Role.SUPERVISOR)
    assert knowing.by_unit(watching, DAY) == []
    assert directory.visible(watching).exists()
