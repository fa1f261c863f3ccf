"""Files in: registers from spreadsheets, a year's working days, a rulebook: ``zhuqi load``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from django.db import transaction

from zhuqi.base.errors import Fault as Refusal
from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs import clock
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.reading import Node
from zhuqi.core.rulebook.reading import read as read_rulebook
from zhuqi.core.sheets.faults import Fault, Faulty, whole
from zhuqi.core.sheets.loading import Load, Loaded, look, without
from zhuqi.core.sheets.reading import Table
from zhuqi.domain.calendar.actions import import_year
from zhuqi.domain.calendar.rules import Day
from zhuqi.domain.calendar.sheets import DAYS, read_days, read_year
from zhuqi.domain.directory.actions.loading import load_enterprises, load_grants, load_organisations, load_staff
from zhuqi.domain.liaison.actions.loading import load_liaisons, load_posts
from zhuqi.domain.visits.actions.loading import load_visits
from zhuqi.interfaces.cli import naming
from zhuqi.interfaces.cli.sheet_files import tables
from zhuqi.interfaces.cli.speaking import Told, command, echo, option, read

LOADERS: Mapping[str, Callable[..., Loaded]] = {
    "organisations": load_organisations,
    "staff": load_staff,
    "grants": load_grants,
    "enterprises": load_enterprises,
    "posts": load_posts,
    "liaisons": load_liaisons,
    "visits": load_visits,
}
"""Sheet → its action, in the order in which they are loaded."""
ORGANISATIONS = "organisations"
MOST_SHOWN = 200


class Wrong(Exception):
    """A file's faults. Nothing of any file is taken."""

    def __init__(self, file: Path, faults: Iterable[Fault]) -> None:
        super().__init__(str(file))
        self.file, self.faults = file, tuple(faults)


class Files:
    """What was named on the command line, sorted by what it is."""

    def __init__(self, paths: Iterable[Path], *, as_kept: bool = False) -> None:
        self.as_kept = as_kept
        self.calendars: list[Path] = []
        self.notices: list[tuple[Path, str, int, tuple[Day, ...]]] = []
        self.rulebooks: list[Path] = []
        self.sheets: list[tuple[Path, str, Table]] = []
        self.wrong: list[Wrong] = []
        for path in paths:
            self._take(path)
        self.sheets.sort(key=lambda sheet: list(LOADERS).index(sheet[1]))

    def _take(self, path: Path) -> None:
        if path.suffix.lower() == ".json":
            self.calendars.append(path)
        elif path.suffix.lower() in {".yaml", ".yml"}:
            self.rulebooks.append(path)
        else:
            try:
                self._take_sheets(path, tables(path, lenient=self.as_kept))
            except Faulty as faulty:
                self.wrong.append(Wrong(path, faulty.faults))

    def _take_sheets(self, path: Path, found: Mapping[str, Table]) -> None:
        self.sheets += [(path, key, table) for key, table in found.items() if key in LOADERS]
        if DAYS.key in found:
            notice = found[DAYS.key]
            self.notices.append((path, place(path, notice.sheet), *read_days(notice)))

    def judge(self) -> None:
        """Raises Told where a file, a header, a cell or a year's day can't be taken: every such fault at once."""
        cells = [Wrong(path, table.faults) for path, _, table in self.sheets if table.faults and not self.as_kept]
        if self.wrong:
            raise refusal([*self.wrong, *cells])

    def after(self, key: str, path: Path) -> list[Wrong]:
        """The faults in cells of the sheets after one that was refused: what they name wasn't loaded."""
        rest = self.sheets[[(p, k) for p, k, _ in self.sheets].index((path, key)) + 1 :]
        return [Wrong(path, table.faults) for path, _, table in rest if table.faults]


@command(help=term("Load registers, working days, a rulebook. All files or none: .xlsx and .csv, .json, .yaml."))
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE…"
)
@option("--source", default="", help=term("Where a year's working days come from: the notice's number or address."))
@option(
    "--as-kept",
    is_flag=True,
    help=term("Take lists as they are kept: columns that aren't known and rows with faults are left out, and named."),
)
@option("--dry-run", is_flag=True, help=term("Check everything and write nothing."))
def load(files: tuple[Path, ...], source: str, as_kept: bool, dry_run: bool) -> None:
    """Exit 1 with each fault as file, sheet, row, column, sentence."""
    found, now = Files(files, as_kept=as_kept), clock.now()
    found.judge()
    if source and not (found.calendars or found.notices):
        raise Told(read(say("--source is for a year's working days, and no such file is named.")))
    try:
        with transaction.atomic():
            done = [*_years(found, source, now), *_registers(found, now)]
            transaction.set_rollback(dry_run)
    except Wrong as wrong:
        raise refusal([wrong]) from wrong
    for line in done:
        echo(line)
    if dry_run:
        echo(say("Nothing was written: this was a trial."))


