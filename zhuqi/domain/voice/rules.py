"""A need told without an account: its stages, what is done about it, and by whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuqi.base.uscc import check
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.messages.rules import Row, Table

KEPT = dt.timedelta(days=180)
"""How long the words and the telephone of what never became a case are kept after it was over."""
OPENS = dt.timedelta(days=180)
"""How long a receipt opens."""
NAME, LINE, TEXT = 120, 60, 5000
"""Characters of an enterprise's name, of a person's, of a text."""
DESCRIBED, PLACE, ELSEWHERE = 4000, 200, 300
"""Characters of what a hotline hands in: the matter in words (as Open311 has it), where it is, an address of the web."""
UNNAMED = "未留姓名"
"""Who called, where a hotline has a telephone and no name."""


class Stage(Named):
    """How a need stands that was told without an account."""

    WAITING = "waiting", term("waits for the dispatch room")
    TAKEN_IN = "taken_in", term("taken in as a case")
    ANSWERED = "answered", term("answered without a case")
    NOT_OURS = "not_ours", term("not ours")


class Act(Named):
    """What a dispatch room does about it."""

    REACH = "reach", term("note that the sender was reached")
    TAKE_IN = "take_in", term("take it in as a case")
    ANSWER = "answer", term("answer it")
    DECLINE = "decline", term("say that it isn't ours")
    PASS_ON = "pass_on", term("pass it to another dispatch room")
    VOUCH = "vouch", term("note how the sender was checked")


class Proof(Named):
    """How the room found that whoever told it speaks for the enterprise."""

    CALLED = "called", term("called back at a number the register had")
    KNOWN = "known", term("the official who serves it knows the sender")
    PAPERS = "papers", term("papers of the enterprise were shown")


class Result(Named):
    """What came of a call to an enterprise."""

    REACHED = "reached", term("somebody was reached")
    NOT_REACHED = "not_reached", term("nobody answered")
    REFUSED = "refused", term("it didn't want to say anything")
    WRONG_NUMBER = "wrong_number", term("wrong number")


def unreached(results: Sequence[Result], enough: int) -> bool:
    """Whether an enterprise counts as not reached after these calls; ``enough``: how many the edition asks for. That is silence:
    never satisfaction, nor the contrary."""
    return len(results) >= enough and not {Result.REACHED, Result.REFUSED} & set(results)


class Word(Named):
    """What is known of the enterprise's word on a case that was struck off."""

    CONTENT = "content", term("satisfied")
    OBJECTED = "objected", term("not satisfied")
    REPORTED = "reported", term("as its finder reports")
    SILENT = "silent", term("not heard")


STEPS: Mapping[Act, frozenset[Stage]] = {
    Act.REACH: frozenset({Stage.WAITING}),
    Act.TAKE_IN: frozenset({Stage.WAITING}),
    Act.ANSWER: frozenset({Stage.WAITING}),
    Act.DECLINE: frozenset({Stage.WAITING}),
    Act.PASS_ON: frozenset({Stage.WAITING}),
    Act.VOUCH: frozenset({Stage.TAKEN_IN}),
}
"""In which stage each may be done."""
OF_DOUBTS = frozenset({Role.SUPERVISOR})
"""Who reads which visits enterprises say didn't take place: never who made them."""
READING = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER})
"""Who reads what lies with the dispatch rooms of their area. Nobody has checked who said it, so nobody else does."""


@dataclass(frozen=True)
class Lies:
    """Where a need lies and what was found of its sender, as the rules look at it. ``relayed``: by a hotline."""

    desk: int
    stage: Stage
    proof: Proof | None
    reached: bool
    relayed: bool = False


def refusal(act: Act, voice: Lies, actor: Actor) -> Sentence | None:
    """Why the actor can't do this to it, if so."""
    if voice.desk not in actor.orgs(Role.DISPATCHER):
        return say("This is done by the dispatch room with which it lies.")
    if voice.stage not in STEPS[act]:
        return say("This has been dealt with already.")
    if act is Act.VOUCH and voice.relayed:
        return say("A hotline handed this in: there is no receipt that could open the case.")
    if act is Act.VOUCH and voice.proof is not None:
        return say("How the sender was checked is noted already.")
    if act is Act.REACH and voice.reached:
        return say("That the sender was reached is noted already.")
    return None


def open_acts(voice: Lies, actor: Actor) -> tuple[Act, ...]:
    """What the actor can do to it now."""
    return tuple(act for act in Act if refusal(act, voice, actor) is None)


def late(stage: Stage, reached: bool, due: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether the room should have been in touch by now: only what nobody has dealt with is late."""
    return stage is Stage.WAITING and not reached and due is not None and now > due


class VoiceTold(Named):
    """Somebody who is told of a need, or of what an enterprise doubts."""

    ROOM = "room", term("the dispatch room")
    OVERSEER = "overseer", term("who supervises the unit")


TABLE: Table = {
    ("voice", "told"): (Row(VoiceTold.ROOM, term("An enterprise told your room a need, without an account.")),),
    ("voice", "relayed"): (
        Row(VoiceTold.ROOM, term("A hotline handed in a need of an enterprise that isn't known yet.")),
    ),
    ("voice", "passed_on"): (Row(VoiceTold.ROOM, term("A need that was told elsewhere was passed to your room.")),),
    ("doubt", "doubted"): (
        Row(VoiceTold.OVERSEER, term("An enterprise says that a visit didn't take place as it is written down.")),
    ),
}
"""Who is told what. A sentence names nobody."""
FORM = re.compile(r"(（[^）]*）|\([^)]*\)|股份|集团|有限|责任|公司|工厂|厂|商行|商店|经营部)")
"""What names of enterprises have in common: it tells none from another."""


def core_of(name: str) -> str:
    """What is an enterprise's own in its name; the whole name where too little is left."""
    own = FORM.sub("", name).strip()
    return own if len(own) >= 2 else name.strip()


def coded(written: str) -> str:
    """A credit code as it is kept, whether or not it can be right: nobody outside is told which codes there are."""
    return check(written).code[:18]


MILLION = 1_000_000


def degrees(millionths: int) -> str:
    """Degrees with six places: 43.817072."""
    return f"{millionths / MILLION:.6f}"


def caller_named(last: str, first: str) -> str:
    """The name of whoever called, as it is written here: 李雷; names of other scripts keep their order and a space."""
    last, first = last.strip(), first.strip()
    return f"{first} {last}".strip() if (last + first).isascii() else last + first
