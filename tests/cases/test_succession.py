"""A unit ends and another stands in its place: its cases go on by movements, nothing is reset, nothing stays behind."""

import datetime as dt
from typing import Any

import pytest

from tests.cases.play import MICROSECOND
from tests.cases.town import DAY, HOUR, TODAY, add_person, add_unit, assigned, edition, handled, replied, screened
from tests.cast import START, City
from zhuqi.base.errors import Refused, Stale
from zhuqi.core import succession
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.actions.signing import sign_silent
from zhuqi.domain.cases.models import Case, Edge, Holding
from zhuqi.domain.cases.queries import ledger, lives, sight
from zhuqi.domain.cases.rules.ledger import Side, statement
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions import ending, merge_unit, retire
from zhuqi.domain.directory.actions.staff import leave
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind

pytestmark = pytest.mark.django_db

MORROW = TODAY + DAY

MIDNIGHT = (START + DAY).replace(hour=0)


def plan(city: City, old: str = "ng-utilities", new: str = "ng-finance", **more: Any) -> Organisation:
    return merge_unit(CLOCK, city.org(old), into_id=city.org(new), **{"on": MORROW, "now": START + 8 * HOUR, **more})


def end(city: City, old: str = "ng-utilities", new: str = "ng-finance", *, now: dt.datetime = MIDNIGHT) -> None:
    plan(city, old, new)
    assert ending.carry_out_endings(now) == 1
    assert Organisation.objects.get(pk=city.org(old)).successor_id == city.org(new)
    drain(now)


def sound() -> None:
    assert [str(one.sentence) for one in everything()] == []


def dues(case: Case) -> list[Any]:
    return [(clock.tick, clock.start, clock.due) for clock in lives.load(case).running]


def test_until_midnight_nothing_moves_and_then_everything_does(city: City) -> None:
    case = handled(city)
    plan(city)
    assert ending.carry_out_endings(MIDNIGHT - HOUR) == 0
    assert Case.objects.get(pk=case.pk).holder_id == city.org("ng-utilities")
    assert ending.carry_out_endings(MIDNIGHT) == 1
    assert ending.carry_out_endings(MIDNIGHT) == 0
    drain(MIDNIGHT)
    assert Case.objects.get(pk=case.pk).holder_id == city.org("ng-finance")
    sound()


def test_clocks_run_on_and_what_was_signed_is_signed(city: City) -> None:
    case = handled(city)
    before = dues(case)
    end(city)
    assert dues(case) == before
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.carrier is not None and life.carrier.accepted_at == START + 4 * HOUR
    assert {clock.unit for clock in life.running if clock.holding} == {city.org("ng-finance")}


def test_what_was_late_is_late_still(city: City) -> None:
    case = handled(city)
    late = START + 60 * DAY
    merge_unit(CLOCK, city.org("ng-utilities"), into_id=city.org("ng-finance"), on=late.date() + DAY, now=late)
    ending.carry_out_endings((late + DAY).replace(hour=0))
    life = lives.load(Case.objects.get(pk=case.pk))
    mine = [clock for clock in life.running if clock.holding is not None]
    assert mine and all(clock.late(late) for clock in mine)


def test_the_books_of_both_together_are_what_they_were(city: City) -> None:
    for _ in range(3):
        handled(city)
    screened(city)
    pair = frozenset({city.org("ng-utilities"), city.org("ng-finance")})
    before = [ledger.in_hand(frozenset({unit})) for unit in sorted(pair)]
    end(city)
    clockwork.fold_days(MIDNIGHT + 2 * HOUR)
    both = [statement(ledger.books(frozenset({unit}), TODAY, MORROW), {unit}) for unit in sorted(pair)]
    assert sum(one.closing for one in both) == sum(before) == ledger.in_hand(pair) == 3
    old, new = (
        statement(ledger.books(frozenset({city.org(code)}), MORROW, MORROW), {city.org(code)})
        for code in ("ng-utilities", "ng-finance")
    )
    assert (old.opening, old.total(Side.PASSED_ON), old.closing) == (3, 3, 0)
    assert (new.opening, new.total(Side.RECEIVED), new.closing) == (0, 3, 3)
    district = statement(ledger.books(pair, MORROW, MORROW), pair)
    assert (district.opening, district.total(Side.RECEIVED), district.total(Side.PASSED_ON)) == (3, 0, 0)
    sound()


