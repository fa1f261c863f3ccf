"""Every address of the site. The API and the enterprise's own door get theirs beside these."""

from __future__ import annotations

from django.urls import path

from zhuqi.interfaces.web import login, pages

urlpatterns = [
    path("login", login.log_in, name="login"),
    path("logout", login.log_out, name="logout"),
    path("language", pages.choose_look, name="language"),
    path("look", pages.choose_look, name="look"),
    path("complaints", pages.complaints, name="complaints"),
]
