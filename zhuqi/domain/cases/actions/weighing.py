"""What makes a case weigh more, as it was typed; and who must confirm the class that a room gives."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.actions.taking import Taken
from zhuqi.domain.cases.life.raising import to_be_confirmed
from zhuqi.domain.cases.queries import named
from zhuqi.domain.cases.rules.words import Judge
from zhuqi.domain.directory import queries as directory

YUAN = {"": 10_000, "万": 10_000, "万元": 10_000, "亿": 100_000_000, "亿元": 100_000_000, "元": 1}
"""How many yuan a unit has; without one it is 10,000."""
MOST_YUAN = 10**14
MOST_FIRMS = 1_000_000
AMOUNT = re.compile("([0-9]{1,12}(?:[.][0-9]{1,8})?) ?(万元|万|亿元|亿|元)?")


def weighed(amount: str | None, firms: int | None, signed: bool | None) -> dict[str, Any]:
    """The facts of an event: yuan, enterprises, whether a signed request is there. Raises Invalid, a sentence a field."""
    faults: dict[str, Sentence] = {}
    yuan = None
    if amount not in (None, ""):
        try:
            yuan = yuan_of(str(amount))
        except Invalid as fault:
            faults["amount"] = fault.sentence
    if firms is not None and (isinstance(firms, bool) or not 1 <= firms <= MOST_FIRMS):
        faults["firms"] = say("This must be a number from 1 to {n}.", n=MOST_FIRMS)
    if faults:
        raise Invalid(faults)
    return {"stake": yuan, "firms": firms, "signed": signed}


def yuan_of(typed: str) -> int:
    """An amount in whole yuan: ``500``, ``0.35``, ``1,200 万元``, ``3500 元``. Raises Invalid."""
    written = unicodedata.normalize("NFKC", typed[:40]).replace(",", "").strip()
    found = AMOUNT.fullmatch(written)
    yuan = Fraction(found[1]) * YUAN[found[2] or ""] if found and len(typed) <= 40 else None
    if yuan is None or yuan.denominator != 1 or yuan > MOST_YUAN:
        raise Invalid({"amount": say("Write an amount in 10,000 yuan, as 500 or 0.35; no less than a yuan.")})
    return int(yuan)


def judge_of(taken: Taken, grade: str) -> tuple[Judge | None, int | None]:
    """Who must confirm a class by the edition, and the unit that does; nobody where there is no such unit (none above, no
    supervision office): then the class stands."""
    rule = taken.at.rules.confirming
    if rule is None or not to_be_confirmed(taken.life, taken.at.rules, grade):
        return None, None
    if rule.by is Judge.LEADER:
        return rule.by, taken.life.area
    if rule.by is Judge.SUPERVISION:
        unit = named.supervision(taken.life.area)
    else:
        above = directory.desk_above(taken.life.desk)
        unit = above.pk if above else None
    return (rule.by, unit) if unit is not None else (None, None)
