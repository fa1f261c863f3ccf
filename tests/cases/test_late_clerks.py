"""What a clock's job books late: by silence a unit signed when it did, whoever books it; and what ran late is told though an
answer came before the job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.play import IN_PART, LEAD, MICROSECOND, PART, PLAIN, THE_CLOCK, Play, assigned, at, days, written
from tests.cases.town import DAY, HOUR, TODAY, code_of, edition, handled, told
from tests.cast import City
from zhuqi.base.errors import Invalid
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.actions.clockwork import remind
from zhuqi.domain.cases.life.requesting import lapsed, silent_since
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.cases.sections.asking import ReturnRule
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock

LAPSES = ReturnRule(days(2), lapses=True)
SINCE = at("05-16 17:00") + MICROSECOND
"""Two working days after the assignment on Tuesday the 14th, and a moment."""


def kept(start: Moment, stop: Moment, span: int) -> Play:
    """Assigned, under rules with a clock of the place's own."""
    own = OwnClock(name="自有", start=frozenset({start}), stop=frozenset({stop}), keeper=Keeper.LEAD)
    clocks = (ClockRule("自有", days(span)), *PLAIN.clocks)
    return assigned(rules=replace(PLAIN, returning=LAPSES, own=(own,), clocks=clocks))


def signs(case: Play, when: str) -> Play:
    """The clock books the silence of the lead."""
    since = silent_since(case.seen(THE_CLOCK, when), case.row(LEAD))
    return case.do(e.Accepted(holding=case.row(LEAD).n, silent=since), when)


@pytest.mark.parametrize("when", ["05-16 18:00", "05-20 09:00"])
def test_a_clock_of_the_places_own_stops_when_silence_signed_and_not_when_it_was_booked(when: str) -> None:
    case = signs(kept(Moment.ASSIGNED, Moment.ACCEPTED, 3), when)
    clock = next(one for one in case.life.clocks if one.name == "自有")
    assert (written(clock.due), clock.met_at) == ("05-17 17:00", SINCE) and not clock.late(at("05-20 09:00"))


@pytest.mark.parametrize("when", ["05-16 18:00", "05-20 09:00"])
def test_a_clock_of_the_places_own_starts_when_silence_signed_and_not_when_it_was_booked(when: str) -> None:
    clock = signs(kept(Moment.ACCEPTED, Moment.OPINED, 2), when).life.clocks[-1]
    assert (clock.name, clock.start, written(clock.due)) == ("自有", SINCE, "05-21 17:00"), "it signed after hours"


def test_what_began_after_silence_signed_isnt_stopped_before_it_began() -> None:
    case = kept(Moment.CONTACTED, Moment.ACCEPTED, 3)
    case.do(e.Contacted(holding=case.row(LEAD).n, channel=Channel.PHONE, staff=None), "05-17 10:00")
    clock = signs(case, "05-20 09:00").life.clocks[-1]
    assert clock.name == "自有" and clock.met_at == clock.start == at("05-17 10:00")


def test_nobody_signed_by_silence_while_a_return_waited() -> None:
    case = assigned(rules=replace(PLAIN, returning=LAPSES)).hand_back("05-16 16:00")
    assert lapsed(case.seen(THE_CLOCK, "05-17 09:00")) is None
    case.rule("05-20 10:00", upheld=False)
    assert lapsed(case.seen(THE_CLOCK, "05-20 10:00")) is None
    assert silent_since(case.seen(THE_CLOCK, "05-20 11:00"), case.row(LEAD)) == at("05-20 10:00") + MICROSECOND


def test_nobody_signs_by_silence_while_the_clocks_stand_still_and_then_has_what_time_was_left() -> None:
    case = assigned(parts=[PART], rules=replace(PLAIN, returning=LAPSES)).accept("05-14 14:00")
    case.ask_suspension("05-14 15:00", until="06-03").suspend("05-14 16:00")
    assert case.refused(Action.ACCEPT, THE_CLOCK, "05-20 09:00")
    assert not case.refused(Action.HAND_BACK, IN_PART, "05-20 09:00"), "it may still give it back"
    case.resume("05-24 10:00")
    assert case.refused(Action.ACCEPT, THE_CLOCK, "05-28 17:00"), "eight working days later than without"
    assert silent_since(case.seen(THE_CLOCK, "05-29 09:00"), case.row(PART)) == at("05-28 17:00") + MICROSECOND


# late before the job came

COPIES = ("督核: 否", "督核: 否\n  抄送: [{当: 逾期, 钟: 答复, 给: cc-super}]")


def copied(city: City, case: Case) -> list[str]:
    return [code_of(city, copy.unit) for copy in current(Case.objects.get(pk=case.pk)).copies]


@pytest.mark.django_db
def test_who_answers_half_an_hour_late_was_late_though_the_job_has_not_come_by(city: City) -> None:
    edition(city, "ng", TODAY, COPIES)
    case = handled(city)
    due = Clock.objects.get(case=case, tick="handle").due
    assert due is not None
    remind(due)
    answer = {"outcome": Outcome.SOLVED, "text": "已送电"}
    city.do("utilities", Action.REPLY, case.pk, due + HOUR / 2, **answer)
    assert copied(city, case) == ["cc-super"]
    verbs = [*Entry.objects.filter(kind="case", subject=case.pk).order_by("seq").values_list("verb", flat=True)]
    assert verbs[-2:] == ["ran_out", "replied"]
    assert Case.objects.get(pk=case.pk).version == len(verbs), "the version counts the entries"
    remind(due + DAY)
    assert copied(city, case) == ["cc-super"] and not [*everything()]


@pytest.mark.django_db
def test_who_answers_in_time_brings_no_copy(city: City) -> None:
    edition(city, "ng", TODAY, COPIES)
    case = handled(city)
    due = Clock.objects.get(case=case, tick="handle").due
    assert due is not None
    city.do("utilities", Action.REPLY, case.pk, due, outcome=Outcome.SOLVED, text="已送电")
    remind(due + DAY)
    assert copied(city, case) == [] and not [*everything()]


@pytest.mark.django_db
def test_a_step_that_is_refused_climbs_nothing(city: City) -> None:
    edition(city, "ng", TODAY, COPIES)
    case = handled(city)
    due = Clock.objects.get(case=case, tick="handle").due
    assert due is not None
    before = Entry.objects.count()
    rungs = [*Clock.objects.filter(case=case).order_by("n").values_list("rungs", flat=True)]
    with pytest.raises(Invalid) as fault:
        city.do("utilities", Action.REPLY, case.pk, due + HOUR, outcome=Outcome.PLANNED, text="分期办理")
    assert told(fault.value) and Entry.objects.count() == before and copied(city, case) == []
    assert [*Clock.objects.filter(case=case).order_by("n").values_list("rungs", flat=True)] == rungs
