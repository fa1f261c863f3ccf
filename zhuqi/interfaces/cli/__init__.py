"""The command line: ``zhuqi``. A module for each group of commands; each calls one action or query and prints.

``speaking`` gives commands their language and their faults; ``naming`` finds what is named by code or number.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
django.setup()

from zhuqi.interfaces.cli.commands import main  # noqa: E402  # tables are there once the house is set up

__all__ = ["main"]
