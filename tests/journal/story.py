"""Some weeks in the life of the cast: a dozen cases through varied lives, a visit, days folded, seals, reactions done and put
off. What verification has to read, and what is tampered with. All of it goes through the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.test import override_settings

from tests.accounts.authenticator import DOMAIN, ORIGIN, Device
from tests.cases.town import edition
from tests.journal.daily import alike, came_in, in_sheets, listened, registered, served, voiced
from tests.journal.linked import handed_on, unvisited
from tests.journal.stage import DAY, HOUR, PAPER, Story
from zhuqi import reactions
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts import codes, passkeys
from zhuqi.core.accounts.actions import (
    add_passkey,
    answer_factor,
    begin_passkey,
    issue_token,
    revoke_token,
    set_factor,
    set_password,
)
from zhuqi.core.accounts.rules import STEP, TokenScope
from zhuqi.core.accounts.wall import wall
from zhuqi.core.files.rules import Upload
from zhuqi.core.jobs.clock import stand_at
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.sealing import seal
from zhuqi.core.rulebook.actions import draft, withdraw
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.actions.attaching import attach, erase
from zhuqi.domain.cases.actions.contacts import reveal, write_contact
from zhuqi.domain.cases.actions.links import make_link, open_link, revoke_link
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.models import Enclosure
from zhuqi.domain.cases.rules.words import Action as A
from zhuqi.domain.cases.rules.words import Channel


def noted(entry: Entry, *, now: dt.datetime) -> None:
    """A consequence that is done and leaves nothing behind."""


def broken(entry: Entry, *, now: dt.datetime) -> None:
    """A consequence that always fails."""
    raise RuntimeError("the messenger isn't there")


REACTIONS: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {
    ("organisation", "rehung"): reactions.REACTIONS["organisation", "rehung"],
    ("organisation", "unit_merged"): reactions.REACTIONS["organisation", "unit_merged"],
    ("case", "recorded"): {"noted": noted},
    ("case", "confirmed"): {"noted": noted, "broken": broken},
}
WIRING = f"{__name__}.REACTIONS"
ANEW = """\
  抄送: [{当: 登记, 给: [ng-finance, ng-planning]}]
  评价: {另评: [{项: 态度, 等级: [好, 差]}, {项: 速度, 等级: [快, 中, 慢]}]}
  协调:
    - {由: 承办单位}
    - {由: 专班, 当: [第 1 次交办], 专班: 是}
"""
"""What the district's later rules say beside."""


def play() -> Story:
    """The whole story. Gives the city and its cases by name. Needs ``WIRING`` as the setting REACTIONS."""
    story = Story()
    on_the_spot(story)
    with_helpers(story)
    returned_and_moved_up(story)
    drain(story.at(1, 18))
    seal(story.at(2, 1))
    suspended(story)
    doubled(story)
    contested(story)
    clockwork.fold_days(story.at(9, 1))
    seal(story.at(9, 1))
    sent_down(story)
    withdrawn(story)
    served(story)
    in_sheets(story)
    clockwork.remind(story.at(24, 12))
    clockwork.resume_due(story.at(24, 18))
    clockwork.end_silent(story.at(31, 18))
    reopened(story)
    drain(story.at(32, 18))
    clockwork.fold_days(story.at(33, 1))
    seal(story.at(33, 1))
    alike(story)
    ruled_anew(story)
    story.found("late", story.at(33, 9), title="招工难")
    spoken(story)
    forced(story)
    at_once(story)
    voiced(story)
    stand_at("story", story.at(33, 10))
    stand_at("story", story.at(34, 10))
    accounted(story)
    listened(story)
    came_in(story)
    handed_on(story)
    registered(story)
    unvisited(story)
    return story


def ruled_anew(s: Story) -> None:
    """The district's rules name who gets copies, what else is rated, and when there is a task force; two more texts are handed in,
    one of them taken back."""
    now = s.at(33, 8)
    text = edition(s.city, "ng", now.date(), ("督核: 否", f"督核: 否\n{ANEW}")).text
    place = (s.city.org("ng"), s.city.orgs["ng"].path)
    later = [text.replace(f"施行: {now.date()}", f"施行: {now.date() + days * DAY}") for days in (10, 20)]
    handed = [draft(s.city.actor("administrator"), text=one, place=place, now=now) for one in later]
    withdraw(s.city.actor("administrator"), handed[-1].pk, now=now + HOUR / 4)


