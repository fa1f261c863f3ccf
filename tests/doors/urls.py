"""The site's addresses and two that break, with people's words in what they say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from zhuqi.core.accounts.models import Account
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.urls import handler400, urlpatterns

__all__ = ["handler400", "urlpatterns"]


def breaks(request: HttpRequest) -> HttpResponse:
    person = Staff.objects.order_by("pk")[0]
    words = [person.name, *Enterprise.objects.values_list("name", flat=True)]
    raise ValueError(f"a row says {words}")


def clashes(request: HttpRequest) -> HttpResponse:
    """What the engine says then quotes the row (PostgreSQL: DETAIL)."""
    Account.objects.create(username=Account.objects.order_by("pk")[0].username)
    return HttpResponse("no")


urlpatterns = [path("breaks", breaks), path("clashes", clashes), *urlpatterns]
