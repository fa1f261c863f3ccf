"""What the town gets beside its cases: one of each thing that an operation names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import SINCE
from tests.interfaces.conftest import NOW, Town
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.digests import reaction_mac
from zhuqi.core.journal.models import Entry, Reaction
from zhuqi.core.messages.actions import tell
from zhuqi.core.messages.models import Message, Sending
from zhuqi.core.messages.rules import To, Way
from zhuqi.domain.cases.actions.batching import assign_many
from zhuqi.domain.cases.models import Batch, Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.common.models import CommonIssue, Membership
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.about import write_note, write_spokesperson
from zhuqi.domain.directory.actions.key_lists import open_list, put_on_list
from zhuqi.domain.errands.actions import take_on
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import ErrandMode
from zhuqi.domain.liaison.actions import hand_over
from zhuqi.domain.liaison.models import Handover, Proposal, ProposedLink
from zhuqi.domain.members.actions import ask

SUBSCRIPTION: dict[str, Any] = {
    "name": "演练平台", "address": "https://hooks.example.com/in", "names": ["assigned", "replied"],
}  # fmt: skip


def screened(town: Town) -> Case:
    """A need that lies screened at the district's room (synthetic)."""
    case = town.city.record(NOW, part="dispatcher", title="接表慢", body="等着接表。")
    return town.city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")


def batch_of(town: Town) -> Batch:
    """What the district's room assigned to ng-utilities together."""
    room = directory.actor(town.account("dispatcher").pk, NOW.date())
    return assign_many(room, case_ids=[screened(town).pk], lead_id=town.city.org("ng-utilities"), now=NOW)


def errand_of(town: Town, matter: str = "演练许可") -> Errand:
    """The official acts for the first enterprise."""
    official = directory.actor(town.account("official").pk, NOW.date())
    due = NOW.date() + dt.timedelta(days=9)
    typed: dict[str, Any] = {"mode": ErrandMode.AGENT, "matter": matter, "office": "演练审批局", "due": due}
    return take_on(official, town.city.enterprises[0].pk, **typed, now=NOW)


def told_of(town: Town, part: str, entry: int) -> int:
    """A message to one of the cast about the case that ng-utilities handles."""
    to = To(town.account(part).pk, say("Case {number} was assigned to your unit.", number="演练"))
    tell(Entry(pk=entry), kind="case", subject=town.cases["handled"].pk, to=[to], now=NOW)
    return Message.objects.get(entry=entry, account=to.account).pk


def unsent(subscription: int) -> int:
    """Something that couldn't be sent to a subscription."""
    row = {"made_at": NOW, "due_at": NOW, "attempts": 3, "error": "it answered 500", "content": '{"event": "assigned"}'}
    return Sending.objects.create(channel=Way.WEBHOOK.value, subscription_id=subscription, entry=subscription, **row).pk


def kept_beside(town: Town) -> dict[str, int]:
    """Somebody who speaks for the first enterprise, a note on it, a key list of the district on which it stands, and an account
    that was asked for."""
    dispatcher, firm = directory.actor(town.account("dispatcher").pk, NOW.date()), town.city.enterprises[0].pk
    official = directory.actor(town.account("official").pk, NOW.date())
    person = write_spokesperson(dispatcher, firm, name="演练王五", phone="13700000000", now=NOW)
    note = write_note(dispatcher, firm, text="演练：下午去。", now=NOW)
    held = open_list(
        dispatcher, town.city.org("ng"), name="演练重点企业", document="演练〔2019〕1号", since=SINCE, now=NOW
    )
    put_on_list(dispatcher, held.pk, enterprise_id=firm, since=SINCE, now=NOW)
    member = ask(official, firm, name="演练厂长", mailbox="changzhang@example.com", now=NOW)
    return {"spokesperson": person.pk, "note": note.pk, "key_list": held.pk, "member": member.pk}


def passed(town: Town) -> tuple[int, int]:
    """A hand-over of the second enterprise to the keeper of its group, and a link proposed for the district."""
    city = town.city
    firm, group = city.enterprises[1].pk, city.org("xf-group")
    staff: dict[str, Any] = {
        "staff_id": city.staff["official"].pk,
        "successor_id": city.staff["keeper"].pk,
        "group_id": group,
    }
    hand_over(CLOCK, firm, **staff, since=NOW.date(), now=NOW)
    row = {"area": city.orgs["ng"], "author": city.staff["dispatcher"], "made_at": NOW, "weights": "{}", "wanted": 1}
    made = Proposal.objects.create(**row)
    pair = {"enterprise": city.enterprises[2], "staff": city.staff["finance"]}
    ProposedLink.objects.create(proposal=made, **pair, terms='{"region": 3.0, "held": 1, "most": 5}')
    return Handover.objects.get().pk, made.pk


def proposed_link() -> int:
    """A row of the proposal."""
    return ProposedLink.objects.order_by("pk").values_list("pk", flat=True).first() or 1


def fail() -> None:
    """Let every consequence that is owed have failed three times."""
    for owed in Reaction.objects.all():
        owed.attempts, owed.error, owed.done_at = 3, "演练：库里没有\n这一行" + "。" * 400, None
        owed.mac = reaction_mac(owed)
        owed.save()


def common_bodies(town: Town) -> dict[str, dict[str, Any]]:
    """Something that fits for each operation about common issues, where there is one."""
    city = town.city
    issue = CommonIssue.objects.order_by("pk").first()
    inside = list(Membership.objects.filter(issue=issue, left_at=None).order_by("pk").values_list("case", flat=True))
    about = {"title": "接表慢", "matter": "都在等。", "wanted": "快些。", "owner_id": city.org("ng-utilities")}
    words = {"text": "正与供电公司核对。"}
    return {
        "open_common_issue": {**about, "area_id": city.org("ng"), "case_ids": inside},
        "amend_common_issue": about,
        "join_common_issue": {"case_id": town.cases["waiting"].pk},
        "leave_common_issue": {"case_id": town.cases["handled"].pk},
        "take_up_common_issue": {**words, "due_on": "2019-07-01"},
        "tell_common_issue": words,
        "change_common_issue": words,
        "give_up_common_issue": words,
    }


def failed() -> dict[str, Any]:
    """A consequence that fails."""
    owed = Reaction.objects.filter(done_at=None).order_by("entry", "name").first()
    return {"entry": owed.entry_id, "name": owed.name} if owed else {}
