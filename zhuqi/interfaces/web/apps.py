from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhuqi.interfaces.web"
    label = "web"
