"""The site behind nginx with TLS, as deploy/nginx has it: a real proxy before real processes, seen from the street."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.doors.site import Site
from tests.doors.test_machines import until
from tests.house.source import ROOT
from tools import debian

NGINX = debian.program("nginx") or ""
pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx here")
CONF = (ROOT / "deploy" / "nginx" / "zhuqi.conf").read_text("utf-8")
NAME = "zhuqi.example"
AS_ON_DEBIAN = "default_type application/octet-stream; sendfile on; gzip on;"
SLOWEST = 1
MEGA = 1_000_000
YEAR = "public, max-age=31536000, immutable"


@dataclass
class Proxy:
    """nginx on doors of its own, and the site behind it."""

    folder: Path
    site: Site
    plain: int
    tls: int
    told: dict[str, Any]
    context: ssl.SSLContext = field(default_factory=ssl._create_unverified_context)

    def file(self) -> Path:
        """The shipped site with other doors, files and patience; nothing else is changed."""
        changed = {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.tls} ssl http2;",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{self.site.port};",
            "/etc/zhuqi/tls/fullchain.pem": f"{self.folder}/cert.pem",
            "/etc/zhuqi/tls/privkey.pem": f"{self.folder}/key.pem",
            "/var/log/nginx/": f"{self.folder}/",
            "/opt/zhuqi/deploy/nginx;": f"{self.folder};",
            "client_body_timeout 20s": f"client_body_timeout {SLOWEST}s",
            "client_header_timeout 20s": f"client_header_timeout {SLOWEST}s",
        }
        site = CONF
        for shipped, ours in changed.items():
            assert shipped in site, shipped
            site = site.replace(shipped, ours)
        places = "".join(
            f"{name}_temp_path {self.folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        head = f"pid {self.folder}/pid;\nerror_log {self.folder}/error.log;\nevents {{}}\n"
        file = self.folder / "nginx.conf"
        file.write_text(f"{head}http {{\n{AS_ON_DEBIAN}\n{places}\n{site}\n}}\n", "utf-8")
        return file


@dataclass
class Said:
    """An answer: status, headers as they came, body."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def all(self, name: str) -> list[str]:
        """Every header of a name."""
        return self.headers.get_all(name) or []


@dataclass
class Visitor:
    """Somebody at an address of this machine, with the cookies given so far."""

    proxy: Proxy
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Said:
        """One request over TLS."""
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.proxy.tls, timeout=30, context=self.proxy.context, source_address=(self.address, 0)
        )
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, path, body, {"Host": NAME, **({"Cookie": held} if held else {}), **named})
            answer = line.getresponse()
            said = Said(answer.status, answer.headers, answer.read())
        finally:
            line.close()
        for cookie in said.all("Set-Cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return said

    def token(self) -> str:
        """The token of a form, from the log-in page."""
        page = self.ask("GET", "/login").body.decode()
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]

    def log_in(self, token: str, username: str, password: str, **headers: str) -> Said:
        typed = urlencode({"username": username, "password": password, "csrfmiddlewaretoken": token}).encode()
        form = "application/x-www-form-urlencoded"
        return self.ask("POST", "/login", typed, Content_Type=form, Origin=f"https://{NAME}", **headers)


