"""The books of contacts built again from the journal alone, and held against their tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from zhuqi.base.words import say
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.contacts.models import Book, Contact, Wish

TOLD = ("enterprise", "unit", "day", "how", "kind", "state", "event", "invited_on")
"""What the entries of a contact tell of it."""
WISHED = ("enterprise", "since", "until", "said_on", "lifted_on")


def findings() -> Iterator[Finding]:
    """What differs between the tables of contacts and what the journal tells. Two readings of the tables and the entries."""
    made: Counter[int] = Counter()
    yield from _contacts(made)
    yield from _wishes(made)
    stored = dict(Book.objects.values_list("enterprise", "version"))
    for enterprise in sorted(made.keys() | stored.keys()):
        if stored.get(enterprise, 0) != made[enterprise]:
            what = say("its book doesn't stand where its entries left it: {n}", n=made[enterprise])
            yield Finding("contacts_book", enterprise, what)


def _folded(kind: str, made: Counter[int]) -> dict[int, tuple[dict[str, Any], int]]:
    """{subject: what its entries come to, and how many they are}."""
    found: dict[int, tuple[dict[str, Any], int]] = {}
    for subject, verb, facts in (
        Entry.objects.filter(kind=kind).order_by("subject", "seq").values_list("subject", "verb", "facts").iterator()
    ):
        said = json.loads(facts)
        before, n = found.get(subject, ({}, 0))
        if verb == "held":
            said["state"] = "held"
        found[subject] = ({**before, **said}, n + 1)
        made[said.get("enterprise", 0)] += 1
    return found


def _contacts(made: Counter[int]) -> Iterator[Finding]:
    told = _folded("budget", made)
    columns = [f"{name}_id" if name in ("enterprise", "unit") else name for name in TOLD]
    for row in Contact.objects.order_by("pk").iterator():
        said, n = told.pop(row.pk, ({}, 0))
        for name, column in zip(TOLD, columns, strict=True):
            if said.get(name) != _said(getattr(row, column)):
                yield Finding(
                    "contacts_contact", row.pk, say("its “{column}” isn't what its entries tell", column=name)
                )
        if row.version != n:
            yield Finding("contacts_contact", row.pk, say("its version isn't the number of its entries"))
    for subject in told:
        yield Finding("contacts_contact", subject, say("this row is gone"))


def _wishes(made: Counter[int]) -> Iterator[Finding]:
    told = _folded("wish", made)
    for row in Wish.objects.order_by("pk").iterator():
        said, _ = told.pop(row.pk, ({}, 0))
        for name in WISHED:
            stored = row.enterprise_id if name == "enterprise" else getattr(row, name)
            if said.get(name) != _said(stored):
                yield Finding("contacts_wish", row.pk, say("its “{column}” isn't what its entries tell", column=name))


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
