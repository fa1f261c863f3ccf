"""Whatever can be done can be done by the API: every action has an operation or a stated reason, and so has every page."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

import zhuqi
from tests.api.asking import operations
from zhuqi import urls
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.interfaces import api

ONESELF = "A person proves at the browser who they are: no program does it for them."
SHEET = "What loads a sheet's rows: a sheet is handed in, looked at and confirmed, and the confirming calls it."
INNER = "A part of other actions, which ask who may; never called by itself."
LINK = "The enterprise comes by its link, in a browser; tokens are the staff's."
ACCOUNT = "Somebody of an enterprise comes by its account, in a browser; tokens are the staff's."
TOLD = "Whoever has no account tells it on the public page and gets the receipt there; a token is the staff's."
SETUP = "For the console, where a place is set up; nobody has a token yet."
BY_PERSON = (
    "What an operation about a person does to their account: it goes by the directory, which asks who looks after them."
)


def rooms(room: str, *names: str) -> list[str]:
    """Names of actions in a room."""
    return [f"{room}.{name}" for name in names]


REASONS: dict[str, str] = {
    **dict.fromkeys(
        rooms("core.messages.actions", "choosing.confirm_mailbox", "choosing.drop_mailbox", "choosing.name_mailbox"), ONESELF
    ),
    **dict.fromkeys(
        rooms("domain.cases.actions", "glancing.glance"), "Who has what open on a page just now; a program has nothing open."
    ),
    **dict.fromkeys(rooms("domain.cases.actions", "subscribing.keep_secret", "subscribing.keep_subscription"), INNER),
    **dict.fromkeys(
        rooms(
            "core.accounts.actions",
            "factors.remove_factor", "factors.set_factor", "passkeys.add_passkey", "passkeys.begin_passkey",
            "passkeys.remove_passkey", "passwords.change_password", "proof.own", "proof.prove", "sessions.end_others",
            "sessions.end_session",
        ),
        ONESELF,
    ),
    **dict.fromkeys(
        rooms(
            "core.accounts.actions",
            "factors.lose_factor", "passwords.reset_password", "passwords.unlock", "tokens.revoke_tokens", "opening.close",
        ),
        BY_PERSON,
    ),
    **dict.fromkeys(
        [
            *rooms("core.accounts.actions", "opening.open_many", "passwords.set_password", "tokens.keep_token"),
            *rooms("core.rulebook.actions", "adopting.put_in_force", "following.follow"),
            *rooms("domain.cases.actions", "again.answered", "contacts.write", "taking.store", "taking.take"),
            *rooms("domain.directory.actions", "loading.booking.correct", "loading.booking.entered", "roles.grants_at"),
            *rooms(
                "domain.directory.actions",
                "staff.administered",
                "staff.another",
                "about.kept_row",
                "ending.one_planned",
                "moving.one_planned",
            ),
            *rooms("domain.liaison.actions", "links.seen_enterprise", "links.unfit", "posts.unfit", "proposing.link_all"),
            *rooms("domain.common.actions", "taking.take"),
            *rooms("domain.cases.actions", "attaching.bring", "links.hand_over", "taking_in.take_in"),
            *rooms("domain.voice.actions", "writing.take"),
            *rooms("domain.members.actions", "writing.take"),
            *rooms(
                "domain.contacts.actions.taking", "drop", "enter", "hold", "move", "take", "take_over",
            ),
            *rooms("domain.visits.actions", "delivering.deliver", "planning.asked_for", "planning.oneself", "recording.met"),
        ],
        INNER,
    ),
    **dict.fromkeys(
        [
            *rooms("domain.directory.actions.loading", "enterprises.load_enterprises", "organisations.load_organisations"),
            *rooms("domain.directory.actions.loading", "staff.load_grants", "staff.load_staff"),
            *rooms("domain.liaison.actions.loading", "load_liaisons", "load_posts"),
            *rooms("domain.visits.actions.loading", "load_visits"),
        ],
        SHEET,
    ),
    **dict.fromkeys(rooms("domain.cases.actions", "links.open_link", "rating.complain", "rating.rate"), LINK),
    "domain.liaison.actions.knowing.say_who_comes": LINK,
    "domain.calendar.actions.install_shipped": SETUP,
    "domain.voice.actions.telling.tell": TOLD,
    "domain.voice.actions.relaying.relay": "A hotline's, by the standard it knows: Open311, a door of its own.",
    "domain.voice.actions.doubting.doubt": LINK,
    "domain.cases.actions.links.open_case": ACCOUNT,
    "domain.members.actions.asking.open_member": ACCOUNT,
    "core.rulebook.actions.adopting.adopt": "For presets and the console; people hand a text in and somebody else signs it.",
}  # fmt: skip
"""{action: why no operation calls it}."""
PAGES: dict[str, tuple[str, ...] | str] = {
    "my_day": ("list_cases", "me"),
    "cases": ("list_cases",),
    "desk": ("list_cases", "list_similar"),
    **dict.fromkeys(
        ("desk_queue", "desk_likely", "desk_hands"), "Keeps a page fresh that lies open before people; nobody's record."
    ),
    "batches": ("list_batches",),
    "batch_new": ("assign_batch",),
    "batch": ("show_batch",),
    "search": ("search",),
    "record": ("record", "find_enterprises"),
    "case": ("show_case", "show_life"),
    "case_code": ("make_case_link",),
    "links": ("list_links", "make_case_link", "revoke_case_link"),
    "files": ("list_files", "attach_files", "erase_file"),
    "file": ("fetch_file",),
    "contacts": ("list_contacts", "write_contact", "reveal_contact", "erase_contact"),
    "act": tuple(action.value for action in ACTIONS if action.value != "record"),
    "statement": ("show_statement",),
    "my_day_beside": ("list_unbound", "list_empty_seats", "show_statement"),
    "administration": ("list_failing", "list_unsent", "list_journal"),
    "wall": ("show_statement", "list_cases"),
    "statement_cases": ("statement_cases",),
    "liaison": ("list_held", "list_handovers"),
    "liaison_unbound": ("list_unbound",),
    "liaison_vacancies": ("list_vacancies", "list_empty_seats", "list_handovers"),
    "liaison_known": ("list_known",),
    "liaison_chain": ("list_chain",),
    "liaison_proposals": ("list_proposals",),
    "liaison_propose": ("propose_links",),
    "liaison_proposal": ("show_proposal", "list_proposed"),
    "liaison_proposal_act": ("change_proposed", "confirm_proposal", "drop_proposal"),
    "liaison_handover": ("show_handover", "note_handover"),
    "heard": ("list_ratings", "list_complaints"),
    "failing": ("list_failing", "try_again", "list_unsent", "send_again"),
    "messages": ("list_messages", "read_messages"),
    "message": ("read_message",),
    "account_messages": ("show_telling", "choose_telling"),
    "subscriptions": ("list_subscriptions", "subscribe"),
    "subscription": ("try_subscription", "rotate_secret", "end_subscription"),
    "journal": ("list_journal",),
    "organisations": ("list_units",),
    "organisation": ("show_unit", "list_units", "list_people"),
    "organisation_act": (
        "found_unit", "employ", "correct_unit", "retire_unit", "plan_move", "cancel_move", "merge_unit", "cancel_ending",
        "show_lying",
    ),
    "organisation_history": ("list_unit_changes",),
    "people": ("list_people",),
    "person": ("show_person", "list_posts"),
    "person_act": (
        "leave", "correct_person", "reset_password", "unlock", "lose_factor", "revoke_tokens", "give_role", "end_role", "appoint",
        "dismiss", "transfer",
    ),
    "person_history": ("list_person_changes",),
    "enterprises": ("find_enterprises",),
    "register": ("register",),
    "enterprise": ("show_enterprise", "who_answers", "list_officials"),
    "enterprise_act": (
        "bind", "release", "hand_over", "correct_enterprise", "set_standing", "write_spokesperson", "reveal_spokesperson",
        "erase_spokesperson", "write_note", "erase_note", "put_on_key_list", "take_off_key_list", "merge_enterprise",
        "show_hanging", "unmerge_enterprise",
    ),
    "enterprise_history": ("list_enterprise_changes",),
    "twins": ("list_twins",),
    "alike": ("list_alike", "tell_apart"),
    "key_lists": ("list_key_lists",),
    "key_list_new": ("open_key_list",),
    "key_list": ("list_listed",),
    "key_list_act": ("put_on_key_list", "close_key_list"),
    "errands": ("list_errands",),
    "errand": ("show_errand",),
    "errand_take": ("take_errand",),
    "errand_act": (
        "file_errand", "report_errand", "postpone_errand", "hand_on_errand", "finish_errand", "stop_errand",
    ),
    "enterprise_book": ("list_book", "list_wishes"),
    "enterprise_book_act": ("wish", "lift_wish"),
    "visits": ("list_visits", "list_plans", "list_promises", "list_duties"),
    "visit": ("show_visit", "list_promises"),
    "visit_new": ("plan_visit", "list_book"),
    "visit_record": ("record_visit",),
    "visit_phone": ("record_visit", "attach_files"),
    "visit_sync": "What a browser kept comes by its session; a program sends record_visit with a key of its own, once as well.",
    "manifest": "For browsers that put the page on a device.",
    "worker": "For browsers that put the page on a device.",
    "visit_plan": ("show_plan", "list_book"),
    "visit_plan_act": ("move_plan", "drop_plan"),
    "visit_zero": ("list_duties", "explain_zero"),
    "promise": ("show_promise", "end_promise"),
    "visits_coverage": ("list_coverage",),
    "visits_unkept": ("list_plans", "list_promises"),
    "visits_hand": ("hand_plan", "hand_promise"),
    "visits_rounds": ("list_rounds",),
    "visits_round_new": ("open_round",),
    "visits_round": ("show_round", "show_reach", "list_targets"),
    "visits_round_act": ("aim_round",),
    "calendar": ("list_years",),
    "calendar_load": ("publish_year",),
    "calendar_year": ("show_year",),
    "loads": ("list_sheets", "hand_in_sheet", "list_extracts"),
    "load": ("show_sheet", "confirm_sheet"),
    "load_refused": ("fetch_refused",),
    "export": ("extract_register",),
    "extract": ("fetch_extract",),
    "extract_sheet": ("fetch_extract",),
    "rulebooks": ("list_editions", "list_drafts"),
    "rulebook": ("show_edition",),
    "rulebook_against": ("show_differences",),
    "rulebook_new": ("hand_in", "show_draft"),
    "rulebook_rows": "Forms for people; a program changes the text itself, and hands that in.",
    "rulebook_draft": ("show_draft", "sign_draft", "withdraw_draft"),
    "rulebook_sample": "A drawing for people; a program writes the case as an example of the text, and hands that in.",
    "rulebook_what_if": "A table to look at before one signs; a program asks the console.",
    "account_tokens": ("list_tokens", "make_token"),
    "account_token": ("revoke_own_token",),
    **dict.fromkeys(
        (
            "login", "login_code", "login_code_passkey", "login_passkey", "login_provider", "login_provider_back", "logout",
            "account", "account_sessions", "account_factor", "account_passkeys", "account_passkey_made", "account_passkey",
        ),
        ONESELF,
    ),
    **dict.fromkeys(("account_typed", "account_let_go"), "What somebody typed into a form whose session had ended."),
    **dict.fromkeys(("portal", "portal_file", "portal_knock"), LINK),
    **dict.fromkeys(("language", "look"), "How pages look; the API has Accept-Language."),
    "similar": ("list_similar",),
    "common": ("list_common_issues", "show_common_statement"),
    "common_new": ("open_common_issue",),
    "common_issue": ("show_common_issue",),
    "common_act": (
        "amend_common_issue", "join_common_issue", "leave_common_issue", "take_up_common_issue", "tell_common_issue",
        "change_common_issue", "give_up_common_issue",
    ),
    "say": TOLD,
    "need": LINK,
    "calls": ("list_tries", "note_try"),
    "voices": ("list_voices",),
    "voice": (
        "show_voice", "reveal_voice", "reach_voice", "take_in_voice", "answer_voice", "decline_voice", "pass_on_voice",
        "vouch_voice",
    ),
    "voice_file": ("fetch_voice_file",),
    "members": ("list_members",),
    "member": ("show_member", "admit_member", "end_member", "erase_member", "reveal_member"),
    **dict.fromkeys(
        ("member_in", "member_code", "member_letter", "our", "our_need", "our_case", "our_file"), ACCOUNT
    ),
    "case_paper": "A paper for people; a program asks for the case itself, by show_case.",
    "enterprise_file": (
        "show_enterprise", "who_answers", "list_officials", "list_cases", "list_visits", "list_promises", "list_errands",
        "list_book", "list_wishes", "list_enterprise_changes",
    ),
    "enterprise_paper": "A paper for people; a program asks for what stands in it.",
    "enterprise_theirs": "A look at another's page; a program asks for the rows.",
    "liaison_tiles": ("list_unbound", "list_coverage", "list_empty_seats"),
    "complaints": "Where the public complains: a sentence with an address.",
    **dict.fromkeys(("health_alive", "health_ready", "health_metrics"), "For the machine that watches; no person's."),
}  # fmt: skip
"""{page: the operations that do what it does, or why there are none}."""


def below(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def actions() -> dict[str, Callable[..., Any]]:
    """{name: action}: every public function in a room of actions that begins with who acts."""
    found: dict[str, Callable[..., Any]] = {}
    for module in below(zhuqi):
        if ".actions" not in module.__name__ or ".interfaces." in module.__name__:
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_") and begins_with_an_actor(function):
                found[f"{module.__name__.removeprefix('zhuqi.')}.{name}"] = function
    return found


def begins_with_an_actor(function: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in (Actor, "Actor")


def called() -> set[int]:
    """The identities of whatever the modules of the API name, as ``name`` or as ``module.name``."""
    found = {id(action) for action in ACTIONS.values()}
    for module in below(api):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Name):
                found.add(id(vars(module).get(node.id)))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.add(id(getattr(vars(module).get(node.value.id), node.attr, None)))
    return found


def test_every_action_has_an_operation_or_a_reason() -> None:
    names = called()
    without = {name for name, action in actions().items() if id(action) not in names}
    assert without == set(REASONS)


def test_every_page_has_its_operations_or_a_reason() -> None:
    named = {pattern.name for pattern in urls.urlpatterns if hasattr(pattern, "name")}
    assert named == set(PAGES)
    known = {name for said in PAGES.values() if not isinstance(said, str) for name in said}
    assert known <= set(operations())


@pytest.mark.parametrize("reason", [*REASONS.values(), *(said for said in PAGES.values() if isinstance(said, str))])
def test_reasons_are_sentences(reason: str) -> None:
    assert len(reason.split()) > 4 and reason.endswith(".")
