"""Who sees a case, why, and what: one function decides; out of sight and not there are one answer."""

from __future__ import annotations

import pytest

from tests.cases.town import DAY, HOUR, add_person, add_unit, assigned, handled, replied, submitted, told
from tests.cast import START, City
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role, of_enterprise
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets.reading import read
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.life.guards import open_actions
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lists, sight
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions.correcting import correct_enterprise
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.sheets import ENTERPRISES

pytestmark = pytest.mark.django_db
STAFF = {
    *("official", "keeper", "dispatcher", "town_dispatcher", "city_dispatcher", "utilities", "finance", "construction"),
    *("planner", "town_handler", "power", "land", "supervisor", "leader", "administrator"),
}
ABOVE = {"dispatcher", "city_dispatcher", "leader", "supervisor"}
NOW = START + 2 * DAY


def seers(city: City, case: Case) -> set[str]:
    return {part for part in STAFF if sight.visible(city.actor(part)).filter(pk=case.pk).exists()}


def open_to(city: City, part: str, case: Case) -> set[Action]:
    return set(open_actions(sight.situation(city.actor(part), case, now=NOW)))


def test_a_case_is_seen_by_whoever_found_it_and_from_above(city: City) -> None:
    assert set(city.staff) >= STAFF
    assert seers(city, city.record()) == {"official", "keeper"} | ABOVE


def test_the_holder_and_the_co_handlers_see_it_and_their_siblings_do_not(city: City) -> None:
    case = assigned(city, parts=["ng-finance"])
    assert seers(city, case) == {"official", "keeper", "utilities", "finance"} | ABOVE


def test_the_unit_itself_and_its_parents_see_a_child_and_a_sibling_do_not(city: City) -> None:
    for code, kind, parent in (("xf-other", Kind.GROUP, "xf-team"), ("xf-team2", Kind.TEAM, "xf")):
        add_unit(city, code, kind, parent)
    places = {"own": "xf-team", "parent": "xf", "child": "xf-group", "niece": "xf-other", "sibling": "xf-team2"}
    for part, place in places.items():
        add_person(city, part, Role.TEAM_LEAD if part != "parent" else Role.LEADER, place)
    case = city.record(part="dispatcher", enterprise_id=city.enterprises[2].pk)
    case = city.do("dispatcher", Action.SCREEN, case, START, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.ASSIGN, case, START, lead_id=city.org("xf-team"))
    assert {part for part in places if sight.visible(city.actor(part)).filter(pk=case.pk)} == {"own", "parent"}


def test_the_territory_of_its_enterprise_sees_it(city: City) -> None:
    add_person(city, "mayor_xf", Role.LEADER, "xf")
    add_person(city, "mayor_mz", Role.LEADER, "mz")
    case = city.record(part="dispatcher")
    assert sight.visible(city.actor("mayor_xf")).filter(pk=case.pk).exists(), "its enterprise lies there"
    assert not sight.visible(city.actor("mayor_mz")).filter(pk=case.pk).exists()


@pytest.mark.parametrize("by_sheet", [False, True], ids=["by hand", "by a sheet"])
def test_an_enterprise_that_moves_takes_the_sight_of_its_cases_along(city: City, by_sheet: bool) -> None:
    for part in ("xf", "mz"):
        add_person(city, f"mayor_{part}", Role.LEADER, part)
    case, firm = city.record(part="dispatcher"), city.enterprises[0]
    if by_sheet:
        row = f'uscc,name,region\n"{firm.uscc}","{firm.name}","mz"'.encode()
        load_enterprises(CLOCK, read(row, [ENTERPRISES], name="enterprises.csv")[ENTERPRISES.key], now=NOW)
    else:
        correct_enterprise(CLOCK, firm.pk, region_id=city.org("mz"), name=firm.name, now=NOW)
    drain(NOW)
    mayors = {part: sight.visible(city.actor(part)).filter(pk=case.pk).exists() for part in ("mayor_xf", "mayor_mz")}
    assert mayors == {"mayor_xf": False, "mayor_mz": True}
    assert not [finding for finding in everything() if finding.table == "access_scope"]


def test_a_past_holder_reads_but_cannot_act(city: City) -> None:
    case = handled(city, parts=["ng-finance"])
    case = city.do("dispatcher", Action.ASSIGN, case, START + DAY, lead_id=city.org("ng-construction"))
    for part in ("utilities", "finance"):
        assert part in seers(city, case) and open_to(city, part, case) == set()
        assert detail(city.actor(part), case.pk, now=NOW).actions == ()
    with pytest.raises(Refused) as past:
        city.do("utilities", Action.STAGE_REPLY, city.do("construction", Action.ACCEPT, case, NOW), NOW, text="还在办")
    assert told(past.value) == "“stage_reply” isn't yours to do here."


