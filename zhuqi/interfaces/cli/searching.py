"""What can be found: ``zhuqi search``."""

from __future__ import annotations

from zhuqi.base.words import say, term
from zhuqi.core.search import actions
from zhuqi.interfaces.cli import database
from zhuqi.interfaces.cli.speaking import Group, echo

search = Group("search", help=term("The index of the search box."))


@search.command(help=term("Make the index anew from the registers."))
def rebuild() -> None:
    """Everything that can be found, from the rows themselves. What is written meanwhile waits."""
    database.ready()
    found = actions.rebuild()
    echo(say("Found from now on: {n} things.", n=f"{sum(found.values()):,}"))
