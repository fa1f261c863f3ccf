"""docs/words.md is the glossary (中文 ↔ identifier), and this holds it to the code.

Its tables have three columns, ``| 中文 | meaning | identifier |``. Every name in backticks in the third must stand
somewhere in zhuqi: as a name, as a module, or as a text that is that word. Rows under a heading ``## Later`` are for
rooms that aren't built yet, and are exempt.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from tests.house.source import ROOT, modules

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LATER = "## Later"


def promised(page: str) -> dict[str, str]:
    """{identifier: the Chinese of its row} of every row that isn't for later."""
    found: dict[str, str] = {}
    later = False
    for line in page.splitlines():
        if line.startswith("## "):
            later = line.strip() == LATER
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and not later:
            spans = re.findall(r"`([^`]+)`", cells[2])
            found |= {word: cells[0] for span in spans for word in WORD.findall(span)}
    return found


def names(tree: ast.Module) -> set[str]:
    """Every word a module uses as a name or as a whole text."""
    found = set()
    for node in ast.walk(tree):
        for field in ("id", "attr", "arg", "name", "asname"):
            found.add(getattr(node, field, None))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return {name for name in found if isinstance(name, str)}


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every word of the code, and the names of its modules."""
    parts = {part for module in modules() for part in module.split(".")}
    return frozenset(parts.union(*(names(tree) for tree in modules().values())))


def test_every_identifier_of_the_glossary_stands_in_the_code() -> None:
    page = promised((ROOT / "docs" / "words.md").read_text("utf-8"))
    assert len(page) > 40
    assert not {word: chinese for word, chinese in page.items() if word not in known()}


def test_a_word_without_code_is_found() -> None:
    rows = ["| 中文 | meaning | identifier |", "|---|---|---|", "| 交办 | assign | `assign`, `no_such_word` |"]
    page = "\n".join([*rows, "## Later", "| 简报 | briefing | `Briefing` |"])
    assert promised(page) == {"assign": "交办", "no_such_word": "交办"}
    assert names(ast.parse("def assign(actor, *, seen):\n    return STEPS[actor.seat]")) >= {
        "assign",
        "seen",
        "STEPS",
        "seat",
    }
    assert "no_such_word" not in known()
