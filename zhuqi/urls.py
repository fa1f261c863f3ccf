"""Every address of the site. The API and the enterprise's own door get theirs beside these."""

from __future__ import annotations

from django.urls import include, path, register_converter

from zhuqi.interfaces.api import addresses as api
from zhuqi.interfaces.health import views as health
from zhuqi.interfaces.portal import files as portal_files
from zhuqi.interfaces.portal import views as portal
from zhuqi.interfaces.web import (
    account_factor,
    account_pages,
    account_passkeys,
    account_tokens,
    acts,
    books,
    case_list,
    cases,
    contacts,
    failing,
    files,
    heard,
    journal,
    keeping_calendar,
    keeping_firms,
    keeping_people,
    keeping_person,
    keeping_units,
    login,
    login_passkey,
    login_provider,
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
    path("cases/<number:case_id>/files", files.show, name="files"),
    path("cases/<number:case_id>/files/<number:file_id>", files.fetch, name="file"),
    path("cases/<number:case_id>/contacts", contacts.show, name="contacts"),
    path("cases/<number:case_id>/<slug:name>", acts.act, name="act"),
    path("statement", books.show, name="statement"),
    path("statement/cases", books.behind, name="statement_cases"),
    path("heard", heard.show, name="heard"),
    path("failing", failing.show, name="failing"),
    path("journal", journal.show, name="journal"),
    path("organisations", keeping_units.listed, name="organisations"),
    path("organisations/<number:org_id>", keeping_units.show, name="organisation"),
    path("organisations/<number:org_id>/<slug:name>", keeping_units.act, name="organisation_act"),
    path("people", keeping_people.listed, name="people"),
    path("people/<number:staff_id>", keeping_people.show, name="person"),
    path("people/<number:staff_id>/<slug:name>", keeping_person.act, name="person_act"),
    path("enterprises", keeping_firms.listed, name="enterprises"),
    path("enterprises/new", keeping_firms.register, name="register"),
    path("enterprises/<number:firm_id>", keeping_firms.show, name="enterprise"),
    path("enterprises/<number:firm_id>/<slug:name>", keeping_firms.act, name="enterprise_act"),
    path("calendar", keeping_calendar.listed, name="calendar"),
    path("calendar/load", keeping_calendar.load, name="calendar_load"),
    path("calendar/<number:number>", keeping_calendar.year, name="calendar_year"),
    path("login", login.log_in, name="login"),
    path("login/code", login.give_code, name="login_code"),
    path("login/code/passkey", login_passkey.second, name="login_code_passkey"),
    path("login/passkey", login_passkey.first, name="login_passkey"),
    path("login/provider", login_provider.begin, name="login_provider"),
    path("login/provider/back", login_provider.back, name="login_provider_back"),
    path("account", account_pages.account, name="account"),
    path("account/sessions", account_pages.sessions, name="account_sessions"),
    path("account/factor", account_factor.factor, name="account_factor"),
    path("account/passkeys", account_passkeys.show, name="account_passkeys"),
    path("account/passkeys/made", account_passkeys.made, name="account_passkey_made"),
    path("account/passkeys/<number:passkey_id>", account_passkeys.remove, name="account_passkey"),
    path("account/tokens", account_tokens.tokens, name="account_tokens"),
    path("account/tokens/<number:token_id>", account_tokens.revoke, name="account_token"),
    path("account/typed", account_pages.typed, name="account_typed"),
    path("account/typed/let-go", account_pages.let_go, name="account_let_go"),
    path("logout", login.log_out, name="logout"),
    path("language", pages.choose_look, name="language"),
    path("look", pages.choose_look, name="look"),
    path("l/", portal.show, name="portal"),
    path("l/files/<number:file_id>", portal_files.fetch, name="portal_file"),
    path("l/<path:secret>", portal.knock, name="portal_knock"),
    path("complaints", pages.complaints, name="complaints"),
    path("api/", include(api)),
]
handler400 = "zhuqi.interfaces.api.beside.bad_request"
