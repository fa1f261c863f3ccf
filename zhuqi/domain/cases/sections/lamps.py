"""How the deadlines of a case light their lamps, and who is talked to about them (谈话)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhuqi.base.errors import Fault
from zhuqi.base.ladders import talks
from zhuqi.base.ladders.talks import Talk
from zhuqi.base.lamps import lint, reading, writing
from zhuqi.base.lamps.gauges import Condition, Gauge
from zhuqi.base.lamps.rules import COLOURS, MOST_BANDS, MOST_LAMPS, Band, Lamp, LampRule, Palette
from zhuqi.base.words import say, term
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Several, Shape, Told, Written, alone_or_listed, read_all
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections.chasing import Colour, fault
from zhuqi.domain.cases.sections.filters import Filtered, closest, groups

MEASURED = frozenset({Gauge.LEFT, Gauge.USED})
"""What a clock tells: the time left until it is due or since then, and how much of its time is used."""
BAND = Written(
    reading.parse, writing.write, ("已逾期", "剩余不足 1 工作日", "剩余 1–3 工作日", "已用超过一半", "其余"), 80
)


@dataclass(frozen=True)
class Colours(Shape[Palette]):
    """A palette, the best lamp first: ``[绿, 黄, 红]``, or with what each is called there: ``{绿: 正常, 红: 超期}``."""

    def read(self, node: Node) -> Palette:
        named = self._named(node)
        if not 1 <= len(named) <= MOST_LAMPS:
            raise node.wrong(say("A palette has from 1 to {n} lamps.", n=MOST_LAMPS))
        if len({colour for colour, _ in named}) < len(named):
            raise node.wrong(say("Something is here twice."))
        return palette(dict(named))

    def _named(self, node: Node) -> list[tuple[str, str]]:
        """(colour as it is written, label) in order. Raises Unreadable."""
        if node.listed:
            return [(colour, f"{colour}灯") for colour in read_all(Colour(), node.items())]
        node.only(*COLOURS)
        return [(colour, label.text(12)) for colour, label in node.pairs()]

    def plain(self, value: Palette) -> list[str] | dict[str, str]:
        named = {lamp.code: lamp.label for lamp in value.lamps}
        return list(named) if all(label == f"{code}灯" for code, label in named.items()) else named

    def schema(self) -> dict[str, object]:
        label = {"type": "string", "minLength": 1, "maxLength": 12}
        listed = {"type": "array", "items": {"enum": list(COLOURS)}, "uniqueItems": True, "maxItems": MOST_LAMPS}
        named = {"type": "object", "properties": dict.fromkeys(COLOURS, label), "additionalProperties": False}
        return {"oneOf": [listed, named]}

    def told(self, value: Palette) -> Told:
        return "、".join(lamp.label for lamp in value.lamps)


def palette(labels: Mapping[str, str]) -> Palette:
    """A palette from {colour: label}, the best first."""
    return Palette(tuple(Lamp(colour, label, COLOURS[colour]) for colour, label in labels.items()))


STANDARD_PALETTE = palette({colour: f"{colour}灯" for colour in "绿黄红"})


@dataclass(frozen=True, kw_only=True)
class BandRule(Filtered):
    """One band: which lamp is lit, and when. Bands are looked at in order; the first that holds lights its lamp."""

    code: str = key("亮", Colour(), term("lamp"), Order.NONE, primitive=13)
    conditions: tuple[Condition, ...] = key("当", BAND, term("when"), Order.NONE, primitive=13)


@dataclass(frozen=True)
class ClockLamps:
    """The lamps of a case's clocks: the palette, and the bands of each clock. A clock for which there are no bands has
    the standard lamps."""

    bands: tuple[BandRule, ...] = key(
        "规则", Several(Part(BandRule), 5 * MOST_BANDS), term("lamps lit"), Order.NONE, primitive=13
    )
    palette: Palette = key("灯", Colours(), term("palette"), Order.NONE, primitive=13, default=STANDARD_PALETTE)

    def rule(self, clock: Tick | str, traits: Traits) -> LampRule | None:
        """The rule of one clock of such a case; None where the edition has none for it."""
        rows = closest(self.bands, clock, traits)
        return self._rule(rows) if rows else None

    def of(self, rows: tuple[BandRule, ...]) -> LampRule | None:
        """Some bands as a rule; None where they make none."""
        try:
            return self._rule(rows)
        except Fault:
            return None

    def _rule(self, rows: tuple[BandRule, ...]) -> LampRule:
        """Some bands as a rule. A lamp that only other clocks light is left out. Raises Refused."""
        mine, every = ({row.code for row in some} for some in (rows, self.bands))
        bands = tuple(Band(row.code, row.conditions) for row in rows)
        return LampRule(self.palette, bands, frozenset(every - mine), good_reason=False)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """What is wrong with each rule: gaps, contradictions, lamps never lit, measures that no clock has."""
        items = alone_or_listed(node.at("规则"))
        for places in groups(self.bands):
            rows = tuple(self.bands[n] for n in places)
            unread = [n for n in places if any(c.axis.gauge not in MEASURED for c in self.bands[n].conditions)]
            for n in unread:
                why = say(
                    "A clock tells the time left (剩余), the time over (逾期) and what is used (已用), and no more."
                )
                yield items[n].at("当").wrong(why)
            if not unread:
                yield from self._faults(rows, [items[n] for n in places], node)

    def _faults(self, rows: tuple[BandRule, ...], items: list[Node], node: Node) -> Iterator[Unreadable]:
        try:
            rule = self._rule(rows)
        except Fault as refused:
            yield items[0].wrong(refused.sentence)
            return
        for finding in lint.lint(rule):
            if finding.grave:
                yield fault(items[finding.lines[-1] - 1] if finding.lines else node, finding)


def talk_ladder(lines: tuple[str, ...], lamps: Palette) -> tuple[Talk, ...]:
    """The lines of 谈话 as a ladder: what a line leaves out is as in the line before. Raises Invalid."""
    found: list[Talk] = []
    for line in lines:
        found.append(talks.read(line, lamps, found[-1] if found else None))
    return tuple(found)


def talk_faults(lines: tuple[str, ...], lamps: Palette, node: Node, *, grave: bool = True) -> Iterator[Unreadable]:
    """What is wrong with a ladder of talks, at its lines; ``grave`` False: what is hardly meant, of one that can be read."""
    items = alone_or_listed(node)
    found: list[Talk] = []
    for line, item in zip(lines, items, strict=True):
        try:
            found.append(talks.read(line, lamps, found[-1] if found else None))
        except Fault as refused:
            yield item.wrong(refused.sentence)
            return
    for finding in talks.lint(found, lamps):
        if finding.grave is grave:
            yield fault(items[finding.lines[-1] - 1] if finding.lines else node, finding)
