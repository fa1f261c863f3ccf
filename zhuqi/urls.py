"""Every address of the site. The API, Open311 and the enterprise's own door get theirs beside these."""

from __future__ import annotations

from django.urls import include, path, register_converter

from zhuqi.interfaces.api import addresses as api
from zhuqi.interfaces.health import views as health
from zhuqi.interfaces.open311 import addresses as open311
from zhuqi.interfaces.portal import coming_in, looking, our_need, ours, receipt
from zhuqi.interfaces.portal import files as portal_files
from zhuqi.interfaces.portal import say as portal_say
from zhuqi.interfaces.portal import views as portal
from zhuqi.interfaces.web import errands, firm_file, my_day, pages, search
from zhuqi.interfaces.web.accounts import factor, login, login_passkey, login_provider, messages, own, passkeys, tokens
from zhuqi.interfaces.web.asked import Number
from zhuqi.interfaces.web.books import statement
from zhuqi.interfaces.web.cases import acts, calls, contacts, files, listing, one, record, scanning, sending, voices
from zhuqi.interfaces.web.cases import paper as case_paper
from zhuqi.interfaces.web.common import comparing, issue, opening
from zhuqi.interfaces.web.common import listing as common
from zhuqi.interfaces.web.day import beside, wall
from zhuqi.interfaces.web.desk import batches
from zhuqi.interfaces.web.desk import room as desk
from zhuqi.interfaces.web.keeping import (
    calendar,
    changes,
    firms,
    key_lists,
    loads,
    members,
    people,
    person,
    twins,
    units,
)
from zhuqi.interfaces.web.liaison import chain as liaison_chain
from zhuqi.interfaces.web.liaison import handing, proposals
from zhuqi.interfaces.web.liaison import lists as liaison_lists
from zhuqi.interfaces.web.liaison import tiles as liaison_tiles
from zhuqi.interfaces.web.oversight import administration, failing, heard, journal, subscriptions
from zhuqi.interfaces.web.rulebooks import against, drafting, edition, handed, sample, whatif
from zhuqi.interfaces.web.rulebooks import listing as rulebooks
from zhuqi.interfaces.web.rulebooks.rows import page as rows
from zhuqi.interfaces.web.visits import coming as visit_coming
from zhuqi.interfaces.web.visits import mine as visits
from zhuqi.interfaces.web.visits import overview as visit_overview
from zhuqi.interfaces.web.visits import phone as visit_phone
from zhuqi.interfaces.web.visits import writing as visiting

register_converter(Number, "number")

