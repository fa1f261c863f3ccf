"""Pages that belong to no room: how the site looks, complaints and suggestions."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhuqi.interfaces.web.accounts.login import remember
from zhuqi.interfaces.web.asked import Asked, back_to, posted

LOOKS = {"theme": ("light", "dark"), "type": ("large", "plain"), "lang": tuple(dict(settings.LANGUAGES))}
"""What a reader may choose about the look of the site, each with its values."""


@posted
def choose_look(request: Asked) -> HttpResponseBase:
    """Light or dark, large type, the language: kept in the reader's browser. Works logged out, too."""
    answer = HttpResponseRedirect(back_to(request, reverse("my_day")))
    for name, values in LOOKS.items():
        wanted = request.POST.get(name, "")
        if wanted in values:
            remember(answer, name, wanted)
    return answer


def complaints(request: Asked) -> HttpResponseBase:
    """Where complaints and suggestions about the service or this site go."""
    return render(request, "complaints.html", {"contact": getattr(settings, "COMPLAINTS_CONTACT", "")})
