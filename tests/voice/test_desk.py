"""What the dispatch room does with a need: in touch, taken in as a case, answered, declined, passed on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import START, City
from tests.files import making
from tests.voice.conftest import SAID, SECRET, told
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.files.rules import Upload
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case, Clock, Contact, Said
from zhuqi.domain.cases.queries.files import attached
from zhuqi.domain.cases.queries.links import behind
from zhuqi.domain.cases.queries.outside import outside as case_outside
from zhuqi.domain.cases.rules.words import Action, State, Tick
from zhuqi.domain.voice.actions import answer, decline, forget_old, pass_on, reach, reveal, take_in, vouch
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries import outside, sight
from zhuqi.domain.voice.rules import KEPT, Act, Proof, Stage

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LATER = START + 6 * HOUR


def taken(city: City, voice: Voice, now: dt.datetime = LATER, **typed: Any) -> Voice:
    """Taken in by the district's room for the second enterprise."""
    wanted = {"enterprise_id": city.enterprises[1].pk, "title": "路灯", "kind": "utilities", **typed}
    return take_in(city.actor("dispatcher"), voice.pk, now=now, **wanted)


def test_taken_in_it_is_a_case_whose_clock_began_when_it_was_told(city: City) -> None:
    done = taken(city, told(city))
    case = Case.objects.get(pk=done.case_id or 0)
    assert (case.state, case.told_at, case.finder_id) == (State.SCREENING, START, None)
    assert case.found_on == START.date()
    city.do("dispatcher", Action.SCREEN, case, LATER, kind="utilities", grade="B")
    assert Clock.objects.get(case=case, tick=Tick.CASE).start == START
    assert Said.objects.get(case=case, name="body").body == SAID["body"]
    speaks = Contact.objects.get(case=case)
    assert (speaks.name, speaks.phone) == (SAID["name"], SAID["phone"])
    assert (done.name, done.phone, done.stage) == ("", "", Stage.TAKEN_IN)
    assert not list(everything())


def test_taken_in_two_days_later_the_promised_day_does_not_move(city: City) -> None:
    dues = []
    for secret, now in ((SECRET, LATER), ("b", START + 2 * DAY)):
        case = taken(city, told(city, secret=secret), now).case
        city.do("dispatcher", Action.SCREEN, case, now, kind="utilities", grade="B")
        dues.append(Clock.objects.get(case=case, tick=Tick.CASE).due)
    assert dues[0] is not None
    assert dues[0] == dues[1]
    assert not list(everything())


def test_the_case_goes_on_like_any_other(city: City) -> None:
    case = taken(city, told(city)).case
    assert case is not None
    city.do("dispatcher", Action.SCREEN, case, LATER, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, LATER, lead_id=city.org("ng-utilities"))
    case.refresh_from_db()
    assert case.state == State.ASSIGNED
    assert not list(everything())


def test_its_files_go_to_the_case_as_the_enterprises_own(city: City) -> None:
    content = making.picture()
    voice = told(city, uploads=[Upload("门口.jpg", content, len(content))])
    case = taken(city, voice).case
    assert case is not None
    [row] = attached(city.actor("dispatcher"), case.pk)
    assert (row.enterprise_id, row.outside, row.staff_id) == (city.enterprises[1].pk, True, None)
    assert [one.file.name for one in row.enclosures.all()] == ["门口.jpg"]
    assert not list(everything())


def test_the_receipt_opens_the_case_only_after_the_sender_was_checked(city: City) -> None:
    voice = taken(city, told(city))
    found = outside.receipt(SECRET, LATER)
    assert found is not None
    assert (found.checked, found.number) == (False, voice.case and voice.case.number)
    assert behind(SECRET, LATER) is None
    vouch(city.actor("dispatcher"), voice.pk, proof=Proof.CALLED, now=LATER)
    door = behind(SECRET, LATER)
    assert door is not None
    assert door.case == voice.case_id
    assert case_outside(door.actor, door.case, now=LATER).number == found.number
    with pytest.raises(Refused):
        vouch(city.actor("dispatcher"), voice.pk, proof=Proof.PAPERS, now=LATER)
    assert not list(everything())


