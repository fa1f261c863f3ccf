"""The logs of a whole run, with what goes right and what breaks: not one word about people in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import requests
from django.urls import get_resolver

from tests.doors.clients import NEED, Client, assigned
from tests.doors.conftest import POSTGRES, fresh_database
from tests.doors.site import ROOT, Site
from tests.doors.test_machines import page, typed, until
from tests.doors.wiring import TABLES

pytestmark = pytest.mark.django_db
ROUTES = [str(pattern.pattern) for pattern in get_resolver("zhuqi.urls").url_patterns]
ODD = (
    "/breaks",
    "/clashes",
    "/l/{}",
    "/cases/{}",
    "/nowhere/{}",
    "/cases?q={}",
    "/login?next={}",
    "/api/v1/cases?words={}",
)


@pytest.fixture(params=["lines" if POSTGRES else "json"])
def told(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Site, dict[str, Any]]]:
    more = {"DJANGO_SETTINGS_MODULE": "tests.doors.settings", "ZHUQI_LOG": request.param}
    with fresh_database(tmp_path) if POSTGRES else nullcontext("") as url:
        site = Site(tmp_path, url, more=more)
        try:
            ready = json.loads(site.run("tests.doors.prepare", "2"))
            site.run("tests.doors.tables", *TABLES)
            site.serve()
            yield site, ready
        finally:
            site.close()


def go_round(site: Site, told: dict[str, Any], words: list[str]) -> None:
    """Ask for every page, signed in and not; send forms and bodies with people's words to doors that refuse them."""
    with requests.Session() as visitor, requests.Session() as stranger:
        typed(stranger, site, "/login", username=words[0], password=words[1])
        assert typed(visitor, site, "/login", **told["account"]).status_code == 302
        addresses = [
            "/" + re.sub(r"<[^>]*>", "1", route) for route in ROUTES if not route.startswith(("api", "logout"))
        ]
        odd = [form.format(quote(word)) for form in ODD for word in words[:3]]
        for who in (visitor, stranger):
            for address in [*addresses, *odd]:
                who.get(page(site, address), allow_redirects=False, headers={"User-Agent": words[0].encode()})
        shown = visitor.get(page(site, "/account")).text
        [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
        for address in addresses:
            visitor.post(page(site, address), {"csrfmiddlewaretoken": token, "text": words[0], "name": words[1]})
    official = Client(site, told["tokens"]["official"])
    for body in ({**NEED, "kind": words[0]}, {"title": words[1] * 9000}, {**NEED, "enterprise_id": words[2]}):
        assert official.post("/cases", body).status in (413, 422)


def test_no_word_about_people_is_in_the_log_of_a_whole_run(told: tuple[Site, dict[str, Any]]) -> None:
    site, ready = told
    assigned(site, ready, "logged")
    words = json.loads(site.run("tests.doors.personal"))
    assert len(words) > 20 and any("演练" in word for word in words)
    go_round(site, ready, words)
    (site.folder / "fail").touch()
    site.start("work", "work")
    leavers = [str(pk) for pk in ready["leavers"]]
    subprocess.run(
        (sys.executable, "-m", "tests.doors.clerk", "0", *leavers), cwd=ROOT, env=site.environment, check=True
    )
    until(lambda: "doors.slow" in (site.folder / "work.log").read_text("utf-8"), "a reaction that fails")
    until(lambda: "doors.hourly" in (site.folder / "work.log").read_text("utf-8"), "a job that fails")
    site.close()
    log = "".join(file.read_text("utf-8") for file in site.folder.glob("*.log"))
    assert log.count("ValueError") > 1 and "IntegrityError" in log and "RuntimeError" in log, "failures are told"
    assert "tests/doors/urls.py" in log, "with their places"
    assert log.count("request") > 100
    secrets = [*ready["tokens"].values(), ready["account"]["password"]]
    forms = {
        form for word in [*words, *secrets] for form in (word, json.dumps(word)[1:-1], quote(word), quote_plus(word))
    }
    assert {form for form in forms if form in log} == set()
