"""Reading an example: who the case is, what happens when, what is expected."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from zhuqi.base.ladders.reminders import SENT
from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable
from zhuqi.domain.cases.examples.following import unread
from zhuqi.domain.cases.examples.words import LOOKS, STEPS, Kind, split
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.lamps import STANDARD_PALETTE
from zhuqi.domain.cases.sections.naming import LABELLED
from zhuqi.domain.cases.sections.words import CALLED, CHANNELS, COPYING, SCALES

STEP = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::\d{2})? ?(\S.*)")
TRAITS = {"种类": "kind", "类别": "category", "级别": "grade", "缓急": "urgency", "渠道": "channel", "规模": "scale"}


@dataclass(frozen=True)
class Step:
    """Something that happens in an example. ``words``: what stands after it; ``blamed``: the key for which it must be refused,
    where the example names one."""

    line: int
    at: dt.datetime
    kind: Kind
    words: str
    written: str
    blamed: str = ""


@dataclass(frozen=True)
class Expected:
    """Something that must have come: of a clock (of a unit), or of the case."""

    line: int
    key: str
    unit: str
    clock: str
    written: str


@dataclass(frozen=True)
class Example:
    """One example, read."""

    name: str
    traits: Traits
    steps: tuple[Step, ...]
    expected: tuple[Expected, ...]
    refused: tuple[Step, ...]


def example(node: Node, rules: CaseRules) -> Example:
    """An example of a text. Raises Unreadable."""
    node.only("名", "案", "经过", "应有", "应拒", "说明")
    steps = tuple(step(item) for item in node.at("经过").items())
    if not steps or steps[0].kind is not Kind.RECORD:
        raise node.at("经过").wrong(say("An example begins with 登记: when the need was written down."))
    for one, following in pairwise(steps):
        if following.at < one.at:
            raise Unreadable(following.line, "经过", say("This lies before what stands above it."))
    expected = tuple(_expected(*pair, rules) for pair in node.at("应有").pairs()) if node.has("应有") else ()
    refused = _refused(node.at("应拒")) if node.has("应拒") else ()
    _all_read(steps, refused, rules)
    if not expected and not refused:
        raise node.wrong(say("An example says what must come of it: 应有 or 应拒."))
    traits = _traits(node.at("案"), rules) if node.has("案") else Traits(next(iter(rules.kinds)))
    return Example(node.at("名").text(), traits, steps, expected, refused)


def _refused(node: Node) -> tuple[Step, ...]:
    """The steps of 应拒, each perhaps with the key to blame: ``{步: 2026-03-16 17:01 申请延期 2 工作日, 因: 延期/提前}``."""
    return tuple(map(_blaming, node.items() if node.listed else [node]))


def _blaming(node: Node) -> Step:
    if not node.keyed:
        return step(node)
    node.only("步", "因")
    return replace(step(node.at("步")), blamed=node.at("因").text(100) if node.has("因") else "")


def _all_read(steps: tuple[Step, ...], refused: tuple[Step, ...], rules: CaseRules) -> None:
    """Raises Faulty with the words after steps that nobody reads. A step that must be refused may give a reason that the edition
    doesn't know: that is why it is refused."""
    named = [name for each in (*steps, *refused) if each.kind in NAMING for name in re.split("[，,；;、 ]", each.words)]
    parts = [name.removeprefix(hand) for name in named for hand in ("", *HANDS) if name.startswith(hand)]
    units = tuple(dict.fromkeys([*filter(None, parts), *ROOMS]))
    tried = tuple(each for each in refused if each.kind not in REASONED)
    faults = [
        Unreadable(each.line, key, why)
        for key, lines in (("经过", steps), ("应拒", tried))
        for each in lines
        if (why := unread(each.kind, _word(each.kind), each.words, rules, units)) is not None
    ]
    if faults:
        raise Faulty(faults)


NAMING = (Kind.ASSIGN, Kind.SET_UP)
"""The steps by which units come into an example."""
REASONED = (Kind.NOT_ACCEPT, Kind.AGREE, Kind.ASK_SUSPENSION)
"""The steps that give one of the edition's reasons."""
HANDS = ("主办", "分办", "协办", "成员")
ROOMS = ("发现单位", "上级调度室", "调度室", "回访单位")
"""Units that every example has."""


def _word(kind: Kind) -> str:
    return next(word for word, each in STEPS.items() if each is kind)


