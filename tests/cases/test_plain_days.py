"""日 alone in a text: kept, counted in natural days, and asked about."""

from __future__ import annotations

import pytest

from tests.cast import RULEBOOK
from zhuqi.core.rulebook.checking import Level, check
from zhuqi.core.rulebook.reading import read
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.plaindays import plain_days

TEXT = RULEBOOK.read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "flagged"),
    [
        ("5日内", True),
        ("五日", True),
        ("5 天", False),
        ("5个工作日", False),
        ("5个自然日", False),
        ("次月 5 日", False),
    ],
)
def test_a_span_in_days_that_could_be_working_days_is_flagged_beside_its_line(written: str, flagged: bool) -> None:
    text = TEXT.replace("每次至多: 5 工作日", f"每次至多: {written}")
    told = [fault for fault in check(text) if "counted in natural days" in str(fault.sentence)]
    line = 1 + next(n for n, each in enumerate(text.splitlines()) if written in each)
    assert [(fault.line, fault.key, fault.level) for fault in told] == [(line, "每次至多", Level.FLAGGED)] * flagged


def test_it_is_kept_as_typed_and_counted_in_natural_days() -> None:
    text = TEXT.replace("退回: {期限: 2 工作日}", "退回: {期限: 2日内}")
    assert "2日内" in text and CaseRules.read(read(text).at("办理")).returning.within.unit == "natural_day"
    assert [fault.key for fault in plain_days(read(text).at("办理"))] == ["期限"]


def test_a_label_that_looks_like_a_span_is_none() -> None:
    text = TEXT.replace("督核: 否", "督核: 否\n  类别: {d3: 3日, d5: 5日内}")
    assert [*plain_days(read(text).at("办理"))] == []
