"""The account a person logs in with."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models


class Accounts(BaseUserManager["Account"]):
    """Finds an account by the name typed at the door."""


class Account(AbstractBaseUser):
    """A name and a password. It carries no rights: those are grants."""

    last_login = None  # nobody counts log-ins (国办函〔2026〕12号)
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="zh-hans")

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. The framework would rewrite the row where its hashing has become stronger: that would
        be a change without an entry, so here only ``set_password`` writes."""
        return check_password(raw_password, self.password)
