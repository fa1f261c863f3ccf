"""Who comes in, and with which password: ``zhuqi user``."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click

from zhuqi.base.errors import Missing
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.accounts.actions import issue_token, lose_factor, set_password
from zhuqi.core.accounts.actions import unlock as end_lock_out
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.cli import naming
from zhuqi.interfaces.cli.speaking import Group, echo, option, read
from zhuqi.interfaces.columns import aligned

user = Group("user", help=term("Accounts: list them, set a password."))


@dataclass(frozen=True)
class Person:
    """A member of staff as a line: roles are (role, the organisation's name) pairs that hold today."""

    code: str
    name: str
    unit: str
    roles: tuple[tuple[str, str], ...]
    account: str


def people(codes: frozenset[str] | None = None) -> Iterator[Person]:
    """Staff who haven't left, unit by unit; only those with ``codes``, if given. Five queries."""
    today = day_of(clock.now())
    units = directory.organisations().exclude(staff=None)
    if codes is not None:
        units = units.filter(staff__code__in=codes)
    found = list(units.distinct().prefetch_related("staff__account__grants"))
    names = directory.names(
        grant.org
        for unit in found
        for one in unit.staff.all()
        if one.account is not None
        for grant in one.account.grants.all()
    )
    for unit in found:
        for one in sorted(unit.staff.all(), key=lambda one: one.code):
            if one.left_on is None and (codes is None or one.code in codes):
                yield Person(one.code, one.name, unit.name, _roles(one.account, names, today), _state(one.account))


def _roles(account, names, today) -> tuple[tuple[str, str], ...]:
    grants = account.grants.all() if account is not None else ()
    held = [g for g in grants if g.since <= today and (g.until is None or today < g.until)]
    return tuple((g.role, names.get(g.org, "")) for g in sorted(held, key=lambda g: g.pk))


def _state(account) -> str:
    if account is None:
        return "none"
    if not account.is_active:
        return "closed"
    return "open" if account.has_usable_password() else "no_password"


STATES = {
    "none": term("no account"),
    "closed": term("closed"),
    "open": term("open"),
    "no_password": term("no password yet"),
}


def lines(found: list[Person]) -> list[str]:
    """People as an aligned table."""
    head = [read(word) for word in (term("account"), term("name"), term("unit"), term("state"), term("roles"))]
    rows = [[p.code, p.name, p.unit, read(STATES[p.account]), _spoken(p.roles)] for p in found]
    return aligned([head, *rows], numbers=())


def _spoken(roles: tuple[tuple[str, str], ...]) -> str:
    places: dict[str, list[str]] = {}
    for role, place in roles:
        places.setdefault(role, []).append(place)
    return " ".join(read(say("{role} ({places})", role=Role(role), places=names)) for role, names in places.items())


@user.command("list", help=term("Staff with their accounts and roles."))
@option("--role", type=click.Choice([role.value for role in Role]), help=term("Only those who hold this role."))
@option("--json", "as_json", is_flag=True, help=term("Print JSON."))
def list_(role: str | None, as_json: bool) -> None:
    """Everybody who hasn't left."""
    found = [person for person in people() if role is None or role in {held for held, _ in person.roles}]
    if as_json:
        echo(json.dumps([asdict(person) for person in found], ensure_ascii=False, indent=2))
        return
    for line in lines(found):
        echo(line)
    echo(say("{n} people.", n=len(found)))


@user.command("password", help=term("Set the password of a member of staff."))
@click.argument("code")
@option("--password-stdin", is_flag=True, help=term("Read it from standard input, one line."))
@option("--renew/--keep", default=True, help=term("Whether they must choose their own at the next log-in (yes)."))
def password(code: str, password_stdin: bool, renew: bool) -> None:
    """Asked for twice, unless it comes by standard input."""
    account_id = naming.staff(code).account_id
    if account_id is None:
        raise Missing(say("{code} has no account.", code=code))
    if password_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = click.prompt(read(term("Password")), hide_input=True, confirmation_prompt=read(term("Once more")))
    set_password(CLOCK, account_id, password=typed, renew=renew, now=clock.now())
    echo(say("The password of {code} is set.", code=code))


@user.command("unlock", help=term("Let somebody in again who was locked out by wrong passwords."))
@click.argument("code")
def unlock(code: str) -> None:
    """The lock-out ends at once, for every address."""
    account_id = naming.staff(code).account_id
    if account_id is None:
        raise Missing(say("{code} has no account.", code=code))
    end_lock_out(CLOCK, account_id, now=clock.now())
    echo(say("{code} can try again.", code=code))


@user.command("forget-factor", help=term("Remove the second factor of somebody who has lost telephone and codes."))
@click.argument("code")
def forget_factor(code: str) -> None:
    """The password alone opens again, until they set up another."""
    account_id = naming.staff(code).account_id
    if account_id is None:
        raise Missing(say("{code} has no account.", code=code))
    lose_factor(CLOCK, account_id, now=clock.now())
    echo(say("The second factor of {code} is removed.", code=code))


@user.command("token", help=term("Issue a token to a member of staff: what lets a program in, in their name."))
@click.argument("code")
@option("--name", required=True, help=term("What uses it, and where."))
@option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([scope.value for scope in TokenScope]),
    help=term("What it may do; give the option once for each."),
)
@option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help=term("The first day without it."))
def token(code: str, name: str, scopes: tuple[str, ...], until: dt.datetime) -> None:
    """The secret goes to standard output, alone, this one time."""
    account_id = naming.staff(code).account_id
    if account_id is None:
        raise Missing(say("{code} has no account.", code=code))
    wanted = [TokenScope(scope) for scope in scopes]
    issued, secret = issue_token(CLOCK, account_id, name=name, scopes=wanted, until=until.date(), now=clock.now())
    click.echo(secret)
    echo(say("This is token {n} of {code}. It isn't shown again: keep it now.", n=issued.pk, code=code), err=True)