def forced(s: Story) -> None:
    """A task force for one case, and what the enterprise thinks of more than reply and result."""
    s.found("forced", s.at(33), title="扩建用地")
    s.dispatched("forced", s.at(33), "ng-utilities")
    force = {"lead_id": s.city.org("ng-finance"), "member_ids": [s.city.org("ng-planning")]}
    s.do("forced", "dispatcher", A.SET_UP, s.at(33, 9, 35), **force)
    s.do("forced", "utilities", A.ACCEPT, s.at(33, 9, 40))
    s.do("forced", "utilities", A.REPLY, s.at(33, 9, 45), outcome="solved", text="地批了")
    enterprise, case = s.city.actor("enterprise"), s.cases["forced"].pk
    rate(enterprise, case, reply_rating=5, more=[1, 3], now=s.at(33, 9, 50))
    rate(enterprise, case, more=[5], now=s.at(33, 9, 55))


def at_once(s: Story) -> None:
    """Two enterprises with one matter, handled together; one is taken out for a while, and both are answered at once."""
    names = ("line one", "line two")
    for name, firm in zip(names, s.city.enterprises[:2], strict=True):
        s.found(name, s.at(33, 9), part="dispatcher", title="线路增容", enterprise_id=firm.pk)
        s.do(name, "dispatcher", A.SCREEN, s.at(33, 9, 5), kind="utilities", grade="B")
    fellow = {"with_ids": [s.cases[names[1]].pk], "note": "同一条线路"}
    s.do(names[0], "dispatcher", A.JOIN, s.at(33, 9, 10), **fellow)
    s.do(names[0], "dispatcher", A.ASSIGN, s.at(33, 9, 15), lead_id=s.city.org("ng-utilities"))
    s.do(names[1], "dispatcher", A.TAKE_OUT, s.at(33, 9, 20), reason="另一条线路")
    s.do(names[0], "dispatcher", A.JOIN, s.at(33, 9, 22), **fellow)
    s.do(names[1], "utilities", A.ACCEPT, s.at(33, 9, 25))
    s.do(names[1], "utilities", A.REPLY, s.at(33, 9, 30), outcome="solved", text="线路已经增容")


def spoken(s: Story) -> None:
    """Who speaks for an enterprise: written down with the need, replaced, looked at. A submission and a request taken back."""
    now, said = s.at(33, 9), {"contact_name": "演练甲", "contact_phone": "13800001234"}
    s.found("spoken", now, title="路灯不亮", **said)
    official, case = s.city.actor("official"), s.cases["spoken"].pk
    another = write_contact(official, case, contact_name="演练乙", contact_role="厂长", now=now + HOUR / 4)
    reveal(s.city.actor("dispatcher"), another.pk, now=now + HOUR / 3)
    write_contact(official, s.cases["late"].pk, **said, now=now + HOUR / 4)
    s.do("spoken", "official", A.SUBMIT, now + HOUR / 2, why="需要部门办理")
    s.do("spoken", "official", A.RECALL, now + HOUR / 2, reason="组里能办")


