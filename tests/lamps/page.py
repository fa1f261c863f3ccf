"""The tables of docs/lamps.md, and how its cells are read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from zhuqi.base.findings import Finding
from zhuqi.base.lamps.rules import COLOURS, Band, Lamp, LampRule, Palette

PAGE = (Path(__file__).parents[2] / "docs" / "lamps.md").read_text("utf-8")


def rows(head: str, nth: int = 0) -> list[list[str]]:
    """The rows of the nth table under that head, as cells without the edges."""
    lines = PAGE.split(f"\n| {head} |\n")[nth + 1].splitlines()[1:]
    until = next(n for n, line in enumerate([*lines, ""]) if not line.startswith("|"))
    return [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines[:until]]


def number(text: str) -> Fraction | None:
    """A figure of the page; ? is undetermined."""
    return None if text == "?" else Fraction(text)


def palette(text: str) -> Palette:
    """``绿 黄 红``: lamps named by their colours, the best first."""
    return Palette(tuple(Lamp(name, f"{name}灯", COLOURS.get(name, "pink")) for name in text.split()))


def rule(lamps: str, without: str, bands: str) -> LampRule:
    """A rule as the page writes it."""
    read = [Band.read(*written.split(" ", 1)) for written in bands.split("；")]
    return LampRule(palette(lamps), tuple(read), frozenset(without.split()))


def found(findings: list[Finding]) -> str:
    """Findings as the page writes them."""
    said = [
        " ".join([f.sort, *map(str, f.lines), *([f.law] if f.law else [])]) + ("" if f.grave else " (a doubt)")
        for f in findings
    ]
    return "; ".join(said) or "nothing"
