"""Secrets stay out of the log: whatever is logged, an address of the enterprise's door is written without what follows."""

from __future__ import annotations

import logging
import re

from zhuqi.interfaces.web.address import PORTAL

SECRET = re.compile(PORTAL + r"[^\s\"'?#&;,)>\]]+")
HIDDEN = f"{PORTAL}…"


class Quiet(logging.Filter):
    """Takes the secret of a link out of a record before a handler writes it. Lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        told = SECRET.sub(HIDDEN, said)
        if told != said:
            record.msg, record.args = told, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = SECRET.sub(HIDDEN, record.exc_text)
        return True