def accounted(s: Story) -> None:
    """Tokens, one of them revoked; a password that must be renewed; a second factor with a code on paper used up; a passkey."""
    utilities, finance = (s.city.staff[part].account_id for part in ("utilities", "finance"))
    assert utilities is not None and finance is not None
    until = s.at(60).date()
    kept, _ = issue_token(CLOCK, utilities, name="统计", scopes=frozenset(TokenScope), until=until, now=s.at(34, 11))
    gone, _ = issue_token(CLOCK, utilities, name="旧的", scopes=frozenset(TokenScope), until=until, now=s.at(34, 11))
    revoke_token(CLOCK, gone.pk, now=s.at(34, 12))
    assert kept.pk != gone.pk
    set_password(CLOCK, utilities, password="a-new-one-every-time", renew=True, now=s.at(34, 12))
    set_password(CLOCK, finance, password="keeps-its-password", now=s.at(34, 12))
    secret = codes.new_secret()
    code = codes.code_at(secret, int(wall().timestamp()) // STEP)
    own = Actor(account=finance)
    paper = set_factor(own, finance, password="keeps-its-password", secret=secret, code=code, now=s.at(34, 12))
    assert answer_factor(finance, code=paper[0], now=s.at(34, 13))
    with override_settings(ORIGIN=ORIGIN, PASSKEY_DOMAIN=DOMAIN):
        _keyed(s)


def _keyed(s: Story) -> None:
    account = s.city.staff["construction"].account_id
    assert account is not None
    set_password(CLOCK, account, password="keeps-its-password", now=s.at(34, 12))
    own = Actor(account=account, name="construction")
    asked = begin_passkey(own, account, name="办公室电脑", password="keeps-its-password")
    made = Device().make(passkeys.to_make(asked, own.name, []))
    add_passkey(own, asked, answer=made, device="Chrome, Windows", now=s.at(34, 13))


def on_the_spot(s: Story) -> None:
    s.found("spot", s.at(0), key="form-1")
    s.do("spot", "official", A.SETTLE, s.at(0, 10), outcome="solved", text="当场办好", key="form-2")
    s.do("spot", "dispatcher", A.CONFIRM, s.at(0, 15), text="好的")


def with_helpers(s: Story) -> None:
    s.found("helped", s.at(0))
    s.dispatched("helped", s.at(0, 11), "ng-utilities", part=["ng-finance"], assist=["ng-planning"])
    s.do("helped", "utilities", A.ACCEPT, s.at(0, 14))
    s.do("helped", "finance", A.ACCEPT, s.at(0, 14))
    s.do("helped", "utilities", A.ASK_EXTENSION, s.at(1), amount="3 工作日", reason="等设备")
    s.do("helped", "dispatcher", A.EXTEND, s.at(1, 10), reason="同意")
    s.do("helped", "finance", A.CONTRIBUTE, s.at(1, 11), text="资金已到")
    s.do("helped", "utilities", A.STAGE_REPLY, s.at(1, 14), text="正在安装")
    s.do("helped", "utilities", A.REPLY, s.at(8), outcome="solved", text="接通了")
    s.do("helped", "official", A.ASK, s.at(8, 10), channel="phone", arrived_on=s.at(8).date())
    s.do("helped", "enterprise", A.CONFIRM, s.at(8, 15), key="agreed")


def returned_and_moved_up(s: Story) -> None:
    s.found("returned", s.at(1), title="专线用电")
    s.dispatched("returned", s.at(1, 10), "ng-finance", part=["ng-construction"])
    s.do("returned", "finance", A.ACCEPT, s.at(1, 11))
    s.do("returned", "finance", A.HAND_BACK, s.at(1, 14), reason="不属本组", proposal="要素保障组", ground="duty")
    s.do("returned", "dispatcher", A.RULE, s.at(1, 15), upheld=True, reason="确有误")
    s.do("returned", "dispatcher", A.ESCALATE, s.at(1, 16), why="需市里定", assist_ids=[s.city.org("ng-utilities")])
    s.do("returned", "city_dispatcher", A.SCREEN, s.at(1, 17), kind="utilities", grade="A")
    s.do("returned", "city_dispatcher", A.ASSIGN, s.at(1, 17), lead_id=s.city.org("cc-power"))


def suspended(s: Story) -> None:
    s.found("suspended", s.at(2), title="道路开口")
    s.dispatched("suspended", s.at(2, 10), "ng-construction")
    s.do("suspended", "construction", A.ACCEPT, s.at(2, 11))
    s.do("suspended", "construction", A.ASK_SUSPENSION, s.at(2, 14), reason="待规划", until=s.at(24).date())
    s.do("suspended", "dispatcher", A.SUSPEND, s.at(2, 15), reason="待规划批复")


def doubled(s: Story) -> None:
    s.found("kept", s.at(3), title="贷款展期", kind="finance")
    s.found("double", s.at(3, 10), "dispatcher", title="贷款展期", kind="finance")
    s.do("double", "dispatcher", A.MERGE, s.at(3, 11), into_id=s.cases["kept"].pk, reason="同一件事")


def contested(s: Story) -> None:
    s.found("contested", s.at(6), title="排水不畅")
    s.dispatched("contested", s.at(6, 10), "ng-utilities")
    s.do("contested", "utilities", A.ACCEPT, s.at(6, 11))
    s.do("contested", "utilities", A.REPLY, s.at(7), outcome="answered", text="已转市政")
    opened_and_rated(s, "contested", s.at(7, 9, 30))
    s.do("contested", "enterprise", A.CONTEST, s.at(7, 10), text="还是不通")
    s.do("contested", "utilities", A.REPLY, s.at(8), outcome="solved", text="疏通了")
    s.do("contested", "official", A.ASK, s.at(8, 10), channel="visit", arrived_on=s.at(8).date())


def opened_and_rated(s: Story, name: str, now: dt.datetime) -> None:
    case = s.cases[name].pk
    link, _ = make_link(s.city.actor("dispatcher"), case, now=now)
    make_link(s.city.actor("dispatcher"), case, channel=Channel.VISIT, now=now)
    by_link = Actor(enterprise=s.city.enterprises[0].pk, case=case)
    open_link(by_link, link.pk, now=now)
    rate(by_link, case, reply_rating=4, now=now)
    rate(by_link, case, result_rating=1, key="rated", now=now)
    complain(by_link, case, text="没人来看过", now=now)
    complain(by_link, case, text="电话打不通", now=now)
    attached(s, case, by_link, now)
    revoke_link(s.city.actor("dispatcher"), link.pk, now=now)
    s.cases[name].refresh_from_db()


def attached(s: Story, case: int, by_link: Actor, now: dt.datetime) -> None:
    """Files of both sides, in several pieces, one of them erased."""
    large = PAPER[:9] + b"%" + b"7" * (5 << 18) + b"\n" + PAPER[9:]
    uploads = [Upload(f"{n}.pdf", paper, len(paper)) for n, paper in enumerate((PAPER, large))]
    attach(s.city.actor("dispatcher"), case, uploads=uploads, note="存档", now=now)
    own = attach(by_link, case, uploads=uploads[:1], now=now)
    attach(by_link, case, uploads=uploads[:1], note="补充", now=now)
    erase(by_link, Enclosure.objects.get(attachment=own).file_id, case_id=case, now=now)


def sent_down(s: Story) -> None:
    s.found("down", s.at(9), "dispatcher", enterprise_id=s.city.enterprises[2].pk, title="门前路灯")
    s.do("down", "dispatcher", A.SCREEN, s.at(9, 10), kind="permits", grade="C")
    s.do("down", "dispatcher", A.SEND_DOWN, s.at(9, 11), desk_id=s.city.org("mz-desk"), why="属镇办")
    s.do("down", "town_dispatcher", A.ASSIGN, s.at(9, 14), lead_id=s.city.org("mz-office"))
    s.do("down", "town_handler", A.ACCEPT, s.at(9, 15))
    s.do("down", "town_handler", A.HAND_BACK, s.at(9, 16), reason="不归镇办", proposal="区里")
    s.do("down", "town_dispatcher", A.RULE, s.at(10), upheld=False, reason="就归镇办")
    day = s.at(40).date()
    s.do("down", "town_handler", A.REPLY, s.at(10, 10), outcome="planned", text="分两期", next_on=day)


def withdrawn(s: Story) -> None:
    s.found("withdrawn", s.at(10), title="停车位")
    s.do("withdrawn", "enterprise", A.WITHDRAW, s.at(10, 11), text="自行解决了")


def reopened(s: Story) -> None:
    s.do("helped", "enterprise", A.REOPEN, s.at(32), text="又跳闸了")
    s.do("helped", "dispatcher", A.SCREEN, s.at(32, 10), kind="utilities", grade="A")
    s.do("helped", "dispatcher", A.ASSIGN, s.at(32, 11), lead_id=s.city.org("ng-utilities"))
