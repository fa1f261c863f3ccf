"""What can be asked after an answer about similar cases and common issues."""

from __future__ import annotations

from collections.abc import Mapping

ID = "$response.body#/id"
READ: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "the_first_alike": ("show_case", {"case_id": "$response.body#/similar/0/case/id"}),
    "what_joins": ("list_joinable", {"case_id": ID}),
    "the_first_joinable": ("show_case", {"case_id": "$response.body#/cases/0/case/id"}),
    "what_is_alike": ("list_similar", {"case_id": ID}),
    "the_first_issue": ("show_common_issue", {"issue_id": "$response.body#/issues/0/id"}),
    "more_issues": ("list_common_issues", {"cursor": "$response.body#/next"}),
    "the_issue": ("show_common_issue", {"issue_id": ID}),
    "issues_of_the_owner": ("list_common_issues", {"owner": "$response.body#/owner/id"}),
    "issues_of_the_first_owner": ("list_common_issues", {"owner": "$response.body#/lines/0/owner/id"}),
}
"""{link: (operation, {parameter: where its value stands})}."""
MOVED = ("amend", "join", "leave", "take_up", "tell", "change", "give_up")
AFTER: Mapping[str, tuple[str, ...]] = {
    "show_case": ("what_is_alike", "what_joins"),
    "list_joinable": ("the_first_joinable",),
    "list_similar": ("the_first_alike",),
    "list_common_issues": ("the_first_issue", "more_issues"),
    "show_common_statement": ("issues_of_the_first_owner",),
    "show_common_issue": ("issues_of_the_owner",),
    "open_common_issue": ("the_issue", "issues_of_the_owner"),
    **{f"{deed}_common_issue": ("the_issue", "issues_of_the_owner") for deed in MOVED},
}
"""{operation: its links}."""
