"""Several enterprises, one handling (并办): what reaches all, what stays each one's own, what takes a case out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cases.fellows import (
    LEAD,
    NEXT,
    NOW,
    assigned,
    fresh,
    handled,
    marks,
    screened,
    sound,
    states,
    together,
    unharmed,
    verbs,
)
from tests.cases.town import DAY, HOUR, TODAY, edition, told
from tests.cast import START, City
from zhuqi.base.errors import Fault, Invalid, Refused, Stale
from zhuqi.domain.cases.actions import ACTIONS, clockwork
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.queries import joined as joined_queries
from zhuqi.domain.cases.queries import ledger, lives
from zhuqi.domain.cases.rules import steps
from zhuqi.domain.cases.rules.words import Action, Channel, End, Ground, Outcome
from zhuqi.domain.directory.actions import merge_enterprise

pytestmark = pytest.mark.django_db


def test_each_keeps_its_number_its_enterprise_its_clocks_and_its_place_in_the_books(city: City) -> None:
    cases = handled(city)
    before = [lives.current(case) for case in cases]
    books = ledger.books({city.org("ng-utilities")}, TODAY, TODAY)
    cases = together(city, cases)
    for case, was in zip(cases, before, strict=True):
        now = lives.current(case)
        assert (now.clocks, now.holdings, now.edges, now.enterprise) == (
            was.clocks,
            was.holdings,
            was.edges,
            was.enterprise,
        )
        assert verbs(case)[-1] == "joined"
    assert len({case.joined for case in cases}) == 1 and cases[0].joined is not None
    assert len({case.number for case in cases}) == 2
    assert ledger.books({city.org("ng-utilities")}, TODAY, TODAY) == books
    assert sound()


def test_what_the_lead_does_to_one_is_done_to_all_and_written_on_each(city: City) -> None:
    cases = together(city, handled(city))
    answer = {"outcome": Outcome.SOLVED, "text": "线路已经增容，今天送电"}
    done = city.do(LEAD, Action.REPLY, cases[1], NEXT, seen=cases[1].version, key="once", **answer)
    assert done.pk == cases[1].pk and states(cases) == ["replied", "replied"]
    assert [verbs(case)[-1] for case in cases] == ["replied", "replied"]
    texts = Said.objects.filter(case__in=cases, name="text").values_list("body", flat=True)
    assert list(texts) == ["线路已经增容，今天送电"] * 2
    again = city.do(LEAD, Action.REPLY, cases[1], NEXT, seen=cases[1].version, key="once", **answer)
    assert again.version == done.version and unharmed(cases, [case.version for case in fresh(cases)])
    assert sound()


def test_the_whole_way_is_gone_together(city: City) -> None:
    first, other = cases = together(city, screened(city))
    land, units = city.org("ng-finance"), city.org("ng-utilities")
    city.do("dispatcher", Action.ASSIGN, first, NOW, lead_id=land)
    assert states(cases) == ["assigned"] * 2
    city.do("dispatcher", Action.RECALL, other, NOW, reason="分错了")
    assert states(cases) == ["screening"] * 2
    city.do("dispatcher", Action.ASSIGN, other, NOW, lead_id=units)
    city.do(LEAD, Action.HAND_BACK, first, NOW, reason="不是我组的事", proposal="财政组", ground=Ground.DUTY)
    assert [case.requests.count() for case in cases] == [1, 1]
    city.do(LEAD, Action.TAKE_BACK, other, NOW)
    city.do(LEAD, Action.ACCEPT, other, NOW)
    assert states(cases) == ["handling"] * 2
    city.do(LEAD, Action.ASK_EXTENSION, other, NEXT, amount="2 工作日", reason="等设备")
    city.do("dispatcher", Action.EXTEND, first, NEXT, reason="设备要等两天")
    for case in fresh(cases):
        life = lives.current(case)
        assert any(clock.shifts for clock in life.clocks), "each its own clock, each moved"
    city.do(LEAD, Action.STAGE_REPLY, first, NEXT, text="设备在路上")
    city.do(LEAD, Action.ASK_SUSPENSION, first, NEXT, reason="等变电站", until=TODAY + dt.timedelta(days=20))
    city.do("dispatcher", Action.SUSPEND, other, NEXT, reason="等变电站")
    assert states(cases) == ["suspended"] * 2
    city.do(LEAD, Action.RESUME, other, NEXT)
    city.do(LEAD, Action.REPLY, other, NEXT, outcome=Outcome.ANSWERED, text="下周送电")
    assert states(cases) == ["replied"] * 2
    assert sound()


def test_what_is_refused_for_the_one_named_moves_none(city: City) -> None:
    cases = together(city, handled(city))
    with pytest.raises(Refused) as refused:
        city.do("dispatcher", Action.EXTEND, cases[0], NEXT, reason="没有人申请")
    assert told(refused.value) == "Nobody has asked for this: extension."
    with pytest.raises(Invalid):
        city.do(LEAD, Action.REPLY, cases[0], NEXT, outcome=Outcome.SOLVED, text="")
    assert unharmed(cases, [case.version for case in cases])


def test_what_is_of_one_enterprise_stays_with_its_case(city: City) -> None:
    first, other = cases = together(city, handled(city))
    city.do(LEAD, Action.CONTACT, other, NEXT, channel=Channel.PHONE, text="电话说明")
    city.do("dispatcher", Action.RESTATE, other, NEXT, amount="50", reason="核实")
    assert [verbs(case)[-1] for case in cases] == ["joined", "restated"]
    assert Case.objects.get(pk=first.pk).version == first.version


def test_a_day_that_one_of_them_does_not_bear_keeps_all_from_it(city: City) -> None:
    two_days_ago = TODAY - dt.timedelta(days=2)
    early = city.record(part="dispatcher", found_on=two_days_ago)
    late = city.record(part="dispatcher", enterprise_id=city.enterprises[1].pk)
    cases = together(city, [early, late])
    with pytest.raises(Invalid) as wrong:
        city.do("dispatcher", Action.TRANSFER_OUT, early, NOW, reason="转税务局", told_on=two_days_ago)
    assert late.number in str(wrong.value.fields["told_on"])
    assert states(cases) == ["screening"] * 2 and unharmed(cases, [case.version for case in cases])
    city.do("dispatcher", Action.TRANSFER_OUT, early, NOW, reason="转税务局", told_on=TODAY)
    assert [case.end for case in fresh(cases)] == [End.TRANSFERRED_OUT] * 2


def test_what_would_leave_them_standing_apart_moves_none(city: City) -> None:
    """Two editions: by the later one nobody need approve more time."""
    morrow = TODAY + dt.timedelta(days=1)
    edition(city, "ng", morrow, ("批准: 调度室, 顺延承诺: 是", "批准: 无需, 顺延承诺: 否"))
    first = handled(city)[0]
    later = city.record(NEXT, enterprise_id=city.enterprises[1].pk)
    later = city.do("official", Action.SUBMIT, later, NEXT, why="组里办不了")
    later = city.do("dispatcher", Action.SCREEN, later, NEXT, kind="utilities", grade="B")
    later = city.do("dispatcher", Action.ASSIGN, later, NEXT, lead_id=city.org("ng-utilities"))
    later = city.do(LEAD, Action.ACCEPT, later, NEXT)
    cases = together(city, [first, later], now=NEXT)
    with pytest.raises(Refused) as refused:
        city.do(LEAD, Action.ASK_EXTENSION, first, NEXT, amount="2 工作日", reason="等设备")
    assert later.number in told(refused.value) and "Take one of them out first" in told(refused.value)
    assert unharmed(cases, [case.version for case in cases])
    city.do("dispatcher", Action.TAKE_OUT, later, NEXT, reason="时限规则不同")
    city.do(LEAD, Action.ASK_EXTENSION, first, NEXT, amount="2 工作日", reason="等设备")


def test_one_that_is_not_screened_keeps_all_from_being_assigned(city: City) -> None:
    first, other = screened(city)
    third = city.record(part="dispatcher", enterprise_id=city.enterprises[1].pk)
    third = Case.objects.get(pk=third.pk)
    assert third.state == "screening" and third.grade is None
    cases = together(city, [first, third])
    with pytest.raises(Refused) as refused:
        city.do("dispatcher", Action.ASSIGN, first, NOW, lead_id=city.org("ng-utilities"))
    assert third.number in told(refused.value) and "Screen it first" in told(refused.value)
    assert states(cases) == ["screening"] * 2
    city.do("dispatcher", Action.SCREEN, third, NOW, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, first, NOW, lead_id=city.org("ng-utilities"))
    assert states([*cases, other]) == ["assigned", "assigned", "screening"]


LEAVES: tuple[tuple[str, str, Action, dict[str, Any], str], ...] = (
    ("handling", "enterprise", Action.WITHDRAW, {"text": "不办了"}, "ended"),
    ("handling", "dispatcher", Action.TAKE_OUT, {"reason": "不是一回事"}, "handling"),
    ("replied", "enterprise", Action.CONTEST, {"text": "还没有电"}, "handling"),
)


@pytest.mark.parametrize(("at", "part", "action", "typed", "leads"), LEAVES)
def test_what_is_of_one_case_alone_takes_it_out_and_the_others_go_on(
    city: City, at: str, part: str, action: Action, typed: dict[str, Any], leads: str
) -> None:
    cases = together(city, handled(city))
    if at == "replied":
        city.do(LEAD, Action.REPLY, cases[0], NEXT, outcome=Outcome.SOLVED, text="已送电")
    mark = cases[1].joined
    city.do(part, action, cases[0], NEXT + HOUR, **typed)
    assert states(cases) == [leads, at] and marks(cases) == [None, mark]
    if leads == "handling":
        city.do(LEAD, Action.REPLY, cases[0], NEXT + 2 * HOUR, outcome=Outcome.ANSWERED, text="再次答复")
        assert verbs(cases[1]).count("replied") == (at == "replied"), "what it does now is its own"
    assert sound()


def test_an_escalation_takes_out_the_case_that_goes_up(city: City) -> None:
    cases = together(city, handled(city))
    city.do(LEAD, Action.ASK_ESCALATION, cases[0], NEXT, reason="市级事权")
    city.do("dispatcher", Action.ESCALATE, cases[0], NEXT, why="市级事权")
    one, other = fresh(cases)
    assert (one.desk_id, one.joined) == (city.org("cc-desk"), None)
    assert (other.desk_id, other.state, other.joined) == (city.org("ng-desk"), "handling", cases[1].joined)
    city.do("dispatcher", Action.REFUSE, other, NEXT, reason="区里能办")
    assert sound()


def test_what_is_taken_back_to_its_group_and_what_is_merged_goes_out(city: City) -> None:
    first, other = screened(city)
    back = city.record(enterprise_id=city.enterprises[1].pk, title="另一件")
    back = city.do("official", Action.SUBMIT, back, START + HOUR, why="组里办不了")
    together(city, [first, back])
    city.do("official", Action.RECALL, back, NOW, reason="组里能办")
    assert states([first, back]) == ["screening", "found"] and marks([back]) == [None]
    twin = city.record(part="dispatcher", title="同一件")
    city.do("dispatcher", Action.JOIN, other, NOW, with_ids=[twin.pk])
    city.do("dispatcher", Action.MERGE, twin, NOW, into_id=first.pk, reason="同一件事")
    assert marks([twin]) == [None]
    assert sound()


def test_a_reopened_case_lives_by_itself(city: City) -> None:
    cases = together(city, handled(city))
    city.do(LEAD, Action.REPLY, cases[0], NEXT, outcome=Outcome.SOLVED, text="已送电")
    city.do("enterprise", Action.CONFIRM, cases[0], NEXT + HOUR)
    one, other = fresh(cases)
    assert (one.end, one.joined, other.state) == ("closed", other.joined, "replied"), (
        "each is confirmed by its own enterprise"
    )
    assert one.confirmation == "enterprise" and other.confirmation is None
    city.do("enterprise", Action.REOPEN, cases[0], NEXT + DAY, text="又停电了")
    assert marks(cases) == [None, other.joined]


def test_co_handlers_act_for_one_case_each_and_rulings_on_them_too(city: City) -> None:
    cases = together(city, handled(city, part_ids=[city.org("ng-finance")]))
    city.do("finance", Action.HAND_BACK, cases[0], NEXT, reason="不是我组的事", proposal="建设组")
    city.do("dispatcher", Action.RULE, cases[0], NEXT, upheld=False, reason="是你组的事")
    assert [case.requests.count() for case in cases] == [1, 0]
    city.do("finance", Action.CONTRIBUTE, cases[0], NEXT, text="已核")
    with pytest.raises(Refused) as refused:
        city.do(LEAD, Action.REPLY, cases[0], NEXT, outcome=Outcome.SOLVED, text="已送电")
    assert cases[1].number in told(refused.value)
    assert states(cases) == ["handling"] * 2
    city.do("finance", Action.CONTRIBUTE, cases[1], NEXT, text="已核")
    city.do(LEAD, Action.REPLY, cases[0], NEXT, outcome=Outcome.SOLVED, text="已送电")
    assert states(cases) == ["replied"] * 2


def test_why_cases_are_not_joined(city: City) -> None:
    first, other = handled(city)
    same = city.do("dispatcher", Action.SCREEN, city.record(part="dispatcher"), NOW, kind="utilities", grade="B")
    elsewhere = screened(city)[1]
    waiting = assigned(city)[1]
    found = city.record(enterprise_id=city.enterprises[1].pk)
    reasons = {
        same.pk: "Both are of one enterprise",
        elsewhere.pk: "Another unit has it in hand",
        waiting.pk: "It stands elsewhere",
        found.pk: "Another unit has it in hand",
        999_999: "You see no case in hand of this number",
        first.pk: "Choose at least one other case",
    }
    for pk, why in reasons.items():
        with pytest.raises(Invalid) as wrong:
            city.do("dispatcher", Action.JOIN, first, NOW, with_ids=[pk])
        assert why in str(wrong.value.fields["with_ids"]), pk
    city.do(LEAD, Action.ASK_EXTENSION, other, NOW, amount="2 工作日", reason="等设备")
    with pytest.raises(Invalid) as wrong:
        city.do("dispatcher", Action.JOIN, first, NOW, with_ids=[other.pk])
    assert "Rule on it first" in str(wrong.value.fields["with_ids"])
    city.do(LEAD, Action.REPLY, first, NEXT, outcome=Outcome.SOLVED, text="已送电")
    with pytest.raises(Refused) as refused:
        city.do("dispatcher", Action.JOIN, first, NEXT, with_ids=[other.pk])
    assert "isn't possible" in told(refused.value)
    with pytest.raises(Refused):
        city.do("dispatcher", Action.TAKE_OUT, other, NEXT, reason="没有并办")


def test_one_that_is_handled_with_others_brings_new_ones_to_them_and_is_in_one_handling_only(city: City) -> None:
    firms = [firm.pk for firm in city.enterprises[:2]]
    a, b = screened(city)
    c, d = screened(city)
    assert (a.enterprise_id, b.enterprise_id) == (c.enterprise_id, d.enterprise_id) == tuple(firms)
    together(city, [a, b])
    city.do("dispatcher", Action.JOIN, c, NOW, with_ids=[d.pk])
    with pytest.raises(Invalid) as wrong:
        city.do("dispatcher", Action.JOIN, a, NOW, with_ids=[d.pk])
    assert "handled together with others already" in str(wrong.value.fields["with_ids"])
    with pytest.raises(Invalid) as wrong:
        city.do("dispatcher", Action.JOIN, a, NOW, with_ids=[b.pk])
    assert "together already" in str(wrong.value.fields["with_ids"])
    assert len(set(marks([a, b, c, d]))) == 2


def test_who_joins_and_who_takes_out(city: City) -> None:
    cases = handled(city)
    for part in ("official", "finance", "supervisor", "leader", "enterprise"):
        with pytest.raises(Fault):
            city.do(part, Action.JOIN, cases[0], NOW, with_ids=[cases[1].pk])
    cases = together(city, cases, part=LEAD)
    with pytest.raises(Refused):
        city.do(LEAD, Action.TAKE_OUT, cases[0], NOW, reason="不想一起办")
    city.do("dispatcher", Action.TAKE_OUT, cases[0], NOW, reason="不是一回事")
    assert marks(cases) == [None, cases[1].joined]
    cases = together(city, fresh(cases))
    assert len(set(marks(cases))) == 1, "and come together again"


def test_a_case_that_moved_on_since_it_was_seen_moves_none(city: City) -> None:
    cases = together(city, handled(city))
    with pytest.raises(Stale):
        city.do(LEAD, Action.STAGE_REPLY, cases[0], NEXT, text="在办", seen=cases[0].version - 1)
    assert unharmed(cases, [case.version for case in cases])


def test_the_clock_resumes_them_together(city: City) -> None:
    cases = together(city, handled(city))
    until = TODAY + dt.timedelta(days=10)
    city.do(LEAD, Action.ASK_SUSPENSION, cases[0], NEXT, reason="等变电站", until=until)
    city.do("dispatcher", Action.SUSPEND, cases[0], NEXT, reason="等变电站")
    clockwork.resume_due(START + 9 * DAY)
    assert states(cases) == ["suspended"] * 2
    clockwork.resume_due(START + 12 * DAY)
    assert states(cases) == ["handling"] * 2
    assert [verbs(case).count("resumed") for case in cases] == [1, 1]
    assert sound()


def test_steps_that_reach_all_are_the_table_s_column_and_every_function_of_them_does() -> None:
    marked = {action for action in Action if any(row.together for row in steps.STEPS[action])}
    wrapped = {action for action, done in ACTIONS.items() if hasattr(done.__wrapped__, "__wrapped__")}  # type: ignore[attr-defined]
    assert marked == wrapped
    own = {Action.CONFIRM, Action.CONTEST, Action.WITHDRAW, Action.REOPEN, Action.ESCALATE, Action.MERGE, Action.CHECK}
    assert not marked & own and Action.REPLY in marked
    assert all(row.starts <= steps.TOGETHER | steps.DISPATCHED for action in marked for row in steps.STEPS[action])


def test_two_rows_of_one_body_are_one_enterprise(city: City) -> None:
    first, other = handled(city)
    one, twin = (case.enterprise_id for case in (first, other))
    assert joined_queries.joinable(city.actor("dispatcher"), first)
    assert len(joined_queries.lying_together(city.actor("dispatcher"), _with_firms([first, other]))) == 2
    merge_enterprise(city.actor("dispatcher"), twin, into_id=one, why="演练同一家", now=NOW)
    assert not joined_queries.joinable(city.actor("dispatcher"), first)
    assert not joined_queries.lying_together(city.actor("dispatcher"), _with_firms([first, other]))
    with pytest.raises(Invalid) as wrong:
        city.do("dispatcher", Action.JOIN, first, NOW, with_ids=[other.pk])
    assert "Both are of one enterprise" in str(wrong.value.fields["with_ids"])


def _with_firms(cases: list[Case]) -> list[Case]:
    return list(Case.objects.filter(pk__in=[case.pk for case in cases]).select_related("enterprise"))
