"""Every page of the site with somebody who may open it: what the tests of accessibility, weight and print go round.

Most come from the table of who gets which page; a page that the town has only once more is in it stands in ``beside``. What has no
page is named, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from tests.api.keeping import Extra, furnish
from tests.interfaces.addresses import address
from tests.interfaces.conftest import NOW, PASSWORD, Town
from tests.interfaces.test_sight_of_pages import API, EVERY, ROUTES
from tests.roles import ANONYMOUS, COLUMNS, table
from tests.voice.conftest import SECRET
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.models import Account, Passkey
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.messages.actions import send
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.members.actions import admit, ask, begin
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.rules import MemberProof

CONTACT, OWNER, HALF = "contact", "owner", "half"
"""Who comes by the link of a case; who has an account of an enterprise; who gave a password and still owes a code."""
READERS = (
    "dispatcher", "official", "utilities", "leader", "administrator", "security", "auditor", "supervisor", "keeper", ANONYMOUS,
)  # fmt: skip
"""As whom a page is looked at: the first who may open it."""
NO_PAGE = {
    "logout": "takes a form",
    "language": "takes a form",
    "look": "takes a form",
    "account_typed": "leads on",
    "account_let_go": "takes a form",
    "account_passkey_made": "takes a form",
    "export": "takes a form",
    "member_code": "takes a form",
    "login_provider": "leads on",
    "login_provider_back": "leads on",
    "file": "a file",
    "portal_file": "a file",
    "voice_file": "a file",
    "our_file": "a file",
    "load_refused": "a file",
    "extract_sheet": "a file",
    "case_paper": "a file",
    "enterprise_paper": "a file",
    "desk_queue": "a part of a page",
    "desk_likely": "a part of a page",
    "desk_hands": "takes a form",
    "visit_sync": "for programs",
    "manifest": "for programs",
    "worker": "for programs",
    "health_alive": "for programs",
    "health_ready": "for programs",
    "health_metrics": "for programs",
}
"""Addresses at which nobody reads a page."""


@dataclass
class Walk:
    """{who: their pages}, and what opens the doors of those who don't log in."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    link: str = ""
    owned: str = ""

    def add(self, who: str, *paths: str) -> None:
        self.pages.setdefault(who, []).extend(paths)


def routes() -> list[str]:
    """The addresses of the site that people come to: those of programs have doors of their own."""
    return [name for name, pattern in EVERY.items() if name not in API and not pattern.startswith("open311/")]


def reader(route: str) -> str | None:
    """Who opens a page of the bare town; None where nobody can yet."""
    row = table(ROUTES)[route]
    columns = {part: column for column, part in COLUMNS.items()}
    return next((part for part in READERS if row[columns[part]] == "200"), None)


def beside(town: Town, extra: Extra) -> dict[str, tuple[str, str]]:
    """The pages of what the town was given besides its cases: {route: (who, address)}."""
    firm = town.city.enterprises[0].pk
    passkey = Passkey.objects.create(
        account=town.account("planner"),
        name="演练电脑",
        device="Chrome, Linux",
        salt="s",
        credential="Y3JlZA",
        made_at=NOW,
    )
    until = NOW.date() + dt.timedelta(days=9)
    token, _ = issue_token(CLOCK, passkey.account_id, name="演练", scopes=[TokenScope.READ], until=until, now=NOW)
    return {
        "visit": ("official", f"/visits/{extra.visit}"),
        "visit_plan": ("official", f"/visits/plans/{extra.plan}"),
        "visit_plan_act": ("official", f"/visits/plans/{extra.plan}/move"),
        "promise": ("official", f"/visits/promises/{extra.promise}"),
        "visits_hand": ("dispatcher", f"/visits/unkept/promise/{extra.promise}"),
        "visits_round": ("dispatcher", f"/visits/rounds/{extra.round}"),
        "visits_round_act": ("dispatcher", f"/visits/rounds/{extra.round}/aim"),
        "enterprise_book_act": ("official", f"/enterprises/{firm}/visits/wish"),
        "key_list": ("dispatcher", f"/key-lists/{extra.key_list}"),
        "key_list_act": ("dispatcher", f"/key-lists/{extra.key_list}/add"),
        "case_code": ("official", f"/cases/{town.cases['replied'].pk}/code"),
        "message": ("utilities", f"/messages/{extra.message}"),
        "subscription": ("administrator", f"/subscriptions/{extra.subscription}"),
        "voice": ("dispatcher", f"/voices/{extra.voice}"),
        "member": ("dispatcher", f"/members/{extra.member}"),
        "rulebook_draft": ("leader", f"/rulebooks/drafts/{extra.draft}"),
        "rulebook_what_if": ("leader", f"/rulebooks/drafts/{extra.draft}/what-if"),
        "liaison_proposal_act": ("dispatcher", f"/liaison/proposals/{extra.proposal}/confirm?seen=1"),
        "account_passkeys": ("planner", "/account/passkeys"),
        "account_passkey": ("planner", f"/account/passkeys/{passkey.pk}"),
        "account_token": ("planner", f"/account/tokens/{token.pk}"),
        "login_passkey": (ANONYMOUS, "/login/passkey"),
        "login_code": (HALF, "/login/code"),
        "login_code_passkey": (HALF, "/login/code/passkey"),
        "need": (ANONYMOUS, f"/l/need/{SECRET}"),
        "portal": (CONTACT, "/l/"),
        "portal_knock": (ANONYMOUS, "/l/{link}"),
        "member_in": (ANONYMOUS, "/l/in"),
        "member_letter": (ANONYMOUS, f"/l/in/{_letter(town)}"),
        "our": (OWNER, "/l/our"),
        "our_need": (OWNER, "/l/our/need"),
        "our_case": (OWNER, f"/l/our/cases/{town.cases['handled'].pk}"),
    }


