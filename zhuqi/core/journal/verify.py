"""Integrity: chains, seals, rows against the entries that wrote them, reactions against what is owed.

Each finding names what and where. Rooms with derived rows add a check of their own through the wiring.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.digests import columns, entry_hash, reaction_mac, values_digest
from zhuqi.core.journal.models import Chain, Entry, Reaction, Seal
from zhuqi.core.journal.sealing import mac_of

UNCOVERED: Mapping[str, str] = {
    "django_session": term("sessions: who is in now; nothing is decided by them"),
    "django_migrations": term("the framework's list of schema changes"),
    "django_content_type": term("the framework's list of tables; nothing reads it"),
    "auth_permission": term("the framework's permissions; nothing reads them, rights are grants"),
    "auth_group": term("the framework's groups; nothing reads them"),
    "auth_group_permissions": term("the framework's groups; nothing reads them"),
}
"""Tables that verification leaves out, each with its reason."""

BY_THEMSELVES = frozenset({"journal_entry", "journal_chain", "journal_reaction"})
"""Tables of the journal that hold each other."""

DERIVED = frozenset({"access_scope"})
"""Tables whose rows follow from others: the rooms that derive them recompute them."""


@dataclass(frozen=True)
class Finding:
    """One thing that isn't as it was written: table, row and a sentence."""

    table: str
    row: int
    sentence: Sentence


Scopes = set[tuple[int, int, str]]
"""(row, organisation, reason) triples of one kind."""


def everything() -> Iterator[Finding]:
    """All that is wrong: in the journal, in the rows it vouches for, and in what the rooms derive from them."""
    yield from findings()
    for room in import_string(f"{settings.INTEGRITY}.ROOMS"):
        yield from room()
    expected = import_string(f"{settings.INTEGRITY}.SCOPES")
    stored: dict[str, Scopes] = {kind: set() for kind in expected}
    for kind, row, org, reason in Scope.objects.values_list("kind", "row", "org", "reason").iterator():
        stored.setdefault(kind, set()).add((row, org, reason))
    for kind, held in sorted(stored.items()):
        wanted = expected[kind]() if kind in expected else set()
        for row, org, reason in sorted(held ^ wanted):
            what = say("who sees {kind} {row} isn't what follows from its rows ({reason})", kind=kind, row=row, reason=reason)
            yield Finding("access_scope", row, what)


def covered() -> list[type[models.Model]]:
    """The tables whose rows entries vouch for, and the derived ones."""
    known = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [model for model in known if model._meta.db_table not in UNCOVERED]


def findings() -> Iterator[Finding]:
    """Everything that is wrong in the journal and in the rows it vouches for."""
    rows: dict[str, dict[int, str | None]] = {}
    yield from _chains(rows)
    yield from _seals()
    yield from _reactions()
    for model in covered():
        table = model._meta.db_table
        if table not in BY_THEMSELVES and table not in DERIVED:
            yield from _rows(model, rows.pop(table, {}))


def _chains(rows: dict[str, dict[int, str | None]]) -> Iterator[Finding]:
    """Each entry's hash, each subject's chain and head; gathers the last digest of every row on the way."""
    heads: dict[tuple[str, int], tuple[int, str]] = {}
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        subject = (entry.kind, entry.subject)
        length, head = heads.get(subject, (0, ""))
        if entry.seq != length + 1 or entry.prev != head:
            yield Finding("journal_entry", entry.pk, _where(entry, say("it doesn't follow the entry before it")))
        if entry_hash(entry) != entry.hash:
            yield Finding("journal_entry", entry.pk, _where(entry, say("its content was changed")))
        heads[subject] = (entry.seq, entry.hash)
        try:
            for table, pk, digest in json.loads(entry.rows):
                rows.setdefault(table, {})[pk] = digest
        except (ValueError, TypeError):
            continue
    chains = {(chain.kind, chain.subject): chain for chain in Chain.objects.iterator()}
    last = dict(Entry.objects.order_by("pk").values_list("hash", "at"))
    for subject, (length, head) in heads.items():
        found = chains.pop(subject, None)
        if found is None:
            yield Finding("journal_chain", 0, say("{kind} {subject} has entries but no chain", kind=subject[0], subject=subject[1]))
        elif (found.length, found.head) != (length, head) or found.last_at != last.get(head):
            yield Finding(
                "journal_chain",
                found.pk,
                say("{kind} {subject} ends elsewhere than its chain says", kind=subject[0], subject=subject[1]),
            )
    for subject, chain in chains.items():
        yield Finding("journal_chain", chain.pk, say("{kind} {subject} has a chain but no entries", kind=subject[0], subject=subject[1]))


def _where(entry: Entry, what: Sentence) -> Sentence:
    return say("entry {n} of {kind} {subject}: {what}", n=entry.seq, kind=entry.kind, subject=entry.subject, what=what)


def _seals() -> Iterator[Finding]:
    previous, upto = "", 0
    count = 0
    for row in Seal.objects.order_by("upto"):
        hashes = list(Entry.objects.filter(pk__gt=upto, pk__lte=row.upto).order_by("pk").values_list("hash", flat=True))
        count += len(hashes)
        if mac_of(previous, row.upto, row.count, hashes) != row.mac or row.count != count:
            yield Finding("journal_seal", row.pk, say("the entries up to {upto} aren't those that were sealed", upto=row.upto))
        previous, upto, count = row.mac, row.upto, row.count


def _reactions() -> Iterator[Finding]:
    owed = {
        (pk, name) for pk, owes in Entry.objects.exclude(owes="[]").values_list("pk", "owes") for name in _names(owes)
    }
    for reaction in Reaction.objects.iterator():
        if (reaction.entry_id, reaction.name) not in owed:
            yield Finding("journal_reaction", reaction.pk, say("no entry owes it"))
        elif reaction_mac(reaction) != reaction.mac:
            yield Finding("journal_reaction", reaction.pk, say("it was changed by other hands than a worker's"))
        owed.discard((reaction.entry_id, reaction.name))
    for entry, name in sorted(owed):
        yield Finding("journal_reaction", 0, say("entry {entry} owes “{name}”, but nobody remembers", entry=entry, name=name))


def _names(owes: str) -> list[str]:
    try:
        return [str(name) for name in json.loads(owes)]
    except ValueError:
        return []


def _rows(model: type[models.Model], known: Mapping[int, str | None]) -> Iterator[Finding]:
    """One table against the digests of its rows: changed, gone, or never written by an entry."""
    table, fields = model._meta.db_table, columns(model)
    names = [field.attname for field in fields]
    left = {pk: digest for pk, digest in known.items() if digest is not None}
    for values in model._default_manager.order_by("pk").values_list("pk", *names).iterator(chunk_size=2000):
        pk, digest = values[0], left.pop(values[0], None)
        if digest is None:
            yield Finding(table, pk, say("this row was never written by an entry"))
        elif values_digest(fields, values[1:]) != digest:
            yield Finding(table, pk, say("this row isn't as its last entry wrote it"))
    for pk in left:
        yield Finding(table, pk, say("this row is gone"))


def grouped(found: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by table, for printing."""
    ordered = sorted(found, key=lambda finding: (finding.table, finding.row))
    return [(table, list(rows)) for table, rows in groupby(ordered, key=lambda finding: finding.table)]
