"""The parts of docs/case.md that follow from the code: the state graph and the table of steps.

python -m tools.graph            write them anew
python -m tools.graph --check    say whether they are as they would be written; exit 1 if not
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from zhuqi.domain.cases.rules.needs import NEEDS, Field
from zhuqi.domain.cases.rules.steps import STEPS, Step, graph
from zhuqi.domain.cases.rules.words import Action, State, Who

PAGE = Path(__file__).resolve().parent.parent / "docs" / "case.md"
COMMAND = ".venv/bin/python -m tools.graph"
STALE = f"docs/case.md isn't what the table of steps says. Type: {COMMAND}"


def drawing() -> str:
    """The state graph, fenced for Markdown."""
    return f"```mermaid\n{graph()}\n```"


def table() -> str:
    """One line for each row of ``STEPS``; what a step asks for stands in its first line."""
    head = ["| step | from | to | by whom | on | asks for |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(action, row, n) for action in Action for n, row in enumerate(STEPS[action]))])


def _line(action: Action, row: Step, n: int) -> str:
    to = [*_names(row.leads), *(["stays"] if row.stays else [])]
    who = ", ".join(who.label for who in Who if who in row.by)
    on = "all" if row.together else ""
    asks = " · ".join(_asked(field) for field in NEEDS[action]) if n == 0 else ""
    return (
        f"| `{action.value}` | {' '.join(_names(row.starts)) or '–'} | {' '.join(to)} | {who} | {on} | {asks or '–'} |"
    )


def _names(states: Iterable[State]) -> list[str]:
    held = frozenset(states)
    return [state.name for state in State if state in held]


def _asked(field: Field) -> str:
    word = field.label if field.required else f"*{field.label}*"
    return f"{word} †" if field.outside else word


PARTS: Mapping[str, Callable[[], str]] = {"graph": drawing, "steps": table}
"""Name of a part of the page → what stands between its marks."""


def refreshed(page: str) -> str:
    """The page with every part as the code has it now. Raises ValueError where a part's marks are missing."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not marked.search(page):
            raise ValueError(f"docs/case.md has no place for its {name}: {begin} … {end}")
        fresh = f"{begin}\n{part()}\n{end}"
        page = marked.sub(lambda _, fresh=fresh: fresh, page)  # type: ignore[misc]
    return page


def main(args: list[str]) -> int:
    """Write or check; gives the exit code."""
    page = PAGE.read_text("utf-8")
    fresh = refreshed(page)
    if args == ["--check"]:
        print("docs/case.md is fresh." if fresh == page else STALE)
        return int(fresh != page)
    if fresh != page:
        PAGE.write_text(fresh, "utf-8")
    print("docs/case.md was written anew." if fresh != page else "docs/case.md is fresh.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
