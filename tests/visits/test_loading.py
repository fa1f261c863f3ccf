"""Taking over a history of visits from a sheet."""

import datetime as dt

import pytest

from tests.directory.place import DAY, NOW, code, crowd, spent, table
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.sheets.faults import Faulty
from zhuqi.domain.liaison.actions import appoint
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.visits import queries, sheets
from zhuqi.domain.visits.actions import open_round
from zhuqi.domain.visits.actions.loading import load_visits
from zhuqi.domain.visits.models import Visit

D = dt.timedelta
ROUND = "第一轮对接"
ROWS = [
    (code(0), "ann", DAY - D(3), "上门", "服务走访", ROUND),
    (code(0), "bob", DAY - D(1), "上门", "服务走访", ROUND),
    (code(1), "bob", DAY - D(1), "远程", "政策宣讲", ROUND),
    (code(2), "bob", DAY, "上门", "服务走访", ""),
]


def load(rows, actor=CLOCK):
    return load_visits(actor, table(sheets.VISITS, rows), now=NOW)


def counts(loaded):
    return loaded.new, loaded.changed, loaded.same


def faults(rows, actor=CLOCK):
    before = Visit.objects.count(), Entry.objects.count()
    with pytest.raises(Faulty) as caught:
        load(rows, actor)
    assert (Visit.objects.count(), Entry.objects.count()) == before
    return [(fault.row, fault.column, str(fault.sentence)) for fault in caught.value.faults]


@pytest.fixture
def first(place):
    """The first round of contact of the district."""
    return open_round(CLOCK, place.orgs["D"].pk, name=ROUND, since=DAY - D(3), until=DAY, now=NOW)


def test_a_history_is_taken_over_once(place, first):
    assert counts(load(ROWS)) == (4, 0, 0)
    assert counts(load(ROWS)) == (0, 0, 4)
    assert Visit.objects.filter(unit=place.orgs["B"]).count() == 4
    assert queries.visible(place.actor("desk")).count() == 4


def test_each_visit_is_booked_on_the_group_of_its_day(place):
    for org, since in (("G1", DAY - D(3)), ("W1", DAY - D(5))):
        post = {"org_id": place.orgs[org].pk, "duty": Duty.HOLDS_ENTERPRISES, "since": since}
        appoint(CLOCK, place.staff["ann"].pk, **post, now=NOW)
    load([(code(0), who, DAY - D(n), "上门", "服务走访", "") for who in ("ann", "bob") for n in (2, 4, 6)])
    made = Visit.objects.order_by("staff__code", "day").values_list("staff__code", "unit__code")
    assert list(made) == [("ann", "B"), ("ann", "W1"), ("ann", "G1"), ("bob", "B"), ("bob", "B"), ("bob", "B")]


def test_ten_times_as_many_visits_are_read_in_as_many_queries(first):
    crowd(220)
    rows = [(code(1000 + n), f"p{n}", DAY - D(n % 3 + 1), "上门", "服务走访", ROUND) for n in range(220)]
    few, many = spent(lambda: load(rows[:20])), spent(lambda: load(rows[20:]))
    assert many["SELECT"] == few["SELECT"]
    assert many.total() - few.total() < 180 / 10, "rows are written many at a time"


def test_every_fault_of_a_history_is_named(first):
    rows = [
        (code(90), "ann", DAY, "上门", "服务走访", ""),
        (code(0), "ghost", DAY, "上门", "服务走访", ""),
        (code(0), "ann", DAY, "上门", "检查", ""),
        (code(0), "ann", DAY + D(1), "上门", "服务走访", ""),
        (code(0), "ann", DAY, "上门", "服务走访", ROUND),
        (code(3), "ann", DAY - D(1), "上门", "服务走访", ROUND),
        (code(0), "ann", DAY, "上门", "服务走访", "第二轮"),
        (code(1), "ann", DAY, "上门", "服务走访", ""),
        (code(1), "ann", DAY, "上门", "服务走访", ""),
    ]
    assert faults(rows) == [
        (2, "uscc", "No enterprise of the register has this code."),
        (3, "staff", "No member of staff has this code."),
        (4, "kind", "“检查” isn't one of: 服务走访、问题会商、政策宣讲、联合服务."),
        (5, "day", "A visit is recorded after it was made, not before."),
        (6, "day", "The round of contact wasn't on that day."),
        (7, "day", "The round of contact is another area's."),
        (8, "uscc", "Row 6 says this already."),
        (10, "uscc", "Row 9 says this already."),
    ]


def test_a_round_that_isnt_known_is_named(place):
    assert faults(ROWS[:1]) == [(2, "round", "No round of contact, or more than one, has this name.")]


@pytest.mark.parametrize(("who", "may"), [("admin", True), ("desk", False), ("ann", False), ("city", False)])
def test_only_the_administrator_takes_over_a_history(place, first, who, may):
    actor = place.actor(who)
    if may:
        assert counts(load(ROWS, actor)) == (4, 0, 0)
    else:
        assert {said for *_, said in faults(ROWS, actor)} == {
            "A history of visits is taken over by the system administrator; officials record their own."
        }
