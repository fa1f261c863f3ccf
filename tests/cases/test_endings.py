"""The rules of docs/closing.md without a case: the lot, what counts, grades, what follows a rating, which is stricter."""

from __future__ import annotations

from fractions import Fraction
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cases.closing_page import OUTCOMES, PAGE, rows, rules
from tests.cases.play import at
from zhuqi.core.rulebook.comparing import differences, overall
from zhuqi.core.rulebook.keys import Part, Rows
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.rules.grading import follows, kept_as, place_of
from zhuqi.domain.cases.rules.sampling import drawn
from zhuqi.domain.cases.rules.tally import done, tally
from zhuqi.domain.cases.rules.words import Channel, Confirmation, End, Outcome, State
from zhuqi.domain.cases.sections.copies import CopyRule
from zhuqi.domain.cases.sections.ending import GateRule
from zhuqi.domain.cases.sections.intake import IntakeRule
from zhuqi.domain.cases.sections.rating import LASTS, THENS, RatingRule

COUNTED = rules("督核: {要: 否, 算办结: [已解决, 已解释]}\n  受理: {不计数: [zx]}")
SHARES = rows("share | drawn of 10000 cases, from | to")
YES = {"yes": True, "no": False}


@pytest.mark.parametrize(("share", "least", "most"), SHARES)
def test_a_sample_is_as_large_as_its_share(share: str, least: str, most: str) -> None:
    part = Fraction(share.removesuffix("%")) / 100
    assert int(least) <= sum(drawn(part, "督核", n) for n in range(10_000)) <= int(most)


def test_the_same_facts_are_drawn_alike_and_a_larger_share_holds_a_smaller_one() -> None:
    small, large = ([drawn(Fraction(n, 100), "督核", 7, case) for case in range(2_000)] for n in (20, 35))
    assert small == [drawn(Fraction(1, 5), "督核", 7, case) for case in range(2_000)]
    assert all(within for drawn_small, within in zip(small, large, strict=True) if drawn_small)
    assert small != [drawn(Fraction(1, 5), "回访", 7, case) for case in range(2_000)], "each purpose has its own lot"


def test_a_lot_is_what_it_was_yesterday() -> None:
    """Written down once: another digest would check other cases than those that were checked."""
    drawn_now = [n for n in range(60) if drawn(Fraction(1, 5), "督核", 99, "2019-05-13T02:00:00+00:00", n, 0)]
    assert drawn_now == LOT


LOT = [0, 1, 4, 5, 22, 26, 36, 37, 41, 54, 55]
"""By ``printf '督核|99|2019-05-13T02:00:00+00:00|0|0' | sha256sum``: the first 16 digits, below a fifth of the whole."""


@pytest.mark.parametrize(
    ("written", "outcome", "grade", "kind", "checked"), rows("督核 | outcome | class | kind | checked")
)
def test_which_replies_the_check_is_for(written: str, outcome: str, grade: str, kind: str, checked: str) -> None:
    gate = rules(f"督核: {written}").gate
    assert gate.meant(OUTCOMES[outcome], kind, grade, "") is YES[checked]


@pytest.mark.parametrize(
    ("outcome", "confirmation", "category", "account", "counts"),
    rows("outcome | confirmation | category | account | done"),
)
def test_what_counts_as_done(outcome: str, confirmation: str, category: str, account: str, counts: str) -> None:
    apart = tally(OUTCOMES[outcome], category, counted=COUNTED.gate.counted, uncounted=COUNTED.intake.uncounted)
    how = Confirmation(confirmation)
    assert done(OUTCOMES[outcome], how, apart) is YES[counts]
    over = Life(
        enterprise=1, kind="other", channel=Channel.VISIT, desk=2, area=3, found_on=at("05-13 10:00").date(),
        told_at=at("05-13 10:00"), recorded_at=at("05-13 10:00"), state=State.ENDED, end=End.CLOSED,
        outcome=OUTCOMES[outcome], confirmation=how, tally=apart,
    )  # fmt: skip
    assert over.account.name == account and len(account) <= 40


def test_what_ended_without_an_answer_is_never_done_and_never_apart_for_its_outcome() -> None:
    assert tally(None, None, counted=frozenset({Outcome.SOLVED}), uncounted=frozenset()) is None
    assert not done(None, Confirmation.ENTERPRISE, None)


@pytest.mark.parametrize("row", rows("grades | kept as | 5 is shown as | 4 | 3 | 2 | 1"), ids=lambda row: row[0])
def test_how_grades_are_kept_and_shown(row: list[str]) -> None:
    grades, numbers = int(row[0]), [int(number) for number in row[1].split()]
    assert [kept_as(place, grades) for place in range(grades)] == numbers
    places = [int(cell[0]) - 1 for cell in row[2:]]
    assert [place_of(stars, grades) for stars in (5, 4, 3, 2, 1)] == places
    assert [place_of(kept_as(place, grades), grades) for place in range(grades)] == list(range(grades))


@pytest.mark.parametrize(
    "row", rows("satisfied | done | 至多 | 不满意后 | 之后 | room above | over | follows"), ids=" ".join
)
def test_what_follows_a_rating(row: list[str]) -> None:
    satisfied, again, most, then, last, above, over, expected = row
    found = follows(
        bad=not YES[satisfied],
        redone=int(again),
        most=int(most),
        then=THENS[then],
        last=LASTS[last],
        above=YES[above],
        ended=YES[over],
    )
    assert found.value == expected


@pytest.mark.parametrize(("above", "below", "stands"), rows("above | below | stands"))
def test_which_is_stricter(above: str, below: str, stands: str) -> None:
    city = rules(above)
    found = differences({"办理": city}, {"办理": rules(below, city)})
    assert found and overall(each.stance for each in found).name == stands


@pytest.mark.parametrize(("text", "why"), rows("text | why"))
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        rules(text)
    assert any(why in str(fault.sentence) for fault in refused.value.faults), str(refused.value.sentence)


def test_what_the_page_shows_as_a_whole_is_read_and_written_back() -> None:
    block = PAGE.split("```yaml\n办理:\n")[1].split("```")[0]
    own = rules(block.strip(), rules("督核: 否"))
    assert own.gate.share == own.rating.callback == Fraction(1, 5)
    assert list(own.gate.questions)[3] == "负责人是否满意" and own.rating.urgency == "jj"
    assert own.intake.two and own.intake.causes["cf"] == "重复反映" and own.copies[0].units == {"xn-ban", "dc-shi"}
    assert own.rating.of_result == ("已解决", "部分解决", "未解决")
    blocks: tuple[tuple[Any, Any], ...] = (
        (Part(GateRule), own.gate),
        (Part(IntakeRule), own.intake),
        (Part(RatingRule), own.rating),
        (Rows(CopyRule, by=("moment",)), own.copies),
    )
    for shape, value in blocks:
        text = StringIO()
        YAML(typ="safe").dump({"块": shape.plain(value)}, text)
        assert shape.read(read(text.getvalue()).at("块")) == value
