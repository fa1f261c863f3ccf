"""The unified social credit code (统一社会信用代码, GB 32100-2015 with its amendment of 2016) and the 15-digit number before it.

Eighteen characters: registering authority, category, six digits of the registrar's region, the nine of the body's own
code (GB 11714), a check character. An error means the code can't be right; a warning, that real codes like it exist.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from zhuqi.base.words import Sentence, say

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VALUES = {sign: at for at, sign in enumerate(ALPHABET)}
BODY_VALUES = {sign: at for at, sign in enumerate(BODY_ALPHABET)}
WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CATEGORIES = {
    "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129",
    "7": "129", "8": "19", "9": "123", "A": "19", "N": "1239", "Y": "1",
}  # fmt: skip
"""Registering authority → its categories, after the amendment of 2016."""


@dataclass(frozen=True)
class Checked:
    """A code as it is stored (NFKC, upper case, no spaces), with what is wrong and what is unusual about it."""

    code: str
    errors: tuple[Sentence, ...] = ()
    warnings: tuple[Sentence, ...] = ()


@lru_cache(maxsize=2**15)
def check(code: str) -> Checked:
    """Judge a credit code or a 15-digit registration number. The region part is never judged: registrars use codes that
    GB/T 2260 doesn't list."""
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", code)).upper()
    if re.fullmatch("[0-9]{15}", code):
        return _judge_old(code)
    if len(code) != 18:
        return Checked(code, (say("A credit code has 18 characters, this one has {n}.", n=len(code)),))
    strange = sorted(set(code) - set(ALPHABET))
    if strange:
        return Checked(code, (say("A credit code has no {characters}.", characters=" ".join(strange)),))
    if not re.fullmatch("[0-9]{6}", code[2:8]):
        return Checked(code, (say("The third to eighth characters of a credit code are digits."),))
    if complete(code[:17]) != code:
        return Checked(code, (say("The check character doesn't fit the code: something in it is mistyped."),))
    return Checked(code, (), _unusual(code))


def complete(first17: str) -> str:
    """The whole code for its first 17 characters. Raises ValueError where they aren't 17 of the code's alphabet."""
    if len(first17) != 17 or not VALUES.keys() >= set(first17):
        raise ValueError("a credit code is completed from 17 characters")
    total = sum(VALUES[character] * weight for character, weight in zip(first17, WEIGHTS, strict=True))
    return first17 + ALPHABET[-total % 31]


def body(first8: str) -> str:
    """A body's own code (GB 11714) for its first eight characters."""
    total = sum(BODY_VALUES[character] * weight for character, weight in zip(first8, BODY_WEIGHTS, strict=True))
    return first8 + "0123456789X"[-total % 11]


def _unusual(code: str) -> tuple[Sentence, ...]:
    found = []
    if code[1] not in CATEGORIES.get(code[0], ""):
        found.append(say("The first two characters, {pair}, name no known authority and category.", pair=code[:2]))
    if body(code[8:16]) != code[8:17]:
        found.append(say("The ninth to seventeenth characters don't pass their own check; a few real codes don't."))
    return tuple(found)


def _judge_old(number: str) -> Checked:
    """A 15-digit registration number (工商注册号): ISO 7064 MOD 11,10 over its first fourteen digits."""
    p = 10
    for digit in number[:14]:
        p = 2 * ((p + int(digit)) % 10 or 10) % 11
    if (11 - p) % 10 != int(number[14]):
        return Checked(
            number, (say("The last digit doesn't fit the registration number: something in it is mistyped."),)
        )
    return Checked(
        number, (), (say("This is a registration number of the old kind; ask for the credit code of 18 characters."),)
    )
