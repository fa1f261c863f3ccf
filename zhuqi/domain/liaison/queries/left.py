"""What of posts and links lies with a unit itself."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi.base.words import term
from zhuqi.core.succession import Lying
from zhuqi.domain.liaison.models import Handover, Liaison, Post


def lying(org: int) -> Iterator[Lying]:
    """What lies with a unit, kind by kind. Three queries."""
    yield Lying("posts", term("posts"), Post.objects.filter(org=org, until=None).count())
    yield Lying("links", term("links to enterprises"), Liaison.objects.filter(place=org, until=None).count())
    yield Lying("handovers", term("hand-overs that wait"), Handover.objects.filter(place=org, successor=None).count())
