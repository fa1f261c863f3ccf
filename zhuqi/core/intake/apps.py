"""The room's name among Django's applications."""

from django.apps import AppConfig


class Intake(AppConfig):
    """Sheets in and out."""

    name = "zhuqi.core.intake"
    label = "intake"
