"""Ratings in the words of the edition under which they were given."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

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


def rules_of(rows: Sequence[Rating]) -> dict[int, RatingRule]:
    """{rating: the rules under which it was given}: those of its area. Two queries, and one more where some of these rules have
    further things rated: then the rows carry these along."""
    given = {row.pk: (row.case_id, row.area_id) for row in rows}
    if not given:
        return {}
    entered = CaseEdition.objects.filter(case__in={case for case, _ in given.values()})
    held = {(case, area): pk for case, area, pk in entered.values_list("case_id", "area_id", "edition_id")}
    editions = rulebook.editions(set(held.values()))
    rules = {pk: rulebook.section(edition, "办理").rating for pk, edition in editions.items()}
    found = {pk: rules[held[pair]] for pk, pair in given.items() if pair in held}
    prefetch_related_objects([row for row in rows if row.pk in found and found[row.pk].more], "more")
    return found
