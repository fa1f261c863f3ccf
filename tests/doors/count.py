"""``python -m tests.doors.count``: what is in the database at hand, as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter

import django

django.setup()

from django.db.models import Count  # noqa: E402  # tables are there once the house is set up

from zhuqi.core.journal.models import Entry, Reaction  # noqa: E402
from zhuqi.domain.cases.models import Case  # noqa: E402
from zhuqi.domain.liaison.models import Liaison  # noqa: E402


def main() -> None:
    """Cases by title and version, cases whose entries aren't as many as their version, reactions, open links."""
    cases = list(Case.objects.values_list("pk", "title", "version"))
    entries = dict(Entry.objects.filter(kind="case").values_list("subject").annotate(n=Count("pk")))
    told = {
        "titles": Counter(title for _, title, _ in cases),
        "versions": Counter(str(version) for _, _, version in cases),
        "unbooked": sum(entries.get(pk) != version for pk, _, version in cases),
        "reactions": Reaction.objects.count(),
        "owed": Reaction.objects.filter(done_at=None).count(),
        "open_links_of_leavers": Liaison.objects.filter(staff__code__startswith="leaver", until=None).count(),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
