"""What of a place's links and posts doesn't fit its rulebook: too many, too few, another rank, a form that isn't used."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.life.coverage import left
from zhuqi.domain.liaison.rules.bonds import Bond, Form, Seat, staying
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.rules.firms import Firm, Key, meant
from zhuqi.domain.liaison.sections import LiaisonRules

MOST_OF_FIRM, MOST_OF_OFFICIAL, LEAST_OF_OFFICIAL, LEAST_OF_PLACE = "每企至多", "每人至多", "每人至少", "每处至少"
SUCCESSOR_FIRST, RANKS, OVERLAY, FORM = "先接后交", "职级", "叠加", "形式"


@dataclass(frozen=True)
class Misfit:
    """One thing that doesn't fit: who or which place or enterprise, and why."""

    who: Key
    sort: str
    why: Sentence
    key: str = ""
    """The key of the section that says so, as it is written."""


def fits(
    rules: LiaisonRules,
    bonds: Iterable[Bond],
    seats: Iterable[Seat] = (),
    *,
    firms: Mapping[Key, Firm] | None = None,
    places: Mapping[Key, frozenset[Duty]] | None = None,
    day: dt.date,
) -> tuple[Misfit, ...]:
    """What doesn't fit on a day. ``firms``: those that are held against the scopes; ``places``: the duties that each
    team or group is to have filled."""
    known = list(bonds)
    held = [bond for bond in known if bond.holds(day)]
    posts = [seat for seat in seats if seat.holds(day)]
    return (
        *_enterprises(rules, held),
        *_unfollowed(rules, known, firms or {}, day),
        *_officials(rules, held, posts),
        *_of_sorts(rules, held, firms or {}),
        *_ranks(rules, held, posts, firms or {}),
        *_forms(rules, held, firms or {}),
        *_places(rules, posts, places or {}),
    )


def _enterprises(rules: LiaisonRules, held: Collection[Bond]) -> Iterator[Misfit]:
    """Enterprises with more officials at once than may be; overlays don't count, and neither does whoever is about to leave
    where the successor comes first."""
    own: dict[Key, list[Bond]] = defaultdict(list)
    for bond in held:
        if not bond.overlay:
            own[bond.firm].append(bond)
    for firm, bonds in own.items():
        staff = staying(bonds) if rules.replacing.successor_first else {bond.staff for bond in bonds}
        if len(staff) > rules.most_at_once:
            yield Misfit(
                firm,
                "enterprise",
                say("It has {n} officials at once; at most {most} is the rule.", n=len(staff), most=rules.most_at_once),
                MOST_OF_FIRM,
            )


def _unfollowed(
    rules: LiaisonRules, bonds: Collection[Bond], firms: Mapping[Key, Firm], day: dt.date
) -> Iterator[Misfit]:
    """Enterprises that have too few officials because one left before anybody followed, where the successor comes first."""
    if not rules.replacing.successor_first:
        return
    for firm, since in left(rules, firms, bonds, day).items():
        yield Misfit(
            firm,
            "enterprise",
            say("Their official left on {day}, before the successor was there.", day=since),
            SUCCESSOR_FIRST,
        )


def _officials(rules: LiaisonRules, held: Collection[Bond], posts: Collection[Seat]) -> Iterator[Misfit]:
    """Officials who hold more than their rank takes, or fewer: enterprises, groups, teams."""
    taken: dict[tuple[Key, Duty], set[Key]] = defaultdict(set)
    ranks: dict[Key, Rank | None] = {}
    for bond in held:
        taken[bond.staff, Duty.HOLDS_ENTERPRISES].add(bond.firm)
        ranks[bond.staff] = bond.rank
    for seat in posts:
        if seat.duty is not Duty.HOLDS_ENTERPRISES:
            taken[seat.staff, seat.duty].add(seat.place)
        ranks[seat.staff] = seat.rank
    for (staff, duty), things in taken.items():
        most = rules.limit(duty, ranks[staff])
        if most is not None and len(things) > most:
            yield Misfit(
                staff,
                "official",
                say(
                    "{duty}: they have {n}; at most {most} is the rule.", duty=say(duty.label), n=len(things), most=most
                ),
                MOST_OF_OFFICIAL,
            )
        least = rules.least_each(duty, ranks[staff])
        if len(things) < least:
            said = say(
                "{duty}: they have {n}; at least {least} is the rule.", duty=say(duty.label), n=len(things), least=least
            )
            yield Misfit(staff, "official", said, LEAST_OF_OFFICIAL)


