"""Where a row hangs in a tree, as text: one fixed-width segment for each ancestor and itself.

Fixed width makes a subtree a range of text (``>=``, ``<``) on every database, and lets the ancestors be read off the
path without asking the database.
"""

from __future__ import annotations

from collections.abc import Iterable

WIDTH = 8
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def segment(pk: int) -> str:
    """One row's own segment: its id in base 36, eight characters."""
    if not 0 < pk < 36**WIDTH:
        raise ValueError(f"an id of {pk} has no segment")
    digits = ""
    while pk:
        pk, rest = divmod(pk, 36)
        digits = DIGITS[rest] + digits
    return digits.rjust(WIDTH, "0")


def below(parent: str, pk: int) -> str:
    """The path of a row under ``parent`` (the empty text at the root)."""
    return parent + segment(pk)


def lineage(path: str) -> tuple[int, ...]:
    """Ids from the root down to the row itself."""
    return tuple(int(path[i : i + WIDTH], 36) for i in range(0, len(path), WIDTH))


def within(path: str, root: str) -> bool:
    """Whether ``path`` is ``root`` or lies below it."""
    return path.startswith(root)


def within_any(path: str, roots: Iterable[str]) -> bool:
    """Whether ``path`` is one of the ``roots`` or lies below one."""
    return any(within(path, root) for root in roots)


def highest(paths: Iterable[str]) -> frozenset[str]:
    """Those of some paths that lie below none of the others."""
    some = frozenset(paths)
    return frozenset(path for path in some if not within_any(path, some - {path}))


def span(root: str) -> tuple[str, str]:
    """The half-open range of text that holds ``root`` and everything below it.

    The end is a letter: under a language's collation a mark such as ``~`` may sort before digits. No id of ours is large
    enough for a segment that begins with z.
    """
    return root, root + "z"


def is_root(path: str) -> bool:
    """Whether nothing lies above an organisation."""
    return len(path) == WIDTH
