"""What the API answers where it says no.

Refusal
├── Unreadable      400, 405, 413, 415, 428, 431: the request itself; a mistake of the program
├── Unknown         401: the token isn't good
├── NotOpened       403: the token doesn't open this
├── Missing         404: it isn't there, or isn't yours to see
├── Refused         409: a rule says no
│   └── Stale       409: somebody else was quicker; read again, then decide
├── Invalid         422: something that was sent can't be taken; ``fields`` says what and why
├── TooMany         429: after all waiting that was allowed
└── Broken          5xx: the site's own trouble, after all waiting that was allowed
Away                the site wasn't reached, or its answer was none of the API's
"""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """An answer that isn't what was asked for. ``code`` is stable; ``sentence`` and ``fields`` are for people."""

    def __init__(self, status: int, code: str, sentence: str, fields: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence, self.fields = status, code, sentence, dict(fields)


class Unreadable(Refusal):
    """The request can't be read: a mistake of the program."""


class Unknown(Refusal):
    """The token is unknown, revoked or over."""


class NotOpened(Refusal):
    """The token doesn't open this."""


class Missing(Refusal):
    """It isn't there, or isn't yours to see."""


class Refused(Refusal):
    """A rule says no."""


class Stale(Refused):
    """Somebody else has moved it on in the meantime: read it again, then decide."""


class Invalid(Refusal):
    """What was sent can't be taken."""


class TooMany(Refusal):
    """Too much was asked in a short time."""


class Broken(Refusal):
    """The site has trouble of its own."""


class Away(Exception):
    """The site wasn't reached within the patience. A step under a key may be sent again under the same key."""


KINDS: Mapping[int, type[Refusal]] = {
    401: Unknown,
    403: NotOpened,
    404: Missing,
    409: Refused,
    422: Invalid,
    429: TooMany,
}


def refusal(status: int, code: str, sentence: str, fields: Mapping[str, str]) -> Refusal:
    """The exception for an answer."""
    kind = Stale if code == "stale" else Broken if status >= 500 else KINDS.get(status, Unreadable)
    return kind(status, code, sentence, fields)
