"""Lines of the log, for people or as JSON. Whatever a library wants to say, no address and no value of a variable gets in."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger

FACTS = ("route", "method", "status", "ms", "account")
FIRST = ("timestamp", "level", "logger", "event")
CLIENT_FAULT = range(400, 500)


class Pathless(logging.Filter):
    """Django's own lines about requests name the address. Of faults of the client nothing is said, they have their line
    already; of ours all but the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; it loses its address."""
        status = getattr(record, "status_code", None)
        if status is None:
            return not record.name.startswith("django.security")
        record.msg, record.args = f"answered {status}", ()
        return status not in CLIENT_FAULT


def without_values(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A failure as its kind and the places it passed; its text may quote a row."""
    failure = event.pop("exc_info", None)
    if isinstance(failure, tuple) and failure[0] is not None:
        event["failure"] = failure[0].__name__
        event["places"] = _places(failure[2])
    return event


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]


def plain(_: WrappedLogger, __: str, event: EventDict) -> str:
    """One line for people."""
    head = " ".join(str(event.pop(name, "")) for name in FIRST)
    return head + "".join(f" {name}={value}" for name, value in sorted(event.items()) if value is not None)


class Lines(ProcessorFormatter):
    """The formatter. ``json``: one object a line."""

    def __init__(self, *args: Any, json: bool = False, **kwargs: Any) -> None:
        render = JSONRenderer(ensure_ascii=False) if json else plain
        super().__init__(
            processors=[ProcessorFormatter.remove_processors_meta, render],
            foreign_pre_chain=[
                merge_contextvars,
                add_logger_name,
                add_log_level,
                ExtraAdder(allow=FACTS),
                TimeStamper(fmt="iso", utc=True),
                without_values,
            ],
        )
