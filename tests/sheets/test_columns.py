"""What a cell may say, kind by kind."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Named, Sentence, term
from zhuqi.core.sheets.columns import Amount, Choice, Column, Day, Integer, Layout, Text, choice, taken


class Fruit(Named):
    """Something to choose between."""

    APPLE = "apple", term("an apple")
    PEAR = "pear_tree", term("a pear")


FRUIT = choice({Fruit.APPLE: ("苹果", "林檎"), Fruit.PEAR: ("梨",)})
LAYOUT = Layout(
    "fruit", ("水果",), (Column("name", ("名称",), Text(5)), Column("n", ("数量",), Integer(), required=False))
)
KINDS = [Text(5), Text(5, code=True), Integer(), Amount(), Day(), FRUIT]
D = dt.date(2019, 5, 6)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(5), "  南关区 ", "南关区"),
        (Text(5), "南\n\t关", "南 关"),
        (Text(5), 12, "12"),
        (Text(5), 12.0, "12"),
        (Text(5), 12.5, "12.5"),
        (Text(5), "（甲）", "（甲）"),
        (Text(5), "e\u0301", "é"),
        (Text(5), "\ue000", "\ue000"),
        (Text(5), "𠮷野家", "𠮷野家"),
        (Text(5, code=True), "0111", "0111"),
        (Integer(), "１，２００", 1200),
        (Integer(), 5.0, 5),
        (Integer(), "0", 0),
        (Amount(), 0.1, Decimal("0.10")),
        (Amount(), "1,234.565", Decimal("1234.57")),
        (Amount(), 1e3, Decimal("1000.00")),
        (Amount(), "12", Decimal("12.00")),
        (Day(), D, D),
        (Day(), dt.datetime(2019, 5, 6, 13, 0), D),
        (Day(), "2019-05-06", D),
        (Day(), "2019/5/6", D),
        (Day(), "2019.5.6", D),
        (Day(), "2019年5月6日", D),
        (Day(), "２０１９年５月６日", D),
        (Day(), "20190506", D),
        (Day(), 20190506.0, D),
        (Day(), 43591, D),
        (Day(), "43591", D),
        (Integer(), "1,200人", 1200),
        (Amount(wan=True), "350万元", Decimal("350.00")),
        (Amount(wan=True), "１．２亿", Decimal("12000.00")),
        (Amount(wan=True), "3500000元", Decimal("350.00")),
        (Amount(wan=True, factor=Decimal("0.1")), 3500, Decimal("350.00")),
        (Amount(wan=True, factor=Decimal("0.1")), "350万元", Decimal("350.00")),
        (Day(), "2019-05-06 00:00:00", D),
        (FRUIT, "苹果", "apple"),
        (FRUIT, "林檎", "apple"),
        (FRUIT, " Apple ", "apple"),
        (FRUIT, "AN APPLE", "apple"),
        (FRUIT, "pear_tree", "pear_tree"),
    ],
)
def test_what_people_type_is_understood(kind, cell, value):
    read = kind.read(cell)
    assert read == value
    assert type(read) is type(value) or isinstance(kind, Choice)


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (Text(5), "六个字的名称", "This has 6 characters; at most 5 are kept."),
        (Text(5), "a\0b", "There is a character here that can't be seen or stored: U+0000."),
        (Text(5), "a\u200bb", "There is a character here that can't be seen or stored: U+200B."),
        (Text(5), "a\ud800", "There is a character here that can't be seen or stored: U+D800."),
        (Text(5), "\u202eab", "There is a character here that can't be seen or stored: U+202E."),
        (
            Text(5),
            1.2e17,
            "This is stored as a number, which loses digits; format the column as text and type it again.",
        ),
        (
            Text(5, code=True),
            111,
            "This is stored as a number, which loses digits; format the column as text and type it again.",
        ),
        (Text(5), D, "This is stored as a date; format the column as text and type it again."),
        (Integer(), "5.5", "A whole number is meant here, not 5.5."),
        (Integer(), "五", "“五” is no number."),
        (Integer(), "1,20", "“1,20” is no number."),
        (Integer(), "1e5", "“1e5” is no number."),
        (Integer(), True, "“TRUE” is no number."),
        (Integer(), -1, "-1 lies outside 0 to 2147483647."),
        (Integer(most=10), "11", "11 lies outside 0 to 10."),
        (Amount(), "12万", "“12万” is no number."),
        (Amount(), D, "“2019-05-06” is no number."),
        (Amount(), "-0.5", "-0.5 lies outside 0 to 10000000000000."),
        (Day(), "五月六日", "“五月六日” is no date; write it like 2019-05-06."),
        (Day(), 12345, "“12345” is no date; write it like 2019-05-06."),
        (Amount(), "350万元", "“350万元” is no number."),
        (Amount(wan=True), "350 m", "“350 m” is no number."),
        (Day(), "2019-02-29", "There is no such day as “2019-02-29”."),
        (Day(), "2019-5/6", "“2019-5/6” is no date; write it like 2019-05-06."),
        (Day(), "0019-05-06", "“0019-05-06” is no date between 1900 and 2100."),
        (FRUIT, "桃", "“桃” isn't one of: 苹果、梨."),
    ],
)
def test_what_cant_be_taken_gets_a_sentence(kind, cell, said):
    assert str(kind.read(cell)) == said


CELLS = [
    st.text().filter(str.strip),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
]


@given(st.sampled_from(KINDS), st.one_of(CELLS))
def test_any_cell_gets_a_value_or_a_sentence(kind, cell):
    read = kind.read(cell)
    assert str(read)
    if isinstance(read, str):
        assert "\0" not in read
        read.encode()
    if isinstance(read, Sentence):
        str(read).encode()


def test_values_from_another_door_are_judged_by_the_same_columns():
    assert taken(LAYOUT, name=" 梨 ", n=None) == {"name": "梨", "n": None}
    assert taken(LAYOUT, n=3) == {"n": 3}


def test_every_wrong_field_gets_its_sentence():
    with pytest.raises(Invalid) as caught:
        taken(LAYOUT, name=" ", n="x")
    assert {field: str(sentence) for field, sentence in caught.value.fields.items()} == {
        "name": "This is needed and is empty.",
        "n": "“x” is no number.",
    }
