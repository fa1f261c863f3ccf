"""One change to one subject: the rows written and the entry that says so, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils.module_loading import import_string

from zhuqi.base.errors import Refused, Stale
from zhuqi.base.events import Event
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal import bulk
from zhuqi.core.journal.digests import as_stored, canonical, columns, entry_hash, link, reaction_mac, row_digest
from zhuqi.core.journal.models import Chain, Entry, Reaction, Receipt

Row = TypeVar("Row", bound=models.Model)
BATCH = 500


def who(actor: Actor) -> str:
    """Whose keys these are."""
    if actor.enterprise:
        return f"enterprise:{actor.enterprise}"
    return f"account:{actor.account}" if actor.account else "clock"


class Change:
    """The rows an act writes, gathered for its entry. Every write of a covered table goes through one of these."""

    def __init__(self, actor: Actor, kind: str, subject: int | None, *, now: dt.datetime, key: str = "") -> None:
        self.actor, self.kind, self.subject, self.now, self.key = actor, kind, subject, now, key
        self._written: dict[tuple[str, int], models.Model | None] = {}

    def insert(self, row: Row) -> Row:
        """Write a new row."""
        row.save(force_insert=True)
        return self.touched(row)

    def insert_many(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Write new rows of one table in bulk."""
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            self.touched(row)
        return rows

    def update(self, row: Row, **fields: Any) -> Row:
        """Write some columns of a row. Raises Stale where somebody else wrote any of them since it was read."""
        if connection.features.has_select_for_update:
            self._still(row)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))
        return self.touched(row)

    def _still(self, row: models.Model) -> None:
        """The rules were asked about the row as we hold it, and the entry will vouch for the whole of it, so nobody else may
        have written it meanwhile, not even the columns that are written now. Where a transaction has the database to itself
        from its first read (SQLite), nobody can have."""
        held = type(row)._default_manager.select_for_update().get(pk=row.pk)
        every = columns(type(row))
        if any(as_stored(f, getattr(held, f.attname)) != as_stored(f, getattr(row, f.attname)) for f in every):
            raise Stale

    def delete(self, row: models.Model) -> None:
        """Remove a row; the entry remembers that it is gone."""
        self._written[row._meta.db_table, row.pk] = None
        row.delete()

    def touched(self, row: Row) -> Row:
        """Take note of a row that was written by other means in this transaction."""
        self._written[row._meta.db_table, row.pk] = row
        return row

    def record(
        self, event: Event, *, more: Mapping[str, Any] | None = None, edition: int | None = None, behalf: str = ""
    ) -> Entry:
        """Book the change: the last thing an action does. ``more`` facts follow from the event (dates it set).

        Raises Stale where somebody else booked first, Refused where the subject's last entry is younger than this
        change.
        """
        subject = self.booked_on()
        self._sign(subject)
        rows = self.written()
        chain = Chain.objects.filter(kind=self.kind, subject=subject).first()
        entry = _entry(self, {**event.facts(), **(more or {})}, event.verb, rows, edition, behalf, chain)
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
                _lengthen(chain, entry)
        except IntegrityError as clash:
            raise Stale from clash
        Reaction.objects.bulk_create(owed(entry))
        return entry

    def booked_on(self) -> int:
        """The subject's id. Raises ValueError where the action forgot to say it."""
        if self.subject is None:
            raise ValueError("a change is booked on a subject")
        return self.subject

    def written(self) -> list[list[Any]]:
        """[table, id, digest or None if deleted] of each row written so far, in order; the list begins anew."""
        rows = sorted([table, pk, row and row_digest(row)] for (table, pk), row in self._written.items())
        self._written.clear()
        return rows

    def _sign(self, subject: int) -> None:
        """Leave the receipt for the action's key. Raises Stale where a twin was quicker."""
        if not self.key:
            return
        try:
            with transaction.atomic():
                self.insert(Receipt(who=who(self.actor), key=self.key, answer=subject))
        except IntegrityError as clash:
            raise Stale from clash


def _entry(
    change: Change,
    facts: Mapping[str, Any],
    verb: str,
    rows: list[Any],
    edition: int | None,
    behalf: str,
    chain: Chain | None,
) -> Entry:
    """The entry that follows the chain's head, unsaved."""
    if chain is not None and change.now < chain.last_at:
        raise Refused(say("This is dated before the last thing that happened here."))
    entry = Entry(
        kind=change.kind,
        subject=change.booked_on(),
        seq=chain.length + 1 if chain else 1,
        at=change.now,
        account=change.actor.account,
        staff=change.actor.staff,
        behalf=behalf or _behalf(change.actor),
        verb=verb,
        facts=canonical(facts),
        edition=edition,
        rows=canonical(rows),
        owes=canonical(sorted(consequences(change.kind, verb))),
        prev=chain.head if chain else "",
    )
    entry.hash = entry_hash(entry)
    return entry


