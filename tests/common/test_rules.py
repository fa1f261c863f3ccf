"""The table of a common issue's life, pairs of signs, likely units, names: rules without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.common.needs import METER, METER_TOO, ROAD
from zhuqi.base import naming
from zhuqi.core.access.actor import Actor, Role, Seat
from zhuqi.domain.common.rules import grams
from zhuqi.domain.common.rules.likely import FEW, Kept, Ruled, proposed
from zhuqi.domain.common.rules.steps import STEPS, dead_ends, open_deeds, parties, unreachable
from zhuqi.domain.common.rules.words import OPEN, SPOKEN, IssueDeed, IssueStanding, Party

AT = dt.datetime(2019, 5, 13, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
P, S = Party, IssueStanding


def test_every_standing_is_reached_and_every_open_one_can_end() -> None:
    assert not unreachable() and not dead_ends()
    assert set(STEPS) == set(IssueDeed)
    assert all(not STEPS[deed].starts - OPEN for deed in IssueDeed), "what is over stays over"


@pytest.mark.parametrize(
    ("standing", "who", "deeds"),
    [
        (S.PROPOSED, {P.OWNER}, {IssueDeed.TAKE_UP, IssueDeed.GIVE_UP}),
        (S.TAKEN_UP, {P.OWNER}, {IssueDeed.TELL, IssueDeed.CHANGE, IssueDeed.GIVE_UP}),
        (S.PROPOSED, {P.DESK}, {IssueDeed.AMEND, IssueDeed.JOIN, IssueDeed.LEAVE, IssueDeed.GIVE_UP}),
        (S.TAKEN_UP, {P.LEADER}, {IssueDeed.AMEND, IssueDeed.JOIN, IssueDeed.LEAVE, IssueDeed.GIVE_UP}),
        (S.CHANGED, {P.DESK, P.LEADER, P.OWNER}, set()),
        (S.GIVEN_UP, {P.DESK, P.LEADER, P.OWNER}, set()),
        (S.PROPOSED, set(), set()),
    ],
)
def test_who_can_do_what_when(standing: IssueStanding, who: set[Party], deeds: set[IssueDeed]) -> None:
    assert set(open_deeds(standing, frozenset(who))) == deeds


def test_the_owner_alone_says_what_it_does_about_it() -> None:
    assert {deed for deed, step in STEPS.items() if step.by == {P.OWNER}} == {
        IssueDeed.TAKE_UP,
        IssueDeed.TELL,
        IssueDeed.CHANGE,
    }
    assert set(SPOKEN) == {deed for deed, step in STEPS.items() if P.OWNER in step.by}


@pytest.mark.parametrize(
    ("seat", "who"),
    [
        (Seat(Role.DISPATCHER, 5, "aabb", 2, "aa"), {P.DESK}),
        (Seat(Role.DISPATCHER, 1, "a", 1, ""), set()),
        (Seat(Role.LEADER, 1, "", 1, ""), {P.LEADER}),
        (Seat(Role.LEADER, 3, "ab", 3, "ab"), set()),
        (Seat(Role.HANDLER, 7, "aacc", 7, "aacc"), {P.OWNER}),
        (Seat(Role.SUPERVISOR, 7, "aacc", 2, "aa"), set()),
        (Seat(Role.SYSTEM_ADMIN, 7, "aacc", 2, "aa"), set()),
    ],
)
def test_what_somebody_is_to_an_issue(seat: Seat, who: set[Party]) -> None:
    assert parties(Actor(account=1, staff=1, seats=(seat,)), area_path="aa", owner=7) == who


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (" ".join(METER), " ".join(METER_TOO), True),
        (" ".join(METER), " ".join(ROAD), False),
        ("ＡＢＣ线 停电", "abc线停电", True),
        ("", " ".join(METER), False),
        ("电", "电", False),
    ],
)
def test_texts_that_say_the_same_are_more_alike(one: str, other: str, more: bool) -> None:
    alike = grams.alike(grams.grams(one), grams.grams(other), {}, 100)
    assert (alike >= grams.ALIKE) is more


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_marked_text_is_the_text_and_likeness_is_a_share(one: str, other: str) -> None:
    pieces = grams.marked(one, grams.grams(other))
    assert "".join(piece.text for piece in pieces) == one
    alike = grams.alike(grams.grams(one), grams.grams(other), {}, 10)
    assert 0 <= alike <= 1
    assert alike == pytest.approx(grams.alike(grams.grams(other), grams.grams(one), {}, 10))


def test_shared_words_are_marked() -> None:
    pieces = grams.marked("没人来接表，很急", grams.grams("一直没人来接表"))
    assert [piece.text for piece in pieces if piece.shared] == ["没人来接表"]


def test_candidates_are_looked_for_by_the_rarest_pairs_and_not_by_too_many_rows() -> None:
    known = {1: 5_000, 2: 5_000, 3: 60}
    assert grams.seeds(frozenset({1, 2, 3, 4}), known) == [4, 3, 1]
    assert grams.seeds(frozenset({1}), {1: 90_000}) == [1], "one at least"
    assert len(grams.seeds(frozenset(range(400)), {})) == 400, "rare ones cost little"


def test_a_case_of_the_same_kind_is_nearer() -> None:
    other, same = Kept(1, 7, 0.5, AT, same_kind=False), Kept(2, 8, 0.4, AT)
    assert [one.unit for one in proposed([other, same], ()).likely] == [8, 7]


def kept(*units: int, at: dt.datetime = AT) -> list[Kept]:
    return [Kept(case, unit, 0.9 - case / 100, at) for case, unit in enumerate(units, 1)]


def test_the_likely_unit_is_a_share_with_its_whole_and_its_cases() -> None:
    found = proposed(kept(7, 7, 8, 7, 9, 7), ()).likely
    assert [(one.unit, one.n, one.of) for one in found] == [(7, 4, 6), (8, 1, 6), (9, 1, 6)]
    assert found[0].cases == (1, 2, 4, 6) and not found[0].few


def test_a_share_of_few_cases_says_so_and_none_is_none() -> None:
    assert proposed(kept(*[7] * (FEW - 1)), ()).likely[0].few
    assert not proposed(kept(*[7] * FEW), ()).likely[0].few
    assert proposed((), ()).likely == ()


def test_a_unit_ruled_not_competent_is_not_proposed_unless_it_kept_one_later() -> None:
    ruling = Ruled(50, 7, AT + DAY)
    found = proposed(kept(7, 7, 8), [ruling])
    assert [(one.unit, one.n, one.of) for one in found.likely] == [(8, 1, 3)] and found.not_theirs == {7: ruling}
    later = proposed(kept(7, 8, at=AT + 2 * DAY), [ruling])
    assert [one.unit for one in later.likely] == [7, 8] and not later.not_theirs


def test_only_units_that_may_be_named_are_proposed_and_the_whole_stays() -> None:
    found = proposed(kept(7, 7, 8), (), among={8})
    assert [(one.unit, one.n, one.of) for one in found.likely] == [(8, 1, 3)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("演练001公司说等了三个月", "演练001有限公司"),
        ("演练００１　的表", "演练001有限公司"),
        ("增容后接表慢", ""),
        ("演练002有限公司", ""),
        ("演" * 3990 + "演练001", "演练001有限公司"),
    ],
)
def test_an_enterprise_named_wholly_or_by_its_name_proper_is_found(text: str, found: str) -> None:
    assert naming.named(text, ["演练001有限公司"]) == found


def test_a_name_far_into_a_text_is_found_too() -> None:
    assert naming.named("说" * 4000 + "演练001已经好了", ["演练001有限公司"]) == "演练001有限公司"
