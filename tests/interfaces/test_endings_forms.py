"""The forms of what isn't taken on and of the check, where the rules ask more than one thing; grades on the enterprise's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client

from tests.cases.town import add_person, edition
from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading import text
from tests.interfaces.test_acting import hidden
from zhuqi.base.errors import Invalid
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.rating import rate
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.words import Action, End, State
from zhuqi.interfaces.portal import acts
from zhuqi.interfaces.web import forms

ComeIn = Callable[..., Client]
JUNE = dt.date(2019, 6, 3)
TWO = "受理: {不受理事由: {ss: 涉法涉诉}, 双人批准: 是}"
GATE = "督核: {要: 是, 问题: {jj: 问题是否解决, lx: 单位是否联系企业}}"
RATED = "评价: {答复: [很好, 还行, 不好], 不满意: [不好]}"


def at_the_desk(town: Town, *blocks: str) -> Case:
    """Submitted on 3 June to the district's desk, under an edition of that day with those blocks."""
    gate = next((block for block in blocks if block.startswith("督核")), "督核: 否")
    others = "".join(f"\n  {block}" for block in blocks if block != gate)
    edition(town.city, "ng", JUNE, ("督核: 否", gate + others))
    case = town.city.record(at(6, 3), title="叉车道拓宽", body="大件运不进来。")
    return town.city.do("official", Action.SUBMIT, case, at(6, 3, 10), why="组里办不了")


def answered(town: Town, *blocks: str) -> Case:
    do, case = town.city.do, at_the_desk(town, *blocks)
    do("dispatcher", Action.SCREEN, case, at(6, 3, 11), kind="utilities", grade="B")
    do("dispatcher", Action.ASSIGN, case, at(6, 3, 12), lead_id=town.city.org("ng-utilities"))
    do("utilities", Action.ACCEPT, case, at(6, 3, 13))
    return do("utilities", Action.REPLY, case, at(6, 3, 14), outcome="solved", text="已拓宽")


def send(client: Client, address: str, **typed: object):
    page = client.get(address).content.decode()
    return client.post(address, {"key": hidden(page, "key"), "seen": hidden(page, "seen"), **typed})


def test_the_checker_answers_each_question_and_isnt_asked_for_a_verdict(come_in: ComeIn, town: Town) -> None:
    case = answered(town, GATE)
    client, address = come_in("dispatcher"), f"/cases/{case.pk}/check"
    page = client.get(address).content.decode()
    assert "问题是否解决" in page and "单位是否联系企业" in page
    assert 'name="answer_1"' in page and 'name="answer_2"' in page and 'name="passed"' not in page
    missing = send(client, address, answer_1="yes", note="电话核过")
    assert missing.status_code == 422 and "answer_2-error" in missing.content.decode()
    assert send(client, address, answer_1="yes", answer_2="no", note="没有联系").status_code == 302
    assert Case.objects.get(pk=case.pk).state == State.HANDLING
    story = text(client.get(f"/cases/{case.pk}").content.decode())
    assert "问题是否解决" in story and "单位是否联系企业" in story
    assert not [one for one in everything() if one.table.startswith("cases")]


def test_without_questions_the_form_is_as_it_was(come_in: ComeIn, town: Town) -> None:
    case = answered(town, "督核: 是")
    client, address = come_in("dispatcher"), f"/cases/{case.pk}/check"
    page = client.get(address).content.decode()
    assert 'name="passed"' in page and "answer_1" not in page
    assert send(client, address, note="核过").status_code == 422, "a verdict must be given"
    assert send(client, address, passed="yes", note="核过").status_code == 302
    assert Case.objects.get(pk=case.pk).state == State.CHECKED


def test_two_people_dont_accept_by_the_same_form(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, TWO)
    address = f"/cases/{case.pk}/not_accept"
    first = come_in("dispatcher")
    page = first.get(address).content.decode()
    assert "涉法涉诉" in page and 'name="told_on"' not in page, "nobody has told the enterprise yet"
    assert send(first, address, reason="请走诉讼").status_code == 422, "which reason"
    assert send(first, address, reason="请走诉讼", cause="ss").status_code == 302
    assert Case.objects.get(pk=case.pk).state == State.SCREENING
    assert first.get(address).status_code == 409, "the same person doesn't agree with itself"
    add_person(town.city, "second", Role.DISPATCHER, "ng-desk")
    second = come_in("second")
    page = second.get(address).content.decode()
    assert "请走诉讼" in page and 'name="told_on"' in page
    assert send(second, address, reason="请走诉讼", cause="ss", told_on="2019-06-04").status_code == 302
    ended = Case.objects.get(pk=case.pk)
    assert (ended.end, ended.refused_for) == (End.NOT_ACCEPTED, "ss")
    assert "涉法涉诉" in text(second.get(f"/cases/{case.pk}").content.decode())
    assert not [one for one in everything() if one.table.startswith("cases")]


