"""Found, settled, submitted: who holds first, which desk, what is typed, and when the enterprise told us."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, TODAY, code_of, edition, screened, submitted, told
from tests.cast import SETUP, SINCE, START, ZONE, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, of_enterprise
from zhuqi.domain.cases.actions.finding import record
from zhuqi.domain.cases.models import Case, CaseEdition, Edge, Said
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, Outcome, State, Tick
from zhuqi.domain.liaison.actions.links import bind
from zhuqi.domain.liaison.actions.posts import appoint
from zhuqi.domain.liaison.rules import Duty

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"title": "缺工", "body": "节后缺二十人", "kind": "labour"}


@pytest.mark.parametrize(
    ("part", "n", "holder", "state", "desk"),
    [
        ("official", 0, "xf-group", State.FOUND, "ng-desk"),
        ("town_handler", 2, "mz-office", State.FOUND, "mz-desk"),
        ("dispatcher", 0, "ng-desk", State.SCREENING, "ng-desk"),
        ("town_dispatcher", 2, "mz-desk", State.SCREENING, "mz-desk"),
        ("dispatcher", 2, "ng-desk", State.SCREENING, "ng-desk"),
    ],
    ids=["the liaison group", "else the finder's unit", "a desk", "a town's desk", "another area's need"],
)
def test_the_first_holder_is_the_finders_liaison_group_else_its_unit(
    city: City, part: str, n: int, holder: str, state: State, desk: str
) -> None:
    if part == "town_handler":
        staff = city.staff[part].pk
        bind(CLOCK, city.enterprises[2].pk, staff_id=staff, since=SINCE, now=SETUP)
    case = city.record(part=part, enterprise_id=city.enterprises[n].pk)
    assert (code_of(city, case.holder_id), case.state, code_of(city, case.desk_id)) == (holder, state, desk)
    assert (case.submitted_at is None) is (state is State.FOUND)
    ticks = {clock.tick for clock in lives.load(case).running}
    assert ticks == {Tick.SUBMIT if state is State.FOUND else Tick.SCREEN}


def test_a_dispatcher_who_serves_in_a_group_finds_for_the_group(city: City) -> None:
    appoint(
        CLOCK, city.staff["dispatcher"].pk, org_id=city.org("xf-group"), duty=Duty.HOLDS_GROUP, since=SINCE, now=SETUP
    )
    case = city.record(part="dispatcher")
    assert (code_of(city, case.holder_id), case.state, case.submitted_at) == ("xf-group", State.FOUND, None)


@pytest.mark.parametrize(
    ("n", "to_desk", "holder"),
    [(0, False, "xf-group"), (0, True, "ng-desk"), (2, False, "mz-desk"), (2, True, "mz-desk")],
)
def test_a_need_from_an_enterprise_goes_to_its_group_if_bound_else_to_the_desk_by_edition(
    city: City, n: int, to_desk: bool, holder: str
) -> None:
    if to_desk:
        edition(city, "ng", TODAY, ("企业直报到调度室: 否", "企业直报到调度室: 是"))
    pk = city.enterprises[n].pk
    case = record(of_enterprise(pk), enterprise_id=pk, **WORDS, now=START)
    assert code_of(city, case.holder_id) == holder
    assert case.finder_id is None and case.finder_unit_id is None and case.channel == "portal"


def test_submitting_goes_to_the_nearest_desk_above_the_holding_unit(city: City) -> None:
    case = submitted(city)
    assert code_of(city, case.holder_id) == code_of(city, case.desk_id) == "ng-desk", "the town has no desk of its own"
    assert code_of(city, case.area_id) == "ng"


def test_another_areas_enterprise_goes_on_from_desk_to_desk(city: City) -> None:
    case = city.record(part="dispatcher", enterprise_id=city.enterprises[2].pk)
    case = city.do("dispatcher", Action.SCREEN, case, START + HOUR, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.SEND_DOWN, case, START + 2 * HOUR, desk_id=city.org("mz-desk"), why="属地")
    assert (code_of(city, case.holder_id), code_of(city, case.area_id)) == ("mz-desk", "mz")
    moves = Edge.objects.filter(case=case).order_by("n").values_list("source_unit", "target_unit")
    assert list(moves) == [(None, city.org("ng-desk")), (city.org("ng-desk"), city.org("mz-desk"))]


def test_a_finders_case_was_told_on_the_day_it_was_found(city: City) -> None:
    late = city.record(START, found_on=TODAY - 3 * DAY)
    assert late.told_at == dt.datetime.combine(TODAY - 3 * DAY, dt.time(8, 30), ZONE)
    assert (late.recorded_at, Edge.objects.get(case=late).day) == (START, TODAY), (
        "recorded_at is ours and dates the edge"
    )
    assert city.record(START).told_at == START, "today it is the moment itself"


def test_an_enterprise_tells_us_when_it_writes_whatever_day_it_names(city: City) -> None:
    case = city.record(START, "enterprise", found_on=TODAY - 30 * DAY)
    assert case.told_at == START and case.found_on == TODAY - 30 * DAY


def test_the_promise_runs_from_when_the_enterprise_told_us_through_the_actions(city: City) -> None:
    case = screened(city, found_on=TODAY - 3 * DAY)
    (promise,) = [clock for clock in lives.load(case).clocks if clock.tick is Tick.CASE]
    assert promise.start == case.told_at and promise.unit == city.org("ng-desk")


@pytest.mark.parametrize("found_on", [TODAY + DAY, dt.date(2008, 12, 31), dt.date(1, 1, 1)])
def test_a_day_that_cannot_be_meant_is_refused(city: City, found_on: dt.date) -> None:
    with pytest.raises(Invalid) as refused:
        city.record(START, found_on=found_on)
    assert set(refused.value.fields) == {"found_on"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is needed."),
        (" \n\t　", "This is needed."),
        ("长" * 5001, "At most 5000 characters fit here; these are 5001."),
        ("a\x00b", "There are characters in it that can't be kept. Type it again instead of pasting."),
        ("a\x1bb", "There are characters in it that can't be kept. Type it again instead of pasting."),
        ("半个字\ud83d", "There are characters in it that can't be kept. Type it again instead of pasting."),
    ],
    ids=["empty", "blank", "too long", "a zero", "an escape", "half a character"],
)
def test_what_cannot_be_kept_is_refused_by_field_with_a_sentence(city: City, text: str, sentence: str) -> None:
    case = city.record()
    for part, action, field, more in (
        ("official", Action.SUBMIT, "why", {}),
        ("official", Action.SETTLE, "text", {"outcome": Outcome.SOLVED}),
    ):
        with pytest.raises(Invalid) as refused:
            city.do(part, action, case, START + HOUR, **{field: text}, **more)
        assert {name: str(said) for name, said in refused.value.fields.items()} == {field: sentence}
    with pytest.raises(Invalid) as both:
        city.record(title=text, body=text)
    assert set(both.value.fields) == {"title", "body"}, "every field that is wrong, not the first alone"
    assert Case.objects.get(pk=case.pk).version == 1 and Case.objects.count() == 1


def test_submitting_needs_why_the_group_cannot_solve_it(city: City) -> None:
    with pytest.raises(Invalid) as refused:
        city.do("official", Action.SUBMIT, city.record(), START + HOUR, why="")
    assert set(refused.value.fields) == {"why"}


def test_the_longest_text_and_lines_of_their_own_are_kept(city: City) -> None:
    case = city.record(title="题" * 60, body="第一行\r\n" + "长" * 4990)
    assert Case.objects.get(pk=case.pk).title == "题" * 60
    assert Said.objects.get(case=case, name="body").body.startswith("第一行\n长")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"kind": "loans"}, "kind"), ({"channel": "pigeon"}, "channel"), ({"channel": None}, "channel")],
)
def test_a_word_that_is_not_to_choose_is_refused(city: City, typed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        city.record(**typed)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("outcome", [Outcome.EXPLAINED, Outcome.PLANNED, "gone", None])
def test_on_the_spot_a_need_is_solved_or_answered(city: City, outcome: Any) -> None:
    with pytest.raises(Invalid, match="On the spot"):
        city.do("official", Action.SETTLE, city.record(), START + HOUR, outcome=outcome, text="说过了")


def test_who_sees_no_such_enterprise_records_nothing_about_it(city: City) -> None:
    for part in ("utilities", "town_dispatcher", "administrator"):
        with pytest.raises(Missing):
            city.record(part=part)
    with pytest.raises(Missing):
        city.record(enterprise_id=999_999)


@pytest.mark.parametrize("part", ["supervisor", "leader"])
def test_recording_is_for_officials_rooms_and_the_enterprise(city: City, part: str) -> None:
    with pytest.raises(Refused) as refused:
        city.record(part=part)
    assert told(refused.value).startswith("Recording a need is for")


def test_a_case_keeps_for_each_area_the_edition_of_the_day_it_entered_it(city: City) -> None:
    first = city.record(START)
    newer = edition(city, "ng", TODAY + DAY, ("督核: 否", "督核: 是"))
    second = city.record(START + DAY)
    city_edition = edition(city, "cc", TODAY + 2 * DAY)

    def editions(case: Case) -> dict[str, int]:
        rows = CaseEdition.objects.filter(case=case).values_list("area", "edition")
        return {code_of(city, area): pk for area, pk in rows}

    assert editions(second) == {"ng": newer.pk} != editions(first)
    old = editions(first)["ng"]
    later = START + 3 * DAY
    case = city.do("official", Action.SUBMIT, first, later, why="组里办不了")
    case = city.do("dispatcher", Action.SCREEN, case, later, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.ESCALATE, case, later, why="市级事权")
    assert editions(case) == {"ng": old, "cc": city_edition.pk}, "its first row there"
    case = city.do("city_dispatcher", Action.SEND_DOWN, case, later + DAY, desk_id=city.org("ng-desk"), why="属地能办")
    assert editions(case) == {"ng": old, "cc": city_edition.pk}, "and when it comes back"
