"""Copies that the clock brings: a time limit ran out, a sheet went out."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.closing_page import rows
from tests.cases.play import AREA, ASSIST, CITY_LEAD, OTHER, PLAIN, Play, at, handling
from tests.cases.town import TODAY, edition, handled
from tests.cast import City
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.keys import Part
from zhuqi.core.rulebook.reading import read
from zhuqi.domain.cases.actions.clockwork import remind
from zhuqi.domain.cases.events import RanOut, Reminded
from zhuqi.domain.cases.life.chasing import reminder
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.queries import rebuild, sight
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.chasing import rung
from zhuqi.domain.cases.sections.copies import CopyRule
from zhuqi.domain.cases.sections.words import CALLED, COPYING

UNITS = {"jijian": OTHER, "zuzhi": CITY_LEAD}
"""What the codes of the editions below are called today."""
LADDER = (
    rung("到期后 1 工作日", Sent.URGE, Party.UNIT, sheet="黄"),
    rung("到期后 3 工作日", Sent.SUPERVISE, Party.UNIT, sheet="红"),
)


@pytest.mark.parametrize(
    ("row", "moment", "clock", "sheet", "grade", "brought"), rows("row | moment | clock | sheet | class | brought")
)
def test_which_copies_a_moment_brings(row: str, moment: str, clock: str, sheet: str, grade: str, brought: str) -> None:
    rule = Part(CopyRule).read(read(f"行: {row}\n").at("行"))
    given = rule.brought({COPYING[moment]}, Traits(grade=grade), CALLED.get(clock), None if sheet == "–" else sheet)
    assert given is (brought == "yes")


class Chased(Play):
    """A case whose editions name units, and that the clock goes after."""

    @property
    def terms(self):
        return replace(super().terms, units=UNITS)

    def wait(self, until: str) -> list[str]:
        """Let come what is due; what was booked, in order."""
        booked = []
        while waiting := [(clock.remind_at, clock.n) for clock in self.life.running if clock.remind_at]:
            self.now, n = min(waiting)
            if self.now > at(until):
                break
            clock = next(each for each in self.life.clocks if each.n == n)
            event = reminder(self.life, clock, self.terms)
            self.do(event)
            booked.append(f"{event.verb} {clock.called} {self.now.astimezone(at(until).tzinfo):%m-%d %H:%M}")
        return booked

    @property
    def sent(self) -> list[tuple[str, int]]:
        return [(copy.moment.name, copy.unit) for copy in self.life.copies]


def chased(*copies: CopyRule, **more: Any) -> Chased:
    """Signed for by the lead; its answer is due on Tuesday 28 May, 17:00."""
    case = Chased(rules=replace(PLAIN, copies=copies, reminders=LADDER, **more))
    return case.record().submit().screen().assign().accept()


def row(moment: str, unit: str = "jijian", **more: Any) -> CopyRule:
    return CopyRule(moment=COPYING[moment], units=frozenset({unit}), **more)


def test_the_copies_go_out_a_minute_after_the_last_moment_that_could_be_kept() -> None:
    case = chased(row("逾期", clocks=frozenset({Tick.HANDLE})))
    due = case.clock(Tick.HANDLE).due
    assert case.wait("05-28 17:00") == [] and due == at("05-28 17:00"), "not late yet"
    assert case.wait("05-28 17:01") == ["ran_out handle 05-28 17:01"]
    assert case.sent == [("OVERDUE", OTHER)]
    assert "reminded handle 05-29 17:00" in case.wait("05-30 17:00"), "its ladder goes on as before"


def test_without_such_rows_the_clock_books_nothing_more() -> None:
    booked = chased(row("答复")).wait("06-20 17:00")
    assert booked and not [each for each in booked if each.startswith("ran_out")]
    assert handling().rules.climbed(Tick.HANDLE) == PLAIN.rungs(Tick.HANDLE)


def test_whoever_answers_in_time_is_copied_to_nobody() -> None:
    case = chased(row("逾期", clocks=frozenset({Tick.HANDLE}))).reply("05-28 17:00")
    case.wait("05-28 18:00")
    assert case.sent == []


def test_a_row_without_clocks_speaks_of_any_and_nobody_gets_a_second_copy() -> None:
    case = chased(row("逾期"))
    booked = case.wait("06-20 17:00")
    assert sum(each.startswith("ran_out") for each in booked) > 1, "the promise ran out too"
    assert case.sent == [("OVERDUE", OTHER)]


def test_a_clock_that_is_moved_may_run_out_again() -> None:
    case = chased(row("逾期", clocks=frozenset({Tick.HANDLE})))
    case.ask_extension("05-24 10:00").extend("05-24 11:00")
    assert case.wait("05-28 17:01") == [] and case.due(Tick.HANDLE) == "05-31 17:00"
    assert case.wait("05-31 17:01")[-1] == "ran_out handle 05-31 17:01"


def test_a_sheet_that_goes_out_is_copied_to_those_named_for_its_colour() -> None:
    case = chased(
        row("督办", sheet="红"), row("催办", "zuzhi", sheet="红"), row("催办", "zuzhi", clocks=frozenset({Tick.REDO}))
    )
    assert case.wait("05-30 17:00")[-1].startswith("reminded handle") and case.sent == []
    case.wait("05-31 17:00")
    assert case.sent == [("SUPERVISED", OTHER)]


def test_what_is_sent_twice_at_one_rung_counts_both() -> None:
    both = Reminded(clock=4, rung=1, sent=(Sent.URGE, Sent.SUPERVISE), to=(Party.UNIT,))
    case = chased(row("督办"), row("催办", "zuzhi")).do(both, "05-29 10:00")
    assert sorted(case.sent) == [("SUPERVISED", OTHER), ("URGED", CITY_LEAD)]


def test_what_a_clock_brings_goes_by_the_rules_of_the_place_where_it_began() -> None:
    """A case that goes up leaves the clocks of those who still assist below to the rules below."""
    below, above = (replace(PLAIN, copies=(row("逾期", unit),)) for unit in UNITS)
    case = Chased(rules=below, city=above).record().submit().screen().assign()
    case.escalate("05-14 10:00", assists=(ASSIST,))
    own = next(clock for clock in case.life.running if clock.area == AREA)
    case.do(RanOut(clock=own.n, rung=1), "06-20 10:00")
    assert case.sent == [("OVERDUE", OTHER)]
    case.do(RanOut(clock=case.clock(Tick.SCREEN).n, rung=1), "06-21 10:00")
    assert case.sent == [("OVERDUE", OTHER), ("OVERDUE", CITY_LEAD)]


def test_a_place_below_adds_rows_of_its_own_beside_those_above() -> None:
    above = CaseRules.read(read(TEXT.format("{当: 逾期, 给: jijian}")).at("办理"))
    below = CaseRules.read(read("办理:\n  抄送: [{当: 逾期, 钟: 答复, 给: zuzhi}]\n").at("办理"), above)
    assert {tuple(each.units) for each in below.copies} == {("jijian",), ("zuzhi",)}


TEXT = """办理:
  种类: {{qt: 其他}}
  时限: [{{钟: 承诺企业, 时长: 15 工作日}}, {{钟: 解决或提交, 时长: 2 工作日}}, {{钟: 甄别, 时长: 1 工作日}},
    {{钟: 签收, 时长: 1 工作日}}, {{钟: 答复, 时长: 10 工作日}}, {{钟: 重办, 时长: 5 工作日}}, {{钟: 裁定, 时长: 1 工作日}},
    {{钟: 督核, 时长: 2 工作日}}, {{钟: 问企业, 时长: 2 工作日}}, {{钟: 等企业, 时长: 10 工作日}}]
  抄送: [{0}]
"""


# through the clockwork

RULE = ("督核: 否", "督核: 否\n  抄送:\n    - {当: 逾期, 钟: 答复, 给: [mz-office, no-such-unit]}")


@pytest.mark.django_db
def test_the_clockwork_sends_the_copies_once_and_the_journal_tells_of_it(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case, actor = handled(city), city.actor("town_handler")
    due = Clock.objects.get(case=case, tick="handle").due
    assert due is not None
    remind(due)
    assert not sight.visible(actor).filter(pk=case.pk).exists()
    remind(due + dt.timedelta(minutes=1))
    assert [*sight.visible(actor)] == [Case.objects.get(pk=case.pk)]
    entry = Entry.objects.get(kind="case", subject=case.pk, verb="ran_out")
    facts = json.loads(entry.facts)
    assert facts["copies"] == [[city.org("mz-office"), Moment.OVERDUE.value]] and facts["uncopied"] == ["no-such-unit"]
    assert entry.at == due + dt.timedelta(minutes=1)
    remind(due + dt.timedelta(days=3))
    assert Entry.objects.filter(kind="case", subject=case.pk, verb="ran_out").count() == 1, "once"
    assert not [*everything()]
    assert (case.pk, city.org("mz-office"), "copied") in rebuild.scopes()
