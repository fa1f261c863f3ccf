"""The tables of docs/visits.md, and the calendar they count by."""

from __future__ import annotations

import re
from pathlib import Path

from zhuqi.base.worktime.calendar import WorkCalendar, build
from zhuqi.domain.calendar.rules import merged
from zhuqi.domain.calendar.sheets import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "visits.md").read_text("utf-8")


def chapter(head: str) -> str:
    """What stands under a heading."""
    return PAGE.split(f"\n## {head}\n")[1].split("\n## ")[0]


def rows(head: str) -> list[list[str]]:
    """The cells of the table under a heading, without backticks."""
    lines = [line for line in chapter(head).splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def rulesets(head: str) -> dict[str, str]:
    """{letter: the section's text} of the list before a table."""
    return dict(re.findall(r"^- ([A-Z]): `(.+)`$", chapter(head), re.MULTILINE))


def calendar() -> WorkCalendar:
    """The shipped years."""
    notices = {year: days for year, days, _ in shipped()}
    return build(list(notices), merged(notices))
