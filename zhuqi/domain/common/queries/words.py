"""The words of cases that the index is made of: the title, and what was said first."""

from __future__ import annotations

from collections.abc import Collection

from zhuqi.domain.cases.models import Case, Said


def texts(cases: Collection[int]) -> dict[int, str]:
    """{case: its words}, those without any left out. Two queries."""
    found = dict(Case.objects.filter(pk__in=cases).values_list("pk", "title"))
    for case, body in bodies(cases).items():
        found[case] = f"{found[case]} {body}"
    return {case: text for case, text in found.items() if text.strip()}


def bodies(cases: Collection[int]) -> dict[int, str]:
    """{case: what was said first}. One query."""
    said = Said.objects.filter(case__in=cases, name="body", seq=1).order_by("case_id", "n")
    return dict(said.values_list("case_id", "body"))