def step(node: Node) -> Step:
    """``2022-09-30 17:20 交办 甲局，协办 乙局``. Raises Unreadable."""
    written = " ".join(node.text().split())
    found = STEP.fullmatch(written)
    if found is None:
        raise node.wrong(say("Write a step as 2022-09-30 17:20 交办 甲局: day, time, what happens."))
    try:
        at = dt.datetime.fromisoformat(f"{found[1]} {found[2]:0>5}")
    except ValueError as unread:
        raise node.wrong(say("There is no such day or time.")) from unread
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise node.wrong(say("An example plays in the years from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR))
    word = next((word for word in LONGEST_FIRST if found[3].startswith(word)), None)
    if word is None:
        raise node.wrong(_unknown(found[3].split()[0]))
    return Step(node.line, at, STEPS[word], found[3].removeprefix(word).strip(" ，,、：:"), written)


def _unknown(word: str) -> Sentence:
    """That a step isn't known, and the nearest ones; all of them where none is near."""
    near = difflib.get_close_matches(word, STEPS, n=3, cutoff=0.5)
    return say(
        "There is no step “{word}”. {near}",
        word=word,
        near=say("The nearest: {known}", known=" ".join(near))
        if near
        else say("What can be written: {known}", known=" ".join(STEPS)),
    )


FIRST_YEAR, LAST_YEAR = 1990, 2199
LONGEST_FIRST = sorted(STEPS, key=len, reverse=True)


def _traits(node: Node, rules: CaseRules) -> Traits:
    """How the case is sorted; the first kind of the edition where none is named."""
    node.only(*TRAITS)
    found: dict[str, object] = {"kind": next(iter(rules.kinds))}
    faults = []
    for word, item in node.pairs():
        known = _known(word, rules)
        label = next((code for code, name in known.items() if item.value in (code, name)), None)
        if label is None:
            faults.append(item.wrong(say("This isn't known here. Known are: {known}", known=" ".join(map(str, known)))))
        found[TRAITS[word]] = known[label] if word in ("渠道", "规模") and label else label
    if faults:
        raise Faulty(faults)
    return Traits(**found)  # type: ignore[arg-type]


def _known(word: str, rules: CaseRules) -> Mapping[str, object]:
    if word in LABELLED:
        return dict(getattr(rules, LABELLED[word]))
    return dict(CHANNELS) if word == "渠道" else dict(SCALES)


def _expected(key: str, node: Node, rules: CaseRules) -> Expected:
    """``答复: 2022-10-14 17:00``, ``乙局 答复: 无``, ``状态: 办理中``. Raises Unreadable for what an example can't look at."""
    value = node.value
    written = "、".join(item.text() for item in node.items()) if node.listed else " ".join(str(value).split())
    word, about = split(key)
    if word in (*OF_THE_CASE, *LOOKS):
        wrong = _about(word, about, rules)
        if wrong:
            raise node.wrong(say("“{label}” isn't known here. Known are: {known}", label=about, known=" ".join(wrong)))
        return Expected(node.line, key, "", "", _moment(written))
    unit, _, clock = key.rpartition(" ")
    clocks = [*CALLED, *(own.name for own in rules.own)]
    sent = word in SENT and (not about or about in clocks)
    if not sent and clock not in clocks:
        known = [*clocks, *OF_THE_CASE, *LOOKS, *SENT]
        near = difflib.get_close_matches(clock, known, n=1, cutoff=0.3)
        raise node.wrong(
            say("An example can't look at this. Did you mean: {known}", known=near[0] if near else " ".join(known))
        )
    return Expected(node.line, key, unit.strip(), clock, _moment(written))


def _about(word: str, about: str, rules: CaseRules) -> list[str]:
    """What could stand in brackets after a word, where something else does; empty where nothing is wrong."""
    if word == "谈话":
        lamps = (rules.lamps.palette if rules.lamps else STANDARD_PALETTE).lamps
        known = [word for lamp in lamps for word in dict.fromkeys((lamp.label, lamp.code))]
        return [] if about and set(about.split("、")) <= set(known) else known
    known = [*COPYING] if word == "抄送" else []
    return [] if not about or about in known else known or [word]


OF_THE_CASE = ("状态", "逾期")


def _moment(written: str) -> str:
    """A moment with two digits for its hour; anything else as it is."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})(?::00)?", written)
    return f"{found[1]} {found[2]:0>5}" if found else written
