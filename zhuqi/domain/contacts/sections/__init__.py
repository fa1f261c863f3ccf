"""The part of a rulebook that visits read: kinds, quotas, caps, gaps, quiet days, joint visits, what spares enterprises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhuqi.base.findings import Finding
from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, Part, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Text, YesNo, alone_or_listed
from zhuqi.domain.contacts.rules.periods import Every, Grain
from zhuqi.domain.contacts.rules.words import ContactHow, Head, Purpose
from zhuqi.domain.contacts.sections.conflicts import conflicts
from zhuqi.domain.contacts.sections.parts import AheadRule, Cap, Gap, JointRule, Quiet, Quota
from zhuqi.domain.contacts.sections.shapes import Always, Brief, HeadAsked, Kinds, Role, forbidden
from zhuqi.domain.contacts.sections.words import HEADS, PURPOSES
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.sections.firms import LONGEST, unlisted

CAPS = (Cap(Every(Grain.YEAR), 30),)
GAPS = (Gap(Span(7, Unit.NATURAL_DAY)),)
"""What spares an enterprise where an edition says nothing of it: a budget there must be (Wenzhou's of 2020)."""
ZEROS = {
    "stopped": "企业停产歇业",
    "unwilling": "企业婉拒",
    "moved": "企业迁出",
    "full": "企业上限已满",
    "leave": "干部因公因病",
}
ORDINARY = re.compile(
    "走访|调研|考察|视察|督导|督查|指导|慰问|接待|参观|观摩|宣讲|座谈|招商|推介|交办|部署|检查|评比|验收|采访|拍摄"
    "|上级|领导|部门|日常|例行|常规|专题"
)
"""Exceptions that are what visits usually are."""
URGENT = re.compile(
    "应急|紧急|突发|事故|灾|抢险|抢修|救援|疫|防汛|火警|停产|举报|企业(?:邀请|请求|要求|主动|求助|申请)"
)
"""What can't wait until an enterprise may be visited again, or what it asked for itself."""
ROWS = {"配额": "quotas", "企业上限": "caps", "间隔": "gaps", "静默日": "quiet"}
"""Keys whose rows may speak of some enterprises, and the field of each."""


@dataclass(frozen=True)
class VisitRules:
    """What one edition says about visits."""

    kinds: Mapping[str, Purpose] = key(
        "种类", Kinds(), term("kinds of visit"), Order.NONE, primitive=19, default_factory=lambda: dict(PURPOSES)
    )
    lists: frozenset[str] = key(
        "名单", Chosen(Text(LONGEST)), term("named lists"), Order.NONE, primitive=19, default=frozenset()
    )
    roles: frozenset[str] = key(
        "自设角色", Chosen(Text(20)), term("own roles"), Order.NONE, primitive=19, default=frozenset()
    )
    quotas: tuple[Quota, ...] = key(
        "配额",
        Brief(Quota, by=("role", "every", "counted", "firms", "kinds", "on_site"), most=40),
        term("visit quotas"),
        Order.NONE,
        primitive=19,
        default=(),
    )
    caps: tuple[Cap, ...] = key(
        "企业上限",
        Brief(Cap, by=("every", "firms", "kinds", "hows", "same_unit"), most=20),
        term("caps an enterprise"),
        Order.MORE,
        primitive=19,
        default=CAPS,
    )
    gaps: tuple[Gap, ...] = key(
        "间隔",
        Brief(Gap, by=("firms", "hows", "same_unit"), most=10, short="least"),
        term("time between contacts"),
        Order.MORE,
        primitive=19,
        default=GAPS,
    )
    quiet: tuple[Quiet, ...] = key(
        "静默日",
        Brief(Quiet, by=("days", "firms", "hows"), most=40, short="days"),
        term("quiet days"),
        Order.MORE,
        primitive=19,
        default=(),
    )
    joint: JointRule = key(
        "联合",
        Part(JointRule, short="within"),
        term("joint visits"),
        Order.NONE,
        primitive=19,
        default_factory=JointRule,
    )
    ahead: AheadRule = key(
        "先登记",
        Part(AheadRule, short="needed"),
        term("registering before"),
        Order.NONE,
        primitive=19,
        default_factory=AheadRule,
    )
    exempt: Mapping[str, str] = key(
        "例外", Labels(), term("exceptions"), Order.NONE, primitive=19, default_factory=dict
    )
    zeros: Mapping[str, str] = key(
        "零走访原因",
        Labels(),
        term("reasons for a zero"),
        Order.NONE,
        primitive=19,
        default_factory=lambda: dict(ZEROS),
    )
    explains_zero: bool = key(
        "零须说明", YesNo(), term("a zero needs a reason"), Order.MORE, primitive=19, default=True
    )
    no_proxy: bool = key(
        "不得代访", YesNo(), term("nobody makes another's visit"), Order.MORE, primitive=19, default=False
    )
    no_phone: bool = key(
        "不得以电话代替", YesNo(), term("nothing stands for a visit on site"), Order.MORE, primitive=19, default=False
    )
    head: Head = key(
        "负责人", HeadAsked(HEADS), term("the head of the enterprise is asked for"), Order.NONE, primitive=19,
        default=Head.IF_NEEDED,
    )  # fmt: skip
    kept_offline: bool = key(
        "离线草稿", YesNo(), term("drafts may be kept on a device"), Order.LESS, primitive=19, default=False
    )
    own_free: bool = key(
        "企业邀请不计",
        Always("M1"),
        term("what the enterprise asks for doesn't count"),
        Order.NONE,
        primitive=19,
        default=True,
    )
    may_decline: bool = key(
        "企业可谢绝", Always("N9"), term("the enterprise may decline"), Order.NONE, primitive=19, default=True
    )
    may_be_spared: bool = key(
        "免打扰", Always("N9"), term("the enterprise may wish to be left alone"), Order.NONE, primitive=19, default=True
    )

    @classmethod
    def standard(cls) -> Self:
        """What holds where a text says nothing of visits."""
        return cls()

    @classmethod
    def read(cls, node: Node, base: Self | None = None) -> Self:
        """The section ``走访`` of a text, over what a place above says. Raises Unreadable."""
        return Part(cls).read(node, base)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """What is wrong between the keys: no budget, names that nobody gave, a duty that can't be met."""
        named = list(self._unnamed(node))
        yield from named
        yield from self._unbudgeted(node)
        if self.explains_zero and not self.zeros:
            yield _at(node, "零走访原因").wrong(say("A zero needs a reason, and no reason is named."))
        if self.ahead.by is not None and not self.ahead.by.is_length:
            yield _at(node, "先登记").wrong(
                say("Registered so much before: write 1 工作日 or 2 小时, and no day of the month.")
            )
        for finding in [] if named else conflicts(self):
            if finding.grave:
                yield forbidden(self._row(node, finding), finding.law, finding.sentence)

    def doubts(self, node: Node) -> Iterator[Unreadable]:
        """Duties that are met only if officials go together, and a cap for some enterprises only."""
        for finding in conflicts(self):
            if not finding.grave:
                yield Unreadable(self._row(node, finding).line, finding.sort, finding.sentence, law=finding.law)
        for code, label in self.exempt.items() if node.has("例外") else ():
            if ORDINARY.search(label) and not URGENT.search(label):
                why = say(
                    "“{label}” is an ordinary visit: outside the cap it would count for nobody. What may break it is an emergency.",
                    label=label,
                )
                yield forbidden(_labelled(node.at("例外"), code), "M1", why)

    def _row(self, node: Node, finding: Finding) -> Node:
        """Where a finding stands: the row, or its key where a place above wrote some of the rows."""
        key = _at(node, finding.sort)
        rows = key.items() if key.listed else []
        return rows[finding.lines[0] - 1] if finding.lines and len(rows) == len(self.quotas) else key

    def _unbudgeted(self, node: Node) -> Iterator[Unreadable]:
        """A budget over all units is the law's, not the edition's."""
        if not any(not cap.same_unit and not cap.kinds and ContactHow.ON_SITE in cap.hows for cap in self.caps):
            where = _at(node, "企业上限")
            wrong = say("Visits on site need a cap over all units and kinds, such as 至多 30 每 年.")
            yield forbidden(where, "M1", wrong)
        if not any(not gap.same_unit and ContactHow.ON_SITE in gap.hows for gap in self.gaps):
            where = _at(node, "间隔")
            yield forbidden(
                where, "M1", say("Visits on site need some time between them over all units, such as 7 天.")
            )

    def _unnamed(self, node: Node) -> Iterator[Unreadable]:
        """Lists, kinds and roles in the rows that the section doesn't name."""
        for word in ROWS:
            rows = node.at(word) if node.has(word) else None
            for row in [] if rows is None else rows.items() if rows.listed else [rows]:
                if row.keyed:
                    yield from unlisted(row, "企业", self.lists)
                    yield from self._strange(row)

    def _strange(self, row: Node) -> Iterator[Unreadable]:
        for kind in alone_or_listed(row.at("种类")) if row.has("种类") else ():
            if kind.value.strip() not in self.kinds:
                yield kind.wrong(say("This kind of visit isn't known. Known are: {known}", known=" ".join(self.kinds)))
        role = row.at("角色") if row.has("角色") else None
        if role is not None and not self.knows(Part(Quota).read(row).role):
            known = " ".join([*ROLE_WORDS, *sorted(self.roles)])
            yield role.wrong(
                say("This role isn't known. Name it under “自设角色”, or take one of: {known}", known=known)
            )

    def knows(self, role: Role) -> bool:
        """Whether a role is one of the chain, a rank or the place's own."""
        return isinstance(role, (Duty, Rank)) or role in self.roles

    def purpose(self, kind: str) -> Purpose | None:
        """For what a kind of visit is; None where the place has no such kind."""
        return self.kinds.get(kind)

    def conflicts(self, holders: Mapping[Role, int] | None = None) -> list[Finding]:
        """Duties that can't be met under the caps, gaps and quiet days: grave ones whatever anybody plans, the others by
        the number of officials that one enterprise has. ``sort`` is the key concerned."""
        return conflicts(self, holders)


def _labelled(node: Node, code: str) -> Node:
    """Where a label stands."""
    if node.keyed:
        return node.at(code)
    return next((item for item in alone_or_listed(node) if item.value == code), node)


ROLE_WORDS = ("带队领导", "包队干部", "包组干部", "包企干部")


def _at(node: Node, word: str) -> Node:
    """Where a fault of a key stands: the key, or the section where a place above wrote it."""
    return node.at(word) if node.has(word) else node