def _of_sorts(rules: LiaisonRules, held: Collection[Bond], firms: Mapping[Key, Firm]) -> Iterator[Misfit]:
    """Officials who hold more, or fewer, of a sort of enterprises than the chain says for it."""
    taken: dict[tuple[Key, Rank | None], set[Key]] = defaultdict(set)
    for bond in held:
        if not bond.overlay and bond.firm in firms:
            taken[bond.staff, bond.rank].add(bond.firm)
    for row in rules.chain:
        if row.duty is not Duty.HOLDS_ENTERPRISES or not row.scope:
            continue
        for (staff, rank), keys in taken.items():
            n = sum(meant(row.scope, firms[key]) for key in keys) if row.holds(rank) else 0
            if n and not row.each_least <= n <= (row.most or n):
                said = say(
                    "They hold {n} of these enterprises; the rule is {least} to {most}.",
                    n=n,
                    least=row.each_least,
                    most=row.most or "…",
                )
                over = row.most is not None and n > row.most
                yield Misfit(staff, "official", said, MOST_OF_OFFICIAL if over else LEAST_OF_OFFICIAL)


def _ranks(
    rules: LiaisonRules, held: Iterable[Bond], posts: Iterable[Seat], firms: Mapping[Key, Firm]
) -> Iterator[Misfit]:
    """Duties held by a rank that the chain doesn't name (for such an enterprise); each person once a duty."""
    bonds = [
        (bond.staff, Duty.HOLDS_ENTERPRISES, bond.rank, rules.ranks(Duty.HOLDS_ENTERPRISES, firms.get(bond.firm)))
        for bond in held
        if not bond.overlay
    ]
    seats = [(seat.staff, seat.duty, seat.rank, rules.ranks(seat.duty)) for seat in posts]
    for staff, duty, rank, named in dict.fromkeys([*bonds, *seats]):
        if rank is not None and named and rank not in named:
            said = say("{duty}: the chain names other ranks than {rank}.", duty=say(duty.label), rank=say(rank.label))
            yield Misfit(staff, "rank", said, RANKS)


def _forms(rules: LiaisonRules, held: Iterable[Bond], firms: Mapping[Key, Firm]) -> Iterator[Misfit]:
    """Links of a form that isn't used, by an overlay nobody named, or outside its scope."""
    overlays = {overlay.name: overlay for overlay in rules.overlays}
    for bond in held:
        if bond.overlay:
            overlay = overlays.get(bond.overlay)
            if overlay is None:
                yield Misfit(bond.firm, "overlay", say("No overlay is named “{name}”.", name=bond.overlay), OVERLAY)
            elif bond.firm in firms and not meant(overlay.scope, firms[bond.firm]):
                said = say("It isn't one of those of “{name}”.", name=bond.overlay)
                yield Misfit(bond.firm, "overlay", said, OVERLAY)
        elif bond.group is not None and Form.CHAIN not in rules.forms:
            said = say("It is linked in a group, but groups aren't a form used here.")
            yield Misfit(bond.firm, "form", said, FORM)
        elif bond.group is None and not rules.forms & {Form.ONE_TO_ONE, Form.SEVERAL}:
            said = say("It is linked without a group, but only the chain is used here.")
            yield Misfit(bond.firm, "form", said, FORM)


def _places(rules: LiaisonRules, posts: Collection[Seat], places: Mapping[Key, frozenset[Duty]]) -> Iterator[Misfit]:
    """Teams and groups with fewer people in a duty than the chain asks for."""
    for place, duties in places.items():
        there = [seat for seat in posts if seat.place == place]
        for row in (row for row in rules.chain if row.duty in duties):
            count = sum(seat.duty is row.duty and (not row.ranks or seat.rank in row.ranks) for seat in there)
            if count < row.least:
                said = say(
                    "{duty}: it has {n}, at least {least} is the rule.",
                    duty=say(row.duty.label),
                    n=count,
                    least=row.least,
                )
                yield Misfit(place, "place", said, LEAST_OF_PLACE)