urlpatterns = [
    path("healthz", health.alive, name="health_alive"),
    path("readyz", health.ready, name="health_ready"),
    path("metrics", health.metrics, name="health_metrics"),
    path("", my_day.show, name="my_day"),
    path("day/beside", beside.show, name="my_day_beside"),
    path("search", search.show, name="search"),
    path("desk", desk.show, name="desk"),
    path("desk/queue", desk.fresh, name="desk_queue"),
    path("desk/likely", desk.likely, name="desk_likely"),
    path("desk/hands", desk.hand, name="desk_hands"),
    path("desk/batches", batches.listed, name="batches"),
    path("desk/batches/new", batches.new, name="batch_new"),
    path("desk/batches/<number:batch_id>", batches.show, name="batch"),
    path("cases", listing.show, name="cases"),
    path("cases/new", record.record, name="record"),
    path("cases/<number:case_id>", one.show, name="case"),
    path("cases/<number:case_id>/links", sending.links, name="links"),
    path("cases/<number:case_id>/code", scanning.show, name="case_code"),
    path("cases/<number:case_id>/files", files.show, name="files"),
    path("cases/<number:case_id>/files/<number:file_id>", files.fetch, name="file"),
    path("cases/<number:case_id>/calls", calls.show, name="calls"),
    path("cases/<number:case_id>/contacts", contacts.show, name="contacts"),
    path("cases/<number:case_id>/word", case_paper.fetch, name="case_paper"),
    path("cases/<number:case_id>/similar", comparing.show, name="similar"),
    path("cases/<number:case_id>/<slug:name>", acts.act, name="act"),
    path("voices", voices.show, name="voices"),
    path("voices/<number:voice_id>", voices.one, name="voice"),
    path("voices/<number:voice_id>/files/<number:file_id>", voices.fetch, name="voice_file"),
    path("members", members.show, name="members"),
    path("members/<number:member_id>", members.one, name="member"),
    path("statement", statement.show, name="statement"),
    path("statement/cases", statement.behind, name="statement_cases"),
    path("liaison", liaison_lists.mine, name="liaison"),
    path("liaison/unbound", liaison_lists.unbound, name="liaison_unbound"),
    path("liaison/vacancies", liaison_lists.vacancies, name="liaison_vacancies"),
    path("liaison/tiles", liaison_tiles.show, name="liaison_tiles"),
    path("liaison/known", liaison_lists.known, name="liaison_known"),
    path("liaison/chain", liaison_chain.show, name="liaison_chain"),
    path("liaison/proposals", proposals.listed, name="liaison_proposals"),
    path("liaison/proposals/new", proposals.propose, name="liaison_propose"),
    path("liaison/proposals/<number:proposal_id>", proposals.show, name="liaison_proposal"),
    path("liaison/proposals/<number:proposal_id>/<slug:name>", proposals.act, name="liaison_proposal_act"),
    path("liaison/handovers/<number:handover_id>", handing.show, name="liaison_handover"),
    path("heard", heard.show, name="heard"),
    path("messages", messages.listed, name="messages"),
    path("messages/<number:message_id>", messages.one, name="message"),
    path("account/messages", messages.how, name="account_messages"),
    path("subscriptions", subscriptions.listed, name="subscriptions"),
    path("subscriptions/<number:subscription_id>", subscriptions.one, name="subscription"),
    path("failing", failing.show, name="failing"),
    path("administration", administration.show, name="administration"),
    path("wall", wall.show, name="wall"),
    path("journal", journal.show, name="journal"),
    path("common", common.show, name="common"),
    path("common/new", opening.show, name="common_new"),
    path("common/<number:issue_id>", issue.show, name="common_issue"),
    path("common/<number:issue_id>/<slug:name>", issue.act, name="common_act"),
    path("organisations", units.listed, name="organisations"),
    path("organisations/<number:org_id>", units.show, name="organisation"),
    path("organisations/<number:subject>/history", changes.show, {"kind": "organisation"}, name="organisation_history"),
    path("organisations/<number:org_id>/<slug:name>", units.act, name="organisation_act"),
    path("people", people.listed, name="people"),
    path("people/<number:staff_id>", people.show, name="person"),
    path("people/<number:subject>/history", changes.show, {"kind": "staff"}, name="person_history"),
    path("people/<number:staff_id>/<slug:name>", person.act, name="person_act"),
    path("enterprises", firms.listed, name="enterprises"),
    path("enterprises/new", firms.register, name="register"),
    path("enterprises/<number:firm_id>", firms.show, name="enterprise"),
    path("enterprises/<number:firm_id>/file", firm_file.show, name="enterprise_file"),
    path("enterprises/<number:firm_id>/word", firm_file.paper, name="enterprise_paper"),
    path("enterprises/<number:firm_id>/theirs", looking.show, name="enterprise_theirs"),
    path("enterprises/<number:firm_id>/visits", visit_overview.show_book, name="enterprise_book"),
    path("enterprises/<number:firm_id>/visits/<slug:name>", visit_overview.act_on_book, name="enterprise_book_act"),
    path("errands", errands.listed, name="errands"),
    path("errands/new", errands.take, name="errand_take"),
    path("errands/<number:errand_id>", errands.show, name="errand"),
    path("errands/<number:errand_id>/<slug:name>", errands.act, name="errand_act"),
    path("loads", loads.listed, name="loads"),
    path("loads/export", loads.export, name="export"),
    path("loads/<number:upload_id>", loads.show, name="load"),
    path("loads/<number:upload_id>/refused", loads.refused, name="load_refused"),
    path("extracts/<number:extract_id>", loads.extract, name="extract"),
    path("extracts/<number:extract_id>/sheet", loads.extract_sheet, name="extract_sheet"),
    path("visits", visits.show, name="visits"),
    path("visits/new", visiting.plan, name="visit_new"),
    path("visits/record", visiting.record, name="visit_record"),
    path("visits/phone", visit_phone.show, name="visit_phone"),
    path("visits/sync", visit_coming.sync, name="visit_sync"),
    path("manifest.webmanifest", visit_coming.manifest, name="manifest"),
    path("sw.js", visit_coming.worker, name="worker"),
    path("visits/zeros", visiting.zero, name="visit_zero"),
    path("visits/coverage", visit_overview.cover, name="visits_coverage"),
    path("visits/unkept", visits.unkept, name="visits_unkept"),
    path("visits/unkept/<slug:what>/<number:pk>", visits.hand, name="visits_hand"),
    path("visits/rounds", visit_overview.rounds, name="visits_rounds"),
    path("visits/rounds/new", visit_overview.round_new, name="visits_round_new"),
    path("visits/rounds/<number:round_id>", visit_overview.show_round, name="visits_round"),
    path("visits/rounds/<number:round_id>/aim", visit_overview.act_on_round, name="visits_round_act"),
    path("visits/plans/<number:plan_id>", visiting.show_plan, name="visit_plan"),
    path("visits/plans/<number:plan_id>/<slug:name>", visiting.act_on_plan, name="visit_plan_act"),
    path("visits/promises/<number:promise_id>", visits.promise, name="promise"),
    path("visits/<number:visit_id>", visiting.show, name="visit"),
    path("enterprises/twins", twins.listed, name="twins"),
    path("enterprises/alike", twins.near, name="alike"),
    path("enterprises/<number:subject>/history", changes.show, {"kind": "enterprise"}, name="enterprise_history"),
    path("enterprises/<number:firm_id>/<slug:name>", firms.act, name="enterprise_act"),
    path("key-lists", key_lists.listed, name="key_lists"),
    path("key-lists/new", key_lists.new, name="key_list_new"),
    path("key-lists/<number:list_id>", key_lists.show, name="key_list"),
    path("key-lists/<number:list_id>/<slug:name>", key_lists.act, name="key_list_act"),
    path("calendar", calendar.listed, name="calendar"),
    path("calendar/load", calendar.load, name="calendar_load"),
    path("calendar/<number:number>", calendar.year, name="calendar_year"),
    path("rulebooks", rulebooks.show, name="rulebooks"),
    path("rulebooks/new", drafting.show, name="rulebook_new"),
    path("rulebooks/new/rows", rows.show, name="rulebook_rows"),
    path("rulebooks/drafts/<number:draft_id>", handed.show, name="rulebook_draft"),
    path("rulebooks/drafts/<number:draft_id>/what-if", whatif.show, name="rulebook_what_if"),
    path("rulebooks/<number:edition_id>", edition.show, name="rulebook"),
    path("rulebooks/<number:edition_id>/against/<number:other_id>", against.show, name="rulebook_against"),
    path("rulebooks/<number:edition_id>/sample", sample.show, name="rulebook_sample"),
    path("login", login.log_in, name="login"),
    path("login/code", login.give_code, name="login_code"),
    path("login/code/passkey", login_passkey.second, name="login_code_passkey"),
    path("login/passkey", login_passkey.first, name="login_passkey"),
    path("login/provider", login_provider.begin, name="login_provider"),
    path("login/provider/back", login_provider.back, name="login_provider_back"),
    path("account", own.account, name="account"),
    path("account/sessions", own.sessions, name="account_sessions"),
    path("account/factor", factor.factor, name="account_factor"),
    path("account/passkeys", passkeys.show, name="account_passkeys"),
    path("account/passkeys/made", passkeys.made, name="account_passkey_made"),
    path("account/passkeys/<number:passkey_id>", passkeys.remove, name="account_passkey"),
    path("account/tokens", tokens.tokens, name="account_tokens"),
    path("account/tokens/<number:token_id>", tokens.revoke, name="account_token"),
    path("account/typed", own.typed, name="account_typed"),
    path("account/typed/let-go", own.let_go, name="account_let_go"),
    path("logout", login.log_out, name="logout"),
    path("language", pages.choose_look, name="language"),
    path("look", pages.choose_look, name="look"),
    path("say", portal_say.show, name="say"),
    path("l/", portal.show, name="portal"),
    path("l/files/<number:file_id>", portal_files.fetch, name="portal_file"),
    path("l/need/<str:secret>", receipt.show, name="need"),
    path("l/in", coming_in.ask_for_code, name="member_in"),
    path("l/in/code", coming_in.give_code, name="member_code"),
    path("l/in/<str:secret>", coming_in.letter, name="member_letter"),
    path("l/our", ours.show, name="our"),
    path("l/our/need", our_need.show, name="our_need"),
    path("l/our/cases/<number:case_id>", ours.case, name="our_case"),
    path("l/our/cases/<number:case_id>/files/<number:file_id>", ours.file, name="our_file"),
    path("l/<path:secret>", portal.knock, name="portal_knock"),
    path("complaints", pages.complaints, name="complaints"),
    path("api/", include(api)),
    path("open311/", include(open311)),
]
handler400 = "zhuqi.interfaces.api.beside.bad_request"
