"""What isn't taken on: coded reasons, two people who agree, and categories that don't count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cases.play import AT_DESK, EVERYWHERE, THE_CLOCK, screening
from tests.cases.town import DAY, HOUR, TODAY, add_person, assigned, edition, screened, submitted, told
from tests.cast import RULEBOOK, START, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.standing import Place
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.queries.intake import refused_for
from zhuqi.domain.cases.queries.ledger import account
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.cases.rules.words import Action, End, State, Tick

NOT_ACCEPT, SCREEN = Action.NOT_ACCEPT, Action.SCREEN
TWO = "受理: {不受理事由: {ss: 涉法涉诉, cf: 重复反映}, 双人批准: 是}"
ONE = "受理: {不受理事由: {ss: 涉法涉诉, cf: 重复反映}}"
NOW = START + 3 * HOUR


def under(city: City, block: str, *more: tuple[str, str]) -> Case:
    """At the district's desk under an edition with that block; a second dispatcher is there."""
    edition(city, "ng", TODAY, ("督核: 否", f"督核: 否\n  {block}"), *more)
    add_person(city, "second", Role.DISPATCHER, "ng-desk")
    return submitted(city)


def refuse(city: City, part: str, case: Case, hours: int = 0, **typed: Any) -> Case:
    words = {"reason": "依法走诉讼", "told_on": TODAY, "cause": "ss", **typed}
    return city.do(part, NOT_ACCEPT, case.pk, NOW + hours * HOUR, **words)


def life(case: Case) -> Any:
    return lives.load(Case.objects.get(pk=case.pk))


@pytest.mark.django_db
def test_a_reason_is_chosen_where_there_are_some_and_is_a_fact(city: City) -> None:
    case = under(city, ONE)
    for wrong in (None, "other"):
        with pytest.raises(Invalid) as refused:
            refuse(city, "dispatcher", case, cause=wrong)
        assert list(refused.value.fields) == ["cause"]
    ended = refuse(city, "dispatcher", case)
    assert (ended.end, ended.refused_for) == (End.NOT_ACCEPTED, "ss")
    entry = Entry.objects.get(kind="case", subject=case.pk, verb="not_accepted")
    assert json.loads(entry.facts)["cause"] == "ss"
    assert not [*everything()]


@pytest.mark.django_db
def test_without_reasons_none_is_asked_and_none_is_taken(city: City) -> None:
    case = submitted(city)
    with pytest.raises(Invalid):
        city.do("dispatcher", NOT_ACCEPT, case, NOW, reason="无", told_on=TODAY, cause="ss")
    with pytest.raises(Invalid) as refused:
        city.do("dispatcher", NOT_ACCEPT, case, NOW, reason="无")
    assert list(refused.value.fields) == ["told_on"], "who ends it says when the enterprise was told"
    assert city.do("dispatcher", NOT_ACCEPT, case, NOW, reason="无", told_on=TODAY).end == End.NOT_ACCEPTED


@pytest.mark.django_db
@pytest.mark.parametrize("agrees", ["second", "leader"])
def test_the_first_proposes_and_another_dispatcher_or_a_leader_ends_it(city: City, agrees: str) -> None:
    case = under(city, TWO)
    case = refuse(city, "dispatcher", case, told_on=None)
    found = life(case)
    assert (case.state, case.end, found.proposer) == (State.SCREENING, None, city.staff["dispatcher"].pk)
    assert [clock.tick for clock in found.running] == [Tick.SCREEN], "the room's time runs on"
    assert found.account.name == "open" and found.edges[-1].action is Action.SUBMIT, "nothing moved in the books"
    with pytest.raises(Refused) as refused:
        refuse(city, "dispatcher", case, 1)
    assert "yourself" in told(refused.value)
    ended = refuse(city, agrees, case, 2, cause=None, reason="同意")
    assert (ended.end, ended.refused_for, ended.proposer_id) == (End.NOT_ACCEPTED, "ss", None)
    assert not [*everything()]


@pytest.mark.django_db
def test_the_enterprise_hears_nothing_before_two_have_agreed(city: City) -> None:
    case = refuse(city, "dispatcher", under(city, TWO))
    enterprise = city.actor("enterprise")
    page = outside(enterprise, case.pk, now=NOW)
    assert "依法走诉讼" not in [words for one in page.history for words in one.words]
    assert "依法走诉讼" not in [said.body for said in detail(enterprise, case.pk, now=NOW).said]
    assert Said.objects.get(body="依法走诉讼").outside is False
    refuse(city, "second", case, 1, reason="请走诉讼")
    assert "请走诉讼" in [words for one in outside(enterprise, case.pk, now=NOW + HOUR).history for words in one.words]


@pytest.mark.django_db
def test_a_leader_only_agrees_and_other_units_do_nothing(city: City) -> None:
    case = under(city, TWO)
    with pytest.raises(Refused):
        refuse(city, "leader", case)
    refuse(city, "dispatcher", case)
    for part, fault in (("utilities", Missing), ("city_dispatcher", Refused)):
        with pytest.raises(fault):
            refuse(city, part, case, 1)
    assert life(case).state is State.SCREENING


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["screen", "escalate"])
def test_a_proposal_is_answered_by_going_on_with_the_case(city: City, way: str) -> None:
    case = under(city, TWO)
    city.do("dispatcher", SCREEN, case.pk, NOW, kind="utilities", grade="B")
    refuse(city, "dispatcher", case)
    if way == "screen":
        city.do("second", SCREEN, case.pk, NOW + HOUR, kind="utilities", grade="B")
    else:
        city.do("second", Action.ESCALATE, case.pk, NOW + HOUR, why="上级办")
    found = life(case)
    assert (found.proposer, found.refused_for) == (None, None)
    assert not [*everything()]


