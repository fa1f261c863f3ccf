"""Tables of the journal. Entries are never updated and never deleted."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One thing that happened to one subject, as the ``seq``-th of its chain.

    ``facts``, ``rows`` and ``owes`` are canonical JSON text: the hash is taken over exactly what is stored.
    """

    kind = models.CharField(max_length=20, help_text="the subject's kind: case, staff, enterprise ...")
    subject = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(help_text="when it was booked")
    account = models.BigIntegerField(null=True)
    staff = models.BigIntegerField(null=True)
    behalf = models.CharField(
        max_length=40, blank=True, help_text="for whom, where not for oneself: enterprise:12, clock"
    )
    verb = models.CharField(max_length=40)
    facts = models.TextField(help_text="ids, dates, numbers and salted digests; never a name, a phone or free text")
    edition = models.BigIntegerField(null=True, help_text="the rulebook edition it was done under")
    rows = models.TextField(help_text="[table, id, digest or null if deleted] of every row written with it")
    owes = models.TextField(default="[]", help_text="names of the reactions that follow")
    prev = models.CharField(max_length=64, blank=True, help_text="digest of the id and hash of the entry before")
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "seq"], name="one_entry_a_seq")]


class Chain(models.Model):
    """The head of one subject's chain: a cut tail shows."""

    pk = models.CompositePrimaryKey("kind", "subject")
    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    length = models.PositiveIntegerField()
    head = models.CharField(max_length=64, help_text="digest of the last entry's id and hash")
    last_at = models.DateTimeField()


class Seal(models.Model):
    """A keyed digest over all entries up to one: who has only the database can't rewrite what is sealed."""

    upto = models.BigIntegerField(unique=True, help_text="id of the last entry sealed")
    count = models.PositiveBigIntegerField(help_text="entries sealed, from the first on")
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)


class Receipt(models.Model):
    """The answer given to one key of one account: a repeat gets the same answer and does nothing."""

    who = models.CharField(max_length=40, help_text="account:7, enterprise:12")
    key = models.CharField(max_length=80)
    answer = models.BigIntegerField(help_text="id of the subject that the action returned")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "key"], name="one_receipt_a_key")]


class Reaction(models.Model):
    """One consequence owed by one entry. A worker does it in a transaction of its own, at least once."""

    pk = models.CompositePrimaryKey("entry_id", "name")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="reactions")
    name = models.CharField(max_length=60)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(help_text="not to be tried before")
    error = models.TextField(blank=True)
    mac = models.CharField(
        max_length=64, help_text="keyed digest of the columns above: workers change them, nobody else"
    )

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "entry"], condition=models.Q(done_at=None), name="reactions_owed"),
        ]
