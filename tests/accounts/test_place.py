"""The settings of passkeys and of the identity provider: what can't be meant stops the program with a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAY = "import json; from zhuqi import settings as s; print(json.dumps([s.ORIGIN, s.PASSKEY_DOMAIN, s.OIDC_ISSUER]))"
ISSUER = {"ZHUQI_OIDC_ISSUER": "https://id.example/", "ZHUQI_OIDC_CLIENT": "zhuqi"}


def told(folder: Path, **names: str) -> subprocess.CompletedProcess[str]:
    """What a program of its own makes of these settings."""
    left = {name: text for name, text in os.environ.items() if not name.startswith("ZHUQI_")}
    env = {**left, "ZHUQI_VAR": str(folder), **names}
    return subprocess.run([sys.executable, "-c", SAY], env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("names", "made"),
    [
        ({}, ["", "", ""]),
        ({"ZHUQI_ORIGIN": "https://Zhuqi.Example/"}, ["https://zhuqi.example", "zhuqi.example", ""]),
        ({"ZHUQI_ORIGIN": "https://zhuqi.example:8443"}, ["https://zhuqi.example:8443", "zhuqi.example", ""]),
        ({"ZHUQI_ORIGIN": "http://localhost:8000"}, ["http://localhost:8000", "localhost", ""]),
        ({"ZHUQI_ORIGIN": "https://10.1.2.3"}, ["https://10.1.2.3", "", ""]),
        ({"ZHUQI_ORIGIN": "https://a.b.example", "ZHUQI_PASSKEY_DOMAIN": "b.example"},
         ["https://a.b.example", "b.example", ""]),
        ({"ZHUQI_ORIGIN": "https://a.example", "ZHUQI_PASSKEY_DOMAIN": ""}, ["https://a.example", "", ""]),
        ({"ZHUQI_ORIGIN": "https://a.example", **ISSUER}, ["https://a.example", "a.example", "https://id.example/"]),
    ],
)  # fmt: skip
def test_what_is_meant(tmp_path: Path, names: dict[str, str], made: list[str]) -> None:
    assert json.loads(told(tmp_path, **names).stdout) == made


@pytest.mark.parametrize(
    ("names", "named"),
    [
        ({"ZHUQI_ORIGIN": "zhuqi.example"}, "ZHUQI_ORIGIN"),
        ({"ZHUQI_ORIGIN": "http://zhuqi.example"}, "ZHUQI_ORIGIN"),
        ({"ZHUQI_ORIGIN": "https://zhuqi.example/path"}, "ZHUQI_ORIGIN"),
        ({"ZHUQI_ORIGIN": "https://"}, "ZHUQI_ORIGIN"),
        ({"ZHUQI_ORIGIN": "https://a.example", "ZHUQI_PASSKEY_DOMAIN": "b.example"}, "ZHUQI_PASSKEY_DOMAIN"),
        ({"ZHUQI_ORIGIN": "https://aa.example", "ZHUQI_PASSKEY_DOMAIN": "a.example"}, "ZHUQI_PASSKEY_DOMAIN"),
        ({"ZHUQI_PASSKEY_DOMAIN": "a.example"}, "ZHUQI_PASSKEY_DOMAIN"),
        (ISSUER, "ZHUQI_ORIGIN"),
        ({"ZHUQI_ORIGIN": "https://a.example", "ZHUQI_OIDC_ISSUER": "https://id.example"}, "ZHUQI_OIDC_CLIENT"),
        (
            {"ZHUQI_ORIGIN": "https://a.example", **ISSUER, "ZHUQI_OIDC_ISSUER": "http://id.example"},
            "ZHUQI_OIDC_ISSUER",
        ),
        ({"ZHUQI_ORIGIN": "https://a.example", **ISSUER, "ZHUQI_OIDC_FACTOR": " "}, "ZHUQI_OIDC_FACTOR"),
        (
            {"ZHUQI_ORIGIN": "https://a.example", **ISSUER, "ZHUQI_OIDC_SECRET_FILE": "/nowhere"},
            "ZHUQI_OIDC_SECRET_FILE",
        ),
    ],
)
def test_what_cant_be_meant(tmp_path: Path, names: dict[str, str], named: str) -> None:
    stopped = told(tmp_path, **names)
    assert stopped.returncode == 1 and named in stopped.stderr and "Traceback" not in stopped.stderr
