"""docs/tour.md leads to places that are there: every path, name and command that it sets in backticks.

Links between all pages do, too.
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

from tests.house.source import ROOT, files
from tests.house.test_words import known

PAGE = ROOT / "docs" / "tour.md"
LONGEST = 200
BASES = (ROOT, ROOT / "zhuqi", ROOT / "zhuqi" / "domain")
"""Where a path may begin."""
PLACE = re.compile(r"(?P<path>[\w.-]*(?:/[\w.-]*)+|[\w-]+\.(?:py|md|toml|yaml|json))(?::(?P<name>[\w.]+))?")

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!\w+:)([^)#\s]+)[^)]*\)")
"""A link to a file; pictures and addresses left out."""


def spans(page: str) -> list[str]:
    """What stands in backticks, fenced blocks left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))


def fault(span: str) -> str:
    """What is wrong with one span; empty where it leads somewhere."""
    place = PLACE.fullmatch(span)
    if place:
        return _misplaced(place["path"], place["name"])
    head, _, rest = span.partition(" ")
    if head == "make":
        return "" if re.search(rf"^{rest}:", (ROOT / "Makefile").read_text(), re.MULTILINE) else "no such target"
    if head == "zhuqi":
        return "" if rest.split()[0] in commands() else "no such command"
    missing = [word for word in re.findall(r"\w+", span) if word not in known()]
    return f"the code doesn't know {missing}" if missing else ""


def _misplaced(path: str, name: str | None) -> str:
    found = next((base / path for base in BASES if (base / path).exists()), None)
    if found is None:
        return "no such path"
    if name is None:
        return ""
    return "" if name in defined(found) else f"{name} isn't defined there"


@lru_cache
def defined(module: Path) -> frozenset[str]:
    """The names that a module defines; those of a class as ``Class.name``, too."""
    tree = ast.parse(module.read_text("utf-8"))
    inside = [f"{node.name}.{name}" for node in tree.body if isinstance(node, ast.ClassDef) for name in _names(node)]
    return frozenset([*_names(tree), *inside])


def _names(owner: ast.Module | ast.ClassDef) -> list[str]:
    found = []
    for node in owner.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        found += [target.id for target in targets if isinstance(target, ast.Name)]
    return found


@lru_cache(maxsize=1)
def commands() -> frozenset[str]:
    """What can be typed after ``zhuqi``."""
    tree = ast.parse((ROOT / "zhuqi" / "interfaces" / "cli" / "commands.py").read_text("utf-8"))
    listed = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "commands"]
    return frozenset(node.id for value in listed for node in ast.walk(value) if isinstance(node, ast.Name))


def test_every_path_and_name_of_the_tour_is_there() -> None:
    found = spans(PAGE.read_text("utf-8"))
    assert len([span for span in found if PLACE.fullmatch(span)]) > 40
    assert not {span: wrong for span in found if (wrong := fault(span))}


def test_links_between_pages_lead_somewhere() -> None:
    pages = [path for path in files() if path.suffix == ".md"]
    followed = [(page, link) for page in pages for link in LINK.findall(page.read_text("utf-8"))]
    assert len(followed) > 10
    assert not [f"{page.name}: {link}" for page, link in followed if not (page.parent / link).exists()]


def test_the_tour_takes_ten_minutes() -> None:
    assert len(PAGE.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "span",
    [
        "cases/rules/nowhere.py",
        "cases/life/guards.py:refuses_all",
        "cases/life/parts.py:Clock.early",
        "zhuqi/nowhere/",
        "NO_SUCH_TABLE",
        "make tea",
        "zhuqi dance",
    ],
)
def test_a_span_that_leads_nowhere_is_found(span: str) -> None:
    assert fault(span)


@pytest.mark.parametrize(
    "span",
    ["zhuqi/domain/", "cases/life/parts.py:Clock.late", "pyproject.toml", "STEPS", "办理", "make test", "zhuqi work"],
)
def test_a_span_that_leads_somewhere_is_fine(span: str) -> None:
    assert fault(span) == ""
