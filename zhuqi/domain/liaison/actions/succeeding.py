"""Posts, links and hand-overs of a unit that ends go on at the one that stands in its place: the same officials, without a day
between. What an enterprise said of its official stays said."""

from __future__ import annotations

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.succession import Passing
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.links import reveal
from zhuqi.domain.liaison.actions.posts import disempower, empower
from zhuqi.domain.liaison.models import Acquaintance, Handover, Liaison, Post, ProposedLink
from zhuqi.domain.liaison.queries import SERVED_IN
from zhuqi.domain.liaison.rules import Duty, Fate, misplaced


def pass_on(passing: Passing) -> None:
    """Let what is held from a unit be held from its successor. Repeating changes nothing."""
    into = directory.unit(passing.new)
    for link in Liaison.objects.select_related("staff", "place").filter(place=passing.old, until=None).order_by("pk"):
        _link(link, into, passing)
    for post in Post.objects.select_related("staff", "org").filter(org=passing.old, until=None).order_by("pk"):
        _post(post, into, passing)
    for waiting in Handover.objects.filter(place=passing.old, successor=None).order_by("pk"):
        change = Change(CLOCK, "enterprise", waiting.enterprise_id, now=passing.now)
        change.update(waiting, place=into)
        change.record(events.PlaceFollowed(came_from=passing.old, place=into.pk, since=waiting.since))
        reveal([waiting.enterprise_id])
    group = into if Kind(into.kind) in SERVED_IN else None
    proposed = ProposedLink.objects.filter(group=passing.old, proposal__state=Fate.OPEN)
    for link_ in proposed.select_related("proposal").order_by("pk"):
        change = Change(CLOCK, "proposal", link_.proposal_id, now=passing.now)
        change.update(link_, group=group)
        change.update(link_.proposal, version=link_.proposal.version + 1)
        change.record(events.ProposalChanged(enterprise=link_.enterprise_id))


def _link(link: Liaison, into: Organisation, passing: Passing) -> None:
    since = max(passing.day, link.since)
    change = Change(CLOCK, "enterprise", link.enterprise_id, now=passing.now)
    change.update(link, until=since)
    group = into if link.group_id is not None and Kind(into.kind) in SERVED_IN else None
    following = Liaison(enterprise_id=link.enterprise_id, staff=link.staff, group=group, place=into, since=since)
    change.insert(following)
    said = Acquaintance.objects.filter(liaison=link).first()
    if said is not None:
        change.insert(Acquaintance(liaison=following, answer=said.answer, at=said.at))
    empower([(change, link.staff, into, Duty.HOLDS_ENTERPRISES, since)])
    disempower(change, link.staff, link.place, Duty.HOLDS_ENTERPRISES, since)
    change.record(events.PlaceFollowed(came_from=passing.old, place=into.pk, since=since))
    reveal([link.enterprise_id])


def _post(post: Post, into: Organisation, passing: Passing) -> None:
    """A post that can't be held at the other one ends: its seat shows as empty where it should be filled."""
    since, duty = max(passing.day, post.since), Duty(post.duty)
    change = Change(CLOCK, "staff", post.staff_id, now=passing.now)
    change.update(post, until=since)
    disempower(change, post.staff, post.org, duty, since)
    change.record(events.Dismissed(org=passing.old, duty=duty, until=since))
    held = Post.objects.filter(staff=post.staff_id, org=into, duty=duty, until=None).exists()
    if held or misplaced(duty, Kind(into.kind)) is not None:
        return
    change = Change(CLOCK, "staff", post.staff_id, now=passing.now)
    change.insert(Post(staff_id=post.staff_id, org=into, duty=duty, since=since))
    empower([(change, post.staff, into, duty, since)])
    change.record(events.Appointed(org=into.pk, duty=duty, since=since))
