"""The app of the cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the tables under the label ``cases``."""

    name = "zhuqi.domain.cases"
    label = "cases"
