"""Addresses of the site with numbers of things that are there."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.intake.handing import book, firm
from tests.interfaces.conftest import NOW, Town
from zhuqi.core.intake.actions import export, hand_in
from zhuqi.core.intake.models import Extract, Upload
from zhuqi.core.rulebook.models import Draft, Edition
from zhuqi.domain.cases.models import Batch
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.liaison.models import Handover, Proposal
from zhuqi.domain.members.models import Member
from zhuqi.domain.voice.models import Voice


def newest_errand() -> int:
    return Errand.objects.order_by("pk").values_list("pk", flat=True).last() or 0


def address(town: Town, route: str) -> str:
    case, desk = town.cases["handled"].pk, town.city.org("ng-desk")
    statement = urlencode({"unit": desk, "since": "2019-05-01", "until": "2019-06-04"})
    return {
        "my_day": "/",
        "my_day_beside": "/day/beside",
        "cases": "/cases",
        "record": "/cases/new",
        "case": f"/cases/{case}",
        "case_paper": f"/cases/{case}/word",
        "act": f"/cases/{case}/stage_reply",
        "links": f"/cases/{case}/links",
        "case_code": f"/cases/{case}/code",
        "files": f"/cases/{case}/files",
        "file": f"/cases/{case}/files/1",
        "portal_file": "/l/files/1",
        "contacts": f"/cases/{case}/contacts",
        "statement": f"/statement?{statement}" if route == "statement" else "",
        "statement_cases": f"/statement/cases?{statement}&side=received",
        "health_alive": "/healthz",
        "health_ready": "/readyz",
        "health_metrics": "/metrics",
        "portal": "/l/",
        "portal_knock": "/l/nobodys-secret",
        "login_code": "/login/code",
        "login_passkey": "/login/passkey",
        "login_code_passkey": "/login/code/passkey",
        "login_provider": "/login/provider",
        "login_provider_back": "/login/provider/back",
        "account_passkeys": "/account/passkeys",
        "account_passkey_made": "/account/passkeys/made",
        "account_passkey": "/account/passkeys/1",
        "account_tokens": "/account/tokens",
        "messages": "/messages",
        "message": "/messages/1",
        "account_messages": "/account/messages",
        "subscriptions": "/subscriptions",
        "subscription": "/subscriptions/1",
        "account_token": "/account/tokens/1",
        "account_sessions": "/account/sessions",
        "account_factor": "/account/factor",
        "account_typed": "/account/typed",
        "account_let_go": "/account/typed/let-go",
        "organisation": f"/organisations/{town.city.org('ng-planning')}",
        "organisation_act": f"/organisations/{town.city.org('ng-planning')}/employ",
        "person": f"/people/{town.city.staff['planner'].pk}",
        "person_act": f"/people/{town.city.staff['planner'].pk}/give_role",
        "register": "/enterprises/new",
        "enterprise": f"/enterprises/{town.city.enterprises[0].pk}",
        "enterprise_act": f"/enterprises/{town.city.enterprises[0].pk}/bind",
        **liaison_addresses(),
        "desk_queue": "/desk/queue",
        "desk_likely": "/desk/likely",
        "desk_hands": "/desk/hands",
        "batches": "/desk/batches",
        "batch_new": "/desk/batches/new",
        "batch": f"/desk/batches/{Batch.objects.order_by('pk').values_list('pk', flat=True).first() or 1}",
        "errand_take": f"/errands/new?enterprise={town.city.enterprises[0].pk}",
        "errand": f"/errands/{newest_errand()}",
        "errand_act": f"/errands/{newest_errand()}/report?seen=1",
        "enterprise_book": f"/enterprises/{town.city.enterprises[0].pk}/visits",
        "enterprise_book_act": f"/enterprises/{town.city.enterprises[0].pk}/visits/wish",
        "visit": "/visits/1",
        "visit_new": "/visits/new",
        "visit_record": "/visits/record",
        "visit_phone": "/visits/phone",
        "visit_sync": "/visits/sync",
        "manifest": "/manifest.webmanifest",
        "worker": "/sw.js",
        "visit_plan": "/visits/plans/1",
        "visit_plan_act": "/visits/plans/1/move",
        "visit_zero": "/visits/zeros",
        "promise": "/visits/promises/1",
        "visits_coverage": "/visits/coverage",
        "visits_unkept": "/visits/unkept",
        "visits_hand": "/visits/unkept/promise/1",
        "visits_rounds": "/visits/rounds",
        "visits_round_new": "/visits/rounds/new",
        "visits_round": "/visits/rounds/1",
        "visits_round_act": "/visits/rounds/1/aim",
        "enterprise_history": f"/enterprises/{town.city.enterprises[0].pk}/history",
        "organisation_history": f"/organisations/{town.city.org('ng-planning')}/history",
        "person_history": f"/people/{town.city.staff['planner'].pk}/history",
        "twins": "/enterprises/twins",
        "alike": "/enterprises/alike",
        "key_lists": "/key-lists",
        "key_list_new": "/key-lists/new",
        "key_list": "/key-lists/1",
        "key_list_act": "/key-lists/1/add",
        "calendar_year": "/calendar/2019",
        "calendar_load": "/calendar/load",
        "calls": f"/cases/{case}/calls",
        "need": "/l/need/nobodys-secret",
        "member": f"/members/{Member.objects.values_list('pk', flat=True).first()}",
        "member_in": "/l/in",
        "member_code": "/l/in/code",
        "member_letter": "/l/in/nobodys-secret",
        "our": "/l/our",
        "our_need": "/l/our/need",
        "our_case": f"/l/our/cases/{case}",
        "our_file": f"/l/our/cases/{case}/files/1",
        "voice": f"/voices/{Voice.objects.values_list('pk', flat=True).first()}",
        "voice_file": f"/voices/{Voice.objects.values_list('pk', flat=True).first()}/files/1",
        "enterprise_file": f"/enterprises/{town.city.enterprises[0].pk}/file",
        "enterprise_paper": f"/enterprises/{town.city.enterprises[0].pk}/word",
        "enterprise_theirs": f"/enterprises/{town.city.enterprises[0].pk}/theirs",
        "liaison_tiles": "/liaison/tiles",
        **rulebook_addresses(),
        **common_addresses(case),
        **sheet_addresses(),
    }.get(route, f"/{route}")


def common_addresses(case: int) -> dict[str, str]:
    """Those of common issues."""
    issue = CommonIssue.objects.order_by("pk").values_list("pk", flat=True).first()
    return {
        "common_issue": f"/common/{issue}",
        "common_act": f"/common/{issue}/take_up",
        "common_new": f"/common/new?case={case}",
        "similar": f"/cases/{case}/similar",
    }


def sheet_addresses() -> dict[str, str]:
    """Those of sheets: what the dispatcher handed in, and asked for."""
    upload = Upload.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    asked = Extract.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    return {
        "load": f"/loads/{upload}",
        "load_refused": f"/loads/{upload}/refused",
        "export": "/loads/export",
        "extract": f"/extracts/{asked}",
        "extract_sheet": f"/extracts/{asked}/sheet",
    }


def sheets_of(town: Town) -> None:
    """A sheet of the dispatcher's with a row that is refused, and a register that they asked for."""
    dispatcher = town.city.actor("dispatcher")
    hand_in(dispatcher, "enterprises", name="a.xlsx", content=book([firm(1), firm(2, staff="many")]), now=NOW)
    export(dispatcher, "enterprises", now=NOW)


