"""The tables of docs/closing.md, and how a block of a rulebook is read alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.cast import RULEBOOK
from zhuqi.core.rulebook.reading import read
from zhuqi.domain.cases.rules.words import Outcome
from zhuqi.domain.cases.sections import CaseRules

PAGE = (Path(__file__).parents[2] / "docs" / "closing.md").read_text("utf-8")
OUTCOMES: Mapping[str, Outcome] = {
    "已解决": Outcome.SOLVED,
    "已答复": Outcome.ANSWERED,
    "已解释": Outcome.EXPLAINED,
}
LABELS = "  类别: {zx: 咨询, cy: 产业, sq: 诉求}\n  缓急: {jj: 加急}\n"
"""Labels that the blocks below may name."""


def rows(head: str) -> list[list[str]]:
    """The rows of the table under that head, as cells without the edges."""
    lines = PAGE.split(f"\n| {head} |\n")[1].splitlines()[1:]
    until = next(n for n, line in enumerate([*lines, ""]) if not line.startswith("|"))
    return [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines[:until]]


def rules(block: str, over: CaseRules | None = None) -> CaseRules:
    """The section with one block: in the shipped text, or in one of a place below."""
    if over is not None:
        return CaseRules.read(read(f"办理:\n  {block}\n").at("办理"), over)
    text = RULEBOOK.read_text("utf-8").replace("  督核: 否\n", "  督核: 否\n" + LABELS)
    if block.startswith("督核"):
        text = text.replace("  督核: 否\n", f"  {block}\n")
    else:
        text = text.replace("  督核: 否\n", f"  督核: 否\n  {block}\n")
    return CaseRules.read(read(text).at("办理"))
