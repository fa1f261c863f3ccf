"""What can be found, in the order in which it is shown: kind → how its room tells of it."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.core.search.sources import Source
from zhuqi.domain.cases.queries.searched import CASES
from zhuqi.domain.directory.searched import ENTERPRISES, ORGANISATIONS, STAFF

SOURCES: Mapping[str, Source] = {
    "case": CASES,
    "enterprise": ENTERPRISES,
    "organisation": ORGANISATIONS,
    "staff": STAFF,
}
