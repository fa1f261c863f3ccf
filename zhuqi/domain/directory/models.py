"""Tables of organisations, staff and enterprises, and of what is kept about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.directory.rules import Kind, Rank, Scale
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing


class Organisation(models.Model):
    """Any unit of the tree: an area, or a body that serves one (组织)."""

    kind = models.CharField(max_length=20, choices=Kind.choices())
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=30, unique=True, help_text="short code by which sheets name it")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, help_text="segments of its ancestors and itself: base/paths")
    area = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="bodies",
        help_text="the nearest area at or above; an area's is itself",
    )
    region_code = models.CharField(max_length=12, blank=True, help_text="GB/T 2260 code of an area, where it has one")
    since = models.DateField()
    retired_on = models.DateField(null=True, help_text="the first day without it")
    LATER: ClassVar[int] = 1  # columns that came to the table afterwards: the last ones, empty in rows from before
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="predecessors",
        help_text="who stands in its place since it ended",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(kind=Kind.DESK.value, retired_on=None), name="one_live_desk_an_area"
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("since")), name="organisation_retires_after_it_began"
            ),
        ]


class Staff(models.Model):
    """A member of staff (干部). ``account`` is the door they come in by; what they may do is in grants."""

    code = models.CharField(max_length=30, unique=True, help_text="工号, also the account's name")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    rank = models.CharField(max_length=20, choices=Rank.choices())
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="staff")
    account = models.OneToOneField("accounts.Account", models.PROTECT, null=True, related_name="staff")
    since = models.DateField()
    left_on = models.DateField(null=True, help_text="the first day without them")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")), name="staff_leaves_after_it_came"
            ),
        ]


class Enterprise(models.Model):
    """An enterprise of the register (企业名录库). ``scale`` is computed from the four columns before it, with its reason."""

    uscc = models.CharField(max_length=18, unique=True, help_text="统一社会信用代码, or a 15-digit registration number")
    name = models.CharField(max_length=120)
    region = models.ForeignKey(
        Organisation, models.PROTECT, related_name="enterprises", help_text="the area it lies in"
    )
    industry = models.CharField(max_length=4, blank=True, help_text="GB/T 4754-2017 code: C, 13, 131 or 1311")
    staff_count = models.PositiveIntegerField(null=True, help_text="persons at the end of the period")
    revenue_wan = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, help_text="operating revenue, 10,000 yuan"
    )
    assets_wan = models.DecimalField(max_digits=15, decimal_places=2, null=True, help_text="total assets, 10,000 yuan")
    scale = models.CharField(max_length=20, choices=Scale.choices(), default=Scale.UNKNOWN.value)
    scale_reason = models.TextField(default="{}", help_text="a sentence as JSON: {text, facts}")
    address = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32)
    folded = models.CharField(max_length=120, null=True, help_text="the name as names are compared")
    own_code = models.CharField(max_length=9, null=True, help_text="what of the code is the body's own")
    above = models.CharField(max_length=20, choices=Above.choices(), null=True)
    above_reason = models.TextField(null=True, help_text="a sentence as JSON: {text, facts}")
    park = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="enterprises_inside")
    in_base_since = models.DateField(null=True, help_text="really in the statistics base (在库); never computed")
    standing = models.CharField(max_length=20, choices=Standing.choices(), null=True)
    standing_since = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")
    merged_at = models.DateTimeField(null=True)
    LATER: ClassVar[int] = 10  # columns that came to the table afterwards: the last ones, empty in rows from before

    class Meta:
        indexes = [
            models.Index(fields=["name", "id"], name="enterprise_by_name"),
            models.Index(fields=["folded"], name="enterprise_by_folded_name"),
            models.Index(fields=["own_code"], name="enterprise_by_own_code"),
        ]


class Alteration(models.Model):
    """One column of an organisation, somebody or an enterprise that came to say something else: the history of the
    register."""

    kind = models.CharField(max_length=20, help_text="of what: organisation, staff or enterprise")
    subject = models.BigIntegerField()
    column = models.CharField(max_length=20)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True, help_text="ids of organisations as digits")
    why = models.CharField(max_length=200, blank=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", help_text="who wrote it")
    at = models.DateTimeField()
    salt = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["kind", "subject", "id"], name="alterations_of")]


class Spokesperson(models.Model):
    """Who speaks for an enterprise (企业联系人). Personal words lie here, to be erased; the journal holds a salted digest."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="spokespersons")
    name = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class Look(models.Model):
    """Somebody was shown what is masked, and said why."""

    person = models.ForeignKey(Spokesperson, models.PROTECT, related_name="looks")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()


class Note(models.Model):
    """Something worth knowing about an enterprise, in free words that can be erased."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="notes")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", help_text="who wrote it")
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class KeyList(models.Model):
    """A named list of enterprises with the document that it stands in (重点企业名单)."""

    area = models.ForeignKey(Organisation, models.PROTECT, related_name="key_lists")
    name = models.CharField(max_length=60)
    document = models.CharField(max_length=60, blank=True, help_text="文号")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], condition=Q(until=None), name="one_open_list_a_name"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="list_ends_after_it_began"),
        ]


class Listed(models.Model):
    """An enterprise on a key list, for a time."""

    list = models.ForeignKey(KeyList, models.PROTECT, related_name="members")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="listed")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "enterprise"], condition=Q(until=None), name="one_open_place_a_list"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="place_ends_after_it_began"
            ),
        ]


class PlannedMove(models.Model):
    """An organisation is to hang under another from a day on: done at its midnight, called off before that or then."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="planned_moves")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    why = models.CharField(max_length=200, blank=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", help_text="who planned it")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org"], condition=Q(done_at=None, cancelled_at=None), name="one_planned_move_an_organisation"
            ),
        ]


class PlannedEnding(models.Model):
    """An organisation is to end on a day, and another stands in its place from then on: done at its midnight, called off before
    that. ``merges``: its people and what hangs under it go over too."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="planned_endings")
    successor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    merges = models.BooleanField()
    on = models.DateField(help_text="the first day without it")
    why = models.CharField(max_length=200, blank=True)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", help_text="who planned it")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org"], condition=Q(done_at=None, cancelled_at=None), name="one_planned_ending_an_organisation"
            ),
        ]


class Alike(models.Model):
    """Two rows of the register that may be one. Derived: found anew each day from what the rows say."""

    one = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    other = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    score = models.PositiveIntegerField(help_text="up to 100")
    why = models.TextField(help_text="a sentence as JSON: {text, facts}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="alike_once_a_pair")]
        indexes = [models.Index(fields=["-score", "id"], name="alike_by_score")]


class Apart(models.Model):
    """Who keeps the register said that two rows are two enterprises. ``one`` is the older row."""

    one = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    other = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", help_text="who said so")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="told_apart_once")]
