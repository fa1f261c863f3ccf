"""What of contacts lies with a unit itself."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi.base.words import term
from zhuqi.core.succession import Lying
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import ContactState


def lying(org: int) -> Iterator[Lying]:
    """What lies with a unit. One query."""
    yield Lying("visits", term("visits planned"), Contact.objects.filter(unit=org, state=ContactState.PLANNED).count())
