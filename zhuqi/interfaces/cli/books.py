"""The books of a unit between two days (对账单): ``zhuqi statement``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

import click

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.rules.ledger import Side, Statement
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.cli import naming
from zhuqi.interfaces.cli.speaking import LONG_AGO, Told, command, echo, option, read
from zhuqi.interfaces.columns import aligned
from zhuqi.interfaces.web.books.page import account_name

DAY = click.DateTime(["%Y-%m-%d"])
SIGNS: Mapping[Side, str] = {Side.RECEIVED: "+", Side.PASSED_ON: "−", Side.CLOSED: "−"}


@command(help=term("The books of a unit between two days."))
@click.argument("unit", metavar="UNIT_CODE")
@option("--since", type=DAY, required=True, help=term("The first day, as 2019-05-13."))
@option("--until", type=DAY, help=term("The last day; today where nothing is said."))
@option("--tree", is_flag=True, help=term("With everything below it: only what crosses its border counts."))
@option("--json", "as_json", is_flag=True, help=term("Print JSON."))
def statement(unit: str, since: dt.datetime, until: dt.datetime | None, tree: bool, as_json: bool) -> None:
    """Exit 1 where the books don't agree with what lies in hand."""
    org, today = naming.unit(unit), day_of(clock.now())
    first, last = since.date(), until.date() if until else today
    if last < first:
        raise Invalid({"--until": say("The last day lies before the first.")})
    account = ledger.account(CLOCK, org.pk, first, last, tree=tree)
    held = ledger.in_hand(ledger.scope(CLOCK, org.pk, tree=tree)) if last >= today else None
    if as_json:
        echo(json.dumps(_as_json(org, account, held, tree), ensure_ascii=False, indent=2))
    else:
        _print(org, account, tree)
    if held is not None and held != account.closing:
        raise Told(read(say("The books don't balance: {n} cases are held.", n=held)))


def equation(account: Statement) -> str:
    """The whole period in one line."""
    parts = [f"{read(term('opening'))} {account.opening:,}"]
    parts += [f"{SIGNS[side]} {read(side)} {account.total(side):,}" for side in Side]
    return " ".join([*parts, f"= {read(term('closing'))} {account.closing:,}"])


def _print(org: Any, account: Statement, tree: bool) -> None:
    name = say("{unit} with all below it", unit=org.name) if tree else org.name
    echo(say("Statement of {unit}, {since} to {until}", unit=name, since=account.since, until=account.until))
    echo()
    echo(equation(account))
    if not account.lines:
        echo(say("Nothing moved in these days."))
        return
    echo()
    for line in aligned(_days(account), numbers=range(1, 6)):
        echo(line)
    names = directory.names(line.unit for line in account.lines if line.unit is not None)
    for side in Side:
        if account.total(side):
            echo()
            echo(f"{read(side)} {account.total(side):,}")
            _accounts(account, side, names)


def _days(account: Statement) -> list[list[str]]:
    """A row a day on which something moved, with what was in hand at its end."""
    rows = [[read(word) for word in (term("day"), term("opening"), *(side.label for side in Side), term("closing"))]]
    held = account.opening
    for day in sorted({line.day for line in account.lines}):
        sums = [sum(line.n for line in account.lines if line.day == day and line.side is side) for side in Side]
        opening, held = held, held + sums[0] - sums[1] - sums[2]
        rows.append([day.isoformat(), *(f"{n:,}" for n in (opening, *sums, held))])
    return rows


def _accounts(account: Statement, side: Side, names: Mapping[int, str]) -> None:
    rows = [["  " + account_name(unit, name, names, LONG_AGO), f"{n:,}"] for unit, name, n in account.by_account(side)]
    for line in aligned(rows, numbers=[1]):
        echo(line)


def _as_json(org: Any, account: Statement, held: int | None, tree: bool) -> dict[str, Any]:
    codes = _codes(line.unit for line in account.lines if line.unit is not None)
    return {
        "unit": org.code,
        "name": org.name,
        "tree": tree,
        "since": account.since.isoformat(),
        "until": account.until.isoformat(),
        "opening": account.opening,
        **{side.value: account.total(side) for side in Side},
        "closing": account.closing,
        "held": held,
        "lines": [
            {
                "day": line.day.isoformat(),
                "side": line.side.value,
                "unit": codes.get(line.unit) if line.unit is not None else None,
                "account": line.name,
                "n": line.n,
            }
            for line in account.lines
        ],
    }


def _codes(units: Iterable[int]) -> dict[int, str]:
    return dict(directory.organisations().filter(pk__in=set(units)).values_list("pk", "code"))
