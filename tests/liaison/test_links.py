"""Linking officials to enterprises, and who sees them by it."""

import datetime as dt

import pytest

from tests.directory.place import DAY, NOW, table
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.directory.actions.loading import load_staff
from zhuqi.domain.directory.sheets import STAFF
from zhuqi.domain.liaison import queries
from zhuqi.domain.liaison.actions import appoint, bind, coded, release
from zhuqi.domain.liaison.models import Liaison
from zhuqi.domain.liaison.rules import Duty

NEXT = DAY + dt.timedelta(days=1)


def link(place, n, who, group=None, actor=CLOCK, since=DAY, **more):
    group_id = place.orgs[group].pk if group else None
    staff_id = place.staff[who].pk
    return bind(actor, place.enterprises[n].pk, staff_id=staff_id, group_id=group_id, since=since, now=NOW, **more)


def part(place, n, who, actor=CLOCK, until=DAY, **more):
    return release(actor, place.enterprises[n].pk, staff_id=place.staff[who].pk, until=until, now=NOW, **more)


def seen(place, who):
    return sorted(directory.visible(place.actor(who)).values_list("pk", flat=True))


def pks(place, *numbers):
    return [place.enterprises[n].pk for n in numbers]


def test_a_linked_official_sees_the_enterprise_as_long_as_the_link_holds(place):
    assert seen(place, "ann") == []
    enterprise = link(place, 0, "ann", "G1")
    assert seen(place, "ann") == pks(place, 0)
    part(place, 0, "ann")
    assert seen(place, "ann") == []
    entries = Entry.objects.filter(kind="enterprise", subject=enterprise.pk).order_by("seq")
    assert [entry.verb for entry in entries] == ["registered", "bound", "released"]


def test_the_group_and_the_team_above_see_it_and_the_next_group_doesnt(place):
    appoint(CLOCK, place.staff["deputy"].pk, org_id=place.orgs["G1"].pk, duty=Duty.HOLDS_GROUP, since=DAY, now=NOW)
    appoint(CLOCK, place.staff["lead"].pk, org_id=place.orgs["W1"].pk, duty=Duty.LEADS_TEAM, since=DAY, now=NOW)
    appoint(CLOCK, place.staff["bob"].pk, org_id=place.orgs["G2"].pk, duty=Duty.HOLDS_ENTERPRISES, since=DAY, now=NOW)
    link(place, 0, "ann", "G1")
    assert seen(place, "deputy") == seen(place, "lead") == pks(place, 0)
    assert seen(place, "bob") == []


def test_one_to_one_needs_no_group(place):
    link(place, 0, "chief")
    assert seen(place, "chief") == pks(place, 0)
    assert [(seat.role, seat.org) for seat in place.actor("chief").seats] == [("official", place.orgs["B"].pk)]
    link(place, 1, "chief")
    part(place, 0, "chief")
    assert seen(place, "chief") == pks(place, 1)
    part(place, 1, "chief")
    assert place.actor("chief").seats == ()


def test_an_enterprise_of_another_district_can_be_held_from_here_by_the_city(place):
    with pytest.raises(Missing):
        link(place, 3, "ann", "G1", actor=place.actor("desk"))
    link(place, 3, "ann", "G1", actor=place.actor("city"))
    assert seen(place, "ann") == pks(place, 3)
    link(place, 3, "bob", "G2", actor=place.actor("desk"))


def test_several_may_hold_one_enterprise(place):
    link(place, 0, "ann", "G1")
    link(place, 0, "bob", "G2")
    part(place, 0, "ann")
    assert queries.sights(pks(place, 0)) == {pks(place, 0)[0]: {(place.orgs["G2"].path, "liaison")}}


@pytest.mark.parametrize("actor", ["desk", "city"])
def test_dispatchers_link_in_their_area(place, actor):
    assert link(place, 0, "ann", "G1", actor=place.actor(actor)).pk


def test_administrators_dont_link(place):
    with pytest.raises(Refused, match="Officials are linked to enterprises by"):
        link(place, 0, "ann", "G1", actor=place.actor("admin"))
    with pytest.raises(Missing):
        link(place, 0, "ann", "G1", actor=place.actor("guard"))


def test_a_lead_links_within_their_team_what_they_see(place):
    appoint(CLOCK, place.staff["lead"].pk, org_id=place.orgs["W1"].pk, duty=Duty.LEADS_TEAM, since=DAY, now=NOW)
    lead = place.actor("lead")
    with pytest.raises(Missing):
        link(place, 0, "ann", "G1", actor=lead)
    link(place, 0, "ann", "G1")
    link(place, 0, "bob", "G2", actor=lead)
    with pytest.raises(Refused, match="Officials are linked to enterprises by"):
        link(place, 0, "chief", actor=lead)
    part(place, 0, "ann", actor=lead)


