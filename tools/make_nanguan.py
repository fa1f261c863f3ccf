"""Write the rows of the preset ``nanguan``: ``python -m tools.make_nanguan [FOLDER]``. The same seed gives the same rows."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random

from tools.nanguan import contact, register, script

ROOT = Path(__file__).resolve().parent.parent

SEED = 20190513
HEADS = {
    "organisations": "code,kind,name,parent,region_code,since",
    "staff": "code,name,rank,unit,since",
    "grants": "staff,role,organisation,since",
    "posts": "staff,organisation,duty,since",
    "enterprises": "uscc,name,region,industry,staff_count,revenue_wan,assets_wan",
    "liaisons": "uscc,staff,group,since",
    "rounds": "name,area,since,until",
    "visits": "round,uscc,staff,day,mode,kind",
    "cases": "ref,uscc,title,body,kind",
    "acts": "at,actor,act,case,facts",
}


def rows() -> Mapping[str, Sequence[Sequence[object]]]:
    """File → its rows."""
    units = register.make(Random(SEED))
    contacts = contact.make(Random(SEED + 1), units)
    cases = script.make(Random(SEED + 2), units, contacts)
    visits = contacts.visits + sorted((c.visit for c in cases if c.visit), key=lambda row: row[3])
    return {
        "organisations": list(units.organisations),
        "staff": [(p.code, p.name, p.rank, p.unit, register.CAMPAIGN) for p in units.people],
        "grants": list(units.grants),
        "posts": list(units.posts),
        "enterprises": [e.row() for e in contacts.enterprises],
        "liaisons": contacts.liaisons(),
        "rounds": [(contact.ROUND, "ng", contact.FIRST, contact.AFTER)],
        "visits": list(dict.fromkeys(visits)),
        "cases": [case.row() for case in cases],
        "acts": script.lines(cases),
    }


def write(folder: Path, name: str, lines: Iterable[Sequence[object]], heads: Mapping[str, str] | None = None) -> None:
    """One file: UTF-8, a header line, lines that end in a line feed."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow((heads or HEADS)[name].split(","))
        out.writerows(lines)


def main() -> None:
    """Write all files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "presets" / "nanguan"
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in rows().items():
        write(folder, name, lines)
        print(f"{name}.csv: {len(lines)} rows")


if __name__ == "__main__":
    main()
