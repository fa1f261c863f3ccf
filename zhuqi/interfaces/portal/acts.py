"""What an enterprise can do on its page: the fields of each form, and the action it calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.actions.closing import confirm, contest, reopen, withdraw
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.queries.outside import Outside
from zhuqi.domain.cases.rules.grading import kept_as
from zhuqi.domain.cases.rules.needs import TEXT
from zhuqi.domain.cases.rules.words import End
from zhuqi.domain.cases.sections.rating import MOST_MORE
from zhuqi.interfaces.web.forms import Choice, Field, Kind

STARS = (
    Choice("5", say("5, very good")),
    Choice("4", say("4, good")),
    Choice("3", say("3, neither good nor bad")),
    Choice("2", say("2, bad")),
    Choice("1", say("1, very bad")),
)

UNANSWERED = frozenset({End.NOT_ACCEPTED, End.TRANSFERRED_OUT})
"""Ends without an answer: nothing was done that could come up again."""
MORE = "rate_more_"
"""With what the fields of what else is rated begin; a number follows."""


@dataclass(frozen=True)
class Act:
    """One form: its fields, each named ``<act>_<argument>``, what it calls, and what is said when it is done."""

    fields: tuple[Field, ...]
    does: Callable[..., object]
    done: object
    versioned: bool = True


def _words(name: str, label: str, hint: str = "", *, required: bool = True) -> Field:
    return Field(name, label, Kind.LONG_TEXT, required, hint, most=TEXT)


ACTS: Mapping[str, Act] = {
    "confirm": Act((), confirm, say("Thank you. It is over with your word.")),
    "contest": Act(
        (_words("contest_text", term("What isn't right yet"), term("The unit reads this, and does it again.")),),
        contest,
        say("Your word was taken down. It is done again."),
    ),
    "reopen": Act(
        (_words("reopen_text", term("What came up again")),),
        reopen,
        say("It is taken up again. A new day is promised."),
    ),
    "withdraw": Act(
        (_words("withdraw_text", term("Why"), term("You need no reason."), required=False),),
        withdraw,
        say("You have withdrawn this."),
    ),
    "rate": Act(
        (
            Field("rate_reply_rating", term("How you were answered"), Kind.CHOICE, False, choices=STARS),
            Field("rate_result_rating", term("What came of it"), Kind.CHOICE, False, choices=STARS),
            *(
                Field(f"{MORE}{n}", term("What else is rated"), Kind.CHOICE, False, choices=STARS)
                for n in range(1, MOST_MORE + 1)
            ),
        ),
        rate,
        say("Your rating was taken down. You can change it until 30 days after the end."),
    ),
    "complain": Act(
        (_words("complain_text", term("What you complain of")),),
        complain,
        say("Your complaint was taken down for those who supervise."),
        versioned=False,
    ),
}


def open_acts(case: Outside) -> tuple[str, ...]:
    """The forms that the page shows: of the steps those that are open, rating while it is, complaining always."""
    steps = {action.value for action in case.actions}
    return tuple(name for name in ACTS if name in steps or name == "complain" or (name == "rate" and case.rateable))


def fields(name: str, case: Outside) -> tuple[Field, ...]:
    """The fields of a form; a rating begins with what was given before."""
    given = {"rate_reply_rating": case.reply_rating, "rate_result_rating": case.result_rating}
    graded = {"rate_reply_rating": case.reply_grades, "rate_result_rating": case.result_grades}
    known = {f"{MORE}{n}": one for n, one in enumerate(case.more, 1)}
    given |= {field: one.stars for field, one in known.items()}
    graded |= {field: one.grades for field, one in known.items()}
    found = []
    for field in ACTS[name].fields:
        if field.name.startswith(MORE) and field.name not in known:
            continue
        if field.name == "reopen_text" and case.life.end in UNANSWERED:
            field = replace(field, label=term("What you want looked at again"))
        if field.name in known:
            field = replace(field, label=known[field.name].name)
        grades = graded.get(field.name, ())
        choices = tuple(Choice(str(kept_as(n, len(grades))), word) for n, word in enumerate(grades)) or field.choices
        found.append(replace(field, value=given.get(field.name), choices=choices))
    return tuple(found)


def _stars(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a rating: of reply and result by name, of what else is rated in the edition's order."""
    numbers = {argument: int(stars) if stars else None for argument, stars in typed.items()}
    more = [numbers.pop(f"more_{n}", None) for n in range(1, MOST_MORE + 1)]
    while more and more[-1] is None:
        more.pop()
    return {**numbers, "more": more}


def perform(
    name: str, actor: Actor, case_id: int, typed: Mapping[str, Any], *, seen: int, key: str, now: dt.datetime
) -> None:
    """Call the action of a form. Faults name the fields as the form does."""
    act = ACTS[name]
    arguments = {field.removeprefix(f"{name}_"): value for field, value in typed.items()}
    if name == "rate":
        arguments = _stars(arguments)
    if act.versioned:
        arguments["seen"] = seen
    try:
        act.does(actor, case_id, **arguments, key=key, now=now)
    except Invalid as fault:
        raise Invalid({f"{name}_{field}": said for field, said in fault.fields.items()}) from fault
