"""Papers as downloads: their name, what stands at their end, and what a browser may do with them."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from zhuqi.base.words import say
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.paper import MEDIA, Paper, numbered, written
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.wording import phrase

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST = 80
"""Signs of a file's name: some systems take no more than 255 bytes, and a Chinese sign is three."""
YEAR = dt.timedelta(days=366)


def as_word(paper: Paper, name: str, now: dt.datetime) -> HttpResponse:
    """A paper as a download that is called ``name``; never opened in the place of a page of ours, and never kept by the way."""
    shown = numbered(paper) if (get_language() or "").startswith("zh") else paper
    answer = HttpResponse(written(shown, now), content_type=MEDIA)
    called = NOT_IN_NAMES.sub(" ", name)[:LONGEST].strip(" .") or "paper"
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{called}.docx")
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def foot(request: Asked) -> str:
    """When a paper was written out and for whom, with the year: it lies about for longer than a page is open."""
    who = directory.staff_names({request.actor.staff}).get(request.actor.staff, "") if request.actor.staff else ""
    return phrase(say("Written out on {at} for {who}.", at=request.now, who=who), request.now - YEAR)
