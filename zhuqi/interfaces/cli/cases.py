"""One case: see it, take a step with it: ``zhuqi case``."""

from __future__ import annotations

from collections.abc import Iterable

import click
from django.utils.translation import gettext

from zhuqi.base.words import say, term
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.queries import lives, sight
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.cli import naming, values
from zhuqi.interfaces.cli.case_lines import lines
from zhuqi.interfaces.cli.speaking import Command, Group, echo, option, read
from zhuqi.interfaces.columns import aligned

case = Group("case", help=term("One case: see it, take a step with it."))
by = option("--by", required=True, metavar="STAFF_CODE", help=term("Who takes the step."))
fields = option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", help=term("A field of the step; repeat it for more.")
)


class Steps(Command):
    """A command that lists the steps of ``NEEDS`` under its help."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each step with its fields; those in brackets may be left out."""
        formatter.write_paragraph()
        with formatter.section(gettext("Steps and their fields")):
            for line in steps(action for action in TAKEN if (action is Action.RECORD) == (self.name == "record")):
                formatter.write(f"  {line}\n")


def steps(actions: Iterable[Action]) -> list[str]:
    """A line a step: its name, its word, its fields."""
    return aligned(
        [
            (action.value, read(action), " ".join(f.name if f.required else f"[{f.name}]" for f in NEEDS[action]))
            for action in actions
        ],
        numbers=(),
    )


@case.command("show", help=term("Where a case stands: holder, deadlines, holdings, and what happened last."))
@click.argument("number", nargs=-1, required=True, metavar="NUMBER|ID")
@option("--entries", type=click.IntRange(0), default=10, show_default=True, help=term("How many entries to show."))
def show(number: tuple[str, ...], entries: int) -> None:
    """By its number or id."""
    for line in lines(naming.case(number), clock.now(), entries):
        echo(line)


@case.command("act", cls=Steps, help=term("Take a step with a case, as a member of staff who may."))
@click.argument("number", nargs=-1, required=True, metavar="NUMBER|ID")
@click.argument("action", type=click.Choice([a.value for a in TAKEN if a is not Action.RECORD]), metavar="STEP")
@by
@fields
def act(number: tuple[str, ...], action: str, by: str, given: tuple[str, ...]) -> None:
    """The same function that every door calls."""
    found, actor, step = naming.case(number), naming.actor(by), Action(action)
    life = lives.load(found)
    rules = sight.terms_of(life).editions[life.editions[life.area]]
    said = values.typed(step, given, by=actor, rules=rules)
    _done(ACTIONS[step](actor, found.pk, **said, now=clock.now()))


@case.command("record", cls=Steps, help=term("Write down a need; the enterprise by its credit code."))
@by
@fields
def record(by: str, given: tuple[str, ...]) -> None:
    """A new case."""
    actor = naming.actor(by)
    said = values.typed(Action.RECORD, given, by=actor, rules=None)
    _done(ACTIONS[Action.RECORD](actor, **said, now=clock.now()))


def _done(found) -> None:
    """Where the case stands after a step."""
    life = lives.load(found)
    if life.carrier is None:
        echo(say("{number}: {state}, {end}.", number=found.number, state=life.state, end=life.end))
        return
    unit = naming.unit_name(life.carrier.unit)
    if found.due is None:
        echo(say("{number}: {state}, with {unit}.", number=found.number, state=life.state, unit=unit))
    else:
        echo(
            say(
                "{number}: {state}, with {unit}; the next deadline is {due}.",
                number=found.number,
                state=life.state,
                unit=unit,
                due=found.due,
            )
        )
