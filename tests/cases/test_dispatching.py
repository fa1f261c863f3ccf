"""At the dispatch room: who may be named, where a case may go, what is merged and what isn't accepted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cases.town import DAY, HOUR, TODAY, add_unit, assigned, code_of, handled, screened, submitted, told
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case, Edge, Holding
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import LIVE, Action, End, Hand, State
from zhuqi.domain.directory.actions.ending import retire
from zhuqi.domain.directory.rules import Kind

pytestmark = pytest.mark.django_db
NOW = START + 3 * HOUR
NOBODY = 999_999


def refused(city: City, part: str, action: Action, case: Case, **typed: Any) -> dict[str, str]:
    """The sentences by field with which a step is refused; nothing is changed by it."""
    version, rows = Case.objects.get(pk=case.pk).version, Holding.objects.filter(case=case).count()
    with pytest.raises(Invalid) as fault:
        city.do(part, action, case, NOW, **typed)
    assert (Case.objects.get(pk=case.pk).version, Holding.objects.filter(case=case).count()) == (version, rows)
    return {name: str(said) for name, said in fault.value.fields.items()}


@pytest.mark.parametrize(
    ("lead", "told_"),
    [
        ("cc-power", "This room can't assign to that unit. Send it down, or escalate."),
        ("mz-office", "This room can't assign to that unit. Send it down, or escalate."),
        ("ng-desk", "This room can't assign to that unit. Send it down, or escalate."),
        ("mz-desk", "This room can't assign to that unit. Send it down, or escalate."),
        ("xf", "There is no such unit."),
        (NOBODY, "There is no such unit."),
        (2**70, "There is no such unit."),
        (-1, "There is no such unit."),
    ],
)
def test_a_desk_assigns_to_units_that_it_serves_itself(city: City, lead: Any, told_: str) -> None:
    pk = city.org(lead) if isinstance(lead, str) else lead
    assert refused(city, "dispatcher", Action.ASSIGN, screened(city), lead_id=pk) == {"lead_id": told_}


def test_a_retired_unit_gets_nothing(city: City) -> None:
    add_unit(city, "ng-old", Kind.DEPARTMENT, "ng")
    retire(CLOCK, city.org("ng-old"), on=TODAY - DAY, now=START)
    case = screened(city)
    assert refused(city, "dispatcher", Action.ASSIGN, case, lead_id=city.org("ng-old")) == {
        "lead_id": "There is no such unit."
    }


def test_a_unit_that_has_it_already_is_not_assigned_it_again(city: City) -> None:
    case = handled(city)
    assert "already" in refused(city, "dispatcher", Action.ASSIGN, case, lead_id=city.org("ng-utilities"))["lead_id"]


def test_a_team_below_without_a_desk_between_is_served_too(city: City) -> None:
    case = assigned(city, lead="xf-team")
    assert code_of(city, case.holder_id) == "xf-team"


@pytest.mark.parametrize("hand", ["part_ids", "assist_ids"])
@pytest.mark.parametrize(
    ("units", "told_"),
    [
        (["cc-power"], "“cc-power” isn't a unit of this area."),
        (["ng-desk"], "“ng-desk” isn't a unit of this area."),
        (["ng-utilities"], "“ng-utilities” is named twice."),
        (["ng-finance", "ng-finance"], "“ng-finance” is named twice."),
        (["xf"], "There is no such unit."),
        ([NOBODY], "There is no such unit."),
    ],
)
def test_a_desk_names_units_of_its_area_each_once(city: City, hand: str, units: list[Any], told_: str) -> None:
    pks = [city.org(unit) if isinstance(unit, str) else unit for unit in units]
    typed = {"lead_id": city.org("ng-utilities"), hand: pks}
    assert refused(city, "dispatcher", Action.ASSIGN, screened(city), **typed) == {hand: told_}


def test_a_unit_is_part_or_assist_and_not_both(city: City) -> None:
    both = [city.org("ng-finance")]
    typed = {"lead_id": city.org("ng-utilities"), "part_ids": both, "assist_ids": both}
    assert refused(city, "dispatcher", Action.ASSIGN, screened(city), **typed) == {
        "assist_ids": "“ng-finance” is named twice."
    }


def test_a_desk_may_name_any_unit_of_its_area_as_co_handler(city: City) -> None:
    case = assigned(city, parts=["mz-office", "xf-group"], assists=["mz-desk"])
    assert {code_of(city, row.unit_id) for row in Holding.objects.filter(case=case, hand__in=("part", "assist"))} == {
        "mz-office",
        "xf-group",
        "mz-desk",
    }
    case = city.do("town_dispatcher", Action.CONTRIBUTE, case, NOW, text="镇里已协调")
    assert lives.load(case).holdings[-1].how == "done", "a dispatch room that assists contributes like any unit"


def test_escalation_goes_to_the_nearest_ancestors_desk(city: City) -> None:
    case = city.record(part="town_dispatcher", enterprise_id=city.enterprises[2].pk)
    way = []
    for part in ("town_dispatcher", "dispatcher"):
        case = city.do(part, Action.SCREEN, case, NOW, kind="utilities", grade="B")
        case = city.do(part, Action.ESCALATE, case, NOW, why="镇里办不了")
        way.append(code_of(city, case.holder_id))
    assert way == ["ng-desk", "cc-desk"]
    with pytest.raises(Refused) as top:
        city.do("city_dispatcher", Action.ESCALATE, case, NOW, why="市里办不了")
    assert told(top.value) == "There is no dispatch room above this one."


def test_an_escalation_may_name_assists_of_its_own_area_alone(city: City) -> None:
    case = screened(city)
    assert refused(city, "dispatcher", Action.ESCALATE, case, why="市级", assist_ids=[city.org("cc-power")]) == {
        "assist_ids": "“cc-power” isn't a unit of this area."
    }
    case = city.do("dispatcher", Action.ESCALATE, case, NOW, why="市级", assist_ids=[city.org("ng-construction")])
    life = lives.load(case)
    assert [(row.unit, row.hand) for row in life.co_rows] == [(city.org("ng-construction"), Hand.ASSIST)]
    assert {clock.area for clock in life.clocks if clock.unit == city.org("ng-construction")} == {city.org("ng")}


@pytest.mark.parametrize("desk", ["cc-desk", "ng-desk", "mz-office", NOBODY])
def test_a_case_is_sent_down_to_a_room_below(city: City, desk: Any) -> None:
    pk = city.org(desk) if isinstance(desk, str) else desk
    assert refused(city, "dispatcher", Action.SEND_DOWN, screened(city), desk_id=pk, why="属地") == {
        "desk_id": "That isn't a dispatch room below this one."
    }


def test_there_is_no_room_below_a_towns(city: City) -> None:
    case = city.record(part="town_dispatcher", enterprise_id=city.enterprises[2].pk)
    case = city.do("town_dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
    with pytest.raises(Refused) as bottom:
        city.do("town_dispatcher", Action.SEND_DOWN, case, NOW, desk_id=city.org("mz-desk"), why="再往下")
    assert told(bottom.value) == "There is no dispatch room below this one."


def test_merging_is_for_the_same_enterprise_only_and_is_booked(city: City) -> None:
    case, twin = submitted(city), city.record()
    other = city.record(enterprise_id=city.enterprises[1].pk)
    hidden = city.record(part="dispatcher", enterprise_id=city.enterprises[2].pk)
    ended = city.do("supervisor", Action.WITHDRAW, city.record(), START, text="不办了")
    same = "A case is merged only into another one of the same enterprise."
    for into, sentence in (
        (other.pk, same),
        (hidden.pk, same),
        (case.pk, same),
        (NOBODY, same),
        (ended.pk, "That case has ended already."),
    ):
        told_ = refused(city, "dispatcher", Action.MERGE, case, into_id=into, reason="同一件事")
        assert told_ == {"into_id": sentence}, into
    merged = city.do("dispatcher", Action.MERGE, case, NOW, into_id=twin.pk, reason="同一件事")
    assert (merged.end, merged.merged_into_id) == (End.MERGED.value, twin.pk)
    births = Edge.objects.filter(source_unit=None, case__in=(case, twin)).count()
    assert births == 2, "the births are kept"
    assert list(Edge.objects.filter(case=case).order_by("n").values_list("target_name", flat=True))[-1] == "merged"
    assert Case.objects.get(pk=twin.pk).state in LIVE


@pytest.mark.parametrize("action", [Action.NOT_ACCEPT, Action.TRANSFER_OUT])
def test_what_is_not_taken_was_told_to_the_enterprise_when_and_why(city: City, action: Action) -> None:
    case = submitted(city)
    assert refused(city, "dispatcher", action, case, reason="不属涉企诉求", told_on=TODAY + DAY) == {
        "told_on": "This day hasn't come yet."
    }
    assert refused(city, "dispatcher", action, case, reason="不属涉企诉求", told_on=TODAY - DAY) == {
        "told_on": "This lies before the day on which the need was found."
    }
    assert refused(city, "dispatcher", action, case, reason="不属涉企诉求", told_on=None) == {
        "told_on": "A date is needed here."
    }
    assert refused(city, "dispatcher", action, case, reason="", told_on=TODAY) == {"reason": "This is needed."}
    ended = city.do("dispatcher", action, case, NOW, reason="不属涉企诉求", told_on=TODAY)
    assert (ended.state, ended.holder_id, ended.confirmation) == (State.ENDED.value, None, None)


@pytest.mark.parametrize(("typed", "field"), [({"kind": "loans"}, "kind"), ({"grade": "D"}, "grade")])
def test_screening_takes_the_words_of_the_edition(city: City, typed: dict[str, str], field: str) -> None:
    assert set(
        refused(city, "dispatcher", Action.SCREEN, submitted(city), **{"kind": "finance", "grade": "A", **typed})
    ) == {field}


def test_a_case_that_does_not_exist_is_missing_for_every_step(city: City) -> None:
    values = {Shape.DAY: TODAY, Shape.UNITS: (), Shape.YES_NO: True}
    for action in set(TAKEN) - {Action.RECORD}:
        typed = {field.name: values.get(field.shape, "1") for field in NEEDS[action]}
        for pk in (NOBODY, 0, -1, 2**70):
            with pytest.raises(Missing):
                ACTIONS[action](city.actor("dispatcher"), pk, now=NOW, **typed)


def test_a_refusal_names_what_would_be_possible(city: City) -> None:
    with pytest.raises(Refused) as unscreened:
        city.do("dispatcher", Action.ASSIGN, submitted(city), NOW, lead_id=city.org("ng-utilities"))
    assert told(unscreened.value) == "Screen it first: which kind it is, and which class."


def test_the_database_itself_holds_to_one_holder(city: City) -> None:
    case = assigned(city)
    row = Holding.objects.get(case=case, ended_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(
            case=case, n=99, unit_id=city.org("ng-finance"), hand=row.hand, dispatch=9, opened_by="assign", began_at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(holder=None)


def test_a_case_assigned_anew_goes_from_unit_to_unit(city: City) -> None:
    case = handled(city, parts=["ng-finance"])
    case = city.do(
        "dispatcher", Action.ASSIGN, case, NOW + 2 * HOUR, lead_id=city.org("ng-construction"), note="换牵头"
    )
    last = Edge.objects.filter(case=case).order_by("-n").first()
    assert (code_of(city, last.source_unit_id), code_of(city, last.target_unit_id)) == (
        "ng-utilities",
        "ng-construction",
    )
    assert last.at == NOW + 2 * HOUR and last.day == dt.date(2019, 5, 13)
    assert Holding.objects.get(case=case, unit=city.org("ng-finance")).how == "void"
