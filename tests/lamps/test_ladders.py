"""Reminders and talks: the tables of docs/lamps.md."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lamps.page import found, rows
from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.ladders import reminders, talks
from zhuqi.base.ladders.parties import ANSWERABLE, PARTIES, PARTY_OF, Party
from zhuqi.base.ladders.reminders import MOST_RUNGS, SENT, Notice, Rung, Timing, When, offsets
from zhuqi.base.lamps.rules import Lamp, Palette
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit, parse

TIMINGS = rows("written | counted | offset | repeats | until | written back")
LADDERS, TALK_LADDERS = rows("# | rungs | found", 0), rows("# | rungs | found", 1)
CALLS = rows("# | case | ladder | history | stands at | called now")
PALETTE = Palette((Lamp("绿", "绿灯", "green"), Lamp("黄", "黄灯", "yellow"), Lamp("红", "红灯", "red")))


@pytest.mark.parametrize("row", TIMINGS, ids=[row[0] for row in TIMINGS])
def test_a_timing_is_read_and_written_as_the_page_says(row):
    text, when, offset, repeats, until, back = row
    every, _, times = repeats.partition(" × ")
    timing = reminders.read(text)
    expected = Timing(When(when), parse(offset), parse(every) if every else None, int(times) if times else None, until)
    assert timing == expected
    assert reminders.write_timing(timing) == back
    assert reminders.read(back) == timing


@pytest.mark.parametrize(
    "text", ["", "1 工作日", "到期前", "每 7 天，每 3 天", "到期后 1 天，共 3 次", "每 7 天，共 0 次", "每 7 天，至"]
)
def test_what_is_no_timing_is_refused(text):
    with pytest.raises(Fault):
        reminders.read(text)


def rung(text: str) -> Rung:
    timing, sent, to = text.rsplit(" ", 2)
    return Rung(reminders.read(timing), (Notice(SENT[sent], tuple(PARTY_OF[name] for name in to.split("、"))),))


def ladder(text: str) -> tuple[Rung, ...]:
    return tuple(rung(part) for part in text.split("；"))


@pytest.mark.parametrize("row", LADDERS, ids=[f"row_{row[0]}" for row in LADDERS])
def test_the_faults_of_a_ladder_are_those_of_the_page(row):
    _, text, said = row
    if said == "as the calendar's order says":
        way = compare(Span(5, Unit.WORKING_DAY), Span(1, Unit.MONTH))
        said = "incomparable 1 2" if way is None else "nothing" if way < 0 else "order 1 2"
    assert found(reminders.lint(ladder(text))) == said


def test_spans_that_no_calendar_puts_in_order_are_named():
    rungs = ladder("到期后 5 工作日 催办 承办单位；到期后 1 个月 督办 主要负责人")
    assert found(reminders.lint(rungs, lambda a, b: None)) == "incomparable 1 2"
    assert found(reminders.lint(rungs, lambda a, b: -1)) == "nothing"
    assert found(reminders.lint(rungs, lambda a, b: 1)) == "order 1 2"


def test_a_ladder_too_long_is_refused_whole():
    rungs = ladder("；".join(f"到期后 {n} 天 催办 承办单位" for n in range(1, MOST_RUNGS + 2)))
    assert found(reminders.lint(rungs)) == "long"
    assert found(reminders.lint(rungs[:-1])) == "nothing"


def test_a_rung_that_sends_nothing_or_in_no_colour_is_found():
    timing = reminders.read("到期时")
    assert found(reminders.lint((Rung(timing, ()),))) == "nobody 1"
    assert found(reminders.lint((Rung(timing, (Notice(SENT["督办"], ()),)),))) == "nobody 1"
    assert found(reminders.lint((Rung(timing, (Notice(SENT["督办"], (Party.UNIT,), "pink"),)),))) == "colour 1"
    assert found(reminders.lint((Rung(timing, (Notice(SENT["督办"], (Party.UNIT,), "yellow"),)),))) == "nothing"


@pytest.mark.parametrize(
    ("text", "most", "amounts"),
    [
        ("到期后 2 天", 9, [2]),
        ("到期后 2 天，每 3 天，共 3 次", 9, [2, 5, 8]),
        ("每 7 天，至销号", 4, [7, 14, 21, 28]),
        ("到期前 5 天，每 2 天，至答复", 9, [5, 3, 1]),
        ("到期前 4 天，每 2 天", 9, [4, 2]),
    ],
)
def test_a_repeating_rung_is_sent_at_its_offsets(text, most, amounts):
    assert [span.amount for span in offsets(reminders.read(text), most)] == amounts


def test_only_what_has_neither_a_last_time_nor_an_event_is_endless():
    assert reminders.read("每 7 天").endless
    assert reminders.read("到期后 1 天，每 1 天").endless
    assert not any(
        reminders.read(t).endless for t in ("每 7 天，至销号", "每 7 天，共 3 次", "到期前 3 天，每 1 天", "到期时")
    )


def talk_ladder(text: str) -> list[talks.Talk]:
    made: list[talks.Talk] = []
    for part in text.split("；"):
        made.append(talks.read(part, PALETTE, made[-1] if made else None))
    return made


RED = talk_ladder("连续 2 次红灯：约谈分管负责人；3 次：约谈主要负责人")
ALL = talk_ladder("累计 3 次红灯或黄灯：由督查机构约谈主要负责人")


@pytest.mark.parametrize("row", CALLS, ids=[f"row_{row[0]}" for row in CALLS])
def test_who_talks_to_whom_is_as_the_page_says(row):
    _, _, name, history, stands, called = row
    seen = ["exempt" if code == "E" else "unknown" if code == "?" else code for code in history.split()]
    rungs = {"red": RED, "all": ALL}[name]
    found_now = [talks.standing(rungs, seen), talks.called(rungs, seen)]
    assert [PARTIES[talk.to][0] if talk else "nobody" for talk in found_now] == [stands, called]


@pytest.mark.parametrize("row", TALK_LADDERS, ids=[f"row_{row[0]}" for row in TALK_LADDERS])
def test_the_faults_of_a_ladder_of_talks_are_those_of_the_page(row):
    assert found(talks.lint(talk_ladder(row[1]), PALETTE)) == row[2]


def test_what_is_left_out_of_a_talk_is_as_in_the_rung_before():
    assert RED[1] == talks.Talk(3, frozenset({"红"}), Party.CHIEF)
    assert ALL[0] == talks.Talk(3, frozenset({"红", "黄"}), Party.CHIEF, Party.SUPERVISION, False)
    mixed = talk_ladder("连续 2 次红灯：由督查机构约谈分管负责人；累计 5 次黄灯：约谈主要负责人")
    assert mixed[1] == talks.Talk(5, frozenset({"黄"}), Party.CHIEF, Party.SUPERVISION, False)
    assert str(RED[1].why(PALETTE)) == "红灯: 3 in a row."
    assert str(ALL[0].why(PALETTE)) == "黄灯、红灯: 3 in all."


@pytest.mark.parametrize(
    "text",
    [
        "3 次：约谈主要负责人",
        "连续 2 次紫灯：约谈分管负责人",
        "连续 2 次：约谈分管负责人",
        "连续 2 次红灯：约谈张三",
        "约谈",
    ],
)
def test_what_is_no_talk_is_refused(text):
    with pytest.raises(Invalid, match="连续 2 次红灯"):
        talks.read(text, PALETTE)


@given(
    st.builds(
        talks.Talk,
        st.integers(1, 20),
        st.sets(st.sampled_from("绿黄红"), min_size=1).map(frozenset),
        st.sampled_from(sorted(ANSWERABLE)),
        st.sampled_from(sorted(set(Party) - {Party.ENTERPRISE})),
        st.booleans(),
    )
)
def test_a_talk_that_is_written_is_read_back_the_same(talk):
    assert talks.read(talks.write(talk, PALETTE), PALETTE) == talk


def test_a_lamp_that_the_palette_has_not_and_a_ladder_of_nothing_are_found():
    assert found(talks.lint([talks.Talk(2, frozenset({"紫"}), Party.HEAD)], PALETTE)) == "lamp 1"
    assert found(talks.lint([talks.Talk(2, frozenset(), Party.HEAD)], PALETTE)) == "lamp 1"
    assert found(talks.lint([talks.Talk(0, frozenset({"红"}), Party.HEAD)], PALETTE)) == "order 1"
    assert found(talks.lint([], PALETTE)) == "long"


def test_no_party_is_written_in_two_ways_that_mean_two():
    forms = [form for names in PARTIES.values() for form in names]
    assert len(forms) == len(set(forms)) and set(PARTIES) == set(Party)
    assert all(re.fullmatch("[一-鿿]+", form) for form in forms)
