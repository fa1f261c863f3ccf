"""The published figures, each beside the one counted over the database: declared one by one, with scope and cut-off."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import get_language, gettext

from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.queries.lives import load_many
from zhuqi.domain.cases.queries.sight import visible as cases_seen
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.errands.queries import visible as errands_seen
from zhuqi.domain.errands.rules import ErrandMode, ErrandState
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits.queries import visible as visits_seen
from zhuqi.interfaces.replay.read import Preset
from zhuqi.interfaces.replay.run import over
from zhuqi.interfaces.replay.whereabouts import Room, Way, last_unit, stands_solved, way, ways

Terms = Mapping[str, int]
NAMED = {
    "leaders": term("district leaders"),
    "officials": term("officials"),
    "by_a_reply": term("by a reply"),
}


class Books:
    """What the figures are counted over, as somebody sees it who sees the whole area. Read once."""

    def __init__(self, preset: Preset) -> None:
        self.preset = preset
        self.area = directory.organisations().get(code=preset.facts["area"])
        self.tree = directory.subtree(self.area.path)

    @cached_property
    def actor(self) -> Actor:
        """Who looks: the area's leader."""
        return over(self.area.code)

    @cached_property
    def room(self) -> Room:
        """The area's dispatch room, with the one above it."""
        desk = directory.desk_serving(self.area.pk)
        above = directory.desk_above(desk.pk) if desk else None
        groups = self.tree.filter(kind=Kind.FUNCTIONAL_GROUP).values_list("pk", flat=True)
        return Room(desk.pk if desk else 0, above.pk if above else 0, frozenset(groups))

    @cached_property
    def lives(self) -> list[Life]:
        """Every case of the area's enterprises and units."""
        return list(load_many(cases_seen(self.actor)).values())

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What terms are called: organisations by their code, the others in the reader's words."""
        named = {found.value: gettext(found.label) for found in Way}
        named |= {name: gettext(label) for name, label in NAMED.items()}
        named |= {state.value: gettext(state.label) for state in ErrandState}
        return {**dict(self.tree.values_list("code", "name")), **named}

    def units(self, kind: Kind) -> Terms:
        """Live organisations of a kind in the area."""
        return {kind.value: self.tree.filter(kind=kind).count()}

    def staff(self) -> Terms:
        """People whose unit lies in the area: its leaders and its officials."""
        ranks = Counter(
            self.tree.filter(staff__isnull=False, staff__left_on=None).values_list("staff__rank", flat=True)
        )
        leaders = ranks.pop(Rank.DISTRICT_LEADER.value, 0)
        return {"leaders": leaders, "officials": ranks.total()}

    def enterprises(self) -> Terms:
        """Enterprises of the register that lie in the area."""
        return {"in_the_register": directory.visible(self.actor).count()}

    @cached_property
    def round_visits(self) -> list[tuple[int, dt.date, int]]:
        """(enterprise, day, unit) of the round's visits on site, by day."""
        made = visits_seen(self.actor).filter(round__name=self.preset.facts["round"], mode="on_site")
        return list(made.order_by("day", "pk").values_list("enterprise", "day", "unit"))

    def visited(self) -> Terms:
        """Enterprises visited in the round, each on the day of its first visit."""
        first: dict[int, dt.date] = {}
        for enterprise, day, _ in self.round_visits:
            first.setdefault(enterprise, day)
        return {str(day): n for day, n in sorted(Counter(first.values()).items())}

    def days(self) -> Terms:
        """Days on which visits of the round were made."""
        return {str(day): 1 for day in sorted({day for _, day, _ in self.round_visits})}

    def teams_out(self) -> Terms:
        """Teams that made visits of the round, by themselves or by their groups."""
        units = {unit for *_, unit in self.round_visits}
        teams = self.tree.filter(kind=Kind.TEAM)
        out = teams.filter(pk__in=units) | teams.filter(children__in=units)
        return {"teams": out.distinct().count()}

    @cached_property
    def listed(self) -> dict[str, set[int]]:
        """{list: its enterprises}, of the lists kept in the area."""
        day = self.preset.moment("last_count").date()
        kept = register.key_lists(self.actor).order_by("pk")
        members = {held.name: register.on_list(self.actor, held.pk, day) for held in kept}
        return {name: set(rows.values_list("enterprise", flat=True)) for name, rows in members.items()}

    def on_lists(self) -> Terms:
        """Enterprises on the lists, by list; nobody stands on two."""
        return {name: len(firms) for name, firms in self.listed.items()}

    @cached_property
    def links(self) -> list[tuple[int, int]]:
        """(enterprise, official) of every link of an enterprise on a list at the last cut-off."""
        day = self.preset.moment("last_count").date()
        wanted = {firm for firms in self.listed.values() for firm in firms}
        held = liaison.links_seen(self.actor).filter(enterprise__in=wanted, since__lte=day)
        return list(held.exclude(until__lte=day).order_by("pk").values_list("enterprise", "staff"))

    def linked(self) -> Terms:
        """Enterprises on the lists that exactly one official holds, by list."""
        held = Counter(firm for firm, _ in self.links)
        return {name: sum(held[firm] == 1 for firm in firms) for name, firms in self.listed.items()}

    def linking(self) -> Terms:
        """Officials who hold exactly one of them."""
        held = Counter(official for _, official in self.links)
        return {"officials": sum(n == 1 for n in held.values())}

    def fewest_services(self) -> Terms:
        """The fewest services that an enterprise on a list had in a whole month."""
        made = visits_seen(self.actor).order_by("day").values_list("enterprise", "day")
        counts = Counter((firm, day.year, day.month) for firm, day in made)
        months = {(year, month) for _, year, month in counts}
        firms = [firm for some in self.listed.values() for firm in some]
        return {"services": min((counts[firm, *month] for firm in firms for month in months), default=0)}

    def errands(self, mode: ErrandMode) -> Terms:
        """Errands of a mode, by where they stand."""
        states = errands_seen(self.actor).filter(mode=mode).order_by("state").values_list("state", flat=True)
        return dict(Counter(states))

    def ways(self, at: dt.datetime) -> Terms:
        """Every recorded need by the term it falls into."""
        return {found.value: n for found, n in ways(self.lives, self.room, at).items()}

    def one_way(self, found: Way, at: dt.datetime) -> Terms:
        """The needs of one term, by the unit they went to where that tells more."""
        gone = [life for life in self.lives if way(life, self.room, at) is found]
        if found not in (Way.TO_THE_GROUPS, Way.OTHERWISE):
            return {found.value: len(gone)}
        units = dict(self.tree.values_list("pk", "code"))
        counts = Counter(units.get(last_unit(life, self.room, at) or 0, "") for life in gone)
        return dict(sorted(counts.items())) or {found.value: 0}

    def solved(self, at: dt.datetime) -> Terms:
        """Needs that stand solved: on the spot, and by a reply."""
        ways_ = Counter(way(life, self.room, at) for life in self.lives if stands_solved(life, at))
        spot = ways_.pop(Way.ON_THE_SPOT, 0)
        return {"on_the_spot": spot, "by_a_reply": ways_.total()}