def _behalf(actor: Actor) -> str:
    if actor.clock:
        return "clock"
    if not actor.enterprise:
        return ""
    return f"enterprise:{actor.enterprise}{f':{actor.member}' if actor.member else ''}"


def _lengthen(chain: Chain | None, entry: Entry) -> None:
    """Move the chain's head to ``entry``; compare-and-set on its length."""
    head = {"length": entry.seq, "head": link(entry.pk, entry.hash), "last_at": entry.at}
    if chain is None:
        Chain.objects.create(kind=entry.kind, subject=entry.subject, **head)
    elif not Chain.objects.filter(pk=chain.pk, length=chain.length).update(**head):
        raise Stale


def update_many(changed: Iterable[tuple[Change, Row, Mapping[str, Any]]]) -> None:
    """Write some columns of many rows of one table, each within its own change. Raises Stale as ``Change.update`` does."""
    kept = list(changed)
    bulk.still(row for _, row, _ in kept)
    alike: dict[tuple[str, ...], list[Row]] = {}
    for change, row, fields in kept:
        for name, value in fields.items():
            setattr(row, name, value)
        alike.setdefault(tuple(fields), []).append(row)
        change.touched(row)
    for names, rows in alike.items():
        bulk.write(rows, names)


def record_many(changes: Iterable[tuple[Change, Event]]) -> None:
    """Book many changes in bulk, in their order; several of one subject follow each other. For loading registers."""
    rounds: list[list[tuple[Change, Event]]] = []
    booked: Counter[tuple[str, int]] = Counter()
    for change, event in changes:
        subject = (change.kind, change.booked_on())
        if booked[subject] == len(rounds):
            rounds.append([])
        rounds[booked[subject]].append((change, event))
        booked[subject] += 1
    for pairs in rounds:
        _record_each(pairs)


def _record_each(pairs: list[tuple[Change, Event]]) -> None:
    """Book one change a subject. A rival's entry of the same number breaks on the table's constraint: Stale."""
    subjects: dict[str, list[int]] = {}
    for change, _ in pairs:
        subjects.setdefault(change.kind, []).append(change.booked_on())
    chains = _chains(subjects)
    entries = []
    for change, event in pairs:
        chain = chains.get((change.kind, change.booked_on()))
        entries.append(_entry(change, event.facts(), event.verb, change.written(), None, "", chain))
    try:
        with transaction.atomic():
            bulk.insert(entries)
    except IntegrityError as clash:
        raise Stale from clash
    begun: list[Chain] = []
    grown: list[Chain] = []
    for entry in entries:
        chain = chains.get((entry.kind, entry.subject))
        (grown if chain else begun).append(chain := chain or Chain(kind=entry.kind, subject=entry.subject))
        chain.length, chain.head, chain.last_at = entry.seq, link(entry.pk, entry.hash), entry.at
    bulk.insert(begun)
    bulk.write(grown, ["length", "head", "last_at"], where=["kind", "subject"])
    bulk.insert([reaction for entry in entries for reaction in owed(entry)])


def _chains(subjects: Mapping[str, list[int]]) -> dict[tuple[str, int], Chain]:
    """The chains that some subjects have, by kind and id."""
    return {
        (chain.kind, chain.subject): chain
        for kind, ids in subjects.items()
        for start in range(0, len(ids), BATCH)
        for chain in Chain.objects.filter(kind=kind, subject__in=ids[start : start + BATCH])
    }


Consequences = Mapping[tuple[str, str], Mapping[str, Callable[..., None]]]


@lru_cache(maxsize=1)
def table_of_reactions() -> Consequences:
    """The wiring's table: (kind, verb) → {name: function}. Loaded on first use."""
    return import_string(settings.REACTIONS)  # type: ignore[no-any-return]


def consequences(kind: str, verb: str) -> Mapping[str, Callable[..., None]]:
    """What follows from ``verb`` on a subject of ``kind``."""
    return table_of_reactions().get((kind, verb), {})


def owed(entry: Entry) -> list[Reaction]:
    """The reactions an entry owes, unsaved."""
    owing = []
    for name in sorted(consequences(entry.kind, entry.verb)):
        reaction = Reaction(entry=entry, name=name, next_at=entry.at)
        reaction.mac = reaction_mac(reaction)
        owing.append(reaction)
    return owing
