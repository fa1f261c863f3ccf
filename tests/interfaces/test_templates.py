"""Laws over the templates and the static files: a strict content policy needs pages without inline anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from zhuqi.interfaces import web

WEB = Path(web.__file__).parent
TEMPLATES = sorted(path.relative_to(WEB / "templates").as_posix() for path in (WEB / "templates").rglob("*.html"))
INLINE = re.compile(r"""<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(src|href|url)\s*[=(]\s*["']?(https?:)?//""", re.IGNORECASE)
UNKNOWN_TO_OLD_BROWSERS = re.compile(r":has\(|@container|color-mix\(|light-dark\(|oklch\(|^\s*&", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RAW_WORDS = re.compile(r">\s*[A-Z][a-z]+ [a-z]+[^<{]*<")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses_and_has_nothing_inline(name: str) -> None:
    get_template(name)
    source = (WEB / "templates" / name).read_text("utf-8")
    assert not INLINE.search(source)
    assert not ELSEWHERE.search(source)
    assert not RAW_WORDS.search(source), "words go through the catalogue"


@pytest.mark.parametrize("path", sorted((WEB / "static").rglob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_runs_in_old_browsers_and_loads_nothing_from_elsewhere(path: Path) -> None:
    source = COMMENT.sub("", path.read_text("utf-8"))
    assert not UNKNOWN_TO_OLD_BROWSERS.search(source)
    assert not ELSEWHERE.search(source)


@pytest.mark.parametrize(
    "planted",
    [
        "<p style='color: red'>",
        "<style>p{}</style>",
        "<script>go()</script>",
        '<a onclick="go()">',
        "<a href='javascript:x'>",
    ],
)
def test_a_planted_inline_thing_is_found(planted: str) -> None:
    assert INLINE.search(planted)


def test_a_script_of_our_own_is_no_inline_script() -> None:
    assert not INLINE.search('<script src="/static/zhuqi/site.js" defer></script>')
