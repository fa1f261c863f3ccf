"""When something may be sent, how often it is tried, how a webhook is signed, where it may go. No Django, no clock."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Role

MINUTES = 24 * 60
QUIET_FROM, QUIET_TO = 22 * 60, 7 * 60
"""Minutes of the day between which nothing is sent by mail, where nobody chose otherwise: 22:00 to 07:00."""
PAUSES = tuple(dt.timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 900))
"""How long after each failure it is tried again: up to a day in all. After the last it is given up, and shown."""
CODE_LASTS, CODE_PAUSE = dt.timedelta(days=1), dt.timedelta(minutes=5)
"""How long a mailbox can be confirmed, and how soon another code can be asked for."""
KEPT_READ, KEPT, KEPT_SENT = dt.timedelta(days=90), dt.timedelta(days=365), dt.timedelta(days=30)
"""How long messages that were read, messages at all, and what was sent are kept."""
LONGEST_ADDRESS, LABEL, LONGEST_MAILBOX = 300, 60, 120


class Way(Named):
    """By which way something is sent out."""

    MAIL = "mail", term("e-mail")
    CODE = "code", term("e-mail that confirms a mailbox")
    WEBHOOK = "webhook", term("webhook")


@dataclass(frozen=True)
class Row:
    """One line of a room's table of who is told what: whom, in which sentence. ``urgent``: it may be mailed in quiet hours."""

    to: Named
    text: str
    urgent: bool = False


Table = Mapping[tuple[str, str], tuple[Row, ...]]
"""(kind of subject, verb) → its lines. Of several that reach one person the first counts."""
OWN = frozenset(
    {"doubt", "duty", "errand", "handover", "known", "link", "plan", "promise", "proposal", "unkept", "vacancy"}
)
"""Kinds of what lies at the reader's own desk, or at their unit's. Such a message carries days and numbers alone, so it is shown to
whom it was told as long as they hold the seat; the page behind it asks again what they may see."""


@dataclass(frozen=True)
class To:
    """Whom to tell what: an account, at a seat or in person (``org`` None)."""

    account: int
    sentence: Sentence
    org: int | None = None
    role: Role | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Quiet:
    """Hours in which nothing is sent, in minutes of the place's day; over midnight where they end before they begin. The same
    twice: none."""

    begins: int = QUIET_FROM
    ends: int = QUIET_TO

    def until(self, local: dt.datetime) -> dt.datetime:
        """When something may be sent that is to be sent at ``local``, a moment by the place's own clock: then, or when the quiet
        hours are over."""
        minute = local.hour * 60 + local.minute
        after = (minute - self.begins) % MINUTES
        length = (self.ends - self.begins) % MINUTES
        if after >= length:
            return local
        whole = local.replace(second=0, microsecond=0)
        return whole + dt.timedelta(minutes=length - after)


def next_try(failed: int, now: dt.datetime) -> dt.datetime | None:
    """When it is tried again after so many failures; None where it is given up."""
    return now + PAUSES[failed - 1] if failed <= len(PAUSES) else None


def signature(secret: str, moment: int, body: bytes) -> str:
    """What the header ``X-Zhuqi-Signature`` says: the moment in seconds since 1970, and HMAC-SHA256 over ``moment.body``."""
    signed = hmac.new(secret.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
PRIVATE = tuple(ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def meant(address: Address) -> Address:
    """The address that is reached: what an IPv6 address carries of IPv4 (mapped, 6to4, NAT64) is looked at as such."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    carried = address.ipv4_mapped or address.sixtofour
    if carried is None and address in TRANSLATED:
        carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return carried or address


def public(address: Address) -> bool:
    """Whether an address lies in the open net: not this machine, not a private net, not one set apart for anything."""
    found = meant(address)
    if isinstance(found, ipaddress.IPv6Address) and (found.teredo or found.is_site_local):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def inside(address: Address) -> bool:
    """Whether an address lies in a private net of the place: for hosts that the settings name. Never this machine itself, nor
    what only its own link knows."""
    found = meant(address)
    return public(found) or any(found.version == net.version and found in net for net in PRIVATE)


HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
"""A name of several labels, the last of which begins with a letter: no address in whatever notation."""
NEARBY = ("localhost", "local", "internal", "localdomain", "home", "lan", "intranet", "arpa")


def wrong_address(address: str) -> Sentence | None:
    """Why nothing can be sent to an address of the web; None where it may be tried. What its name stands for is looked at when
    it is connected to."""
    if len(address) > LONGEST_ADDRESS or not address.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        return say("This isn't an address of the web.")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return say("This isn't an address of the web.")
    if parts.scheme != "https":
        return say("The address must begin with https://")
    if parts.username is not None or parts.fragment or port == 0:  # no password without a user, be it an empty one
        return say("The address must have neither a user, nor a password, nor a # in it.")
    if not HOST.fullmatch(host) or host.rpartition(".")[2].lower() in NEARBY:
        return say("Name the host as a name in the net, such as hooks.example.com: no number, and nothing nearby.")
    return None


MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")


def wrong_mailbox(mailbox: str) -> Sentence | None:
    """Why something isn't a mailbox, if it isn't."""
    if len(mailbox) > LONGEST_MAILBOX or not MAILBOX.fullmatch(mailbox):
        return say("Please write a mailbox as name@example.com.")
    return None


def masked(mailbox: str) -> str:
    """A mailbox as it is shown: its first sign and its domain."""
    name, _, domain = mailbox.partition("@")
    return f"{name[:1]}***@{domain}" if domain else ""


def in_hours(minute: int) -> str:
    """A minute of the day as people write it: 22:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(typed: str) -> int | None:
    """A minute of the day from what was typed: 7:00, 07:00; None where it is none."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])", typed.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def _stored(fact: object) -> object:
    if isinstance(fact, dt.datetime):
        return {"at": fact.isoformat()}
    return {"on": fact.isoformat()} if isinstance(fact, dt.date) else fact


def _told(fact: object) -> object:
    if not isinstance(fact, dict):
        return fact
    return dt.datetime.fromisoformat(fact["at"]) if "at" in fact else dt.date.fromisoformat(fact["on"])


def as_stored(said: Sentence) -> str:
    """A sentence as it is stored. Moments and days among its facts are told apart from texts."""
    facts = {name: _stored(v) for name, v in said.facts.items()}
    return json.dumps({"text": said.text, "facts": facts}, ensure_ascii=False, sort_keys=True)


def why_failed(stored: str) -> Sentence:
    """Why something couldn't be sent; what was stored before there were sentences is said as it was."""
    return revived(stored) if stored.startswith("{") else Sentence(stored)


def revived(stored: str) -> Sentence:
    """A sentence again, from what was stored."""
    held = json.loads(stored)
    return Sentence(held["text"], {name: _told(fact) for name, fact in held["facts"].items()})
