"""The room's name among Django's applications."""

from django.apps import AppConfig


class LiaisonRoom(AppConfig):
    """Posts and liaisons."""

    name = "zhuqi.domain.liaison"
    label = "liaison"