def test_a_case_that_went_up_is_seen_by_the_city_and_still_by_those_who_had_it(city: City) -> None:
    case = handled(city)
    case = city.do("utilities", Action.ASK_ESCALATION, case, START + DAY, reason="市级事权")
    case = city.do("dispatcher", Action.ESCALATE, case, START + DAY, why="市级事权")
    case = city.do("city_dispatcher", Action.ASSIGN, case, START + DAY + HOUR, lead_id=city.org("cc-power"))
    assert seers(city, case) == {"official", "keeper", "utilities", "power"} | ABOVE
    assert open_to(city, "power", case) == {Action.ACCEPT, Action.HAND_BACK, Action.CONTACT, Action.JOIN}, (
        "above the city there is no room to ask"
    )
    assert open_to(city, "utilities", case) == open_to(city, "dispatcher", case) == set()


def test_an_enterprise_sees_its_own_cases_and_only_the_words_meant_for_it(city: City) -> None:
    case = replied(city)
    own, other = (of_enterprise(enterprise.pk) for enterprise in city.enterprises[:2])
    outside = {row.name: row.body for row in detail(own, case.pk, now=NOW).said}
    assert outside == {"body": "新设备六月到厂，现有变压器带不动。", "text": "已送电"}
    inside = {row.name for row in detail(city.actor("dispatcher"), case.pk, now=NOW).said}
    assert inside == {"body", "why", "text"}
    assert {said.body for told in detail(own, case.pk, now=NOW).history for said in told.said} == set(outside.values())
    with pytest.raises(Missing):
        detail(other, case.pk, now=NOW)


def test_nobody_sees_nothing_and_the_clock_sees_all(city: City) -> None:
    case = city.record()
    assert not sight.visible(Actor()).exists()
    assert not sight.visible(Actor(account=1, staff=1, name="without a seat")).exists()
    assert not sight.visible(city.actor("administrator")).exists(), "administrators see no business rows"
    assert sight.visible(CLOCK).get() == case


def test_to_a_stranger_a_case_is_as_missing_as_one_that_does_not_exist(city: City) -> None:
    case = submitted(city)
    stranger = city.actor("town_handler")
    said = set()
    for pk in (case.pk, 999_999):
        with pytest.raises(Missing) as gone:
            detail(stranger, pk, now=NOW)
        said.add(told(gone.value))
        for action in set(TAKEN) - {Action.RECORD}:
            with pytest.raises(Missing) as missing:
                ACTIONS[action](stranger, pk, now=NOW, **dict.fromkeys((field.name for field in NEEDS[action]), "1"))
            said.add(told(missing.value))
    assert len(said) == 1, "one sentence for both"


def test_lists_searches_and_counts_begin_at_what_is_seen(city: City) -> None:
    case = submitted(city)
    for part in ("dispatcher", "town_handler"):
        found = lists.filtered(city.actor(part), words=case.number)
        assert lists.counted(found) == (part == "dispatcher"), part
    assert list(lists.waiting(city.actor("dispatcher"))) == [case]
    assert list(lists.promised(city.actor("official"))) == [case]
    assert not lists.waiting(city.actor("official")) and not lists.promised(city.actor("dispatcher"))


def test_who_has_left_sees_nothing_any_more(city: City) -> None:
    case = city.record()
    actor = city.actor("official")
    assert sight.visible(actor).filter(pk=case.pk).exists()
    assert not sight.visible(Actor(account=actor.account, staff=actor.staff)).exists(), "sight comes from seats alone"


def test_what_the_detail_offers_is_what_the_actions_take(city: City) -> None:
    case = replied(city)
    for part in sorted(STAFF):
        if sight.visible(city.actor(part)).filter(pk=case.pk).exists():
            assert set(detail(city.actor(part), case.pk, now=NOW).actions) == open_to(city, part, case), part
    assert open_to(city, "official", case) == {Action.ASK, Action.CONFIRM, Action.CONTEST}
    assert open_to(city, "supervisor", case) == {Action.ASK, Action.CONFIRM, Action.CONTEST, Action.WITHDRAW}


def test_a_whole_number_finds_its_case_alone_and_a_part_all_that_have_it(city: City) -> None:
    one, other = city.record(title="第一件"), city.record(title="第二件")
    seen = city.actor("official")
    Case.objects.filter(pk=other.pk).update(number=f"{one.number}0")
    assert [case.pk for case in lists.filtered(seen, words=one.number)] == [one.pk]
    assert {case.pk for case in lists.filtered(seen, words=one.number[:-1])} >= {one.pk, other.pk}
    assert not lists.filtered(city.actor("town_dispatcher"), words=one.number), "out of sight it isn't named either"
