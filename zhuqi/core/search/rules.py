"""How text is folded, cut and matched: pure, and the same for what is stored and what is typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, pinyin

from zhuqi.base.words import Named, Sentence, say, term

LONGEST = 80
"""Characters that may be typed."""
MOST_WORDS = 6
BEGINNINGS = (3, 4, 6, 8, 10, 12)
"""Lengths at which the beginning of a code is a token, beside the whole of it."""
SHORT, LONG = 2, 4
"""Characters that stand together in a token: any two can be looked for; four are so rare that a long piece is found at once."""
GRAM, CODE, PLACE = "n", "c", "p"
"""What a token is; the letter of its kind stands before."""
AROUND = 16
"""Characters of a text that are shown before and after what fits."""


class Reason(Named):
    """Why something was found."""

    CODE = "code", term("by its code")
    NAME = "name", term("by its name")
    PINYIN = "pinyin", term("by the initials of its name")
    TEXT = "text", term("by its text")


@dataclass(frozen=True)
class Words:
    """What something is found by: its name, its codes, what is written in it."""

    name: str
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A part of a text that is shown; ``hit``: it is what was looked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class Match:
    """Why something fits. ``rank``: smaller first; ``code``: the one that begins with what was typed."""

    reason: Reason
    rank: int
    code: str = ""


def fold(text: str) -> str:
    """Letters and digits alone, half width, in small letters: ＡＢ（集团）-1 is ab集团1."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=100_000)
