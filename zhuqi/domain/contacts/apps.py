"""The room's name among Django's applications."""

from django.apps import AppConfig


class Contacts(AppConfig):
    """The contact budget."""

    name = "zhuqi.domain.contacts"
    label = "contacts"
