"""The ladder of talks (约谈): how often which lamp was lit, who then talks to whom. Units only, never an enterprise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhuqi.base.errors import Invalid
from zhuqi.base.findings import Finding
from zhuqi.base.ladders.parties import ANSWERABLE, LAW, PARTIES, PARTY_OF, Party
from zhuqi.base.lamps.rules import Palette, in_a_row, in_all
from zhuqi.base.words import Sentence, say

MOST_RUNGS = 6


@dataclass(frozen=True)
class Talk:
    """One rung: after ``times`` lamps of ``codes``, in a row or (``running`` False) altogether, ``caller`` talks to ``to``.
    ``called``: what the place calls the caller, where that is no word of ours (营商办主任)."""

    times: int
    codes: frozenset[str]
    to: Party
    caller: Party = Party.DESK
    running: bool = True
    called: str = ""

    def reached(self, history: Sequence[str]) -> bool:
        """Whether the lamps lit so far reach it. ``history``: codes or states, oldest first."""
        return (in_a_row if self.running else in_all)(history, self.codes) >= self.times

    def why(self, palette: Palette) -> Sentence:
        """The rung as a reason."""
        lamps = "、".join(lamp.label for lamp in palette.lamps if lamp.code in self.codes)
        if self.running:
            return say("{lamps}: {n} in a row.", lamps=lamps, n=self.times)
        return say("{lamps}: {n} in all.", lamps=lamps, n=self.times)


def standing(ladder: Sequence[Talk], history: Sequence[str]) -> Talk | None:
    """The highest rung that the lamps reach; None where they reach none."""
    return next((talk for talk in reversed(ladder) if talk.reached(history)), None)


def called(ladder: Sequence[Talk], history: Sequence[str]) -> Talk | None:
    """The talk that the last lamp brings: the highest rung reached with it and not before it. None where it brings none."""
    now = [talk for talk in ladder if talk.reached(history) and not talk.reached(history[:-1])]
    return now[-1] if now else None


def lint(ladder: Sequence[Talk], palette: Palette) -> list[Finding]:
    """Every fault of a ladder of talks."""
    if not 1 <= len(ladder) <= MOST_RUNGS:
        return [Finding("long", say("A ladder of talks has from 1 to {n} rungs.", n=MOST_RUNGS))]
    found = [finding for n, talk in enumerate(ladder, 1) for finding in _faults(n, talk, palette)]
    for b, later in enumerate(ladder):
        for a, earlier in enumerate(ladder[:b]):
            if (earlier.codes, earlier.running) == (later.codes, later.running) and earlier.times >= later.times:
                said = say("Rung {b} must need more lamps than rung {a}.", a=a + 1, b=b + 1)
                found.append(Finding("order", said, (a + 1, b + 1)))
            if (earlier.to, later.to) == (Party.CHIEF, Party.HEAD) and earlier.codes & later.codes:
                said = say("Rung {b} calls somebody lower than rung {a} did.", a=a + 1, b=b + 1)
                found.append(Finding("down", said, (a + 1, b + 1), grave=False))
    return found


def _faults(n: int, talk: Talk, palette: Palette) -> Iterator[Finding]:
    known = [lamp.code for lamp in palette.lamps]
    if Party.ENTERPRISE in (talk.to, talk.caller):
        said = say("Rung {n}: a talk addresses a unit, never an enterprise.", n=n)
        yield Finding("forbidden", said, (n,), law=LAW)
    elif talk.to not in ANSWERABLE:
        yield Finding("nobody", say("Rung {n}: a talk addresses a unit that answers for the work.", n=n), (n,))
    if talk.times < 1:
        yield Finding("order", say("Rung {n} needs at least one lamp.", n=n), (n,))
    if strange := sorted(talk.codes - set(known)) or not talk.codes:
        code = strange[0] if isinstance(strange, list) else ""
        said = say("There is no lamp “{code}” in the palette. It has: {known}", code=code, known=" ".join(known))
        yield Finding("lamp", said, (n,))
    if known[0] in talk.codes:
        said = say("Rung {n} calls for a talk at the best lamp. Is the palette written with the best lamp first?", n=n)
        yield Finding("reversed", said, (n,), grave=False)


_PARTY = "|".join(sorted(PARTY_OF, key=len, reverse=True))
_TALK = re.compile(
    rf"(连续|累计)?([0-9]{{1,2}})(?:次|个月|期)([^:,]{{0,20}})[:,](?:由?([^:,由]{{1,20}}?))?约谈({_PARTY})"
)
ROOMS = ("办", "办公室", "中心", "专班", "指挥部")
POSTS = (
    "主任",
    "组长",
    "队长",
    "秘书长",
    "书记",
    "县长",
    "区长",
    "市长",
    "省长",
    "镇长",
    "局长",
    "委员",
    "领导",
    "负责人",
)
"""What the office of a caller, or the caller, may be called."""
_OUTSIDE = re.compile("企业|商会|协会|公司|第三方|中介|客户|股东")


def read(text: str, palette: Palette, before: Talk | None = None) -> Talk:
    """A rung as people write it: ``连续 2 次红灯：约谈分管负责人``; what is left out (``3 次：…``) is as ``before``.

    Lamps by their labels, several with 或 or 、 between. Raises Invalid.
    """
    plain = "".join(unicodedata.normalize("NFKC", text[:120]).split())
    found = _TALK.fullmatch(plain)
    labels = {unicodedata.normalize("NFKC", lamp.label): lamp.code for lamp in palette.lamps}
    named = [name for name in re.split("[或、]", found[3]) if name] if found else []
    if found is None or (not before and not (found[1] and named)) or set(named) - set(labels):
        example, known = "连续 2 次红灯：约谈分管负责人；累计 3 次红灯：由分管领导约谈主要负责人", " ".join(labels)
        said = say("Write a talk as in {example}. Lamps are: {known}", example=example, known=known)
        raise Invalid({"talk": said})
    codes = frozenset(labels[name] for name in named) or (before.codes if before else frozenset())
    running = found[1] == "连续" if found[1] or not before else before.running
    caller, called = (before.caller, before.called) if before else (Party.DESK, "")
    if found[4]:
        caller, called = _caller(found[4])
    return Talk(int(found[2]), codes, PARTY_OF[found[5]], caller, running, called)


def _caller(written: str) -> tuple[Party, str]:
    """Who calls, and what a place calls them where that is no word of ours. Raises Invalid."""
    if written in PARTY_OF:
        return PARTY_OF[written], ""
    if not written.endswith((*ROOMS, *POSTS)) or _OUTSIDE.search(written):
        said = say("“{written}” can't call anybody to a talk. Write an office or a post of it.", written=written)
        raise Invalid({"talk": said})
    room = written.endswith(ROOMS) or written.removesuffix("主任").endswith(ROOMS)
    return (Party.DESK if room else Party.LEADER), written


def write(talk: Talk, palette: Palette) -> str:
    """The rung as a rulebook writes it; ``read`` reads it back."""
    lamps = "或".join(lamp.label for lamp in palette.lamps if lamp.code in talk.codes)
    how = "连续" if talk.running else "累计"
    return f"{how} {talk.times} 次{lamps}：由{talk.called or PARTIES[talk.caller][0]}约谈{PARTIES[talk.to][0]}"
