"""The room's name among Django's applications."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Published years and their special days."""

    name = "zhuqi.domain.calendar"
    label = "calendar"
