"""Is everything as it was written? ``zhuqi verify``."""

from __future__ import annotations

import json
from collections.abc import Mapping

from zhuqi.base.words import say, term
from zhuqi.core.journal import verify as integrity
from zhuqi.core.journal.verify import Finding
from zhuqi.interfaces.cli import database
from zhuqi.interfaces.cli.speaking import Told, command, echo, option, read
from zhuqi.interfaces.columns import aligned

ENTRIES = "journal_entry"


@command(anyhow=True, help=term("Hold every row against the journal."))
@option("--uncovered", is_flag=True, help=term("List the tables that are left out, each with the reason."))
@option("--json", "as_json", is_flag=True, help=term("Print JSON."))
def verify(uncovered: bool, as_json: bool) -> None:
    """Exit 1 where anything differs."""
    if uncovered:
        _left_out(as_json)
        return
    database.ready()
    found, broken = gathered()
    counts = {model._meta.db_table: model._default_manager.count() for model in integrity.covered()}
    if as_json:
        echo(json.dumps(_as_json(found, counts, broken), ensure_ascii=False, indent=2))
    else:
        _print(found, counts)
    if broken:
        raise Told(read(say("The check broke off at what it couldn't read: {why}", why=broken)))
    if found:
        raise Told("" if as_json else read(say("{n} things differ from the journal.", n=len(found))))


def gathered() -> tuple[list[Finding], str]:
    """Everything found; and why the check broke off, if it did. What was found by then is kept."""
    found: list[Finding] = []
    try:
        for finding in integrity.everything():
            found.append(finding)  # noqa: PERF402  # one by one, so that nothing found is lost
    except Exception as broken:  # a tampered row can hold anything
        return found, f"{type(broken).__name__}: {broken}"[:200]
    return found, ""


def _print(found: list[Finding], counts: Mapping[str, int]) -> None:
    for table, findings in integrity.grouped(found):
        echo(f"{table}  {len(findings):,}")
        for finding in findings:
            echo(f"  {_row(finding.row)}  {read(finding.sentence)}")
    if not found:
        echo(
            say(
                "All is as it was written: {entries} entries, {rows} rows, {tables} tables.",
                entries=f"{counts[ENTRIES]:,}",
                rows=f"{sum(counts.values()):,}",
                tables=len(counts),
            )
        )


def _row(row: int) -> str:
    return read(say("row {n}", n=row)) if row else "-"


def _as_json(found: list[Finding], counts: Mapping[str, int], broken: str) -> dict[str, object]:
    return {
        "clean": not found and not broken,
        "entries": counts[ENTRIES],
        "rows": sum(counts.values()),
        "tables": len(counts),
        "broken_off": broken,
        "findings": [{"table": f.table, "row": f.row or None, "what": read(f.sentence)} for f in found],
    }


def _left_out(as_json: bool) -> None:
    reasons = {table: read(reason) for table, reason in sorted(integrity.UNCOVERED.items())}
    if as_json:
        echo(json.dumps(reasons, ensure_ascii=False, indent=2))
        return
    for line in aligned(list(reasons.items()), numbers=()):
        echo(line)
