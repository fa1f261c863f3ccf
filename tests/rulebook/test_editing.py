"""One value of a text is changed, and every other character of it stays: comments, order, the way it is laid out."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from zhuqi.base.errors import Refused
from zhuqi.core.rulebook.editing import changed
from zhuqi.core.rulebook.reading import Unreadable, read

TEXT = """\
# 南关的规则
规则: 甲   # 名称
施行: 2019-05-10

办理:
  # 时限由调度室定
  时限:
    - {钟: 甄别, 时长: 1 工作日}   # 一天
    - {钟: 答复, 时长: "10 工作日"}
  延期: {至多: 1, 每次至多: 5 工作日}   # 一次
  说明: >
    这里有两行，
    不要动它。
"""


ONCE = "  延期: {至多: 1, 每次至多: 5 工作日}   # 一次"
ADAY = "    - {钟: 甄别, 时长: 1 工作日}   # 一天"


def lines(new: str, old: str = TEXT) -> list[str]:
    """The lines that differ."""
    found = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize(
    ("path", "plain", "expected"),
    [
        (("规则",), "乙", ["-规则: 甲   # 名称", "+规则: 乙   # 名称"]),
        (("施行",), "2020-01-01", ["-施行: 2019-05-10", "+施行: 2020-01-01"]),
        (("办理", "延期", "至多"), 2, ["-" + ONCE, "+" + ONCE.replace("至多: 1", "至多: 2")]),
        (("办理", "延期", "提前"), "1 工作日", ["-" + ONCE, "+" + ONCE.replace("日}  ", "日, 提前: 1 工作日}")]),
        (("办理", "时限", "1", "时长"), "2 工作日", ["-" + ADAY, "+" + ADAY.replace("1 工作日", "2 工作日")]),
        (("办理", "时限", "+"), {"钟": "签收", "时长": "1 工作日"}, ["+    - {钟: 签收, 时长: 1 工作日}"]),
        (("办理", "时限", "2"), None, ['-    - {钟: 答复, 时长: "10 工作日"}']),
        (("规则",), "甲", []),
    ],
)  # fmt: skip
def test_one_value_is_changed_and_nothing_else(path: tuple[str, ...], plain: object, expected: list[str]) -> None:
    assert lines(changed(TEXT, path, plain)) == expected


def test_a_key_that_is_not_there_is_made_with_what_it_stands_in() -> None:
    new = changed(TEXT, ("走访", "间隔"), "7 天")
    assert lines(new) == ["+走访:", "+  间隔: 7 天"]
    assert read(new).at("走访").at("间隔").text() == "7 天"


def test_a_text_whose_lists_do_not_stand_in_keeps_that() -> None:
    flat = "a:\n- 1\n- 2   # zwei\nb: 3\n"
    assert changed(flat, ("b",), 4) == "a:\n- 1\n- 2   # zwei\nb: 4\n"


@pytest.mark.parametrize(
    "path", [("规则", "甲"), ("办理", "时限", "9", "时长"), ("办理", "时限", "0"), ("办理", "时限", "x")]
)
def test_a_path_that_leads_nowhere_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        changed(TEXT, path, "1")


def test_a_text_that_cannot_be_read_is_not_changed() -> None:
    with pytest.raises(Unreadable):
        changed("a: &x 1\n", ("a",), 2)


@pytest.mark.parametrize("path", sorted(Path("rulebooks").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_text_comes_back_as_it_was(path: Path) -> None:
    text = path.read_text("utf-8")
    name = read(text).at("规则").text()
    assert changed(text, ("规则",), name) == text


@pytest.mark.parametrize(
    "word", ["是", "2019-05-10", "0x1f", "null", "1e3", "~", "a: b", "- 甲", "#甲", "甲 # 乙", "'", '"']
)
def test_whatever_is_put_in_is_read_back_as_it_was(word: str) -> None:
    assert read(changed(TEXT, ("规则",), word)).at("规则").text() == word