def test_a_sender_who_was_checked_before_has_the_cases_link_at_once(city: City) -> None:
    voice = taken(city, told(city), proof=Proof.KNOWN)
    door = behind(SECRET, LATER)
    assert door is not None
    assert door.case == voice.case_id
    with pytest.raises(Invalid):
        taken(city, told(city, secret="b"), proof="guessed")
    assert not list(everything())


@pytest.mark.parametrize(("act", "stage"), [(answer, Stage.ANSWERED), (decline, Stage.NOT_OURS)])
def test_answered_or_declined_the_sender_reads_why(city: City, act: Any, stage: Stage) -> None:
    voice = told(city)
    with pytest.raises(Invalid):
        act(city.actor("dispatcher"), voice.pk, text="  ", now=LATER)
    act(city.actor("dispatcher"), voice.pk, text="请拨打 12345 转市政。", now=LATER)
    found = outside.receipt(SECRET, LATER)
    assert found is not None
    assert (found.stage, found.answer, found.ended_at) == (stage, "请拨打 12345 转市政。", LATER)
    assert not Case.objects.filter(told_at=START).exists()
    with pytest.raises(Refused):
        taken(city, voice)
    assert not list(everything())


def test_passed_on_it_lies_with_the_other_room_and_the_first_sees_it_only_from_above(city: City) -> None:
    voice = told(city, desk="mz-desk")
    due = voice.due
    town, district = city.actor("town_dispatcher"), city.actor("dispatcher")
    assert [list(sight.tray(one)) for one in (town, district)] == [[voice], [voice]]
    assert sight.actions(district, voice) == ()
    with pytest.raises(Invalid):
        pass_on(town, voice.pk, desk_id=city.org("mz-office"), now=LATER)
    with pytest.raises(Invalid):
        pass_on(town, voice.pk, desk_id=city.org("mz-desk"), now=LATER)
    passed = pass_on(town, voice.pk, desk_id=city.org("ng-desk"), now=LATER)
    assert (passed.due, passed.told_at) == (due, START)
    assert list(sight.tray(town)) == []
    assert Act.TAKE_IN in sight.actions(district, sight.one(district, voice.pk))
    with pytest.raises(Missing):
        sight.one(town, voice.pk)
    assert not list(everything())


def test_reached_in_time_it_is_not_late_any_more(city: City) -> None:
    voice = reach(city.actor("dispatcher"), told(city).pk, now=LATER)
    assert voice.reached_at == LATER
    with pytest.raises(Refused):
        reach(city.actor("dispatcher"), voice.pk, now=LATER)
    assert not list(everything())


SEEN = {"dispatcher": True, "city_dispatcher": True, "supervisor": True, "leader": True}


@pytest.mark.parametrize("part", [
    "official", "keeper", "dispatcher", "town_dispatcher", "city_dispatcher", "utilities", "planner", "town_handler",
    "power", "supervisor", "leader", "administrator", "security", "auditor", "enterprise",
])  # fmt: skip
def test_who_sees_what_nobody_has_checked_yet(city: City, part: str) -> None:
    voice = told(city)
    actor = city.actor(part)
    assert list(sight.visible(actor)) == ([voice] if SEEN.get(part) else [])
    if part == "dispatcher":
        return
    kind = Refused if SEEN.get(part) else Missing
    for act in (reach, reveal):
        with pytest.raises(kind):
            act(actor, voice.pk, now=LATER)
    with pytest.raises(kind):
        take_in(actor, voice.pk, enterprise_id=city.enterprises[1].pk, title="x", kind="utilities", now=LATER)
    for saying in (answer, decline):
        with pytest.raises(kind):
            saying(actor, voice.pk, text="x", now=LATER)


def test_a_telephone_is_masked_and_looking_at_it_is_on_record_each_time(city: City) -> None:
    voice = told(city)
    assert sight.masked(voice) == ("演＊＊＊", "138****0000")
    for key in ("a", "b"):
        assert reveal(city.actor("dispatcher"), voice.pk, key=key, now=LATER).phone == SAID["phone"]
    assert Entry.objects.filter(kind="voice", subject=voice.pk, verb="revealed").count() == 2
    taken(city, voice)
    with pytest.raises(Missing):
        reveal(city.actor("dispatcher"), voice.pk, now=LATER)


