"""The table of the index. It is derived: whatever stands in it follows from the rooms' own rows, and verification recomputes it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Tokens(models.Field):  # type: ignore[type-arg]
    """Tokens in their order: an array where the engine has one (PostgreSQL), else a text with blanks between them."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "text[]" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        return list(value) if connection.vendor == "postgresql" else " ".join(value)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> list[str]:
        return list(value) if connection.vendor == "postgresql" else value.split()


class Found(models.Model):
    """One thing that can be found, with the tokens by which it is. SQLite keeps its tokens once more, turned over, in the
    virtual table ``search_token``, which triggers of the migration hold to this one."""

    kind = models.CharField(max_length=20, help_text="which register it is in: case, enterprise ...")
    row = models.BigIntegerField()
    tokens = Tokens()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="one_entry_of_the_index_a_thing")]
