"""What people type, as it is kept: one reading for every room."""

from __future__ import annotations

import pytest

from zhuqi.base.errors import Invalid
from zhuqi.core.texts import line, words

PASTED = "There are characters in it that can't be kept. Type it again instead of pasting."
NEEDED = "This is needed."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  换证 \n 代办\t", "换证 代办"),
        ("", ""),
        (" \u3000\n", ""),
        ("e\u0301", "é"),
        ("七" * 7, "七" * 7),
    ],
)
def test_a_line_is_kept_without_what_surrounds_and_breaks_it(typed: str, kept: str) -> None:
    assert line("matter", typed, 7) == kept


@pytest.mark.parametrize(
    ("typed", "most", "said"),
    [
        ("八" * 8, 7, "This has 8 characters; at most 7 are kept."),
        ("坏\0的", 7, "There is a character here that can't be seen or stored: U+0000."),
        ("\u202e反", 7, "There is a character here that can't be seen or stored: U+202E."),
        (" \n", 7, NEEDED),
    ],
)
def test_a_line_that_cannot_be_kept_is_refused_at_its_field(typed: str, most: int, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        line("matter", typed, most, needed=True)
    assert {name: str(why) for name, why in refused.value.fields.items()} == {"matter": said}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 一行\r\n\r\n 二行 \n", "一行\n\n 二行"),
        ("", ""),
        ("\t格\t子", "格\t子"),
        ("五" * 5, "五" * 5),
    ],
)
def test_words_keep_their_lines_however_these_ended(typed: str, kept: str) -> None:
    assert words("note", typed, 12) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("字" * 13, "At most 12 characters fit here; these are 13."),
        ("坏\0的", PASTED),
        ("坏\x1b的", PASTED),
        (f"坏{chr(0xD800)}的", PASTED),
        ("坏\u202e的", PASTED),
        ("坏\u2067的", PASTED),
        ("坏\N{REPLACEMENT CHARACTER}的", PASTED),
        ("\r\n ", NEEDED),
    ],
)
def test_words_that_cannot_be_kept_are_refused_at_their_field(typed: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        words("note", typed, 12, needed=True)
    assert {name: str(why) for name, why in refused.value.fields.items()} == {"note": said}
