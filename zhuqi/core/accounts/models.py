"""The account a person logs in with."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from zhuqi.core.accounts.rules import TokenScope


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


class Token(models.Model):
    """What lets a program in, in a person's name. The secret itself is nowhere: only its digest is."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60, help_text="the person's label for it: what uses it")
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=40, help_text="words of TokenScope, in order, a space between them")
    until = models.DateField(help_text="the first day without it")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def allows(self, scope: TokenScope) -> bool:
        """Whether it opens this."""
        return scope in self.scopes.split()


class Renewal(models.Model):
    """The password was set by somebody else: its owner has to choose their own before anything else."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="renewal")


class Session(AbstractBaseSession):
    """Somebody who is in now, or a visitor. Not in the journal: nothing is decided by it, and nobody counts log-ins."""

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="sessions")
    began_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=40, help_text="coarsely: which browser on which system")


class Factor(models.Model):
    """A person's second factor (动态口令): codes of a telephone. The secret is encrypted; its key isn't in the database."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="factor")
    secret = models.CharField(max_length=200)
    made_at = models.DateTimeField()


class RecoveryCode(models.Model):
    """A code on paper that stands in for the telephone, once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)


class UsedStep(models.Model):
    """A half minute whose code was used: it isn't taken twice. Not in the journal, swept after a while."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    step = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "step"], name="a_code_is_used_once")]


class Passkey(models.Model):
    """A key on a person's device (通行密钥): it opens without a password, or after it in place of a code. Only the public half."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="passkeys")
    name = models.CharField(max_length=60, help_text="the person's label for it: where it is")
    device = models.CharField(max_length=40, help_text="coarsely: the browser and system it was made with")
    salt = models.CharField(max_length=32)
    credential = models.CharField(max_length=1400, unique=True, help_text="the name the device gave it, base64url")
    public_key = models.TextField(help_text="COSE, base64url")
    made_at = models.DateTimeField()


class PasskeyCount(models.Model):
    """What a passkey's device last said of how often it signed; most say nothing, and then this stays 0. It moves with each
    log-in and so isn't in the journal; a device whose count doesn't grow was copied."""

    passkey = models.OneToOneField(Passkey, models.PROTECT, related_name="+")
    count = models.BigIntegerField()


class Spent(models.Model):
    """What is good for once and was used: challenges of passkeys, log-ins begun at the identity provider. Not in the journal,
    swept after a while."""

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
