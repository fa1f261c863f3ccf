"""Rows of a text are changed, added, taken out and moved, and every other line of it stays as it is, with its comments."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from zhuqi.base.errors import Refused
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.editing import changed, moved
from zhuqi.core.rulebook.editing.lists import ALONE, CODE, LABEL, Listed, lists
from zhuqi.core.rulebook.editing.rows import added, held, removed, rewritten, shifted
from zhuqi.core.rulebook.reading import read
from zhuqi.sections import SECTIONS

TEXT = """\
规则: 甲
地区: cc
文号: 1
施行: 2019-05-10

办理:
  # 种类由调度室定
  种类:
    a:   甲类      # 第一类
    b: 乙类

  # 时限表
  时限:
    # 先定这个
    - {钟: 甄别,  时长: 1 工作日}   # 一天
    # 下面是答复
    - {钟: 答复, 时长: 10 工作日}

    # A 类快些
    - 钟: 答复
      # 只有 A
      级别: [A]   # 重点
      时长: 5 工作日
    # 完

  提醒: [{时: 到期前 1 工作日, 发: 提醒, 给: 承办单位},
         {时: 到期时, 发: 催办, 给: [承办单位,
              调度室]}]   # 两级
  督核: 否   # 暂不督核
  提级: 退回满 2 次
  说明: >
    # 不是注释
    两行。

# 走访如下
走访:
  间隔: 7 天   # 一周
