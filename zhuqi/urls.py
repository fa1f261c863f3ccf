"""Every address of the site. The API and the enterprise's own door get theirs beside these."""

from __future__ import annotations

from django.urls import path, register_converter

from zhuqi.interfaces.web import books, case_list, cases, journal, login, my_day, pages, record
from zhuqi.interfaces.web.asked import Number

register_converter(Number, "number")

urlpatterns = [
    path("", my_day.show, name="my_day"),
    path("cases", case_list.show, name="cases"),
    path("cases/new", record.record, name="record"),
    path("cases/<number:case_id>", cases.show, name="case"),
    path("cases/<number:case_id>/<slug:name>", cases.act, name="act"),
    path("statement", books.show, name="statement"),
    path("statement/cases", books.behind, name="statement_cases"),
    path("journal", journal.show, name="journal"),
    path("login", login.log_in, name="login"),
    path("logout", login.log_out, name="logout"),
    path("language", pages.choose_look, name="language"),
    path("look", pages.choose_look, name="look"),
    path("complaints", pages.complaints, name="complaints"),
]
