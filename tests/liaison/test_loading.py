"""Loading posts and links from sheets."""

import pytest

from tests.directory.place import DAY, NOW, code, crowd, spent, table
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Grant
from zhuqi.core.journal.models import Entry
from zhuqi.core.sheets.faults import Faulty
from zhuqi.domain.liaison import queries, sheets
from zhuqi.domain.liaison.actions.loading import load_liaisons, load_posts
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import Duty

POSTS = [("lead", "W1", "带队"), ("chief", "W1", "包队"), ("deputy", "G1", "包组"), ("ann", "G1", "包企")]
LINKS = [(code(0), "ann", "G1"), (code(1), "ann", "G1"), (code(2), "chief", "")]


def posts(rows, actor=CLOCK):
    return load_posts(actor, table(sheets.POSTS, rows, "staff", "organisation", "duty"), now=NOW)


def links(rows, actor=CLOCK):
    return load_liaisons(actor, table(sheets.LIAISONS, rows, "uscc", "staff", "group"), now=NOW)


def faults(load, rows, **more):
    """The faults of a sheet, after making sure that loading it changed nothing."""
    before = [model.objects.count() for model in (Entry, Post, Liaison, Grant)]
    with pytest.raises(Faulty) as caught:
        load(rows, **more)
    assert [model.objects.count() for model in (Entry, Post, Liaison, Grant)] == before
    return [(fault.row, fault.column, str(fault.sentence)) for fault in caught.value.faults]


def counts(loaded):
    return loaded.new, loaded.changed, loaded.same


def test_a_whole_chain_is_loaded_with_its_roles_and_twice_changes_nothing(place):
    assert (counts(posts(POSTS)), counts(links(LINKS))) == ((4, 0, 0), (3, 0, 0))
    assert [staff.code for _, staff, _ in queries.answers_for(place.enterprises[0].pk, DAY)] == [
        "lead", "chief", "deputy", "ann",
    ]  # fmt: skip
    assert place.actor("ann").orgs() == {place.orgs["G1"].pk}
    assert queries.my_enterprises(place.actor("chief"), DAY).get().uscc == code(2)
    entries = Entry.objects.count()
    assert (counts(posts(POSTS)), counts(links(LINKS))) == ((0, 0, 4), (0, 0, 3))
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    ("load", "row"),
    [(posts, lambda n: (f"p{n}", "G1", "包企")), (links, lambda n: (code(1000 + n), f"p{n}", "G1"))],
    ids=["posts", "links"],
)
def test_ten_times_as_many_rows_are_read_in_as_many_queries(place, load, row):
    crowd(220)
    rows = [row(n) for n in range(220)]
    few = spent(lambda: load(rows[:20]))
    many = spent(lambda: load(rows[20:]))
    assert many["SELECT"] == few["SELECT"]
    assert many.total() - few.total() < 180 / 10, "rows are written many at a time"


def test_somebody_holding_two_duties_is_booked_twice_in_their_order(place):
    posts([("chief", "W1", "带队"), ("chief", "W1", "包队"), ("chief", "G1", "包组")])
    booked = Entry.objects.filter(kind="staff", subject=place.staff["chief"].pk, verb="appointed").order_by("seq")
    assert ["leads_team" in e.facts for e in booked] == [True, False, False]
    assert Grant.objects.filter(account=place.staff["chief"].account_id).count() == 2


def test_an_unusual_rank_is_taken_with_a_warning(place):
    loaded = posts([("ann", "W1", "带队")])
    assert [(warning.row, str(warning.sentence)) for warning in loaded.warnings] == [
        (2, "A team is usually led by a district leader.")
    ]
    assert Post.objects.get().duty == Duty.LEADS_TEAM


def test_every_fault_of_a_sheet_of_posts_is_named(place):
    rows = [
        ("ghost", "W1", "带队"),
        ("ann", "nowhere", "包企"),
        ("ann", "W1", "包组"),
        ("bob", "W1", "看门"),
        *POSTS[:1] * 2,
    ]
    assert faults(posts, rows) == [
        (2, "staff", "No member of staff has this code."),
        (3, "organisation", "No organisation in force has this code."),
        (4, "duty", "This duty isn't held at an organisation of that kind."),
        (5, "duty", "“看门” isn't one of: 带队、包队、包组、包企."),
        (7, "staff", "Row 6 says this already."),
    ]


def test_every_fault_of_a_sheet_of_links_is_named(place):
    links(LINKS)
    rows = [
        (code(90), "ann", "G1"),
        (code(0), "ghost", "G1"),
        (code(0), "bob", "nowhere"),
        (code(0), "deputy", "B"),
        (code(0), "ann", "G2"),
        (code(2), "chief", "G1"),
        (code(1), "bob", "G2"),
        (code(1), "bob", "G1"),
    ]
    elsewhere = "They hold it from elsewhere: release that link first."
    assert faults(links, rows) == [
        (2, "uscc", "No enterprise of the register has this code."),
        (3, "staff", "No member of staff has this code."),
        (4, "group", "No organisation in force has this code."),
        (5, "staff", "An enterprise is held in a service group or team; leave this blank for one to one."),
        (6, "group", elsewhere),
        (7, "group", elsewhere),
        (9, "uscc", "Row 8 says this already."),
    ]


def test_a_dispatcher_loads_their_own_area_only(place):
    desk = place.actor("desk")
    assert counts(posts(POSTS, actor=desk)) == (4, 0, 0)
    assert counts(links(LINKS, actor=desk)) == (3, 0, 0)
    assert faults(links, [(code(3), "ann", "G1")], actor=desk) == [
        (2, "uscc", "No enterprise of the register has this code.")
    ]
    assert faults(posts, [("north", "ET", "包企")], actor=desk)[0][2].startswith("Posts are filled by")


@pytest.mark.parametrize("who", ["ann", "lead", "north"])
def test_nobody_else_loads(place, who):
    actor = place.actor(who)
    assert faults(posts, POSTS[3:], actor=actor)
    assert faults(links, LINKS[:1], actor=actor)


def test_nobody_gives_themselves_anything_by_a_sheet(place):
    desk = place.actor("desk")
    said = "Nobody gives themselves a duty or an enterprise: ask somebody else who may."
    assert faults(posts, [*POSTS, ("desk", "G1", "包企")], actor=desk) == [(6, "duty", said)]
    assert faults(links, [*LINKS, (code(0), "desk", "G1")], actor=desk) == [(5, "staff", said)]
    assert counts(posts([("desk", "G1", "包企")])) == (1, 0, 0)
    assert counts(posts([*POSTS, ("desk", "G1", "包企")], actor=desk)) == (4, 0, 1), "what is there already stays"
