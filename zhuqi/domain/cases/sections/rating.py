"""How the enterprise rates, who calls it back, and what follows where it isn't satisfied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.words import Named, say, term
from zhuqi.core.rulebook.keys import Order, Rows, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Number, Several, Share, Text, Told, Word
from zhuqi.domain.cases.rules.grading import FEWEST, MOST, Last, Then, bad_stars

ALL, NONE_OF_THEM, SAMPLE = "全部", "不回访", "抽查"
LONGEST = 20
"""Characters of a grade, and of what is rated."""
REPLY, RESULT = "reply_rating", "result_rating"
"""What is rated everywhere, apart (M6)."""
RATED: Mapping[str, str] = {"答复": REPLY, "结果": RESULT}
MOST_MORE, ONCE_MORE, CALLS = 6, 2, 3


class Caller(Named):
    """Who calls an enterprise back, or checks a reply. Never who handled the case, whatever is written."""

    DESK = "desk", term("the dispatch room")
    SUPERVISION = "supervision", term("the supervision office")
    FINDER = "finder", term("whoever found the need")
    LEADER = "leader", term("a leader of the area")


CALLERS: Mapping[str, Caller] = {
    "调度室": Caller.DESK,
    "督查": Caller.SUPERVISION,
    "发现人": Caller.FINDER,
}
HANDLERS = re.compile("^(?:主办|分办|协办|承办|经办|办理|责任|牵头)(?:单位|部门|人|人员|干部|方)?$")
"""What handles a case, as it might be named to call back or to check."""


@dataclass(frozen=True)
class Another(Word[Caller]):
    """Who calls back or checks: somebody who didn't handle the case."""

    def read(self, node: Node) -> Caller:
        if HANDLERS.match(node.text().strip()):
            why = say(
                "Who handled a case neither checks it nor asks what the enterprise thinks of it. Write one of: {known}",
                known=" ".join(self.words),
            )
            raise Unreadable(node.line, node.key, why, law="M6")
        return super().read(node)


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
class RatedRow:
    """Something that is rated beside the reply and the result, by itself. ``dissatisfied``: its own grades that mean not
    satisfied; where none are written, those of the whole block are."""

    name: str = key("项", Text(LONGEST), term("what is rated"), Order.NONE, primitive=16)
    grades: tuple[str, ...] = key(
        "等级", Several(Text(LONGEST), MOST), term("grades, the best first"), Order.NONE, primitive=16
    )
    dissatisfied: frozenset[str] = key(
        "不满意", Chosen(Text(LONGEST)), term("grades that mean not satisfied"), Order.MORE, primitive=16,
        default=frozenset(),
    )  # fmt: skip


