"""What came of an example, written as the text would write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from zhuqi.base.errors import Fault
from zhuqi.base.ladders.reminders import SENT, Sent
from zhuqi.base.ladders.triggers import TRIGGERS, Trigger, read, write
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Expected
from zhuqi.domain.cases.examples.words import STATES
from zhuqi.domain.cases.life.history import coordinated, lit, must_rise, rules_of
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.sections.words import TICKS

NONE, UNDETERMINED, STANDING = "无", "未定", "停计"
MET, LATE, RUNNING = "按时", "逾期", "在办"


def met(stage: Stage, expected: Expected) -> str:
    """What came, in the form of what was expected: a moment, 无, 未定, 停计, 按时, 逾期, 在办, a state, a lamp, a list."""
    if expected.key == "状态":
        return STATES[stage.life.state]
    if expected.key == "逾期":
        late = [called(clock) for clock in stage.life.clocks if clock.late(stage.now)]
        as_expected = sorted(late) == sorted(expected.written.split("、"))
        return expected.written if as_expected else "、".join(late) or NONE
    if expected.key in OF_THE_RULES:
        return OF_THE_RULES[expected.key](stage, expected.written)
    if expected.unit.split()[:1] == ["亮灯"]:
        return _lamp(stage, expected)
    sent = next((word for word in SENT if expected.clock.startswith(word)), None)
    if sent is not None:
        return _sent(stage, expected, sent)
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


def _sent(stage: Stage, expected: Expected, word: str) -> str:
    """The moments at which a rung of a ladder came: ``提醒: …`` for all, ``督办: …`` for those that send this, ``提醒（答复）: …``
    for those of one clock."""
    name = expected.clock.removeprefix(word).strip("（）() ")
    wanted = None if SENT[word] is Sent.REMIND else SENT[word]
    came: list[dt.datetime] = []
    for n, at, sent in stage.reminded:
        if (not name or called(stage.life.clocks[n - 1]) == name) and (wanted is None or wanted in sent):
            came.append(at)
    return "、".join(stage.written(at) for at in came) or NONE


def _lamp(stage: Stage, expected: Expected) -> str:
    """The lamp of a clock now: ``亮灯 答复: 黄``, ``亮灯 乙局 答复: 黄``; 无 where the text lights none for it."""
    unit = expected.unit.removeprefix("亮灯").strip()
    found = stage.clock(unit, expected.clock, TICKS)
    if found is None:
        return NONE
    if found.running and found.paused_at is not None:
        return STANDING
    shown = lit(stage.life, found, stage.now, stage.terms)
    if shown is None:
        return NONE
    return expected.written if expected.written == shown.lamp.label else shown.lamp.code


def _raised(stage: Stage, written: str) -> str:
    """The triggers by which the case must go up now: ``提级: 第 3 次交办``."""
    raising = rules_of(stage.life, stage.terms).raising
    found = [raising[reason.trigger - 1] for reason in must_rise(stage.life, stage.now, stage.terms)]
    told = "、".join(write(trigger) for trigger in found) or NONE
    try:
        wanted = [] if written == NONE else _triggers(written)
    except Fault:
        return told
    return written if set(wanted) == set(found) else told


def _triggers(written: str) -> list[Trigger]:
    """Several triggers with 、 between them; classes after 级别 belong together. Raises Fault."""
    parts: list[str] = []
    for part in written.split("、"):
        goes_on = (
            parts and parts[-1].startswith("级别") and not any(part.startswith(row.word) for row in TRIGGERS.values())
        )
        parts[-1:] = [f"{parts[-1]}、{part}"] if goes_on else [*parts[-1:], part]
    return [read(part) for part in parts]


def _coordinated(stage: Stage, written: str) -> str:
    """Who coordinates the case now: ``协调: 分管副市长``."""
    found = coordinated(stage.life, stage.now, stage.terms)
    return found.coordinator.label if found else NONE


OF_THE_RULES: Mapping[str, Callable[[Stage, str], str]] = {"提级": _raised, "协调": _coordinated}


def called(clock: Clock) -> str:
    """What a text calls a clock."""
    return next((word for word, tick in TICKS.items() if tick is clock.called), str(clock.called))