"""


def of(code: str) -> Listed:
    return next(each for each in lists(SECTIONS) if each.code == code)


def lines(new: str, old: str = TEXT) -> list[str]:
    """The lines that differ."""
    found = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


DEADLINES, KINDS, LADDER, QUESTIONS = of("办理/时限"), of("办理/种类"), of("办理/提醒"), of("办理/督核/问题")


def test_a_value_of_a_row_in_one_line_is_changed_there_and_its_comment_stays() -> None:
    row = held(TEXT, DEADLINES, None).own[0]
    assert lines(rewritten(TEXT, DEADLINES, row, {**row.plain, "时长": "2 工作日"}, None)) == [
        "-    - {钟: 甄别,  时长: 1 工作日}   # 一天",
        "+    - {钟: 甄别, 时长: 2 工作日}    # 一天",
    ]


def test_a_value_of_a_row_over_several_lines_is_changed_and_comments_inside_stay() -> None:
    row = held(TEXT, DEADLINES, None).own[2]
    assert lines(rewritten(TEXT, DEADLINES, row, {**row.plain, "时长": "4 工作日"}, None)) == [
        "-      时长: 5 工作日",
        "+      时长: 4 工作日",
    ]
    more = rewritten(TEXT, DEADLINES, row, {**row.plain, "级别": ["A", "B"]}, None)
    assert lines(more) == ["-      级别: [A]   # 重点", "+      级别: [A, B] # 重点"]


def test_a_key_that_is_emptied_is_taken_out_of_its_row() -> None:
    row = held(TEXT, DEADLINES, None).own[2]
    new = rewritten(TEXT, DEADLINES, row, {"钟": "答复", "时长": "5 工作日"}, None)
    assert ("级别: [A]" not in new and set(lines(new)) == {"-      级别: [A]   # 重点", "-      # 只有 A"}) or lines(
        new
    ) == ["-      级别: [A]   # 重点"]


def test_what_is_written_as_it_was_changes_no_character() -> None:
    for each in lists(SECTIONS):
        for row in held(TEXT, each, None).own:
            assert rewritten(TEXT, each, row, row.plain, None) == TEXT, each.code


def test_a_new_row_stands_right_after_the_last_in_the_way_that_one_is_written() -> None:
    new = added(TEXT, DEADLINES, {"钟": "签收", "时长": "1 工作日"}, None)
    assert lines(new) == ["+    - 钟: 签收", "+      时长: 1 工作日"]
    assert new.split("\n").index("    - 钟: 签收") == TEXT.split("\n").index("      时长: 5 工作日") + 1
    flow = removed(TEXT, DEADLINES, held(TEXT, DEADLINES, None).own[2], None)
    assert lines(added(flow, DEADLINES, {"钟": "签收", "时长": "1 工作日"}, None), flow) == [
        "+    - {钟: 签收, 时长: 1 工作日}"
    ]


def test_a_row_goes_with_its_lines_and_the_comments_around_it_stay() -> None:
    own = held(TEXT, DEADLINES, None).own
    assert lines(removed(TEXT, DEADLINES, own[1], None)) == ["-    - {钟: 答复, 时长: 10 工作日}"]
    block = ["    - 钟: 答复", "      # 只有 A", "      级别: [A]   # 重点", "      时长: 5 工作日"]
    assert lines(removed(TEXT, DEADLINES, own[2], None)) == ["-" + line for line in block]


def test_where_the_last_row_goes_the_text_says_that_there_is_none() -> None:
    text = TEXT
    for _ in range(3):
        text = removed(text, DEADLINES, held(text, DEADLINES, None).own[0], None)
    assert "  时限: []" in text.split("\n") and held(text, DEADLINES, None).own == ()
    assert all(f"{comment}\n" in text for comment in ("  # 时限表", "    # 先定这个", "    # 完", "# 走访如下"))


def test_rows_change_places_with_the_comments_right_above_them() -> None:
    new = moved(TEXT, DEADLINES.path, 2)
    assert sorted(new.split("\n")) == sorted(TEXT.split("\n"))
    told = [row.plain.get("级别") for row in held(new, DEADLINES, None).own]
    assert told == [None, ["A"], None]
    at = new.split("\n")
    assert at[at.index("    - 钟: 答复") - 1] == "    # A 类快些"
    assert at[at.index("    - {钟: 答复, 时长: 10 工作日}") - 1] == "    # 下面是答复"


def test_rows_in_brackets_are_changed_added_taken_out_and_moved_too() -> None:
    own = held(TEXT, LADDER, None).own
    assert [row.plain["发"] for row in own] == ["提醒", "催办"]
    later = rewritten(TEXT, LADDER, own[0], {**own[0].plain, "时": "到期前 2 工作日"}, None)
    assert held(later, LADDER, None).own[0].plain["时"] == "到期前 2 工作日"
    more = added(TEXT, LADDER, {"时": "到期后 2 工作日", "发": "督办", "给": ["调度室"]}, None)
    assert [row.plain["发"] for row in held(more, LADDER, None).own] == ["提醒", "催办", "督办"]
    fewer = removed(TEXT, LADDER, own[0], None)
    assert [row.plain["发"] for row in held(fewer, LADDER, None).own] == ["催办"]
    turned = shifted(TEXT, LADDER, own[1], -1, None)
    assert [row.plain["发"] for row in held(turned, LADDER, None).own] == ["催办", "提醒"]
    for new in (later, more, fewer, turned):
        untouched = [
            line for line in TEXT.split("\n") if "提醒" not in line and "到期时" not in line and "调度室]" not in line
        ]
        assert [line for line in new.split("\n") if line in untouched] == untouched


def test_labels_are_called_otherwise_added_and_taken_out_in_their_place() -> None:
    own = held(TEXT, KINDS, None).own
    assert lines(rewritten(TEXT, KINDS, own[0], {CODE: "a", LABEL: "丙类"}, None)) == [
        "-    a:   甲类      # 第一类",
        "+    a: 丙类        # 第一类",
    ]
    renamed = rewritten(TEXT, KINDS, own[0], {CODE: "c", LABEL: "甲类"}, None)
    assert list(read(renamed).at("办理").at("种类").value) == ["c", "b"] and "# 第一类" in renamed
    assert lines(added(TEXT, KINDS, {CODE: "c", LABEL: "丙类"}, None)) == ["+    c: 丙类"]
    assert lines(removed(TEXT, KINDS, own[1], None)) == ["-    b: 乙类"]
    assert lines(shifted(TEXT, KINDS, own[0], 1, None)) == ["+    b: 乙类", "-    b: 乙类"]
    with pytest.raises(Refused):
        added(TEXT, KINDS, {CODE: "a", LABEL: "丙类"}, None)


def test_a_part_said_by_one_value_alone_is_opened_for_its_list() -> None:
    new = added(TEXT, QUESTIONS, {CODE: "去了吗", LABEL: "去了吗"}, None)
    assert read(new).at("办理").at("督核").value == {"要": "否", "问题": ["去了吗"]} or read(new).at("办理").at(
        "督核"
    ).value == {"要": "否", "问题": {"去了吗": "去了吗"}}
    assert "# 暂不督核" in new and not [line for line in lines(new) if "督核" not in line]


def test_a_value_or_row_that_stands_alone_becomes_a_list() -> None:
    triggers, gaps = of("办理/提级"), of("走访/间隔")
    new = added(TEXT, triggers, {ALONE: "级别 A"}, None)
    assert lines(new) == ["-  提级: 退回满 2 次", "+  提级: [退回满 2 次, 级别 A]"]
    more = added(TEXT, gaps, {"至少": "3 天", "计入": ["参会"]}, None)
    assert [row.plain for row in held(more, gaps, None).own] == [{"至少": "7 天"}, {"至少": "3 天", "计入": ["参会"]}]
    assert "# 一周" in more
    own = held(TEXT, gaps, None).own[0]
    wider = rewritten(TEXT, gaps, own, {"至少": "7 天", "计入": ["参会"]}, None)
    assert held(wider, gaps, None).own[0].plain == {"至少": "7 天", "计入": ["参会"]}


def test_what_the_standard_gives_is_written_out_with_the_first_change() -> None:
    bare = changed(TEXT, ("办理", "提醒"), None)
    given = held(bare, LADDER, None)
    assert not given.written and len(given.given) == 3
    new = added(bare, LADDER, {"时": "到期后 5 工作日", "发": "督办", "给": ["调度室"]}, None)
    assert [row.plain["发"] for row in held(new, LADDER, None).own] == ["提醒", "催办", "催办", "督办"]
    fewer = removed(bare, LADDER, given.given[0], None)
    assert [row.plain["发"] for row in held(fewer, LADDER, None).own] == ["催办", "催办"]
    changed_one = rewritten(bare, LADDER, given.given[2], {**given.given[2].plain, "发": "督办"}, None)
    assert [row.plain["发"] for row in held(changed_one, LADDER, None).own] == ["提醒", "催办", "督办"]


ABOVE = Path("rulebooks/nanguan-20190510.yaml").read_text("utf-8")
CHILD = """\
规则: 区
地区: ng
文号: 2
施行: 2019-06-01
上级: cc

