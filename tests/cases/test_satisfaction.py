"""An enterprise that isn't satisfied: done again at once, one level up, with another urgency, so many times; who calls back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.cases.play import AT_DESK, GROUP, IN_GROUP, OVERSEER, PLAIN, THE_CLOCK, THE_ENTERPRISE, Play, handling
from tests.cases.town import DAY, HOUR, TODAY, edition, replied, told
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.actions.clockwork import end_silent
from zhuqi.domain.cases.actions.rating import rate
from zhuqi.domain.cases.life.drawing import barred
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case, Rating
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.queries.rated import label
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, End, Outcome, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.rating import Caller, RatingRule

CONFIRM, CONTEST, REOPEN, END = Action.CONFIRM, Action.CONTEST, Action.REOPEN, Action.END
GRADES = "答复: [满意, 一般, 不满意], 结果: [解决, 未解决], 不满意: [不满意, 未解决]"
"""Three grades of the reply (kept as 5, 3, 1), two of the result (5, 1)."""
NOW = START + 2 * DAY
OK = {"reply_rating": 5, "result_rating": 5}


def rated(city: City, written: str, **more: tuple[str, str]) -> Case:
    """Replied on Tuesday at ten, under an edition with these keys."""
    edition(city, "ng", TODAY, ("督核: 否", "督核: 否\n  缓急: {jj: 加急}\n  评价: {" + written + "}"), *more.values())
    return replied(city)


def gives(city: City, case: Case, now: dt.datetime = NOW, **stars: Any) -> Life:
    """The enterprise rates it; the life after that."""
    rate(city.actor("enterprise"), case.pk, **stars, now=now)
    assert not [*everything()], "the journal tells the same"
    return lives.load(Case.objects.get(pk=case.pk))


def verbs(case: Case) -> list[str]:
    return list(Entry.objects.filter(kind="case", subject=case.pk).order_by("seq").values_list("verb", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stars", "again"),
    [
        ({"reply_rating": 1, "result_rating": 5}, True),
        ({"reply_rating": 5, "result_rating": 1}, True),
        ({"result_rating": 1}, True),
        ({"reply_rating": 3}, False),
        (OK, False),
    ],
)
def test_a_grade_that_is_not_satisfied_is_done_again_at_once(city: City, stars: dict[str, Any], again: bool) -> None:
    case = rated(city, GRADES)
    before = verbs(case)
    life = gives(city, case, **stars)
    assert life.state is (State.HANDLING if again else State.REPLIED)
    assert verbs(case)[len(before) :] == ["contested"] * again
    assert any(clock.tick is Tick.REDO for clock in life.running) is again
    assert Rating.objects.get().reply_rating == stars.get("reply_rating"), "what was given is kept either way"


@pytest.mark.django_db
def test_without_such_grades_nothing_follows_the_worst_of_five(city: City) -> None:
    case = replied(city)
    assert gives(city, case, reply_rating=1, result_rating=1).state is State.REPLIED


@pytest.mark.django_db
def test_only_the_grades_of_the_edition_are_taken(city: City) -> None:
    case = rated(city, GRADES)
    wrong: tuple[dict[str, Any], ...] = ({"reply_rating": 4}, {"result_rating": 3}, {"reply_rating": 9})
    for stars in wrong:
        with pytest.raises(Invalid) as refused:
            rate(city.actor("enterprise"), case.pk, **stars, now=NOW)
        assert list(refused.value.fields) == list(stars)
    assert not Rating.objects.exists()


MORE = f"{GRADES}, 另评: [{{项: 态度, 等级: [好, 差], 不满意: 差}}, {{项: 速度, 等级: [快, 一般, 慢]}}]"


@pytest.mark.django_db
def test_what_else_is_rated_stays_by_itself_and_can_be_changed(city: City) -> None:
    case = rated(city, MORE)
    assert gives(city, case, more=[5, 3]).state is State.REPLIED
    assert gives(city, case, NOW + HOUR, reply_rating=5, more=[None, 1]).state is State.REPLIED, (
        "slow is no bad grade here"
    )
    rating = Rating.objects.get()
    assert (rating.reply_rating, rating.result_rating) == (5, None)
    assert dict(rating.more.values_list("name", "stars")) == {"态度": 5, "速度": 1}
    page = outside(city.actor("enterprise"), case.pk, now=NOW + HOUR)
    assert [(one.name, one.grades, one.stars) for one in page.more] == [
        ("态度", ("好", "差"), 5),
        ("速度", ("快", "一般", "慢"), 1),
    ]


@pytest.mark.django_db
def test_a_bad_grade_of_something_else_is_done_again_once(city: City) -> None:
    case = rated(city, MORE)
    assert gives(city, case, more=[1]).state is State.HANDLING
    assert verbs(case)[-1] == "contested"


@pytest.mark.django_db
def test_of_something_else_only_its_own_grades_are_taken(city: City) -> None:
    case = rated(city, MORE)
    for more, field in (([3], "more_1"), ([None, 4], "more_2"), ([5, 5, 5], "more")):
        with pytest.raises(Invalid) as refused:
            rate(city.actor("enterprise"), case.pk, more=more, now=NOW)
        assert list(refused.value.fields) == [field]
    assert not Rating.objects.exists()


@pytest.mark.django_db
def test_what_the_journal_says_of_it_holds_no_grade(city: City) -> None:
    case = rated(city, GRADES)
    gives(city, case, reply_rating=1)
    for entry in Entry.objects.filter(verb__in=("rated", "contested")):
        assert "stars" not in entry.facts and 'rating"' not in entry.facts and "不满意" not in entry.facts


@pytest.mark.django_db
def test_it_goes_one_level_up_with_the_urgency_where_the_rules_say_so(city: City) -> None:
    case = rated(city, f"{GRADES}, 不满意后: 提级重办, 加急: jj")
    life = gives(city, case, result_rating=1)
    assert (life.state, life.desk, life.urgency) == (State.SCREENING, city.org("cc-desk"), "jj")


@pytest.mark.django_db
def test_a_contest_gets_the_urgency_too_and_its_clock_is_that_of_the_urgency(city: City) -> None:
    quick = (
        "- {钟: 重办, 时长: 5 工作日}",
        "- {钟: 重办, 时长: 5 工作日}\n    - {钟: 重办, 缓急: [jj], 时长: 1 工作日}",
    )
    case = rated(city, f"{GRADES}, 加急: jj", quick=quick)
    life = gives(city, case, result_rating=1)
    assert next(clock for clock in life.running if clock.tick is Tick.REDO).span.amount == 1
    again = lives.load(Case.objects.get(pk=case.pk))
    assert again.urgency == "jj"


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "desk"), [("", "ng-desk"), (", 不满意后: 提级重办", "cc-desk")])
def test_a_case_that_is_over_is_opened_again(city: City, written: str, desk: str) -> None:
    case = rated(city, GRADES + written)
    ACTIONS[CONFIRM](city.actor("enterprise"), case.pk, now=NOW)
    life = gives(city, case, NOW + HOUR, result_rating=1)
    assert (life.state, life.episode, life.desk) == (State.SCREENING, 2, city.org(desk))


@pytest.mark.django_db
def test_what_was_withdrawn_is_not_opened_again_by_a_rating(city: City) -> None:
    case = rated(city, GRADES)
    ACTIONS[Action.WITHDRAW](city.actor("enterprise"), case.pk, now=NOW)
    assert gives(city, case, NOW + HOUR, result_rating=1).end is End.WITHDRAWN


@pytest.mark.django_db
def test_the_time_for_reopening_holds_for_a_rating_too(city: City) -> None:
    case = rated(city, GRADES, soon=("重办: {期限: 90 天}", "重办: {期限: 1 天}"))
    ACTIONS[CONFIRM](city.actor("enterprise"), case.pk, now=NOW)
    assert gives(city, case, NOW + 3 * DAY, result_rating=1).state is State.ENDED


def again(city: City, case: Case, now: dt.datetime) -> None:
    city.do("utilities", Action.REPLY, case.pk, now, outcome=Outcome.SOLVED, text="又办了")


@pytest.mark.django_db
def test_after_so_many_times_the_room_decides_and_silence_no_longer_ends_it(city: City) -> None:
    case = rated(city, f"{GRADES}, 至多: 1")
    assert gives(city, case, result_rating=1).state is State.HANDLING
    again(city, case, NOW + HOUR)
    life = gives(city, case, NOW + 2 * HOUR, result_rating=1)
    assert life.state is State.REPLIED and verbs(case)[-1] == "dissatisfied"
    assert [(clock.tick, clock.unit) for clock in life.running] == [(Tick.ASK, city.org("ng-desk"))]
    gives(city, case, NOW + 3 * HOUR, result_rating=1)
    assert verbs(case).count("dissatisfied") == 1, "the same again says nothing new"
    assert end_silent(NOW + 300 * DAY) == 0
    ended = city.do("dispatcher", END, case.pk, NOW + DAY, reason="多次办理，条件所限")
    assert (ended.state, ended.confirmation) == (State.ENDED, Confirmation.DISPUTED)
    assert not [*everything()]


@pytest.mark.django_db
def test_a_rung_that_came_by_then_is_climbed_before_the_room_decides(city: City) -> None:
    case = rated(city, f"{GRADES}, 至多: 1")
    gives(city, case, result_rating=1)
    again(city, case, NOW + HOUR)
    (asked,) = lives.load(Case.objects.get(pk=case.pk)).running
    assert asked.tick is Tick.ASK and asked.remind_at is not None
    before = verbs(case)
    life = gives(city, case, asked.remind_at, result_rating=1)
    assert verbs(case)[len(before) :] == ["reminded", "dissatisfied"]
    assert life.clocks[asked.n - 1].rungs == 1


@pytest.mark.django_db
def test_after_so_many_times_each_further_one_goes_up_where_the_rules_say_so(city: City) -> None:
    case = rated(city, f"{GRADES}, 至多: 1, 之后: 提级")
    gives(city, case, result_rating=1)
    again(city, case, NOW + HOUR)
    assert gives(city, case, NOW + 2 * HOUR, result_rating=1).desk == city.org("cc-desk")


def with_rating(**rule: Any) -> CaseRules:
    return replace(PLAIN, rating=RatingRule(reply=("好", "差"), dissatisfied=frozenset({"差"}), **rule))


@pytest.mark.parametrize(("most", "contests", "over"), [(1, 0, False), (1, 1, True), (3, 1, False), (3, 2, True)])
def test_silence_is_barred_by_whichever_comes_first(most: int, contests: int, over: bool) -> None:
    case = handling(rules=with_rating(most=most)).reply("05-20 10:00")
    for n in range(contests):
        case.contest(f"05-2{n + 1} 10:00").reply(f"05-2{n + 1} 15:00")
    assert barred(case.life, case.rules) is over
    case.ask("05-27 09:00")
    assert bool(case.refused(END, THE_CLOCK, "06-30 09:00")) is over


def test_a_bad_grade_is_an_answer_so_that_no_silence_runs_on() -> None:
    case = handling(rules=with_rating(most=1)).reply("05-20 10:00").ask("05-20 11:00")
    case.do(e.Dissatisfied(channel=Channel.LINK), "05-21 10:00")
    assert {clock.tick for clock in case.life.running} == {Tick.ASK}
    assert case.clock(Tick.SILENCE).met_at == case.now and case.life.state is State.REPLIED


# who calls back


def called(*callers: Caller, share: Fraction = Fraction(1)) -> CaseRules:
    return replace(PLAIN, rating=RatingRule(callback=share, callers=callers))


@pytest.mark.parametrize(
    ("callers", "keeper", "confirms"),
    [
        ((Caller.DESK,), 2, [AT_DESK]),
        ((Caller.SUPERVISION,), 66, [OVERSEER]),
        ((Caller.FINDER,), GROUP, [IN_GROUP]),
        ((Caller.FINDER, Caller.SUPERVISION), GROUP, [IN_GROUP, OVERSEER]),
    ],
)
def test_a_case_that_is_called_back_ends_by_those_or_by_the_enterprise(
    callers: tuple[Caller, ...], keeper: int, confirms: list[Any]
) -> None:
    case = handling(rules=called(*callers)).reply("05-20 10:00", caller=66)
    assert case.clock(Tick.ASK).unit == keeper
    assert [place for place in (IN_GROUP, AT_DESK, OVERSEER) if not case.refused(CONFIRM, place)] == confirms
    assert not case.refused(CONFIRM, THE_ENTERPRISE)
    assert not any(case.refused(CONTEST, place) for place in (IN_GROUP, AT_DESK, OVERSEER)), "a no is always heard"
    assert not case.refused(Action.ASK, AT_DESK), "and the enterprise can always be asked"


def test_a_case_that_is_not_drawn_is_as_without_the_rule() -> None:
    drawn, spared = (
        handling(rules=called(Caller.SUPERVISION)),
        handling(rules=called(Caller.SUPERVISION, share=Fraction(0))),
    )
    for case in (drawn, spared):
        case.reply("05-20 10:00", caller=66)
    assert drawn.refused(CONFIRM, IN_GROUP).startswith("By the rules here this one is called back")
    assert not spared.refused(CONFIRM, IN_GROUP) and spared.clock(Tick.ASK).unit == GROUP


def test_a_finder_that_handled_it_does_not_call_about_it_whatever_is_written() -> None:
    case = Play(rules=called(Caller.FINDER)).record().settle()
    assert case.clock(Tick.ASK).unit == 2 and "Who handled a case" in case.refused(CONFIRM, IN_GROUP)


def test_without_a_supervision_office_the_room_keeps_the_clock() -> None:
    assert handling(rules=called(Caller.SUPERVISION)).reply("05-20 10:00").clock(Tick.ASK).unit == 2


@pytest.mark.django_db
def test_the_supervision_office_is_the_nearest_one(city: City) -> None:
    case = rated(city, "回访: 全部, 回访单位: 督查")
    life = lives.load(Case.objects.get(pk=case.pk))
    assert next(clock for clock in life.running if clock.tick is Tick.ASK).unit == city.org("cc-super")
    with pytest.raises(Refused) as refused:
        city.do("official", CONFIRM, case.pk, NOW)
    assert "called back" in told(refused.value)
    assert city.do("supervisor", CONFIRM, case.pk, NOW).confirmation == Confirmation.CALLBACK
    assert not [*everything()]


# ratings from before


@pytest.mark.django_db
def test_a_rating_from_before_the_grades_is_shown_as_the_nearest_and_stays_what_it_was(city: City) -> None:
    case = replied(city)
    gives(city, case, reply_rating=2, result_rating=4)
    three = RatingRule(reply=("满意", "一般", "不满意"))
    row = Rating.objects.get()
    assert (row.reply_rating, row.result_rating) == (2, 4)
    assert [label(three, name, getattr(row, name)) for name in ("reply_rating", "result_rating")] == ["不满意", "一般"]
    assert label(RatingRule(), "reply_rating", 2) == "" and label(three, "reply_rating", None) == ""


@pytest.mark.django_db
def test_the_page_of_the_enterprise_knows_its_grades(city: City) -> None:
    case = rated(city, "答复: [满意, 一般, 不满意]")
    page = outside(city.actor("enterprise"), case.pk, now=NOW)
    assert page.reply_grades == page.result_grades == ("满意", "一般", "不满意")


@pytest.mark.django_db
def test_the_clock_rates_nothing_and_silence_is_no_grade(city: City) -> None:
    case = rated(city, GRADES)
    ACTIONS[Action.ASK](city.actor("dispatcher"), case.pk, channel=Channel.PHONE, arrived_on=NOW.date(), now=NOW)
    assert end_silent(NOW + 60 * DAY) == 1
    assert not Rating.objects.exists()
    assert lives.load(Case.objects.get(pk=case.pk)).confirmation is Confirmation.UNCONFIRMED
    with pytest.raises(Refused):
        rate(CLOCK, case.pk, reply_rating=5, now=NOW + 60 * DAY)
