"""Laws over the project's files: their size, and what their text may not name."""

from __future__ import annotations

import re

from tests.house.source import ours, texts

MOST = 400
SOURCES = (".py", ".html", ".css", ".js")
MACHINE = re.compile(r"(^|[^A-Za-z0-9_.])/(home|root|Users)/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|--(extra-)?index-url")


def too_long(text: str) -> bool:
    return len(text.splitlines()) > MOST


def lines_with(pattern: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def test_no_file_is_longer_than_one_can_read() -> None:
    assert not [name for name, text in texts() if name.endswith(SOURCES) and ours(name) and too_long(text)]


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {name: lines for name, text in texts() if ours(name) and (lines := lines_with(MACHINE, text))}
    assert not {name: lines for name, lines in found.items() if name != "tests/house/test_files.py"}


def test_no_file_names_a_registry() -> None:
    found = {name: lines for name, text in texts() if ours(name) and (lines := lines_with(REGISTRY, text))}
    assert not {name: lines for name, lines in found.items() if name != "tests/house/test_files.py"}


def test_a_file_that_breaks_these_laws_is_found() -> None:
    assert too_long("x\n" * 401)
    assert not too_long("x\n" * 400)
    assert lines_with(MACHINE, "fine\nsee /home/somebody/x") == [2]
    assert not lines_with(MACHINE, "https://zhuqi.example/work/list and <a href='/work'>")
    assert lines_with(REGISTRY, "--index-url https://mirror.example")
