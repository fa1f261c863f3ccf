"""Integrity: chains, seals, rows against the entries that wrote them, reactions against what is owed.

Each finding names what and where. Rooms with derived rows add a check of their own through the wiring.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.module_loading import import_string

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.digests import ENTRY_PARTS, REACTION_PARTS, columns, link, said_hash, said_mac, values_digest
from zhuqi.core.journal.models import Chain, Entry, Reaction, Seal
from zhuqi.core.journal.sealing import between, mac_of
from zhuqi.core.journal.stored import rows

UNCOVERED: Mapping[str, str] = {
    "django_session": term("the framework's sessions; not in use"),
    "accounts_session": term("sessions: who is in now; nothing is decided by them"),
    "accounts_usedstep": term("codes of second factors used in the last minutes"),
    "accounts_spent": term("challenges of passkeys and log-ins elsewhere that were used in the last day"),
    "accounts_passkeycount": term("counters of passkeys: their devices count, and move them with each log-in"),
    "limits_tally": term("how often somebody came since a moment ago; it decides nothing but to wait"),
    "cases_glance": term("who has which case open just now: forgotten within a minute; it decides nothing"),
    "messages_message": term("what people are told: it follows from entries, and who read what is nobody's business"),
    "messages_sending": term("what is to be sent out, and how that went; it decides nothing"),
    "members_sitting": term("who of an enterprise is in now; nothing is decided by it"),
    "members_code": term("codes on their way to mailboxes in the last day"),
    "directory_alike": term(
        "rows of the register that may be one: found anew each day from what they say; it decides nothing"
    ),
    "common_frequent": term("how many cases share two signs: counted each day, only the order of a search rests on it"),
    "axes_accessattempt": term("lock-outs: wrong passwords of the last quarter of an hour"),
    "axes_accessattemptexpiration": term("lock-outs: not in use"),
    "axes_accessfailurelog": term("lock-outs: not in use"),
    "axes_accesslog": term("not in use: nobody counts log-ins"),
    "django_migrations": term("the framework's list of schema changes"),
    "django_content_type": term("the framework's list of tables; nothing reads it"),
    "auth_permission": term("the framework's permissions; nothing reads them, rights are grants"),
    "auth_group": term("the framework's groups; nothing reads them"),
    "auth_group_permissions": term("the framework's groups; nothing reads them"),
    "sqlite_sequence": term("the engine's count of ids given out"),
}
"""Tables that verification leaves out, each with its reason."""

BY_THEMSELVES = frozenset({"journal_entry", "journal_chain", "journal_reaction"})
"""Tables of the journal that hold each other."""

DERIVED = frozenset({"access_scope", "search_found", "common_posting"})
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
    """All that is wrong: in the journal, in the rows it vouches for, and in what the rooms derive from them.

    One snapshot of the database, so that what is written meanwhile isn't mistaken for tampering.
    """
    with _snapshot():
        yield from findings()
        for room in import_string(f"{settings.INTEGRITY}.ROOMS"):
            yield from _kept(room.__module__, room())
        yield from _kept(Scope._meta.db_table, _scopes())


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read everything as it stands at one moment; within a transaction, as that one sees it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # not IMMEDIATE, as our writers begin: it reads, and keeps nobody from writing
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _kept(where: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, whatever happens on the way: what is broken enough to stop a check is a finding itself."""
    try:
        yield from found
    except Exception as broken:
        yield Finding(where, 0, say("the check stopped here: {why}", why=f"{type(broken).__name__}: {broken}"[:200]))


def _scopes() -> Iterator[Finding]:
    """Who sees which row, against what follows from the rows themselves."""
    expected = import_string(f"{settings.INTEGRITY}.SCOPES")
    stored: dict[str, Counter[Any]] = {kind: Counter() for kind in expected}
    for kind, row, org, reason in rows(Scope):
        stored.setdefault(kind, Counter())[row, org, reason] += 1
    for kind, held in sorted(stored.items(), key=lambda pair: str(pair[0])):
        wanted = Counter(expected[kind]() if kind in expected else ())
        for row, org, reason in sorted((held - wanted) + (wanted - held), key=str):
            what = say(
                "organisation {org} sees {kind} {row} otherwise than follows from its rows ({reason})",
                org=org,
                kind=kind,
                row=row,
                reason=reason,
            )
            yield Finding("access_scope", _number(row), what)


def covered() -> list[type[models.Model]]:
    """The tables whose rows entries vouch for, and the derived ones."""
    known = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return [model for model in known if model._meta.db_table not in UNCOVERED]


def findings() -> Iterator[Finding]:
    """Everything that is wrong in the journal and in the rows it vouches for."""
    told = Told()
    yield from _kept(Entry._meta.db_table, _entries(told))
    yield from _kept(Chain._meta.db_table, _chains(told))
    yield from _kept(Seal._meta.db_table, _seals())
    yield from _kept(Reaction._meta.db_table, _reactions(told))
    for model in covered():
        table = model._meta.db_table
        if table not in BY_THEMSELVES and table not in DERIVED:
            yield from _kept(table, _rows(model, told.rows.get(table, {})))


