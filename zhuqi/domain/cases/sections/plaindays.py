"""Spans written in 日 alone: a natural day by the Civil Code, a working day in the rules of some offices."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi.base.words import say
from zhuqi.base.worktime.spelling import is_plain_day
from zhuqi.core.rulebook.reading import Node, Unreadable

SPANS = frozenset({"时长", "期限", "每次至多", "合计至多", "提前", "间隔至多", "间隔", "不超过"})
"""Keys under which a span stands, whatever else may stand there."""


def plain_days(node: Node) -> Iterator[Unreadable]:
    """The first span of a section that says 日 and nothing nearer, and how many more do. They are kept, and counted in natural
    days."""
    found = list(_plain(node))
    if not found:
        return
    first, more = found[0], len(found) - 1
    if more:
        why = say(
            "“{written}” and {n} more like it are counted in natural days. Write 工作日 where these are meant, or 天.",
            written=first.value,
            n=more,
        )
    else:
        why = say(
            "“{written}” is counted in natural days. Write 工作日 where these are meant, or 天.", written=first.value
        )
    yield first.wrong(why)


def _plain(node: Node) -> Iterator[Node]:
    if node.keyed:
        for _, below in node.pairs():
            yield from _plain(below)
    elif node.listed:
        for item in node.items():
            yield from _plain(item)
    elif node.key in SPANS and isinstance(node.value, str) and is_plain_day(node.value):
        yield node
