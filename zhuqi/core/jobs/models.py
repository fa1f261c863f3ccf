"""The clock of a replayed database."""

from __future__ import annotations

from django.db import models


class ReplayClock(models.Model):
    """The moment at which a replayed database stands. At most one row; none where the wall's clock is meant."""

    preset = models.CharField(max_length=60)
    at = models.DateTimeField()
