"""What a sentence reads like: measured on requests that nothing was learnt from, and never more than a flag."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tools.likeness.sheets import digest, sentences
from zhuqi.core.rulebook.lawbook import LAWS
from zhuqi.core.rulebook.laws import Said
from zhuqi.core.rulebook.likeness.guessing import LONGEST, guess
from zhuqi.core.rulebook.likeness.known import FILE, known
from zhuqi.core.rulebook.suspicion import suspected

UNSEEN = [
    line.split("\t") for line in (Path(__file__).parent / "requests" / "unseen.tsv").read_text("utf-8").splitlines()
]
"""(laws, bad or ok, sentence) by two hands who knew neither the words of the guard nor the sheets."""
CAUGHT, TAKEN_WRONGLY = 0.93, 0.10


def told(text: str, key: str = "原文") -> list[str]:
    path = ("条文", "0", key)
    return [each.law.code for each in suspected([Said(path, 1, key), Said(path, 1, text)])]


def test_the_weights_are_learnt_from_the_sheets_as_they_stand() -> None:
    assert known().digest == digest(), "Type: .venv/bin/python -m tools.likeness"
    assert known().laws == tuple(LAWS)
    assert FILE.stat().st_size < 400_000
    assert gzip.decompress(FILE.read_bytes())


def test_no_unseen_request_was_learnt() -> None:
    learnt = {each.text for each in sentences()}
    assert not learnt & {text for _, _, text in UNSEEN}


def test_unseen_requests_are_flagged_for_the_right_law_and_lawful_ones_rarely() -> None:
    bad = [(laws.split(","), told(text)) for laws, sort, text in UNSEEN if sort == "bad"]
    lawful = [told(text) for _, sort, text in UNSEEN if sort == "ok"]
    assert len(bad) >= 100 and len(lawful) >= 50
    assert sum(bool(set(laws) & set(found)) for laws, found in bad) / len(bad) >= CAUGHT
    assert sum(map(bool, lawful)) / len(lawful) <= TAKEN_WRONGLY


def test_each_law_has_sentences_of_both_sorts() -> None:
    broken = {law for each in sentences() for law in each.laws}
    assert broken == set(LAWS)
    assert sum(not each.laws for each in sentences()) > 1000


def test_a_guess_is_only_ever_a_flag_and_names_words_of_the_sentence() -> None:
    text = "部门会商、转办的时间不计入办理时限，企业查询到的为扣除后的时长。"
    [verdict] = suspected([Said(("条文", "0", "原文"), 1, "原文"), Said(("条文", "0", "原文"), 1, text)])
    assert not verdict.refused
    assert verdict.law.code == "M8"
    guessed = guess(text)
    assert guessed is not None and guessed.words
    assert all(word in text for word in guessed.words)


@pytest.mark.parametrize("key", ["时长", "给", "当"])
def test_what_decides_something_is_never_guessed_at(key: str) -> None:
    assert not told("部门会商、转办的时间不计入办理时限，企业查询到的为扣除后的时长。", key)


def test_one_bad_sentence_among_good_ones_is_found() -> None:
    text = "不得影响企业正常生产经营。走访活动应做到有图片、有记录、有签字，三者缺一的不计入工作量。各单位要高度重视。"
    assert told(text) == ["N2"]


def test_names_too_short_to_say_anything_are_left_alone() -> None:
    assert guess("融资") is None
    assert guess("打卡") is None


def test_a_sentence_without_end_is_read_from_its_beginning() -> None:
    assert guess("好" * LONGEST) == guess("好" * (LONGEST * 50))