def _letter(town: Town) -> str:
    """The secret of the letter to somebody who was admitted and hasn't come in yet."""
    firm = town.city.enterprises[1].pk
    row = ask(town.city.actor("official"), firm, name="演练会计", mailbox="letter@example.com", now=NOW)
    admit(town.city.actor("dispatcher"), row.pk, proof=MemberProof.CALLED, now=NOW)
    send(NOW)
    found = re.search(r"/l/in/([A-Za-z0-9_-]{43})", str(outbox.outbox[-1].body))
    assert found
    return found[1]


def walked(town: Town) -> Walk:
    """The whole way round, in a town that has something of everything."""
    extra = furnish(town)
    walk = Walk()
    dispatcher = town.city.actor("dispatcher")
    walk.link = make_link(dispatcher, town.cases["replied"].pk, now=NOW)[1]
    walk.owned = _member(town)
    own = beside(town, extra)
    for route in routes():
        if route in NO_PAGE:
            continue
        part = reader(route)
        who, path = own.get(route) or (part or "", address(town, route))
        assert who, f"{route}: nobody opens it; name its page in beside, or in NO_PAGE why it has none"
        walk.add(who, path.replace("{link}", walk.link))
    return walk


def _member(town: Town) -> str:
    """The secret of somebody who is in by an account of an enterprise whose case is handled."""
    firm = town.cases["handled"].enterprise_id
    row = ask(town.city.actor("dispatcher"), firm, name="演练厂长", mailbox="boss@example.com", now=NOW)
    Member.objects.filter(pk=row.pk).update(stage="open", proof="called", opened_at=NOW)
    return begin(Member.objects.get(pk=row.pk))


BROWSER: Mapping[str, str] = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br", "HTTP_SEC_FETCH_SITE": "same-origin"}
"""What a browser says of itself that decides how it is answered."""


def come_in(walk: Walk, town: Town, who: str) -> Client:
    """The site as somebody has come in to it, without a browser."""
    client = Client(**BROWSER)  # type: ignore[arg-type]
    if who == OWNER:
        client.cookies["ours"] = walk.owned
    elif who == CONTACT:
        client.post(f"/l/{walk.link}", {"key": "opened"})
    elif who == HALF:
        client.post("/login", {"username": "planner", "password": PASSWORD})
    elif who != ANONYMOUS:
        client.force_login(town.account(who))
    return client


def opened(chromium: Browser, server: LiveServer, walk: Walk, town: Town, who: str) -> BrowserContext:
    """A browser that somebody has come in with."""
    looks: dict[str, Any] = {"color_scheme": "light", "reduced_motion": "reduce"}  # no colour is on its way to another
    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 780}, **looks)
    context.set_default_timeout(15_000)
    if who == OWNER:
        context.add_cookies([{"name": "ours", "value": walk.owned, "url": f"{server.url}/l/"}])
    elif who not in {ANONYMOUS, CONTACT, HALF}:
        client = Client()
        client.force_login(Account.objects.get(pk=town.account(who).pk))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server.url}])
    return context
