"""What a request to somewhere in the net can't be made to do: reach us, follow, wait, or believe a stranger."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zhuqi.core.messages import connecting, rules

HOST = "hooks.example.com"
Talk = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the host, and its key: synthetic."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    day = dt.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime.fromtimestamp(time.time(), dt.UTC) - day)
        .not_valid_after(dt.datetime.fromtimestamp(time.time(), dt.UTC) + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("papers")
    certificate, secret = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return certificate, secret


@pytest.fixture
def listens(papers: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Starts a host of the net on this machine: ``listens(talk)`` gives its port. For these tests alone it may be reached."""
    doors: list[socket.socket] = []
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*papers)
    monkeypatch.setattr(connecting, "resolve", lambda *_: [ipaddress.ip_address("127.0.0.1")])
    monkeypatch.setattr(rules, "public", lambda _: True)

    def begin(talk: Talk, *, trusted: bool = True) -> int:
        if trusted:
            monkeypatch.setattr(connecting, "context", lambda: ssl.create_default_context(cafile=str(papers[0])))
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def serve() -> None:
            try:
                bare, _ = door.accept()
                with server.wrap_socket(bare, server_side=True) as safe:
                    talk(safe)
            except OSError:
                pass

        threading.Thread(target=serve, daemon=True).start()
        return int(door.getsockname()[1])

    yield begin
    for door in doors:
        door.close()


def saying(*answers: bytes, heard: list[bytes] | None = None, pause: float = 0) -> Talk:
    def talk(safe: ssl.SSLSocket) -> None:
        got = safe.recv(65536)
        if heard is not None:
            heard.append(got)
        for part in answers:
            safe.sendall(part)
            time.sleep(pause)

    return talk


def test_a_body_arrives_whole_at_the_host_that_was_named(listens: Callable[..., int]) -> None:
    heard: list[bytes] = []
    port = listens(saying(b"HTTP/1.1 204 No Content\r\n\r\n", heard=heard))
    body = '{"number":"南关 2019-0187"}'.encode()
    assert connecting.post(f"https://{HOST}:{port}/in?a=b", body, {"X-Zhuqi-Signature": "t=1,v1=2"}) == 204
    head, _, sent = heard[0].partition(b"\r\n\r\n")
    assert sent == body and head.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    assert f"Host: {HOST}:{port}".encode() in head and f"Content-Length: {len(body)}".encode() in head
    assert b"X-Zhuqi-Signature: t=1,v1=2" in head


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ((b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\n\r\n",), "redirects"),
        ((b"HTTP/1.1 301 Moved\r\nLocation: http://169.254.169.254/\r\n\r\n",), "redirects"),
        ((b"HTTP/1.1 500 Oh\r\n\r\n",), "answered 500"),
        ((b"HTTP/1.1 404 No\r\n\r\n",), "answered 404"),
        ((b"SSH-2.0-OpenSSH\r\n",), "no HTTP"),
        ((b"HTTP/1.1\t" * 200,), "no HTTP"),
        ((b"HTTP/1.1 twohundred\r\n",), "no HTTP"),
        ((b"",), "no HTTP"),
    ],
)
def test_nothing_is_followed_and_nothing_strange_counts_as_arrived(
    listens: Callable[..., int], answers: tuple[bytes, ...], why: str
) -> None:
    port = listens(saying(*answers))
    with pytest.raises(connecting.Failed, match=why):
        connecting.post(f"https://{HOST}:{port}/", b"{}", {})


@pytest.mark.parametrize("drip", [(), (b"H", b"T", b"T", b"P", b"/", b"1", b".", b"1")])
def test_who_answers_slowly_is_left_in_time(
    listens: Callable[..., int], monkeypatch: pytest.MonkeyPatch, drip: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(connecting, "IN_ALL", 0.6)
    port = listens(saying(*(drip or (b"H",)), pause=0.3 if drip else 3))
    began = time.monotonic()
    with pytest.raises(connecting.Failed, match="too long"):
        connecting.post(f"https://{HOST}:{port}/", b"{}", {})
    assert time.monotonic() - began < 2


def test_a_certificate_that_nobody_vouches_for_isnt_believed(listens: Callable[..., int]) -> None:
    port = listens(saying(b"HTTP/1.1 200 OK\r\n\r\n"), trusted=False)
    with pytest.raises(connecting.Failed, match="certificate"):
        connecting.post(f"https://{HOST}:{port}/", b"{}", {})


def test_a_certificate_of_another_host_isnt_believed(listens: Callable[..., int]) -> None:
    port = listens(saying(b"HTTP/1.1 200 OK\r\n\r\n"))
    with pytest.raises(connecting.Failed, match="certificate"):
        connecting.post(f"https://other.example.com:{port}/", b"{}", {})


@pytest.mark.parametrize(
    "stands_for",
    [
        ["127.0.0.1"],
        ["10.0.0.8"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        [],
    ],
)
def test_a_name_that_stands_for_us_is_connected_to_by_nobody(
    monkeypatch: pytest.MonkeyPatch, stands_for: list[str]
) -> None:
    def never(*_: object) -> int:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(connecting, "resolve", lambda *_: [ipaddress.ip_address(one) for one in stands_for])
    monkeypatch.setattr(connecting, "_exchange", never)
    with pytest.raises(connecting.Failed, match="nothing is sent to"):
        connecting.post(f"https://{HOST}/", b"{}", {})


def test_a_name_is_looked_up_once_and_the_connection_goes_where_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who changes what a name stands for between the two looks (DNS rebinding) has nothing to change."""
    asked, reached = [], []

    def known(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", known)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(connecting.Failed, match="can't be reached"):
        connecting.post(f"https://{HOST}/", b"{}", {})
    assert asked == [HOST] and reached == [("93.184.216.34", 443)]


def test_a_host_of_the_places_own_net_is_reached_where_the_settings_name_it(
    monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(connecting, "_exchange", lambda *_: 200)
    for address, goes in (("10.1.2.3", True), ("127.0.0.1", False), ("169.254.169.254", False)):
        monkeypatch.setattr(connecting, "resolve", lambda *_, at=address: [ipaddress.ip_address(at)])
        for named in (frozenset({HOST}), frozenset[str]()):
            settings.WEBHOOKS_INSIDE = named  # type: ignore[attr-defined]
            if goes and named:
                assert connecting.post(f"https://{HOST}/", b"{}", {}) == 200
                continue
            with pytest.raises(connecting.Failed):
                connecting.post(f"https://{HOST}/", b"{}", {})


def test_a_name_that_nobody_knows_in_time_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "IN_ALL", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(2))
    began = time.monotonic()
    with pytest.raises(connecting.Failed, match="in time"):
        connecting.post(f"https://{HOST}/", b"{}", {})
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("address", ["http://hooks.example.com/", "https://127.0.0.1/", "https://2130706433/"])
def test_an_address_that_slipped_in_otherwise_is_looked_at_again(address: str) -> None:
    with pytest.raises(connecting.Failed, match="may be sent to"):
        connecting.post(address, b"{}", {})
