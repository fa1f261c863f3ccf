"""How rows over concepts are written: which words stand close to which, and what must be said beside them. No Django."""

from __future__ import annotations

import re

from zhuqi.core.rulebook.concepts import CONCEPTS
from zhuqi.core.rulebook.lawwords import Kind, Row

GAP = "(?:[^不未禁勿非莫。]|不(?=定期|同|少|断|低|限)){0,%d}"
ENFORCERS = (
    "执法人员|执法机关|执法部门|执法单位|行政执法|监管部门|持证|亮证|综合查一次|扫码入企|入企扫码"
    "|检查码|涉企检查|法定职责"
)
ASKED_FOR = (
    "自愿|可选|邀请|应企业|企业申请|企业要求|企业提出|企业邀请|按需|企业需要|免费|可不|可以不|非必"
    "|选填|如有|愿意|企业同意|经企业"
)


def one_of(*concepts: str) -> str:
    """One of the words of some concepts; what isn't the name of one is a word itself."""
    words = [word for concept in concepts for word in CONCEPTS.get(concept, concept).split()]
    return f"(?:{'|'.join(map(re.escape, sorted(dict.fromkeys(words), key=len, reverse=True)))})"


def near(one: str, other: str, most: int = 10) -> str:
    """A word of each concept, at most so many characters apart, in either order, and no negation between them."""
    a, b, gap = one_of(*one.split("+")), one_of(*other.split("+")), GAP % most
    return f"{a}{gap}{b}|{b}{gap}{a}"


def then(one: str, other: str, most: int = 10) -> str:
    """The same, in this order."""
    return f"{one_of(*one.split('+'))}{GAP % most}{one_of(*other.split('+'))}"


def rule(
    law: str,
    stems: str,
    words: str,
    *beside: str,
    unless: str = "",
    kind: Kind = Kind.WANTS,
    if_so: object = None,
) -> Row:
    """A row. ``stems``: concepts, or words, of which one of at least two characters must be there; ``beside``: concepts joined
    by +, each of which must be said in the sentence."""
    found = [word for concept in stems.split("+") for word in CONCEPTS.get(concept, concept).split()]
    ahead = "".join(f"(?=.*{one_of(*each.split('+'))})" for each in beside)
    return Row(
        law,
        tuple(dict.fromkeys(word for word in found if len(word) > 1)),
        re.compile(words),
        re.compile(f"^{ahead}", re.DOTALL) if beside else None,
        re.compile(unless) if unless else None,
        kind,
        if_so=if_so,  # type: ignore[arg-type]
        wide=True,
    )


BARE, DROPS = Kind.BARE, Kind.DROPS
SPAN = r"(?P<n>\d+(?:\.\d+)?|[〇一二两三四五六七八九十半])个?(?P<unit>天|日|周|月|季|年)"


def odd(
    law: str, stems: str, words: str, *beside: str, unless: str = "", kind: Kind = Kind.WANTS, weak: bool = False
) -> Row:
    """A row that is only ever flagged. ``stems``: words of which one must be there; ``beside``: patterns that must be found
    somewhere in the sentence or the keys above it; ``weak``: its stems are everywhere, ``HINTS`` says where to look."""
    found = [word for name in stems.split() for word in CONCEPTS.get(name, name).split()]
    ahead = "".join(f"(?=.*(?:{each}))" for each in beside)
    return Row(
        law,
        tuple(dict.fromkeys(word for word in found if len(word) > 1)),
        re.compile(words),
        re.compile(f"^{ahead}", re.DOTALL) if beside else None,
        re.compile(unless) if unless else None,
        kind,
        mild=True,
        wide=True,
        weak=weak,
    )
