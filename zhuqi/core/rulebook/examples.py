"""What became of an example that an edition carries. No Django."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import Sentence


@dataclass(frozen=True)
class Outcome:
    """One example of a text: its name and line, whether it holds, what was expected and what came, each as the text would
    write it; ``because`` says why it came so, where there is more to say."""

    name: str
    line: int
    ok: bool
    expected: str
    got: str
    because: Sentence | None = None
