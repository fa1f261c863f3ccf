"""How the enterprise rates, who calls it back, and what follows where it isn't satisfied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.words import Named, say, term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Number, Several, Share, Text, Told, Word
from zhuqi.domain.cases.rules.grading import FEWEST, MOST, Last, Then

ALL, NONE_OF_THEM, SAMPLE = "全部", "不回访", "抽查"
LONGEST = 20
"""Characters of a grade."""


class Caller(Named):
    """Who calls an enterprise back. Never who handled the case, whatever is written."""

    DESK = "desk", term("the dispatch room")
    SUPERVISION = "supervision", term("the supervision office")
    FINDER = "finder", term("whoever found the need")


CALLERS: Mapping[str, Caller] = {
    "调度室": Caller.DESK,
    "督查": Caller.SUPERVISION,
    "发现人": Caller.FINDER,
}
THENS: Mapping[str, Then] = {"重办": Then.REDO, "提级重办": Then.UP}
LASTS: Mapping[str, Last] = {"调度室了结": Last.DESK, "提级": Last.UP}


@dataclass(frozen=True)
class Sample(Share):
    """How many of some things: ``全部``, ``抽查 20%``, ``不回访``."""

    def read(self, node: Node) -> Fraction:
        written = node.text(20).strip()
        if written in (ALL, NONE_OF_THEM):
            return Fraction(written == ALL)
        whole = Node(node.key, written.removeprefix(SAMPLE).strip(), node.line, node.path)
        if not written.startswith(SAMPLE):
            raise node.wrong(say("Write 全部, 不回访, or a sample like 抽查 20%."))
        return Share.read(self, whole)

    def plain(self, value: Fraction) -> str:
        if value in (0, 1):
            return ALL if value else NONE_OF_THEM
        return f"{SAMPLE} {Share.plain(self, value)}"

    def schema(self) -> dict[str, object]:
        share = {"type": "string", "pattern": r"^抽查 ?\d{1,3}(\.\d{1,2})? ?[%％]$"}
        return {"anyOf": [{"enum": [ALL, NONE_OF_THEM]}, share]}

    def told(self, value: Fraction) -> Told:
        return self.plain(value)


@dataclass(frozen=True)
class RatingRule:
    """Grades of the reply and of the result, which are two (M6), the best first; without any, one to five.

    ``callback``: of the cases, so many end only by the enterprise itself or by a callback of ``callers``, the first of whom keeps
    the clock 问企业. ``dissatisfied``: grades of either list; given, the case is done again at once, ``most`` times, with the
    urgency ``urgency``, and then what ``last`` says. No grade is ever taken from silence (M5).
    """

    reply: tuple[str, ...] = key(
        "答复", Several(Text(LONGEST), MOST), term("grades of the reply, the best first"), primitive=16, default=()
    )
    result: tuple[str, ...] = key(
        "结果", Several(Text(LONGEST), MOST), term("grades of the result, the best first"), primitive=16, default=()
    )
    callback: Fraction = key("回访", Sample(), term("called back"), Order.MORE, primitive=16, default=Fraction(0))
    callers: tuple[Caller, ...] = key(
        "回访单位", Several(Word(CALLERS), 3), term("called back by"), primitive=16, default=(Caller.DESK,)
    )
    dissatisfied: frozenset[str] = key(
        "不满意", Chosen(Text(LONGEST)), term("grades that mean not satisfied"), Order.MORE, primitive=16,
        default=frozenset(),
    )  # fmt: skip
    then: Then = key(
        "不满意后", Word(THENS), term("where it isn't satisfied"), Order.NONE, primitive=16, default=Then.REDO
    )
    urgency: str | None = key("加急", Text(30), term("then with the urgency"), primitive=16, default=None)
    most: int = key(
        "至多", Number(1, 99), term("done again at most so many times"), Order.MORE, primitive=16, default=2
    )
    last: Last = key("之后", Word(LASTS), term("and after that"), Order.NONE, primitive=16, default=Last.DESK)

    @property
    def of_reply(self) -> tuple[str, ...]:
        """The grades of the reply; those of the result where only these are written."""
        return self.reply or self.result

    @property
    def of_result(self) -> tuple[str, ...]:
        """The grades of the result; those of the reply where only these are written."""
        return self.result or self.reply

    def check(self, node: Node) -> Iterator[Unreadable]:
        """Grades that can't be told apart, or that don't go from better to worse; nobody to call."""
        for word, grades in (("答复", self.reply), ("结果", self.result)):
            if grades and (len(grades) < FEWEST or len(set(grades)) < len(grades)):
                yield node.at(word).wrong(say("Name {few} to {many} different grades.", few=FEWEST, many=MOST))
            bad = [label in self.dissatisfied for label in grades]
            if grades and bad != sorted(bad):
                why = say(
                    "Grades stand from the best to the worst: what is worse than a grade that isn't satisfied isn't either."
                )
                yield node.at(word if node.has(word) else "不满意").wrong(why)
            if grades and all(bad):
                yield node.at("不满意").wrong(say("By these grades nobody could ever be satisfied."))
        strange = sorted(self.dissatisfied - {*self.reply, *self.result})
        if strange:
            yield node.at("不满意").wrong(say("“{words}” isn't among the grades.", words=" ".join(strange)))
        if not self.callers:
            yield node.at("回访单位").wrong(say("Say who calls back."))
