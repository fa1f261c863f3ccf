"""Which rooms hold something of units, and how it passes when a unit ends: one row a room. The core loads the table by its name."""

from __future__ import annotations

from zhuqi.core.messages import queries as message_queries
from zhuqi.core.messages.actions import subscribing
from zhuqi.core.succession import Room
from zhuqi.domain.cases.actions import succeeding as cases
from zhuqi.domain.cases.queries import left as of_cases
from zhuqi.domain.common.actions import succeeding as common
from zhuqi.domain.common.queries import issues as of_issues
from zhuqi.domain.contacts.actions import succeeding as contacts
from zhuqi.domain.contacts.queries import left as of_contacts
from zhuqi.domain.errands import queries as of_errands
from zhuqi.domain.errands.actions import succeeding as errands
from zhuqi.domain.liaison.actions import succeeding as liaison
from zhuqi.domain.liaison.queries import left as of_liaison
from zhuqi.domain.visits.actions import succeeding as visits
from zhuqi.domain.visits.queries import left as of_visits
from zhuqi.domain.voice.actions import succeeding as voice
from zhuqi.domain.voice.queries import sight as of_voice

ROOMS: tuple[Room, ...] = (
    Room("cases", of_cases.lying, cases.pass_on),
    Room("liaison", of_liaison.lying, liaison.pass_on),
    Room("contacts", of_contacts.lying, contacts.pass_on),
    Room("visits", of_visits.lying, visits.pass_on),
    Room("errands", of_errands.lying, errands.pass_on),
    Room("common", of_issues.lying, common.pass_on),
    Room("voice", of_voice.lying, voice.pass_on),
    Room("messages", message_queries.lying, subscribing.pass_on),
)
