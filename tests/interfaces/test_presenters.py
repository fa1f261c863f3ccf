"""Pages made of plain values, without a database: rulers, stories, the words for each state."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import pairwise

import pytest
from django.utils.translation import override

from tests.interfaces import samples
from tests.interfaces.samples import NOW, at
from zhuqi.base.events import Event
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.rules.ledger import Line, Side, Statement
from zhuqi.domain.cases.rules.words import LIVE, End, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.columns import width
from zhuqi.interfaces.web.books import page as statement_page
from zhuqi.interfaces.web.books.page import Books, Opens, Part
from zhuqi.interfaces.web.cases import clock_rows, rulers, stories
from zhuqi.interfaces.web.cases import page as case_page
from zhuqi.interfaces.web.shown import Quote
from zhuqi.interfaces.web.wording import phrase


def test_every_event_of_a_case_has_its_sentence() -> None:
    told = {*stories.PLAIN, *stories.TELLERS}
    assert told == set(events.KINDS.values()) - {events.DayFolded}  # a day's, not a case's


def test_the_story_is_told_latest_first_with_the_words_typed_then() -> None:
    with override("zh-hans"):
        lines = samples.page().story
    assert [line.what for line in lines][:2] == ["准予延期。", "要素保障组申请延期 1 个工作日。"]
    assert lines[1].words == (Quote("燃气公司 6 月 4 日才能到现场。", outside=False),)
    assert lines[-1].what == "长通第2服务组走访中记下诉求。"
    assert lines[-1].words == (), "the need's own words stand at the top of the page"


@pytest.mark.parametrize("state", sorted(LIVE - {State.REPLIED, State.CHECKED}))
def test_every_state_of_a_life_has_a_sentence_on_top(state: State) -> None:
    seen = samples.seen()
    tick = min(case_page.WORK[state])
    clock = samples.clock(9, tick, 2, at(6, 3), due=at(6, 6, 17), holding=4)
    seen = dataclasses.replace(seen, life=dataclasses.replace(seen.life, state=state, clocks=(clock,)))
    with override("zh-hans"):
        said = seen.words(case_page.lede(seen))
    assert "要素保障组" in said
    assert "6 月 6 日 17:00" in said


@pytest.mark.parametrize("end", list(End))
def test_every_end_has_a_sentence_and_a_lamp_without_alarm(end: End) -> None:
    seen = samples.seen()
    life = dataclasses.replace(seen.life, state=State.ENDED, end=end, ended_at=at(6, 3), holdings=())
    seen = dataclasses.replace(seen, life=life)
    assert "3 June" in str_in("en", case_page.lede(seen))
    assert case_page.main_lamp(seen).tone == "grey"


def str_in(language: str, said: object) -> str:
    with override(language):
        return phrase(said, NOW)


def test_bars_of_a_ruler_follow_each_other_and_stay_on_it() -> None:
    page = samples.page()
    for row in page.clocks:
        for bar in row.ruler.bars:
            x, width = float(bar.x[:-1]), float(bar.width[:-1])
            assert 0 <= x <= x + width <= 100.01, (row.name, bar)
    extended = next(row for row in page.clocks if row.ruler.bars[-1].kind == "more")
    assert [bar.kind for bar in extended.ruler.bars] == ["run", "pause", "run", "ahead", "more"]


def test_weekends_and_holidays_are_drawn_as_days_that_dont_count() -> None:
    along = rulers.axis([at(6, 3), at(6, 16)])
    free = rulers.rests(along, lambda day: clock_rows.works(samples.CALENDAR, day))
    assert len(free) == 2, "Friday 7 June is joined with its weekend"
    assert float(free[0].width[:-1]) == pytest.approx(300 / 14, abs=0.01)


def test_a_clock_that_became_void_isnt_drawn_and_a_late_one_says_so() -> None:
    with override("zh-hans"):
        page = samples.page()
    assert len(page.clocks) == 5
    late = [row for row in page.clocks if row.lamp.tone == "red"]
    assert [row.lamp.words for row in late] == ["超 1 工作日", "迟了"]


def test_the_axis_begins_with_its_first_day_and_marks_now() -> None:
    with override("zh-hans"):
        words = [mark.word for mark in samples.page().marks]
    assert words[0] == "5 月 24 日"
    assert words[-1] == "现在"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("days", [7, 12, 31, 48, 100, 400])
def test_words_on_the_axis_never_run_into_each_other(days: int, language: str) -> None:
    along = rulers.axis([NOW - dt.timedelta(days=days // 2), NOW + dt.timedelta(days=days - days // 2)])
    with override(language):
        *found, now = clock_rows.marks(along, NOW)
    taken = [(float(mark.x[:-1]), float(mark.x[:-1]) + clock_rows.SIGN * width(mark.word)) for mark in found]
    half = clock_rows.SIGN * width(now.word) / 2
    taken.append((float(now.x[:-1]) - half, float(now.x[:-1]) + half))
    taken.sort()
    assert all(left[1] <= right[0] for left, right in pairwise(taken)), taken
    assert len(found) >= 1 and max(end for _, end in taken) <= 100


@pytest.mark.parametrize("clock", [
    samples.clock(1, Tick.SILENCE, 1, at(5, 20), due=at(6, 3, 17)),
    samples.clock(1, Tick.HANDLE, 1, at(5, 20)),
    samples.clock(1, Tick.HANDLE, 1, at(5, 20), paused_at=at(5, 21)),
])  # fmt: skip
def test_nobody_is_late_by_the_enterprises_silence_nor_by_a_clock_that_stands_still(clock: Clock) -> None:
    assert clock_rows.lamp(clock, samples.CALENDAR, lambda _: None, NOW).tone == "grey"


def account(opening: int, *lines: tuple[int, Side, int | None, str, int]) -> Statement:
    made = tuple(Line(dt.date(2019, 6, day), side, unit, name, n) for day, side, unit, name, n in lines)
    return Statement(dt.date(2019, 6, 1), dt.date(2019, 6, 4), opening, made)


def books(whole: Statement, parts: tuple[Part, ...] = (), held: int | None = None) -> Books:
    return Books(
        pk=1,
        name="区调度室",
        below=bool(parts),
        account=whole,
        parts=parts,
        names=samples.UNITS,
        kinds={},
        held=held,
        units=(),
        now=NOW,
        opens=Opens("/statement/cases", 1),
        unit_address=lambda unit: "",
    )


WHOLE = account(
    2,
    (3, Side.RECEIVED, None, "outside", 4),
    (3, Side.PASSED_ON, 2, "unit", 1),
    (4, Side.RECEIVED, None, "reopened", 1),
    (4, Side.CLOSED, None, "closed:solved:enterprise", 2),
)


def test_the_balance_runs_from_day_to_day_to_the_closing() -> None:
    page = statement_page.page(books(WHOLE, held=4))
    assert [line.cells[-1].figure.n for line in page.daily.lines] == [5, 4]
    assert page.terms[-1].figure.n == page.daily.total.cells[-1].figure.n == 4
    assert page.balance.tone == "green"


def test_books_that_dont_balance_say_by_how_much() -> None:
    with override("zh-hans"):
        page = statement_page.page(books(WHOLE, held=5))
        assert (page.balance.tone, page.balance.due) == ("red", "实有 5 件，账上 4 件")
        part = Part("要素保障组", "", account(0), Opens("/x", 2))
        assert statement_page.page(books(WHOLE, (part,), held=4)).balance.tone == "red"


def test_what_became_of_cases_is_named_outcome_by_outcome() -> None:
    with override("zh-hans"):
        page = statement_page.page(books(WHOLE))
        assert [share.name for share in page.endings] == ["解决、企业确认"]
        assert [share.name for share in page.sources] == ["新提出", "重办"]
        assert statement_page.account_name(None, "nonsense", {}, NOW) == "–"


def test_an_event_nobody_knows_still_says_something() -> None:
    class Odd(Event):
        verb = "odd"

    assert "odd" in str_in("en", stories.sentence(Odd(), stories.Told(samples.life(), {}, CaseRules.standard())))


def test_a_reminder_is_said_to_be_due_for_nothing_is_sent() -> None:
    entry = case_page.Booked(9, at(6, 3, 9), "", events.Reminded(clock=4, rung=0))
    seen = dataclasses.replace(samples.seen(), entries=(*samples.ENTRIES, entry, entry))
    with override("zh-hans"):
        assert case_page.reminded(seen) == "应提醒 2 次，最近一次在 6 月 3 日 09:00。"
    with override("en"):
        assert case_page.reminded(seen) == "Reminders due: 2, the last on 3 June 09:00."
    assert "went out" not in str_in(
        "en", stories.sentence(entry.event, stories.Told(seen.life, {}, CaseRules.standard()))
    )


def test_a_line_that_sums_up_units_of_a_kind_opens_nothing() -> None:
    part = Part("部门（9）", "/statement?unit=1&apart=1", account(1, (3, Side.CLOSED, None, "withdrawn", 1)), Opens())
    trial = statement_page.page(books(WHOLE, (part,), held=4)).trial
    assert trial is not None
    assert [cell.figure.address for cell in trial.lines[0].cells] == [""] * 6
    assert all(not cell.figure.address for cell in trial.total.cells), "the parts don't add up to the whole"
