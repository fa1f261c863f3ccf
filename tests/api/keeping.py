"""One fitting request for every operation about organisations, people, enterprises, visits, rules, links and tokens."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.beside import (
    SUBSCRIPTION,
    batch_of,
    common_bodies,
    errand_of,
    fail,
    failed,
    kept_beside,
    passed,
    proposed_link,
    screened,
    told_of,
    unsent,
)
from tests.cast import RULEBOOK, SINCE
from tests.files.making import pdf
from tests.intake.handing import book, firm
from tests.interfaces.conftest import NOW, Town, alike, handed_in
from tests.voice.conftest import told as told_to_us
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.models import Factor
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.files.rules import Upload
from zhuqi.core.intake.actions import export, hand_in
from zhuqi.core.intake.models import Upload as Upload_
from zhuqi.core.rulebook.queries import adopted
from zhuqi.domain.cases.actions.attaching import attach
from zhuqi.domain.cases.actions.contacts import write_contact
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.contacts.actions import wish
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.visits.actions import aim, open_round, plan, record
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Promised
from zhuqi.interfaces.api import (
    about,
    batches,
    chain,
    changing,
    common,
    contacts,
    correcting,
    drafts,
    editions,
    errands,
    firms,
    following_up,
    joining,
    keeping_units,
    key_lists,
    liaison,
    members,
    outside,
    own_tokens,
    passing,
    people,
    people_doors,
    planning,
    published,
    sheets,
    told,
    visiting,
    voices,
    watching,
)
from zhuqi.interfaces.api import alike as slips
from zhuqi.interfaces.api.site import api

MODULES = (
    keeping_units, people, people_doors, firms, correcting, chain, visiting, errands, published, editions, drafts, outside,
    contacts, watching, own_tokens, told, common, voices, sheets, planning, following_up, about, changing, key_lists,
    liaison, passing, members, slips, joining, batches,
)  # fmt: skip
FIXED = {"01-01": "元旦", "05-01": "劳动节", "10-01": "国庆节", "10-02": "国庆节", "10-03": "国庆节"}
NOTICE = [{"day": f"2021-{day}", "working": False, "name": name} for day, name in FIXED.items()]
SHEET = book([firm(1, region="mz"), firm(2, staff="many")])
"""A sheet of enterprises with one row that is new and one that is refused."""
EDITION = RULEBOOK.read_text().replace("施行: 2019-05-10", "施行: 2019-07-01").replace("地区: cc", "地区: ng")
"""A text that can be handed in for the district."""


@dataclass(frozen=True)
class Extra:
    """What the town gets besides its cases, and an edition that was there. ``unit``: nothing hangs on it."""

    unit: int
    round: int
    visit: int
    link: int
    edition: int
    file: int
    contact: int
    draft: int
    errand: int
    batch: int
    message: int
    subscription: int
    sending: int
    issue: int
    voice: int
    voice_file: int
    sheet: int
    extract: int
    plan: int
    wish: int
    promise: int
    handover: int
    proposal: int
    spokesperson: int
    note: int
    key_list: int
    member: int


def furnish(town: Town) -> Extra:
    """An empty unit, a second factor of ng-finance's, a round in the district and a visit in it, a link of the case that
    ng-utilities handles, a file of theirs and a contact on it, what the enterprise thinks of ng-finance's answer, and a
    consequence that fails."""
    city = town.city
    unit = found(CLOCK, city.org("ng"), kind=Kind.DEPARTMENT, name="演练空局", code="ng-empty", since=SINCE, now=NOW)
    Factor.objects.create(account=town.account("finance"), secret="sealed", made_at=NOW)
    held = open_round(CLOCK, city.org("ng"), name="第一轮对接", since=NOW.date().replace(day=1), now=NOW)
    official = directory.actor(town.account("official").pk, NOW.date())
    visit = record(
        official,
        city.enterprises[0].pk,
        day=NOW.date(),
        mode=Mode.ON_SITE,
        kind=Purpose.SERVICE,
        round_id=held.pk,
        promises=[Promised("演练：三天内回话", NOW.date() + dt.timedelta(days=3))],
        now=NOW,
    )
    firm = city.enterprises[0].pk
    later = NOW.date() + dt.timedelta(days=20)
    planned = plan(official, firm, day=later, how=ContactHow.REMOTE, purpose="演练：问用工", now=NOW)
    left_alone = wish(official, city.enterprises[1].pk, said_by="演练厂长", now=NOW)
    dispatcher = directory.actor(town.account("dispatcher").pk, NOW.date())
    aim(dispatcher, held.pk, enterprise_ids=[firm], now=NOW)
    link, _ = make_link(dispatcher, town.cases["handled"].pk, now=NOW)
    replied = town.cases["replied"]
    enterprise = Actor(enterprise=replied.enterprise_id, case=replied.pk)
    rate(enterprise, replied.pk, reply_rating=2, result_rating=1, now=NOW)
    complain(enterprise, replied.pk, text="说办好了，其实没有。", now=NOW)
    fail()
    edition = adopted().order_by("pk").first()
    assert edition is not None
    handler = directory.actor(town.account("utilities").pk, NOW.date())
    case = town.cases["handled"].pk
    row = attach(handler, case, uploads=[Upload("证照.pdf", pdf(), len(pdf()))], now=NOW)
    contact = write_contact(dispatcher, case, contact_name="演练张三", contact_phone="13800000000", now=NOW)
    message = told_of(town, "utilities", 1)
    listening, _ = subscribe(
        directory.actor(town.account("administrator").pk, NOW.date()), city.org("ng"), **SUBSCRIPTION, now=NOW
    )
    voice = told_to_us(city, NOW, uploads=[Upload("门口.pdf", pdf(), len(pdf()))])
    return Extra(
        unit.pk,
        held.pk,
        visit.pk,
        link.pk,
        edition.pk,
        row.enclosures.get().file_id,
        contact.pk,
        handed_in(town, day="2019-08-01").pk,
        errand_of(town).pk,
        batch_of(town).pk,
        message,
        listening.pk,
        unsent(listening.pk),
        alike(town).pk,
        voice.pk,
        voice.files.get().file_id,
        hand_in(dispatcher, "enterprises", name="名单.xlsx", content=SHEET, now=NOW).pk,
        export(dispatcher, "enterprises", now=NOW).pk,
        planned.pk,
        left_alone.pk,
        visit.promises.get().pk,
        *passed(town),
        **kept_beside(town),
    )


def operations() -> dict[str, tuple[str, str]]:
    """{operation: (method, address)} of everything that the modules of this room of the API add."""
    names = {module.__name__ for module in MODULES}
    return {
        str(operation.operation_id): (operation.methods[0], operation.path)
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
        if operation.view_func.__module__ in names
    }


def addressed(town: Town, extra: Extra, path: str, token: str) -> str:
    """An address with numbers of things that are there; the token is the asker's own."""
    held = token_of(token, NOW)
    numbers = {
        "unit_id": extra.unit,
        "person_id": town.city.staff["finance"].pk,
        "handover_id": extra.handover,
        "proposal_id": extra.proposal,
        "enterprise_id": town.city.enterprises[0].pk,
        "case_id": town.cases["handled"].pk,
        "round_id": extra.round,
        "visit_id": extra.visit,
        "errand_id": extra.errand,
        "batch_id": extra.batch,
        "link_id": extra.link,
        "edition_id": extra.edition,
        "other_id": extra.edition,
        "draft_id": extra.draft,
        "file_id": extra.file,
        "contact_id": extra.contact,
        "issue_id": extra.issue,
        "voice_id": extra.voice,
        "voice_file_id": extra.voice_file,
        "sheet_id": extra.sheet,
        "extract_id": extra.extract,
        "plan_id": extra.plan,
        "wish_id": extra.wish,
        "promise_id": extra.promise,
        "spokesperson_id": extra.spokesperson,
        "note_id": extra.note,
        "list_id": extra.key_list,
        "member_id": extra.member,
        "year": 2019,
        "message_id": extra.message,
        "subscription_id": extra.subscription,
        "sending_id": extra.sending,
        "token_id": held.pk if held else 1,
    }
    for name, number in numbers.items():
        path = path.replace(f"{{{name}}}", str(number))
    return path


