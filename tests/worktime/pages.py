"""The tables of docs/worktime.md."""

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "worktime.md"


def tables(head: str) -> list[list[list[str]]]:
    """The rows of each table under that head, as cells without the edges."""
    found = []
    for part in PAGE.read_text("utf-8").split(f"{head}\n")[1:]:
        lines = part.splitlines()[1:]
        until = next(n for n, line in enumerate([*lines, ""]) if not line.startswith("|"))
        found.append([[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:until]])
    return found


def rows(head: str) -> list[list[str]]:
    """The rows of all tables under that head."""
    return [row for table in tables(head) for row in table]
