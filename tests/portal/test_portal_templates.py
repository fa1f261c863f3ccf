"""The laws of templates and style sheets hold at this door, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interfaces.test_templates import COMMENT, ELSEWHERE, INLINE, RAW_WORDS, UNKNOWN_TO_OLD_BROWSERS
from zhuqi.interfaces import portal

HOME = Path(portal.__file__).parent
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))
SHEETS = sorted((HOME / "static").rglob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_nothing_inline_and_its_words_in_the_catalogue(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not [law.pattern for law in (INLINE, ELSEWHERE, RAW_WORDS) if law.search(source)]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_runs_in_old_browsers(path: Path) -> None:
    source = COMMENT.sub("", path.read_text("utf-8"))
    assert not [law.pattern for law in (UNKNOWN_TO_OLD_BROWSERS, ELSEWHERE) if law.search(source)]