@dataclass(frozen=True)
class RatingRule:
    """Grades of the reply and of the result, which are two (M6), the best first; without any, one to five. ``more``: what is
    rated beside them; each stays by itself, nothing is added up.

    ``callback``: of the cases, so many end only by the enterprise itself or by a callback of ``callers``, the first of whom keeps
    the clock 问企业; after ``calls`` that reach nobody the enterprise counts as not reached, which is silence.

    ``dissatisfied``: grades of either list; given, the case is done again at once, ``most`` times, with the
    urgency ``urgency``, and then what ``last`` says. No grade is ever taken from silence (M5).
    """

    reply: tuple[str, ...] = key(
        "答复",
        Several(Text(LONGEST), MOST),
        term("grades of the reply, the best first"),
        Order.NONE,
        primitive=16,
        default=(),
    )
    result: tuple[str, ...] = key(
        "结果",
        Several(Text(LONGEST), MOST),
        term("grades of the result, the best first"),
        Order.NONE,
        primitive=16,
        default=(),
    )
    more: tuple[RatedRow, ...] = key(
        "另评", Rows(RatedRow, by=("name",), most=MOST_MORE), term("rated beside"), Order.NONE, primitive=16, default=()
    )
    callback: Fraction = key("回访", Sample(), term("called back"), Order.MORE, primitive=16, default=Fraction(0))
    callers: tuple[Caller, ...] = key(
        "回访单位",
        Several(Another(CALLERS), 3),
        term("called back by"),
        Order.NONE,
        primitive=16,
        default=(Caller.DESK,),
    )
    calls: int = key(
        "回访次数", Number(1, 9), term("not reached after so many calls"), Order.MORE, primitive=16, default=CALLS
    )
    dissatisfied: frozenset[str] = key(
        "不满意", Chosen(Text(LONGEST)), term("grades that mean not satisfied"), Order.MORE, primitive=16,
        default=frozenset(),
    )  # fmt: skip
    then: Then = key(
        "不满意后", Word(THENS), term("where it isn't satisfied"), Order.NONE, primitive=16, default=Then.REDO
    )
    urgency: str | None = key("加急", Text(30), term("then with the urgency"), Order.NONE, primitive=16, default=None)
    most: int = key(
        "至多", Number(1, 99), term("done again at most so many times"), Order.MORE, primitive=16, default=ONCE_MORE
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

    @property
    def dimensions(self) -> Mapping[str, tuple[str, ...]]:
        """What is rated → its grades, the best first; none where it is one to five."""
        return {REPLY: self.of_reply, RESULT: self.of_result, **{row.name: row.grades for row in self.more}}

    def bad(self, name: str) -> frozenset[int]:
        """The numbers of those grades of something rated that mean that the enterprise isn't satisfied."""
        grades = self.dimensions.get(name, ())
        own = next((row.dissatisfied for row in self.more if row.name == name), frozenset[str]())
        return bad_stars(grades, own or self.dissatisfied) if grades else frozenset()

    def isnt_satisfied(self, given: Mapping[str, int | None]) -> bool:
        """Whether one of some ratings means that the enterprise isn't satisfied. What wasn't rated says nothing (M5)."""
        return any(given.get(name) in self.bad(name) for name in self.dimensions)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """Grades that can't be told apart, or that don't go from better to worse; nobody to call; what can never be used."""
        for word, grades in (("答复", self.reply), ("结果", self.result)):
            yield from _graded(_near(node, word, "不满意"), grades, self.dissatisfied)
        rows = node.at("另评").items() if node.has("另评") else []
        for n, row in enumerate(self.more):
            yield from self._row(row, rows[n] if n < len(rows) else node)
        known = {*self.reply, *self.result, *(grade for row in self.more for grade in row.grades)}
        strange = sorted(self.dissatisfied - known)
        if strange:
            yield node.near("不满意").wrong(say("“{words}” isn't among the grades.", words=" ".join(strange)))
        if not self.callers:
            yield node.near("回访单位").wrong(say("Say who calls back."))
        yield from self._idle(node)

    def _row(self, row: RatedRow, node: Node) -> Iterator[Unreadable]:
        if row.name in {*RATED, *RATED.values()}:
            yield node.near("项").wrong(say("Reply and result have keys of their own (M6). Call this something else."))
        if not row.grades:
            yield node.near("等级").wrong(say("Name {few} to {many} different grades.", few=FEWEST, many=MOST))
        yield from _graded(_near(node, "等级", "不满意"), row.grades, row.dissatisfied or self.dissatisfied)
        strange = sorted(row.dissatisfied - set(row.grades))
        if strange:
            yield node.near("不满意").wrong(say("“{words}” isn't among the grades.", words=" ".join(strange)))

    def _idle(self, node: Node) -> Iterator[Unreadable]:
        """Keys that speak of a grade that isn't satisfied, where none is named: nothing would ever follow."""
        if not self.callback and self.callers != (Caller.DESK,) and node.has("回访单位"):
            yield node.at("回访单位").wrong(say("Nobody is called back here: write 回访, how many are."))
        if self.dissatisfied or any(row.dissatisfied for row in self.more):
            return
        said = self.then is not Then.REDO, self.most != ONCE_MORE, self.last is not Last.DESK
        for word, value in zip(FOLLOWING, said, strict=True):
            if value and node.has(word):
                yield node.at(word).wrong(
                    say("Nothing follows a rating here: name under 不满意 the grades that it is for.")
                )


FOLLOWING = ("不满意后", "至多", "之后")
"""Keys that say what follows a rating."""


def _near(node: Node, word: str, otherwise: str) -> Node:
    return node.at(word) if node.has(word) else node.near(otherwise)


def _graded(node: Node, grades: tuple[str, ...], dissatisfied: frozenset[str]) -> Iterator[Unreadable]:
    """What is wrong with a list of grades."""
    if not grades:
        return
    if len(grades) < FEWEST or len(set(grades)) < len(grades):
        yield node.wrong(say("Name {few} to {many} different grades.", few=FEWEST, many=MOST))
        return
    bad = [label in dissatisfied for label in grades]
    if bad != sorted(bad):
        why = say(
            "Grades stand from the best to the worst: what is worse than a grade that isn't satisfied isn't either."
        )
        yield node.wrong(why)
    if all(bad):
        yield node.wrong(say("By these grades nobody could ever be satisfied."))
