"""Folding, cutting and matching, as tables. All names are synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.core.search.rules import (
    LONGEST,
    MOST_WORDS,
    Match,
    Reason,
    Words,
    asked,
    fold,
    grams,
    initial_grams,
    initials,
    match,
    shown,
    tokens,
    told,
    wanted,
    wrong,
)

FIRM = Words(
    "长春市重庆路（集团）行知Ａ1有限公司", ("91220102MA00000A1X", "MA00000A1"), ("漏水的管道，三个月没人修。",)
)


def fits(typed: str, words: Words = FIRM) -> Match | None:
    looked_for = asked(typed)
    assert looked_for is not None
    return match(looked_for, words)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＡＢ（集团）－１", "ab集团1"),
        ("长春\x00市\u200b", "长春市"),
        ("Straße", "strasse"),
        ("①㈱", "1株"),
        ('" OR * NEAR(', "ornear"),
        ("%_'\\--;", ""),
        ("𠮷野家", "𠮷野家"),
        ("\ud800长", "长"),
    ],
)
def test_text_is_folded_to_letters_and_digits(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("character", "letters"), [("重", "zc"), ("长", "cz"), ("行", "xh"), ("庆", "q"), ("a", "a"), ("7", "7")]
)
def test_every_reading_gives_an_initial(character: str, letters: str) -> None:
    assert set(letters) <= initials(character)


def test_two_neighbours_give_initials_in_every_reading() -> None:
    assert {"cq", "zq"} <= initial_grams("重庆")
    assert {"cc", "zc"} <= initial_grams("长春")
    assert initial_grams("ab12") == set()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("重庆", Reason.NAME),
        ("路集团", Reason.NAME),
        ("集团行知a1", Reason.NAME),
        ("长春 行知", Reason.NAME),
        ("长春 修", Reason.TEXT),
        ("ccszql", Reason.PINYIN),
        ("zcsc", Reason.PINYIN),
        ("XZ", Reason.PINYIN),
        ("hz", Reason.PINYIN),
        ("91220102ma00000a1x", Reason.CODE),
        ("9122 0102 MA00", Reason.CODE),
        ("912", Reason.CODE),
        ("MA00000A1", Reason.CODE),
        ("漏水", Reason.TEXT),
        ("管道三个", Reason.TEXT),
        ("行知 漏水", Reason.TEXT),
        ("漏管", None),
        ("重路", None),
        ("cqcq", None),
        ("91", None),
        ("00000A1X", None),
    ],
)
def test_what_fits_and_why(typed: str, reason: Reason | None) -> None:
    found = fits(typed)
    assert (found and found.reason) == reason


@pytest.mark.parametrize(
    ("typed", "tokens_of_it"),
    [
        ("华兴", ["en华兴"]),
        ("区华兴", ["en区华", "en华兴"]),
        ("华兴科技", ["en华兴科技"]),
        ("区华兴科技", ["en区华兴科", "en华兴科技"]),
        ("hxkj", ["enhx", "enkj"]),
        ("a股华兴 科技", ["ena股华兴", "en科技"]),
    ],
)
def test_a_long_word_is_looked_up_by_fours_unless_it_may_be_initials(typed: str, tokens_of_it: list[str]) -> None:
    looked_for = asked(typed)
    assert looked_for is not None
    assert list(wanted("e", looked_for))[1] == tokens_of_it


FITTING = (
    "长春市重庆路集团",
    "路集团行知",
    "管道三个月",
    "重庆",
    "ccszql",
    "路集团",
    "912",
    "MA00000A1",
    "漏水",
    "行知 漏水",
    "集团行知a1",
    "xza",
    "长春 修",
)


@pytest.mark.parametrize("typed", FITTING)
def test_whatever_fits_is_proposed_by_its_tokens(typed: str) -> None:
    looked_for = asked(typed)
    assert looked_for is not None
    held = set(tokens("e", FIRM, [3]))
    assert any(set(each) <= held for each in wanted("e", looked_for))


NAMES = st.text(st.sampled_from("长春重庆行乐南关Ａb１（） 科技"), min_size=2, max_size=14)


@given(NAMES, st.data())
def test_any_two_neighbouring_characters_of_any_name_find_it(name: str, data: st.DataObject) -> None:
    folded = fold(name)
    if len(folded) < 2:
        return
    at = data.draw(st.integers(0, len(folded) - 2))
    end = data.draw(st.integers(at + 2, len(folded)))
    spelt = "".join(data.draw(st.sampled_from(sorted(initials(letter)))) for letter in folded[at:end])
    held = set(tokens("e", Words(name), ()))
    for typed in (folded[at:end], spelt):
        looked_for = asked(typed)
        assert looked_for is not None
        assert match(looked_for, Words(name)) is not None
        assert any(set(each) <= held for each in wanted("e", looked_for))


@given(st.text(max_size=LONGEST))
def test_tokens_are_letters_and_digits_whatever_was_typed(typed: str) -> None:
    looked_for = asked(typed)
    every = [token for each in wanted("e", looked_for) for token in each] if looked_for else []
    assert all(token.isalnum() for token in every)
    assert all(token.isalnum() for token in tokens("e", Words(typed, (typed,), (typed,)), [7]))


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("", True),
        ("长", True),
        ("长 春", True),
        ("%%", True),
        ("长春", False),
        ("长" * LONGEST, False),
        ("长" * (LONGEST + 1), True),
        (" ".join(["长春", "重庆", "行知", "南关", "科技", "有限", "公司"][: MOST_WORDS + 1]), True),
    ],
)
def test_what_can_not_be_looked_for_is_answered_by_a_sentence(typed: str, refused: bool) -> None:
    assert (wrong(typed) is not None) is refused


def test_the_nearer_match_ranks_before() -> None:
    ranks = [
        fits(typed, Words("长春重庆路", ("cc1",), ("长春重庆路很长",))).rank
        for typed in ("cc1", "长春", "重庆", "很长")
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 4


@pytest.mark.parametrize(
    ("text", "words", "hit"),
    [
        ("长春市（演练）路", ["市演"], "市（演"),
        ("长春市路", ["csl"], "春市路"),
        ("ＡＢ厂", ["ab"], "ＡＢ"),
        ("长春市", ["无此"], ""),
        ("㈱长春", ["株长"], "㈱长"),
    ],
)
def test_what_was_looked_for_is_marked_where_it_stands(text: str, words: list[str], hit: str) -> None:
    pieces = shown(text, words)
    assert "".join(piece.text for piece in pieces) == text
    assert "".join(piece.text for piece in pieces if piece.hit) == hit


def test_a_part_of_a_code_that_is_found_by_its_parts_is_told_as_the_code() -> None:
    looked_for, words = asked("关 0187"), Words("三相电", ("南关 2019-0187",), ("南关 2019-0187", "南关的变压器"))
    assert looked_for is not None
    why = match(looked_for, words)
    assert why is not None and (why.reason, why.code) == (Reason.CODE, "南关 2019-0187")
    assert [piece.text for piece in told(looked_for, words, why)[1] if piece.hit] == ["关", "0187"]


def test_a_piece_of_the_text_is_shown_around_what_fits() -> None:
    looked_for, words = asked("没人"), Words("甲", (), ("很长的前文" * 20 + "没人\n修" + "很长的后文" * 20,))
    assert looked_for is not None
    why = match(looked_for, words)
    assert why is not None
    said = "".join(piece.text for piece in told(looked_for, words, why)[1])
    assert said.startswith("…")
    assert said.endswith("…")
    assert "没人 修" in said
    assert len(said) < 50


def test_a_piece_of_the_text_that_begins_with_what_fits_has_nothing_before_it() -> None:
    looked_for, words = asked("没人"), Words("甲", (), ("没人修", "后来没人管"))
    assert looked_for is not None
    why = match(looked_for, words)
    assert why is not None
    pieces = told(looked_for, words, why)[1]
    assert [(piece.text, piece.hit) for piece in pieces] == [("没人", True), ("修", False)]


def test_a_text_is_cut_into_all_its_twos_and_fours() -> None:
    assert grams("长") == set()
    assert grams("长春市南关") == {"长春", "春市", "市南", "南关", "长春市南", "春市南关"}