@dataclass(frozen=True)
class Figure:
    """One declared query. ``as_of`` names a moment of the preset; the figure is the sum of its terms."""

    name: str
    title: str
    scope: str
    as_of: str
    terms: Callable[[Books, dt.datetime], Terms]


IN_AREA = term("the district's organisation")
OF_ROUND = term("visits of the first round, on site")
ON_LISTS = term("enterprises on the area's key lists")
NEEDS = term("needs of the district's enterprises; by the last way out of its room")


def _units(name: str, title: str, kind: Kind) -> Figure:
    return Figure(name, title, IN_AREA, "last_count", lambda books, at: books.units(kind))


def _errands(name: str, title: str, mode: ErrandMode) -> Figure:
    return Figure(name, title, IN_AREA, "last_count", lambda books, at: books.errands(mode))


def _needs(count: str, when: str) -> tuple[Figure, ...]:
    """The lines of one count: all recorded, and each term of that sum."""

    def one(name: str, title: str, found: Way) -> Figure:
        return Figure(f"{count}_{name}", title, NEEDS, when, lambda books, at: books.one_way(found, at))

    return (
        Figure(f"{count}_recorded", term("needs recorded"), NEEDS, when, Books.ways),
        one("on_the_spot", Way.ON_THE_SPOT.label, Way.ON_THE_SPOT),
        one("to_groups", Way.TO_THE_GROUPS.label, Way.TO_THE_GROUPS),
        one("to_city", Way.TO_THE_CITY.label, Way.TO_THE_CITY),
        one("with_teams", Way.WITH_TEAMS.label, Way.WITH_TEAMS),
        one("at_room", Way.AT_THE_ROOM.label, Way.AT_THE_ROOM),
    )


