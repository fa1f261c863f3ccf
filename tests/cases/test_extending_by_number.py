"""How much more time: each time the same, or by the number of the extension."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.cases.play import IN_LEAD, PLAIN, days, handling
from tests.rulebook.places import BODY
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases.life.requesting import amount_refused
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.extending import EACH, ExtensionRule


@pytest.mark.parametrize(
    ("each", "asked"),
    [
        (days(5), [5, 5, 5]),
        ((days(5), days(10)), [5, 10, 10]),
        ((days(10), days(5), days(2)), [10, 5, 2]),
        ((Fraction(1, 2), days(3)), [4, 3, 3]),
    ],
)
def test_a_length_holds_for_its_number_and_the_last_for_all_further_ones(each, asked) -> None:
    rule = ExtensionRule(3, each)
    assert [rule.limit(days(8), n).amount for n in (1, 2, 3)] == asked
    if isinstance(each, tuple) and isinstance(each[0], Span):
        case = handling(rules=replace(PLAIN, extension=rule))
        row = case.life.holdings[-1]
        for n, most in enumerate(asked):
            seen = case.seen(IN_LEAD, f"05-1{5 + n} 09:00")
            assert [bool(amount_refused(seen, row, days(amount))) for amount in (most, most + 1)] == [False, True]
            case = case.ask_extension(f"05-1{5 + n} 09:00", n=most).extend(f"05-1{5 + n} 10:00")


@pytest.mark.parametrize(
    ("one", "other", "compared"),
    [
        (days(5), (days(5), days(5)), 0),
        ((days(5), days(10)), days(5), 1),
        ((days(5), days(3)), days(5), -1),
        ((days(5), days(10)), (days(10), days(5)), None),
        ((days(5), days(10)), (days(5), Fraction(1, 2)), None),
        ((days(1), days(2), days(3)), (days(1), days(2)), 1),
    ],
)
def test_lengths_by_number_are_compared_number_by_number(one, other, compared) -> None:
    assert EACH.compare(one, other) == compared
    assert EACH.compare(other, one) == (None if compared is None else -compared)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("至多: 2, 每次至多: [5 工作日, 10 工作日]", ""),
        ("至多: 1, 每次至多: [5 工作日]", ""),
        ("至多: 1, 每次至多: [5 工作日, 10 工作日]", "2 lengths stand here, for at most 1 extensions."),
        ("至多: 2, 每次至多: [5 工作日, 10 天], 合计至多: 15 工作日", "same unit"),
        ("至多: 2, 每次至多: [5 工作日, 10 工作日], 合计至多: 9 工作日", "less than a single extension"),
        ("至多: 2, 每次至多: []", "At most 9 stand here; these are 0."),
        ("至多: 90, 每次至多: [5 工作日, 1000 天]", "never comes due"),
        ("至多: 90, 每次至多: [5 天, 1000 天]", "never comes due"),
    ],
)
def test_lengths_by_number_are_read(written: str, said: str) -> None:
    (line,) = [line for line in BODY.splitlines() if line.startswith("  延期:")]
    section = read("办理:\n" + BODY.replace(line, f"  延期: {{{written}, 顺延承诺: 是}}")).at("办理")
    with nullcontext() if not said else pytest.raises(Unreadable, match=re.escape(said)):
        CaseRules.read(section)
