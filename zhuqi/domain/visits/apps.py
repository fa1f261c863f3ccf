"""The room's name among Django's applications."""

from django.apps import AppConfig


class Visits(AppConfig):
    """Rounds and visits."""

    name = "zhuqi.domain.visits"
    label = "visits"