def body(town: Town, operation: str) -> Mapping[str, Any] | None:
    """Something that fits, for an operation that takes something."""
    city = town.city
    finance, ng_finance = city.staff["finance"].pk, city.org("ng-finance")
    fitting: dict[str, dict[str, Any]] = {
        "found_unit": {"parent_id": city.org("ng"), "kind": "department", "name": "演练局", "code": "ng-new"},
        "retire_unit": {"on": "2019-06-04"},
        "employ": {"unit_id": ng_finance, "code": "newcomer", "name": "演练新人", "rank": "staff"},
        "leave": {"on": "2019-06-04"},
        "give_role": {"role": "monitor", "unit_id": ng_finance},
        "end_role": {"role": "handler", "unit_id": ng_finance},
        "reset_password": {"password": "correct horse battery"},
        "unlock": {},
        "lose_factor": {},
        "revoke_tokens": {},
        "register": {"region_id": city.org("xf"), "uscc": complete("91220102MA0000777"), "name": "演练七七七有限公司"},
        "appoint": {"person_id": finance, "unit_id": city.org("xf-team"), "duty": "holds_team"},
        "dismiss": {"person_id": city.staff["keeper"].pk, "unit_id": city.org("xf-group"), "duty": "holds_group"},
        "bind": {"staff": "finance", "group_id": city.org("xf-group")},
        "hand_over": {"person_id": city.staff["official"].pk, "successor": "finance", "group_id": city.org("xf-group")},
        "propose_links": {"area_id": city.org("ng")},
        "change_proposed": {"link_id": proposed_link(), "dropped": True, "seen": 1},
        "confirm_proposal": {"seen": 1},
        "drop_proposal": {"seen": 1},
        "release": {"person_id": city.staff["official"].pk},
        "open_round": {"area_id": city.org("ng"), "name": "第二轮对接", "since": "2019-06-10"},
        "record_visit": {"enterprise_id": city.enterprises[0].pk, "mode": "remote", "kind": "policy"},
        "plan_visit": {"enterprise_id": city.enterprises[0].pk, "day": "2019-06-20", "purpose": "演练：问用电"},
        "move_plan": {"day": "2019-06-28", "seen": 1},
        "drop_plan": {"state": "cancelled", "why": "演练：有急事", "seen": 1},
        "wish": {"said_by": "演练厂长", "until": "2019-07-01"},
        "lift_wish": {},
        "hand_promise": {"person_id": city.staff["keeper"].pk, "seen": 1},
        "hand_plan": {"person_id": city.staff["keeper"].pk, "seen": 1},
        "end_promise": {"state": "kept", "why": "演练：电话回了", "seen": 1},
        "aim_round": {"enterprise_ids": [city.enterprises[1].pk]},
        "explain_zero": {"enterprise_id": city.enterprises[0].pk, "code": "unwilling"},
        "publish_year": {"year": 2021, "source": "演练通知", "days": NOTICE},
        "hand_in": {"text": EDITION},
        "sign_draft": {},
        "withdraw_draft": {},
        "make_case_link": {"channel": "phone"},
        "revoke_case_link": {},
        "make_token": {"name": "演练", "scopes": [TokenScope.READ.value], "until": "2019-07-01"},
        "revoke_own_token": {},
        "correct_unit": {"name": "演练改名局"},
        "correct_person": {"name": "演练改名"},
        "correct_enterprise": {"name": "演练改名有限公司"},
        "write_contact": {"contact_name": "演练李四", "contact_phone": "13900000000"},
        "reveal_contact": {},
        "erase_contact": {},
        "assign_batch": {"case_ids": [screened(town).pk], "lead_id": city.org("ng-finance"), "note": "请尽快"},
        "take_errand": {
            "enterprise_id": city.enterprises[0].pk,
            "mode": "escort",
            "matter": "演练许可",
            "office": "演练局",
            "due": "2019-06-20",
        },
        "file_errand": {"seen": 1},
        "report_errand": {"seen": 1, "note": "窗口已受理"},
        "postpone_errand": {"seen": 1, "due": "2019-06-21", "note": "评审改期"},
        "hand_on_errand": {"seen": 1, "person_id": city.staff["keeper"].pk},
        "finish_errand": {"seen": 1, "outcome": "granted"},
        "stop_errand": {"seen": 1, "why": "itself", "note": "企业自己去办"},
        "try_again": failed(),
        "read_message": {},
        "read_messages": {"upto": 10**6},
        "choose_telling": {"mail": False, "quiet_from": "21:30", "quiet_to": "07:00", "urgent": True},
        "subscribe": {"unit_id": city.org("ng"), **SUBSCRIPTION},
        "try_subscription": {},
        "rotate_secret": {},
        "end_subscription": {},
        "send_again": {},
        **common_bodies(town),
        "reveal_voice": {},
        "reach_voice": {},
        "answer_voice": {"text": "请拨打 12345。"},
        "decline_voice": {"text": "请拨打 12345。"},
        "take_in_voice": {"enterprise_id": city.enterprises[1].pk, "title": "路灯", "kind": "utilities"},
        "pass_on_voice": {"desk_id": city.org("mz-desk")},
        "ask_for_member": {"name": "演练会计", "mailbox": "kuaiji@example.com"},
        "admit_member": {"proof": "called"},
        "end_member": {},
        "erase_member": {},
        "reveal_member": {},
        "note_try": {"result": "not_reached"},
        "vouch_voice": {"proof": "called"},
        "hand_in_sheet": {"kind": "enterprises", "name": "a.xlsx", "content": base64.b64encode(SHEET).decode()},
        "confirm_sheet": {"mark": Upload_.objects.values_list("mark", flat=True).first() or "none"},
        "extract_register": {"kind": "enterprises"},
        "set_standing": {"standing": "stopped", "since": "2019-06-04", "why": "演练停产"},
        "write_spokesperson": {"name": "演练赵六", "role": "厂长", "phone": "13600000000"},
        "reveal_spokesperson": {"why": "演练核对"},
        "erase_spokesperson": {},
        "write_note": {"text": "演练：夜班多。"},
        "erase_note": {},
        "tell_apart": {"other_id": city.enterprises[1].pk, "why": "演练两家"},
        "merge_enterprise": {"into_id": city.enterprises[1].pk, "why": "演练同一家"},
        "unmerge_enterprise": {"why": "演练看错"},
        "open_key_list": {"area_id": city.org("ng"), "name": "演练专精特新", "document": "演练〔2019〕2号"},
        "put_on_key_list": {"enterprise_id": city.enterprises[1].pk},
        "take_off_key_list": {"enterprise_id": city.enterprises[0].pk},
        "close_key_list": {"until": "2019-06-04"},
        "plan_move": {"parent_id": city.org("ng-planning"), "on": "2019-06-05", "why": "演练调整"},
        "cancel_move": {},
        "merge_unit": {"into_id": city.org("ng-planning"), "on": "2019-06-05", "why": "演练合并"},
        "cancel_ending": {},
        "transfer": {"unit_id": city.org("ng-planning"), "why": "演练轮岗"},
    }
    return fitting.get(operation)
