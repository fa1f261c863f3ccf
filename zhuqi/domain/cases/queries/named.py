"""Units that a rulebook names: by their codes, or by what they are."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Length

from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.shapes import alone_or_listed
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind


def by_code(codes: Iterable[str]) -> dict[str, int]:
    """{code: unit} of those units that there are today, areas not among them; the code of one that ended names who stands in its
    place. Two queries at most, none without codes."""
    wanted = set(codes)
    if not wanted:
        return {}
    there = Q(retired_on=None) | Q(successor__isnull=False)
    found = list(Organisation.objects.filter(there, code__in=wanted).values_list("code", "pk", "area_id", "successor"))
    heirs = directory.heirs() if any(after for *_, after in found) else {}
    return {code: heirs.get(pk, pk) for code, pk, area, _ in found if area != pk}


def codes(rules: Iterable[CaseRules]) -> set[str]:
    """The codes that editions name."""
    return {code for edition in rules for copy in edition.copies for code in copy.units}


def unknown(text: str) -> list[Unreadable]:
    """Where a text names a unit by a code that none has today: to be looked at before it is adopted, and no fault, for the unit
    may still be founded. Nothing where the text can't be read. One query."""
    try:
        named = [node for row in read(text).at("办理").at("抄送").items() for node in alone_or_listed(row.at("给"))]
        known = by_code(str(node.value) for node in named)
    except Unreadable:
        return []
    said = "There is no unit with the code “{code}” today: nobody would get this copy."
    return [node.wrong(say(said, code=str(node.value))) for node in named if str(node.value) not in known]


def supervision(area_id: int) -> int | None:
    """The supervision office of an area, else of the nearest area above; None where there is none. Two queries."""
    area = directory.unit(area_id)
    offices = Organisation.objects.filter(kind=Kind.SUPERVISION.value, retired_on=None, area__in=lineage(area.path))
    nearest = offices.order_by(Length("area__path").desc(), "pk").first()
    return nearest.pk if nearest else None
