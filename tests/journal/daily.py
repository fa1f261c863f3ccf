"""The daily work around the cases of the story: registers, visits, errands, sheets, common issues, voices, messages."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import override_settings

from tests.cast import START
from tests.intake.handing import book, firm
from tests.journal.stage import PAPER, Story
from tests.voice.conftest import told
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.actions import (
    set_password,
)
from zhuqi.core.accounts.codes import opened
from zhuqi.core.files.rules import Upload
from zhuqi.core.intake.actions import confirm as confirm_sheet
from zhuqi.core.intake.actions import export
from zhuqi.core.intake.actions import hand_in as hand_in_sheet
from zhuqi.core.jobs.work import drain
from zhuqi.core.messages.actions import choose, name_mailbox
from zhuqi.core.messages.models import Sending
from zhuqi.domain.cases.actions.batching import assign_many
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.common import actions as common
from zhuqi.domain.common.actions import indexing, open_issue
from zhuqi.domain.contacts.actions import lift_wish, wish
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory.actions import (
    cancel_ending,
    cancel_move,
    erase_spokesperson,
    merge_enterprise,
    merge_unit,
    open_list,
    plan_move,
    put_on_list,
    reveal_spokesperson,
    set_standing,
    tell_apart,
    transfer,
    write_note,
    write_spokesperson,
)
from zhuqi.domain.directory.actions.alike import find_alike
from zhuqi.domain.directory.actions.ending import carry_out_endings
from zhuqi.domain.directory.actions.moving import carry_out_moves
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.domain.errands.actions import file, take_on
from zhuqi.domain.errands.rules import ErrandMode
from zhuqi.domain.members.actions import admit, ask, open_member
from zhuqi.domain.members.actions import end as end_member
from zhuqi.domain.members.actions import erase as erase_member
from zhuqi.domain.members.actions import reveal as look_up
from zhuqi.domain.members.rules import MemberProof
from zhuqi.domain.visits.actions import aim, drop_plan, end_promise, move_plan, open_round, plan
from zhuqi.domain.visits.actions import record as record_visit
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Kept, Need, Promised
from zhuqi.domain.voice.actions import Place as Where
from zhuqi.domain.voice.actions import answer, doubt, note_try, pass_on, reach, relay, take_in, vouch
from zhuqi.domain.voice.actions import reveal as see_voice
from zhuqi.domain.voice.queries.visited import visits_of
from zhuqi.domain.voice.rules import Result


def listened(s: Story) -> None:
    """Somebody who chose how to be told and named a mailbox; a program of the district that is told."""
    utilities, now = s.city.actor("utilities"), s.at(34, 14)
    choose(utilities, mail=False, quiet_from=1290, quiet_to=420, urgent=False, now=now)
    with override_settings(MAIL=True):
        name_mailbox(utilities, address="yanlian@example.com", now=now)
    address = "https://hooks.example.com/in"
    subscribe(
        s.city.actor("administrator"), s.city.org("ng"), name="演练平台", address=address, names=["assigned"], now=now
    )


def registered(s: Story) -> None:
    """What is kept beside enterprises; two rows that are one, two that aren't; a unit that goes up in another; a move that is done,
    one that is called off; somebody transferred."""
    now, city = s.at(35), s.city
    dispatcher, firm = city.actor("dispatcher"), city.enterprises[0].pk
    person = write_spokesperson(dispatcher, firm, name="演练丙", phone="13800004321", now=now)
    reveal_spokesperson(dispatcher, person.pk, why="演练核对", now=now)
    gone = write_spokesperson(dispatcher, firm, name="演练丁", now=now)
    erase_spokesperson(dispatcher, gone.pk, now=now)
    write_note(dispatcher, firm, text="演练：上午别去。", now=now)
    held = open_list(dispatcher, city.org("ng"), name="演练名单", since=now.date(), now=now)
    put_on_list(dispatcher, held.pk, enterprise_id=firm, since=now.date(), now=now)
    set_standing(dispatcher, city.enterprises[1].pk, standing=Standing.STOPPED, since=now.date(), now=now)
    merge_enterprise(dispatcher, city.enterprises[1].pk, into_id=firm, why="演练同一家", now=now)
    for on, unit in ((s.at(36).date(), "ng-planning"), (s.at(60).date(), "mz-office")):
        plan_move(CLOCK, city.org(unit), parent_id=city.org("xf"), on=on, now=now)
    cancel_move(CLOCK, city.org("mz-office"), now=now)
    transfer(CLOCK, city.staff["land"].pk, unit_id=city.org("cc-power"), why="演练轮岗", now=now)
    tell_apart(dispatcher, city.enterprises[2].pk, other_id=firm, why="演练两家", now=now)
    pair: dict[str, Any] = {"into_id": city.org("ng-finance"), "on": s.at(36).date(), "now": now}
    for unit in ("ng-utilities", "ng-construction"):
        merge_unit(CLOCK, city.org(unit), **pair)
    cancel_ending(CLOCK, city.org("ng-construction"), now=now)
    carry_out_moves(s.at(36, 0))
    assert carry_out_endings(s.at(36, 0)) == 1
    assert find_alike(s.at(36, 0)) >= 0
    drain(s.at(36, 1))


def voiced(s: Story) -> None:
    """Needs told without an account: one taken in with its file, one passed on and answered, one that waits."""
    now, room = s.at(33, 9, 55), s.city.actor("dispatcher")
    paper = [Upload("1.pdf", PAPER, len(PAPER))]
    first, second, _ = (
        told(s.city, now, secret=f"story-{n}", desk=desk, uploads=uploads)
        for n, (desk, uploads) in enumerate((("ng-desk", paper), ("mz-desk", ()), ("ng-desk", paper)))
    )
    see_voice(room, first.pk, now=now)
    reach(room, first.pk, now=now)
    firm = s.city.enterprises[1].pk
    take_in(room, first.pk, enterprise_id=firm, title="路灯", kind="utilities", now=now)
    vouch(room, first.pk, proof="called", now=now)
    pass_on(s.city.actor("town_dispatcher"), second.pk, desk_id=s.city.org("ng-desk"), now=now)
    answer(room, second.pk, text="请拨打 12345。", now=now)
    relayed(s, now)
    note_try(room, s.cases["forced"].pk, result=Result.NOT_REACHED, now=now)
    enterprise = s.city.actor("enterprise")
    doubt(enterprise, visits_of(enterprise).earliest("pk").pk, text="当天没有人来", now=now)


def relayed(s: Story, now: dt.datetime) -> None:
    """Handed in by a hotline: one of an enterprise that is known by its code, one that the room answered."""
    place, room = Where(address="演练路1号", lat=43.817072, long=125.323544), s.city.actor("dispatcher")
    _, unknown = (
        relay(
            room, desk_id=s.city.org("ng-desk"), number=number, code="utilities", firm="演练001有限公司", uscc=firm,
            body="厂门口停电。", place=place, media_url="https://pictures.example.com/1", now=now,
        )
        for number, firm in (("HL-1", s.city.enterprises[0].uscc), ("HL-2", ""))
    )  # fmt: skip
    answer(room, unknown.pk, text="已转供电公司。", now=now)


def came_in(s: Story) -> None:
    """Accounts of the first enterprise: one in use, by which its people ask for a colleague; one that ended and was erased."""
    now, city = s.at(34, 15), s.city
    official, room, firm = city.actor("official"), city.actor("dispatcher"), city.enterprises[0].pk
    with override_settings(MAIL=True, ORIGIN="https://zhuqi.example.com"):
        rows = [
            ask(official, firm, name="演练厂长", mailbox=box, now=now).pk
            for box in ("changzhang@example.com", "kuaiji@example.com")
        ]
        for pk in rows:
            look_up(room, pk, now=now)
            admit(room, pk, proof=MemberProof.CALLED, now=now)
            secret = json.loads(opened(Sending.objects.latest("pk").content) or b"")["path"].rpartition("/")[2]
            open_member(Actor(), pk, secret=secret, now=now)
    mine = Actor(enterprise=firm, member=rows[0])
    ask(mine, firm, name="演练出纳", mailbox="chuna@example.com", now=now)
    end_member(mine, rows[1], now=now)
    erase_member(mine, rows[1], now=now)


def served(s: Story) -> None:
    area = s.city.org("ng")
    round_ = open_round(CLOCK, area, name="第一轮对接", since=START.date(), until=s.at(30).date(), now=s.at(10, 11))
    for n, enterprise in enumerate(s.city.enterprises[:2]):
        record_visit(
            s.city.actor("official"),
            enterprise.pk,
            day=s.at(10).date(),
            mode=Mode.ON_SITE,
            kind=Purpose.SERVICE,
            round_id=round_.pk,
            said="看了车间",
            promises=[Promised("一周内回话", s.at(17).date())],
            key=f"visit-{n}",
            now=s.at(10, 12),
        )
    official, firm, due = s.city.actor("official"), s.city.enterprises[0].pk, s.at(30).date()
    typed: dict[str, Any] = {"mode": ErrandMode.AGENT, "matter": "演练许可", "office": "演练审批局", "due": due}
    for n in range(2):
        errand = take_on(official, firm, **typed, key=f"errand-{n}", now=s.at(10, 12))
        file(official, errand.pk, seen=1, note="材料齐了", now=s.at(10, 13))
    planned_too(s, round_.pk)
    sent_together(s)
    account = s.city.staff["official"].account_id
    assert account is not None
    set_password(CLOCK, account, password="synthetic-words", now=s.at(10, 13))


def sent_together(s: Story) -> None:
    """The room assigns two needs together; one that nobody screened stays behind."""
    room, when = s.city.actor("dispatcher"), s.at(10, 12)
    cases = [s.city.record(when, part="dispatcher", title=f"一批第{n}件") for n in range(3)]
    for case in cases[:2]:
        s.city.do("dispatcher", Action.SCREEN, case, when, kind="utilities", grade="B")
    ids = [case.pk for case in cases]
    assign_many(room, case_ids=ids, lead_id=s.city.org("ng-utilities"), note="请先联系企业。", key="batch", now=when)


def alike(s: Story) -> None:
    """Two needs that say the same become a common issue, which goes through every deed; another is given up."""
    cases = []
    for n, enterprise in enumerate(s.city.enterprises[:2]):
        s.found(f"alike{n}", s.at(33, 2), title="增容批了没人接表", enterprise_id=enterprise.pk)
        cases.append(s.cases[f"alike{n}"].pk)
    about: dict[str, Any] = {
        "matter": "几家都在等接表。",
        "wanted": "一并排期。",
        "owner_id": s.city.org("ng-utilities"),
    }
    desk, owner, ng = s.city.actor("dispatcher"), s.city.actor("utilities"), s.city.org("ng")
    issue, other = (
        open_issue(desk, area_id=ng, case_ids=cases, title=title, **about, now=s.at(33, 3)).pk
        for title in ("接表慢", "接表贵")
    )
    common.leave(desk, issue, case_id=cases[0], now=s.at(33, 4))
    common.join(desk, issue, case_id=cases[0], now=s.at(33, 4))
    common.amend(desk, issue, title="增容后接表慢", **about, now=s.at(33, 5))
    common.take_up(owner, issue, text="正与供电公司核对。", due_on=s.at(60).date(), key="issue", now=s.at(33, 5))
    common.tell(owner, issue, text="已约会商。", now=s.at(33, 6))
    common.change(owner, issue, text="批复当日排接表。", now=s.at(33, 7))
    common.give_up(desk, other, text="并入另一件。", now=s.at(33, 8))
    indexing.index(cases)
    indexing.count(s.at(33, 8))


def in_sheets(s: Story) -> None:
    """A sheet of enterprises of which one row is loaded and one refused, and the register written as one."""
    actor, now = s.city.actor("dispatcher"), s.at(12, 10)
    upload = hand_in_sheet(
        actor, "enterprises", name="名单.xlsx", content=book([firm(1), firm(2, staff="many")]), now=now
    )
    confirm_sheet(actor, upload.pk, seen=upload.mark, now=now)
    export(actor, "enterprises", now=now)


def planned_too(s: Story, round_id: int) -> None:
    """Whom the round aims at; a need found on a visit; plans, moved and dropped; a promise kept; a wish taken back."""
    official, firm = s.city.actor("official"), s.city.enterprises[0].pk
    aim(s.city.actor("dispatcher"), round_id, all_held=True, now=s.at(10, 13))
    need = [Need("门前积水", "一下雨就进不来货", "utilities")]
    met: dict[str, Any] = {
        "mode": Mode.ON_SITE,
        "kind": Purpose.PROBLEM,
        "needs": need,
        "beyond": "雨后来电",
        "now": s.at(12, 12),
    }
    record_visit(official, firm, day=s.at(12).date(), **met)
    first = plan(official, firm, day=s.at(20).date(), purpose="回访", now=s.at(12, 13))
    move_plan(official, first.pk, day=s.at(22).date(), seen=1, now=s.at(12, 14))
    drop_plan(official, first.pk, state=ContactState.CANCELLED, why="企业停产检修", seen=2, now=s.at(12, 15))
    promise = Promise.objects.order_by("pk")[0]
    end_promise(official, promise.pk, state=Kept.KEPT, why="电话回了", seen=1, now=s.at(13))
    left_alone = wish(official, firm, said_by="演练厂长", now=s.at(13))
    lift_wish(official, left_alone.pk, now=s.at(14))
