"""What came of an example, written as the text would write it."""

from __future__ import annotations

import datetime as dt

from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Expected
from zhuqi.domain.cases.examples.words import STATES
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.sections.words import TICKS

NONE, UNDETERMINED, STANDING = "无", "未定", "停计"
MET, LATE, RUNNING = "按时", "逾期", "在办"


def met(stage: Stage, expected: Expected) -> str:
    """What came, in the form of what was expected: a moment, 无, 未定, 停计, 按时, 逾期, 在办, a state, a list."""
    if expected.key == "状态":
        return STATES[stage.life.state]
    if expected.key == "逾期":
        late = [called(clock) for clock in stage.life.clocks if clock.late(stage.now)]
        as_expected = sorted(late) == sorted(expected.written.split("、"))
        return expected.written if as_expected else "、".join(late) or NONE
    if expected.clock.startswith("提醒"):
        return _reminders(stage, expected)
    found = stage.clock(expected.unit, expected.clock, TICKS)
    if found is None or (found.void_at is not None and expected.written == NONE):
        return NONE
    return _clock(stage, found, expected.written)


def _clock(stage: Stage, clock: Clock, wanted: str) -> str:
    if wanted in (MET, LATE, RUNNING):
        if clock.late(stage.now):
            return LATE
        return RUNNING if clock.running else MET
    if clock.paused_at is not None:
        return STANDING
    return stage.written(clock.due) if clock.due else UNDETERMINED


def _reminders(stage: Stage, expected: Expected) -> str:
    """The moments at which a clock's reminders came: ``答复提醒: …`` or ``提醒: …`` for all."""
    name = expected.clock.removeprefix("提醒").strip("（）() ")
    came: list[dt.datetime] = []
    for n, at in stage.reminded:
        if not name or called(stage.life.clocks[n - 1]) == name:
            came.append(at)
    return "、".join(stage.written(at) for at in came) or NONE


def called(clock: Clock) -> str:
    """What a text calls a clock."""
    return next((word for word, tick in TICKS.items() if tick is clock.called), str(clock.called))
