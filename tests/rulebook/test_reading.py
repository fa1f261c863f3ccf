"""Whatever a text can't be taken for, the error names its line, its key, and what is expected there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.base.words import say
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.reading import DEEPEST, Node, Unreadable, read

Take = Callable[[Node], Any]


class Colour(Enum):
    RED = "red"


COLOURS = {"红": Colour.RED}


def refused(text: str, take: Take = lambda root: root) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        take(read(text))
    return found.value


@pytest.mark.parametrize(
    ("written", "take", "value"),
    [
        ("南关", Node.text, "南关"),
        ("2019-05-10", Node.text, "2019-05-10"),
        ("12", Node.number, 12),
        ("0", Node.number, 0),
        ("是", Node.yes, True),
        ("否", Node.yes, False),
        ("true", Node.yes, True),
        ("2019-05-10", Node.day, dt.date(2019, 5, 10)),
        ("'2019-05-10'", Node.day, dt.date(2019, 5, 10)),
        ("3 工作日", Node.span, Span(3, Unit.WORKING_DAY)),
        ("0 工作日", Node.span, Span(0, Unit.WORKING_DAY)),
        ("1 工作日", lambda node: node.span(1), Span(1, Unit.WORKING_DAY)),
        ("红", lambda node: node.choice(COLOURS), Colour.RED),
        ("[1, 2]", lambda node: [item.number() for item in node.items()], [1, 2]),
    ],
)
def test_a_value_is_read_as_what_it_is(written: str, take: Take, value: Any) -> None:
    assert take(read(f"键: {written}").at("键")) == value


@pytest.mark.parametrize(
    ("written", "take", "expected"),
    [
        ("12", Node.text, "a text is expected"),
        ("''", Node.text, "a text is expected"),
        ("[a]", Node.text, "a text is expected"),
        ("{a: 1}", Node.text, "a text is expected"),
        ("南关南关", lambda node: node.text(3), "At most 3 characters"),
        ('"南\\0关"', Node.text, "nobody sees"),
        ('"南\\ud800关"', Node.text, "nobody sees"),
        ('"南\\x1b[2J关"', Node.text, "nobody sees"),
        ('"南\\x85关"', Node.text, "nobody sees"),
        ('"南\\n关"', Node.text, "nobody sees"),
        ('"3 工作日\\0"', Node.span, "nobody sees"),
        ("三", Node.number, "a whole number"),
        ("1.5", Node.number, "a whole number"),
        ("true", Node.number, "a whole number"),
        ("-1", Node.number, "from 0 to 10000"),
        ("100", lambda node: node.number(1, 99), "from 1 to 99"),
        ("可以", Node.yes, "是 or 否"),
        ("1", Node.yes, "是 or 否"),
        ("0", Node.yes, "是 or 否"),
        ("[是]", Node.yes, "是 or 否"),
        ("2019-02-30", Node.day, "a date like"),
        ("2019-5-10", Node.day, "a date like"),
        ("2019-W20-1", Node.day, "a date like"),
        ("20190510", Node.day, "a date like"),
        ("2019-05-10 12:00:00", Node.day, "a date like"),
        ("12", Node.day, "a date like"),
        ("[2019-05-10]", Node.day, "a date like"),
        ("3", Node.span, "a text is expected"),
        ("很快", Node.span, "很快"),
        ("0 工作日", lambda node: node.span(1), "a span of at least 1"),
        ("绿", lambda node: node.choice(COLOURS), "Known are: 红"),
        ("1", Node.items, "a list is expected"),
        ("1", lambda node: node.only("a"), "a list of keys"),
        ("[1]", lambda node: node.at("a"), "a list of keys"),
    ],
)
def test_a_wrong_value_is_named_with_line_and_key(written: str, take: Take, expected: str) -> None:
    fault = refused(f"别的: 1\n\n键: {written}\n", lambda root: take(root.at("键")))
    assert (fault.line, fault.key) == (3, "键")
    assert expected in str(fault)
    assert str(fault).startswith("Line 3, “键”: ")
    assert str(fault).count("Line ") == 1


def test_the_line_is_that_of_the_value_however_deep() -> None:
    text = "办理:\n  时限:\n    - {钟: 甄别, 时长: 1 工作日}\n    - 钟: 答复\n      时长: 很快\n"
    fault = refused(text, lambda root: [item.at("时长").span() for item in root.at("办理").at("时限").items()])
    assert (fault.line, fault.key) == (5, "时长")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("退会", "Did you mean “退回”?"),
        ("延期天数", "Did you mean “延期”?"),
        ("天气", "isn't known."),
        ("yes", "isn't known."),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_one(key: str, hint: str) -> None:
    fault = refused(f"延期: 1\n{key}: 2\n", lambda root: root.only("延期", "退回"))
    assert (fault.line, fault.key) == (2, key)
    assert hint in str(fault)
    assert ("Did you mean" in str(fault)) == ("Did you mean" in hint)


def test_a_missing_key_is_named() -> None:
    fault = refused("一: 1\n二:\n  三: 1\n", lambda root: root.at("二").at("四"))
    assert (fault.line, fault.key) == (3, "二")
    assert "“四” is missing" in str(fault)


@pytest.mark.parametrize("empty", ["键:", "键: ~", "键: null"])
def test_a_key_without_a_value_is_missing(empty: str) -> None:
    assert not read(empty).has("键")
    assert "missing" in str(refused(empty, lambda root: root.at("键")))


@pytest.mark.parametrize(
    ("text", "line", "key", "sentence"),
    [
        ("a: 1\na: 2\n", 2, "a", "here twice"),
        ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "b", "here twice"),
        ("a: 1\nb: &x 2\n", 2, "&x", "Anchors"),
        ("a: &x 2019-05-10\n", 1, "&x", "Anchors"),
        ("a: &x\n", 1, "&x", "Anchors"),
        ("&x a: 1\n", 1, "&x", "Anchors"),
        ("a: &x {b: 1}\nc: *x\n", 1, "&x", "Anchors"),
        ("a:\n  - 1\n  - &x [1]\n", 3, "&x", "Anchors"),
        ("a: *x\n", 1, "*x", "Anchors"),
        ("a: !python/object 1\n", 1, "!python/object", "Tags"),
        ("a: 1\nb: !!str 2\n", 2, "tag:yaml.org,2002:str", "Tags"),
        ("%YAML 1.1\n---\na: yes\n", 1, "%", "Directives"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", 1, "%", "Directives"),
        ("a: 1\nb: {<<: {c: 1}}\n", 2, "<<", "Merging"),
        ("a: 1\n---\nb: 2\n", 2, "", "well-formed"),
        ("a: [1,\n", 2, "", "well-formed"),
        ("a: 1\n\t- b\n", 2, "", "there is a tab here"),
        ("a:\n  b：1\n  c: 2\n", 2, "b", "a half-width one"),
        ("a：\n  b: 1\n", 1, "a", "a half-width one"),
        ("a: \x00\n", 1, "", "well-formed"),
        ("a: " + "9" * 5000, 1, "", "well-formed"),
        ("a:\n  " + "[" * 3000, 2, "", "nested too deep"),
        ("{" * (DEEPEST + 1) + "}" * (DEEPEST + 1), 1, "", "nested too deep"),
    ],
)
def test_a_text_that_hides_something_is_refused(text: str, line: int, key: str, sentence: str) -> None:
    fault = refused(text)
    assert (fault.line, fault.key) == (line, key)
    assert sentence in str(fault)


@pytest.mark.parametrize("text", ["", "~", "just words", "- 1\n- 2\n", "12"])
def test_a_text_that_is_no_list_of_keys_is_refused_where_keys_are_asked_for(text: str) -> None:
    assert "a list of keys" in str(refused(text, lambda root: root.only("规则")))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    line = 1
    try:
        read(text)
    except Unreadable as fault:
        line = fault.line
    assert 1 <= line <= len(text) + 2


@pytest.mark.parametrize("key", ["5", "2019", "1.5", "true", "~", "[a, b]", "{a: 1}"])
@pytest.mark.parametrize("take", [lambda root: root.only("一", "二"), lambda root: dict(root.pairs())])
def test_a_key_that_is_no_text_is_named_with_its_line(key: str, take: Take) -> None:
    fault = refused(f"一: 1\n{key}: 2\n", take)
    assert fault.line == 2
    assert "A key is a text" in str(fault)


@pytest.mark.parametrize("key", ["甲\\0", "甲\\ud800", "甲\\r"])
@pytest.mark.parametrize("take", [lambda root: root.only("一", "二"), lambda root: dict(root.pairs())])
def test_a_key_with_what_nobody_sees_is_refused_and_not_repeated(key: str, take: Take) -> None:
    fault = refused(f'一: 1\n"{key}": 2\n', take)
    assert (fault.line, fault.key) == (2, "")
    assert "nobody sees" in str(fault)


def test_pairs_and_items_keep_the_order_of_the_text() -> None:
    root = read("b: 1\na: 2\n'2019': 3\n")
    assert [(key, node.number(), node.line) for key, node in root.pairs()] == [("b", 1, 1), ("a", 2, 2), ("2019", 3, 3)]


def test_an_error_without_a_key_doesn_t_print_an_empty_one() -> None:
    assert str(Unreadable(3, "", say("No."))) == "Line 3: No."
    assert str(Unreadable(3, "键", say("No."))) == "Line 3, “键”: No."
