"""Links obey the edition in force where the enterprise lies: what it forbids is refused with its key and a sentence."""

from __future__ import annotations

import pytest

from tests.directory.place import DAY, NOW, code, table, unbooked
from tests.liaison.ruled import NEXT, ONE_TO_ONE, adopted, link, part, passed
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.sheets.faults import Faulty
from zhuqi.domain.liaison.actions import note_handover
from zhuqi.domain.liaison.actions.loading import load_liaisons
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.queries import handing
from zhuqi.domain.liaison.sheets import LIAISONS


@pytest.mark.parametrize(
    ("section", "there", "wanted", "key"),
    [
        (ONE_TO_ONE, [], (0, "ann", "G1"), "形式"),
        (ONE_TO_ONE, [(0, "ann", None)], (0, "bob", None), "每企至多"),
        (ONE_TO_ONE, [(0, "ann", None)], (1, "ann", None), "每人至多"),
        ("  形式: 责任链\n", [], (0, "ann", None), "形式"),
        ("  形式: 责任链\n  责任链: [{职责: 包企, 职级: 科级}]\n", [], (0, "ann", "G1"), "职级"),
        (
            "  形式: 责任链\n  责任链: [{职责: 包企, 职级: 科级, 范围: C34}]\n",
            [(1, "ann", "G1")],
            (0, "ann", "G1"),
            "职级",
        ),
    ],
)
def test_what_the_edition_forbids_is_refused_with_its_key(place, section, there, wanted, key):
    adopted(place, section)
    for one in there:
        link(place, *one)
    with pytest.raises(Refused, match=f"The rulebook doesn't allow it \\(联系 {key}\\): ."):
        link(place, *wanted)
    assert Liaison.objects.count() == len(there)


def test_what_the_edition_allows_is_done(place):
    adopted(place, ONE_TO_ONE)
    link(place, 0, "ann")
    link(place, 1, "bob")
    assert Liaison.objects.count() == 2


def test_an_edition_that_only_shows_what_doesnt_fit_refuses_nothing(place):
    adopted(place, ONE_TO_ONE + "  不合即拒: 否\n")
    link(place, 0, "ann")
    link(place, 1, "ann")
    assert Liaison.objects.count() == 2


def test_another_district_has_rules_of_its_own(place):
    """The rule is that of the place where the enterprise lies, not of the official's."""
    adopted(place, ONE_TO_ONE, "E")
    link(place, 0, "ann", "G1")
    link(place, 0, "bob", "G1")
    with pytest.raises(Refused, match="形式"):
        link(place, 3, "ann", "G1")


def test_a_sheet_against_the_rulebook_names_the_row(place):
    adopted(place, ONE_TO_ONE)
    rows = [(code(0), "ann"), (code(1), "ann")]
    with pytest.raises(Faulty) as caught:
        load_liaisons(CLOCK, table(LIAISONS, rows, "uscc", "staff"), now=NOW)
    assert "每人至多" in str(caught.value.faults[0].sentence)
    assert not Liaison.objects.exists()


def test_where_the_successor_comes_first_nobody_just_leaves(place):
    adopted(place, "  形式: 一对一\n  更换: {先接后交: 是}\n")
    link(place, 0, "ann")
    with pytest.raises(Refused, match="先接后交"):
        part(place, 0, "ann")
    passed(place, 0, "ann", "bob", note="老板姓王（演练），先打电话。")
    old, new = Liaison.objects.order_by("pk")
    assert (old.until, new.since, new.until) == (DAY, DAY, None)


def test_a_handover_leaves_no_day_between_and_is_taken_note_of_by_the_successor_alone(place):
    adopted(place, ONE_TO_ONE)
    link(place, 0, "ann", actor=place.actor("desk"))
    passed(place, 0, "ann", "bob", actor=place.actor("desk"), key="k")
    passed(place, 0, "ann", "bob", actor=place.actor("desk"), key="k")
    (passing,) = Handover.objects.all()
    assert (passing.outgoing.code, passing.successor.code, passing.since) == ("ann", "bob", DAY)
    for other in ("desk", "city"):
        with pytest.raises(Refused, match="Only the successor"):
            note_handover(place.actor(other), passing.pk, now=NOW)
    bob = place.actor("bob")
    assert [one.pk for one in handing.mine(bob)] == [passing.pk]
    note_handover(bob, passing.pk, now=NOW)
    assert not handing.mine(bob).exists()
    verbs = [entry.verb for entry in Entry.objects.filter(kind="enterprise").order_by("pk")][-3:]
    assert verbs == ["bound", "handed_over", "handover_noted"]
    assert unbooked() == []


@pytest.mark.parametrize(
    ("successor", "since", "said"),
    [
        ("ann", DAY, "They are linked to this enterprise already."),
        ("bob", NEXT.replace(day=20), "An end can't be booked ahead"),
    ],
)
def test_a_handover_that_cant_be_is_refused(place, successor, since, said):
    link(place, 0, "ann")
    with pytest.raises((Refused, Invalid), match=said):
        passed(place, 0, "ann", successor, since=since)
    assert not Handover.objects.exists()
