"""The part of a rulebook that liaison reads: how officials and enterprises are linked, limits, replacement, vacancy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, Part, Rows, key
from zhuqi.core.rulebook.primitives import OWN
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Length, Number, Text, Word, YesNo
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.bonds import Form, OpenCases
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Firm, Sort, meant
from zhuqi.domain.liaison.sections.firms import LONGEST, Sorts, unlisted
from zhuqi.domain.liaison.sections.words import DUTIES, FORMS, OPEN_CASES, RANKS

KEEPERS: Mapping[str, Duty | Rank] = {**DUTIES, **RANKS}
"""Who can look after an enterprise that has nobody: whoever has a duty of the chain, or a rank."""


@dataclass(frozen=True)
class DutyRule:
    """One duty of the chain: which ranks hold it, how many teams, groups or enterprises each takes, how many hold a place.

    ``scope``: of which enterprises it speaks; of those that another row names by a sort, a row without one doesn't speak.
    ``each_least``: so many each of them has at least; ``of_each``: so many of them an enterprise of the scope has at least."""

    duty: Duty = key("职责", Word(DUTIES), term("duty"), Order.NONE, primitive=18)
    ranks: frozenset[Rank] = key(
        "职级", Chosen(Word(RANKS)), term("ranks"), Order.NONE, primitive=18, default=frozenset()
    )
    scope: frozenset[Sort] = key("范围", Sorts(), term("enterprises"), Order.NONE, primitive=18, default=frozenset())
    most: int | None = key("每人至多", Number(1), term("each holds at most"), Order.LESS, primitive=18, default=None)
    each_least: int = key("每人至少", Number(0), term("each holds at least"), Order.MORE, primitive=18, default=0)
    least: int = key("每处至少", Number(0, 100), term("a place has at least"), Order.MORE, primitive=18, default=0)
    of_each: int = key(
        "每企至少", Number(0, 100), term("officials an enterprise at least"), Order.MORE, primitive=18, default=0
    )

    def holds(self, rank: Rank | None) -> bool:
        """Whether it speaks of somebody of a rank."""
        return not self.ranks or rank in self.ranks

    def check(self, node: Node) -> Iterator[Unreadable]:
        """What can't be kept, and what only enterprises have."""
        if self.most is not None and self.most < self.each_least:
            yield _at(node, "每人至少").wrong(
                say("Nobody can hold at least {n} and at most {m}.", n=self.each_least, m=self.most)
            )
        if self.duty is not Duty.HOLDS_ENTERPRISES:
            for word, said in (("范围", self.scope), ("每企至少", self.of_each)):
                if said:
                    yield node.at(word).wrong(say("Only 包企 speaks of single enterprises: write it there."))


@dataclass(frozen=True)
class Overlay:
    """A second link beside the place's own, for the enterprises of an industry, or of a project or a park, which are lists."""

    name: str = key("名称", Text(LONGEST), term("what it is called"), Order.NONE, primitive=18)
    scope: frozenset[Sort] = key("范围", Sorts(), term("enterprises"), Order.MORE, primitive=18)
    least: int = key(
        "每企至少", Number(1, 100), term("officials an enterprise at least"), Order.MORE, primitive=18, default=1
    )


@dataclass(frozen=True)
class ReplacingRule:
    """What follows when an official is replaced (换人交接)."""

    within: Span = key(
        "交接期限", Length(0), term("handed over within"), Order.LESS, primitive=18, default=Span(5, Unit.WORKING_DAY)
    )
    cases: OpenCases = key(
        "在办", Word(OPEN_CASES), term("open cases"), Order.NONE, primitive=18, default=OpenCases.MOVE
    )
    successor_first: bool = key(
        "先接后交",
        YesNo(),
        term("nobody leaves before the successor is named"),
        Order.MORE,
        primitive=18,
        default=False,
    )


@dataclass(frozen=True)
class VacancyRule:
    """How long an enterprise may be without its official, and who looks after it until then."""

    within: Span = key(
        "补齐期限", Length(0), term("filled within"), Order.LESS, primitive=18, default=Span(10, Unit.WORKING_DAY)
    )
    keeper: Duty | Rank | None = key(
        "代管", Word(KEEPERS), term("looked after meanwhile by"), Order.NONE, primitive=18, default=None
    )


