"""Requests as the server hands them over, past the test client, which would never send what is odd."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from typing import Any

from zhuqi import wsgi


def handed_over(body: bytes = b"", **environ: Any) -> tuple[int, Mapping[str, str], bytes]:
    """(status, headers, body) of the answer to a request of this machine; ``environ`` says what is odd about it."""
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/login",
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **environ,
    }
    got: list[tuple[str, dict[str, str]]] = []
    answer = wsgi.application(asked, lambda status, headers, fault=None: got.append((status, dict(headers))))  # type: ignore[arg-type]
    said = b"".join(answer)
    [(status, headers)] = got
    return int(status.partition(" ")[0]), headers, said
