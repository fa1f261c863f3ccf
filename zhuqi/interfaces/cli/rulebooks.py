"""Rulebooks as files, before anybody puts one in force: ``zhuqi rulebook check``, ``diff``, ``schema``. No database."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.rulebook.checking import Fault, Level, check, without_examples
from zhuqi.core.rulebook.comparing import differences, in_words
from zhuqi.core.rulebook.examples import outcomes
from zhuqi.core.rulebook.head import Fit
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.queries import layer, sections
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.schema import whole
from zhuqi.core.rulebook.standing import Layer, climb, rooted
from zhuqi.interfaces.cli.speaking import Group, Told, command, echo, read

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
rulebook = Group("rulebook", help=term("Rulebooks as files: check one and its examples, compare two."))


@dataclass(frozen=True)
class Checked:
    """What became of one file. ``outcomes`` of its examples, where they could be played."""

    faults: tuple[Fault, ...]
    layer: Layer | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it could be put in force."""
        return not any(fault.level is Level.REFUSED for fault in self.faults)


@command(anyhow=True, help=term("Say all that is wrong with rulebooks, and play their examples."))
@click.argument("files", nargs=-1, required=True, type=FILE)
def check_files(files: tuple[Path, ...]) -> None:
    """Exit 1 where one can't be put in force."""
    bad = 0
    for path in files:
        checked = checked_file(path)
        bad += not checked.good
        for line in lines(path, checked):
            echo(line)
    if bad:
        raise Told(read(say("{n} of {m} rulebooks can't be put in force.", n=bad, m=len(files))))


@command(anyhow=True, help=term("What differs between two rulebooks, in words, and which way is stricter."))
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff_files(old: Path, new: Path) -> None:
    """The first is the older one."""
    before, after = (standing(path) for path in (old, new))
    found = differences(before.sections, after.sections)
    for difference in found:
        echo(f"{'/'.join(difference.path)}  {read(in_words(difference))}")
    if not found:
        echo(say("They say the same."))


@command(anyhow=True, help=term("Print the JSON Schema of a rulebook, for editors."))
def print_schema() -> None:
    """As it is committed in rulebooks/schema.json."""
    echo(json.dumps(whole(sections()), ensure_ascii=False, indent=1))


rulebook.add_command(check_files, "check")
rulebook.add_command(diff_files, "diff")
rulebook.add_command(print_schema, "schema")


def standing(path: Path) -> Layer:
    """A file's text over those of the places above it. Raises Refused with the file's name."""
    try:
        return layer(*climb(text_of(path), lambda area: above(path, area)))
    except Unreadable as unread:
        raise Refused(say("{file}: {sentence}", file=path.name, sentence=unread.sentence)) from unread


def text_of(path: Path) -> str:
    """A file's text. Raises Refused where it isn't UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Refused(say("{file} isn't a text in UTF-8. Save it as UTF-8.", file=path.name)) from broken


def above(path: Path, area: str) -> str | None:
    """The text of the place above, among the files beside one: that of the area, the latest in force on its day."""
    day = _effective(text_of(path)) or dt.date.max
    found: list[tuple[dt.date, str]] = []
    for other in sorted(path.parent.glob("*.yaml")):
        text = text_of(other)
        effective = _effective(text)
        if other != path and effective is not None and effective <= day and _names(text, area):
            found.append((effective, text))
    return max(found)[1] if found else None


def _effective(text: str) -> dt.date | None:
    try:
        return rooted(text).at("施行").day()
    except Unreadable:
        return None


def _names(text: str, area: str) -> bool:
    return area in (rooted(text).at("地区").text(60), rooted(text).at("规则").text(120))


def checked_file(path: Path) -> Checked:
    """Everything wrong with a file, and what becomes of its examples."""
    text = text_of(path)
    try:
        texts = climb(text, lambda area: above(path, area))
        upon = layer(*texts[:-1]) if len(texts) > 1 else None
    except Unreadable as unread:
        alone = Fault(path.name, unread.line, unread.key, unread.why)
        others = (fault for fault in check(text, name=path.name) if (fault.line, fault.key) != (alone.line, alone.key))
        return Checked((alone, *others))
    faults = check(text, name=path.name, above=upon)
    try:
        stands = layer(*texts)
        return Checked((*without_examples(stands, path.name), *faults), stands, outcomes(stands))
    except Unreadable:
        return Checked(faults)


def lines(path: Path, checked: Checked) -> Iterator[str]:
    """What is said of a file: its faults, those of its examples among them, why each step of 应拒 was refused, and a sum."""
    for fault in checked.faults:
        law = f" [{fault.law}]" if fault.law else ""
        yield f"{path}:{fault.line}: {read(fault.level)}{law}: {_where(fault)}{read(fault.sentence)}"
    for outcome in checked.outcomes:
        for refused in outcome.refused:
            told = say("as it should be, “{step}” was refused: {why}", step=refused.step, why=refused.why)
            yield f"{path}:{refused.line}: {read(told)}"
    if checked.layer is not None:
        yield f"{path}: {read(summed(checked.layer, checked.outcomes))}"


def _where(fault: Fault) -> str:
    return f"“{fault.key}” " if fault.key else ""


def summed(stands: Layer, played: tuple[Outcome, ...]) -> Sentence:
    """How many examples hold, how many statements are expressed as a whole and how many in part, and which wait for which
    primitive."""
    statements = stands.head.statements
    waiting = Counter(n for one in statements for n in one.waits)
    fits = Counter(one.fit for one in statements)
    said = say(
        "{held} of {n} examples hold. Of {m} statements {whole} are expressed as a whole, {part} in part, {rest} not.",
        held=sum(outcome.ok for outcome in played),
        n=len(played),
        m=len(statements),
        whole=fits[Fit.WHOLE],
        part=fits[Fit.PART],
        rest=fits[Fit.WAITING] + fits[Fit.NEITHER],
    )
    if not waiting:
        return said
    named = "、".join(f"{n} ({count})" for n, count in sorted(waiting.items()))
    return say("{said} Waiting for primitives: {named}.", said=said, named=named)
