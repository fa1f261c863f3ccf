"""The room's name among Django's applications."""

from django.apps import AppConfig


class ErrandsRoom(AppConfig):
    """Errands."""

    name = "zhuqi.domain.errands"
    label = "errands"
