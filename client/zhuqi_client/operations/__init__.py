"""Every operation. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from zhuqi_client.operations.batches import Batches
from zhuqi_client.operations.books import Books
from zhuqi_client.operations.calendar import Calendar
from zhuqi_client.operations.cases import Cases
from zhuqi_client.operations.cases_closing import CasesClosing
from zhuqi_client.operations.cases_countersigning import CasesCountersigning
from zhuqi_client.operations.cases_dispatching import CasesDispatching
from zhuqi_client.operations.cases_finding import CasesFinding
from zhuqi_client.operations.cases_handling import CasesHandling
from zhuqi_client.operations.cases_joining import CasesJoining
from zhuqi_client.operations.cases_raising import CasesRaising
from zhuqi_client.operations.changes import Changes
from zhuqi_client.operations.common import Common
from zhuqi_client.operations.contacts import Contacts
from zhuqi_client.operations.errands import Errands
from zhuqi_client.operations.files import Files
from zhuqi_client.operations.journal import Journal
from zhuqi_client.operations.key_lists import KeyLists
from zhuqi_client.operations.liaison import Liaison
from zhuqi_client.operations.members import Members
from zhuqi_client.operations.messages import Messages
from zhuqi_client.operations.outside import Outside
from zhuqi_client.operations.people import People
from zhuqi_client.operations.register import Register
from zhuqi_client.operations.registers import Registers
from zhuqi_client.operations.rulebook import Rulebook
from zhuqi_client.operations.search import Search
from zhuqi_client.operations.sheets import Sheets
from zhuqi_client.operations.tokens import Tokens
from zhuqi_client.operations.visits import Visits
from zhuqi_client.operations.voices import Voices


class Zhuqi(
    Register,
    Changes,
    KeyLists,
    Registers,
    Cases,
    CasesFinding,
    CasesDispatching,
    CasesHandling,
    CasesCountersigning,
    CasesClosing,
    CasesRaising,
    CasesJoining,
    Contacts,
    Outside,
    Books,
    Files,
    Liaison,
    Visits,
    Errands,
    Batches,
    Common,
    Voices,
    Members,
    Calendar,
    Rulebook,
    Journal,
    Tokens,
    Messages,
    Search,
    Sheets,
    People,
):
    """One site and one token, with a method for every operation of the API."""
