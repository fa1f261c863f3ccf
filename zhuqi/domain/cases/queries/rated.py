"""Ratings in the words of the edition under which they were given."""

from __future__ import annotations

from collections.abc import Iterable

from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import CaseEdition, Rating
from zhuqi.domain.cases.rules.grading import place_of
from zhuqi.domain.cases.sections.rating import RatingRule


def grades_of(rules: RatingRule, name: str) -> tuple[str, ...]:
    """The grades by which something is rated, the best first; none where it is one to five."""
    return rules.dimensions.get(name, ())


def label(rules: RatingRule, name: str, stars: int | None) -> str:
    """What a rating is called; empty where there is none, or where grades have no names."""
    grades = grades_of(rules, name)
    return grades[place_of(stars, len(grades))] if grades and stars is not None else ""


def rules_of(rows: Iterable[Rating]) -> dict[int, RatingRule]:
    """{rating: the rules under which it was given}: those of its area. Two queries."""
    given = {row.pk: (row.case_id, row.area_id) for row in rows}
    if not given:
        return {}
    entered = CaseEdition.objects.filter(case__in={case for case, _ in given.values()})
    held = {(case, area): pk for case, area, pk in entered.values_list("case_id", "area_id", "edition_id")}
    editions = rulebook.editions(set(held.values()))
    rules = {pk: rulebook.section(edition, "办理").rating for pk, edition in editions.items()}
    return {pk: rules[held[pair]] for pk, pair in given.items() if pair in held}
