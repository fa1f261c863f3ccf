"""Tables of messages, of what is sent out, of how people are told, of subscriptions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.core.access.actor import Role
from zhuqi.core.messages.rules import QUIET_FROM, QUIET_TO, Way


class Message(models.Model):
    """What one person is told, in the site. It follows from an entry of the journal, is swept after a time, and isn't itself in
    the journal: that would keep who read what, and when."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="messages")
    entry = models.BigIntegerField(help_text="the entry of the journal that it follows from")
    kind = models.CharField(max_length=20, help_text="the subject's kind, as scopes name it: case, visit ...")
    subject = models.BigIntegerField()
    org = models.BigIntegerField(null=True, help_text="at which seat somebody is told; empty: in person")
    role = models.CharField(max_length=20, blank=True, choices=Role.choices())
    sentence = models.TextField(
        help_text="a sentence as JSON: {text, facts}; numbers and moments, never names or words of a case"
    )
    urgent = models.BooleanField()
    at = models.DateTimeField()
    read = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "entry"], name="told_once_of_an_entry")]
        indexes = [
            models.Index(fields=["account", "read", "-id"], name="messages_of_account"),
            models.Index(fields=["at"], name="messages_by_age"),
        ]


class Subscription(models.Model):
    """A program of an organisation that is told by webhook what happens in the organisation's sight."""

    org = models.BigIntegerField(help_text="the organisation's id; this floor knows no organisation")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=300)
    salt = models.CharField(max_length=32)
    secret = models.CharField(max_length=200, help_text="encrypted; its key isn't in the database")
    names = models.TextField(help_text="which events, separated by spaces")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Preference(models.Model):
    """How somebody is told. Without a row: in the site alone."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, related_name="preference")
    mail = models.BooleanField(default=False)
    quiet_from = models.PositiveIntegerField(default=QUIET_FROM, help_text="minute of the day")
    quiet_to = models.PositiveIntegerField(default=QUIET_TO, help_text="minute of the day; the same: no quiet hours")
    urgent = models.BooleanField(default=True, help_text="what is urgent is sent in quiet hours too")


class Mailbox(models.Model):
    """Where somebody reads mail. Erasable; nothing but the code goes there before it is confirmed."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, related_name="mailbox")
    address = models.CharField(max_length=120)
    salt = models.CharField(max_length=32)
    code = models.CharField(max_length=200, blank=True, help_text="encrypted; empty once it came back")
    named_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)


class Sending(models.Model):
    """One thing to be sent out once, with how it went. Claimed by moving ``due_at`` on, so that one worker sends it."""

    channel = models.CharField(max_length=10, choices=Way.choices())
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="sendings")
    mailbox = models.BigIntegerField(null=True, help_text="the mailbox that a code goes to")
    subscription = models.ForeignKey(Subscription, models.PROTECT, null=True, related_name="sendings")
    entry = models.BigIntegerField(null=True, help_text="the entry of the journal that it follows from")
    content = models.TextField(blank=True, help_text="what a webhook says: event, moment, number; JSON")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not to be tried before")
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(
        null=True, help_text="when it was sent, or let go because nobody is to get it any more"
    )
    failed_at = models.DateTimeField(null=True, help_text="when it was given up")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "message"], condition=Q(message__isnull=False), name="sent_once"
            ),
            models.UniqueConstraint(
                fields=["subscription", "entry"],
                condition=Q(subscription__isnull=False, entry__isnull=False),
                name="hooked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None, failed_at=None), name="sendings_due"),
            models.Index(fields=["id"], condition=Q(done_at=None, attempts__gt=0), name="sendings_failing"),
        ]
