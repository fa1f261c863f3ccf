"""The room's name among Django's applications."""

from django.apps import AppConfig


class Common(AppConfig):
    """Common issues, and the index by which similar cases are found."""

    name = "zhuqi.domain.common"
    label = "common"
