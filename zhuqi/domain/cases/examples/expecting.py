"""What came of an example, written as the text would write it."""

from __future__ import annotations

import re

from zhuqi.base.ladders.parties import PARTIES
from zhuqi.base.ladders.reminders import SENT, Sent
from zhuqi.base.words import say
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases.events import Reminded
from zhuqi.domain.cases.examples.looking import LOOKED_AT
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Expected
from zhuqi.domain.cases.examples.words import NONE, STATES, split
from zhuqi.domain.cases.life.history import lit
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.sections.words import CALLED

UNDETERMINED, STANDING = "未定", "停计"
MET, LATE, RUNNING = "按时", "逾期", "在办"


def met(stage: Stage, expected: Expected) -> str:
    """What came, in the form of what was expected: a moment, 无, 未定, 停计, 按时, 逾期, 在办, a state, a lamp, a list. Raises
    Unreadable for a unit that isn't in the example."""
    if expected.key == "状态":
        return STATES[stage.life.state]
    if expected.key == "逾期":
        late = [called(clock) for clock in stage.life.clocks if clock.missed(stage.now)]
        as_expected = sorted(late) == sorted(expected.written.split("、"))
        return expected.written if as_expected else "、".join(late) or NONE
    word, about = split(expected.key)
    if word in LOOKED_AT:
        return LOOKED_AT[word](stage, about, expected.written)
    unit = expected.unit.removeprefix("亮灯").strip()
    if unit and unit not in stage.units:
        known = " ".join(stage.units)
        raise Unreadable(
            expected.line,
            expected.key,
            say("There is no “{unit}” in this example. There are: {known}", unit=unit, known=known),
        )
    if expected.unit.split()[:1] == ["亮灯"]:
        return _lamp(stage, expected)
    sent = next((word for word in SENT if expected.clock.startswith(word)), None)
    if sent is not None:
        return _sent(stage, expected, sent)
    found = stage.clock(expected.unit, expected.clock, CALLED)
    if found is None:
        return NONE
    got = _clock(stage, found, expected.written)
    return NONE if found.void_at is not None and got != expected.written else got


def _clock(stage: Stage, clock: Clock, wanted: str) -> str:
    if wanted in (MET, LATE, RUNNING):
        if clock.missed(stage.now):
            return LATE
        return RUNNING if clock.running else MET
    if clock.paused_at is not None:
        return STANDING
    return stage.written(clock.due) if clock.due else UNDETERMINED


def _sent(stage: Stage, expected: Expected, word: str) -> str:
    """The moments at which a rung of a ladder came: ``提醒: …`` for all, ``督办: …`` for those that send this, ``提醒（答复）: …``
    for those of one clock; each with its sheet and whom it went to where that is asked."""
    name = expected.clock.removeprefix(word).strip("（）() ")
    wanted = None if SENT[word] is Sent.REMIND else SENT[word]
    came = [
        (stage.written(at), event)
        for at, event in stage.reminded
        if (not name or called(stage.life.clocks[event.clock - 1]) == name) and (wanted is None or wanted in event.sent)
    ]
    lines = [] if expected.written == NONE else BETWEEN.split(expected.written)
    if len(lines) == len(came) and all(_fits(line, *each) for line, each in zip(lines, came, strict=True)):
        return expected.written
    whole = any(" " in line[MOMENT:] for line in lines)
    return "、".join(f"{at}{_details(event) if whole else ''}" for at, event in came) or NONE


BETWEEN = re.compile(r"、(?=\d{4}-)")
MOMENT = len("2026-03-16 17:00")


def _fits(line: str, at: str, event: Reminded) -> bool:
    """Whether a notice came as a line says it: ``2026-03-16 17:00``, with its sheet and whom it went to where the line names
    them (``2026-03-16 17:00 红单 给 承办单位、督查机构``)."""
    rest, _, names = line[MOMENT:].partition("给")
    sheet = rest.strip()
    to = {party for party, words in PARTIES.items() for word in words if word in names.strip().split("、")}
    known = {word for party in to for word in PARTIES[party]}
    return (
        line[:MOMENT] == at
        and (not sheet or sheet == f"{event.sheet}单")
        and (not names or (to == set(event.to) and set(names.strip().split("、")) <= known))
    )


def _details(event: Reminded) -> str:
    sheet = f" {event.sheet}单" if event.sheet else ""
    return f"{sheet} 给 {'、'.join(PARTIES[party][0] for party in event.to)}"


def _lamp(stage: Stage, expected: Expected) -> str:
    """The lamp of a clock now: ``亮灯 答复: 黄``, ``亮灯 乙局 答复: 黄``; 无 where the text lights none for it."""
    unit = expected.unit.removeprefix("亮灯").strip()
    found = stage.clock(unit, expected.clock, CALLED)
    if found is None:
        return NONE
    if found.running and found.paused_at is not None:
        return STANDING
    shown = lit(stage.life, found, stage.now, stage.terms)
    if shown is None:
        return NONE
    return expected.written if expected.written == shown.lamp.label else shown.lamp.code


def called(clock: Clock) -> str:
    """What a text calls a clock."""
    return next((word for word, tick in CALLED.items() if tick is clock.called), str(clock.called))
