"""Pictures from outside, drawn anew by a process of its own (``drawing``)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from zhuqi.base.words import Sentence, say
from zhuqi.core.files.drawing import PIXELS

DRAWER = Path(__file__).with_name("drawing.py")
MEMORY = 1 << 30
"""Bytes that the drawer's process may have."""
SECONDS = 4
"""Seconds of work it has for all pictures that came together."""
PATIENCE = 3
"""How many times longer it is waited for, where the machine has other things to do."""

HEAVY = say("This picture takes too long or too much memory to open. Save it smaller, or attach fewer at a time.")
PROBLEMS: Mapping[str, Sentence] = {
    "heavy": HEAVY,
    "large": say("This picture has more than {most} million points. Save it smaller.", most=PIXELS // 1_000_000),
    "damaged": say("This picture can't be opened: it is damaged, or it is none. Save it again, or photograph it anew."),
}


def drawn(contents: Sequence[bytes]) -> list[bytes | Sentence]:
    """Each picture as it is kept, or the sentence that says why it isn't; in their order. One process for all of them;
    those after one that broke its bounds are as heavy as that."""
    if not contents:
        return []
    told = _told(json.dumps([len(content) for content in contents]).encode() + b"\n" + b"".join(contents))
    found: list[bytes | Sentence] = []
    while len(found) < len(contents):
        made = _next(told)
        if made is None:
            return [*found, *[HEAVY] * (len(contents) - len(found))]
        found.append(made)
    return found


def _told(asked: bytes) -> io.BytesIO:
    """What the drawer says, as far as it came."""
    bounds = [str(MEMORY), str(SECONDS)]
    try:
        ran = subprocess.run(
            [sys.executable, "-I", DRAWER, *bounds],
            input=asked,
            capture_output=True,
            timeout=PATIENCE * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return io.BytesIO(late.stdout or b"")
    return io.BytesIO(ran.stdout)


def _next(told: io.BytesIO) -> bytes | Sentence | None:
    """The next picture, or its problem; None where the drawer was stopped before."""
    line = told.readline()
    if not line.endswith(b"\n"):
        return None
    said = json.loads(line)
    if "problem" in said:
        return PROBLEMS[said["problem"]]
    made = told.read(said["size"])
    return made if len(made) == said["size"] else None
