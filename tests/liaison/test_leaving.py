"""What follows when somebody leaves the staff."""

from tests.directory.place import DAY, NOW
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.liaison import queries
from zhuqi.domain.liaison.actions import appoint, bind
from zhuqi.domain.liaison.actions.leaving import end_all
from zhuqi.domain.liaison.models import Liaison, Post
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
    assert not Scope.objects.filter(kind="enterprise").exists()
    entries = Entry.objects.count()
    end_all(entry, now=NOW)
    assert Entry.objects.count() == entries
