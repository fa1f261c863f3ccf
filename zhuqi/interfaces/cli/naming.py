"""What people name on a command line (a unit's code, a staff code, a case's number) as the row it means."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.directory import queries as directory

LONGEST_ID = 15


def unit(code: str):
    """An organisation in force by its code, with its area. Raises Missing."""
    found = directory.organisations().select_related("area").filter(code=code).first()
    if found is None:
        raise Missing(say("No organisation in force has the code {code}.", code=code))
    return found


def staff(code: str):
    """A member of staff by their code, with their unit. Raises Missing."""
    found = directory.staff_by_code({code}).get(code)
    if found is None:
        raise Missing(say("No member of staff has the code {code}.", code=code))
    return found


def actor(code: str) -> Actor:
    """A member of staff as who acts today. Raises Missing."""
    person = staff(code)
    if person.account_id is None:
        raise Missing(say("{code} has no account.", code=code))
    return directory.actor(person.account_id, day_of(clock.now()))


def enterprise(by: Actor, uscc: str):
    """An enterprise in somebody's sight by its credit code. Raises Missing."""
    found = directory.visible(by).filter(uscc=uscc).first()
    if found is None:
        raise Missing(say("No enterprise in sight has the code {code}.", code=uscc))
    return found


def case(words: Sequence[str]):
    """A case by its number (南关 2019-0187, also in two words), the number's end where that names one alone, or its id.
    Raises Missing."""
    ref = " ".join(words).strip()
    everything = sight.visible(CLOCK)
    found = everything.filter(number=ref).first()
    if found is None and ref.isdecimal() and len(ref) <= LONGEST_ID:
        found = everything.filter(pk=int(ref)).first()
    if found is None and ref:
        alike = list(everything.filter(number__endswith=f" {ref}").order_by("pk")[:2])
        found = alike[0] if len(alike) == 1 else None
    if found is None:
        raise Missing(say("There is no case {ref}.", ref=ref))
    return found


def unit_name(pk: int) -> str:
    """What an organisation is called."""
    return directory.names([pk]).get(pk, "–")