def test_a_room_that_passed_it_on_isnt_shown_the_telephone_by_the_key_of_then(city: City) -> None:
    voice, desk = told(city), city.actor("dispatcher")
    for _ in range(2):
        assert reveal(desk, voice.pk, key="k", now=LATER).phone == SAID["phone"]
    pass_on(desk, voice.pk, desk_id=city.org("cc-desk"), now=LATER)
    with pytest.raises(Missing):
        reveal(desk, voice.pk, key="k", now=LATER)


def test_passing_it_on_is_answered_again_until_something_more_happens_to_it(city: City) -> None:
    voice, town, district = told(city, desk="mz-desk"), city.actor("town_dispatcher"), city.actor("dispatcher")
    typed: dict[str, Any] = {"desk_id": city.org("ng-desk"), "key": "k", "now": LATER}
    reach(town, voice.pk, key="k", now=LATER)
    first = pass_on(town, voice.pk, **typed)
    booked = Entry.objects.count()
    again = pass_on(town, voice.pk, **typed)
    assert (again.pk, again.version, again.desk_id) == (first.pk, first.version, city.org("ng-desk"))
    with pytest.raises(Missing):  # what they did before isn't told again
        reach(town, voice.pk, key="k", now=LATER)
    with pytest.raises(Missing):
        pass_on(replace(town, seats=()), voice.pk, **typed)
    assert Entry.objects.count() == booked
    answer(district, voice.pk, text="请拨打 12345。", now=LATER)
    with pytest.raises(Missing):
        pass_on(town, voice.pk, **typed)


def test_who_acts_on_an_older_state_is_told_and_a_repeated_key_does_it_once(city: City) -> None:
    voice = told(city)
    reach(city.actor("dispatcher"), voice.pk, seen=1, now=LATER)
    with pytest.raises(Stale):
        answer(city.actor("dispatcher"), voice.pk, text="x", seen=1, now=LATER)
    first = taken(city, voice, seen=2, key="k")
    assert taken(city, voice, seen=2, key="k").case_id == first.case_id
    assert Case.objects.filter(told_at=START).count() == 1


def test_an_enterprise_out_of_sight_is_not_there_and_nothing_is_taken_in(city: City) -> None:
    voice = told(city, desk="mz-desk")
    with pytest.raises(Missing):
        take_in(
            city.actor("town_dispatcher"),
            voice.pk,
            enterprise_id=city.enterprises[0].pk,
            title="x",
            kind="utilities",
            now=LATER,
        )
    voice.refresh_from_db()
    assert (voice.stage, voice.version) == (Stage.WAITING, 1)


def test_half_a_year_after_it_was_over_its_words_are_gone_and_its_course_stays(city: City) -> None:
    content = making.picture()
    voice = told(city, uploads=[Upload("门口.jpg", content, len(content))])
    kept = told(city, secret="b", uploads=[Upload("灯.jpg", content, len(content))])
    decline(city.actor("dispatcher"), voice.pk, text="不属于本区。", now=LATER)
    case = taken(city, kept).case
    forget_old(LATER + KEPT - HOUR)
    voice.refresh_from_db()
    assert voice.firm == SAID["firm"]
    forget_old(LATER + KEPT)
    forget_old(LATER + KEPT + DAY)
    voice.refresh_from_db()
    assert (voice.firm, voice.body, voice.phone, voice.answer, voice.stage) == ("", "", "", "", Stage.NOT_OURS)
    assert [one.file.name for one in sight.enclosed(voice)] == [""]
    assert case is not None
    [row] = attached(city.actor("dispatcher"), case.pk)
    assert [one.file.name for one in row.enclosures.all()] == ["灯.jpg"]
    assert Entry.objects.filter(verb="forgotten").count() == 2
    assert not list(everything())


def test_verification_names_a_need_that_was_changed_behind_the_journal(city: City) -> None:
    voice = told(city)
    taken(city, voice)
    Voice.objects.filter(pk=voice.pk).update(told_at=START + DAY)
    found = [str(one.sentence) for one in everything() if one.table == "voice_voice"]
    assert "its told_at isn't what its entries come to" in found
    assert "its case doesn't begin when the enterprise told it" in found
