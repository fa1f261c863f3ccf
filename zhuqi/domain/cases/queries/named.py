"""Units that a rulebook names: by their codes, or by what they are."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models.functions import Length

from zhuqi.base.paths import lineage
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind


def by_code(codes: Iterable[str]) -> dict[str, int]:
    """{code: unit} of those units that there are today, areas not among them. One query, none without codes."""
    wanted = set(codes)
    if not wanted:
        return {}
    found = Organisation.objects.filter(code__in=wanted, retired_on=None).values_list("code", "pk", "area_id")
    return {code: pk for code, pk, area in found if area != pk}


def codes(rules: Iterable[CaseRules]) -> set[str]:
    """The codes that editions name."""
    return {code for edition in rules for copy in edition.copies for code in copy.units}


def unknown(rules: CaseRules) -> list[str]:
    """The codes that an edition names and that no unit has today: to be looked at before it is adopted. One query."""
    named = codes([rules])
    return sorted(named - by_code(named).keys())


def supervision(area_id: int) -> int | None:
    """The supervision office of an area, else of the nearest area above; None where there is none. Two queries."""
    area = directory.unit(area_id)
    offices = Organisation.objects.filter(kind=Kind.SUPERVISION.value, retired_on=None, area__in=lineage(area.path))
    nearest = offices.order_by(Length("area__path").desc(), "pk").first()
    return nearest.pk if nearest else None
