"""Texts of places above each other, as short as they can be."""

from __future__ import annotations

import datetime as dt

from tests.cast import RULEBOOK
from zhuqi.base.paths import below
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.standing import Layer

PROVINCE = (1, below("", 1))
CITY = (2, below(PROVINCE[1], 2))
DISTRICT = (3, below(CITY[1], 3))
TOWN = (4, below(DISTRICT[1], 4))
ELSEWHERE = (5, below("", 5))
CODES = {1: "sheng", 2: "shi", 3: "qu", 4: "zhen", 5: "other"}
DAY = dt.date(2019, 5, 10)
BODY = RULEBOOK.read_text().split("\n办理:\n")[1]


def whole(place: tuple[int, str] = CITY, day: dt.date = DAY, *changes: tuple[str, str], head: str = "") -> str:
    """A text that stands alone and says everything, as the shipped one does."""
    body = BODY
    for old, new in changes:
        assert body.count(old) == 1, old
        body = body.replace(old, new)
    return f"规则: {CODES[place[0]]} 规则\n地区: {CODES[place[0]]}\n文号: 演练 1 号\n施行: {day}\n{head}办理:\n{body}"


def part(place: tuple[int, str], above: tuple[int, str], body: str = "", day: dt.date = DAY, *, head: str = "") -> str:
    """A text that says what it changes: ``body`` in the section 办理."""
    code = CODES[place[0]]
    text = f"规则: {code} 规则\n地区: {code}\n文号: 演练 2 号\n施行: {day}\n上级: {CODES[above[0]]}\n{head}"
    return text + (f"办理:\n  {body}\n" if body else "")


def over(*texts: str) -> Layer:
    """Texts over each other, the topmost first."""
    return layer(*texts)