def liaison_addresses() -> dict[str, str]:
    """Those of liaison: the hand-over and the proposal that the town was given."""
    proposal = Proposal.objects.values_list("pk", flat=True).first()
    handover = Handover.objects.values_list("pk", flat=True).first()
    lists = ("unbound", "vacancies", "known", "chain", "proposals")
    return {
        **{f"liaison_{name}": f"/liaison/{name}" for name in lists},
        "liaison_propose": "/liaison/proposals/new",
        "liaison_proposal": f"/liaison/proposals/{proposal}",
        "liaison_proposal_act": f"/liaison/proposals/{proposal}/confirm?seen=1",
        "liaison_handover": f"/liaison/handovers/{handover}",
    }


def rulebook_addresses() -> dict[str, str]:
    """Those of the rulebook: the city's edition, and the text that waits for the district's leader."""
    edition = Edition.objects.order_by("pk").values_list("pk", flat=True).first()
    draft = Draft.objects.order_by("pk").values_list("pk", flat=True).first()
    return {
        "rulebook": f"/rulebooks/{edition}",
        "rulebook_against": f"/rulebooks/{edition}/against/{edition}",
        "rulebook_sample": f"/rulebooks/{edition}/sample",
        "rulebook_new": "/rulebooks/new",
        "rulebook_rows": f"/rulebooks/new/rows?from={edition}",
        "rulebook_draft": f"/rulebooks/drafts/{draft}",
        "rulebook_what_if": f"/rulebooks/drafts/{draft}/what-if",
    }
