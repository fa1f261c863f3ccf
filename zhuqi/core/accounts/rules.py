"""What a token may do, how long it lasts, and what a password must be. No Django, no clock."""

from __future__ import annotations

import datetime as dt
import hashlib

from zhuqi.base.words import Named, Sentence, say, term

PREFIX = "zq_"
"""How a token's secret begins, so that people and scanners recognise one that lies about."""
SECRET_BYTES = 32
"""256 bits: beyond guessing, so one round of SHA-256 keeps it as well as a slow hash would."""
LONGEST_TOKEN = 366
"""Days."""
LABEL = 60
"""Characters of the name a person gives a token."""

STEP = 30
"""Seconds for which a code of a second factor is shown (RFC 6238)."""


class TokenScope(Named):
    """What a token opens: lists and details, actions, what decides who may see and do what (administration); or nothing of
    these, but handing in what a hotline was told, and following that."""

    READ = "read", term("read")
    ACT = "act", term("act")
    ADMINISTER = "administer", term("administer")
    HOTLINE = "hotline", term("hotline")


SHORTEST, LONGEST = 10, 200
"""Characters of a password."""


def wrong_password(password: str, username: str) -> Sentence | None:
    """Why this can't be the password of ``username`` (a staff code, as a rule); None where it can. Common ones are found
    elsewhere."""
    plain = password.strip().casefold()
    own = username.casefold()
    if len(plain) < SHORTEST:
        return say("A password has at least {n} characters.", n=SHORTEST)
    if len(password) > LONGEST:
        return say("A password has at most {n} characters.", n=LONGEST)
    if any(ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000 for sign in password):
        return say("There is a sign in this password that can't be stored. Please choose another.")
    if own and (own in plain or own[::-1] in plain) and len(plain) - len(own) < SHORTEST - 4:
        return say("This password is too close to the account's name. Please choose another.")
    if plain.isdecimal():
        return say("A password isn't all digits: add letters or words.")
    if len(set(plain)) < 4:
        return say("This password repeats too few signs. Please choose another.")
    return None


def fingerprint(secret: str) -> str:
    """The SHA-256 of a secret: what is stored in its place."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def wrong_token(name: str, scopes: frozenset[TokenScope], until: dt.date, today: dt.date) -> dict[str, Sentence]:
    """What can't be taken of a token that is asked for: one sentence a field. ``until`` is the first day without it."""
    wrong = {}
    if not name.strip() or len(name) > LABEL or "\0" in name:
        wrong["name"] = say("Name the token in 1 to {n} characters: what uses it, and where.", n=LABEL)
    if not scopes:
        wrong["scopes"] = say("Say what the token may do: one or more of “read”, “act”, “administer” and “hotline”.")
    if not today < until <= today + dt.timedelta(days=LONGEST_TOKEN):
        wrong["until"] = say("A token ends on a later day, at most {n} days ahead.", n=LONGEST_TOKEN)
    return wrong
