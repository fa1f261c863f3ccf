"""The tables of the directory: what hangs under what, and the division by scale."""

import datetime as dt
from decimal import Decimal

import pytest

from zhuqi.domain.directory.rules import AREAS, SECTIONS, UNDER, Kind, Scale, industry_code, scale_of, unending
from zhuqi.domain.directory.rules.industries import SECTION_NAMES, section_name

SCALES = [
    # industry, staff, revenue, assets → scale
    ("13", 1000, 40000, None, Scale.LARGE),
    ("1311", 1200, 1999, None, Scale.SMALL),
    ("C", 299, 50000, None, Scale.SMALL),
    ("C", 19, 90000, None, Scale.MICRO),
    ("59", 150, 31000, None, Scale.MEDIUM),
    ("63", 2500, 50000, None, Scale.MEDIUM),
    ("59", 250, 31000, None, Scale.LARGE),
    ("A", None, 500, None, Scale.MEDIUM),
    ("47", None, 80000, 79999, Scale.MEDIUM),
    ("47", None, 80000, 80000, Scale.LARGE),
    ("51", 5, 1000, None, Scale.SMALL),
    ("52", 9, 100, None, Scale.MICRO),
    ("61", 100, 2000, None, Scale.MEDIUM),
    ("6510", 10, 50, None, Scale.SMALL),
    ("7010", None, 200000, 10000, Scale.LARGE),
    ("7020", 1000, 5000, None, Scale.LARGE),
    ("7030", 300, None, None, Scale.LARGE),
    ("7259", 300, None, 119999, Scale.MEDIUM),
    ("85", 10, None, None, Scale.SMALL),
    ("73", 9, None, None, Scale.MICRO),
    ("53", 9, 9, 9, Scale.NOT_APPLICABLE),
    ("7040", 9, 9, 9, Scale.NOT_APPLICABLE),
    ("66", 9, 9, 9, Scale.NOT_APPLICABLE),
    ("84", 9, 9, 9, Scale.NOT_APPLICABLE),
    ("T", 9, 9, 9, Scale.NOT_APPLICABLE),
    ("G", 9, 9, 9, Scale.UNKNOWN),
    ("70", 9, 9, 9, Scale.UNKNOWN),
    ("Q", 9, 9, 9, Scale.UNKNOWN),
    ("", 9, 9, 9, Scale.UNKNOWN),
    ("00", 9, 9, 9, Scale.UNKNOWN),
]


@pytest.mark.parametrize(("industry", "staff", "revenue", "assets", "scale"), SCALES)
def test_the_scale_is_the_highest_tier_whose_every_bound_is_met(industry, staff, revenue, assets, scale):
    amounts = [None if amount is None else Decimal(amount) for amount in (revenue, assets)]
    assert scale_of(industry, staff, *amounts)[0] is scale


@pytest.mark.parametrize(
    ("staff", "revenue", "said"),
    [
        (None, 5, "The number of staff isn't known."),
        (5, None, "The revenue isn't known."),
        (None, None, "The number of staff and the revenue aren't known."),
    ],
)
def test_a_missing_indicator_is_named(staff, revenue, said):
    scale, why = scale_of("C", staff, None if revenue is None else Decimal(revenue), None)
    assert (scale, str(why)) == (Scale.UNKNOWN, said)


def test_the_reason_names_the_bound_that_isnt_met():
    assert str(scale_of("C", 1200, Decimal("1999.50"), None)[1]) == (
        "工业*: with a revenue of 1999.5万 it isn't medium, which begins at 2000万."
    )
    assert str(scale_of("C", 5, Decimal(1), None)[1]) == "工业*: with 5 staff it isn't small, which begins at 20."
    assert str(scale_of("C", 1000, Decimal(40000), None)[1]) == "工业*: every lower bound of a large enterprise is met."


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("C", "C"), ("c13", "13"), ("Ｃ1311", "1311"), (" 0111 ", "0111"), ("A13", None), ("98", None), ("U", None),
        ("1", None), ("13111", None), ("制造业", None), ("C-13", None),
    ],
)  # fmt: skip
def test_an_industry_is_read_with_or_without_its_letter(typed, code):
    assert industry_code(typed) == code


def test_the_sections_cover_every_division_once():
    assert [n for first, last in SECTIONS.values() for n in range(first, last + 1)] == list(range(1, 98))


def test_every_section_has_a_name():
    assert list(SECTION_NAMES) == list(SECTIONS)


@pytest.mark.parametrize(
    ("industry", "name"), [("C", "C"), ("1311", "C"), ("52", "F"), ("", None), (None, None), ("99", None)]
)
def test_an_industry_is_called_by_its_section(industry, name):
    said = section_name(industry)
    assert (said and said.text) == (name and SECTION_NAMES[name])


def test_every_kind_can_be_reached_from_a_root():
    reached: set[Kind | None] = {None}
    while more := {kind for kind in Kind if UNDER[kind] & reached} - reached:
        reached |= more
    assert reached == {None, *Kind}


def test_only_areas_are_roots_and_areas_hang_under_areas_only():
    assert {kind for kind in Kind if None in UNDER[kind]} <= AREAS
    assert all(UNDER[kind] <= AREAS | {None} for kind in AREAS)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2019-05-15", "2019-05-15", None),  # it never was
        ("2019-05-15", "2019-05-14", "It began on {since}, so it can't end before."),
        ("2019-05-01", "2019-05-16", None),  # booked on the evening before
        ("2019-05-01", "2019-05-17", "An end can't be booked ahead; at most from tomorrow on."),
    ],
)
def test_an_end_is_booked_when_it_comes_and_never_before_the_beginning(since, until, said):
    found = unending(dt.date.fromisoformat(since), dt.date.fromisoformat(until), dt.date(2019, 5, 15))
    assert (found.text if found is not None else None) == said
