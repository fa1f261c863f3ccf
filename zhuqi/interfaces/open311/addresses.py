"""Every address under ``/open311/``, each behind the door; whatever else lies there is answered there too."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from zhuqi.interfaces.open311 import requests, services
from zhuqi.interfaces.open311.door import guarded


class Form:
    """The form in which an answer is asked for."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


register_converter(Form, "form")
urlpatterns = [
    path("discovery.<form:form>", guarded({"GET": services.discovery}, keyed=False), name="open311_discovery"),
    path("v2/discovery.<form:form>", guarded({"GET": services.discovery}, keyed=False), name="open311_v2_discovery"),
    path("v2/services.<form:form>", guarded({"GET": services.listed}, keyed=False), name="open311_services"),
    path("v2/services/<str:code>.<form:form>", guarded({"GET": services.one}, keyed=False), name="open311_service"),
    path(
        "v2/requests.<form:form>",
        guarded({"GET": requests.several, "POST": requests.hand_in}, keyed=True),
        name="open311_requests",
    ),
    path(
        "v2/requests/<str:request_id>.<form:form>", guarded({"GET": requests.one}, keyed=True), name="open311_request"
    ),
    path("v2/tokens/<str:token>.<form:form>", guarded({"GET": requests.by_token}, keyed=True), name="open311_token"),
    re_path("", guarded({}, keyed=False), name="open311_nowhere"),
]
