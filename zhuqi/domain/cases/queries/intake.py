"""What wasn't taken on, and why: the term of a statement, by the reasons that the editions name."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import CaseEdition
from zhuqi.domain.cases.queries.ledger import behind
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.cases.rules.words import End


def refused_for(actor: Actor, org_id: int, since: dt.date, until: dt.date, *, tree: bool = False) -> dict[str, int]:
    """{reason in the words of its edition: cases} behind what a statement prints as not accepted, the commonest first; under
    the empty reason, those without one. Raises Missing out of sight. Three queries beside those of the scope."""
    cases = behind(actor, org_id, since, until, Side.CLOSED, name=End.NOT_ACCEPTED.value, tree=tree)
    refused = list(cases.order_by().values_list("pk", "area_id", "refused_for"))
    held = CaseEdition.objects.filter(case__in=[pk for pk, _, _ in refused])
    editions = {(case, area): pk for case, area, pk in held.values_list("case_id", "area_id", "edition_id")}
    sections = {
        pk: rulebook.section(edition, "办理") for pk, edition in rulebook.editions(set(editions.values())).items()
    }
    found: Counter[str] = Counter()
    for pk, area, cause in refused:
        rules = sections.get(editions.get((pk, area), 0))
        found[(rules.refusals.get(cause, cause) if rules else cause) if cause else ""] += 1
    return dict(found.most_common())