def test_a_proposal_is_not_answered_by_a_reminder() -> None:
    case = screening().do(e.RefusalProposed(staff=502, cause="ss"), "05-14 09:00")
    case.do(e.Reminded(clock=case.life.running[0].n, rung=1), "05-14 12:00")
    assert (case.life.proposer, case.life.refused_for) == (502, "ss")


def test_a_leader_of_the_area_agrees_only_where_something_was_proposed() -> None:
    leader = Place(leads=EVERYWHERE, staff=601)
    case = screening()
    assert case.refused(NOT_ACCEPT, leader)
    case.do(e.RefusalProposed(staff=502, cause=None), "05-14 09:00")
    assert not case.refused(NOT_ACCEPT, leader) and case.refused(NOT_ACCEPT, THE_CLOCK)
    assert "yourself" in case.refused(NOT_ACCEPT, AT_DESK), "502 sits there"


# what doesn't count


@pytest.mark.django_db
def test_a_category_that_does_not_count_stands_apart_in_a_statement_that_balances(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  类别: {zx: 咨询, xq: 诉求}\n  受理: {不计数: [zx]}"))
    counted, apart = assigned(city), assigned(city)
    city.do("dispatcher", SCREEN, (third := submitted(city)).pk, NOW, kind="utilities", grade="B", category="zx")
    city.do("dispatcher", Action.ASSIGN, third.pk, NOW, lead_id=city.org("ng-utilities"))
    for case in (counted, apart, third):
        city.do("utilities", Action.ACCEPT, case.pk, NOW + DAY)
        city.do("utilities", Action.REPLY, case.pk, NOW + DAY, outcome="solved", text="已办")
        city.do("dispatcher", Action.CONFIRM, case.pk, NOW + DAY)
    day = (NOW + DAY).date()
    found = account(city.actor("dispatcher"), city.org("ng"), TODAY, day, tree=True)
    assert found.by_account(Side.CLOSED) == [
        (None, "closed:solved:callback", 2),
        (None, "uncounted:closed:solved:callback", 1),
    ]
    assert found.closing == 0 and found.total(Side.RECEIVED) == 3
    assert not [*everything()]


@pytest.mark.django_db
def test_the_reasons_are_counted_openly_beside_the_term_of_the_statement(city: City) -> None:
    edition(city, "ng", TODAY, ("督核: 否", f"督核: 否\n  {ONE}"))
    for cause in ("ss", "ss", "cf"):
        refuse(city, "dispatcher", submitted(city), cause=cause)
    screened(city)
    actor, org = city.actor("dispatcher"), city.org("ng")
    found = refused_for(actor, org, TODAY, TODAY, tree=True)
    assert found == {"涉法涉诉": 2, "重复反映": 1}
    sums = {name: n for _, name, n in account(actor, org, TODAY, TODAY, tree=True).by_account(Side.CLOSED)}
    assert sums == {"not_accepted": sum(found.values())}
    assert refused_for(actor, org, TODAY + DAY, TODAY + DAY, tree=True) == {}


# where to go instead

GO = "受理: {不受理事由: {ss: 涉法涉诉, cf: 重复反映}, 转告: {ss: 区人民法院立案庭}}"


@pytest.mark.django_db
def test_the_enterprise_reads_where_to_go_instead_and_somebody_says_so_where_the_rules_do_not(city: City) -> None:
    case = refuse(city, "dispatcher", under(city, GO))
    told_it = [words for one in outside(city.actor("enterprise"), case.pk, now=NOW).history for words in one.words]
    assert "区人民法院立案庭" in told_it
    other = submitted(city)
    with pytest.raises(Invalid) as refused:
        refuse(city, "dispatcher", other, cause="cf")
    assert list(refused.value.fields) == ["instead"]
    ended = refuse(city, "dispatcher", other, cause="cf", instead="先前那件的承办单位")
    assert (
        Said.objects.filter(case=ended, name="instead", outside=True)
        .values_list("body", flat=True)
        .get()
        .startswith("先前")
    )
    assert not [*everything()]


@pytest.mark.django_db
def test_where_the_rules_say_nothing_of_it_nothing_is_asked(city: City) -> None:
    case = refuse(city, "dispatcher", under(city, ONE))
    assert case.end == End.NOT_ACCEPTED and not Said.objects.filter(case=case, name="instead").exists()


def test_where_to_go_is_said_of_reasons_that_there_are() -> None:
    text = RULEBOOK.read_text("utf-8").replace("督核: 否", f"督核: 否\n  {GO}")
    assert layer(text).sections["办理"].intake.instead == {"ss": "区人民法院立案庭"}
    with pytest.raises(Unreadable, match="isn't among the reasons"):
        layer(text.replace("转告: {ss:", "转告: {xx:"))
