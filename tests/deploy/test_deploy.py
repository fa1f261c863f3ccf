"""What deploy/ promises: units that systemd takes, a proxy that keeps strangers and secrets out, settings that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.house.source import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
SITE = (DEPLOY / "nginx" / "zhuqi.conf").read_text("utf-8")
VARIABLE = re.compile(r"\b(?:ZHUQI_[A-Z_]+|DATABASE_URL)\b")


def values(unit: Path) -> dict[str, list[str]]:
    """{key: its values} of a unit."""
    found: dict[str, list[str]] = {}
    for line in unit.read_text("utf-8").splitlines():
        if not line.startswith(("#", "[")) and "=" in line:
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def block(head: str) -> str:
    """What stands between the braces after a head in the site; the heads here hold no braces of their own."""
    start = SITE.index(head + " {")
    depth = 0
    for at in range(start, len(SITE)):
        depth += {"{": 1, "}": -1}.get(SITE[at], 0)
        if depth == 0 and SITE[at] == "}":
            return SITE[start : at + 1]
    raise AssertionError(f"{head} isn't closed")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_every_unit(unit, tmp_path):
    for one in UNITS:
        text = one.read_text("utf-8").replace("/opt/zhuqi/.venv/bin/zhuqi", "/bin/true")
        (tmp_path / one.name).write_text(text)
    told = subprocess.run(
        ("systemd-analyze", "verify", "--man=no", tmp_path / unit.name), capture_output=True, text=True, check=False
    )
    about_us = [line for line in told.stderr.splitlines() if "zhuqi" in line]
    assert (told.returncode, about_us) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_systemd_finds_little_that_a_service_could_do_to_the_machine(unit):
    told = subprocess.run(
        ("systemd-analyze", "security", "--offline=yes", "--no-pager", unit),
        capture_output=True,
        text=True,
        check=False,
    )
    [exposure] = re.findall(r"Overall exposure level for \S+: (\d+\.\d)", told.stdout)
    assert float(exposure) <= 1.5, "0 is nothing, 10 everything"


@pytest.mark.parametrize("name", ["zhuqi-web", "zhuqi-work"])
def test_a_service_that_falls_comes_up_again_however_often(name):
    held = values(DEPLOY / "systemd" / f"{name}.service")
    assert held["Restart"] == ["always"] and held["StartLimitIntervalSec"] == ["0"]
    assert held["ExecStartPre"] == ["/opt/zhuqi/.venv/bin/zhuqi migrate --check"]
    assert int(held["TimeoutStopSec"][0]) >= 20


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_as_nobody_special_and_may_do_almost_nothing(unit):
    held = values(unit)
    assert held["User"] == ["zhuqi"]
    assert held["NoNewPrivileges"] == ["yes"] and held["ProtectSystem"] == ["strict"] and held["ProtectHome"] == ["yes"]
    assert held["CapabilityBoundingSet"] == [""]
    assert held["EnvironmentFile"] == ["/etc/zhuqi/zhuqi.env"]


def test_every_command_of_a_unit_is_one_of_ours():
    page = (ROOT / "zhuqi" / "interfaces" / "cli" / "commands.py").read_text("utf-8")
    for unit in SERVICES:
        for key in ("ExecStart", "ExecStartPre"):
            for line in values(unit).get(key, []):
                program, verb = line.split()[:2]
                assert program == "/opt/zhuqi/.venv/bin/zhuqi"
                assert re.search(rf"\b{verb}\b", page)


def test_every_setting_that_is_named_is_read():
    read = set(VARIABLE.findall((ROOT / "zhuqi" / "settings.py").read_text("utf-8")))
    pages = [*UNITS, DEPLOY / "zhuqi.env.example", ROOT / "docs" / "operating.md"]
    named = {name for page in pages for name in VARIABLE.findall(page.read_text("utf-8"))}
    assert len(named) > 8
    assert named - read - {"ZHUQI_LANG"} == set()


def test_every_setting_of_a_place_stands_in_the_example():
    read = set(re.findall(r"\"(ZHUQI_[A-Z_]+|DATABASE_URL)\"", (ROOT / "zhuqi" / "settings.py").read_text("utf-8")))
    named = set(VARIABLE.findall((DEPLOY / "zhuqi.env.example").read_text("utf-8")))
    assert read - named == set()


def test_the_site_is_well_formed():
    bare = "\n".join(line.partition("#")[0] for line in SITE.splitlines())
    assert bare.count("{") == bare.count("}")
    statements = [line.strip() for line in bare.splitlines() if line.strip()]
    loose = [line for line in statements if not line.endswith((";", "{", "}", "escape=json", "',", "\"'"))]
    assert all(line.startswith("'") for line in loose), loose


@pytest.mark.parametrize("door", ["= /metrics", "= /readyz"])
def test_strangers_get_no_figures(door):
    assert "return 404;" in block(f"location {door}")
    assert "proxy_pass" not in block(f"location {door}")


def test_what_a_visitor_claims_to_be_is_forgotten():
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in SITE
    assert "$proxy_add_x_forwarded_for" not in SITE
    assert "proxy_set_header X-Forwarded-Proto https;" in SITE
    places = re.findall(r"location [^{]*\{[^}]*\}", SITE)
    assert not [place for place in places if "proxy_set_header" in place], "one in a location drops all the others"
    kept = [place for place in re.split(r"\n    location ", SITE)[1:] if "add_header" in place]
    assert kept and all("Strict-Transport-Security" in place for place in kept), "as does one of these"


def test_the_log_of_the_proxy_holds_no_query_and_no_secret():
    [line] = re.findall(r"log_format [^;]*;", SITE)
    assert not [name for name in ("$request_uri", "$args", "$query_string", "$http_referer", "$uri") if name in line]
    assert '$request"' not in line and "$zhuqi_path" in line
    assert re.search(r"map \$uri \$zhuqi_path \{\s+~\^/l/\s+/l/…;", SITE)
    assert "error_log /var/log/nginx/zhuqi-error.log crit;" in SITE


def test_tls_is_modern_and_stays():
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in SITE and "ssl_session_tickets off;" in SITE
    assert "Strict-Transport-Security" in SITE
    [named] = re.findall(r"ssl_ciphers ([^;]+);", SITE)
    ciphers = named.split(":")
    assert all(name.startswith("ECDHE-") and ("GCM" in name or "CHACHA20" in name) for name in ciphers)


def test_bodies_and_rates_have_limits():
    assert re.search(r"client_max_body_size \d+m;", SITE)
    for zone in ("zhuqi_pages", "zhuqi_doors"):
        assert f"zone={zone}:" in SITE and f"limit_req zone={zone} " in SITE


@pytest.mark.parametrize(("told", "status"), [("https", 200), ("", 403)])
def test_a_form_from_behind_tls_is_one_of_ours(db, settings, told, status):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client(enforce_csrf_checks=True)
    proxied = {"HTTP_HOST": "localhost", **({"HTTP_X_FORWARDED_PROTO": told} if told else {})}
    page = client.get("/login", **proxied).content.decode()
    [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    typed = {"username": "nobody", "password": "wrong", "csrfmiddlewaretoken": token}
    answer = client.post(
        "/login", typed, HTTP_ORIGIN="https://localhost", HTTP_REFERER="https://localhost/login", **proxied
    )
    assert (answer.status_code == 403) == (status == 403)