def test_the_statement_says_why_cases_werent_accepted(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, "受理: {不受理事由: {ss: 涉法涉诉, cf: 重复反映}}")
    town.city.do("dispatcher", Action.NOT_ACCEPT, case, at(6, 3, 11), reason="x", told_on=JUNE, cause="ss")
    address = f"/statement?unit={town.city.org('ng-desk')}&since=2019-06-03&until=2019-06-03"
    page = text(come_in("dispatcher").get(address).content.decode())
    assert "涉法涉诉" in page and "重复反映" not in page
    assert "涉法涉诉" not in text(come_in("dispatcher").get(address.replace("06-03", "06-02")).content.decode())


def test_a_leader_finds_the_step_where_something_was_proposed(come_in: ComeIn, town: Town) -> None:
    case = at_the_desk(town, TWO)
    address = f"/cases/{case.pk}/not_accept"
    assert come_in("leader").get(address).status_code == 409
    send(come_in("dispatcher"), address, reason="请走诉讼", cause="ss")
    assert send(come_in("leader"), address, reason="同意", cause="ss", told_on="2019-06-04").status_code == 302
    assert Case.objects.get(pk=case.pk).end == End.NOT_ACCEPTED


def test_the_enterprise_rates_in_the_words_of_the_place(town: Town) -> None:
    case = answered(town, RATED)
    found = outside(town.city.actor("enterprise"), case.pk, now=NOW)
    for field in acts.fields("rate", found):
        assert [(choice.value, choice.label) for choice in field.choices] == [
            ("5", "很好"),
            ("3", "还行"),
            ("1", "不好"),
        ]
    plain = outside(town.city.actor("enterprise"), town.cases["replied"].pk, now=NOW)
    assert [len(field.choices) for field in acts.fields("rate", plain)] == [5, 5]


def test_those_who_oversee_read_the_words_of_the_place(come_in: ComeIn, town: Town) -> None:
    case = answered(town, RATED)
    rate(town.city.actor("enterprise"), case.pk, reply_rating=3, now=NOW)
    page = text(come_in("supervisor").get("/heard").content.decode())
    assert "还行" in page and 'class="stars bad"' not in page


MORE = (
    "评价: {结果: [很好, 还行, 不好], 不满意: [不好], "
    "另评: [{项: 态度, 等级: [好, 差], 不满意: 差}, {项: 速度, 等级: [快, 慢]}]}"
)


def test_what_else_the_place_lets_it_rate_is_on_its_form_and_kept_apart(come_in: ComeIn, town: Town) -> None:
    case = answered(town, MORE)
    enterprise = town.city.actor("enterprise")
    found = outside(enterprise, case.pk, now=NOW)
    shown = acts.fields("rate", found)
    assert [field.label for field in shown][2:] == ["态度", "速度"]
    assert [(choice.value, choice.label) for choice in shown[2].choices] == [("5", "好"), ("1", "差")]
    typed = forms.read(acts.ACTS["rate"].fields, QueryDict("rate_result_rating=3&rate_more_2=1"))
    acts.perform("rate", enterprise, case.pk, typed, seen=found.version, key="k", now=NOW)
    values = {field.name: field.value for field in acts.fields("rate", outside(enterprise, case.pk, now=NOW))}
    assert values == {"rate_reply_rating": None, "rate_result_rating": 3, "rate_more_1": None, "rate_more_2": 1}
    page = text(come_in("supervisor", "en").get("/heard").content.decode())
    assert "速度: 慢" in page and "态度" not in page and 'class="stars bad"' not in page


def test_a_grade_of_something_else_that_the_place_does_not_have_is_told_beside_its_field(town: Town) -> None:
    case = answered(town, MORE)
    enterprise = town.city.actor("enterprise")
    seen = outside(enterprise, case.pk, now=NOW).version
    typed = forms.read(acts.ACTS["rate"].fields, QueryDict("rate_more_1=3"))
    with pytest.raises(Invalid) as refused:
        acts.perform("rate", enterprise, case.pk, typed, seen=seen, key="k", now=NOW)
    assert list(refused.value.fields) == ["rate_more_1"]
