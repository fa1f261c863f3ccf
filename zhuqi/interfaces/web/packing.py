"""What goes out is packed (gzip) where nobody learns anything from its length: style and script always, pages for our own readers.

A page holds what somebody typed beside what nobody else may know, so its packed length tells something (BREACH) to whoever can make
a reader's browser ask for it from elsewhere. Browsers say where a request began, and no script can say it for them: asked for from
another site, or by a browser that doesn't say, a page goes out as it is. The length of what is packed is blurred besides. Programs
come without a cookie and are answered as they are.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

Answering = Callable[[HttpRequest], HttpResponseBase]
OURS = frozenset({"same-origin", "none"})
"""Where a request began (Sec-Fetch-Site): a link or form of ours; the address bar or a bookmark."""
PAGE = "text/html"
FILES = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
SMALLEST, BLUR = 400, 100
"""Bytes below which packing gains nothing; bytes at most that are added to blur a page's length."""
GZIP = re.compile(r"\bgzip\b")


def packed(get_response: Answering) -> Answering:
    """Pack what may be packed, for browsers that take it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if request.path_info.startswith(settings.STATIC_URL) and kind in FILES:
            patch_vary_headers(response, ("Accept-Encoding",))
            return _file(response) if _takes(request, response) else response
        if kind == PAGE and isinstance(response, HttpResponse):
            patch_vary_headers(response, ("Accept-Encoding", "Sec-Fetch-Site"))
            if _takes(request, response) and request.headers.get("Sec-Fetch-Site") in OURS:
                return _with(response, response.content, compress_string(response.content, max_random_bytes=BLUR))
        return response

    return answer


def _takes(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether whoever asks takes this answer packed."""
    return bool(
        request.method != "HEAD"
        and response.status_code not in {204, 206, 304}
        and not response.has_header("Content-Encoding")
        and GZIP.search(request.headers.get("Accept-Encoding", ""))
    )


def _file(response: Any) -> HttpResponseBase:
    """A file of style or script, packed once and remembered: it is the same for everybody."""
    whole = b"".join(response)
    response.close()
    done = HttpResponse(whole, status=response.status_code, headers=dict(response.headers))
    return _with(done, whole, _small(whole))


@lru_cache(maxsize=64)
def _small(whole: bytes) -> bytes:
    return gzip.compress(whole, 9, mtime=0)


def _with(response: HttpResponse, whole: bytes, small: bytes) -> HttpResponse:
    if len(whole) < SMALLEST:
        return response
    response.content = small
    response.headers["Content-Length"] = str(len(small))
    response.headers["Content-Encoding"] = "gzip"
    if response.headers.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
    return response
