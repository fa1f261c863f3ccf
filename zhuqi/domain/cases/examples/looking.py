"""What an example sees beside the clocks: what became of the case, who got a copy, what the check and the ratings came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from zhuqi.base.errors import Fault
from zhuqi.base.ladders.parties import PARTIES
from zhuqi.base.ladders.talks import Talk, called
from zhuqi.base.ladders.triggers import CODED, TRIGGERS, Trigger, read, write
from zhuqi.domain.cases.examples.ending import FOLLOWED
from zhuqi.domain.cases.examples.weighing import force, grade
from zhuqi.domain.cases.examples.words import CONFIRMED, ENDED, NONE, RESULTS
from zhuqi.domain.cases.life.drawing import to_call
from zhuqi.domain.cases.life.history import coordinated, must_rise, rules_of
from zhuqi.domain.cases.rules.grading import Next
from zhuqi.domain.cases.rules.tally import Tally, done
from zhuqi.domain.cases.rules.words import End
from zhuqi.domain.cases.sections.lamps import STANDARD_PALETTE
from zhuqi.domain.cases.sections.words import APPROVERS, COPYING

if TYPE_CHECKING:
    from zhuqi.domain.cases.examples.playing import Stage


def _raised(stage: Stage, about: str, written: str) -> str:
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
    """Several triggers with 、 between them; labels after 级别 and its like belong together. Raises Fault."""
    parts: list[str] = []
    coded = tuple(TRIGGERS[sort].word for sort in CODED)
    begins = ("第", "已", *(word for row in TRIGGERS.values() for word in (row.word, *row.also)))
    for part in written.split("、"):
        goes_on = parts and parts[-1].startswith(coded) and not part.startswith(begins)
        parts[-1:] = [f"{parts[-1]}、{part}"] if goes_on else [*parts[-1:], part]
    return [read(part) for part in parts]


def _coordinated(stage: Stage, about: str, written: str) -> str:
    """Who coordinates the case now: ``协调: 分管副市长``."""
    found = coordinated(stage.life, stage.now, stage.terms)
    return found.coordinator.label if found else NONE


def _copied(stage: Stage, about: str, written: str) -> str:
    """The codes of the units that got a copy so far, or by one moment: ``抄送: [xn, dc]``, ``抄送（答复）: xn``."""
    codes = {unit: code for code, unit in stage.copied.items()}
    moment = COPYING.get(about)
    got = {codes[copy.unit] for copy in stage.life.copies if moment is None or copy.moment is moment}
    return _all(written, got)


def _all(written: str, got: set[str]) -> str:
    """Neither more nor fewer than were expected, in any order."""
    wanted = set() if written == NONE else set(written.split("、"))
    return written if wanted == got else "、".join(sorted(got)) or NONE


def _ended(stage: Stage, about: str, written: str) -> str:
    """How the case ended: each of the words that are expected holds (``结局: [已解决, 企业认可, 算办结]``)."""
    came = list(_how_it_ended(stage))
    wanted = written.split("、")
    return written if came and set(wanted) <= set(came) else "、".join(came) or NONE


def _how_it_ended(stage: Stage) -> Iterator[str]:
    life = stage.life
    if life.end is None:
        return
    if life.end is not End.CLOSED:
        yield ENDED[life.end]
        return
    if life.outcome is not None:
        yield RESULTS[life.outcome]
    if life.confirmation is not None:
        yield CONFIRMED[life.confirmation]
    yield "算办结" if done(life.outcome, life.confirmation, life.tally) else "不算办结"
    if life.tally is Tally.UNCOUNTED:
        yield "不计数"


def _checked(stage: Stage, about: str, written: str) -> str:
    """What became of the check of the latest reply: 通过, 不通过, 待督核, 免督核 (not drawn, or not meant); 无 without one."""
    reply = stage.life.reply
    if reply is None or not stage.rules.gate.on:
        return NONE
    if reply.spared:
        return "免督核"
    return "待督核" if reply.passed is None else "通过" if reply.passed else "不通过"


def _rated(stage: Stage, about: str, written: str) -> str:
    """What followed the latest rating: 重办, 提级重办, 调度室了结, 无."""
    return FOLLOWED[stage.followed or Next.NOTHING]


def _drawn(stage: Stage, about: str, written: str) -> str:
    """Whether only the enterprise itself, or a callback, ends the case."""
    return "抽中" if to_call(stage.life, stage.rules) else "未抽中"


def _talk(stage: Stage, about: str, written: str) -> str:
    """Which talk the last of some lamps brings, the oldest first: ``谈话（红、红）: 约谈分管负责人``."""
    palette = stage.rules.lamps.palette if stage.rules.lamps else STANDARD_PALETTE
    codes = {word: lamp.code for lamp in palette.lamps for word in (lamp.label, lamp.code)}
    found = called(stage.rules.talking, [codes.get(word, "") for word in about.split("、")])
    if found is None:
        return NONE
    return written if written in _talked(found) else _talked(found)[0]


def _talked(talk: Talk) -> list[str]:
    """A talk as it may be written, with and without who calls."""
    to, by = PARTIES[talk.to], (talk.called,) if talk.called else PARTIES[talk.caller]
    short = [f"约谈{word}" for word in to]
    return [*(f"由{caller}{word}" for caller in by for word in short), *short]


def _approver(stage: Stage, about: str, written: str) -> str:
    """Who grants, or granted, what was asked for last: ``批准: 单位负责人``."""
    asked = next((asked for asked in reversed(stage.life.requests) if asked.approver), None)
    return next((word for word, who in APPROVERS.items() if asked and who is asked.approver), NONE)


def _instead(stage: Stage, about: str, written: str) -> str:
    """Where the enterprise is told to go by the reason for which it isn't accepted: ``转告: 人民法院``."""
    return stage.rules.intake.instead.get(stage.life.refused_for or "", NONE)


LOOKED_AT: Mapping[str, Callable[[Stage, str, str], str]] = {
    "提级": _raised,
    "协调": _coordinated,
    "抄送": _copied,
    "结局": _ended,
    "督核结果": _checked,
    "评价": _rated,
    "回访": _drawn,
    "谈话": _talk,
    "专班": force,
    "级别": grade,
    "批准": _approver,
    "转告": _instead,
}
"""What an example can look at beside clocks: the word → (the stage, what stands in brackets after the word, what is expected)
→ what came, written as what was expected where it is that."""