@dataclass(frozen=True)
class LiaisonRules:
    """What one edition says about liaison."""

    forms: frozenset[Form] = key(
        "形式", Chosen(Word(FORMS)), term("forms of liaison"), Order.NONE, primitive=18,
        default=frozenset({Form.ONE_TO_ONE, Form.CHAIN}),
    )  # fmt: skip
    lists: frozenset[str] = key(
        "名单", Chosen(Text(LONGEST)), term("named lists"), Order.NONE, primitive=18, default=frozenset()
    )
    scope: frozenset[Sort] = key(
        "范围", Sorts(), term("enterprises that have an official"), Order.MORE, primitive=18, default=frozenset()
    )
    chain: tuple[DutyRule, ...] = key(
        "责任链",
        Rows(DutyRule, by=("duty", "ranks", "scope"), most=40),
        term("chain of responsibility"),
        Order.NONE,
        primitive=18,
        default=(),
    )
    overlays: tuple[Overlay, ...] = key(
        "叠加", Rows(Overlay, by=("name",), most=40), term("overlays"), Order.NONE, primitive=18, default=()
    )
    least: int = key(
        "每企至少", Number(1, 100), term("officials an enterprise at least"), Order.MORE, primitive=18, default=1
    )
    most: int | None = key(
        "每企至多", Number(1, 100), term("officials an enterprise at most"), Order.LESS, primitive=18, default=None
    )
    each_least: int = key("每人至少", Number(0), term("each holds at least"), Order.MORE, primitive=18, default=0)
    each: int | None = key("每人至多", Number(1), term("each holds at most"), Order.LESS, primitive=18, default=None)
    strict: bool = key("不合即拒", YesNo(), term("what doesn't fit is refused"), Order.MORE, primitive=18, default=True)
    replacing: ReplacingRule = key(
        "更换",
        Part(ReplacingRule, short="within"),
        term("replacement"),
        Order.NONE,
        primitive=18,
        default_factory=ReplacingRule,
    )
    vacancy: VacancyRule = key(
        "空缺",
        Part(VacancyRule, short="within"),
        term("vacancy"),
        Order.NONE,
        primitive=18,
        default_factory=VacancyRule,
    )

    tiles: str | None = key("分片图", Text(2000), term("tile map"), Order.NONE, primitive=OWN, default=None)

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of liaison."""
        return cls()

    @classmethod
    def read(cls, node: Node, base: Self | None = None) -> Self:
        """The section ``联系`` of a text, over what a place above says. Raises Unreadable."""
        return Part(cls).read(node, base)

    def limit(self, duty: Duty, rank: Rank | None) -> int | None:
        """How many teams, groups or enterprises somebody may hold by a duty: every row for their rank or for any holds, for
        enterprises the general limit too; None where there is none. Rows for some enterprises only are looked at apart."""
        rows = [row for row in self.chain if row.duty is duty and row.holds(rank) and not row.scope]
        limits = [row.most for row in rows] + [self.each if duty is Duty.HOLDS_ENTERPRISES else None]
        return min((most for most in limits if most is not None), default=None)

    def least_each(self, duty: Duty, rank: Rank | None) -> int:
        """How many somebody who has a duty holds by it at least."""
        rows = [row.each_least for row in self.chain if row.duty is duty and row.holds(rank) and not row.scope]
        return max([*rows, self.each_least if duty is Duty.HOLDS_ENTERPRISES else 0], default=0)

    def ranks(self, duty: Duty, firm: Firm | None = None) -> frozenset[Rank]:
        """Which ranks hold a duty here (for such an enterprise: by the rows that name a sort of it, else by those that name
        none); none named: all."""
        rows = [row for row in self.chain if row.duty is duty]
        if firm is not None:
            close = [row for row in rows if row.scope and meant(row.scope, firm)]
            rows = close or [row for row in rows if not row.scope]
        named = [row.ranks for row in rows]
        return frozenset().union(*named) if named and all(named) else frozenset()

    def check(self, node: Node) -> Iterator[Unreadable]:
        """What is wrong between the keys."""
        if not self.forms:
            yield _at(node, "形式").wrong(say("Name at least one form of liaison: {known}", known=" ".join(FORMS)))
        for word, wrong in self._contradictions():
            yield _at(node, word).wrong(wrong)
        yield from unlisted(node, "范围", self.lists)
        for row in node.at("责任链").items() if node.has("责任链") else ():
            yield from unlisted(row, "范围", self.lists)
        for row in node.at("叠加").items() if node.has("叠加") else ():
            yield from unlisted(row, "范围", self.lists)

    def doubts(self, node: Node) -> Iterator[Unreadable]:
        """Somebody who looks after an enterprise meanwhile, by a duty that nobody has here."""
        keeper = self.vacancy.keeper
        if not isinstance(keeper, Duty) or keeper is Duty.HOLDS_ENTERPRISES or not node.has("空缺"):
            return
        if Form.CHAIN not in self.forms:
            where = node.at("空缺")
            why = say("Nobody has this duty here: “形式” doesn't name 责任链. Write 包企, or a rank.")
            yield (where.at("代管") if where.keyed and where.has("代管") else where).wrong(why)

    def _contradictions(self) -> Iterator[tuple[str, Sentence]]:
        if self.chain and Form.CHAIN not in self.forms:
            yield "责任链", say("The chain has rows, but “形式” doesn't name 责任链.")
        if self.overlays and Form.OVERLAY not in self.forms:
            yield "叠加", say("There are overlays, but “形式” doesn't name 叠加.")
        if Form.OVERLAY in self.forms and not self.overlays:
            yield "形式", say("“形式” names 叠加, but there is no overlay: say which.")
        if self.most is not None and self.most < self.least:
            yield "每企至多", say("An enterprise can't have at least {n} and at most {m}.", n=self.least, m=self.most)
        if self.each is not None and self.each < self.each_least:
            yield "每人至少", say("Nobody can hold at least {n} and at most {m}.", n=self.each_least, m=self.each)
        for row in self.chain:
            if row.of_each > self.most_at_once:
                why = say("An enterprise can't have at least {n} and at most {m}.", n=row.of_each, m=self.most_at_once)
                yield "责任链", why
        if Form.SEVERAL not in self.forms and self.most_at_once > 1:
            word = "每企至多" if self.most is not None and self.most > 1 else "每企至少"
            yield word, say("More than one official for an enterprise is 多人共联: name it under “形式”.")

    @property
    def most_at_once(self) -> int:
        """How many officials an enterprise may have at once, overlays left aside; without several at once it is one."""
        if self.most is not None:
            return max(self.most, self.least)
        return 100 if Form.SEVERAL in self.forms else max(1, self.least)


def _at(node: Node, word: str) -> Node:
    """Where a fault of a key stands: the key, or the section where a place above wrote it."""
    return node.at(word) if node.has(word) else node
