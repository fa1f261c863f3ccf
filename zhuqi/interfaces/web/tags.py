"""What templates call: the wording of ``wording``, and the small parts of a form that every page needs."""

from __future__ import annotations

import datetime as dt
import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhuqi.interfaces.web import wording

register = template.Library()


@register.simple_tag(takes_context=True)
def phrase(context: template.Context, said: object) -> str:
    """Anything said, in the reader's language."""
    return wording.phrase(said, context["now"])


@register.simple_tag(takes_context=True)
def word(context: template.Context, said: object) -> str:
    """A word of ours that stands alone, with a capital; a name that is data stays as it is."""
    text = wording.phrase(said, context["now"])
    return text if type(said) is str else text[:1].upper() + text[1:]


@register.simple_tag(takes_context=True)
def weekday(context: template.Context, on: dt.date) -> str:
    """A day with its weekday."""
    return wording.weekday(on, context["now"])


@register.simple_tag
def form_key() -> SafeString:
    """The hidden token that makes a repeated submission one submission."""
    return format_html('<input type="hidden" name="key" value="{}">', secrets.token_hex(12))
