"""Every field of the other doors gets what strangers type: lists and searches, logging in, the enterprise's page."""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

import pytest
from django.test import Client

from tests.api.conftest import secret
from tests.interfaces.conftest import NOW, PASSWORD, Town
from tests.strangers.conftest import FORM, Meeting, some
from tests.strangers.odd import TEXTS, as_form
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.interfaces.api.addresses import queries
from zhuqi.interfaces.portal.acts import ACTS

PAGES = {
    "/": ("unit", "which"),
    "/cases": ("which", "unit", "at", "enterprise", "below", "words", "rows", "after"),
    "/cases/new": ("enterprise", "enterprise_id", "words"),
    "/statement": ("unit", "since", "until", "apart"),
    "/statement/cases": ("unit", "since", "until", "side", "beyond", "account", "after"),
    "/login": ("next",),
}
FORMS = {
    "/login": {"username": "he", "password": PASSWORD, "next": "/cases"},
    "/login/code": {"code": "123456"},
    "/language": {"lang": "en", "next": "/"},
    "/look": {"theme": "dark", "type": "large", "next": "/"},
}
OPEN = {200, 302, 400, 404, 409, 422, 429}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_asked_of_a_page(town: Town, client: Client, meeting: Meeting, page: str) -> None:
    client.force_login(town.account("dispatcher"))
    fixed = {"unit": town.city.org("ng-desk"), "since": "2019-05-01", "until": "2019-06-04", "side": "received"}
    for place, name in enumerate((*PAGES[page], "made_up")):
        rest = {k: v for k, v in fixed.items() if k in PAGES[page] and k != name}
        for what, value in some(as_form(), place).items():
            if len(value) > 15_000:
                value = value[:12_000].rpartition(b"%")[0]  # longer addresses come no further than the server's door
            path = f"{page}?{urlencode(rest)}&{name}=".encode() + value
            told = meeting.send(client, "GET", path.decode("latin-1"), b"", FORM, f"{page} {name}: {what}")
            assert told.status_code in OPEN, (page, name, what)


@pytest.mark.parametrize("page", FORMS)
def test_what_is_typed_without_having_come_in(town: Town, client: Client, meeting: Meeting, page: str) -> None:
    for place, name in enumerate((*FORMS[page], "made_up", "csrfmiddlewaretoken")):
        rest = urlencode({k: v for k, v in FORMS[page].items() if k != name})
        for n, (what, value) in enumerate(some(as_form(), place).items()):
            content = f"{rest}&{name}=".encode() + value
            here = {"REMOTE_ADDR": f"10.{place}.{n // 250}.{n % 250}"}
            told = meeting.send(client, "POST", page, content, FORM, f"{page} {name}: {what}", **here)
            assert told.status_code in OPEN, (page, name, what)


@pytest.mark.parametrize("act", ACTS)
def test_what_an_enterprise_types(town: Town, client: Client, meeting: Meeting, act: str) -> None:
    case = town.cases["ended" if act == "reopen" else "replied"]
    _, key = make_link(town.city.actor("dispatcher"), case.pk, now=NOW)
    assert client.post(f"/l/{key}", {"key": "k"}).status_code == 302
    version = type(case).objects.get(pk=case.pk).version
    names = [field.name for field in ACTS[act].fields]
    good = {name: "5" if "rating" in name else "几行字。" for name in names} | {
        "act": act,
        "seen": version,
        "key": "k2",
    }
    for place, name in enumerate((*names, "seen", "key", "act", "made_up")):
        rest = urlencode({k: v for k, v in good.items() if k != name})
        for what, value in some(as_form(), place).items():
            content = f"{rest}&{name}=".encode() + value
            told = meeting.send(client, "POST", "/l/", content, FORM, f"{act} {name}: {what}")
            assert told.status_code in OPEN, (act, name, what)


def test_secrets_of_links(town: Town, client: Client, meeting: Meeting) -> None:
    for what, text in TEXTS.items():
        if 0 < len(text) < 3_000 and "\ud800" not in text and "\udfff" not in text:
            for method in ("GET", "POST"):
                told = meeting.send(client, method, f"/l/{quote_plus(text)}", b"", FORM, f"{method} a link: {what}")
                assert told.status_code in {404, 429}, what


@pytest.mark.parametrize("operation", sorted(path for path, found in queries.items() if any(found.values())))
def test_what_is_asked_of_the_api(town: Town, meeting: Meeting, operation: str) -> None:
    client = Client(
        headers={"Authorization": f"Bearer {secret(town.account('dispatcher').pk)}", "Accept-Language": "zh"}
    )
    address = "/api/v1" + operation.replace("{case_id}", str(town.cases["handled"].pk))
    for place, name in enumerate((*sorted(queries[operation].get("GET", ())), "made_up")):
        rest = urlencode({"unit": town.city.org("ng-desk")} if "statement" in address and name != "unit" else {})
        for what, value in some(as_form(), place).items():
            path = f"{address}?{rest}&{name}=".encode() + value[:12_000]
            told = meeting.send(client, "GET", path.decode("latin-1"), b"", "", f"{address} {name}: {what}")
            assert told.status_code in {200, 400, 404, 422}, (address, name, what, told.content)
