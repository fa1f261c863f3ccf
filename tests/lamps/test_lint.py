"""What the linter of lamp rules finds: the table of docs/lamps.md, and a slow second look at rules drawn by lot."""

from __future__ import annotations

import itertools
import time
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.lamps.page import found, palette, rows, rule
from zhuqi.base.lamps import tables
from zhuqi.base.lamps.gauges import Axis, Count, Gauge
from zhuqi.base.lamps.lint import lint
from zhuqi.base.lamps.reading import parse
from zhuqi.base.lamps.rules import MOST_BANDS, Band, LampRule, State, judge

FAULTS = rows("# | palette | without | bands | found")


@pytest.mark.parametrize("row", FAULTS, ids=[f"row_{row[0]}" for row in FAULTS])
def test_the_linter_finds_what_the_page_says(row):
    _, lamps, without, bands, said = row
    findings = lint(rule(lamps, without, bands))
    assert found(findings) == said
    assert all(len(str(finding.sentence)) > 20 for finding in findings)


def test_every_sort_of_finding_stands_on_the_page():
    said = " ".join(row[4] for row in FAULTS)
    assert all(sort in said for sort in ("gap", "contradiction", "unreached", "unlit", "lamp", "colour", "reversed"))


def test_a_gap_names_a_figure_that_no_band_takes():
    (gap,) = lint(rule("绿 黄 红", "", "绿 不落后；黄 落后 10–30 个百分点；红 落后超过 30 个百分点"))
    assert "落后 5 个百分点" in str(gap.sentence)


POINTS = Axis(Gauge.SCHEDULE, Count.POINT)
TEXTS = ["不落后", "落后"] + [
    f"落后{text}个百分点"
    for a, b in itertools.combinations_with_replacement((0, 1, 2, 3), 2)
    for text in (
        (f" {a}–{b} ", f"超过 {a}", f"不足 {b}", f"超过 {a} 不足 {b}") if a < b else (f" {a}–{b} ", f"不少于 {a}")
    )
    if text != "不足 0"
]
MORE = ["剩余不足 1 工作日", "已逾期", "剩余 1–3 工作日", "已用超过一半", "已用一半以上", "其余"]
GRID = [Fraction(n, 4) for n in range(-8, 20)]


@given(st.lists(st.tuples(st.sampled_from("绿黄红"), st.sampled_from([*TEXTS, "其余"])), min_size=1, max_size=4))
def test_gaps_and_bands_never_reached_are_those_that_a_slow_look_finds(drawn):
    made = LampRule(palette("绿 黄 红"), tuple(Band.read(*band) for band in drawn), frozenset())
    shown = [judge(made, {POINTS: figure}) for figure in GRID]
    findings = lint(made)
    assert any(f.sort == "gap" for f in findings) is any(s.state is State.UNKNOWN for s in shown)
    never = set(range(1, len(drawn) + 1)) - {s.band for s in shown}
    named = {n for f in findings if f.sort in ("unreached", "contradiction") for n in f.lines}
    assert never <= named
    assert {n for f in findings if f.sort == "unreached" for n in f.lines} <= never


@given(st.lists(st.tuples(st.sampled_from("绿黄红"), st.sampled_from(TEXTS)), min_size=2, max_size=4))
def test_a_contradiction_is_a_figure_two_lamps_claim_neither_band_being_an_exception(drawn):
    made = LampRule(palette("绿 黄 红"), tuple(Band.read(*band) for band in drawn), frozenset())
    assume(len(made.axes) == 1)
    takes = [{figure for figure in GRID if all(c.holds(figure) for c in band.conditions)} for band in made.bands]
    pairs = itertools.combinations(range(len(drawn)), 2)
    slow = {
        (a + 1, b + 1)
        for a, b in pairs
        if drawn[a][0] != drawn[b][0] and takes[a] & takes[b] and not takes[a] <= takes[b]
    }
    assert {f.lines for f in lint(made) if f.sort == "contradiction"} == slow


@given(
    st.lists(
        st.tuples(st.sampled_from("绿黄红"), st.sampled_from([*TEXTS, *MORE]), st.sampled_from([*TEXTS, *MORE])),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([None, *GRID]),
    st.sampled_from([None, *GRID]),
    st.sampled_from([None, *GRID]),
)
def test_a_rule_laid_out_in_tables_lights_what_the_rule_itself_lights(drawn, points, left, share):
    bands = [Band(code, parse(a) + parse(b)) for code, a, b in drawn]
    made = LampRule(palette("绿 黄 红"), tuple(bands))
    given_figures = {
        axis: {Gauge.SCHEDULE: points, Gauge.LEFT: left, Gauge.USED: share}[axis.gauge] for axis in made.axes
    }
    shown = judge(made, given_figures)
    not_lit = tables.GAP if "has a gap" in str(shown.why) else None
    lit = shown.band if shown.state is State.LIT else not_lit
    assert tables.band(tables.tables(made), list(given_figures.values())) == lit


def test_the_largest_rule_is_looked_through_in_well_under_a_second():
    bands = [
        f"红 落后 {n}–{n + 3} 个百分点且剩余 {n}–{n + 5} 工作日且应达的 {n}%–{n + 7}%" for n in range(1, MOST_BANDS)
    ]
    made = rule("绿 红", "", "；".join([*bands, "绿 其余"]))
    began = time.perf_counter()
    lint(made)
    assert time.perf_counter() - began < 1
