"""Style sheets and templates know the same classes: none is styled that nothing shows, and none is shown that nothing styles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.house.source import ROOT

DOORS = (ROOT / "zhuqi" / "interfaces" / "web", ROOT / "zhuqi" / "interfaces" / "portal")
DRAWN = {
    "lamps.py": "tones of lamps",
    "../../base/lamps/rules.py": "colours of palettes",
    "day/parts.py": "a time where others have a lamp",
    "cases/clock_rows.py": "kinds of bars and marks on a ruler",
    "books/page.py": "marks of columns",
    "keeping/calendar.py": "kinds of days",
    "../../domain/calendar/rules.py": "what a notice makes of a day",
}
"""Modules whose quoted words templates take as classes, and what these are."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{};]+){")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
SHOWN = re.compile(r'\bclass="((?:[^"{]|{%.*?%}|{{.*?}})*)"')
FILLED_IN = re.compile(r"{%.*?%}|{{.*?}}")
QUOTED = re.compile(r'"([a-z][\w-]*)"')


def styled(sheets: Iterable[str]) -> set[str]:
    """The classes that style sheets name."""
    plain = [COMMENT.sub("", sheet) for sheet in sheets]
    selectors = [found for sheet in plain for found in SELECTOR.findall(sheet) if not found.strip().startswith("@")]
    return {name for selector in selectors for name in CLASS.findall(selector)}


def shown(pages: Iterable[str]) -> set[str]:
    """The classes that templates write out, whatever they hang on."""
    written = [FILLED_IN.sub(" ", found) for page in pages for found in SHOWN.findall(page)]
    return {name for names in written for name in names.split()}


def drawn() -> set[str]:
    """The words that values bring along as classes."""
    return {name for path in DRAWN for name in QUOTED.findall((DOORS[0] / path).read_text("utf-8"))}


def texts(*endings: str) -> list[str]:
    """The files of the doors with these endings."""
    found: list[Path] = [path for door in DOORS for ending in endings for path in sorted(door.rglob(f"*{ending}"))]
    return [path.read_text("utf-8") for path in found]


def test_every_class_that_is_styled_is_shown_somewhere() -> None:
    assert len(styled(texts(".css"))) > 50
    assert not styled(texts(".css")) - shown(texts(".html", ".py")) - drawn()


def test_every_class_that_is_shown_is_styled() -> None:
    assert not shown(texts(".html", ".py")) - styled(texts(".css"))


def test_a_class_without_its_other_half_is_found() -> None:
    sheet = "/* .past */ @media print { .page, a.dialog > b { top: .5rem } } .even td { color: red; }"
    page = '<p class="page{% if case.late %} late{% endif %} {{ lamp.tone }}">'
    assert styled([sheet]) == {"page", "dialog", "even"}
    assert shown([page]) == {"page", "late"}
