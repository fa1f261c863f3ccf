"""What can be asked after an answer about what belongs to a case beside its steps: files, contacts, and its place in a figure."""

from __future__ import annotations

from collections.abc import Mapping

ASKED = "$request.path.case_id"
CASE = "$response.body#/case"
ID = "$response.body#/id"
FIRST = "$response.body#/contacts/0/id"
READ: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "its_files": ("list_files", {"case_id": ID}),
    "attach_to_it": ("attach_files", {"case_id": ID, "If-Match": "$response.header.ETag"}),
    "files_of_the_case": ("list_files", {"case_id": ASKED}),
    "the_first_file": ("fetch_file", {"case_id": ASKED, "file_id": "$response.body#/attached/0/files/0/id"}),
    "erase_the_first_file": ("erase_file", {"case_id": ASKED, "file_id": "$response.body#/attached/0/files/0/id"}),
    "the_attached_file": ("fetch_file", {"case_id": ASKED, "file_id": "$response.body#/files/0/id"}),
    "erase_the_attached_file": ("erase_file", {"case_id": ASKED, "file_id": "$response.body#/files/0/id"}),
    "erase_the_fetched_file": ("erase_file", {"case_id": ASKED, "file_id": "$response.body#/file/id"}),
    "its_contacts": ("list_contacts", {"case_id": ID}),
    "contacts_of_the_case": ("list_contacts", {"case_id": CASE}),
    "write_down_a_contact": ("write_contact", {"case_id": ASKED}),
    "reveal_the_first_contact": ("reveal_contact", {"case_id": ASKED, "contact_id": FIRST}),
    "erase_the_first_contact": ("erase_contact", {"case_id": ASKED, "contact_id": FIRST}),
    "reveal_the_contact": ("reveal_contact", {"case_id": CASE, "contact_id": ID}),
    "erase_the_contact": ("erase_contact", {"case_id": CASE, "contact_id": ID}),
    "cases_in_hand": ("statement_cases", {"unit": "$response.body#/unit/id", "side": "in_hand"}),
    "cases_received": ("statement_cases", {"unit": "$response.body#/unit/id", "side": "received"}),
}
"""{link: (operation, {parameter: where its value stands, or the value})}."""
AFTER: Mapping[str, tuple[str, ...]] = {
    "show_case": ("its_files", "attach_to_it", "its_contacts"),
    "record": ("its_contacts",),
    "show_statement": ("cases_in_hand", "cases_received"),
    "statement_cases": ("first_case", "first_life"),
    "list_files": ("the_first_file", "erase_the_first_file"),
    "attach_files": ("files_of_the_case", "the_attached_file", "erase_the_attached_file"),
    "fetch_file": ("files_of_the_case", "erase_the_fetched_file"),
    "erase_file": ("files_of_the_case",),
    "list_contacts": ("write_down_a_contact", "reveal_the_first_contact", "erase_the_first_contact"),
    "write_contact": ("contacts_of_the_case", "reveal_the_contact", "erase_the_contact"),
    "reveal_contact": ("contacts_of_the_case", "erase_the_contact"),
    "erase_contact": ("contacts_of_the_case",),
}
"""{operation: the links of its answer}."""
