"""Say in one sentence that a port is taken, before any long step: ``python -m tools.port demo 8000``."""

from __future__ import annotations

import socket
import sys

HOST = "127.0.0.1"


def complaint(goal: str, port: str) -> str:
    """What is wrong with the port, or nothing."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT={port} is no port: choose a number from 1 to 65535, as in: make {goal} PORT=8000"
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, int(port)))
        except PermissionError:
            return f"Port {port} is for root alone. Choose one above 1023, as in: make {goal} PORT=8000"
        except OSError:
            return (
                f"Port {port} is taken by another program. Choose another, as in: make {goal} PORT={_next(int(port))}"
            )
    return ""


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 8000


if __name__ == "__main__":
    sys.exit(complaint(*sys.argv[1:]) or None)