def _folded(character: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKC", character).casefold() if part.isalnum())


@dataclass(frozen=True)
class Asked:
    """What was typed: its words, folded; ``whole``: all of it as one, for codes and numbers."""

    words: tuple[str, ...]
    whole: str


def asked(typed: str) -> Asked | None:
    """What is looked for. ``None``: nothing that could be, for no word has two characters."""
    words = tuple(dict.fromkeys(word for part in typed.split() if (word := fold(part))))
    return Asked(words, fold(typed)) if any(len(word) > 1 for word in words) else None


def wrong(typed: str) -> Sentence | None:
    """Why nothing can be looked for by this, if so."""
    if len(typed) > LONGEST:
        return say("At most {n} characters can be looked for at once; these are {m}.", n=LONGEST, m=len(typed))
    found = asked(typed)
    if found is None:
        return say("Type at least two characters that stand together: of a name, of its pinyin initials, of a number.")
    if len(found.words) > MOST_WORDS:
        return say("At most {n} words can be looked for at once.", n=MOST_WORDS)
    return None


def grams(text: str) -> set[str]:
    """Every two, and every four, characters of a folded text that stand together."""
    return {text[at : at + long] for long in (SHORT, LONG) for at in range(len(text) - long + 1)}


@lru_cache(maxsize=100_000)
def initials(character: str) -> frozenset[str]:
    """The first letters of every reading of a character: 重 is z or c. A letter or digit is its own."""
    if character.isascii():
        return frozenset(character)
    read = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(fold(letter)[:1] for letters in read for letter in letters if fold(letter)[:1].isascii()) - {""}


def initial_grams(text: str) -> set[str]:
    """Two neighbouring initials of a folded name, in every reading."""
    return {
        one + next_
        for left, right in pairwise(text)
        if not (left + right).isascii()
        for one in initials(left)
        for next_ in initials(right)
    }


def tokens(mark: str, words: Words, places: Iterable[int]) -> list[str]:
    """All that the index holds of one thing, in order. ``mark``: the letter of its kind; ``places``: organisations from which
    it is seen."""
    name = fold(words.name)
    held = grams(name) | initial_grams(name)
    for text in words.texts:
        held |= grams(fold(text))
    found = {mark + GRAM + gram for gram in held}
    for code in map(fold, words.codes):
        found |= {mark + CODE + code[:n] for n in (*BEGINNINGS, len(code)) if n <= len(code)}
    found |= {mark + PLACE + str(place) for place in places}
    return sorted(found)


def wanted(mark: str, looked_for: Asked) -> Iterator[list[str]]:
    """Sets of tokens, one of which a thing that fits has whole: the code, every word, or the beginning of a code."""
    whole = looked_for.whole
    yield [mark + CODE + whole]
    yield [mark + GRAM + gram for gram in _sparse(looked_for.words)]
    long = max((n for n in BEGINNINGS if n < len(whole)), default=0)
    if long:
        yield [mark + CODE + whole[:long]]


def _sparse(words: Iterable[str]) -> list[str]:
    """Grams that cover every character of every word: side by side they are enough to propose, for what fits is matched again.
    Long ones, where the word can't be initials: these are kept as pairs alone."""
    found = []
    for word in words:
        long = SHORT if word.isascii() or len(word) < LONG else LONG
        starts = [*range(0, len(word) - long + 1, long), *([len(word) - long] if len(word) >= long else [])]
        found += [word[at : at + long] for at in starts]
    return list(dict.fromkeys(found))


def match(looked_for: Asked, words: Words) -> Match | None:
    """Whether a thing fits, and why: a code that begins with all that was typed, or every word in its name, its initials or its
    texts."""
    for code in words.codes:
        folded = fold(code)
        if folded == looked_for.whole or (len(looked_for.whole) > 2 and folded.startswith(looked_for.whole)):
            return Match(Reason.CODE, int(folded != looked_for.whole), code)
    name = fold(words.name)
    found = [_where(word, name, words) for word in looked_for.words]
    if None in found:
        return None
    reason = max((each for each in found if each is not None), key=list(Reason).index)
    if reason is Reason.TEXT and (code := _within(looked_for.words, words.codes, words.texts)):
        return Match(Reason.CODE, 2 * list(Reason).index(reason), code)
    starts = name.startswith(looked_for.words[0]) or _spelt(looked_for.words[0], name) == 0
    return Match(reason, 2 * list(Reason).index(reason) + int(not starts))


def told(looked_for: Asked, words: Words, found: Match) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Where one sees that something fits: its name in pieces, and the code or the piece of its text that fits, if that isn't in
    the name."""
    if found.reason is Reason.CODE:
        return (Piece(words.name),), shown(found.code, [looked_for.whole, *looked_for.words])
    said = _quoted(looked_for.words, words.texts) if found.reason is Reason.TEXT else ()
    return shown(words.name, looked_for.words), said


def _within(words: Iterable[str], codes: Iterable[str], texts: Iterable[str]) -> str:
    """The code, among those that are found by every part of them, that has all the words."""
    wanted, written = tuple(words), frozenset(texts)
    return next((code for code in codes if code in written and all(word in fold(code) for word in wanted)), "")


def _where(word: str, name: str, words: Words) -> Reason | None:
    if word in name:
        return Reason.NAME
    if len(word) > 1 and _spelt(word, name) is not None:
        return Reason.PINYIN
    return Reason.TEXT if any(word in fold(text) for text in words.texts) else None


def _spelt(word: str, name: str) -> int | None:
    """Where a word stands in the initials of a name, if it does."""
    if not word.isascii():
        return None
    letters = [initials(character) for character in name]
    places = range(len(name) - len(word) + 1)
    return next((at for at in places if all(one in letters[at + n] for n, one in enumerate(word))), None)


def shown(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """A text in pieces, those marked that are one of the words, or are spelt like one."""
    places = [at for at, character in enumerate(text) for _ in _folded(character)]
    folded, hits = fold(text), set[int]()
    for word in words:
        literal = folded.find(word)
        at = literal if literal >= 0 else _spelt(word, folded)
        if at is not None and (literal >= 0 or len(word) > 1):
            hits |= set(range(places[at], places[at + len(word) - 1] + 1))
    pieces: list[Piece] = []
    for at, character in enumerate(text):
        if pieces and pieces[-1].hit == (at in hits):
            pieces[-1] = Piece(pieces[-1].text + character, at in hits)
        else:
            pieces.append(Piece(character, at in hits))
    return tuple(pieces)


def _quoted(words: Iterable[str], texts: Iterable[str]) -> tuple[Piece, ...]:
    """What stands around the first word that a text has."""
    for text in texts:
        folded = fold(text)
        for word in words:
            at = folded.find(word)
            if at >= 0:
                places = [n for n, character in enumerate(text) for _ in _folded(character)]
                start, end = max(0, places[at] - AROUND), places[at + len(word) - 1] + 1 + AROUND
                before, after = "…" if start else "", "…" if end < len(text) else ""
                return shown(before + " ".join(text[start:end].split()) + after, [word])
    return ()
