"""The room's name among Django's applications."""

from django.apps import AppConfig


class Voice(AppConfig):
    """What enterprises say before it is a case."""

    name = "zhuqi.domain.voice"
    label = "voice"
