"""Each step's own form: what it asks for in which order, what it says before it is sent, what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from tests.interfaces.conftest import NOW, Town
from tests.interfaces.reading import text
from tests.interfaces.test_acting import hidden, send
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.cases.models import Case, Clock, Holding, Reply, Request
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action, Outcome, Tick
from zhuqi.interfaces.web.cases.layouts import LAYOUTS, layout
from zhuqi.interfaces.web.wording import moment

ComeIn = Callable[..., Client]
AT_ONCE = {action for action in TAKEN if not NEEDS[action]}


def opened(come_in: ComeIn, part: str, address: str) -> str:
    page = come_in(part, "en").get(address)
    assert page.status_code == 200, text(page.content.decode())[:400]
    return page.content.decode()


def due(case: Case, tick: str) -> str:
    """When the running clock of a kind is due, as English pages write it."""
    clock_ = Clock.objects.filter(case=case, tick=tick, met_at=None, void_at=None, left_at=None).latest("n")
    assert clock_.due is not None
    with override("en"):
        return moment(clock_.due, NOW)


def fresh(town: Town, lead: str = "ng-finance") -> Case:
    """A case that was assigned a moment ago."""
    do, case = town.city.do, town.city.record(NOW, title="排污口改造")
    do("official", Action.SUBMIT, case.pk, NOW, why="组里没有办法。")
    do("dispatcher", Action.SCREEN, case.pk, NOW, kind="utilities", grade="B")
    return do("dispatcher", Action.ASSIGN, case.pk, NOW, lead_id=town.city.org(lead))


def test_every_step_has_a_form_of_its_own() -> None:
    assert set(LAYOUTS) == set(TAKEN) - AT_ONCE - {Action.RECORD}


@pytest.mark.parametrize("action", sorted(LAYOUTS))
def test_what_a_form_names_is_a_field_of_its_step(action: Action) -> None:
    own, names = layout(action), {need.name for need in NEEDS[action]}
    assert {name for part in own.parts for name in part.names} <= names
    if own.first:
        need = next(need for need in NEEDS[action] if need.name == own.first)
        assert set(own.ways or {}) == {word.value for word in need.choices}
        asked = {name for way in (own.ways or {}).values() for name in way.asks}
        assert asked == names - {own.first}, "nothing of the step is left out on every way"


def test_units_stand_under_what_they_belong_to_with_what_they_have_in_hand(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    town.city.do("dispatcher", Action.SCREEN, case.pk, NOW, kind="utilities", grade="B")
    page = opened(come_in, "dispatcher", f"/cases/{case.pk}/assign")
    assert '<optgroup label="Functional group">' in page and 'class="group">' in page
    assert re.search(r"<option value=\"\d+\">ng-utilities · 1 in hand, 1 of them late</option>", page), page
    assert re.search(r"<option value=\"\d+\">ng-finance · 2 in hand, 1 of them late</option>", page)

    beside = text(page)
    assert "signs by 5 June 17:00, answers by 19 June 17:00" in beside
    assert beside.index("Lead unit") < beside.index("Who helps") < beside.index("What is expected")


def test_the_dates_shown_before_assigning_are_those_that_result(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    town.city.do("dispatcher", Action.SCREEN, case.pk, NOW, kind="utilities", grade="B")
    before = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/assign"))
    send(come_in("dispatcher"), f"/cases/{case.pk}/assign", lead_id=town.city.org("ng-finance"))
    assert f"signs by {due(case, 'accept')}, answers by {due(case, 'handle')}" in before


def test_the_outcome_comes_first_then_what_it_needs(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    address = f"/cases/{case.pk}/reply"
    page = opened(come_in, "finance", address)
    assert set(re.findall(r'href="\?outcome=(\w+)"', page)) == set(Outcome) and "<textarea" not in page
    asked = {}
    for outcome in Outcome:
        form = opened(come_in, "finance", f"{address}?outcome={outcome.value}")
        names = re.findall(r'<(?:input|textarea) id="(\w+)"[^>]*?(required)?[ >]', form)
        asked[outcome] = {name: "required" in form.split(f'id="{name}"')[1].split(">")[0] for name, _ in names}
    assert asked == {
        Outcome.SOLVED: {"text": True, "told_on": False},
        Outcome.ANSWERED: {"text": True, "told_on": False},
        Outcome.PLANNED: {"text": True, "told_on": False, "next_on": True},
        Outcome.EXPLAINED: {"text": True, "told_on": True, "recheck_on": False, "next_on": False},
    }


def test_a_plan_without_its_date_is_told_at_the_field_and_keeps_its_words(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    address = f"/cases/{case.pk}/reply?outcome=planned"
    status, page = send(come_in("finance"), address, outcome="planned", text="分两期迁改。")
    assert status == 422 and 'id="next_on-error"' in page and "分两期迁改。" in page
    assert hidden(page, "outcome") == "planned", "the way that was chosen stays"
    status, page = send(come_in("finance"), address, outcome="planned", text="分两期迁改。", next_on="2019-06-20")
    assert status == 200 and Reply.objects.get(case=case).outcome == "planned"


@pytest.mark.parametrize("outcome", ["", "rich", "planned\x00"])
def test_an_answer_without_a_known_outcome_is_asked_for_it(come_in: ComeIn, town: Town, outcome: str) -> None:
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    status, page = send(
        come_in("finance"), f"/cases/{case.pk}/reply?outcome=planned", outcome=outcome, text="x", next_on="2019-06-20"
    )
    assert status == 422 and 'href="?outcome=planned"' in page and not Reply.objects.filter(case=case)


def test_every_length_of_an_extension_says_until_when_and_the_ruling_says_it_again(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    page = text(opened(come_in, "finance", f"/cases/{case.pk}/ask_extension"))
    offered = re.findall(r"(\d) working days?: until (\d+ June [\d:]+); the promise", page)
    assert [n for n, _ in offered] == ["1", "2", "3", "4", "5"]
    typed = {"amount": "2 工作日", "reason": "等银行上会。"}
    assert send(come_in("finance"), f"/cases/{case.pk}/ask_extension", **typed)[0] == 200
    was = due(case, "handle")
    ruling = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/extend"))
    assert f"moves from {was} to {offered[1][1]}" in ruling
    assert send(come_in("dispatcher"), f"/cases/{case.pk}/extend", reason="银行周四上会。")[0] == 200
    assert due(case, "handle") == offered[1][1], "what was shown is what happened"


def test_an_extension_that_isnt_offered_isnt_taken(come_in: ComeIn, town: Town) -> None:
    case = town.cases["assigned"]
    town.city.do("finance", Action.ACCEPT, case.pk, NOW)
    status, page = send(come_in("finance"), f"/cases/{case.pk}/ask_extension", amount="9 工作日", reason="x")
    assert status == 422 and 'id="amount-error"' in page and not Request.objects.filter(case=case)


def test_a_return_says_why_and_shows_how_the_same_was_ruled_before(come_in: ComeIn, town: Town) -> None:
    case, ruled = fresh(town), town.cases["returned"]
    town.city.do("dispatcher", Action.RULE, ruled.pk, NOW, upheld=True, reason="归建设口。")
    page = opened(come_in, "finance", f"/cases/{case.pk}/hand_back")
    assert 'value="duty"' in page and "No return of this kind" in page, "another unit's cases aren't seen"
    town.city.do("finance", Action.HAND_BACK, case.pk, NOW, reason="不归本组。", proposal="规划", ground="duty")
    beside = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/rule"))
    assert ruled.number in beside and "upheld" in beside and "outside our duties" in beside
    assert "If the return is right" in beside and "ng-desk" in beside


def test_merging_shows_the_words_of_both(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    page = opened(come_in, "dispatcher", f"/cases/{case.pk}/merge")
    others = [one for one in town.cases.values() if one.enterprise_id == case.enterprise_id and one.pk != case.pk]
    offered = set(re.findall(r'<option value="(\d+)">', page)) | set(re.findall(r'name="into_id" value="(\d+)"', page))
    assert offered == {str(one.pk) for one in others if Case.objects.get(pk=one.pk).state != "ended"}
    assert "不迁管线就不能打桩。" in page, "what the other one says stands beside it"


def test_an_assignment_that_nobody_signed_for_is_taken_back_by_its_form(come_in: ComeIn, town: Town) -> None:
    case = fresh(town)
    page = come_in("dispatcher").get(f"/cases/{case.pk}").content.decode()
    assert f'href="/cases/{case.pk}/recall"' in page
    status, page = send(come_in("dispatcher"), f"/cases/{case.pk}/recall", reason="派错了单位。")
    assert status == 200 and Case.objects.get(pk=case.pk).state == "screening"
    assert Holding.objects.get(case=case, unit=town.city.org("ng-finance")).how == "recalled"


def test_who_asked_takes_it_back_by_its_form(come_in: ComeIn, town: Town) -> None:
    case = town.cases["returned"]
    page = opened(come_in, "planner", f"/cases/{case.pk}/take_back")
    assert "What you asked for" in page
    status, page = send(come_in("planner"), f"/cases/{case.pk}/take_back", note="查清了，归本单位。")
    assert status == 200 and Request.objects.get(case=case).taken_back_at == NOW


def screened(town: Town) -> Case:
    """A case that the district's room has screened, and nobody has."""
    return town.city.do("dispatcher", Action.SCREEN, town.cases["waiting"].pk, NOW, kind="utilities", grade="B")