@dataclass
class Told:
    """What the entries say, gathered in one reading of them."""

    heads: dict[tuple[Any, Any], tuple[Any, Any, Any]] = field(default_factory=dict)
    """(kind, subject) → (length, head, moment) with which its chain must end."""
    rows: dict[str, dict[int, str | None]] = field(default_factory=dict)
    """table → {id: digest of the row as last written, or None if deleted}."""
    owed: set[tuple[int, str]] = field(default_factory=set)
    """(entry, name) of every reaction that follows."""


def _places(model: type[models.Model], parts: Iterable[str]) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Picks the columns named from a row as it is stored."""
    names = [column.attname for column in columns(model)]
    return itemgetter(*(names.index(part) for part in parts))


def _entries(told: Told) -> Iterator[Finding]:
    """Each entry's hash, and its place in its subject's chain; gathers what the entries say on the way."""
    hashed = _places(Entry, ENTRY_PARTS)
    parts = _places(Entry, ("id", "kind", "subject", "seq", "at", "prev", "hash", "rows", "owes"))
    for entry in rows(Entry):
        pk, kind, subject, seq, at, prev, hash_, written, owes = parts(entry)
        length, head, _ = told.heads.get((kind, subject), (0, "", None))
        if seq != length + 1 or prev != head:
            yield Finding("journal_entry", pk, _where(kind, subject, seq, say("it doesn't follow the entry before it")))
        if said_hash(hashed(entry)) != hash_:
            yield Finding("journal_entry", pk, _where(kind, subject, seq, say("its content was changed")))
        told.heads[kind, subject] = (seq, link(pk, hash_), at)
        try:
            for table, row, digest in json.loads(written):
                told.rows.setdefault(table, {})[row] = digest
            told.owed.update((pk, str(name)) for name in json.loads(owes))
        except (ValueError, TypeError):  # its hash has told that it was changed
            continue


def _where(kind: Any, subject: Any, seq: Any, what: Sentence) -> Sentence:
    return say("entry {n} of {kind} {subject}: {what}", n=seq, kind=kind, subject=subject, what=what)


def _chains(told: Told) -> Iterator[Finding]:
    """Each subject's chain against its entries: a cut tail shows."""
    parts = _places(Chain, ("kind", "subject", "length", "head", "last_at"))
    missing = dict(told.heads)
    for kind, subject, *stored in map(parts, rows(Chain)):
        ends = missing.pop((kind, subject), None)
        if ends is None:
            what = say("{kind} {subject} has a chain but no entries", kind=kind, subject=subject)
            yield Finding("journal_chain", _number(subject), what)
        elif tuple(stored) != ends:
            what = say("{kind} {subject} ends elsewhere than its chain says", kind=kind, subject=subject)
            yield Finding("journal_chain", _number(subject), what)
    for kind, subject in missing:
        what = say("{kind} {subject} has entries but no chain", kind=kind, subject=subject)
        yield Finding("journal_chain", _number(subject), what)


def _number(value: Any) -> int:
    """A row's number, where one can be read."""
    return value if isinstance(value, int) else 0


def _seals() -> Iterator[Finding]:
    """Each seal against the entries it was put on."""
    previous, upto = "", 0
    for row in Seal.objects.order_by("upto"):
        links = [link(*known) for known in between(upto, row.upto)]
        if mac_of(previous, row.upto, row.count, links) != row.mac:
            what = say("the entries up to {upto} aren't those that were sealed", upto=row.upto)
            yield Finding("journal_seal", row.pk, what)
        previous, upto = row.mac, row.upto


def _reactions(told: Told) -> Iterator[Finding]:
    """Each reaction against the entry that owes it, and against the keyed digest its worker left."""
    parts = _places(Reaction, (*REACTION_PARTS, "mac"))
    missing = set(told.owed)
    for entry, name, *rest, mac in map(parts, rows(Reaction)):
        if (entry, name) not in missing:
            what = say("no entry owes “{name}” for entry {entry}", name=name, entry=entry)
            yield Finding("journal_reaction", _number(entry), what)
        elif said_mac([entry, name, *rest]) != mac:
            what = say("“{name}” of entry {entry} was changed by other hands than a worker's", name=name, entry=entry)
            yield Finding("journal_reaction", _number(entry), what)
        missing.discard((entry, name))
    for entry, name in sorted(missing):
        what = say("entry {entry} owes “{name}”, but nobody remembers", entry=entry, name=name)
        yield Finding("journal_reaction", entry, what)


def _rows(model: type[models.Model], known: Mapping[int, str | None]) -> Iterator[Finding]:
    """One table against the digests of its rows: changed, gone, or never written by an entry."""
    table = model._meta.db_table
    key = [column.attname for column in columns(model)].index(model._meta.pk.attname)
    left = {pk: digest for pk, digest in known.items() if digest is not None}
    for values in rows(model):
        pk = values[key]
        digest = left.pop(pk, None)
        if digest is None:
            yield Finding(table, pk, say("this row was never written by an entry"))
        elif values_digest(model, values) != digest:
            yield Finding(table, pk, say("this row isn't as its last entry wrote it"))
    for pk in left:
        yield Finding(table, pk, say("this row is gone"))


def grouped(found: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings by table, for printing."""
    ordered = sorted(found, key=lambda finding: (finding.table, finding.row))
    return [(table, list(rows)) for table, rows in groupby(ordered, key=lambda finding: finding.table)]
