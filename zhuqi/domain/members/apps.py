"""The room's name among Django's applications."""

from django.apps import AppConfig


class Members(AppConfig):
    """Who of an enterprise has an account."""

    name = "zhuqi.domain.members"
    label = "members"