def test_whoever_follows_handles_it_to_the_end_and_confirms_nothing_for_the_enterprise(city: City) -> None:
    case = handled(city)
    end(city)
    with pytest.raises(Refused):
        city.do("finance", Action.ACCEPT, case, MIDNIGHT + 9 * HOUR)
    case = city.do("finance", Action.REPLY, case, MIDNIGHT + 10 * HOUR, outcome="solved", text="已送电")
    with pytest.raises(Refused):
        city.do("finance", Action.CONFIRM, case, MIDNIGHT + 11 * HOUR, text="好的")
    city.do("enterprise", Action.CONFIRM, case, MIDNIGHT + 12 * HOUR)
    sound()


def test_who_answered_and_ended_is_a_handler_in_the_one_that_follows(city: City) -> None:
    case = replied(city)
    merge_unit(CLOCK, city.org("ng-utilities"), into_id=city.org("ng-finance"), on=MORROW + DAY, now=START + 26 * HOUR)
    ending.carry_out_endings(MIDNIGHT + DAY)
    with pytest.raises(Refused):
        city.do("finance", Action.CONFIRM, case, MIDNIGHT + DAY + 9 * HOUR, text="好的")
    sound()


def test_a_request_that_waits_is_ruled_on_and_comes_back_from_the_one_that_follows(city: City) -> None:
    case = handled(city)
    case = city.do("utilities", Action.HAND_BACK, case, START + 5 * HOUR, reason="不归我们", proposal="财政组")
    end(city)
    case = city.do("dispatcher", Action.RULE, case, MIDNIGHT + 9 * HOUR, upheld=True, reason="同意")
    assert (case.state, case.holder_id) == ("screening", city.org("ng-desk"))
    sound()


def test_more_time_was_given_once_and_isnt_given_again(city: City) -> None:
    case = handled(city)
    asked = {"amount": "2 工作日", "reason": "等设备"}
    case = city.do("utilities", Action.ASK_EXTENSION, case, START + 5 * HOUR, **asked)
    case = city.do("dispatcher", Action.EXTEND, case, START + 6 * HOUR, reason="同意")
    end(city)
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.carrier is not None
    assert [one.holding for one in life.requests] == [life.carrier.n]


def test_the_time_to_give_it_back_runs_on_and_so_does_silence_that_signs(city: City) -> None:
    """Two working days from the afternoon of the first day, whoever has it."""
    edition(city, "ng", TODAY, ("退回: {期限: 2 工作日}", "退回: {期限: 2 工作日, 逾期视为签收: 是}"))
    case = assigned(city)
    end(city)
    over = START + 3 * DAY
    with pytest.raises(Refused, match="The time for returning it ended"):
        city.do("finance", Action.HAND_BACK, case, over, reason="不归我们", proposal="规划")
    assert sign_silent(over) == 1
    life = lives.load(Case.objects.get(pk=case.pk))
    assert (
        life.carrier is not None
        and life.carrier.accepted_at == dt.datetime(2019, 5, 15, 17, tzinfo=START.tzinfo) + MICROSECOND
    )
    sound()


def test_a_room_is_followed_by_the_room_above_which_then_rules(city: City) -> None:
    case = city.do("town_dispatcher", Action.RECORD, None, START, enterprise_id=city.enterprises[2].pk, title="招工",
                   body="缺工", kind="utilities")  # fmt: skip
    case = city.do("town_dispatcher", Action.SCREEN, case, START + 2 * HOUR, kind="utilities", grade="B")
    case = city.do("town_dispatcher", Action.ASSIGN, case, START + 3 * HOUR, lead_id=city.org("mz-office"))
    case = city.do("town_handler", Action.ACCEPT, case, START + 4 * HOUR)
    case = city.do("town_handler", Action.HAND_BACK, case, START + 5 * HOUR, reason="不归我们", proposal="区里")
    end(city, "mz-desk", "ng-desk")
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.desk == city.org("ng-desk")
    assert {clock.unit for clock in life.running} == {city.org("ng-desk"), city.org("mz-office")}
    case = city.do("dispatcher", Action.RULE, case, MIDNIGHT + 9 * HOUR, upheld=True, reason="同意")
    assert case.holder_id == city.org("ng-desk")
    sound()


@pytest.mark.parametrize(("old", "new"), [("ng-finance", "ng-utilities"), ("ng-utilities", "ng-finance")])
def test_one_that_has_a_part_of_its_own_keeps_one_row(city: City, old: str, new: str) -> None:
    case = handled(city, parts=["ng-finance"])
    end(city, old, new)
    life = lives.load(Case.objects.get(pk=case.pk))
    assert [(row.unit, row.hand) for row in (life.carrier, *life.co_rows) if row] == [(city.org(new), "lead")]
    sound()