办理:
  时限:
    - {钟: 答复, 时长: 7 工作日}   # 区里快些
"""


def test_a_row_of_the_place_above_is_changed_by_a_row_of_ones_own_and_cannot_be_taken_out() -> None:
    above = queries.layer(ABOVE)
    found = held(CHILD, DEADLINES, above)
    assert [row.plain for row in found.own] == [{"钟": "答复", "时长": "7 工作日"}]
    assert {"钟": "答复", "时长": "10 工作日"} not in [row.plain for row in found.given], (
        "the place's own takes its place"
    )
    check = next(row for row in found.given if row.plain["钟"] == "督核")
    assert check.layer is above and not check.place
    new = rewritten(CHILD, DEADLINES, check, {**check.plain, "时长": "1 工作日"}, above)
    assert lines(new, CHILD) == ["+    - {钟: 督核, 时长: 1 工作日}"]
    assert held(new, DEADLINES, above).own[1].plain["时长"] == "1 工作日"
    with pytest.raises(Refused):
        removed(CHILD, DEADLINES, check, above)


def test_a_list_that_is_one_value_is_taken_over_as_a_whole_before_it_is_changed() -> None:
    above = queries.layer(ABOVE)
    found = held(CHILD, LADDER, above)
    assert not found.own and len(found.given) == 3
    new = added(CHILD, LADDER, {"时": "到期后 5 工作日", "发": "督办", "给": ["调度室"]}, above)
    assert len(held(new, LADDER, above).own) == 4 and not held(new, LADDER, above).given
    assert "# 区里快些" in new


def test_a_row_that_cannot_be_read_says_why_and_can_be_mended_or_taken_out() -> None:
    broken = TEXT.replace("时长: 10 工作日", "时长: 很快, 打卡: 是")
    row = held(broken, DEADLINES, None).own[1]
    assert row.typed is None and row.wrong is not None and row.plain == {"钟": "答复", "时长": "很快"}
    assert "{钟: 答复" not in removed(broken, DEADLINES, row, None)


@pytest.mark.parametrize("place", [0, 3, 9])
def test_a_row_at_an_end_cannot_be_moved_further(place: int) -> None:
    with pytest.raises(Refused):
        moved(TEXT, DEADLINES.path, place)


@pytest.mark.parametrize("path", sorted(Path("rulebooks").glob("*.yaml")), ids=lambda path: path.stem)
def test_in_shipped_texts_a_change_touches_no_line_but_those_of_its_list(path: Path) -> None:
    text = path.read_text("utf-8")
    for each in lists(SECTIONS):
        found = held(text, each, None)
        if not found.written or not found.own or found.own[-1].wrong or each.labels:
            continue
        new = added(text, each, found.own[-1].plain, None)
        assert len(lines(new, text)) <= 2, each.code
        assert len(held(new, each, None).own) == len(found.own) + 1
        back = removed(new, each, held(new, each, None).own[-1], None)
        assert len(lines(back, text)) <= 2, each.code
        assert [row.plain for row in held(back, each, None).own] == [row.plain for row in found.own]
