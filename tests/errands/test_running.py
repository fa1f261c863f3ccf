"""Errands from the day they are asked for until the result is in the enterprise's hands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import START, City, stage
from zhuqi.base.errors import Fault, Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import of_enterprise
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings
from zhuqi.domain.directory.actions.staff import leave
from zhuqi.domain.errands import actions, queries
from zhuqi.domain.errands.models import Errand, Note
from zhuqi.domain.errands.rules import (
    FILED_ALREADY,
    NOT_FILED,
    NOT_RUN_BY_YOU,
    NOT_YOURS,
    OVER,
    ErrandDeed,
    ErrandMode,
    ErrandOutcome,
    Why,
)
from zhuqi.domain.liaison.actions import appoint
from zhuqi.domain.liaison.rules import Duty

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = START.date()
DUE = TODAY + 10 * DAY


@pytest.fixture
def city() -> City:
    return stage()


def take(city: City, part: str = "official", firm: int = 0, **more: Any) -> Errand:
    typed = {"mode": ErrandMode.AGENT, "matter": "施工许可证", "office": "演练审批局", "due": DUE, "now": START, **more}
    return actions.take_on(city.actor(part), city.enterprises[firm].pk, **typed)


def run(
    city: City, errand: Errand, deed: ErrandDeed, part: str = "official", now: dt.datetime = START, **typed: Any
) -> Errand:
    return getattr(actions, deed.value)(
        city.actor(part), errand.pk, seen=typed.pop("seen", Errand.objects.get(pk=errand.pk).version), **typed, now=now
    )


def written(errand: Errand) -> list[tuple[int, str, str]]:
    return list(Note.objects.filter(errand=errand).order_by("n").values_list("n", "deed", "words"))


def test_whoever_runs_it_sees_it_wherever_it_lies_and_only_while_they_serve(city: City) -> None:
    errand = take(city)
    Errand.objects.filter(pk=errand.pk).update(unit=city.org("cc-power"), region=city.org("cc"))
    runner, other = city.actor("official"), city.actor("utilities")
    assert [row.pk for row in queries.visible(runner)] == [errand.pk]
    assert not queries.visible(other).exists()
    assert not queries.visible(replace(runner, seats=())).exists()


def test_an_agent_hands_in_reports_and_brings_the_result(city: City) -> None:
    errand = take(city, note="材料已收齐")
    assert (errand.state, errand.unit.code, errand.region.code, errand.promised) == ("taken", "xf-group", "xf", DUE)
    run(city, errand, ErrandDeed.FILE, now=START + DAY)
    run(city, errand, ErrandDeed.REPORT, now=START + 2 * DAY, note="窗口已受理")
    done = run(city, errand, ErrandDeed.FINISH, now=START + 3 * DAY, outcome=ErrandOutcome.GRANTED, note="许可证已送到")
    assert (done.state, done.outcome, done.ended_on, done.version) == ("finished", "granted", TODAY + 3 * DAY, 4)
    assert written(errand) == [
        (1, "", "材料已收齐"), (2, "file", ""), (3, "report", "窗口已受理"), (4, "finish", "许可证已送到"),
    ]  # fmt: skip
    verbs = list(Entry.objects.filter(kind="errand").order_by("seq").values_list("verb", flat=True))
    assert verbs == ["errand_taken", "errand_filed", "errand_reported", "errand_finished"]
    said = "".join(Entry.objects.filter(kind="errand").values_list("facts", flat=True))
    assert "施工" not in said and "窗口" not in said, "words stay out of the journal"


def test_whoever_answers_for_the_enterprise_takes_it_on_and_nobody_promises_for_them(city: City) -> None:
    for part in ("dispatcher", "leader", "planner", "supervisor", "utilities", "town_handler", "auditor"):
        with pytest.raises((Refused, Missing)):
            take(city, part)
    assert take(city, "keeper").staff == city.staff["keeper"], "who serves in its group may, too"
    with pytest.raises(Missing):
        take(city, "official", firm=2)
    with pytest.raises(Refused, match=str(NOT_YOURS.text)):
        actions.take_on(
            of_enterprise(city.enterprises[0].pk), city.enterprises[0].pk, mode=ErrandMode.AGENT, matter="证", office="局",
            due=DUE, now=START,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"matter": " "}, "matter"),
        ({"matter": "证" * 201}, "matter"),
        ({"matter": "证\x00书"}, "matter"),
        ({"office": ""}, "office"),
        ({"note": "句" * 1001}, "note"),
        ({"note": "句\u202e子"}, "note"),
        ({"due": TODAY - DAY}, "due"),
        ({"asked_on": TODAY + DAY}, "asked_on"),
    ],
)
def test_what_can_t_be_taken_is_told_by_its_field_and_leaves_nothing(
    city: City, typed: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        take(city, **typed)
    assert set(told.value.fields) == {field}
    assert not Errand.objects.exists() and not Note.objects.exists()


def test_the_promised_day_moves_with_a_reason_and_the_first_one_stays(city: City) -> None:
    errand = take(city)
    with pytest.raises(Invalid):
        run(city, errand, ErrandDeed.POSTPONE, due=DUE + DAY, note="")
    with pytest.raises(Invalid):
        run(city, errand, ErrandDeed.POSTPONE, due=DUE, note="一样")
    moved = run(city, errand, ErrandDeed.POSTPONE, due=DUE + 5 * DAY, note="评审会改期")
    assert (moved.promised, moved.due) == (DUE, DUE + 5 * DAY)
    assert list(queries.notes(errand).values_list("due", flat=True)) == [DUE, DUE + 5 * DAY]


def test_an_escort_ends_when_the_application_is_completed_and_not_before_it_began(city: City) -> None:
    errand = take(city, mode=ErrandMode.ESCORT)
    with pytest.raises(Refused, match=NOT_FILED.text):
        run(city, errand, ErrandDeed.FINISH, outcome=ErrandOutcome.GRANTED)
    run(city, errand, ErrandDeed.FILE)
    with pytest.raises(Refused, match=FILED_ALREADY.text):
        run(city, errand, ErrandDeed.FILE)
    with pytest.raises(Invalid):
        run(city, errand, ErrandDeed.FINISH, outcome=ErrandOutcome.REFUSED)
    assert run(city, errand, ErrandDeed.FINISH, outcome=ErrandOutcome.REFUSED, note="缺用地手续").state == "finished"
    more: dict[ErrandDeed, dict[str, Any]] = {
        ErrandDeed.REPORT: {"note": "又"},
        ErrandDeed.STOP: {"why": Why.ITSELF, "note": "x"},
    }
    for deed, typed in more.items():
        with pytest.raises(Refused, match=OVER.text):
            run(city, errand, deed, **typed)


def test_only_whoever_runs_it_goes_on_and_who_oversees_hands_it_on(city: City) -> None:
    errand = take(city)
    for part in ("keeper", "dispatcher"):
        with pytest.raises(Refused, match=NOT_RUN_BY_YOU.text):
            run(city, errand, ErrandDeed.FILE, part)
    handed = run(city, errand, ErrandDeed.HAND_ON, "dispatcher", staff_id=city.staff["keeper"].pk, note="外出学习")
    assert handed.staff == city.staff["keeper"]
    with pytest.raises(Refused, match=NOT_RUN_BY_YOU.text):
        run(city, errand, ErrandDeed.FILE)
    assert run(city, errand, ErrandDeed.FILE, "keeper").state == "filed"


def test_it_goes_to_nobody_who_doesn_t_answer_for_the_enterprise(city: City) -> None:
    errand = take(city)
    for part in ("planner", "utilities", "official"):
        with pytest.raises(Invalid) as told:
            run(city, errand, ErrandDeed.HAND_ON, staff_id=city.staff[part].pk)
        assert set(told.value.fields) == {"staff_id"}
    assert {each.pk for each in queries.runners(errand, TODAY)} == {city.staff["keeper"].pk}


def test_when_its_official_has_left_it_is_still_seen_and_handed_on(city: City) -> None:
    errand = take(city)
    second = city.staff["planner"]
    appoint(
        city.actor("dispatcher"),
        second.pk,
        org_id=city.org("xf-group"),
        duty=Duty.HOLDS_ENTERPRISES,
        since=TODAY,
        now=START,
    )
    leave(city.actor("administrator"), city.staff["official"].pk, on=TODAY + DAY, now=START)
    later = START + 2 * DAY
    assert queries.overdue(city.actor("dispatcher"), DUE + DAY).get() == errand
    assert run(city, errand, ErrandDeed.HAND_ON, "dispatcher", later, staff_id=second.pk).staff == second


def test_two_who_saw_the_same_state_don_t_both_go_on(city: City) -> None:
    errand = take(city)
    run(city, errand, ErrandDeed.REPORT, note="一")
    with pytest.raises(Stale):
        run(city, errand, ErrandDeed.REPORT, note="二", seen=1)
    assert [text for _, _, text in written(errand)] == ["", "一"]


def test_a_key_that_comes_twice_is_one_errand(city: City) -> None:
    assert take(city, key="k").pk == take(city, key="k").pk
    errand = Errand.objects.get()
    for _ in range(2):
        run(city, errand, ErrandDeed.REPORT, note="一", seen=1, key="r")
    assert Errand.objects.get().version == 2


def test_sight_is_the_enterprise_s_the_unit_s_and_the_area_s(city: City) -> None:
    errand = take(city)
    seen = {part for part in city.staff if queries.visible(city.actor(part)).filter(pk=errand.pk).exists()}
    assert seen == {"official", "keeper", "dispatcher", "city_dispatcher", "leader", "supervisor"}
    assert queries.visible(of_enterprise(city.enterprises[0].pk)).get() == errand
    assert not queries.visible(of_enterprise(city.enterprises[1].pk)).exists()


def test_an_errand_of_a_need_names_a_case_in_sight_of_the_same_enterprise(city: City) -> None:
    case = city.record()
    assert take(city, case_id=case.pk).case == case
    for wrong, fault in ((case.pk + 99, Missing),):
        with pytest.raises(fault):
            take(city, case_id=wrong)
    with pytest.raises(Refused):
        take(city, firm=1, case_id=case.pk)


def test_what_happened_is_dated_between_asking_and_today(city: City) -> None:
    errand = take(city, asked_on=TODAY - 3 * DAY)
    for day in (TODAY + DAY, TODAY - 4 * DAY):
        with pytest.raises(Invalid):
            run(city, errand, ErrandDeed.FILE, day=day)
    run(city, errand, ErrandDeed.FILE, day=TODAY - DAY)
    assert Note.objects.get(n=2).day == TODAY - DAY


def test_verification_finds_a_changed_promise_and_nothing_before(city: City) -> None:
    errand = take(city)
    run(city, errand, ErrandDeed.FILE)
    assert list(findings()) == []
    Errand.objects.filter(pk=errand.pk).update(due=DUE + 99 * DAY)
    assert {found.table for found in findings()} == {"errands_errand"}


def test_nothing_but_faults_meets_odd_words(city: City) -> None:
    for strange in ("\ud800", "a\tb", "<script>", "’ OR 1=1 --", "🙂"):
        try:
            errand = take(city, matter=strange, note=strange)
        except Fault:
            continue
        assert errand.matter == strange.replace("\t", " ") or errand.matter == strange


def test_the_clock_of_the_place_is_used(city: City) -> None:
    before_midnight = dt.datetime(2019, 5, 13, 15, 59, tzinfo=dt.UTC)
    assert take(city, now=before_midnight).asked_on == dt.date(2019, 5, 13)
    assert take(city, now=before_midnight + dt.timedelta(minutes=1)).asked_on == dt.date(2019, 5, 14)