def _registers(found: Files, now: dt.datetime) -> Iterable[str]:
    """The sheets in their order; rulebooks as soon as the organisations they name are there."""
    rulebooks = False
    for path, key, table in found.sheets:
        if key != ORGANISATIONS and not rulebooks:
            yield from _rulebooks(found.rulebooks, now)
            rulebooks = True
        try:
            yield from (
                _taken(path, table, LOADERS[key], now)
                if found.as_kept
                else _lines(path, table, LOADERS[key](CLOCK, table, now=now))
            )
        except Faulty as faulty:
            raise refusal([Wrong(path, faulty.faults), *found.after(key, path)]) from faulty
    if not rulebooks:
        yield from _rulebooks(found.rulebooks, now)


def _taken(path: Path, table: Table, load: Load, now: dt.datetime) -> Iterable[str]:
    """Load the rows of a list that can be taken, and name the others. Raises Faulty where the fault isn't a row's."""
    seen = look(load, CLOCK, table, now=now)
    yield from _lines(path, table, load(CLOCK, without(table, seen.refused), now=now))
    if table.passed:
        yield "  " + read(say("Columns that aren't taken: {names}.", names="、".join(table.passed[:30])))
    if seen.refused:
        yield "  " + read(say("Rows that aren't taken: {n}.", n=f"{len(seen.refused):,}"))
    for fault in seen.faults[:MOST_SHOWN]:
        yield f"  {shown(fault, path)}"
    if len(seen.faults) > MOST_SHOWN:
        yield "  " + read(say("… and {n} more.", n=len(seen.faults) - MOST_SHOWN))


def _lines(path: Path, table: Table, loaded: Loaded) -> Iterable[str]:
    yield read(
        say(
            "{sheet}: {new} new, {changed} changed, {same} as before.",
            sheet=place(path, table.sheet),
            new=f"{loaded.new:,}",
            changed=f"{loaded.changed:,}",
            same=f"{loaded.same:,}",
        )
    )
    for warning in loaded.warnings[:MOST_SHOWN]:
        yield "  " + read(say("unusual: {what}", what=shown(warning)))
    if len(loaded.warnings) > MOST_SHOWN:
        yield "  " + read(say("… and {n} more.", n=len(loaded.warnings) - MOST_SHOWN))


def _years(found: Files, source: str, now: dt.datetime) -> Iterable[str]:
    """The years' working days. What isn't said of where they come from is the file's name."""
    for path in found.calendars:
        with _about(path):
            year, days, named = read_year(_text(path))
            yield _published(path.name, year, days, source=source or named or path.name, now=now)
    for path, name, year, days in found.notices:
        with _about(path):
            yield _published(name, year, days, source=source or path.name, now=now)


def _published(file: str, year: int, days: tuple[Day, ...], *, source: str, now: dt.datetime) -> str:
    import_year(CLOCK, year, days=days, source=source, now=now)
    return read(say("{file}: the working days of {year} are published.", file=file, year=str(year)))


def _rulebooks(paths: Iterable[Path], now: dt.datetime) -> Iterable[str]:
    """Each text put in force, those of places above first, and of one place's the older first."""
    found = []
    for path in paths:
        with _about(path):
            text = _text(path)
            root = read_rulebook(text)
            place = _place(root.at("地区"))
            above = _place(root.at("上级")).pk if root.has("上级") else None
            found.append((place.path, root.at("施行").day(), path, text, place, above))
    for _, _, path, text, place, above in sorted(found, key=lambda row: row[:3]):
        with _about(path):
            edition = adopt(CLOCK, text=text, place=(place.pk, place.path), above=above, now=now)
        yield read(
            say(
                "{file}: “{name}” is in force at {place} from {day} on.",
                file=path.name,
                name=edition.name,
                place=place.name,
                day=edition.effective_on,
            )
        )


def _place(node: Node):
    """The unit that a text names by its code. Raises Unreadable."""
    try:
        return naming.unit(node.text())
    except Missing as missing:
        raise node.wrong(missing.sentence) from missing


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Say of a refusal which file it is about."""
    try:
        yield
    except Invalid as invalid:
        raise Wrong(path, whole(next(iter(invalid.fields.values()))).faults) from invalid
    except Refusal as refused:
        raise Wrong(path, whole(refused.sentence).faults) from refused


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({"file": say("The text isn't UTF-8. Save it again as UTF-8.")}) from None


def refusal(wrong: Iterable[Wrong]) -> Told:
    """Every fault on a line of its own, and how many there are."""
    lines = [f"{one.file.name}: {shown(fault, one.file)}" for one in wrong for fault in one.faults]
    last = read(say("{n} faults were found, so nothing was loaded.", n=len(lines)))
    if len(lines) > MOST_SHOWN:
        lines = [*lines[:MOST_SHOWN], read(say("… and {n} more.", n=len(lines) - MOST_SHOWN))]
    return Told(*lines, last)


def shown(fault: Fault, file: Path | None = None) -> str:
    """A fault as sheet (where its name isn't the file's), row, column, sentence."""
    named = fault.sheet if file is None or fault.sheet != file.stem else ""
    row = read(say("row {n}", n=fault.row)) if fault.row else ""
    column = read(say("column “{name}”", name=fault.column)) if fault.column else ""
    where = ", ".join(part for part in (named, row, column) if part)
    return f"{where}: {read(fault.sentence)}" if where else read(fault.sentence)


def place(path: Path, sheet: str) -> str:
    """A sheet and the file it is in."""
    return path.name if sheet == path.stem else f"{path.name}/{sheet}"
