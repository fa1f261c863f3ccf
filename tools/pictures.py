"""The pictures of README and docs, all by one command: ``make pictures``.

A preset is replayed into a folder of its own, the site is opened on a free port, and every scene is taken by a real Chromium at the
moment at which the replay stands. Each picture is drawn with few enough colours to stay below 200 kB.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PRESET = "nanguan"
DISPATCHER, OFFICIAL, LEADER = "ng288", "ng321", "ng001"
DESK, PHONE, WALL = (1280, 900), (360, 740), (1920, 1080)
LARGEST, COLOURS = 200_000, 128
"""Bytes of a picture at most; colours that it is drawn with."""
PATIENCE = 1200
"""Seconds after which a replay is taken to hang."""


@dataclass(frozen=True)
class Scene:
    """One picture: who looks at what, in which window, by day or by night. ``then``: what is followed on the page first."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = DESK
    scheme: str = "light"
    then: str = ""


FIRST = ".rows .t a"
STATEMENT = "/statement?since=2019-05-13&until=2019-06-04"
SCENES = (
    Scene("my-day", DISPATCHER, "/"),
    Scene("my-day-phone", OFFICIAL, "/", PHONE),
    Scene("my-day-dark", LEADER, "/", scheme="dark"),
    Scene("case", DISPATCHER, "/cases?which=waiting", then=FIRST),
    Scene("case-phone", DISPATCHER, "/cases?which=waiting", PHONE, then=FIRST),
    Scene("room", DISPATCHER, "/desk"),
    Scene("statement", DISPATCHER, STATEMENT),
    Scene("tiles", DISPATCHER, "/liaison/tiles"),
    Scene("wall", DISPATCHER, "/wall", WALL, "dark"),
)


def main() -> None:
    """Replay, open, take every scene, close."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zhuqi-pictures-") as folder:
        port = free()
        address = f"http://127.0.0.1:{port}"
        site = [sys.executable, "-m", "zhuqi", "demo", "--preset", PRESET, "--port", str(port)]
        with subprocess.Popen(site, cwd=ROOT, env={**os.environ, "ZHUQI_VAR": folder}) as demo:
            try:
                wait(demo, address)
                password = (Path(folder) / "demo-password.txt").read_text("utf-8").strip()
                take(address, password)
            finally:
                demo.terminate()


def free() -> int:
    """A port that nobody uses."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait(demo: subprocess.Popen[bytes], address: str) -> None:
    """Until the site answers. Raises SystemExit where it ended, or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(1)
    raise SystemExit("the demo didn't open")


def take(address: str, password: str) -> None:
    """Every scene, each person with one browser."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for who in sorted({scene.who for scene in SCENES}):
            page = come_in(browser, address, who, password)
            for scene in SCENES:
                if scene.who == who:
                    (PICTURES / f"{scene.name}.png").write_bytes(small(shot(page, address, scene)))
        browser.close()


def come_in(browser: Browser, address: str, who: str, password: str) -> Page:
    """A window of somebody who has logged in."""
    page = browser.new_context(locale="zh-CN", reduced_motion="reduce").new_page()
    page.goto(f"{address}/login")
    page.fill("#username", who)
    page.fill("#password", password)
    page.click("main button")
    page.wait_for_url(f"{address}/")
    return page


def shot(page: Page, address: str, scene: Scene) -> bytes:
    """One scene as the browser draws it."""
    width, height = scene.size
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scene.scheme == "dark" else "light")
    page.goto(address + scene.path)
    if scene.then:
        page.goto(address + (page.locator(scene.then).first.get_attribute("href") or ""))
    return page.screenshot()


def small(picture: bytes) -> bytes:
    """The same picture with fewer colours. Raises SystemExit where it stays too large."""
    drawn = (
        Image.open(io.BytesIO(picture))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    kept = io.BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    if kept.tell() > LARGEST:
        raise SystemExit(f"a picture has {kept.tell()} bytes; {LARGEST} at most")
    return kept.getvalue()


if __name__ == "__main__":
    main()
