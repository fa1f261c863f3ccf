"""The room's name among Django's applications."""

from django.apps import AppConfig


class Directory(AppConfig):
    """Organisations, staff, enterprises."""

    name = "zhuqi.domain.directory"
    label = "directory"
