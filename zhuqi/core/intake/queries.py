"""Reads of sheets on their way: each belongs to whoever handed it in or asked for it, and to nobody else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.intake.models import Extract, Upload
from zhuqi.core.intake.registers import readable, registers
from zhuqi.core.intake.rules import ExtractState, SheetState
from zhuqi.core.sheets import writing
from zhuqi.core.sheets.columns import shown
from zhuqi.core.sheets.files import Odd
from zhuqi.core.sheets.loading import Changed
from zhuqi.core.sheets.reading import REASON, read_one

NEWEST = ("-id",)


@dataclass(frozen=True)
class Finding:
    """One thing about a row: why it is refused, or what is unusual about it. ``row``: 0 for the whole sheet; ``typed``: what
    stands in the cell."""

    row: int
    column: str
    sentence: Sentence
    typed: str = ""


@dataclass(frozen=True)
class Findings:
    """What a sheet would do, or did: rows by what becomes of them, what is refused and why, what is unusual, the first of
    the changed cells, how many there are; columns and rows that were passed over. ``again``: what is stored changed after
    it had been looked at, so that it was looked at anew."""

    new: int
    changed: int
    same: int
    refused: int
    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    changes: tuple[Changed, ...]
    cells: int
    passed: tuple[str, ...]
    skipped: tuple[int, ...]
    again: bool


def visible(actor: Actor) -> QuerySet[Upload]:
    """The sheets that somebody handed in, without what is in them."""
    return Upload.objects.filter(account=actor.account or 0).defer("content", "findings")


def given(actor: Actor) -> QuerySet[Extract]:
    """The registers that somebody had written, without what is in them."""
    return Extract.objects.filter(account=actor.account or 0).defer("content")


def handed_in(actor: Actor, upload_id: int) -> Upload:
    """A sheet that somebody handed in, with what was found about it. Raises Missing. One query."""
    found = Upload.objects.filter(account=actor.account or 0, pk=upload_id).defer("content").first()
    if found is None:
        raise Missing
    return found


def extract(actor: Actor, extract_id: int) -> Extract:
    """A register that somebody had written. Raises Missing. One query."""
    found = given(actor).filter(pk=extract_id).first()
    if found is None:
        raise Missing
    return found


def written(actor: Actor, extract_id: int) -> bytes:
    """The sheet of a register. Raises Missing until it is written, once it is swept, and for who may not read that register any
    more."""
    found = Extract.objects.filter(account=actor.account or 0, pk=extract_id, state=ExtractState.READY).first()
    if found is None or found.register not in readable(actor):
        raise Missing(say("There is no sheet to fetch here: it isn't written yet, or isn't kept any longer."))
    return bytes(found.content)


def findings(upload: Upload) -> Findings:
    """What was found about a sheet."""
    told_ = json.loads(upload.findings)
    return Findings(
        new=told_.get("new", 0),
        changed=told_.get("changed", 0),
        same=told_.get("same", 0),
        refused=told_.get("refused", 0),
        faults=_findings(told_.get("faults", ())),
        warnings=_findings(told_.get("warnings", ())),
        changes=tuple(Changed(*cell) for cell in told_.get("changes", ())),
        cells=told_.get("cells", 0),
        passed=tuple(told_.get("passed", ())),
        skipped=tuple(told_.get("skipped", ())),
        again=told_.get("again", False),
    )


def _findings(rows: Any) -> tuple[Finding, ...]:
    return tuple(Finding(row, column, Sentence(text, facts), typed) for row, column, text, facts, typed in rows)


def refused_rows(actor: Actor, upload_id: int, *, say_in: Any) -> bytes:
    """The rows of a sheet that were refused, as a sheet of the same columns and one more, which says why: to be mended and
    handed in again. ``say_in`` puts a sentence into words. Raises Missing where none were refused."""
    upload = Upload.objects.filter(account=actor.account or 0, pk=upload_id).exclude(state=SheetState.SWEPT).first()
    faults = findings(upload).faults if upload is not None else ()
    if upload is None or not any(fault.row for fault in faults):
        raise Missing
    layout = registers()[upload.register].layout
    table = read_one(bytes(upload.content), layout, name=upload.name)
    raw = table.raw.rows if table.raw is not None else []
    why: dict[int, list[str]] = {}
    for fault in faults:
        said = say_in(fault.sentence)
        why.setdefault(fault.row, []).append(f"{fault.column}：{said}" if fault.column else said)
    head = raw[table.top]
    kept = [at for at, cell in enumerate(head) if shown(cell) and shown(cell) != REASON]
    rows = ([_as_found(raw[row - 1], at) for at in kept] + ["；".join(said)] for row, said in sorted(why.items()))
    return writing.xlsx(layout.titles[0], [*(shown(head[at]) for at in kept), REASON], rows)


def _as_found(row: Any, at: int) -> writing.Written:
    """A cell as a sheet is to have it again: numbers as numbers, the rest as text."""
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell
    return "" if isinstance(cell, Odd) else shown(cell)