@pytest.mark.parametrize("group", ["G1", None])
def test_nobody_gives_themselves_an_enterprise(place, group):
    desk = place.actor("desk")
    with pytest.raises(Refused, match="Nobody gives themselves a duty or an enterprise"):
        link(place, 0, "desk", group, actor=desk)
    assert not Liaison.objects.exists()
    assert link(place, 0, "desk", group, actor=place.actor("city")).pk


def test_an_official_neither_links_nor_parts(place):
    link(place, 0, "ann", "G1")
    ann = place.actor("ann")
    for act in (lambda: link(place, 0, "bob", "G1", actor=ann), lambda: part(place, 0, "ann", actor=ann)):
        with pytest.raises(Refused, match="Officials are linked to enterprises by"):
            act()


@pytest.mark.parametrize(
    ("who", "group", "said"),
    [
        ("ann", "G1", "They are linked to this enterprise already."),
        ("ann", "G2", "They are linked to this enterprise already."),
        ("bob", "B", "An enterprise is held in a service group or team; leave this blank for one to one."),
        ("north", "G1", "They have left the staff, or have no account."),
    ],
)
def test_what_cant_be_linked_is_refused(place, who, group, said):
    link(place, 0, "ann", "G1")
    leave(CLOCK, place.staff["north"].pk, on=DAY, now=NOW)
    with pytest.raises(Refused) as caught:
        link(place, 0, who, group)
    assert str(caught.value) == said


def test_an_enterprise_that_isnt_there_is_missing(place):
    with pytest.raises(Missing):
        bind(CLOCK, 10**6, staff_id=place.staff["ann"].pk, since=DAY, now=NOW)


def test_a_link_that_isnt_there_cant_end(place):
    with pytest.raises(Refused, match="They aren't linked to this enterprise"):
        part(place, 0, "ann")


def test_a_link_ends_after_it_began_and_not_ahead(place):
    link(place, 0, "ann", "G1")
    for until in (DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=2)):
        with pytest.raises(Invalid):
            part(place, 0, "ann", until=until)


def test_the_same_key_links_and_parts_once(place):
    link(place, 0, "ann", "G1", key="k")
    link(place, 0, "ann", "G1", key="k")
    part(place, 0, "ann", key="k")
    part(place, 0, "ann", key="k")
    assert Liaison.objects.count() == 1


def stored(kind):
    return set(Scope.objects.filter(kind=kind).values_list("row", "org", "reason"))


def test_what_is_seen_is_what_follows_from_the_links(place):
    link(place, 0, "ann", "G1")
    link(place, 0, "bob")
    link(place, 3, "chief")
    part(place, 3, "chief")
    assert stored("enterprise") == queries.scopes()
    assert {row for row, *_ in queries.scopes()} == {place.enterprises[0].pk}


def test_an_official_who_moves_to_another_unit_keeps_the_link_where_it_was_made(place):
    link(place, 0, "bob")
    load_staff(CLOCK, table(STAFF, [("bob", "戊干部", "干部", "G2")], "code", "name", "rank", "unit"), now=NOW)
    assert stored("enterprise") == queries.scopes()
    assert queries.answers_for(place.enterprises[0].pk, DAY)[0][2].code == "B"
    part(place, 0, "bob")
    assert place.actor("bob").seats == ()


def told(place, actor, code, group=None):
    """What somebody is told who wants to link whoever has a code."""
    try:
        return coded(place.actor(actor), code, place.orgs[group].pk if group else None)
    except (Invalid, Refused) as fault:
        return (
            type(fault),
            str(fault.sentence),
            {name: str(said) for name, said in getattr(fault, "fields", {}).items()},
        )


def test_staff_codes_cant_be_tried_out(place):
    """The district's dispatcher links one to one whom the district has, and in its groups anybody; a code that leads nowhere
    is told like one that nobody has."""
    leave(CLOCK, place.staff["bob"].pk, on=DAY, now=NOW)
    nobody = told(place, "desk", "nobody")
    assert nobody[0] is Invalid and list(nobody[2]) == ["staff"]
    assert told(place, "desk", "ann") == place.staff["ann"].pk
    assert told(place, "desk", "north") == nobody == told(place, "desk", "bob")
    assert told(place, "desk", "north", "G1") == place.staff["north"].pk
    assert told(place, "desk", "bob", "G1") == nobody == told(place, "desk", "nobody", "G1")


@pytest.mark.parametrize(("actor", "group"), [("ann", None), ("ann", "G1"), ("desk", "ET"), ("desk", "B")])
def test_where_one_cant_link_every_code_gets_the_same_answer(place, actor, group):
    answers = [told(place, actor, code, group) for code in ("north", "bob", "nobody")]
    assert isinstance(answers[0], tuple) and answers[0] == answers[1] == answers[2]
