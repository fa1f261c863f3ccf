"""The credit code, held against codes that the public can look up."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuqi.base import uscc

HERE = Path(__file__).parent
REAL = [row["uscc"] for row in csv.DictReader((HERE / "uscc_vectors.csv").open(encoding="utf-8"))]
EDGE = {row["why"]: row["code"] for row in json.loads((HERE / "uscc_negative_vectors.json").read_text("utf-8"))}
firsts = st.builds(
    lambda pair, region, rest: pair + region + uscc.body(rest),
    st.sampled_from([a + c for a, categories in uscc.CATEGORIES.items() for c in categories]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(uscc.ALPHABET, min_size=8, max_size=8),
)


@pytest.mark.parametrize("code", REAL)
def test_a_real_code_passes_without_a_word(code):
    assert uscc.check(code) == uscc.Checked(code)


@pytest.mark.parametrize("why", ["wrong check char", "body altered", "17 chars", "letter I excluded"])
def test_a_mistyped_code_is_an_error(why):
    assert len(uscc.check(EDGE[why]).errors) == 1


def test_every_negative_vector_is_used():
    assert len(EDGE) == 7


def test_lower_case_and_full_width_are_read_before_they_are_judged():
    lower = next(code for why, code in EDGE.items() if why.startswith("lower case"))
    assert uscc.check(lower) == uscc.Checked(lower.upper())
    assert uscc.check("　９１４４０３００１９２３１７４５８ｆ ").code == "91440300192317458F"
    assert not uscc.check("９１４４０３００１９２３１７４５８ｆ").errors


def test_a_failing_inner_check_is_a_warning_because_such_codes_were_issued():
    checked = uscc.check("91440101709397015A")
    assert not checked.errors
    assert [str(w) for w in checked.warnings] == [
        "The ninth to seventeenth characters don't pass their own check; a few real codes don't."
    ]


def test_the_region_is_never_refused():
    assert uscc.check("91610131735072427R") == uscc.Checked("91610131735072427R")


@pytest.mark.parametrize("pair", ["94", "22", "B1", "Y2"])
def test_an_unknown_authority_or_category_is_at_most_a_warning(pair):
    first = pair + "220102" + uscc.body("12345678")
    checked = uscc.check(uscc.complete(first))
    assert not checked.errors
    assert checked.warnings[0].facts == {"pair": pair}


@pytest.mark.parametrize("number", ["440301103097413", "110108002734659", "440301103448669"])
def test_an_old_registration_number_is_recognised(number):
    checked = uscc.check(number)
    assert not checked.errors
    assert len(checked.warnings) == 1


def test_a_mistyped_registration_number_is_an_error():
    assert uscc.check("440301103097414").errors


@given(firsts)
def test_a_completed_code_passes(first):
    assert uscc.check(uscc.complete(first)) == uscc.Checked(uscc.complete(first))


@given(firsts, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_found(first, at, other):
    code = uscc.complete(first)
    wrong = code[:at] + other + code[at + 1 :]
    assert bool(uscc.check(wrong).errors) == (wrong != code)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text):
    checked = uscc.check(text)
    assert checked.errors or len(checked.code) in {15, 18}
    assert all(str(sentence) for sentence in checked.errors + checked.warnings)


def test_completing_takes_exactly_seventeen_characters():
    with pytest.raises(ValueError, match="17"):
        uscc.complete("91440300")