FIGURES: tuple[Figure, ...] = (
    _units("departments", term("departments"), Kind.DEPARTMENT),
    _units("teams", term("service teams"), Kind.TEAM),
    _units("groups", term("service groups"), Kind.GROUP),
    _units("functional_groups", term("functional groups"), Kind.FUNCTIONAL_GROUP),
    _units("task_forces", term("task forces"), Kind.TASK_FORCE),
    Figure("staff", term("people in the staff base"), IN_AREA, "last_count", lambda books, at: books.staff()),
    Figure(
        "enterprises", term("enterprises in the register"), IN_AREA, "last_count", lambda books, at: books.enterprises()
    ),
    Figure("visited", term("enterprises visited"), OF_ROUND, "last_count", lambda books, at: books.visited()),
    Figure("visit_days", term("days of visits"), OF_ROUND, "last_count", lambda books, at: books.days()),
    Figure("teams_out", term("teams that went out"), OF_ROUND, "last_count", lambda books, at: books.teams_out()),
    *_needs("first", "first_count"),
    *_needs("last", "last_count"),
    Figure("solved", term("needs that stand solved"), NEEDS, "last_count", Books.solved),
    Figure("on_lists", term("enterprises on the lists"), ON_LISTS, "last_count", lambda books, at: books.on_lists()),
    Figure("linked", term("of them held one to one"), ON_LISTS, "last_count", lambda books, at: books.linked()),
    Figure(
        "linking", term("officials who hold one of them"), ON_LISTS, "last_count", lambda books, at: books.linking()
    ),
    Figure(
        "fewest_services",
        term("fewest services of one of them in a month"),
        ON_LISTS,
        "last_count",
        lambda books, at: books.fewest_services(),
    ),
    _errands("acted_for", term("approvals acted for"), ErrandMode.AGENT),
    _errands("gone_with", term("approvals gone along with"), ErrandMode.ESCORT),
)


@dataclass(frozen=True)
class Reconciled:
    """A figure as printed and as counted. ``expected`` is what the reading expects: the printed one, where there is one."""

    figure: str
    title: str
    published: int | None
    expected: int
    computed: int
    scope: str
    as_of: dt.datetime
    terms: Terms
    printed_scope: str
    printed_as_of: str
    reading: str
    labels: Mapping[str, str] = field(default_factory=dict)
    """Term → what it is called, where the term itself doesn't say."""

    @property
    def agrees(self) -> bool:
        """Whether the count is what was published or, where nothing was, what the reading expects."""
        return self.computed == self.expected

    def row(self) -> dict[str, Any]:
        """The line as JSON."""
        return {
            "figure": self.figure,
            "published": self.published,
            "computed": self.computed,
            "scope": self.scope,
            "as_of": self.as_of.isoformat(),
            "terms": dict(self.terms),
        }


def reconcile(preset: Preset) -> list[Reconciled]:
    """Every figure, counted over the database as it stands."""
    printed = {line["figure"]: line for line in preset.published["figures"]}
    books = Books(preset)
    return [_reconciled(figure, printed[figure.name], books) for figure in FIGURES if figure.name in printed]


def _reconciled(figure: Figure, printed: Mapping[str, Any], books: Books) -> Reconciled:
    at = books.preset.moment(figure.as_of)
    terms = figure.terms(books, at)
    published = printed["published"]
    return Reconciled(
        figure=figure.name,
        title=figure.title,
        published=published,
        expected=printed.get("expected", published),
        computed=sum(terms.values()),
        scope=figure.scope,
        as_of=at,
        terms=terms,
        printed_scope=spoken(printed["scope"]),
        printed_as_of=spoken(printed["as_of"]),
        reading=spoken(printed.get("reading", "")),
        labels=books.labels,
    )


def spoken(said: str | Mapping[str, str]) -> str:
    """A text of a preset in the reader's language: presets bring their own, {"zh": …, "en": …}, or a word of ours."""
    if isinstance(said, str):
        return gettext(said) if said else ""
    return said.get((get_language() or "en")[:2], said["en"])


def disagreeing(lines: list[Reconciled]) -> list[str]:
    """The names of the lines that disagree."""
    return [line.figure for line in lines if not line.agrees]
