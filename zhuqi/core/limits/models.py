"""The counts of the windows that are open now."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """How often somebody came to a door since a window began. Not in the journal; unlogged where the engine knows that."""

    who = models.CharField(max_length=64, primary_key=True, help_text="a keyed digest of door and account or address")
    began = models.BigIntegerField(help_text="seconds since 1970 by the wall's clock")
    n = models.IntegerField()
