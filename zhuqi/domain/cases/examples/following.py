"""What may stand after the step of an example. Words that nobody reads are refused: a line proves what it says, or isn't taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.examples.words import OUTCOMES, Kind
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.ending import CHECKERS

APART = re.compile(r"[\s，,、；;：:。]+")
NUMBER = "[0-9０-９零一二两三四五六七八九十百]+"
PAIR = r"[^\s，,、；;：:]+[：:][^\s，,、；;：:]+"


@dataclass(frozen=True)
class Piece:
    """Something that may stand after a step: how the sentence names it, and the patterns by which it is known."""

    shown: str
    patterns: tuple[str, ...]


Pieces = Callable[[CaseRules, tuple[str, ...]], tuple[Piece, ...]]


def _words(words: Iterable[str]) -> Piece:
    """Fixed words, the longest first."""
    known = sorted(dict.fromkeys(words), key=len, reverse=True)
    return Piece(" ".join(known), tuple(map(re.escape, known)))


def _labels(labels: Mapping[str, str]) -> Piece:
    """Labels of the edition, by code or name."""
    piece = _words([word for pair in labels.items() for word in pair])
    return Piece(" ".join(labels.values()), piece.patterns)


DAY = Piece("2026-03-31", (r"\d{4}-\d{2}-\d{2}",))
LENGTH = Piece("2 工作日", (rf"{NUMBER} ?个?(?:工作日|工作时|小时|分钟|个?月|周|天|日)内?",))
STAKE = Piece(
    "涉及 500 万元 12 家 署名 未署名",
    (
        r"[0-9]{1,9}(?:\.[0-9]{1,4})? ?(?:亿元|万元|元)",
        "[0-9]{1,6} ?[家户]",
        "未署名",
        "不署名",
        "署名",
        "书面",
        "涉及",
        "企业",
    ),
)
UNTIL, NEXT = _words(["至"]), _words(["下次"])
BY, APPROVED = _words(CHECKERS), _words(["单位负责人", "调度室", "领导"])


def _none(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return ()


def _units(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return (_words(units),)


def _always(*pieces: Piece) -> Pieces:
    return lambda rules, units: pieces


def _unit_and(*pieces: Piece) -> Pieces:
    return lambda rules, units: (_words(units), *pieces)


def _graded(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return (_labels(rules.grades),)


def _screened(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return (_labels(rules.grades), STAKE)


def _reasons(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return (_labels(rules.refusals),)


def _suspended(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    return (_words(units), _labels(rules.suspension.causes), UNTIL, DAY)


def _questions(rules: CaseRules, units: tuple[str, ...]) -> tuple[Piece, ...]:
    asked = rules.gate.questions
    pairs = tuple(f"{re.escape(word)}[：:][是否]" for pair in asked.items() for word in pair)
    labels = _labels(asked)
    return (BY, Piece(" ".join(f"{label}:是" for label in asked.values()), pairs), labels)


FOLLOWING: Mapping[Kind, Pieces | None] = {
    **dict.fromkeys(Kind, _none),
    Kind.RECORD: _always(_words(["到调度室", "调度室"]), STAKE),
    Kind.SCREEN: _screened,
    Kind.RESTATE: _always(STAKE),
    Kind.CLASSIFY: _graded,
    Kind.ASSIGN: None,
    Kind.SET_UP: None,
    Kind.RATE: _always(Piece("答复:满意", (PAIR,))),
    **dict.fromkeys((Kind.ACCEPT, Kind.CONTACT, Kind.OPINE, Kind.CONTRIBUTE, Kind.LAPSE, Kind.HAND_BACK), _units),
    Kind.REPORT: _unit_and(NEXT, DAY),
    **dict.fromkeys((Kind.EXTEND, Kind.SIGN, Kind.REFUSE), _always(APPROVED)),
    Kind.ASK_EXTENSION: _unit_and(LENGTH),
    Kind.ASK_SUSPENSION: _suspended,
    Kind.REPLY: _unit_and(_words(OUTCOMES), DAY),
    Kind.ASK_SIGNING: _unit_and(_words(OUTCOMES), DAY),
    **dict.fromkeys((Kind.PASS, Kind.FAIL, Kind.CHECK), _questions),
    **dict.fromkeys((Kind.NOT_ACCEPT, Kind.AGREE), _reasons),
    Kind.ASK: _always(_words(["未接通"])),
    **dict.fromkeys((Kind.CONFIRM, Kind.CONTEST), _always(BY)),
}
"""What each step reads; None where it reads all there is, and refuses what it can't by itself."""


def unread(kind: Kind, word: str, words: str, rules: CaseRules, units: tuple[str, ...]) -> Sentence | None:
    """What of the words after a step nobody reads; None where all of them are. ``units``: those that the example names."""
    pieces = FOLLOWING[kind]
    if pieces is None or not words:
        return None
    known = pieces(rules, units)
    patterns = [pattern for piece in known for pattern in piece.patterns]
    left = re.sub("|".join(patterns), " ", words) if patterns else words
    rest = next((part for part in APART.split(left) if part), "")
    if not rest:
        return None
    shown = "；".join(piece.shown for piece in known if piece.shown)
    if not shown:
        return say("“{rest}” isn't read: nothing stands after “{step}”.", rest=rest, step=word)
    return say("“{rest}” isn't read after “{step}”. What may stand there: {known}", rest=rest, step=word, known=shown)