def dated(case: Case) -> dict[str, str]:
    """{kind of clock: when the one that began last is due}, of those that began with the last step."""
    last = Clock.objects.filter(case=case).latest("start").start
    return {
        tick: due(case, tick) for tick in Clock.objects.filter(case=case, start=last).values_list("tick", flat=True)
    }


def test_a_room_below_is_named_with_when_it_would_have_to_screen(come_in: ComeIn, town: Town) -> None:
    case, below = screened(town), town.city.org("mz-desk")
    page = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/send_down")).replace("\n", " ")
    offered = re.search(r"mz-desk screens by (\d+ June [\d:]+)", page)
    assert offered is not None, page
    assert send(come_in("dispatcher"), f"/cases/{case.pk}/send_down", desk_id=below, why="属镇里事权。")[0] == 200
    assert Case.objects.get(pk=case.pk).desk_id == below and dated(case) == {"screen": offered[1]}


def test_many_rooms_below_stand_by_name_alone(come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.interfaces.web.cases.layouts.dispatching.DATED", 0)
    page = text(opened(come_in, "dispatcher", f"/cases/{screened(town).pk}/send_down"))
    assert "mz-desk" in page and "screens by" not in page


def test_going_up_says_which_deadlines_would_begin_there_and_for_those_who_stay(come_in: ComeIn, town: Town) -> None:
    case = screened(town)
    page = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/escalate"))
    stays, above = town.city.org("ng-planning"), town.city.org("cc-desk")
    assert send(come_in("dispatcher"), f"/cases/{case.pk}/escalate", why="市里定。", assist_ids=[stays])[0] == 200
    assert Case.objects.get(pk=case.pk).desk_id == above
    begun = dated(case)
    assert f"{Tick.SCREEN.label.capitalize()}: cc-desk, by {begun['screen']}." in page
    assert f"each of them signs by {begun['accept']}, answers by {begun['handle']}." in page


def test_reopening_says_where_it_goes_and_what_is_promised_anew(come_in: ComeIn, town: Town) -> None:
    case = town.cases["ended"]
    page = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/reopen"))
    assert send(come_in("dispatcher"), f"/cases/{case.pk}/reopen", text="又不亮了。")[0] == 200
    begun = dated(case)
    assert f"{Tick.SCREEN.label.capitalize()}: ng-desk, by {begun['screen']}." in page
    assert f"The enterprise is promised an answer by {begun['case']}." in page
    assert "What was met, missed and rated stays." in page


@pytest.mark.parametrize("rises", [False, True])
def test_a_contest_says_who_does_it_again_and_by_when(
    come_in: ComeIn, town: Town, monkeypatch: pytest.MonkeyPatch, rises: bool
) -> None:
    says = rulebook.section
    held = says(Edition.objects.get(), "办理")
    rules = replace(held, dispute=replace(held.dispute, goes_up=rises))
    monkeypatch.setattr(rulebook, "section", lambda edition, key: rules if key == "办理" else says(edition, key))
    case = town.cases["replied"]
    page = text(opened(come_in, "dispatcher", f"/cases/{case.pk}/contest"))
    assert send(come_in("dispatcher"), f"/cases/{case.pk}/contest", text="还是没通。")[0] == 200
    tick, unit = (Tick.SCREEN, "cc-desk") if rises else (Tick.REDO, "ng-finance")
    assert f"{tick.label.capitalize()}: {unit}, by {dated(case)[tick.value]}." in page


def test_whoever_may_not_take_a_step_is_shown_nothing_of_what_stands_beside_it(come_in: ComeIn, town: Town) -> None:
    case = town.cases["waiting"]
    page = come_in("leader", "en").get(f"/cases/{case.pk}/assign")
    assert page.status_code == 409
    shown = page.content.decode()
    assert "<select" not in shown and "Before you decide" not in shown and "ng-utilities" not in shown


def test_the_forms_of_a_whole_desk_cost_a_fixed_number_of_queries(
    come_in: ComeIn, town: Town, django_assert_max_num_queries: Callable[..., object]
) -> None:
    case = town.cases["waiting"]
    town.city.do("dispatcher", Action.SCREEN, case.pk, NOW, kind="utilities", grade="B")
    client = come_in("dispatcher")
    client.get(f"/cases/{case.pk}/assign")
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        client.get(f"/cases/{case.pk}/assign")
