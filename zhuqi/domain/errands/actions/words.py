"""What is typed about an errand, read into what is kept."""

from __future__ import annotations

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.columns import Text

LONGEST = 1000
"""Characters of a note."""
NEEDED = say("This is needed.")


def line(name: str, typed: str, most: int) -> str:
    """Text in one line that has to be there. Raises Invalid."""
    read = Text(most).read(typed)
    if isinstance(read, Sentence):
        raise Invalid({name: read})
    if not read.strip():
        raise Invalid({name: NEEDED})
    return read.strip()


def words(name: str, typed: str, *, needed: bool = False) -> str:
    """Text of several lines. Raises Invalid."""
    if len(typed) > LONGEST:
        raise Invalid({name: say("This has {n} characters; at most {most} are kept.", n=len(typed), most=LONGEST)})
    read = [Text(LONGEST).read(part) for part in typed.strip().replace("\r\n", "\n").split("\n")]
    wrong = next((part for part in read if isinstance(part, Sentence)), None)
    if wrong is not None:
        raise Invalid({name: wrong})
    text = "\n".join(str(part) for part in read)
    if needed and not text:
        raise Invalid({name: NEEDED})
    return text
