"""What follows when somebody leaves the staff."""

from tests.directory.place import DAY, NOW, unbooked
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.liaison import queries
from zhuqi.domain.liaison.actions import appoint, bind, note_handover
from zhuqi.domain.liaison.actions.leaving import end_all
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.queries import handing
from zhuqi.domain.liaison.rules import Duty


def test_posts_and_links_end_with_whoever_held_them(place):
    ann, group = place.staff["ann"].pk, place.orgs["G1"].pk
    appoint(CLOCK, ann, org_id=group, duty=Duty.HOLDS_ENTERPRISES, since=DAY, now=NOW)
    bind(CLOCK, place.enterprises[0].pk, staff_id=ann, group_id=group, since=DAY, now=NOW)
    bind(CLOCK, place.enterprises[1].pk, staff_id=ann, since=DAY, now=NOW)
    leave(CLOCK, ann, on=DAY, now=NOW)
    entry = Entry.objects.get(kind="staff", subject=ann, verb="left")
    end_all(entry, now=NOW)
    assert not Post.objects.filter(until=None).exists()
    assert not Liaison.objects.filter(until=None).exists()
    assert queries.answers_for(place.enterprises[0].pk, DAY) == []
    entries = Entry.objects.count()
    end_all(entry, now=NOW)
    assert Entry.objects.count() == entries


def test_nothing_is_lost_where_somebody_left(place):
    """The group goes on holding what they held, and each enterprise waits for a successor; who follows takes it up."""
    ann, group = place.staff["ann"].pk, place.orgs["G1"].pk
    appoint(CLOCK, place.staff["deputy"].pk, org_id=group, duty=Duty.HOLDS_GROUP, since=DAY, now=NOW)
    firm = place.enterprises[0].pk
    bind(CLOCK, firm, staff_id=ann, group_id=group, since=DAY, now=NOW)
    leave(CLOCK, ann, on=DAY, now=NOW)
    end_all(Entry.objects.get(kind="staff", subject=ann, verb="left"), now=NOW)
    deputy = place.actor("deputy")
    assert list(directory.visible(deputy).values_list("pk", flat=True)) == [firm]
    assert queries.bound_group(firm, DAY).pk == group
    (waiting,) = handing.waiting(deputy)
    assert (waiting.outgoing_id, waiting.successor_id, waiting.since) == (ann, None, DAY)
    bind(place.actor("desk"), firm, staff_id=place.staff["bob"].pk, group_id=group, since=DAY, now=NOW)
    (taken,) = handing.waiting(deputy)
    assert (taken.successor_id, taken.link.staff_id) == (place.staff["bob"].pk,) * 2
    note_handover(place.actor("bob"), taken.pk, now=NOW)
    assert list(handing.waiting(deputy)) == []
    assert unbooked() == []
    assert scopes_wrong() == set()


def scopes_wrong():
    """Scopes of enterprises that aren't as follows from their rows, either way."""
    stored = set(Scope.objects.filter(kind="enterprise").values_list("row", "org", "reason"))
    return stored ^ queries.scopes()
