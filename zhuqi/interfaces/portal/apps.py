from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhuqi.interfaces.portal"
    label = "portal"
