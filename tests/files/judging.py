"""Files handed in, and the sentence or the kept file that comes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from zhuqi.base.errors import Invalid
from zhuqi.core.files.looking import looked_through
from zhuqi.core.files.rules import Sound, Upload

HTML = b"<html><script>alert(1)</script></html>"
SECONDS = 5.0
"""What is refused is refused within them. Counted is what the work itself takes, here and in processes of its own, and not
what else the machine has to do."""


def spent() -> float:
    """Seconds of work so far."""
    return sum(os.times()[:4])


@contextmanager
def soon() -> Iterator[None]:
    """Whatever is done here is done within the time."""
    began = spent()
    yield
    assert spent() - began < SECONDS


def upload(content: bytes, name: str = "x") -> Upload:
    return Upload(name, content, len(content))


def taken(content: bytes, name: str = "x") -> Sound:
    (sound,) = looked_through([upload(content, name)])
    return sound


def said(content: bytes, name: str = "x") -> str:
    """The sentence with which a file is refused, within five seconds."""
    with soon(), pytest.raises(Invalid) as caught:
        looked_through([upload(content, name)])
    return str(caught.value.fields["files"])