def test_the_one_that_follows_sees_what_was_handled_before(city: City) -> None:
    case = replied(city)
    city.do("enterprise", Action.CONFIRM, case, START + 26 * HOUR)
    add_unit(city, "ng-heir", Kind.FUNCTIONAL_GROUP, "ng")
    add_person(city, "heir", Role.HANDLER, "ng-heir")
    assert not sight.visible(city.actor("heir")).filter(pk=case.pk).exists()
    merge_unit(CLOCK, city.org("ng-utilities"), into_id=city.org("ng-heir"), on=MORROW + DAY, now=START + 27 * HOUR)
    ending.carry_out_endings(MIDNIGHT + DAY)
    drain(MIDNIGHT + DAY)
    assert sight.visible(city.actor("heir")).filter(pk=case.pk).exists()
    city.do("enterprise", Action.REOPEN, case, MIDNIGHT + DAY + HOUR, text="又停了")
    assert lives.load(Case.objects.get(pk=case.pk)).now(city.org("ng-utilities")) == city.org("ng-heir")
    sound()


def test_the_preview_says_what_passes_and_afterwards_nothing_lies_there(city: City) -> None:
    handled(city)
    assigned(city, lead="ng-finance", assists=["ng-utilities"])
    told = {one.what: one.n for one in succession.lying(city.org("ng-utilities"))}
    assert told == {"cases in hand": 1, "cases it helps with": 1}
    end(city)
    assert succession.lying(city.org("ng-utilities")) == ()


def test_without_anybody_in_its_place_nothing_ends_that_holds_something(city: City) -> None:
    handled(city)
    leave(CLOCK, city.staff["utilities"].pk, on=TODAY, now=START + 8 * HOUR)
    with pytest.raises(Refused, match="still lies with it") as refused:
        retire(CLOCK, city.org("ng-utilities"), on=MORROW, now=START + 8 * HOUR)
    assert "1" in str(refused.value)
    retire(CLOCK, city.org("ng-utilities"), on=MORROW, successor_id=city.org("ng-planning"), now=START + 8 * HOUR)
    assert ending.carry_out_endings(MIDNIGHT) == 1
    assert ledger.in_hand(frozenset({city.org("ng-planning")})) == 1
    drain(MIDNIGHT)
    sound()


def test_all_or_nothing_passes(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = handled(city), handled(city)
    plan(city)
    whole = clockwork.by_clock

    def breaks(case: Case, *rest: Any) -> int:
        return 0 if case.pk == second.pk else whole(case, *rest)

    monkeypatch.setattr("zhuqi.domain.cases.actions.succeeding.by_clock", breaks)
    with pytest.raises(Stale):
        ending.carry_out_endings(MIDNIGHT)
    assert {Case.objects.get(pk=case.pk).holder_id for case in (first, second)} == {city.org("ng-utilities")}
    assert Organisation.objects.get(pk=city.org("ng-utilities")).retired_on is None
    monkeypatch.undo()
    assert ending.carry_out_endings(MIDNIGHT + HOUR) == 1
    assert not Holding.objects.filter(unit=city.org("ng-utilities"), ended_at=None).exists()


def test_who_follows_one_that_follows_gets_both(city: City) -> None:
    case = handled(city)
    plan(city)
    plan(city, "ng-finance", "ng-construction")
    assert ending.carry_out_endings(MIDNIGHT) == 2
    life = lives.load(Case.objects.get(pk=case.pk))
    assert life.carrier is not None and life.carrier.unit == city.org("ng-construction")
    assert life.now(city.org("ng-utilities")) == city.org("ng-construction")


def test_nobody_is_given_a_case_who_has_just_ended(city: City) -> None:
    case = screened(city)
    end(city)
    typed: dict[str, Any] = {"lead_id": city.org("ng-utilities")}
    with pytest.raises(Exception, match="no such unit"):
        city.do("dispatcher", Action.ASSIGN, case, MIDNIGHT + HOUR, **typed)


@pytest.mark.parametrize("table", [Edge, Holding])
def test_a_row_of_the_passing_that_is_lost_is_missed(city: City, table: Any) -> None:
    handled(city)
    end(city)
    sound()
    lost = {Edge: {"action": "succeed"}, Holding: {"opened_by": "succeed"}}[table]
    assert table.objects.filter(**lost).delete()[0] == 1
    assert [str(one.sentence) for one in everything()] != []
