"""Tables of the contact budget."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose


class Book(models.Model):
    """The book of one enterprise. Whoever takes a contact moves it on first, so that nobody judges beside them."""

    enterprise = models.OneToOneField("directory.Enterprise", models.PROTECT, related_name="contact_book")
    version = models.PositiveIntegerField(default=0, help_text="how many entries were made in it")


class Contact(models.Model):
    """A contact that a unit takes on itself with an enterprise: planned, held, or not come about."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="contacts")
    unit = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="contacts", help_text="group, team or unit"
    )
    day = models.DateField()
    begins_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, choices=ContactHow.choices())
    kind = models.CharField(max_length=20, choices=Purpose.choices())
    state = models.CharField(max_length=10, choices=ContactState.choices())
    event = models.CharField(max_length=16, help_text="what contacts share that go together: one event, counted once")
    invited_on = models.DateField(null=True, help_text="when the enterprise asked for it; empty where it didn't")
    exempt = models.CharField(max_length=40, blank=True, help_text="a code of the edition's exceptions")
    beyond = models.CharField(
        max_length=200, blank=True, help_text="why it took place though the budget had no room for it"
    )
    why = models.CharField(max_length=200, blank=True, help_text="why it didn't come about")
    taken_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(event=""), name="contact_belongs_to_an_event"),
        ]
        indexes = [
            models.Index(fields=["enterprise", "day"], name="contacts_of_enterprise"),
            models.Index(fields=["unit", "state", "day"], name="contacts_of_unit"),
        ]


class Wish(models.Model):
    """An enterprise wishes to be left alone (免打扰), and needs no reason."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="wishes")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")
    said_by = models.CharField(
        max_length=40, blank=True, help_text="who in the enterprise said so; empty: by its own door"
    )
    said_on = models.DateField()
    lifted_on = models.DateField(null=True, help_text="when the enterprise took it back")
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="wish_has_a_day"),
        ]
        indexes = [models.Index(fields=["enterprise", "since"], name="wishes_of_enterprise")]
