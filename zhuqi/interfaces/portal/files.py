"""The files of a case on its enterprise's page: what is open to it, what it attaches, the download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.actions.attaching import attach, erase
from zhuqi.domain.cases.queries.files import download
from zhuqi.domain.cases.queries.links import Opened
from zhuqi.domain.cases.queries.outside import Outside
from zhuqi.interfaces.portal import door
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.cases import files
from zhuqi.interfaces.web.uploads import uploads

FIELDS = files.FIELDS[:1]
"""The word about them. Whom they are for isn't asked: what an enterprise attaches is open to it."""


def _attach(request: Asked, found: Opened) -> None:
    typed = forms.read(FIELDS, request.POST)
    seen, key = forms.seen(request.POST), forms.key(request.POST)
    attach(found.actor, found.case, uploads=uploads(request), **typed, seen=seen, key=key, now=request.now)


def _erase(request: Asked, found: Opened) -> None:
    file = forms.read(files.FILE, request.POST)["erase"]
    erase(found.actor, file, case_id=found.case, key=forms.key(request.POST), now=request.now)


ACTS: Mapping[str, Callable[[Asked, Opened], None]] = {"attach": _attach, "erase": _erase}
DONE: Mapping[str, Sentence] = {
    "attach": say("Your files were taken down. Those who work on this see them."),
    "erase": say("What was in that file is erased."),
}


def section(
    request: Asked, room: door.Room, case: Outside, faults: Mapping[str, Sentence], *, staff: bool
) -> dict[str, Any]:
    """What the page shows of files. ``faults``: of the form that came back."""
    found = room.opened
    return {
        "rows": files.rows(found.actor, found.case, case.life, request.now, room.files),
        "more": case.life.end is None and not staff,
        "form": forms.again(FIELDS, request.POST, faults) if faults else forms.blank(FIELDS),
        "error": faults.get("files"),
        "accept": files.ACCEPT,
        "key": forms.new_key(),
    }


@require_safe
def fetch(request: Asked, file_id: int) -> HttpResponseBase:
    """One file of the case that is open, as a download. What isn't there is the page of a link that opens nothing."""
    try:
        found = door.through(request, request.now)
        if found is None:
            raise Missing
        return files.given(download(found.actor, found.case, file_id))
    except Missing:
        return render(request, "portal_shut.html", status=404)
