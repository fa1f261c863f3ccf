"""In a unit's hands, through the actions: replies, extensions, confirmation and reopening as people type them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cases.town import DAY, HOUR, TODAY, code_of, edition, handled, replied, told
from tests.cast import START, ZONE, City
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.calendar.actions import import_year
from zhuqi.domain.cases.models import Case, Edge
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, Asked, Confirmation, Outcome, State, Tick

pytestmark = pytest.mark.django_db
NOW = START + DAY
NEXT = TODAY + 20 * DAY
REPLY = {"text": "现状如此"}


def fields(city: City, part: str, action: Action, case: Case, now: dt.datetime = NOW, **typed: Any) -> set[str]:
    """The fields that a step refuses."""
    with pytest.raises(Invalid) as refused:
        city.do(part, action, case, now, **typed)
    assert all(str(sentence).strip() for sentence in refused.value.fields.values())
    return set(refused.value.fields)


# the third No


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({"outcome": Outcome.PLANNED}, {"next_on"}),
        ({"outcome": Outcome.PLANNED, "next_on": TODAY + DAY}, {"next_on"}),
        ({"outcome": Outcome.EXPLAINED}, {"told_on", "recheck_on"}),
        ({"outcome": Outcome.EXPLAINED, "told_on": TODAY}, {"recheck_on"}),
        ({"outcome": Outcome.EXPLAINED, "recheck_on": NEXT}, {"told_on"}),
        ({"outcome": Outcome.EXPLAINED, "told_on": NEXT, "recheck_on": NEXT}, {"told_on"}),
        ({"outcome": Outcome.EXPLAINED, "told_on": TODAY - DAY, "recheck_on": NEXT}, {"told_on"}),
        ({"outcome": Outcome.EXPLAINED, "told_on": TODAY, "recheck_on": TODAY + DAY}, {"recheck_on"}),
        ({"outcome": Outcome.EXPLAINED, "told_on": TODAY, "recheck_on": dt.date(2030, 1, 1)}, {"recheck_on"}),
        ({"outcome": "done"}, {"outcome"}),
        ({"outcome": None}, {"outcome"}),
        ({"outcome": Outcome.SOLVED, "text": ""}, {"text"}),
    ],
)
def test_not_shelved_explained_needs_the_telling_and_phases_with_dates_or_a_day_to_look_again(
    city: City, typed: dict[str, Any], missing: set[str]
) -> None:
    case = handled(city)
    assert fields(city, "utilities", Action.REPLY, case, **{**REPLY, **typed}) == missing
    assert Case.objects.get(pk=case.pk).state == State.HANDLING.value


@pytest.mark.parametrize("date", ["next_on", "recheck_on"])
def test_either_date_will_do_and_is_kept(city: City, date: str) -> None:
    typed = {**REPLY, "outcome": Outcome.EXPLAINED, "told_on": TODAY, date: NEXT}
    case = city.do("utilities", Action.REPLY, handled(city), NOW, **typed)
    reply = lives.load(case).reply
    assert case.state == State.REPLIED.value and reply is not None and getattr(reply, date) == NEXT


def test_a_plan_enters_planned_until_its_next_date(city: City) -> None:
    case = city.do("utilities", Action.REPLY, handled(city), NOW, outcome=Outcome.PLANNED, next_on=NEXT, text="分两步")
    assert (case.state, case.outcome, case.end) == ("planned", "planned", None)


# extension


@pytest.mark.parametrize(
    "amount",
    ["", None, "6 工作日", "0 工作日", "2 天", "3 小时", "一会儿", "2 工作日，次日起，至午夜，至下班", "-1 工作日"],
)
def test_an_extension_lasts_at_most_what_the_edition_says(city: City, amount: Any) -> None:
    assert fields(city, "utilities", Action.ASK_EXTENSION, handled(city), amount=amount, reason="等设备") == {"amount"}


def test_an_extension_is_granted_by_the_desk_or_at_once_as_the_edition_says(city: City) -> None:
    asked = city.do("utilities", Action.ASK_EXTENSION, handled(city), NOW, amount="5 个工作日", reason="等设备")
    assert not [clock for clock in lives.load(asked).clocks if clock.shifts]
    edition(city, "ng", TODAY, ("批准: 调度室", "批准: 无需"))
    free = city.do("utilities", Action.ASK_EXTENSION, handled(city), NOW, amount="5 工作日", reason="等设备")
    life = lives.load(free)
    assert life.requests[0].granted and life.request(Asked.EXTENSION) is None
    assert {clock.tick for clock in life.clocks if clock.shifts} == {Tick.HANDLE}, "nobody moves the promise alone"
    with pytest.raises(Refused):
        city.do("dispatcher", Action.EXTEND, free, NOW, reason="同意")


def test_an_edition_whose_clocks_and_extensions_count_in_different_units_can_be_extended(city: City) -> None:
    edition(city, "ng", TODAY, ("- {钟: 答复, 时长: 10 工作日}", "- {钟: 答复, 时长: 14 天}"))
    case = city.do("utilities", Action.ASK_EXTENSION, handled(city), NOW, amount="5 工作日", reason="等设备")
    case = city.do("dispatcher", Action.EXTEND, case, NOW + HOUR, reason="设备在途")
    (clock,) = [clock for clock in lives.load(case).clocks if clock.tick is Tick.HANDLE]
    assert clock.due == dt.datetime.fromisoformat("2019-06-03T17:00+08:00"), "27 May and five working days"


@pytest.mark.parametrize("until", [TODAY, TODAY + DAY, dt.date(2029, 5, 15), None])
def test_a_suspension_has_a_day_to_come_on_which_it_is_looked_at_again(city: City, until: Any) -> None:
    assert fields(city, "utilities", Action.ASK_SUSPENSION, handled(city), reason="等图纸", until=until) == {"until"}


def test_a_suspension_lasts_as_long_as_the_edition_allows(city: City) -> None:
    case, today = handled(city), NOW.astimezone(ZONE).date()
    with pytest.raises(Invalid, match="A suspension lasts at most 90"):
        city.do("utilities", Action.ASK_SUSPENSION, case, NOW, reason="等图纸", until=today + 91 * DAY)
    asked = city.do("utilities", Action.ASK_SUSPENSION, case, NOW, reason="等图纸", until=today + 90 * DAY)
    assert lives.load(asked).requests[-1].until == today + 90 * DAY


def test_a_suspension_that_nobody_granted_in_time_is_no_longer_granted(city: City) -> None:
    case = handled(city)
    case = city.do("utilities", Action.ASK_SUSPENSION, case, NOW, reason="等图纸", until=TODAY + 3 * DAY)
    with pytest.raises(Invalid):
        city.do("dispatcher", Action.SUSPEND, case, START + 3 * DAY, reason="等图纸")
    assert city.do("dispatcher", Action.REFUSE, case, START + 3 * DAY, reason="已过").state == State.HANDLING.value


# asking and confirming


@pytest.mark.parametrize("arrived_on", [TODAY, TODAY + 2 * DAY])
def test_a_question_arrives_after_the_reply_and_not_in_the_future(city: City, arrived_on: dt.date) -> None:
    case = replied(city)
    assert fields(city, "official", Action.ASK, case, NOW + 2 * HOUR, channel="phone", arrived_on=arrived_on) == {
        "arrived_on"
    }


def test_a_way_of_asking_is_one_of_the_ways(city: City) -> None:
    assert fields(city, "official", Action.ASK, replied(city), NOW + 2 * HOUR, channel="pigeon") == {"channel"}


@pytest.mark.parametrize(
    ("part", "confirmation", "channel"),
    [
        ("enterprise", Confirmation.ENTERPRISE, "portal"),
        ("official", Confirmation.REPORTED, "visit"),
        ("keeper", Confirmation.REPORTED, "visit"),
        ("dispatcher", Confirmation.CALLBACK, "callback"),
        ("supervisor", Confirmation.CALLBACK, "callback"),
    ],
)
def test_how_a_confirmation_is_known_is_counted_apart(
    city: City, part: str, confirmation: Confirmation, channel: str
) -> None:
    case = city.do(part, Action.CONFIRM, replied(city), START + 2 * DAY, text="满意")
    assert (case.confirmation, case.end) == (confirmation.value, "closed")
    last = Edge.objects.filter(case=case).latest("n")
    assert last.target_name == f"closed:solved:{confirmation.value}"
    assert lives.load(case).askings[0].channel.value == channel


def test_a_spot_case_ends_by_another_units_callback(city: City) -> None:
    case = city.do("official", Action.SETTLE, city.record(), START + HOUR, outcome=Outcome.SOLVED, text="当场办结")
    for part in ("official", "keeper"):
        with pytest.raises(Refused) as own:
            city.do(part, Action.CONFIRM, case, NOW)
        assert told(own.value).startswith("Who handled a case can't report")
    assert city.do("dispatcher", Action.CONFIRM, case, NOW).confirmation == "callback"


@pytest.mark.parametrize(
    ("up", "state", "holder"), [("否", "handling", "ng-utilities"), ("是", "screening", "cc-desk")]
)
def test_a_contest_goes_one_level_up_where_the_edition_says_so(city: City, up: str, state: str, holder: str) -> None:
    edition(city, "ng", TODAY, ("不认可后提级: 否", f"不认可后提级: {up}"))
    case = city.do("enterprise", Action.CONTEST, replied(city), START + 2 * DAY, text="没解决")
    assert (case.state, code_of(city, case.holder_id), case.contests) == (state, holder, 1)


def test_a_contest_at_the_top_stays_where_it_is(city: City) -> None:
    edition(city, "cc", TODAY, ("不认可后提级: 否", "不认可后提级: 是"))
    case = city.record(part="city_dispatcher")
    case = city.do("city_dispatcher", Action.SCREEN, case, START, kind="utilities", grade="B")
    case = city.do("city_dispatcher", Action.ASSIGN, case, START, lead_id=city.org("cc-power"))
    case = city.do("power", Action.ACCEPT, case, START)
    case = city.do("power", Action.REPLY, case, START + HOUR, outcome=Outcome.SOLVED, text="已办")
    case = city.do("enterprise", Action.CONTEST, case, NOW, text="没解决")
    assert (case.state, code_of(city, case.holder_id)) == ("handling", "cc-power")


def test_the_gate_of_a_second_edition_holds_for_cases_that_came_under_it(city: City) -> None:
    before = replied(city)
    edition(city, "ng", TODAY, ("督核: 否", "督核: 是"))
    after = replied(city)
    with pytest.raises(Refused, match="still being checked"):
        city.do("enterprise", Action.CONFIRM, after, START + 2 * DAY)
    assert city.do("enterprise", Action.CONFIRM, before, START + 2 * DAY).end == "closed"
    after = city.do("supervisor", Action.CHECK, after, START + 2 * DAY, passed=True, note="属实")
    assert city.do("enterprise", Action.CONFIRM, after, START + 3 * DAY).end == "closed"


# reopening


def test_a_case_is_reopened_at_the_last_handlers_desk(city: City) -> None:
    case = replied(city)
    case = city.do("enterprise", Action.CONFIRM, case, START + 2 * DAY)
    with pytest.raises(Refused):
        city.do("official", Action.REOPEN, case, START + 3 * DAY, text="又坏了")
    case = city.do("enterprise", Action.REOPEN, case, START + 3 * DAY, text="又坏了")
    assert (code_of(city, case.holder_id), case.episode, case.end) == ("ng-desk", 2, None)
    case = city.do("dispatcher", Action.SEND_DOWN, case, START + 4 * DAY, desk_id=city.org("mz-desk"), why="属地")
    case = city.do("town_dispatcher", Action.ASSIGN, case, START + 4 * DAY, lead_id=city.org("mz-office"))
    case = city.do("town_handler", Action.ACCEPT, case, START + 4 * DAY)
    case = city.do("town_handler", Action.REPLY, case, START + 4 * DAY, outcome=Outcome.SOLVED, text="换了线")
    case = city.do("enterprise", Action.CONFIRM, case, START + 5 * DAY)
    case = city.do("supervisor", Action.REOPEN, case, START + 6 * DAY, text="回访时又跳闸")
    assert (code_of(city, case.desk_id), code_of(city, case.area_id), case.episode) == ("mz-desk", "mz", 3)
    assert case.told_at == START and case.episode_at == START + 6 * DAY


# calendars


YEAR_END = dt.datetime.fromisoformat("2026-12-21T09:00+08:00")


def publish_2027(city: City, now: dt.datetime) -> None:
    days = [(dt.date(2027, month, day), False, "节日") for month, day in ((1, 1), (10, 1), (5, 1))]
    import_year(city.actor("administrator"), 2027, days=days, source="演练通知", now=now)


def test_a_date_beyond_the_published_years_is_set_and_journaled_when_the_calendar_comes(city: City) -> None:
    case = city.record(YEAR_END)
    case = city.do("official", Action.SUBMIT, case, YEAR_END, why="组里办不了")
    case = city.do("dispatcher", Action.SCREEN, case, YEAR_END, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.ASSIGN, case, YEAR_END, lead_id=city.org("ng-utilities"))
    case = city.do("utilities", Action.ACCEPT, case, YEAR_END)
    dates = {clock.tick: clock.due for clock in lives.load(case).running}
    assert dates[Tick.CASE] is dates[Tick.HANDLE] is None
    drain(YEAR_END)
    publish_2027(city, YEAR_END + DAY)
    assert drain(YEAR_END + DAY) == 1
    dates = {clock.tick: clock.due for clock in lives.load(Case.objects.get(pk=case.pk)).running}
    assert dates[Tick.HANDLE] == dt.datetime.fromisoformat("2027-01-05T17:00+08:00")
    assert dates[Tick.CASE] == dt.datetime.fromisoformat("2027-01-12T17:00+08:00")
    entry = Entry.objects.filter(kind="case", subject=case.pk).latest("seq")
    assert entry.verb == "calendar_came" and "2027-01-12T09:00:00+00:00" in entry.facts
    assert not [str(finding.sentence) for finding in everything()]


def test_what_a_suspension_gave_back_stays_true_when_a_calendar_comes_later(city: City) -> None:
    case = city.record(YEAR_END)
    case = city.do("official", Action.SUBMIT, case, YEAR_END, why="组里办不了")
    case = city.do("dispatcher", Action.SCREEN, case, YEAR_END, kind="utilities", grade="B")
    case = city.do("dispatcher", Action.ASSIGN, case, YEAR_END, lead_id=city.org("ng-utilities"))
    case = city.do("utilities", Action.ACCEPT, case, YEAR_END)
    until = dt.date(2027, 1, 8)
    case = city.do("utilities", Action.ASK_SUSPENSION, case, YEAR_END + 8 * DAY, reason="等图纸", until=until)
    case = city.do("dispatcher", Action.SUSPEND, case, YEAR_END + 8 * DAY, reason="等图纸")
    case = city.do("utilities", Action.RESUME, case, YEAR_END + 14 * DAY)
    publish_2027(city, YEAR_END + 15 * DAY)
    drain(YEAR_END + 15 * DAY)
    assert not [str(finding.sentence) for finding in everything()], "folding the journal again gives the same life"
