"""Every address of the site. The API and the enterprise's own door get theirs beside these."""

from __future__ import annotations

from django.urls import include, path, register_converter

from zhuqi.interfaces.api import addresses as api
from zhuqi.interfaces.health import views as health
from zhuqi.interfaces.portal import views as portal
from zhuqi.interfaces.web import (
    account_factor,
    account_pages,
    books,
    case_list,
    cases,
    journal,
    login,
    my_day,
    pages,
    record,
    sending,
)
from zhuqi.interfaces.web.asked import Number

register_converter(Number, "number")

urlpatterns = [
    path("healthz", health.alive, name="health_alive"),
    path("readyz", health.ready, name="health_ready"),
    path("metrics", health.metrics, name="health_metrics"),
    path("", my_day.show, name="my_day"),
    path("cases", case_list.show, name="cases"),
    path("cases/new", record.record, name="record"),
    path("cases/<number:case_id>", cases.show, name="case"),
    path("cases/<number:case_id>/links", sending.links, name="links"),
    path("cases/<number:case_id>/<slug:name>", cases.act, name="act"),
    path("statement", books.show, name="statement"),
    path("statement/cases", books.behind, name="statement_cases"),
    path("journal", journal.show, name="journal"),
    path("login", login.log_in, name="login"),
    path("login/code", login.give_code, name="login_code"),
    path("account", account_pages.account, name="account"),
    path("account/sessions", account_pages.sessions, name="account_sessions"),
    path("account/factor", account_factor.factor, name="account_factor"),
    path("account/typed", account_pages.typed, name="account_typed"),
    path("account/typed/let-go", account_pages.let_go, name="account_let_go"),
    path("logout", login.log_out, name="logout"),
    path("language", pages.choose_look, name="language"),
    path("look", pages.choose_look, name="look"),
    path("l/", portal.show, name="portal"),
    path("l/<path:secret>", portal.knock, name="portal_knock"),
    path("complaints", pages.complaints, name="complaints"),
    path("api/", include(api)),
]
