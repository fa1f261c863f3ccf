"""``python -m zhuqi``: the command line."""

from __future__ import annotations

import sys

from zhuqi.interfaces.cli import main

if __name__ == "__main__":
    sys.exit(main())
