"""What was done in March and April 2016: two services a month, approvals acted for, needs and what became of them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tools.baqiao.place import Firm

HERE = Path(__file__).parent

MONTHS = ((2016, 3), (2016, 4))
DAYS_OFF = {dt.date(2016, 4, 4)}
"""Qingming."""
HANDLERS = {
    "land": "bq143",
    "finance": "bq144",
    "approvals": "bq145",
    "labour": "bq146",
    "market": "bq147",
    "other": "bq148",
}
SCREENS, ASSIGNS = "bq140", "bq141"
Step = tuple[int, int, str, str, dict[str, object]]
"""Hour, minute, who, which step, its fields."""


def table(name: str) -> list[Mapping[str, str]]:
    """The rows of a table that lies beside this file."""
    return list(csv.DictReader((HERE / f"{name}.csv").read_text("utf-8").splitlines()))


def workdays(year: int, month: int) -> list[dt.date]:
    """The working days of a month."""
    first = dt.date(year, month, 1)
    days = (first + dt.timedelta(n) for n in range(31))
    return [day for day in days if day.month == month and day.weekday() < 5 and day not in DAYS_OFF]


def services(rng: Random, firms: list[Firm]) -> list[tuple[object, ...]]:
    """At least two services of each enterprise a month, by the official who holds it: (round, uscc, staff, day, mode, kind)."""
    found = []
    for year, month in MONTHS:
        days = workdays(year, month)
        for firm in firms:
            for n, day in enumerate(sorted(rng.sample(days, 3 if rng.random() < 0.15 else 2))):
                mode = "on_site" if n == 0 or rng.random() < 0.6 else "remote"
                kind = rng.choices(("service", "policy", "problem"), (6, 3, 2))[0]
                found.append(("", firm.uscc, firm.official, day, mode, kind))
    return sorted(found, key=lambda row: (row[3], row[2]))


def errands(rng: Random, firms: list[Firm]) -> list[tuple[object, ...]]:
    """Approvals acted for or gone along with: most of them brought to their end, a few running at the last cut-off."""
    found = []
    days, matters = workdays(*MONTHS[0]), table("matters")
    for n, firm in enumerate(rng.sample(firms, 36)):
        matter, office = matters[n % len(matters)].values()
        mode = "escort" if n % 3 == 2 else "agent"
        asked = days[rng.randrange(len(days))]
        due, filed = asked + dt.timedelta(30), asked + dt.timedelta(rng.randrange(1, 6))
        over = "" if n % 9 == 8 else asked + dt.timedelta(rng.randrange(10, 28))
        outcome = "" if not over else "refused" if n % 11 == 7 else "granted"
        words = "缺规划意见，补齐后重新申请" if outcome == "refused" else ""
        found.append(
            (f"bq-e{n + 1:02}", firm.uscc, firm.official, mode, matter, office, asked, due, filed, over, outcome, words)
        )
    return sorted(found, key=lambda row: (row[6], row[0]))


@dataclass(frozen=True)
class Told:
    """A need with its script."""

    case: tuple[str, ...]
    acts: list[tuple[str, ...]]


def needs(rng: Random, firms: list[Firm]) -> list[Told]:
    """Needs solved on the spot, brought to a department and back, and one that goes up because it is many enterprises'."""
    told = table("needs")
    common = [each for each in told if each["how"] == "common"]
    spot = [each for each in told if each["how"] == "on_the_spot"]
    asked = [each for each in told if each["how"] == "department"]
    twice = [*asked, *({**each, "title": f"{each['title']}（另一家）"} for each in asked)]
    chosen = rng.sample(firms, len(twice) + len(spot) + len(common))
    days = workdays(*MONTHS[0])
    found = [_dispatched(n, chosen[n], days[2 + n], each, done=n % 5 != 4) for n, each in enumerate(twice)]
    for n, each in enumerate(spot, len(found)):
        settled: dict[str, object] = {"outcome": "solved", "text": each["answer"]}
        found.append(_told(n, chosen[n], days[n % len(days)], each, [(11, 10, chosen[n].official, "settle", settled)]))
    for n, each in enumerate(common, len(found)):
        steps: list[Step] = [
            (14, 0, chosen[n].official, "submit", {"why": "不是一家的事，组里解决不了。"}),
            (15, 30, SCREENS, "screen", {"kind": each["kind"], "grade": "共性"}),
        ]
        found.append(_told(n, chosen[n], days[8], each, steps))
    return found


def _dispatched(n: int, firm: Firm, day: dt.date, need: Mapping[str, str], *, done: bool) -> Told:
    kind, handler, asked = need["kind"], HANDLERS[need["kind"]], day + dt.timedelta(6)
    steps: list[Step] = [
        (14, 0, firm.official, "submit", {"why": "要部门定，组里只能催问。"}),
        (15, 30, SCREENS, "screen", {"kind": kind, "grade": "个别"}),
        (16, 20, ASSIGNS, "assign", {"lead": f"bq-{'permits' if kind == 'approvals' else kind}"}),
        (17, 10, handler, "accept", {}),
    ]
    told = _told(n, firm, day, need, steps)
    if not done:
        return told
    ref = told.case[0]
    answered: dict[str, object] = {"outcome": "solved", "text": need["answer"]}
    told.acts.append(_act(day + dt.timedelta(5), 10, 0, handler, "reply", ref, answered))
    told.acts.append(_act(asked, 9, 30, firm.official, "ask", ref, {"channel": "phone", "arrived_on": str(asked)}))
    told.acts.append(_act(asked, 16, 0, "enterprise", "confirm", ref, {"text": "办好了，谢谢。"}))
    return told


def _told(n: int, firm: Firm, day: dt.date, need: Mapping[str, str], steps: list[Step]) -> Told:
    ref = f"bq-{n + 1:03}"
    began = _act(day, 10, 30, firm.official, "record", ref, {"channel": "visit", "found_on": str(day)})
    acts = [_act(day, hour, minute, who, act, ref, facts) for hour, minute, who, act, facts in steps]
    return Told((ref, firm.uscc, need["title"], need["body"], need["kind"]), [began, *acts])


def _act(
    day: dt.date, hour: int, minute: int, who: str, act: str, ref: str, facts: dict[str, object]
) -> tuple[str, ...]:
    return (f"{day}T{hour:02}:{minute:02}", who, act, ref, json.dumps(facts, ensure_ascii=False))
