"""Write the rows of the preset ``baqiao``: ``python -m tools.make_baqiao [FOLDER]``. The same seed gives the same rows."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from tools import make_nanguan
from tools.baqiao import place, work

SEED = 610111
HEADS = {
    **make_nanguan.HEADS,
    "lists": "list,area,since",
    "listed": "list,uscc,since",
    "errands": "ref,uscc,staff,mode,matter,office,asked_on,due,filed_on,finished_on,outcome,words",
}


def rows() -> Mapping[str, Sequence[Sequence[object]]]:
    """File → its rows."""
    there = place.make(Random(SEED))
    told = work.needs(Random(SEED + 1), there.firms)
    acts = sorted((act for each in told for act in each.acts), key=lambda act: act[0])
    return {
        "organisations": there.organisations,
        "staff": there.staff,
        "grants": there.grants,
        "enterprises": [firm.row for firm in there.firms],
        "lists": [(name, "baqiao", place.FROM) for name in place.NAMED],
        "listed": [(firm.list, firm.uscc, place.FROM) for firm in there.firms],
        "liaisons": [(firm.uscc, firm.official, "", place.FROM) for firm in there.firms],
        "visits": work.services(Random(SEED + 2), there.firms),
        "errands": work.errands(Random(SEED + 3), there.firms),
        "cases": [each.case for each in told],
        "acts": acts,
    }


def main() -> None:
    """Write all files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else make_nanguan.ROOT / "presets" / "baqiao"
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in rows().items():
        make_nanguan.write(folder, name, lines, HEADS)
        print(f"{name}.csv: {len(lines)} rows")


if __name__ == "__main__":
    main()
