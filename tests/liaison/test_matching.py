"""Proposals are the best of all divisions: beside a plain assignment of every enterprise to every seat, and over 20,000."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from benchmarks.matching import drawn
from zhuqi.base.paths import segment
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.matching import BLOCKS, Lack, Official, fits_area, match
from zhuqi.domain.liaison.rules import Term
from zhuqi.domain.liaison.rules.words import WEIGHTS

DISTRICT = segment(1)
EAST, WEST = DISTRICT + segment(2), DISTRICT + segment(3)


def official(key, area=EAST, lines=(), held=0, most=BLOCKS, rank=Rank.STAFF):
    return Official(key, area, rank, frozenset(lines), held, most)


def lack(firm, area=EAST, line="34", ranks=(), before=None, holders=()):
    return Lack(firm, area, line, frozenset(ranks), before, frozenset(holders))


def town(seed):
    rng = random.Random(seed)
    people = [
        official(n, rng.choice([DISTRICT, EAST, WEST]), rng.sample(["13", "34", "52"], 1), most=rng.randint(1, BLOCKS))
        for n in range(rng.randint(1, 5))
    ]
    lacks = [
        lack(n, rng.choice([EAST, WEST]), rng.choice(["13", "34", ""]), before=rng.choice([None, *range(5)]))
        for n in range(rng.randint(1, 14))
    ]
    return lacks, people


def worth(one, who, held):
    """What a pair is worth on a seat, from the terms' definition."""
    found = WEIGHTS[Term.REGION] * fits_area(one.area, who.area)
    found += WEIGHTS[Term.SECTOR] * (one.line in who.lines)
    found += WEIGHTS[Term.CONTINUITY] * (one.before == who.key)
    return found + WEIGHTS[Term.LOAD] * (1 - (held + 0.5) / who.most)


def best(lacks, people):
    """The worth of the best division, by the plain assignment of enterprises to seats."""
    seats = [(who, n) for who in people for n in range(who.held, who.most)]
    table = np.array([[worth(one, who, n) for who, n in seats] for one in lacks])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return table[rows, columns].sum(), len(rows)


@pytest.mark.parametrize("seed", range(40))
def test_no_division_is_better(seed):
    lacks, people = town(seed)
    found = match(lacks, people, WEIGHTS)
    most, pairs = best(lacks, people)
    assert len(found) == pairs
    by_key, sum_ = {who.key: who for who in people}, 0.0
    held: Counter[Any] = Counter()
    asked = {one.firm: one for one in lacks}
    for pair in found:
        sum_ += worth(asked[pair.firm], by_key[pair.staff], held[pair.staff])
        held[pair.staff] += 1
    assert sum_ == pytest.approx(most)
    assert all(held[key] <= who.most for key, who in by_key.items())


def test_a_proposal_says_what_speaks_for_it():
    (found,) = match([lack(1, before=7)], [official(7, lines=["34"], held=2)], WEIGHTS)
    assert (found.staff, found.held, found.most) == (7, 3, 6)
    assert found.terms == {Term.REGION: 3, Term.SECTOR: 2, Term.CONTINUITY: 4, Term.LOAD: 0.67}
    assert found.points == 9.67


def test_a_term_without_weight_decides_nothing():
    near, known = official(1), official(2, WEST, ["34"])
    only = dict.fromkeys(Term, 0)
    assert match([lack(1)], [near, known], {**only, Term.REGION: 1})[0].staff == 1
    assert match([lack(1)], [near, known], {**only, Term.SECTOR: 1})[0].staff == 2


def test_the_emptier_one_is_asked_first():
    found = match([lack(n) for n in range(6)], [official(1, held=4), official(2, held=0)], WEIGHTS)
    assert Counter(pair.staff for pair in found)[2] >= 5


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ([], lack(1)),
        ([official(1, held=6)], lack(1)),
        ([official(1)], lack(1, ranks=[Rank.DIVISION])),
        ([official(1)], lack(1, holders=[1])),
    ],
)
def test_where_nobody_may_take_it_nobody_is_proposed(people, asked):
    assert match([asked], people, WEIGHTS) == []


def test_the_same_question_has_the_same_answer():
    lacks, people = drawn(40, 800)
    assert match(lacks, people, WEIGHTS) == match(lacks, people, WEIGHTS)


def test_a_whole_district_is_divided_within_the_limits():
    lacks, people = drawn(540, 20_000)
    found = match(lacks, people, WEIGHTS)
    held = Counter(pair.staff for pair in found)
    assert len(found) == len({pair.firm for pair in found}) == 20_000
    assert max(held.values()) <= people[0].most