def free() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def of_request(folder: Path, number: str) -> str:
    """The lines that the logs of a folder hold about a request: they are written after it was answered."""
    lines = "".join(log.read_text("utf-8") for log in folder.glob("*.log")).splitlines()
    return "\n".join(line for line in lines if number in line)


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    folder = Path(tempfile.mkdtemp(prefix="zhuqi-nginx-", dir="/tmp"))
    folder.chmod(0o755)
    (folder / "var").mkdir()
    shutil.copytree(ROOT / "deploy" / "nginx" / "said", folder / "said")
    behind = {
        "ZHUQI_HTTPS": "1",
        "ZHUQI_PROXIES": "1",
        "ZHUQI_HOSTS": f"{NAME},127.0.0.1",
        "ZHUQI_LOG": "json",
        "ZHUQI_METRICS": "1",
    }
    place = Proxy(folder, Site(folder / "var", more=behind), free(), free(), {})
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}")
    subprocess.run((*made, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"), check=True, capture_output=True)
    tried = subprocess.run((NGINX, "-t", "-c", place.file()), capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    nginx: subprocess.Popen[bytes] | None = None
    try:
        place.told = json.loads(place.site.run("tests.doors.prepare", "0"))
        place.site.serve()
        nginx = subprocess.Popen((NGINX, "-c", place.file(), "-g", "daemon off;"))
        opened(place.tls)
        yield place
    finally:
        place.site.close()
        if nginx is not None:
            nginx.terminate()
            nginx.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def opened(port: int) -> None:
    """Wait until somebody listens there."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as tried:
            if not tried.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.02)
    raise TimeoutError(port)


def test_who_comes_without_tls_is_sent_to_it(proxy: Proxy) -> None:
    line = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    line.request("GET", "/cases?state=handling", headers={"Host": "evil.example"})
    answer = line.getresponse()
    line.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/cases?state=handling")


def test_the_line_is_modern(proxy: Proxy) -> None:
    context = ssl._create_unverified_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", proxy.tls)) as raw, context.wrap_socket(raw) as line:
        assert (line.version(), line.selected_alpn_protocol()) == ("TLSv1.3", "h2")


def test_a_page_carries_each_of_its_guards_once(proxy: Proxy) -> None:
    said = Visitor(proxy).ask("GET", "/login")
    assert said.status == 200
    guards = ("Strict-Transport-Security", "Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options")
    assert {name: len(said.all(name)) for name in (*guards, "Referrer-Policy", "X-Request-ID")} == dict.fromkeys(
        (*guards, "Referrer-Policy", "X-Request-ID"), 1
    )
    assert "max-age=31536000" in said.headers["Strict-Transport-Security"]
    assert said.headers["Server"] == "nginx", "no version"


def test_somebody_logs_in_and_their_cookies_go_over_tls_alone(proxy: Proxy) -> None:
    visitor = Visitor(proxy, "127.0.0.2")
    said = visitor.log_in(visitor.token(), **proxy.told["account"])
    assert said.status == 302 and said.headers["Location"] == "/"
    [session] = [cookie for cookie in said.all("Set-Cookie") if cookie.startswith("sessionid=")]
    assert all(word in session for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert all("Secure" in cookie for cookie in said.all("Set-Cookie"))
    assert visitor.ask("GET", "/cases").status == 200


def test_a_forged_address_doesn_t_help_against_the_lock_out_and_harms_nobody_else(proxy: Proxy) -> None:
    thief, other = Visitor(proxy, "127.0.0.3"), Visitor(proxy, "127.0.0.4")
    token = thief.token()
    forged = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
    tries = [
        thief.log_in(
            token,
            "somebody",
            "wrong",
            **{name: f"for=10.1.1.{n}" if name == "Forwarded" else f"10.1.1.{n}" for name in forged},
        )
        for n in range(6)
    ]
    assert [said.status for said in tries] == [422] * 4 + [429] * 2
    assert b"csrfmiddlewaretoken" in tries[-1].body, "the site's own page, not the proxy's"
    assert other.log_in(other.token(), "somebody", "wrong", X_Forwarded_For="127.0.0.3").status == 422


def test_a_host_that_isn_t_ours_gets_nothing(proxy: Proxy) -> None:
    assert Visitor(proxy).ask("GET", "/login", Host="evil.example").status == 400


@pytest.mark.parametrize(("door", "status"), [("/healthz", 200), ("/readyz", 404), ("/metrics", 404)])
def test_the_street_learns_that_it_lives_and_nothing_more(proxy: Proxy, door: str, status: int) -> None:
    said = Visitor(proxy).ask("GET", door)
    assert said.status == status
    assert b"zhuqi_requests" not in said.body


def test_pages_are_packed_for_our_own_readers_and_files_for_all(proxy: Proxy) -> None:
    page = Visitor(proxy).ask("GET", "/login", Accept_Encoding="gzip")
    ours = Visitor(proxy).ask("GET", "/login", Accept_Encoding="gzip", Sec_Fetch_Site="same-origin")
    file = Visitor(proxy).ask("GET", "/static/zhuqi/base.css", Accept_Encoding="gzip")
    assert page.headers["Content-Encoding"] is None
    assert ours.headers["Content-Encoding"] == "gzip" and b"<html" in gzip.decompress(ours.body)
    assert file.headers["Content-Encoding"] == "gzip" and b"{" in gzip.decompress(file.body)
    assert "Accept-Encoding" in file.headers["Vary"]


@pytest.mark.parametrize(("query", "life"), [("", "public, max-age=60"), ("?v=0a1b2c", YEAR)])
def test_a_file_named_by_its_contents_is_kept_for_a_year(proxy: Proxy, query: str, life: str) -> None:
    said = Visitor(proxy).ask("GET", f"/static/zhuqi/base.css{query}")
    assert (said.status, said.all("Cache-Control")) == (200, [life])
    assert len(said.all("Strict-Transport-Security")) == 1


def said_in_our_words(said: Said, kind: str, form: str) -> None:
    assert said.headers.get_content_type() == ("application/json" if form == "json" else "text/html")
    assert len(said.all("Strict-Transport-Security")) == 1 and said.headers["Cache-Control"] == "no-store"
    assert b"nginx" not in said.body
    if form == "json":
        told = json.loads(said.body)
        assert told["code"] == kind and told["sentence"] and told["fields"] == {}
    else:
        assert "<h1>" in said.body.decode() and len(said.all("Content-Security-Policy")) == 1


FORMS = pytest.mark.parametrize(("head", "form"), [("/", "html"), ("/api/v1/", "json")])


@FORMS
def test_a_body_without_bounds_isn_t_read(proxy: Proxy, head: str, form: str) -> None:
    with socket.create_connection(("127.0.0.1", proxy.tls), timeout=30) as raw, proxy.context.wrap_socket(raw) as line:
        line.sendall(f"POST {head}cases HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {26 * MEGA * 10}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(line)
        answer.begin()
        said = Said(answer.status, answer.headers, answer.read())
    assert said.status == 413
    said_in_our_words(said, "too_large", form)


@FORMS
@pytest.mark.parametrize(("query", "header", "status"), [(1, 20_000, 431), (20_000, 1, 414)])
def test_a_request_without_end_isn_t_read(
    proxy: Proxy, head: str, form: str, query: int, header: int, status: int
) -> None:
    said = Visitor(proxy).ask("GET", f"{head}cases?{'x' * query}", X_Long="x" * header)
    assert said.status == status
    said_in_our_words(said, "malformed", form if status == 431 else "html")  # a line that wasn't read has no address


def test_slow_clients_keep_nobody_from_the_site_and_are_let_go(proxy: Proxy) -> None:
    lines = []
    for _ in range(12):
        raw = socket.create_connection(("127.0.0.1", proxy.tls), timeout=30)
        line = proxy.context.wrap_socket(raw)
        line.sendall(f"POST /cases/new HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\nslow".encode())
        lines.append(line)
    assert Visitor(proxy, "127.0.0.5").ask("GET", "/login").status == 200
    answers = [line.recv(4096)[:12] for line in lines]
    assert set(answers) <= {b"", b"HTTP/1.1 408"}, answers
    for line in lines:
        line.close()


@FORMS
def test_who_asks_too_much_is_told_so(proxy: Proxy, head: str, form: str) -> None:
    visitor = Visitor(proxy, "127.0.0.6" if form == "html" else "127.0.0.7")
    path = f"{head}healthz" if form == "json" else "/login"
    said = next(said for said in (visitor.ask("GET", path) for _ in range(400)) if said.status == 429)
    said_in_our_words(said, "too_many", form)


def test_the_number_of_a_request_is_the_proxy_s_and_the_logs_keep_no_secret(proxy: Proxy) -> None:
    secret = secrets.token_urlsafe(24)
    said = Visitor(proxy, "127.0.0.8").ask("GET", f"/l/{secret}?q={secret}", X_Request_ID="chosen-by-a-stranger")
    assert re.fullmatch(r"[0-9a-f]{32}", said.headers["X-Request-ID"])
    number = said.headers["X-Request-ID"]
    ours = ("/l/…", proxy.folder), ("portal_knock", proxy.site.folder)
    until(lambda: all(path in of_request(folder, number) for path, folder in ours), "both logs")
    logs = "".join(log.read_text("utf-8") for log in [*proxy.folder.glob("*.log"), *proxy.site.folder.glob("*.log")])
    assert secret not in logs and "chosen-by-a-stranger" not in logs


def test_while_the_site_is_down_it_says_so_in_our_words(proxy: Proxy) -> None:
    visitor = Visitor(proxy, "127.0.0.9")
    proxy.site.kill("web")
    for head, form in (("/", "html"), ("/api/v1/", "json")):
        said = visitor.ask("GET", f"{head}cases")
        assert said.status == 502
        said_in_our_words(said, "away", form)
    proxy.site.serve()
    assert visitor.ask("GET", "/login").status == 200
